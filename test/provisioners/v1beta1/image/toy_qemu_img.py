#!/usr/bin/env python3
"""qemu-img for the toys' disks."""
import json
import os
import pathlib
import sys

import toy_disk

SIZES = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


def fail(message):
    print(f"qemu-img: {message}", file=sys.stderr)
    sys.exit(1)


def options_of(words):
    """Options with values as a dictionary, flags, and the rest."""
    options, flags, rest = {}, [], []
    words = list(words)
    while words:
        word = words.pop(0)
        if word in ("-f", "-F", "-b", "-O", "-o"):
            options[word] = words.pop(0)
        elif word == "--":
            return options, flags, rest + words
        elif word.startswith("-"):
            flags.append(word)
        else:
            rest.append(word)
    return options, flags, rest


def create(options, path):
    header = {"backing": options["-b"], "size": 0}
    base = toy_disk.backing(path, header)
    if not base.exists():
        fail(f"{path}: Could not open '{options['-b']}'")
    header["size"] = toy_disk.read(base)[0]["size"]
    toy_disk.write(path, header)


def resize(_options, path, size):
    header, _ = toy_disk.read(path)
    size = int(size[:-1]) * SIZES[size[-1]]
    if size < header["size"]:
        fail("Use the --shrink option to perform a shrink operation.")
    archive = toy_disk.archive_of(path) if header["backing"] is None else b""
    toy_disk.write(path, {**header, "size": size}, archive)


def check(_options, path):
    toy_disk.read(path)


def info(_options, path):
    header, _ = toy_disk.read(path)
    print(json.dumps({"virtual-size": header["size"], **({"backing-filename": header["backing"]} if header["backing"] else {})}))


def convert(options, source, target):
    if options.get("-f") == "raw":
        archive, size = pathlib.Path(source).read_bytes(), os.path.getsize(source)
    else:
        archive, size = toy_disk.archive_of(source), toy_disk.read(source)[0]["size"]
    toy_disk.write(target, {"backing": None, "size": size}, archive)


def compare(_options, one, other):
    if toy_disk.archive_of(one) != toy_disk.archive_of(other):
        fail("Content mismatch")


def main(words):
    with open(os.environ["FAKE_NODE"] + "/log", "a", encoding="utf-8") as log:
        log.write(json.dumps(["qemu-img", *words]) + "\n")
    if words[0] == "--version":
        print("qemu-img version 7.2.22")
        return
    options, _, rest = options_of(words[1:])
    try:
        {"create": create, "resize": resize, "check": check, "info": info, "convert": convert, "compare": compare}[words[0]](
            options, *rest)
    except toy_disk.NoDisk as error:
        fail(error)


main(sys.argv[1:])
