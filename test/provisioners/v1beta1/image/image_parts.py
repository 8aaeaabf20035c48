"""Parts of an image's directory alone: its shell files, with call.sh in place of what they get from others."""
import itertools
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE.parents[3] / "provisioners" / "v1beta1"
FAULTY_COMMAND = HERE.parent / "network" / "faulty_command.sh"
SECONDS = 600


def assignment(name, value):
    if isinstance(value, (list, tuple)):
        return f"{name}=({' '.join(shlex.quote(str(word)) for word in value)})"
    return f"{name}={shlex.quote(str(value))}"


class Parts:
    def __init__(self, *names, base_name="i"):
        self.names = names
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="image parts.")).resolve() / base_name
        self.directory, self.images = self.folder / "images/web/12", self.folder / ".images"
        self.cache, self.result = self.images / ".cache", self.images / "web-3f9c2a7d.qcow2"
        self.node = self.folder / "node"  # where fakes keep notes
        for path in (self.directory, self.cache, self.node, self.folder / "bin", self.folder / "faulty"):
            path.mkdir(parents=True)
        for script in [*SOURCES.glob("image/*.sh"), *SOURCES.glob("shell/*.sh")]:
            shutil.copy(script, self.directory)
        self.words, self.setup, self.inside = [], "", []  # a command before call.sh
        self.variables = {"cache": "../../../.images/.cache", "result": f"../../../.images/{self.result.name}",
                          "result_chain": "3f9c2a7d" * 8}
        self.environment = {**os.environ, "LC_ALL": "C.UTF-8", "TMPDIR": str(self.folder), "FAKE_NODE": str(self.node),
                            "LIBGUESTFS_BACKEND_SETTINGS": "force_tcg"}

    def remove(self):
        shutil.rmtree(self.folder.parent)

    def give(self, part, **words):
        """What the Makefile says of a part; a list repeats its key."""
        for key, value in words.items():
            for one in value if isinstance(value, list) else [value]:
                self.words += [part, key.replace("_", "-"), one]

    def fake(self, name, text):
        path = self.folder / "bin" / name
        path.write_text(text)
        path.chmod(0o755)

    def start(self, *words, **environment):
        variables = {**self.variables, "parts": " ".join(self.names), "given": self.words}
        setup = "\n".join(assignment(name, value) for name, value in variables.items())
        (self.folder / "setup").write_text(f"{setup}\n{self.setup}\n")
        path = f"{environment.pop('BEFORE', '')}{self.folder}/bin:{self.environment['PATH']}"
        return subprocess.Popen([*self.inside, "bash", HERE / "call.sh", ".", self.folder / "setup", *map(str, words)], cwd=self.directory,
                                env={**self.environment, **environment, "PATH": path}, text=True, errors="replace",
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)

    def call(self, *words, **environment):
        """A function's status and what it said, with paths in short."""
        process = self.start(*words, **environment)
        said, _ = process.communicate(timeout=SECONDS)
        return process.returncode, said.replace("../../../.images/", "")

    def call_with_faulty_commands(self, commands, *words, at=0, kind=""):
        """Its status and output; the command of that number of all that are run goes wrong."""
        for name in commands:
            if not (self.folder / "faulty" / name).exists():
                (self.folder / "faulty" / name).symlink_to(FAULTY_COMMAND)
        (self.node / "commands").write_text("")
        return self.call(*words, BEFORE=f"{self.folder}/faulty:", FAULT_AT=str(at), FAULT_KIND=kind)

    def commands(self):
        return (self.node / "commands").read_text().split()

    def names_in(self, folder):
        return sorted(path.name for path in folder.iterdir())


def qemu_img(*words):
    return subprocess.run(["qemu-img", *map(str, words)], check=True, text=True, capture_output=True).stdout


def run_tests():
    """unittest's main; in front of its arguments may stand "--sample NUMBER"."""
    if sys.argv[1:2] == ["--sample"]:
        Sampled.each = int(sys.argv[2])
        del sys.argv[1:3]
    unittest.main(module="__main__", verbosity=2)


class Sampled:
    """Of many cases, every so manyth."""
    each = 1

    @classmethod
    def of(cls, *ranges):
        return [case for number, case in enumerate(itertools.product(*ranges)) if number % cls.each == 0]
