#!/usr/bin/env python3
"""Installations on a toy node: what virt-install is told for each medium and kind of answers, and faults at every command.

usage: install_test.py [--sample NUMBER] [TEST...]

With --sample only every NUMBERth fault is tried.
"""
import json
import os
import shlex
import shutil
import subprocess
import unittest

from image_parts import HERE, Parts, Sampled, qemu_img, run_tests

UUID = "7d1f2f52-6a0a-4bd5-9c0e-1f2f5c6b7a10"
DOMAIN = "install-web-12-7d1f2f52"
SUBJECT = "images/web/12"
DIGEST = "ab" * 32
COMMANDS = ["flock", "grep", "mkdir", "mktemp", "qemu-img", "rm", "sed", "stat", "virsh", "virt-install"]
STEP_KINDS = ("fails", "fails-after", "dropped", "killed")
LEFT = ". Its console and its disk are there: make log, make shell BOOT=1; when it is mended, make build waits on, and make force \
begins anew. The console said last:\n    begins\n"


class Installations(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.parts = Parts("console", "installer", "install_node", "install_media", "install")
        self.addCleanup(self.parts.remove)
        for name in ("virsh", "virt-install"):
            (self.parts.folder / "bin" / name).symlink_to(HERE / "toy_installing_node.py")
        # Locks are between all makes of this user for one URI, so each toy has its own.
        self.parts.environment["LIBVIRT_DEFAULT_URI"] = f"qemu+tcp://lab{os.getpid()}{self.parts.folder.parent.name[-8:]}/system"
        qemu_img("create", "-f", "qcow2", self.parts.node / "installed", "1M")
        self.parts.variables.update(node="kvm1", image_name="web", image_tag="12", chain=[DIGEST])
        (self.parts.directory / "source.d").mkdir()
        (self.parts.directory / "source.d/autoinstall").write_text("answers\n")
        self.disk = self.parts.cache / "disk"
        self.give(kernel="k,1", initrd="i")

    def give(self, **words):
        self.parts.words = []
        self.parts.give("source", uuid=UUID, disk="12G", seconds="60", **words)

    def install(self, status=0, **environment):
        self.disk.write_bytes(b"")
        got, said = self.parts.call("make_source_install", "../../../.images/.cache/disk", **environment)
        self.assertEqual(got, status, said)
        return said.replace(f"{SUBJECT}: ", "")

    def forget(self):
        self.assertEqual(self.parts.call("forget_installation")[0], 0)

    def state(self):
        """Domains and volumes that are left."""
        path = self.parts.node / "state.json"
        return json.loads(path.read_text()) if path.exists() else {}, self.parts.names_in(self.parts.node / "volumes")

    def virt_install(self):
        """The words that differ from case to case."""
        words = (self.parts.node / "virt-install").read_text().split("\n")
        common = ["--name", DOMAIN, "--uuid", UUID, "--metadata", f"description={DIGEST}", "--noautoconsole", "--noreboot", "--quiet",
                  "--disk", f"vol=default/{DOMAIN}.qcow2,bus=virtio", "--serial", f"pty,log.file=/srv/default/{DOMAIN}.log,log.append=off"]
        for word in common:
            self.assertIn(word, words)
            words.remove(word)
        return [word.replace(str(self.parts.folder), "") for word in words]


class Media(Installations):
    DEFAULTS = ["--osinfo", "detect=on,require=off", "--memory", "1024", "--graphics", "none"]

    def install_and_forget(self):
        self.install()
        self.forget()
        return self.virt_install()

    def test_a_location(self):
        self.give(location="http://x/a,b", extra_args="console=ttyS0", virt_install=["--memory=2048", "--osinfo=linux2022", "--vcpus=2"])
        self.assertEqual(self.install_and_forget(), ["--memory=2048", "--osinfo=linux2022", "--vcpus=2", "--location", "http://x/a,b",
                                                     "--extra-args", "console=ttyS0", "--graphics", "none"])

    def test_answers_in_the_initrd(self):
        for kind, name, arguments in (("kickstart", "ks.cfg", "inst.ks=file:/ks.cfg"), ("autoyast", "autoinst.xml", "autoyast=file:///autoinst.xml"),
                                      ("preseed", "preseed.cfg", "auto=true priority=critical preseed/file=/preseed.cfg")):
            with self.subTest(kind):
                self.give(kernel="k,1", initrd="i", autoinstall=kind, extra_args="a  b")
                words = self.install_and_forget()
                self.assertEqual((words[0], os.path.basename(words[1])), ("--initrd-inject", name))
                self.assertEqual(words[2:6], ["--install", "kernel=k,,1,initrd=i", "--extra-args", f"{arguments} a  b"])

    def test_answers_on_a_disc(self):
        shutil.copy(self.parts.node / "installed", self.parts.images / "x.iso")
        self.parts.setup += "\nread_download() { url=x; }; build_image() { [[ -s $image ]]; }"
        for kind, label, files in (("kickstart", "OEMDRV", "'/ks.cfg'"), ("autoyast", "OEMDRV", "'/autoinst.xml'"),
                                   ("autoinstall", "CIDATA", "'/meta-data'\n'/user-data'")):
            with self.subTest(kind):
                self.give(cdrom="../../../.images/x.iso", autoinstall=kind)
                self.install()
                self.assertEqual(self.virt_install(), ["--cdrom", f"/srv/default/{DOMAIN}.iso", *self.DEFAULTS,
                                                       "--disk", f"vol=default/{DOMAIN}-seed.iso,device=cdrom"])
                seed = self.parts.node / "volumes" / f"{DOMAIN}-seed.iso"
                listed = subprocess.run(["xorriso", "-indev", seed, "-find", "/", "-type", "f", "-exec", "echo"], text=True, capture_output=True)
                self.assertEqual("\n".join(sorted(listed.stdout.split())), files)
                self.assertIn(f"Volume id    : '{label}'", listed.stderr)
                self.assertEqual((self.parts.node / "volumes" / f"{DOMAIN}.iso").read_bytes(), (self.parts.images / "x.iso").read_bytes())
                self.forget()
                self.assertEqual(self.state(), ({}, []))

    def test_what_cannot_be_is_said(self):
        for words, message in (
                ({"cdrom": "x", "cdrom_built_by": "../../iso/1"}, "the image of the CD-ROM is not built: make -C ../../iso/1 build"),
                ({"cdrom": "x", "autoinstall": "preseed"}, "a preseed reaches an installer on a CD-ROM only with a kernel and an initrd of "
                 "it: name them in the registry"),
                ({"kernel": "k"}, "a kernel of an installer needs its initrd"),
                ({}, "the source names no installer"),
                ({"kernel": "k", "initrd": "i", "autoinstall": "magic"}, 'unknown kind of autoinstall "magic"')):
            with self.subTest(message):
                self.parts.setup = "read_download() { url=x; }; build_image() { :; }"
                self.give(**words)
                self.assertEqual(self.install(1), f"error: {message}\n")
                self.assertEqual(self.state(), ({}, []))
        for disk in ("big", "12 G"):
            self.parts.words = []
            self.parts.give("source", uuid=UUID, disk=disk, kernel="k", initrd="i")
            self.assertEqual(self.install(1), f'error: "{disk}" is no size of a disk\n')

    def test_pools(self):
        for pool, message in (("nowhere", 'pool "nowhere" on node "kvm1" is not active: make -C ../../../nodes/kvm1 up, if the registry '
                               "has it; or virsh pool-start nowhere"),
                              ("other", 'pool "other" on node "kvm1" is no directory: the disk and the console of an installer have to be '
                               "files")):
            self.give(kernel="k", initrd="i", pool=pool)
            self.assertEqual(self.install(1), f"error: {message}\n")

    def test_a_domain_of_somebody_else(self):
        (self.parts.node / "state.json").write_text(json.dumps({DOMAIN: {
            "uuid": "other", "description": "", "state": "running", "reason": "booted", "persistent": True}}))
        self.assertEqual(self.install(1), f'error: domain "{DOMAIN}" on node "kvm1" is not of this directory: its UUID is other, not '
                         f"{UUID}. Rename it\n")


class Ends(Installations):
    def test_a_second_make_has_nothing_to_install(self):
        self.assertEqual(self.install(), f"""\
create volume default/{DOMAIN}.qcow2
start the installer on node "kvm1": make log shows its console
fetch the disk (1 MiB) from node "kvm1"
""")
        self.assertEqual((self.parts.cache / f"{DIGEST}.log").read_text(), "begins\nthe end\n")
        self.assertEqual(self.install(), 'fetch the disk (1 MiB) from node "kvm1"\n')
        self.assertEqual(self.parts.call("installation_log"), (0, "begins\nthe end\n"))
        self.forget()
        self.assertEqual(self.state(), ({}, []))
        self.assertEqual(self.parts.names_in(self.parts.cache), [f"{DIGEST}.log", "disk"])
        self.forget()

    def test_one_process_installs_and_forgets(self):
        """It does not wait for itself."""
        self.disk.write_bytes(b"")
        self.parts.setup += 'both() { forget_installation; make_source_install "$1"; forget_installation; }'
        self.assertEqual(self.parts.call("both", "../../../.images/.cache/disk")[0], 0)
        self.assertEqual(self.state(), ({}, []))

    def test_what_went_wrong_stays(self):
        self.parts.words[self.parts.words.index("60")] = "1"
        said = self.install(1, FAKE_INSTALLER="stays")
        self.assertTrue(said.endswith(f'error: the installer on node "kvm1" has not powered itself off after 1 seconds, and still runs{LEFT}'), said)
        said = self.install(1, FAKE_INSTALLER="crashes")
        self.assertEqual(said, f"""\
the installer still runs on node "kvm1"
error: the installer on node "kvm1" has crashed{LEFT}    the end
""")
        for reason, message in (
                ("destroyed", 'did not power itself off: libvirt says "shut off (destroyed)"'),
                ("unknown", "is off, and libvirt was started anew since, so nobody knows whether it had ended. If it had: start it (make "
                 "shell BOOT=1), and power it off in the guest")):
            self.change(state="shut off", reason=reason)
            self.assertEqual(self.install(1), f'error: the installer on node "kvm1" {message}{LEFT}    the end\n')
        self.change(state="paused", reason="ioerror")
        self.assertIn('is paused by an error of its disk: is there room in pool "default"?', self.install(1))
        self.forget()
        self.assertEqual(self.state(), ({}, []))

    def change(self, **fields):
        domains, _ = self.state()
        domains[DOMAIN].update(fields)
        (self.parts.node / "state.json").write_text(json.dumps(domains))

    def test_a_disk_that_comes_torn(self):
        self.parts.fake("torn", f"""#!/bin/bash
{shlex.quote(str(HERE / "toy_installing_node.py"))} "$@"; status=$?
[[ $1 != *vol-download*disk* ]] || truncate -s -1 "$DISK"; exit $status
""")
        (self.parts.folder / "bin/virsh").unlink()
        (self.parts.folder / "bin/torn").rename(self.parts.folder / "bin/virsh")
        size = (self.parts.node / "installed").stat().st_size
        self.assertIn(f"error: only {size - 1} of {size} bytes came of the disk: is there room in .cache?\n", self.install(1, DISK=str(self.disk)))

    def test_virt_install_fails(self):
        self.parts.fake("fails", "#!/bin/sh\necho 'ERROR    no such kernel' >&2\nexit 1\n")
        (self.parts.folder / "bin/virt-install").unlink()
        (self.parts.folder / "bin/fails").rename(self.parts.folder / "bin/virt-install")
        said = self.install(1)
        self.assertTrue(said.endswith('error: cannot start the installer on node "kvm1"\n    ERROR    no such kernel\n'), said)


class Faults(Installations):
    def check(self, said):
        """From whatever is there, the next makes end where an undisturbed one does."""
        self.install()
        self.assertEqual(self.disk.read_bytes(), (self.parts.node / "installed").read_bytes(), said)
        self.forget()
        self.assertEqual(self.state(), ({}, []), said)
        self.assertFalse((self.parts.cache / f"{DIGEST}.on-node").exists())

    def test_at_every_command(self):
        call = ("make_source_install", "../../../.images/.cache/disk")
        self.disk.write_bytes(b"")
        status, said = self.parts.call_with_faulty_commands(COMMANDS, *call)
        self.assertEqual(status, 0, said)
        count = len(self.parts.commands())
        self.forget()
        for at, kind in Sampled.of(range(1, count + 1), ("fails", "killed")):
            with self.subTest(at=at, kind=kind):
                self.disk.write_bytes(b"")
                status, said = self.parts.call_with_faulty_commands(COMMANDS, *call, at=at, kind=kind)
                if status == 0:
                    self.assertEqual(self.disk.read_bytes(), (self.parts.node / "installed").read_bytes(), said)
                self.check(said)

    def test_at_every_step_on_the_node(self):
        targets = (("make_source_install", "../../../.images/.cache/disk"), ("forget_installation",))
        for target, number, kind in Sampled.of(targets, range(1, 6), STEP_KINDS):
            with self.subTest(target[0], number=number, kind=kind):
                if target[0] == "forget_installation":
                    self.install()
                self.disk.write_bytes(b"")
                (self.parts.node / "changes").write_text("")
                _, said = self.parts.call(*target, FAKE_FAULT=f"{number} {kind}")
                self.check(said)

    def test_a_virt_install_that_is_killed_before_the_domain_is_defined(self):
        self.parts.call("make_source_install", "../../../.images/.cache/disk", FAKE_INSTALLER="fleeting")
        self.assertIn(f"power off domain {DOMAIN}\ndelete volume default/{DOMAIN}.qcow2\n", self.install())
        self.check("")


if __name__ == "__main__":
    run_tests()
