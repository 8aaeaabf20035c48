#!/usr/bin/env python3
"""Every command that a provisioner runs fails once, at each of its calls, on the toy node.

usage: failing_commands_test.py VMP VERSION [TEST...]

Whatever fails, nothing of others is touched, and a make that ends with status 0 has done all of its work.
"""
import hashlib
import pathlib
import shutil
import subprocess
import sys
import unittest
import zipfile

from toy_vm import FAKES, SECONDS, TOY_NODE, ToyVm

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


class FailingCommands(ToyVm):
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

    # -- tests

    def test_up(self):
        self.try_all("up")

    def test_building_of_what_is_no_image(self):
        (self.node / "www/debian.qcow2").write_text("<html>Log in</html>")
        self.try_all("build", status=2)

    def test_an_archive_and_its_list_of_checksums(self):
        self.pack("disk[1].img", "disk1.img")
        tag = self.registry["images"][0]["tags"][0]
        tag.update(archive={"type": "zip", "path": "disk[1].img"},
                   checksum={"algorithm": "sha256", "url": "https://images.example/SUMS"})
        self.generate()
        self.try_all("build")
        self.run_make(["build"])
        self.assertEqual((self.folder / "images/debian.qcow2").read_text(), "disk[1].img")
        self.run_make(["clean-all"])
        tag["archive"] = {"type": "zip"}
        self.generate()
        self.try_all("build", status=2)
        self.pack("\\lone?*.img")
        self.try_all("build")
        self.run_make(["build"])
        self.assertEqual((self.folder / "images/debian.qcow2").read_text(), "\\lone?*.img")

    def pack(self, *names):
        """A zip archive of files that hold their names is what the image's URL has, and SUMS has its digest."""
        packed = self.node / "www/debian.qcow2"
        with zipfile.ZipFile(packed, "w") as archive:
            for name in names:
                archive.writestr(name, name)
        (self.node / "www/SUMS").write_text(f"{hashlib.sha256(packed.read_bytes()).hexdigest()}  debian.qcow2\n")

    def test_changes(self):
        self.run_make(["up", "stop"])
        self.web["libvirt"]["domain"]["virtInstall"]["memory"] = "1024"
        self.web["libvirt"]["volumes"][1]["capacity"] = "30G"
        self.web["cloudInit"]["noCloud"]["data"]["user-data"]["password"] = "y"
        self.generate()
        self.try_all("diff", status=2)
        self.try_all("up")

    def test_looking(self):
        self.run_make(["up"])
        self.try_all("status")
        self.try_all("diff")

    def test_down(self):
        self.run_make(["up"])
        self.try_all("down")

    def test_down_to_nothing(self):
        self.run_make(["up", "stop"])
        self.try_all("delete-all", "clean-all")

    def test_down_beside_a_volume_of_others(self):
        self.run_make(["up"])
        (self.pools / "web/other").write_text("theirs")
        self.try_all("down")

    def test_down_of_what_others_use(self):
        self.run_make(["up", "stop"])
        (self.pools / "other/overlay.xml").write_text(
            "<volume><name>overlay</name><backingStore><path>/pools/images/debian.qcow2</path></backingStore></volume>")
        (self.pools / "other/overlay").write_text("theirs")
        self.try_all("delete-all", status=2)
        (self.pools / "other/overlay").unlink()
        self.change_state(lambda state: state["domains"][OTHER].update(
            xml="<domain><source file='/pools/web/root.qcow2'/></domain>"))
        self.try_all("down", status=2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
