"""A generated directory on a toy node: what the tests of networks and of nodes do with it."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE.parents[2] / "provisioners" / "v1beta1"
SECONDS = 120
# What each make writes anew; virsh_batch.py and faulty_command.sh say what.
NOTES = ("changes", "commands", "log", "runs")


def write_directory(golden, kind, directory):
    """A golden of a kind's, with the scripts of the source tree."""
    shutil.copytree(golden, directory)
    for script in [*SOURCES.glob(f"{kind}/*.sh"), *SOURCES.glob(f"{kind}/*.awk"), *SOURCES.glob("shell/*.sh")]:
        shutil.copy(script, directory)


def without_complaint(output):
    """Without make's own."""
    return re.sub(r"make: \*\*\* .*\n", "", output)


class ToyDirectory:
    """PLACE in a folder of its own, which a kind has yet to write, VIRSH first in PATH. COMMANDS are those that can go wrong."""

    def __init__(self, place, virsh, commands, transport):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vmp toy."))
        self.directory, self.node = self.folder / place, self.folder / "node"
        self.node.mkdir()
        (self.folder / "bin").mkdir()
        (self.folder / "bin/virsh").symlink_to(virsh)
        (self.folder / "faulty").mkdir()
        for name in commands:
            (self.folder / "faulty" / name).symlink_to(HERE / "faulty_command.sh")
        # Locks are between all makes of this user for one URI, so each toy has its own.
        self.uri = f"qemu+{transport}://lab{os.getpid()}{self.folder.name[-8:]}/system"
        self.environment = {**os.environ, "PATH": f"{self.folder}/bin:{os.environ['PATH']}", "FAKE_NODE": str(self.node),
                            "LC_ALL": "C.UTF-8", "TMPDIR": str(self.folder)}
        for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL"):
            self.environment.pop(name, None)

    def remove(self):
        shutil.rmtree(self.folder)

    # -- makes

    def start(self, *words, **environment):
        for name in NOTES:
            (self.node / name).write_text("")
        return subprocess.Popen(
            ["make", "--no-print-directory", "--warn-undefined-variables", "-C", self.directory,
             f"LIBVIRT_DEFAULT_URI={self.uri}", *words], text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env={**self.environment, **environment}, start_new_session=True)

    def make(self, *words, **environment):
        """Its status and its output."""
        process = self.start(*words, **environment)
        output, _ = process.communicate(timeout=SECONDS)
        return process.returncode, without_complaint(output)

    def make_with_faulty_commands(self, *words, at=0, kind=""):
        return self.make(*words, PATH=f"{self.folder}/faulty:{self.environment['PATH']}", FAULT_AT=str(at), FAULT_KIND=kind)

    # -- what the last one did

    def connections(self):
        return len((self.node / "runs").read_text())

    def commands(self):
        """How many of those that can go wrong."""
        return len((self.node / "commands").read_text().splitlines())

    def steps(self):
        """How many commands of virsh that change something; with "log", those that succeeded."""
        return len((self.node / "changes").read_text())

    def changes(self):
        """What it changed on the node: commands of virsh."""
        return [" ".join(json.loads(line)) for line in (self.node / "log").read_text().splitlines()]

    # -- the node

    def state(self):
        path = self.node / "state.json"
        return json.loads(path.read_text()) if path.exists() else {}

    def set_state(self, state):
        (self.node / "state.json").write_text(json.dumps(state))

    def change_state(self, change):
        state = self.state()
        change(state)
        self.set_state(state)
