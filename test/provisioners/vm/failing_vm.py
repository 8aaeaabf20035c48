"""A VM on the toy node, each command of whose provisioner can be made to fail once, at each of its calls."""
import shutil
import subprocess
import sys

from toy_vm import FAKES, SECONDS, ToyVm

# All that the scripts run. Nothing else is in PATH, so that a new one cannot be forgotten here.
COMMANDS = """awk chmod cmp cp dirname flock grep head mkdir mktemp mv rm rmdir sed sha256sum sort stat touch tr unzip xargs
xorriso""".split()
NEVER_FAIL = ["bash", "env", "make", "python3", "sh"]
# Counts its calls, and fails at the one that $FAILING names.
WRAPPER = """\
#!/bin/sh
printf + >>"$FAKE_NODE/calls/{name}"
read -r calls <"$FAKE_NODE/calls/{name}"
[ "$FAILING" != "{name} ${{#calls}}" ] || {{ echo "{name}: told to fail" >&2; exit 1; }}
exec '{command}' "$@"
"""
OTHER = "11111111-2222-5333-8444-555555555555"


class FailingVm(ToyVm):
    def setUp(self):
        super().setUp()
        commands, fakes = self.folder / "bin", self.folder / "fakes"
        commands.rename(fakes)
        commands.mkdir()
        (self.node / "calls").mkdir()
        for name in [*COMMANDS, *FAKES]:
            self.wrap(name, fakes / name if name in FAKES else shutil.which(name))
        for name in NEVER_FAIL:
            (commands / name).symlink_to(sys.executable if name == "python3" else shutil.which(name))
        (self.folder / "tmp").mkdir()
        self.environment.update(PATH=str(commands), TMPDIR=str(self.folder / "tmp"))
        self.change_state(self.add_other)
        (self.pools / "other").mkdir(parents=True)
        (self.pools / "other/disk").write_text("theirs")

    def wrap(self, name, command):
        path = self.folder / "bin" / name
        path.write_text(WRAPPER.format(name=name, command=command))
        path.chmod(0o755)

    @staticmethod
    def add_other(state):
        """What another directory made."""
        xml = "<domain><source file='/pools/other/disk'/></domain>"
        state["domains"][OTHER] = {"name": "other", "xml": xml, "running": xml}
        state["pools"]["other"] = {"path": "/pools/other", "active": True, "autostart": True}

    # -- the folder, before and after a make

    def files(self):
        """What there is on the node and here, but for the toy's own notes."""
        folders = [self.node / "disk", self.folder / "images", self.folder / "web"]
        files = {str(path.relative_to(self.folder)): path.read_bytes()
                 for folder in folders for path in folder.rglob("*") if path.is_file()}
        temporary = {str(path.relative_to(self.folder)): b"" for path in (self.folder / "tmp").glob("*/*")}
        return self.state(), files | temporary

    def what_counts(self):
        """The same without what only the next make looks at: a download that was not finished."""
        state, files = self.files()
        return state, {name: text for name, text in files.items()
                       if name.startswith("node/") or name == "images/debian.qcow2"}

    def theirs(self):
        state, files = self.files()
        return (state["domains"][OTHER], state["pools"]["other"],
                {name: text for name, text in files.items() if "/other" in name})

    def run_make(self, words, failing=""):
        """Status, output, and how often each command was called."""
        for path in (self.node / "calls").iterdir():
            path.unlink()
        result = subprocess.run(["make", "--no-print-directory", "-C", self.folder / "web", *words], timeout=SECONDS,
                                text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                env={**self.environment, "FAILING": failing})
        calls = {path.name: path.stat().st_size for path in sorted((self.node / "calls").iterdir())}
        return result.returncode, result.stdout, calls

    def copy(self, source, target):
        for name in ("node", "images", "web", "tmp"):
            shutil.rmtree(target / name, ignore_errors=True)
            if (source / name).exists():
                shutil.copytree(source / name, target / name)

    def try_all(self, *words, status=0):
        """The make with each of its calls failing, from the state that is there now."""
        before = self.folder / "before"
        self.copy(self.folder, before)
        theirs = self.theirs()
        reached, said, calls = self.run_make(words)
        self.assertEqual((reached, self.theirs()), (status, theirs), said)
        after = self.files() if status == 0 else self.what_counts()
        for call in [f"{name} {number + 1}" for name in calls for number in range(calls[name])]:
            self.copy(before, self.folder)
            with self.subTest(f"{' '.join(words)}, {call} fails"):
                failed, output, _ = self.run_make(words, call)
                self.assertEqual(self.theirs(), theirs, output)
                if status != 0:
                    self.assertEqual((failed, self.what_counts()), (status, after), output)
                elif failed == 0:
                    self.assertEqual(self.files(), after, output)
                    if words[0] in ("status", "diff"):
                        self.assertEqual(output.replace(f"{call.split()[0]}: told to fail\n", ""), said)
        self.copy(before, self.folder)
