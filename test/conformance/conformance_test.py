#!/usr/bin/env python3
"""Compares what vmp makes of each case with what v0.1.1 made of it.

usage: conformance_test.py VMP [CASE...]

A case is a folder below cases/: registry.yaml or registry/**/*.yaml, and expected.json with
  list       the names that "vmp list" prints, in their order
  config     by VM, what "vmp config NAME --format json" prints
  image-url  by reference, what "vmp image-url REFERENCE" prints; null where it fails
v0.1.1 wrote texts only, and left out what is empty: so every scalar is compared as a text, and null, {} and [] are
nothing. Its output was no safe YAML: a quoted "no", "yes" and MAC address were read back as flags and a number, and
stand here as the registries say them. With the text "yes" of the one, v0.1.1 itself made the name "web-ubuntu-yes".
"""
import json
import os
import pathlib
import subprocess
import sys
import unittest

CASES = pathlib.Path(__file__).resolve().parent / "cases"
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("VMP_")}


def as_texts(value):
    if isinstance(value, dict):
        texts = {key: as_texts(item) for key, item in value.items()}
        return {key: text for key, text in texts.items() if text not in (None, {}, [])}
    if isinstance(value, list):
        return [as_texts(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


class Conformance(unittest.TestCase):
    maxDiff = None
    vmp = None

    def run_vmp(self, case, *arguments):
        registry = "registry.yaml" if (case / "registry.yaml").exists() else "registry/**/*.yaml"
        return subprocess.run([self.vmp, "--registry", registry, *arguments], cwd=case, env=ENVIRONMENT,
                              capture_output=True, text=True, check=False)

    def output(self, case, *arguments):
        result = self.run_vmp(case, *arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def image_url(self, case, reference):
        result = self.run_vmp(case, "image-url", reference)
        self.assertIn(result.returncode, (0, 1), result.stderr)
        return result.stdout.removesuffix("\n") if result.returncode == 0 else None

    def check(self, case):
        expected = json.loads((case / "expected.json").read_text())
        with self.subTest("list"):
            self.assertEqual(self.output(case, "list").splitlines(), expected["list"])
        for name, configuration in expected["config"].items():
            with self.subTest("config", name=name):
                printed = json.loads(self.output(case, "config", name, "--format", "json"))
                self.assertEqual(as_texts(printed), configuration)
        for reference, url in expected.get("image-url", {}).items():
            with self.subTest("image-url", reference=reference):
                self.assertEqual(self.image_url(case, reference), url)


def add_tests():
    for case in sorted(CASES.iterdir()):
        setattr(Conformance, f"test_{case.name}", lambda self, case=case: self.check(case))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    Conformance.vmp = str(pathlib.Path(sys.argv[1]).resolve())
    add_tests()
    unittest.main(argv=[sys.argv[0], *(f"Conformance.test_{case}" for case in sys.argv[2:])], verbosity=2)
