#!/usr/bin/env python3
"""Holds schema/REFERENCE.md, the registry's keys for reading, to schema/registry.schema.json.

usage: reference_test.py            test, without vmp
       reference_test.py --accept   write it from the schema, to be looked at and committed
"""
import json
import pathlib
import re
import sys
import unittest

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "schema"
REFERENCE = FOLDER / "REFERENCE.md"
SCHEMA = json.loads((FOLDER / "registry.schema.json").read_text())

INTRODUCTION = """\
# The keys of a registry

Made from [registry.schema.json](registry.schema.json), which editors show while you type; the
[README](../README.md#a-registry) tells how sources, templates and variables work together.

`[]` stands for each item of a list, `NAME` for a key of your choice. A text may look like a number or a flag: it stays as
written. `null` takes away what is inherited. "Uses" tells what may stand in a value: the *VM's* variables as `{NAME}` or
`<NAME>`, those of the *network*, of the *node* or of the *image* only, or the *groups* of the tag's pattern as `{group}`.
"""

# The definitions with a table of their own, and what the texts in it may use.
TABLES = {"node": "node", "nodePools": "node", "network": "network", "networkBandwidth": "network", "networkVlan": "network", "image": "", "build": "image", "imageStep": "image",
          "template": "", "vmTemplate": "VM", "networkTemplate": "network", "nodeTemplate": "node", "imageTemplate": "image", "vm": "VM",
          "interface": "VM", "libvirt": "VM", "cloudInit": "VM", "cloudConfig": "VM",
          "ssh": "VM", "vars": "VM"}
# But for these.
USES = {"imageTemplate.name": "", "imageTemplate.description": "", "imageTemplate.template": "", "imageTemplate.templates": "",
        "node.name": "", "node.description": "", "node.template": "", "node.templates": "",
        "nodeTemplate.name": "", "nodeTemplate.description": "", "nodeTemplate.template": "", "nodeTemplate.templates": "", "image.tags[].url": "groups", "image.tags[].volumeName": "groups",
        "image.tags[].format": "groups", "image.tags[].archive.path": "groups", "image.tags[].checksum": "groups",
        "image.tags[].checksum.url": "groups", "vmTemplate.name": "", "vmTemplate.description": "", "vmTemplate.template": "",
        "vmTemplate.templates": "", "networkTemplate.name": "", "networkTemplate.description": "",
        "networkTemplate.template": "", "networkTemplate.templates": "", "network.name": "", "network.description": "",
        "network.template": "", "network.templates": "", "vm.name": "", "vm.template": "", "vm.templates": ""}
KINDS = {"string": "text", "object": "map", "array": "list"}


def definition_of(node):
    return node.get("$ref", "").rpartition("/")[2]


def resolve(node):
    """The node with what its references say below its own."""
    while "$ref" in node:
        own = {key: value for key, value in node.items() if key != "$ref"}
        node = {**SCHEMA["definitions"][definition_of(node)], **own}
    return node


def children(node, path):
    """Each key below a node, with its path and whether it is needed. Items are no keys, but what is below them is."""
    if "items" in node:
        yield from children(resolve(node["items"]), f"{path}[]")
    for key, child in {**node.get("properties", {}), "x-NAME": node.get("patternProperties", {}).get("^x-"),
                       "NAME": node.get("additionalProperties")}.items():
        if child:
            yield f"{path}.{key}".lstrip("."), child, key in node.get("required", [])


def keys(node, path=""):
    """All keys below a node, down to those that have a table of their own."""
    for here, child, needed in children(resolve(node), path):
        yield here, child, needed
        if table_of(child) is None:
            yield from keys(child, here)


def table_of(node):
    return next((name for name in (definition_of(node), definition_of(node.get("items", {}))) if name in TABLES), None)


def kind_of(node):
    if "enum" in node:
        return " ".join(f"`{value}`" for value in node["enum"] if value)
    return " or ".join(word for name, word in KINDS.items() if name in node.get("type", [])) or "any"


def escape(text):
    return re.sub(r"([|<>*])", r"\\\1", text)


def write_row(name, path, node, needed):
    whole = resolve(node)
    kind = kind_of(whole)
    can_use = kind == "any" or "text" in kind
    use = USES.get(f"{name}.{path}", TABLES.get(name, "")) if can_use else ""
    said, default = re.fullmatch(r"(.*?)(?: Default: (.*?)\.?)?", escape(whole["description"])).groups("")
    if needed:
        default = "(needed)"
    elif "default" in whole:
        default = f"`{whole['default']}`"
    examples = ", ".join(f"`{example}`" for example in whole.get("examples", []))
    below = table_of(node)
    more = f" Such as {examples}." * bool(examples) + f" See [{below}](#{str(below).lower()})." * bool(below)
    return f"| `{path}` | {kind} | {default} | {use} | {said}{more} |\n"


def write_choice(node):
    """A line on a definition that is one of others, by a word in it."""
    choices = []
    while "if" in node:
        (key, words), = node["if"]["properties"].items()
        then = definition_of(node["then"])
        choices.append(f"with {' or '.join(f'`{key}: {word}`' for word in words['enum'])} a [{then}](#{then.lower()})")
        node = node["else"]
    otherwise = definition_of(node)
    return f"It is {', '.join(choices)}, else a [{otherwise}](#{otherwise.lower()}).\n"


def write_table(name, node):
    description = "" if name == "registry" else f"{escape(node['description'])}\n\n"
    if "if" in node:
        return f"\n## {name}\n\n{description}{write_choice(node)}"
    text = f"\n## {name}\n\n{description}| key | kind | default | uses | is |\n|---|---|---|---|---|\n"
    return text + "".join(write_row(name, *key) for key in keys(node))


def write_reference():
    tables = {"registry": SCHEMA, **{name: SCHEMA["definitions"][name] for name in TABLES}}
    return INTRODUCTION + "".join(write_table(*table) for table in tables.items())


class Reference(unittest.TestCase):
    maxDiff = None

    def test_it_is_made_from_the_schema(self):
        self.assertEqual(REFERENCE.read_text(), write_reference(), "see the usage for --accept")

    def test_exceptions_are_keys(self):
        written = {f"{name}.{path}" for name in TABLES for path, *_ in keys(SCHEMA["definitions"][name])}
        self.assertLessEqual(set(USES), written)


if __name__ == "__main__":
    if sys.argv[1:] == ["--accept"]:
        sys.exit(REFERENCE.write_text(write_reference()) and None)
    unittest.main(verbosity=2)
