#!/usr/bin/env python3
"""Tests schema/flatten.

usage: flatten_test.py FLATTEN
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest


def flatten(schema):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(schema, file)
        file.flush()
        return subprocess.run([FLATTEN, file.name], capture_output=True, text=True)


def tokens(schema):
    return flatten(schema).stdout.split("\n")[:-1]


class FlattenTest(unittest.TestCase):
    def test_each_token_has_a_line(self):
        self.assertEqual(tokens({"type": ["string", "null"], "minLength": 1, "additionalProperties": False, "not": {}}),
                         ["{", '"type', "[", '"string', '"null', "]", '"minLength', "=1", '"additionalProperties', "=false",
                          '"not', "{", "}", "}"])

    def test_what_only_people_and_editors_read_is_left_out(self):
        self.assertEqual(tokens({"description": "a", "examples": ["b"], "pattern": "^z", "maxLength": 1, "x-rule": "name"}),
                         ["{", '"x-rule', '"name', "}"])

    def test_a_property_may_have_the_name_of_a_keyword(self):
        self.assertEqual(tokens({"properties": {"pattern": {"type": "array", "pattern": "^z"}}}),
                         ["{", '"properties', "{", '"pattern', "{", '"type', '"array', "}", "}", "}"])

    def test_properties_of_an_open_map_that_are_only_described_are_left_out(self):
        described = {"a": {"description": "for editors"}}
        self.assertEqual(tokens({"properties": described}), ["{", "}"])
        self.assertEqual(tokens({"properties": described, "additionalProperties": False}),
                         ["{", '"properties', "{", '"a', "{", "}", "}", '"additionalProperties', "=false", "}"])

    def test_a_text_of_several_lines_is_refused(self):
        result = flatten({"title": "a\nb"})
        self.assertEqual((result.returncode, result.stderr), (1, "flatten: a text of several lines: 'a\\nb'\n"))


if __name__ == "__main__":
    FLATTEN = pathlib.Path(sys.argv.pop()).resolve()
    unittest.main()
