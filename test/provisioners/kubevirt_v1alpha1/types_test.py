#!/usr/bin/env python3
"""The manifests against KubeVirt's and CDI's own types, by the TypeScript compiler.

usage: types_test.py [unittest's arguments]

Takes the manifests of the goldens and of examples/kubevirt. The packages are fetched by npm, in the versions below, and kept
in the cache folder of this user; without npm, or where it finds none, exits 77 (skipped).
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

HERE = pathlib.Path(__file__).resolve().parent
PACKAGES = ["typescript@5.9.3", "@kubevirt-ui-ext/kubevirt-api@1.7.0"]
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "vmp-kubevirt-types-5.9.3-1.7.0"
SOURCES = [*sorted((HERE / "golden").glob("*/*.yaml")), *sorted((HERE.parents[2] / "examples/kubevirt").glob("*/*.yaml"))]
TYPES = {"VirtualMachine": ("V1VirtualMachine", "kubevirt"), "DataVolume": ("V1beta1DataVolume", "containerized-data-importer")}
SKIPPED = 77
SECONDS = 300


def fetch_packages():
    """Whether they are there now. Two that fetch at once do not meet."""
    if CACHE.exists():
        return True
    if not shutil.which("npm"):
        return False
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    folder = tempfile.mkdtemp(dir=CACHE.parent)
    fetched = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder, *PACKAGES],
                             stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)
    if fetched.returncode == 0 and not CACHE.exists():
        os.rename(folder, CACHE)
    shutil.rmtree(folder, ignore_errors=True)
    return CACHE.exists()


def objects_of(path):
    return [document for document in yaml.safe_load_all(path.read_text()) if document]


def as_program(objects):
    """A constant of its type for each object."""
    lines = [f'import type {{ {kind} }} from "@kubevirt-ui-ext/kubevirt-api/{module}";' for kind, module in TYPES.values()]
    for number, thing in enumerate(objects):
        lines.append(f"export const object{number}: {TYPES[thing['kind']][0]} = {json.dumps(thing)};")
    return "\n".join(lines) + "\n"


class Types(unittest.TestCase):
    maxDiff = None

    def complaints_about(self, objects):
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            program = pathlib.Path(folder, "manifests.ts")
            program.write_text(as_program(objects))
            checked = subprocess.run(
                [CACHE / "node_modules/.bin/tsc", "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", program],
                cwd=CACHE, text=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)
        return checked.stdout.replace(f"{pathlib.Path(folder).name}/", "")

    def test_all_manifests_have_the_fields_that_there_are(self):
        objects = [thing for path in SOURCES for thing in objects_of(path)]
        self.assertEqual({thing["kind"] for thing in objects}, set(TYPES))
        self.assertEqual(self.complaints_about(objects), "")

    def test_a_slip_would_be_seen(self):
        vm = objects_of(HERE / "golden/web/vm.yaml")[0]
        memory = vm["spec"]["template"]["spec"]["domain"]["memory"]
        memory["guset"] = memory.pop("guest")
        self.assertIn("does not exist in type 'V1Memory'", self.complaints_about([vm]))


if __name__ == "__main__":
    if not fetch_packages():
        print("skipped: needs npm, and a registry that has " + " and ".join(PACKAGES))
        sys.exit(SKIPPED)
    unittest.main()
