#!/usr/bin/env python3
"""Read back with PyYAML what write_yaml wrote.

usage: read_yaml_samples.py WRITE_YAML_SAMPLES

Runs the program and compares, sample by sample: the text must come back as the same text, and what was
left plain must not be anything else to YAML 1.2 and to Go's reader either. Without PyYAML the test is
skipped (status 77).
"""
import json
import re
import subprocess
import sys

try:
    import yaml
except ImportError:
    print("python3-yaml is not installed")
    sys.exit(77)

# What the core schema of YAML 1.2, the types of YAML 1.1 (single letters included) and Go's yaml.v3 take
# for something other than text.
NO_TEXT = re.compile(
    r"""(?ix) ~? | null | true | false | yes | no | on | off | y | n | = | <<
    | [-+]? [0-9]+ | [-+]? 0o? [0-7_]+ | [-+]? 0x [0-9a-f_]+ | [-+]? 0b [01_]*
    | [-+]? ( \. [0-9_]+ | [0-9][0-9_]* ( \. [0-9_]* )? ) ( e [-+]? [0-9]+ )?
    | [-+]? [0-9][0-9_]* ( : [0-5]?[0-9] )+ ( \. [0-9_]* )?
    | [-+]? \. ( inf | nan )
    | [0-9]{4} - [0-9]{1,2} - [0-9]{1,2} ( [t\ ] .* )?"""
)

LOADERS = [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)]


def misleading_scalars(node):
    if isinstance(node, yaml.ScalarNode):
        if node.style is None and NO_TEXT.fullmatch(node.value):
            yield node.value
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from misleading_scalars(item)
    elif node is not None:
        for key, value in node.value:
            yield from misleading_scalars(key)
            yield from misleading_scalars(value)


def problems_of_text(text, expected):
    for loader in LOADERS:
        actual = yaml.load(text, loader)
        if actual != expected:
            yield f"{loader.__name__} reads {actual!r}"
    # The events of the C reader are those of the pure one; it composes faster.
    for value in misleading_scalars(yaml.compose(text, LOADERS[-1])):
        yield f"plain {value!r} is no text to every reader"


def problems_of_plain(text, expected):
    yaml.safe_load(text)
    actual = yaml.load(text, yaml.BaseLoader)
    if actual != expected:
        yield f"BaseLoader reads {actual!r}"


def problems_of(sample):
    check = problems_of_plain if sample["is_plain"] else problems_of_text
    if not sample["yaml"].endswith("\n"):
        yield "no final newline"
    if re.search(r"(?m)^(---|\.\.\.)", sample["yaml"]):
        yield "a document mark"
    try:
        yield from check(sample["yaml"], json.loads(sample["json"]))
    except (yaml.YAMLError, ValueError) as error:
        yield f"{type(error).__name__}: {error}"


def main():
    output = subprocess.run([sys.argv[1]], check=True, capture_output=True).stdout.decode()
    samples = [json.loads(line) for line in output.splitlines()]
    failed = 0
    for sample in samples:
        problems = list(problems_of(sample))
        failed += bool(problems)
        if problems and failed <= 20:
            print(f"expected {sample['json']}written as:\n{sample['yaml']}", *problems, "", sep="\n")
    print(f"{len(samples)} samples, {failed} failed")
    return 1 if failed or not samples else 0


if __name__ == "__main__":
    sys.exit(main())
