#!/usr/bin/env python3
"""Hostile texts, at every place of a registry where an author writes one, arrive byte for byte at the commands and in the
files that they are for, or are refused by vmp with a message at their place. Nothing in them is ever run.

usage: hostile_values_test.py VMP VERSION... [--texts N] [--parts N] [--table FILE]

--texts has N different texts for each place (60), --parts makes each of them of so many (1). --table writes what came of
them. Closes with "N passed, M failed", counting places. Needs make, bash and an ISO writer.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

import yaml

import interface_places
import places
from hostile_registry import SECONDS, HostileRegistry, NothingHostile
from left import Left
from places import COMMAND

HERE = pathlib.Path(__file__).resolve().parent
TOY_NODE = HERE.parents[3] / "examples/ci/toy_node.py"
# Where the directories are; make and bash are started with it.
FOLDER = "it's \"a\" $HOME `canary` $(canary) ${x} #1; %s\\é"
# What has to be right besides what comes to each place.
GENERATED, ENCODED, CANARY = "vmp takes the rest", "vmp refuses what is no UTF-8", "nothing hostile is run"
SHOWN, MADE, REMOVED = "make -n shows and does nothing", "make up ssh", "make down delete-all clean-all"
ALWAYS = [GENERATED, ENCODED, SHOWN, MADE, REMOVED, CANARY]

TABLE = """\
# Hostile values

Written by `test/provisioners/vm/hostile_values/hostile_values_test.py VMP VERSION... --texts {count} --table`. For each
version {count} hostile texts, of all there are others than for another version, and a few long ones went through `vmp gen`,
`make -n up ssh` and `make -j8 up ssh` at each of these places, in a folder whose name is hostile, too. Each of them arrived
byte for byte in the words or the environment of the command, or in the file, that it was for, or `vmp` refused it with a
message at its place, where the registry's language has no room for it. Nothing in them was run.
"""


class Trial:
    def __init__(self, vmp, version, count, parts):
        self.vmp, self.version = vmp, version
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="vmp."))
        self.folder, self.commands, self.pools = self.top / FOLDER, self.top / "bin", pathlib.Path("/pools")
        for folder in (self.folder, self.commands, self.top / "tmp", self.top / "home"):
            folder.mkdir()
        (self.commands / "virsh").symlink_to(TOY_NODE)
        for name in ("virt-install", "curl", "tar", "ssh", "sshpass"):
            (self.commands / name).symlink_to(HERE / "recording_command.sh")
        canary = self.commands / "canary"
        canary.write_text(f"#!/bin/sh\necho \"$*\" >> {shlex.quote(str(self.top))}/canary\n")
        canary.chmod(0o755)
        self.registry = HostileRegistry(version, count, parts, self.pools)

    def mistakes(self):
        """What is wrong: a place, or another of what has to be right, and a line."""
        try:
            self.registry.generate(self.vmp, self.folder, self.top / "registry.yaml")
        except NothingHostile as error:
            yield GENERATED, str(error)
            return
        yield from self.registry.wrong_refusals()
        yield from self._try_bytes()
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for mistakes in pool.map(lambda number: list(self._try_vm(number)), self.registry.numbers):
                yield from mistakes
        for path in self.top.rglob("canary"):
            if path.parent != self.commands:
                yield CANARY, f"there is {path}"

    def _try_bytes(self):
        """In a registry; at CMD they come with the texts."""
        for byte in range(0x80, 0x100):
            result = subprocess.run([self.vmp, "--registry", "-", "check"], input=b'x-a: "a%cb"\n' % byte,
                                    capture_output=True, timeout=SECONDS)
            if result.returncode != 1 or b"<stdin>:1:8: error: " not in result.stderr:
                yield ENCODED, f"{byte:#x}: {result.stderr}"

    def _try_vm(self, number):
        texts = self.registry.texts(number)
        texts[COMMAND] = texts[COMMAND].replace("\0", "")  # no command takes it
        if number % 4 == 0:
            texts[COMMAND] += os.fsdecode(bytes([0x80 + number // 4 % 0x80]))
        vm, node = self.folder / texts["name of a VM"], self.top / "nodes" / str(number)
        node.mkdir(parents=True)
        before = {"domains": {}, "pools": {}}
        if places.has_interfaces(self.version):
            before["networks"] = interface_places.networks_of_node(texts)
            (node / "state.json").write_text(json.dumps(before))
        generated, on_node = files(vm), files(node)

        def make(*words):
            # Each other one from elsewhere.
            there = ["-f", vm / "Makefile"] if number % 2 else ["-C", vm]
            return self._make(node, *there, *words)

        made = make("-n", "up", "ssh", "CMD=" + texts[COMMAND])
        if made.returncode != 0 or files(node) != on_node or files(vm) != generated:
            yield SHOWN, f"VM {number} ends with status {made.returncode}:\n{made.stdout}"
        made = make("-j8", "up", "ssh", "CMD=" + texts[COMMAND])
        if made.returncode != 0:
            yield MADE, f"VM {number} ends with status {made.returncode}:\n{made.stdout}"
            return
        yield from self._compare(number, texts, Left(str(number), vm, node, self.pools))
        if number % 8 == 0:
            made = make("-j8", "down", "delete-all", "clean-all")
            state = json.loads((node / "state.json").read_text())
            if made.returncode != 0 or state != before or files(vm) != generated:
                yield REMOVED, f"VM {number} ends with status {made.returncode}:\n{made.stdout}"

    def _compare(self, number, texts, left):
        for what, (read_back, wanted) in places.arrivals(self.version, left, texts).items():
            try:
                came = read_back()
            except (LookupError, OSError, ValueError, yaml.YAMLError) as error:
                came = error
            if came != wanted:
                yield what, f"VM {number}: {wanted!r} came as {came!r}"

    def _make(self, node, *words):
        return subprocess.run(
            ["make", *words], text=True, errors="replace", timeout=SECONDS, cwd=self.top / "home",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={"PATH": f"{self.commands}:/usr/bin:/bin:/usr/sbin:/sbin", "FAKE_NODE": str(node), "LC_ALL": "C.UTF-8",
                 "TMPDIR": str(self.top / "tmp"), "HOME": str(self.top / "home")})


def files(folder):
    return sorted(str(path) for path in folder.rglob("*"))


def write_table(registry, wrong):
    lines = ["| place | arrived | refused | wrong |", "|---|--:|--:|--:|"]
    for what in [*registry.places, COMMAND]:
        refused = sum(1 for number, place in registry.refused if place == what and number < registry.count)
        mistakes = len(wrong.get(what, []))
        lines.append(f"| {what} | {registry.count - refused - mistakes} | {refused} | {mistakes} |")
    return "\n".join(lines)


def find_mistakes(trial):
    """Lines, by places or what else has to be right."""
    wrong = {}
    try:
        for what, line in trial.mistakes():
            print(f"{what}: {line}", flush=True)
            wrong.setdefault(what, []).append(line)
    finally:
        shutil.rmtree(trial.top)
    return wrong


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("vmp", type=pathlib.Path)
    parser.add_argument("versions", nargs="+")
    parser.add_argument("--texts", type=int, default=60)
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--table", type=pathlib.Path)
    options = parser.parse_args()
    passed, failed, text = 0, 0, TABLE.format(count=options.texts)
    for version in options.versions:
        trial = Trial(options.vmp.resolve(), version, options.texts, options.parts)
        wrong = find_mistakes(trial)
        text += f"\n## {version}\n\n{write_table(trial.registry, wrong)}\n"
        passed += len(trial.registry.places) + 1 + len(ALWAYS) - len(wrong)
        failed += len(wrong)
    print(text)
    if options.table:
        options.table.write_text(text)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
