#!/usr/bin/env python3
"""Holds schema/registry.schema.json against another validator, as editors have one.

usage: other_programs_test.py SOURCE_DIR

It is a draft-07 schema; the examples fit it; what vmp refuses does not. Exits 77 (skipped) without
python3-jsonschema.
"""
import json
import pathlib
import sys

import yaml

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)


class Loader(yaml.SafeLoader):
    """Knows !raw, as an editor's settings must."""


Loader.add_constructor("!raw", lambda loader, node: "a text or more")

REFUSED = """
[]
---
vm: []
---
vms: web
---
vms: [web]
---
vms: [{nodeName: lab}]
---
vms: [{name: ../x}]
---
vms: [{name: a b}]
---
vms: [{name: web, memory: 512}]
---
vms: [{name: web, template: [base]}]
---
vms: [{name: web, template: base, templates: [base]}]
---
vms: [{name: web, vars: {A: [1]}}]
---
vms: [{name: web, libvirt: {domain: {virtInstall: {Memory: 1}}}}]
---
vms: [{name: web, libvirt: {domain: {virtInstall: {disk: {size: 1}}}}}]
---
vms: [{name: web, libvirt: {domain: {virtInstall: {disk: [{options: {}}]}}}}]
---
vms: [{name: web, libvirt: {pools: [{name: p, deletionPolicy: delete}]}}]
---
vms: [{name: web, cloudInit: {noCloud: {data: {user-data: [a]}}}}]
---
vms: [{name: web, ssh: {options: {-o Port: 1}}}]
---
images: [{name: "debian:12"}]
---
images: [{name: d, tags: [{pattern: a, url: b}]}]
---
images: [{name: d, tags: [{pattern: a, url: b, volumeName: c, archive: {type: rar}}]}]
---
images: [{name: d, tags: [{pattern: a, url: b, volumeName: c, checksum: "md5:1"}]}]
"""


def main():
    root = pathlib.Path(sys.argv[1])
    schema = json.loads((root / "schema/registry.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)

    failures = 0
    for path in sorted(root.glob("examples/**/*.yaml")):
        if path.name != "registry.yaml" and "registry" not in path.relative_to(root).parts:
            continue
        for document in yaml.load_all(path.read_text(), Loader):
            for error in validator.iter_errors(document):
                print(f"{path}: {error.json_path}: {error.message}")
                failures += 1
    for document in yaml.load_all(REFUSED, Loader):
        if validator.is_valid(document):
            print(f"not refused: {json.dumps(document)}")
            failures += 1
    sys.exit(1 if failures else 0)


main()
