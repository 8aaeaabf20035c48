"""A node's directory on a toy node: its golden, with the scripts of the source tree. And what tests do with it."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import uuid

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE.parents[3] / "provisioners" / "v1beta1"
COMMANDS = ["awk", "flock", "git", "grep", "mkdir", "mktemp", "rm", "sed", "sha1sum", "sha256sum", "virsh", "wc"]
SECONDS = 120


def uuid_of(uri, text):
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{uri}#{text}"))


def write_directory(golden, directory, uri):
    """The golden as it would be for a node of that URI."""
    shutil.copytree(HERE / "golden" / golden, directory)
    for script in [*SOURCES.glob("node/*.sh"), *SOURCES.glob("node/*.awk"), *SOURCES.glob("shell/*.sh")]:
        shutil.copy(script, directory)
    replace(directory / "Makefile", r"(?m)(?<=^export LIBVIRT_DEFAULT_URI = ).*", uri)
    for path in (directory / "pools").glob("*.xml"):
        replace(path, "<uuid>.*</uuid>", f"<uuid>{uuid_of(uri, f'pool/{path.stem}')}</uuid>")
        replace(directory / "Makefile", rf"(?<=--pool {path.stem} )\S+", uuid_of(uri, f"pool/{path.stem}"))


def replace(path, pattern, text):
    path.write_text(re.sub(pattern, text, path.read_text()))


def without_complaint(output):
    """Without make's own."""
    return re.sub(r"make: \*\*\* .*\n", "", output)


class ToyNode:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vmp node."))
        self.directory, self.node = self.folder / "nodes" / "lab", self.folder / "node"
        self.node.mkdir()
        # Locks are between all makes of this user for one URI, so each toy has its own.
        self.uri = f"qemu+tcp://lab{os.getpid()}{self.folder.name[-8:]}/system"
        write_directory("lab", self.directory, self.uri)
        (self.folder / "bin").mkdir()
        (self.folder / "bin/virsh").symlink_to(HERE / "toy_virsh.py")
        (self.folder / "faulty").mkdir()
        for name in COMMANDS:
            (self.folder / "faulty" / name).symlink_to(HERE.parent / "network" / "faulty_command.sh")
        self.environment = {**os.environ, "PATH": f"{self.folder}/bin:{os.environ['PATH']}", "FAKE_NODE": str(self.node),
                            "LC_ALL": "C.UTF-8", "TMPDIR": str(self.folder)}
        for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL"):
            self.environment.pop(name, None)

    def remove(self):
        shutil.rmtree(self.folder)

    def make(self, *words, **environment):
        """Its status and its output, without make's own complaint."""
        for name in ("changes", "commands", "log", "runs"):
            (self.node / name).write_text("")
        made = subprocess.run(["make", "--no-print-directory", "--warn-undefined-variables", "-C", self.directory, *words],
                              text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env={**self.environment, **environment}, start_new_session=True, timeout=SECONDS)
        return made.returncode, without_complaint(made.stdout)

    def make_with_faulty_commands(self, *words, at=0, kind=""):
        return self.make(*words, PATH=f"{self.folder}/faulty:{self.environment['PATH']}", FAULT_AT=str(at), FAULT_KIND=kind)

    def connections(self):
        return len((self.node / "runs").read_text())

    def changes(self):
        """What the last make changed on the node: commands."""
        return [" ".join(json.loads(line)) for line in (self.node / "log").read_text().splitlines()]

    def state(self):
        path = self.node / "state.json"
        return json.loads(path.read_text()) if path.exists() else {}

    def set_state(self, state):
        (self.node / "state.json").write_text(json.dumps(state))

    def change_state(self, change):
        state = self.state()
        change(state)
        self.set_state(state)

    def pool(self, name):
        return self.state().get("pools", {}).get(name)

    def replace(self, file, old, new):
        """As a new generation does."""
        text = (self.directory / file).read_text()
        assert old in text, old
        (self.directory / file).write_text(text.replace(old, new))

    def add_domain(self, name, xml="", is_running=False, uuid=None):
        self.change_state(lambda state: state.setdefault("domains", {}).update({name: {
            "uuid": uuid or uuid_of(self.uri, name), "xml": xml, "is_running": is_running}}))

    def add_volume(self, pool, name, age=10 * 86400, backing=""):
        self.change_state(lambda state: state["pools"][pool]["volumes"].update({name: {"age": age, "backing": backing}}))

    def commit(self, message="x"):
        git = ["git", "-C", str(self.folder), "-c", "user.name=t", "-c", "user.email=t@example.org"]
        if not (self.folder / ".git").exists():
            subprocess.run([*git, "init", "-q"], check=True)
        subprocess.run([*git, "add", "nodes"], check=True)
        subprocess.run([*git, "commit", "-q", "-m", message], check=True)
