#!/usr/bin/env python3
"""The result of a build: every format, its archives and its .built, what may not replace it, and faults at every command.

usage: export_test.py [--sample NUMBER] [TEST...]

With --sample only every NUMBERth fault is tried.
"""
import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import unittest

from image_parts import Parts, Sampled, qemu_img, run_tests

# All that an export runs; a fault at "mktemp" or "flock" may come before anything is there.
COMMANDS = ["chmod", "cmp", "date", "find", "flock", "mkdir", "mktemp", "mv", "qemu-img", "rm", "sha256sum", "stat", "sync", "xz"]
HOSTILE = "it's \"$(x)\" `y` &\\n * ?"


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Exports(unittest.TestCase):
    maxDiff = None
    names = ("formats", "overlays", "export", "verify")

    def setUp(self):
        self.parts = Parts(*self.names)
        self.addCleanup(self.parts.remove)
        self.write_chain(self.parts)

    @staticmethod
    def write_chain(parts):
        """Two states, the second an overlay on the first."""
        raw = parts.folder / "disk"
        raw.write_bytes(os.urandom(1 << 16) * 3 + bytes(1 << 20))
        base, parts.state = parts.cache / "aa.qcow2", parts.cache / "bb.qcow2"
        qemu_img("convert", "-O", "qcow2", raw, base)
        qemu_img("create", "-f", "qcow2", "-b", "aa.qcow2", "-F", "qcow2", parts.state)
        subprocess.run(["qemu-io", "-f", "qcow2", "-c", "write -P 7 4k 4k", parts.state], check=True, capture_output=True)
        os.chmod(parts.state, 0o400)
        raw.unlink()

    def export(self, status=0):
        got, said = self.parts.call("export_state", "../../../.images/.cache/bb.qcow2")
        self.assertEqual(got, status, said)
        return said

    def built(self):
        return dict(line.split(" ", 1) for line in pathlib.Path(f"{self.parts.result}.built").read_text().splitlines())

    def assert_same_content(self, kind):
        qemu_img("compare", "-f", kind, "-F", "qcow2", self.parts.result, self.parts.state)


class Formats(Exports):
    def test_every_format_has_the_content_of_the_last_state(self):
        for kind, words in (("qcow2", {}), ("qcow2", {"compress": "zlib"}), ("qcow2", {"compress": "none"}), ("raw", {}),
                            ("vmdk", {}), ("vdi", {}), ("vhdx", {})):
            with self.subTest(kind, **words):
                self.parts.words = []
                self.parts.give("export", format=kind, **words)
                self.assertEqual(self.export(), f"images/web/12: export {self.parts.result.name}\n")
                info = qemu_img("info", "--output=json", self.parts.result)
                self.assertIn(f'"format": "{kind}"', info)
                self.assertNotIn("backing", info)
                if kind == "qcow2":
                    self.assertIn(f'"compression-type": "{"zlib" if words else "zstd"}"', info)
                self.assert_same_content(kind)
                self.assertEqual(self.parts.call("verify_result")[0], 0)
                self.assertEqual(self.parts.names_in(self.parts.images), [".cache", self.parts.result.name,
                                                                          f"{self.parts.result.name}.built"])

    def test_built_tells_what_the_result_is(self):
        self.assertEqual(self.parts.call("has_result"), (1, ""))
        self.export()
        self.assertEqual(self.parts.call("has_result"), (0, ""))
        built = self.built()
        self.assertRegex(built.pop("date"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertTrue(built.pop("bash") and built.pop("qemu-img").startswith("qemu-img version"))
        built.pop("guestfish", "")
        self.assertEqual(built, {"image": "images/web/12", "chain": "3f9c2a7d" * 8, "sha256": sha256(self.parts.result),
                                 "size": str(self.parts.result.stat().st_size), "provisioner": "v1beta1"})
        self.assertEqual(self.parts.result.stat().st_mode & 0o777, 0o400)

    def test_the_same_state_gives_the_same_bytes(self):
        self.export()
        first = sha256(self.parts.result)
        self.export()
        self.assertEqual(sha256(self.parts.result), first)

    def test_an_archive_lies_beside_the_result(self):
        for kind, unpack in (("xz", "xz"), ("zst", "zstd"), ("gz", "gzip")):
            with self.subTest(kind):
                self.parts.words = []
                self.parts.give("export", archive=kind)
                name = self.parts.result.name
                self.assertEqual(self.export(), f"images/web/12: export {name}\nimages/web/12: pack {name}.{kind}\n")
                archive = pathlib.Path(f"{self.parts.result}.{kind}")
                unpacked = subprocess.run([unpack, "-dc", archive], check=True, capture_output=True).stdout
                self.assertEqual(unpacked, self.parts.result.read_bytes())
                self.assertEqual((self.built()["archive"], self.built()["archive-sha256"]), (kind, sha256(archive)))
                self.assertEqual(self.parts.call("has_result"), (0, ""))
                archive.unlink()
                self.assertEqual(self.parts.call("has_result"), (1, ""))

    def test_names_are_no_shell_text(self):
        self.parts = Parts(*self.names, base_name=HOSTILE)
        self.addCleanup(self.parts.remove)
        self.write_chain(self.parts)
        self.parts.variables.update(subject=f"images/{HOSTILE}/12", result=f"../../../.images/{HOSTILE}.qcow2")
        self.parts.result = self.parts.images / f"{HOSTILE}.qcow2"
        self.parts.give("export", archive="gz")
        self.export()
        self.assertEqual(self.parts.call("verify_result")[0], 0)
        self.assertEqual(self.built()["image"], f"images/{HOSTILE}/12")
        self.parts.call("remove_result")
        self.assertEqual(self.parts.names_in(self.parts.images), [".cache"])


class Verification(Exports):
    def test_what_has_changed_is_named(self):
        name = self.parts.result.name
        self.assertEqual(self.parts.call("verify_result"), (1, f"images/web/12: error: {name} is not there: make build\n"))
        self.export()
        self.assertRegex(self.parts.call("verify_result")[1], f"^images/web/12: {name} is what was built on 20")
        before = sha256(self.parts.result)
        with self.parts.result.open("r+b") as file:
            file.seek(70000)
            file.write(b"\1\2\3")
        self.assertEqual(self.parts.call("verify_result"), (1, f"""\
images/web/12: error: {name} is not as it was made: its SHA-256 is {sha256(self.parts.result)}, and was {before}. \
Remove it, and make build again
"""))
        with self.parts.result.open("ab") as file:
            file.write(b"more")
        self.assertEqual(self.parts.call("verify_result"), (1, f"""\
images/web/12: error: {name} is not a whole result of this chain: make build
"""))

    def test_an_archive_that_has_changed_is_named(self):
        self.parts.give("export", archive="gz")
        self.export()
        with open(f"{self.parts.result}.gz", "ab") as file:
            file.write(b"more")
        self.assertIn(".gz is not as it was made: ", self.parts.call("verify_result")[1])

    def test_states_are_checked(self):
        self.assertEqual(self.parts.call("verify_states", "aa", "bb", "cc"),
                         (0, "images/web/12: 2 of 3 states are cached, and whole\n"))
        (self.parts.cache / "aa.sha256").write_text(f"{sha256(self.parts.cache / 'aa.qcow2')}\n")
        self.assertEqual(self.parts.call("verify_states", "aa")[0], 0)
        (self.parts.cache / "aa.sha256").write_text("0000\n")
        status, said = self.parts.call("verify_states", "aa", "bb")
        self.assertEqual((status, said.split(":")[1:3]), (1, [" error", " .cache/aa.qcow2 is not as it was made"]))
        os.chmod(self.parts.state, 0o600)
        with self.parts.state.open("r+b") as file:
            file.seek(0x10000)
            file.write(b"\xff" * 64)
        status, said = self.parts.call("verify_states", "bb")
        self.assertEqual((status, said.splitlines()[0]), (1, "images/web/12: error: .cache/bb.qcow2 is damaged. Remove it, and make \
build again"))


class Replacement(Exports):
    """An overlay's backing is never another file all at once."""

    def setUp(self):
        super().setUp()
        self.export()
        self.overlay = self.parts.images / "over \"lay\".qcow2"
        self.old = sha256(self.parts.result)

    def change_state(self):
        os.chmod(self.parts.state, 0o600)
        subprocess.run(["qemu-io", "-f", "qcow2", "-c", "write -P 9 4k 4k", self.parts.state], check=True, capture_output=True)

    def assert_refused(self, user):
        name = self.parts.result.name
        self.assertEqual(self.export(1), f"""\
images/web/12: export {name}
images/web/12: error: {name} stays as it is: {user} is an overlay on it, and would break. Remove that, or merge it (qemu-img \
rebase -b ''), and make build again
""")
        self.assertEqual(self.parts.call("remove_result"), (1, f"""\
images/web/12: error: {name} stays: {user} is an overlay on it, and would break. Remove that first
"""))
        self.assertEqual(sha256(self.parts.result), self.old)
        self.assertEqual(self.parts.call("has_result"), (0, ""))
        self.assertEqual([name for name in self.parts.names_in(self.parts.images) if name.endswith(".part")], [])

    def test_not_while_another_file_of_the_folder_is_an_overlay(self):
        for backing in (self.parts.result.name, str(self.parts.result), f"../.images/{self.parts.result.name}"):
            with self.subTest(backing):
                qemu_img("create", "-f", "qcow2", "-b", backing, "-F", "qcow2", self.overlay)
                self.export()  # the same bytes
                self.change_state()
                self.assert_refused(self.overlay.name)
                self.overlay.unlink()
                self.export()
                self.old = sha256(self.parts.result)
                os.chmod(self.parts.state, 0o600)
                subprocess.run(["qemu-io", "-f", "qcow2", "-c", "write -P 7 4k 4k", self.parts.state], check=True, capture_output=True)
                self.export()
                self.old = sha256(self.parts.result)

    def test_an_overlay_on_something_else_does_not_matter(self):
        other = self.parts.images / "other.qcow2"
        qemu_img("create", "-f", "qcow2", other, "1M")
        qemu_img("create", "-f", "qcow2", "-b", "other.qcow2", "-F", "qcow2", self.overlay)
        self.change_state()
        self.export()
        self.assertNotEqual(sha256(self.parts.result), self.old)

    @unittest.skipUnless(shutil.which("qemu-system-x86_64"), "there is no qemu-system-x86_64")
    def test_not_while_a_machine_runs_on_it(self):
        overlay = self.parts.folder / "elsewhere.qcow2"
        qemu_img("create", "-f", "qcow2", "-b", self.parts.result, "-F", "qcow2", overlay)
        machine = subprocess.Popen(["qemu-system-x86_64", "-machine", "none", "-display", "none", "-monitor", "stdio",
                                    "-blockdev", f"driver=qcow2,node-name=d,file.driver=file,file.filename={overlay}"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            machine.stdout.read(4)  # its monitor answers when the disk is open
            self.change_state()
            self.assert_refused(f"the running qemu-system-x86 (process {machine.pid})")
        finally:
            machine.kill()
            machine.communicate()
        self.export()
        self.assertNotEqual(sha256(self.parts.result), self.old)

    def test_clean_removes_the_result_and_all_that_belongs_to_it(self):
        for name in ("gz", "xz", "built.abcdef.part", "abcdef.part", "gz.abcdef.part"):
            pathlib.Path(f"{self.parts.result}.{name}").touch()
        name = self.parts.result.name
        self.assertEqual(self.parts.call("remove_result"), (0, "".join(
            f"images/web/12: remove {removed}\n" for removed in (f"{name}.built", name, f"{name}.xz", f"{name}.gz"))))
        self.assertEqual(self.parts.names_in(self.parts.images), [".cache"])
        self.assertEqual(self.parts.call("remove_result"), (0, ""))

    def test_clean_waits_for_a_make_that_exports(self):
        name = self.parts.result.name
        with open(f"{self.parts.result}.lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            process = self.parts.start("remove_result")
            self.assertEqual(process.stdout.readline(),
                             f"images/web/12: waits for another make: it makes ../../../.images/{name}\n")
            self.assertTrue(self.parts.result.exists())
        self.assertIn(f"remove ../../../.images/{name}\n", process.communicate()[0])
        self.assertEqual(self.parts.names_in(self.parts.images), [".cache"])


class Faults(Exports):
    def test_a_fault_at_any_command_leaves_the_old_result_or_none(self):
        self.parts.give("export", archive="xz")
        state = "../../../.images/.cache/bb.qcow2"
        status, said = self.parts.call_with_faulty_commands(COMMANDS, "export_state", state)
        self.assertEqual(status, 0, said)
        whole = sha256(self.parts.result)
        for at, kind in Sampled.of(range(1, len(self.parts.commands()) + 1), ("fails", "killed")):
            with self.subTest(at=at, kind=kind):
                for name in self.parts.names_in(self.parts.images)[1:]:
                    (self.parts.images / name).unlink()
                status, said = self.parts.call_with_faulty_commands(COMMANDS, "export_state", state, at=at, kind=kind)
                if self.parts.call("has_result")[0] == 0:
                    self.assertEqual(sha256(self.parts.result), whole)
                    self.assertEqual(self.parts.call("verify_result")[0], 0)
                else:
                    self.assertNotEqual(status, 0, said)
                self.export()
                self.assertEqual(sha256(self.parts.result), whole)
                self.assertEqual(self.parts.names_in(self.parts.images), [
                    ".cache", *(f"{self.parts.result.name}{end}" for end in ("", ".built", ".xz"))])

    def test_a_copy_that_is_not_what_the_state_is(self):
        self.parts.fake("qemu-img", f"""#!/bin/sh
{shutil.which("qemu-img")} "$@" || exit
[ "$1" != convert ] || for to; do :; done
[ "$1" != convert ] || {shutil.which("qemu-io")} -f qcow2 -c 'write -P 5 8k 1k' "$to" >/dev/null
""")
        said = self.export(1)
        self.assertRegex(said, r"(?s)error: what qemu-img wrote is not what the last step left\n    Content mismatch at offset")
        self.assertEqual([name for name in self.parts.names_in(self.parts.images) if name.endswith("part")], [])

    @unittest.skipUnless(os.geteuid() == 0, "only root mounts")
    def test_a_full_disk(self):
        state = self.parts.cache / "bb.qcow2"
        script = f"""
mount -t tmpfs -o size={state.stat().st_size // 1024 + 400}k none "$1"/full || exit 77
cp -r "$1"/.images/.cache "$1"/full/ && shift && exec "$@"
"""
        (self.parts.folder / "full").mkdir()
        self.parts.variables.update(cache="../../../full/.cache", result=f"../../../full/{self.parts.result.name}")
        process = self.parts.start("export_state", "../../../full/.cache/bb.qcow2")
        process.communicate()  # it wrote the setup
        shutil.rmtree(self.parts.folder / "full")
        (self.parts.folder / "full").mkdir()
        done = subprocess.run(
            ["unshare", "--mount", "sh", "-c", script, "sh", self.parts.folder, "sh", "-c", f"""
head -c 300k /dev/zero >../../../full/fill
bash {pathlib.Path(__file__).resolve().parent}/call.sh . "$0" export_state ../../../full/.cache/bb.qcow2
echo "status $?"; ls ../../../full""", self.parts.folder / "setup"], cwd=self.parts.directory, text=True, capture_output=True,
            env=self.parts.environment)
        if done.returncode == 77:
            self.skipTest(done.stderr)
        self.assertRegex(done.stderr, r"(?s)error: cannot write .*\.qcow2; is there room in \.\./\.\./\.\./full\?\n    .*No space left")
        self.assertEqual(done.stdout.splitlines()[1:], ["status 1", "fill", f"{self.parts.result.name}.lock"])


class FreeSpace(Exports):
    """guestfish answers as it would; what it is asked is written down."""

    def test_zeros_over_the_free_space_of_each_file_system(self):
        self.parts.give("export", sparsify="true")
        self.parts.fake("guestfish", r"""#!/bin/bash
[ "$1" != --version ] || { echo guestfish 1.48.6; exit; }
printf '%s\n' "$*" >"$FAKE_NODE/arguments"
while read -r line; do
  printf '%s\n' "$line" >>"$FAKE_NODE/asked"
  case $line in
    list-filesystems) printf '%s: %s\n' /dev/sda1 ext4 /dev/sda2 swap btrfsvol:/dev/sda3/root btrfs /dev/sda4 unknown ;;
    echo*) echo "${line#echo }" ;;
  esac
done
qemu-io -f qcow2 -c 'write -z 4k 4k' "$3" >/dev/null
""")
        said = self.export()
        self.assertEqual(said, f"""\
images/web/12: write zeros over the free space
images/web/12: export {self.parts.result.name}
""")
        self.assertRegex((self.parts.node / "arguments").read_text(), r"^--format=qcow2 -a \.\./\.\./\.\./\.images/\.cache/3f\w+\.\w+\.part\n$")
        self.assertEqual((self.parts.node / "asked").read_text(), """\
run
list-filesystems
echo .
zerofree "/dev/sda1"
mount "btrfsvol:/dev/sda3/root" /
zero-free-space /
umount /
""")
        written = subprocess.run(["qemu-io", "-f", "qcow2", "-c", "read -P 0 4k 4k", self.parts.result], capture_output=True, text=True)
        self.assertNotIn("Pattern verification failed", written.stdout)
        state = subprocess.run(["qemu-io", "-r", "-f", "qcow2", "-c", "read -P 7 4k 4k", self.parts.state], capture_output=True, text=True)
        self.assertNotIn("Pattern verification failed", state.stdout)
        self.assertEqual(self.parts.names_in(self.parts.cache), ["aa.qcow2", "bb.qcow2"])

    def test_an_appliance_that_does_not_start(self):
        self.parts.give("export", sparsify="true")
        self.parts.fake("guestfish", "#!/bin/sh\necho 'libguestfs: error: no kernel' >&2\nexit 1\n")
        self.assertEqual(self.export(1), """\
images/web/12: write zeros over the free space
images/web/12: error: cannot write zeros over the free space: make doctor
    libguestfs: error: no kernel
""")
        self.assertEqual(self.parts.names_in(self.parts.cache), ["aa.qcow2", "bb.qcow2"])

    def test_an_appliance_that_ends_before_it_is_asked(self):
        self.parts.give("export", sparsify="true")
        self.parts.fake("guestfish", "#!/bin/bash\nread; read; read; exec <&-\necho '/dev/sda1: ext4'\necho gone >&2\nexit 1\n")
        self.assertEqual(self.export(1), """\
images/web/12: write zeros over the free space
images/web/12: error: cannot write zeros over the free space: make doctor
    gone
""")


if __name__ == "__main__":
    run_tests()
