#!/usr/bin/env python3
"""Holds schema/registry.schema.json against what editors do with it, and against vmp.

usage: registry_schema_test.py SOURCE_DIR VMP

Editors have a YAML language server: it takes what stands beside a "$ref" before what the reference leads to, shows
"description" and proposes "examples". documents.yaml says what is a registry and what is none: vmp and another
validator judge alike. Exits 77 (skipped) without python3-jsonschema.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import yaml

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

SECONDS = 60


class Yaml11(yaml.SafeLoader):
    """Reads as a language server does: keys are texts, dates are texts, tags such as !raw change nothing."""


class Yaml12(Yaml11):
    """The same with the scalars of YAML 1.2: no is a text, 0o17 a number."""

    yaml_implicit_resolvers = {}


def construct_map(loader, node):
    loader.flatten_mapping(node)
    return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}


def construct_tagged(loader, _, node):
    kinds = {yaml.MappingNode: construct_map, yaml.SequenceNode: yaml.SafeLoader.construct_sequence}
    return kinds.get(type(node), yaml.SafeLoader.construct_scalar)(loader, node)


def construct_list(loader, node):
    return loader.construct_sequence(node, deep=True)


Yaml11.add_constructor("tag:yaml.org,2002:map", construct_map)
Yaml11.add_constructor("tag:yaml.org,2002:seq", construct_list)
Yaml11.add_constructor("tag:yaml.org,2002:timestamp", yaml.SafeLoader.construct_scalar)
Yaml11.add_multi_constructor("!", construct_tagged)

# The core schema, https://yaml.org/spec/1.2.2/#1032-tag-resolution.
for kind, pattern, construct in [
        ("null", r"~|null|Null|NULL|", lambda loader, node: None),
        ("bool", r"true|True|TRUE|false|False|FALSE", lambda loader, node: node.value.lower() == "true"),
        ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", lambda loader, node: 1),
        ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
         lambda loader, node: 1.5),
        ("merge", "<<", yaml.SafeLoader.construct_scalar)]:
    tag = f"tag:yaml.org,2002:{kind}"
    Yaml12.add_implicit_resolver(tag, re.compile(rf"^(?:{pattern})$"), None)
    Yaml12.add_constructor(tag, construct)

READERS = (Yaml11, Yaml12)


def resolve(schema, node):
    """What a language server makes of a node: the reference's keywords below its own."""
    while "$ref" in node:
        own = {key: value for key, value in node.items() if key != "$ref"}
        node = {**schema["definitions"][node["$ref"].rsplit("/", 1)[1]], **own}
    return node


def walk(schema, node, path="", seen=()):
    """Every node that a registry can reach, with its path, as written."""
    yield path, node
    reference = node.get("$ref")
    if reference in seen:
        return
    seen = (*seen, reference) if reference else seen
    node = resolve(schema, node)
    for keyword in ("properties", "patternProperties"):
        for key, child in node.get(keyword, {}).items():
            yield from walk(schema, child, f"{path}/{key}", seen)
    for keyword, name in (("items", "[]"), ("additionalProperties", "*")):
        if isinstance(node.get(keyword), dict):
            yield from walk(schema, node[keyword], f"{path}/{name}", seen)


def paths_of_mistakes(error):
    """Where an error is, as a path; that of a key where the key is wrong."""
    path = [str(step) for step in error.absolute_path]
    if error.validator == "additionalProperties":
        return [".".join([*path, key]) for key in error.instance if key not in error.schema["properties"]]
    if error.parent is not None or "propertyNames" in error.absolute_schema_path:
        return [".".join([*path, str(error.instance)])]
    return [".".join(path)]


def find_range(text, path):
    """From the key at a path of a document to the end of its value, as (line, column) from 1."""
    value = yaml.compose(text, yaml.SafeLoader)
    start = value.start_mark
    for step in filter(None, path.split(".")):
        if isinstance(value, yaml.SequenceNode):
            value = value.value[int(step)]
            start = value.start_mark
        else:
            key, value = next(pair for pair in value.value if pair[0].value == step)
            start = key.start_mark
    return (start.line + 1, start.column + 1), (value.end_mark.line + 1, value.end_mark.column + 1)


class RegistrySchema(unittest.TestCase):
    root = None
    vmp = None

    @classmethod
    def setUpClass(cls):
        cls.schema = json.loads((cls.root / "schema/registry.schema.json").read_text())
        cls.validator = jsonschema.Draft7Validator(cls.schema)

    def mistakes_in(self, document):
        return sorted({path for error in self.validator.iter_errors(document) for path in paths_of_mistakes(error)})

    def check(self, *sources):
        options = [word for source in sources for word in ("--registry", source)]
        return subprocess.run([self.vmp, *options, "check", "--diagnostics", "json"], text=True, capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=SECONDS)

    def test_is_a_schema_of_draft_7(self):
        self.assertEqual(self.schema["$schema"], "http://json-schema.org/draft-07/schema#")
        self.assertEqual(self.schema["$id"], "urn:vmp:registry.schema.json")
        jsonschema.Draft7Validator.check_schema(self.schema)

    def test_is_what_vmp_prints(self):
        printed = subprocess.run([self.vmp, "schema"], text=True, capture_output=True, check=True).stdout
        self.assertEqual(printed, (self.root / "schema/registry.schema.json").read_text())

    def test_every_property_says_in_its_place_what_it_is(self):
        count = 0
        for path, node in walk(self.schema, self.schema):
            with self.subTest(path=path):
                self.assertTrue(resolve(self.schema, node).get("description"))
                if not path.endswith(("[]", "*")):
                    self.assertIn("description", node)
                    count += 1
        self.assertGreater(count, 100)

    def test_references_have_only_words_beside_them(self):
        for path, node in walk(self.schema, self.schema):
            if "$ref" in node:
                with self.subTest(path=path):
                    self.assertLessEqual(set(node), {"$ref", "description", "default", "examples"})

    def test_patterns_are_told_in_words(self):
        for path, node in walk(self.schema, self.schema):
            node = resolve(self.schema, node)
            for said in (node, node.get("propertyNames", {})):
                with self.subTest(path=path):
                    self.assertEqual("pattern" in said, "patternErrorMessage" in said)

    def test_a_merge_key_is_a_key_to_editors(self):
        for path, node in walk(self.schema, self.schema):
            names = resolve(self.schema, node).get("propertyNames")
            if names:
                with self.subTest(path=path):
                    self.assertRegex("<<", names["pattern"])

    def test_siblings_are_told_apart(self):
        for path, node in walk(self.schema, self.schema):
            texts = [child["description"] for child in resolve(self.schema, node).get("properties", {}).values()]
            with self.subTest(path=path):
                self.assertEqual(len(texts), len(set(texts)))

    def test_what_is_proposed_is_valid(self):
        for path, node in walk(self.schema, self.schema):
            node = resolve(self.schema, node)
            proposed = [*node.get("examples", []), *([node["default"]] if "default" in node else [])]
            for value in proposed:
                with self.subTest(path=path, value=value):
                    here = {**node, "definitions": self.schema["definitions"]}
                    self.assertEqual(list(jsonschema.Draft7Validator(here).iter_errors(value)), [])

    def test_registries_of_the_checkout_fit_whole_and_in_parts(self):
        folders = [*self.root.glob("examples/*"), self.root / "test/cli/transcripts/files",
                   *self.root.glob("test/conformance/cases/*")]
        count = 0
        for folder in folders:
            whole = {"nodes": [], "images": [], "templates": [], "vms": []}
            for path in sorted(folder.rglob("*.yaml")):
                is_generated = path.with_name("Makefile").exists() and "vmp-files:" in path.with_name("Makefile").read_text()
                if path.name.startswith("wrong-") or (is_generated and path.parent != folder):
                    continue
                for reader in READERS:
                    for part in yaml.load_all(path.read_text(), reader):
                        with self.subTest(path=path, reader=reader.__name__):
                            self.assertEqual(self.mistakes_in(part), [])
                            count += 1
                        for section, value in (part or {}).items():
                            if isinstance(value, dict):
                                whole[section] = value
                            else:
                                whole.setdefault(section, []).extend(value or [])
            with self.subTest(folder=folder):
                self.assertEqual(self.mistakes_in(whole), [])
        self.assertGreater(count, 60)

    def test_vmp_and_editors_judge_documents_alike(self):
        table = yaml.safe_load((self.root / "test/schema/documents.yaml").read_text())
        titles = [row["title"] for row in table["documents"]]
        self.assertEqual(len(titles), len(set(titles)))
        with tempfile.TemporaryDirectory() as folder:
            beside = pathlib.Path(folder) / "beside.yaml"
            beside.write_text(table["beside"])
            for row in table["documents"]:
                with self.subTest(row["title"], judge="vmp"):
                    self.judge_by_vmp(beside, row)
                for reader in READERS:
                    with self.subTest(row["title"], judge=reader.__name__):
                        self.judge_as_editors(reader, row)

    def judge_by_vmp(self, beside, row):
        source = beside.with_name("document.yaml")
        source.write_text(row["document"])
        result = self.check(beside, source)
        if "bad" not in row:
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
            return
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
        errors = [each for each in json.loads(result.stderr) if each["severity"] == "error"]
        self.assertEqual(len(errors), 1, errors)
        self.assertEqual(errors[0]["file"], str(source))
        first, last = find_range(row["document"], row["bad"])
        place = (errors[0]["line"], errors[0]["column"])
        self.assertTrue(first <= place <= last, f"{place} is not in {first} to {last}: {errors}")

    def judge_as_editors(self, reader, row):
        expected = [row["bad"]] if "bad" in row and row.get("only") != "vmp" else []
        mistakes = [path for part in yaml.load_all(row["document"], reader) for path in self.mistakes_in(part)]
        self.assertEqual(mistakes, expected)


def main(arguments):
    if len(arguments) != 2:
        return __doc__
    RegistrySchema.root = pathlib.Path(arguments[0]).resolve()
    RegistrySchema.vmp = pathlib.Path(arguments[1]).resolve()
    program = unittest.main(argv=sys.argv[:1], verbosity=2, exit=False)
    return 0 if program.result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
