"""What a VM's makes left behind: runs of commands, files, and the state of the toy node."""
import itertools
import json
import pathlib
import re
import shlex

from places import word_after


def decode(line):
    """Names in the fleet's Makefile have ,HH for bytes that targets cannot have."""
    text = line.encode(errors="surrogateescape")
    return re.sub(rb",([0-9A-F]{2})", lambda match: bytes.fromhex(match[1].decode()), text).decode(errors="replace")


class Left:
    """What a VM's makes left behind."""

    def __init__(self, own, vm, node, pool_folder):
        self.own, self.vm, self.pool_folder, self._node = own, vm, pool_folder, node
        self._runs = []  # words, the command's name first
        words = self._read(node / "runs").split("\0")
        while len(words) > 1:
            count = int(words[0]) + 1
            self._runs.append(words[1:count + 1])
            words = words[count + 1:]

    def words(self, command, number=0):
        return [run for run in self._runs if run[0] == command][number][1:]

    def environment(self):
        return dict(entry.partition("=")[::2] for entry in self._read(self._node / "environment").split("\0"))

    def pools(self):
        return json.loads(self._read(self._node / "state.json"))["pools"]

    def networks(self):
        return json.loads(self._read(self._node / "state.json"))["networks"]

    def groups(self):
        """Those of the VM, as the fleet's Makefile has them."""
        lines = [decode(line) for line in self._read(self.vm.parent / "Makefile").splitlines()]
        (at,) = [at for at, line in enumerate(lines) if line.startswith(f"FLEET += --vm {self.vm.name} ")]
        following = itertools.takewhile(lambda line: line.startswith("FLEET += --group "), lines[at + 1:])
        return [line.removeprefix("FLEET += --group ") for line in following]

    def volumes(self):
        (pool,) = self.pools().values()
        folder = pathlib.Path(f"{self._node}/disk{pool['path']}")
        return sorted(path.name for path in folder.iterdir() if path.suffix != ".xml")

    def uploads(self):
        """The files that are uploaded, in the order of their volumes."""
        commands = []
        for line in self._read(self._node / "log").splitlines():
            lexer = shlex.shlex(json.loads(line)[1], posix=True, punctuation_chars=";")
            lexer.whitespace_split, lexer.commenters = True, ""
            words = list(lexer)
            commands += [words[at + 1:] for at, word in enumerate(words) if word == ";"]
        return [word_after("--file", words) for words in commands if words[0:1] == ["vol-upload"]]

    def description(self):
        """The lines of the Makefile's head that are not ours."""
        title_and_description = self.file("Makefile").partition("\n#\n")[2].partition("\n\n")[0]
        return [line[2:] if line != "#" else "" for line in title_and_description.split("\n")[1:]]

    def file(self, name):
        return self._read(self.vm / name)

    @staticmethod
    def _read(path):
        return path.read_bytes().decode(errors="surrogateescape")
