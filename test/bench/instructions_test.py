#!/usr/bin/env python3
"""Counts the instructions and allocations of vmp under valgrind, which are the same on a loaded machine, and fails where
they grew by more than a tenth over instructions.json.

usage: instructions_test.py VMP BUILD [--accept]

BUILD is all that decides over the counts besides our own code: meson.build knows the compiler, the processor and the
libraries. A build that has no record is skipped. --accept records what was counted.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import registries

VMS = 40
GROWTH = 1.10
SKIPPED = 77
# Meson has malloc fill what it gives and takes back.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
# Where there is another malloc than the C library's.
ALLOCATOR = "--soname-synonyms=somalloc=*mimalloc*"
RECORD = pathlib.Path(__file__).resolve().parent / "instructions.json"


def valgrind(pattern, tool, *words):
    command = ["valgrind", f"--tool={tool}", f"--{tool}-out-file=/dev/null", ALLOCATOR, *map(str, words)]
    result = subprocess.run(command, check=True, capture_output=True, text=True, env=ENVIRONMENT)
    return int(re.search(pattern, result.stderr).group(1).replace(",", ""))


def count(*words):
    return {"instructions": valgrind(r"Collected : (\d+)", "callgrind", *words),
            "allocations": valgrind(r"Total: +[\d,]+ bytes in ([\d,]+) blocks", "dhat", *words)}


def count_all(vmp, folder):
    registries.write_one_file(folder / "registry.yaml", VMS)
    registries.write_split(folder / "registry", VMS)
    one = [vmp, "--registry", folder / "registry.yaml"]
    split = [vmp, "--registry", folder / "registry"]
    gen = [*one, "gen", "--jobs", "1", "--base-dir", folder / "out"]
    counts = {}
    # Each tool writes into a directory that is not there yet.
    counts["gen into an empty directory"] = {}
    for tool, pattern, name in (("callgrind", r"Collected : (\d+)", "instructions"),
                                ("dhat", r"Total: +[\d,]+ bytes in ([\d,]+) blocks", "allocations")):
        shutil.rmtree(folder / "out", ignore_errors=True)
        counts["gen into an empty directory"][name] = valgrind(pattern, tool, *gen)
    counts["gen, nothing changed"] = count(*gen)
    counts["gen of one VM"] = count(*gen, "vm0")
    counts["check"] = count(*one, "check", "--jobs", "1")
    counts["check, a file for each VM"] = count(*split, "check", "--jobs", "1")
    counts["version"] = count(vmp, "version")
    return counts


class InstructionsTest(unittest.TestCase):
    def test_counts(self):
        for name, recorded in RECORDED.items():
            for what, number in recorded.items():
                with self.subTest(f"{what} of {name}"):
                    self.assertLessEqual(COUNTED[name][what], number * GROWTH,
                                         f"{COUNTED[name][what] / number:.2f} of what is recorded in {RECORD.name}; if it has "
                                         "to be, --accept records it")

    def test_all_is_recorded(self):
        self.assertEqual(set(COUNTED), set(RECORDED))


if __name__ == "__main__":
    VMP, BUILD = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    IS_ACCEPTED = "--accept" in sys.argv
    RECORDS = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    if not shutil.which("valgrind"):
        print("skipped: there is no valgrind")
        sys.exit(SKIPPED)
    if BUILD not in RECORDS and not IS_ACCEPTED:
        print(f"skipped: there is no record of {BUILD}, only of", *RECORDS, sep="\n  ")
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory() as FOLDER:
        COUNTED = count_all(VMP, pathlib.Path(FOLDER))
    if IS_ACCEPTED:
        RECORD.write_text(json.dumps(RECORDS | {BUILD: COUNTED}, indent=2) + "\n")
        sys.exit()
    RECORDED = RECORDS[BUILD]
    unittest.main(argv=sys.argv[:1])
