"""A node's directory on a toy node: its golden, with the scripts of the source tree. And what tests do with it."""
import pathlib
import re
import subprocess
import sys
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import toy_directory  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
COMMANDS = ["awk", "flock", "git", "grep", "mkdir", "mktemp", "rm", "sed", "sha1sum", "sha256sum", "virsh", "wc"]


def uuid_of(uri, text):
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{uri}#{text}"))


def write_directory(golden, directory, uri):
    """The golden as it would be for a node of that URI."""
    toy_directory.write_directory(HERE / "golden" / golden, "node", directory)
    replace(directory / "Makefile", r"(?m)(?<=^export LIBVIRT_DEFAULT_URI = ).*", uri)
    for path in (directory / "pools").glob("*.xml"):
        replace(path, "<uuid>.*</uuid>", f"<uuid>{uuid_of(uri, f'pool/{path.stem}')}</uuid>")
        replace(directory / "Makefile", rf"(?<=--pool {path.stem} )\S+", uuid_of(uri, f"pool/{path.stem}"))


def replace(path, pattern, text):
    path.write_text(re.sub(pattern, text, path.read_text()))


class ToyNode(toy_directory.ToyDirectory):
    def __init__(self, golden="lab"):
        super().__init__(f"nodes/{golden}", HERE / "toy_virsh.py", COMMANDS, "tcp")
        write_directory(golden, self.directory, self.uri)

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
