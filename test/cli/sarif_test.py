#!/usr/bin/env python3
"""`--diagnostics sarif` against a schema of the parts of SARIF that vmp writes (sarif.schema.json).

usage: sarif_test.py VMP
"""
import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jsonschema

VMP = pathlib.Path(sys.argv.pop(1)).resolve()
SCHEMA = json.loads(pathlib.Path(__file__).with_name("sarif.schema.json").read_text())

RIGHT = "nodes: [{name: here, libvirt: {connection: {uri: 'test:///default'}}}]\n"
# Mistakes and warnings; with places, notes at other places, characters of more than a byte and an empty text.
WRONG = """nodes:
  - {name: here, libvirt: {connection: {uri: "test:///default"}}}
  - {name: here, libvirt: {connection: {uri: "test:///ü"}}}
images:
  - {name: "ü\\n", tags: [{pattern: "12", volumeName: "", url: ftp://x}]}
vms:
  - {name: web, image: none, nodeName: heer, imgae: 1}
"""


class Sarif(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def report_of(self, text, *command, name="registry.yaml"):
        registry = self.folder / name
        registry.parent.mkdir(exist_ok=True)
        registry.write_text(text)
        said = subprocess.run([VMP, "--registry", name, "--diagnostics", "sarif", *command], cwd=self.folder, capture_output=True,
                              env={**os.environ, "LC_ALL": "C"}).stderr
        return json.loads(said)

    def validate(self, report):
        jsonschema.Draft7Validator.check_schema(SCHEMA)
        jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(report)
        driver = report["runs"][0]["tool"]["driver"]
        rules = {rule["id"] for rule in driver["rules"]}
        self.assertEqual(len(rules), len(driver["rules"]))
        results = report["runs"][0]["results"]
        self.assertLessEqual({result["ruleId"] for result in results}, rules)
        return results

    def test_a_registry_that_is_right(self):
        self.assertEqual(self.validate(self.report_of(RIGHT, "check")), [])

    def test_mistakes_and_warnings(self):
        results = self.validate(self.report_of(WRONG, "check"))
        self.assertEqual({result["level"] for result in results}, {"error"})
        self.assertIn("relatedLocations", {key for result in results for key in result})
        warned = self.validate(self.report_of(RIGHT + "images: [{name: i, tags: [{pattern: '12', volumeName: v, url: 'http://x/y'}]}]\n", "check"))
        self.assertEqual({result["level"] for result in warned}, {"warning"})

    def test_what_is_no_yaml_and_what_is_not_there(self):
        self.assertEqual(len(self.validate(self.report_of("a: [", "check"))), 1)
        self.assertEqual(len(self.validate(self.report_of(RIGHT, "--registry", "none.yaml", "check"))), 1)
        self.assertEqual(len(self.validate(self.report_of(RIGHT, "gen", "none"))), 1)

    def test_names_of_files_that_are_no_uris(self):
        for name in ("a b.yaml", "100%.yaml", "ü/é.yaml", "a:b.yaml", '"#?.yaml'):
            with self.subTest(name):
                self.assertNotEqual(self.validate(self.report_of(WRONG, "check", name=name)), [])

    def test_files_that_differ(self):
        registry = RIGHT.replace("name: here,", "name: here, provisioner: v1beta1,")
        results = self.validate(self.report_of(registry, "gen", "--check"))
        self.assertEqual({result["ruleId"] for result in results}, {"outdated-file"})

    def test_the_schema_itself_refuses(self):
        report = self.report_of(WRONG, "check")

        def wrong(change):
            changed = copy.deepcopy(report)
            change(changed["runs"][0])
            return list(jsonschema.Draft7Validator(SCHEMA).iter_errors(changed))

        self.assertEqual(wrong(lambda run: None), [])
        place = lambda run: run["results"][0]["locations"][0]["physicalLocation"]  # noqa: E731
        self.assertTrue(wrong(lambda run: run["results"][0].pop("message")))
        self.assertTrue(wrong(lambda run: run["results"][0].update(level="fatal")))
        self.assertTrue(wrong(lambda run: place(run)["region"].update(startLine=0)))
        self.assertTrue(wrong(lambda run: place(run)["artifactLocation"].update(uri="a b.yaml")))
        self.assertTrue(wrong(lambda run: run.update(extra=1)))


if __name__ == "__main__":
    unittest.main()
