#!/usr/bin/env python3
"""Runs the shared conformance cases, with three of their expected values set right.

usage: conformance_test.py CONFORMANCE_DIR VMP

The expected results went through v0.1.1's `config`, whose output is not safe YAML (V0.1.1.md, A18): these texts are
quoted in the registries and were read back as a number and flags. The proof is beside one of them: with PINNED the
text "yes", the same file expects the domain "web-ubuntu-yes". A case that is mended in its place stays as it is.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

# Case, path in expected.json, what stands there, what the registry says.
READ_BACK_WRONG = [
    ("cloud_init_all_files",
     "config web vm cloudInit noCloud data network-config ethernets eth0 match macaddress",
     "41135085296", "52:54:00:12:34:56"),
    ("cloud_init_all_files", "config web vm ssh options StrictHostKeyChecking", "false", "no"),
    ("image_tags_first_match", "config web image vars PINNED", "true", "yes"),
    ("image_tags_first_match", "config web vars PINNED", "true", "yes"),
]


def set_right(cases):
    for case, path, wrong, right in READ_BACK_WRONG:
        file = cases / case / "expected.json"
        expected = json.loads(file.read_text())
        *parents, last = path.split()
        place = expected
        for key in parents:
            place = place[key]
        if place[last] == wrong:
            place[last] = right
            file.write_text(json.dumps(expected))


def main(conformance, vmp):
    with tempfile.TemporaryDirectory() as folder:
        cases = pathlib.Path(folder) / "cases"
        # Not their modes: the originals may be read-only.
        shutil.copytree(conformance / "cases", cases, copy_function=shutil.copyfile)
        for path in [cases, *cases.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        set_right(cases)
        return subprocess.run([conformance / "check", vmp, cases]).returncode


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2]))
