"""What a VM's makes left behind: runs of commands, files, and the state of the toy node."""
import json
import pathlib
import shlex

from places import word_after


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
