#!/usr/bin/env python3
"""Read back with PyYAML what write_yaml wrote.

usage: read_yaml_samples.py WRITE_YAML_SAMPLES [FILE_OR_FOLDER...]

Runs the program and compares, sample by sample: the text must come back as the same text, and what was
left plain must not be anything else to YAML 1.2 and to Go's reader either. With files, such as the corpus of
test/fuzz, the samples are the documents that we read from them: what we read as text must be text to PyYAML, and what
we read as a plain scalar the same plain scalar. Without PyYAML the test is skipped (status 77).
"""
import json
import pathlib
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


def problems_of_kinds(text, expected):
    loader = LOADERS[-1]("")
    if not have_kinds(yaml.compose(text, LOADERS[-1]), expected, loader):
        yield f"{LOADERS[-1].__name__} reads other texts or kinds: {yaml.compose(text, LOADERS[-1])}"


# What PyYAML recognises and then refuses: an author's plain scalar of this kind is written as text.
REFUSED = re.compile(r"= | << | [-+]? 0[xb] _* | \d{4}-\d\d?-\d\d? .*", re.VERBOSE | re.IGNORECASE)


def have_kinds(node, expected, loader):
    if isinstance(expected, list):
        return (isinstance(node, yaml.SequenceNode) and len(node.value) == len(expected)
                and all(have_kinds(*pair, loader) for pair in zip(node.value, expected)))
    if isinstance(expected, dict):
        return (isinstance(node, yaml.MappingNode) and len(node.value) == len(expected)
                and all(have_kinds(key, key_text, loader) and have_kinds(value, below, loader)
                        for (key, value), (key_text, below) in zip(node.value, expected.items())))
    style, _, text = expected.partition(" ")
    if not isinstance(node, yaml.ScalarNode) or node.value != text:
        return False
    if style == "binary":
        return node.tag == "tag:yaml.org,2002:binary" and isinstance(loader.construct_yaml_binary(node), bytes)
    is_text = node.tag == "tag:yaml.org,2002:str"
    if style == "text" or (is_text and REFUSED.fullmatch(text)):
        return is_text
    return node.tag == loader.resolve(yaml.ScalarNode, text, (True, False))


CHECKS = {"text": problems_of_text, "plain": problems_of_plain, "kinds": problems_of_kinds}


def problems_of(sample):
    if not sample["yaml"].endswith("\n"):
        yield "no final newline"
    if re.search(r"(?m)^(---|\.\.\.)", sample["yaml"]):
        yield "a document mark"
    try:
        yield from CHECKS[sample["check"]](sample["yaml"], json.loads(sample["json"]))
    except (yaml.YAMLError, ValueError) as error:
        yield f"{type(error).__name__}: {error}"


def files_of(paths):
    for path in map(pathlib.Path, paths):
        yield from sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]


def read_samples(program, paths):
    batch = 1000  # a command line has an end
    files = list(files_of(paths))
    for start in range(0, max(len(files), 1), batch):
        output = subprocess.run([program, *files[start:start + batch]], check=True, capture_output=True).stdout.decode()
        yield from map(json.loads, output.splitlines())


def main():
    samples = read_samples(sys.argv[1], sys.argv[2:])
    count = failed = 0
    for sample in samples:
        problems = list(problems_of(sample))
        count += 1
        failed += bool(problems)
        if problems and failed <= 20:
            print(f"expected {sample['json']}written as:\n{sample['yaml']}", *problems, "", sep="\n")
    print(f"{count} samples, {failed} failed")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())
