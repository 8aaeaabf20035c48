#!/usr/bin/env python3
"""Installations on a real libvirtd with a small installer: it ends, is interrupted, stays, crashes, and leaves nothing.

usage: install_libvirt_test.py [TEST...]

Exits 77 (skipped) where private-libvirt says that there can be no libvirtd. The installer's kernel needs a network once.
"""
import hashlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

from image_parts import HERE, SECONDS, Parts, qemu_img
from small_installer import small_installer

PRIVATE_LIBVIRT = HERE.parents[3] / "examples" / "first-vm" / "private-libvirt"
SKIPPED = 77
UUID = "7d1f2f52-6a0a-4bd5-9c0e-1f2f5c6b7a10"
DOMAIN = "install-gol%20den-deb%2C12-7d1f2f52"
POOL = "vms 1"


class Daemon:
    """A libvirtd, and a pool on it."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="i.", dir="/tmp"))
        self.folder.chmod(0o755)
        kind = {"PRIVATE_LIBVIRT": "system"} if os.geteuid() == 0 else {}
        started = subprocess.run([PRIVATE_LIBVIRT, "start", self.folder / "lv"], text=True, capture_output=True,
                                 stdin=subprocess.DEVNULL, env={**os.environ, **kind})
        if started.returncode != 0:
            shutil.rmtree(self.folder)
            raise (unittest.SkipTest if started.returncode == SKIPPED else AssertionError)(started.stderr)
        self.uri = started.stdout.strip()
        self.pool = self.folder / "lv/pools/p"
        self.virsh("pool-define-as", POOL, "dir", "--target", self.pool)
        self.virsh("pool-build", POOL)
        self.virsh("pool-start", POOL)
        # virt-install and a system daemon exchange files in /var/lib/libvirt/boot, which is the daemon's own here.
        if kind:
            (self.folder / "lv/lib/boot").mkdir()
        libvirtd = (self.folder / "lv/daemons").read_text().split()[1]
        self.inside = ["nsenter", "--target", libvirtd, "--mount"] if kind else []

    def virsh(self, *words):
        done = subprocess.run(["virsh", "--quiet", "--connect", self.uri, *map(str, words)], text=True, capture_output=True,
                              stdin=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return done.stdout

    def left(self):
        return self.virsh("list", "--all", "--name").split(), sorted(path.name for path in self.pool.iterdir())

    def end(self):
        subprocess.run([PRIVATE_LIBVIRT, "stop", self.folder / "lv"], check=True)
        shutil.rmtree(self.folder)


class Machine(unittest.TestCase):
    """A daemon, the small installer and an image that it makes; or another installer."""
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.end)
        cls.installer = small_installer()

    def setUp(self):
        self.parts = Parts("console", "installer", "install_node", "install_media", "install", base_name="a, b")
        self.addCleanup(self.parts.remove)
        self.addCleanup(self.clear)
        self.parts.environment["LIBVIRT_DEFAULT_URI"] = self.daemon.uri
        self.parts.inside = [*self.daemon.inside, "env", f"--chdir={self.parts.directory}"]
        self.parts.variables.update(node="kvm1", image_name="gol den", image_tag="deb,12", subject="images/gol den/deb,2C12")
        self.disk = self.parts.cache / "disk"
        self.give()

    def clear(self):
        domains, volumes = self.daemon.left()
        for domain in domains:
            if self.daemon.virsh("domstate", domain).strip() != "shut off":
                self.daemon.virsh("destroy", domain)
            self.daemon.virsh("undefine", domain)
        for name in volumes:
            (self.daemon.pool / name).unlink()

    def give(self, answers="hello\n", kind="preseed", seconds=SECONDS, **media):
        media = media or {"kernel": str(self.installer / "kernel"), "initrd": str(self.installer / "initrd")}
        self.parts.words = []
        self.parts.give("source", uuid=UUID, pool=POOL, disk="40M", seconds=str(seconds), autoinstall=kind, extra_args="console=ttyS0 quiet a=b,c", **media,
                        virt_install=["--virt-type=qemu", "--memory=192", "--network=none", "--machine=pc"])
        self.digest = hashlib.sha256(repr([media, kind, answers]).encode()).hexdigest()
        self.parts.variables["chain"] = [self.digest]
        self.parts.setup = ""
        (self.parts.directory / "source.d").mkdir(exist_ok=True)
        (self.parts.directory / "source.d/autoinstall").write_text(answers)

    def install(self, status=0):
        self.disk.write_bytes(b"")
        got, said = self.parts.call("make_source_install", "../../../.images/.cache/disk")
        self.assertEqual(got, status, said)
        return said

    def assert_installed(self, answers="hello\n"):
        """What is on the disk that came, and in the log beside it."""
        qemu_img("check", self.disk)
        raw = self.parts.folder / "raw"
        qemu_img("convert", "-f", "qcow2", "-O", "raw", self.disk, raw)
        start = int(re.search(r" (\d+) +\d+ +\d+ .*Linux", subprocess.run(
            ["/sbin/sfdisk", "--list", "-o", "Start,End,Sectors,Type", raw], text=True, capture_output=True).stdout.replace("\n", "\n "))[1])
        shown = subprocess.run(["/sbin/debugfs", "-R", "cat /answers", f"{raw}?offset={start * 512}"], text=True, capture_output=True)
        self.assertEqual(shown.stdout, answers)
        log = (self.parts.cache / f"{self.digest}.log").read_text()
        self.assertIn("\ninstallation complete\n", log)
        self.assertNotIn("\x1b", log)
        self.assertTrue((self.parts.cache / f"{self.digest}.on-node").exists())

    def assert_forgotten(self):
        status, said = self.parts.call("forget_installation")
        self.assertEqual(status, 0, said)
        self.assertEqual(self.daemon.left(), ([], []))
        self.assertFalse((self.parts.cache / f"{self.digest}.on-node").exists())


class Installations(Machine):
    def test_it_is_interrupted_and_waited_for_by_the_next_make(self):
        process = self.parts.start("make_source_install", "../../../.images/.cache/disk")
        said = ""
        while "make log shows" not in said:
            line = process.stdout.readline()
            self.assertTrue(line, said)
            said += line
        while self.daemon.virsh("list", "--name").split() != [DOMAIN]:
            pass  # until virt-install has started it
        self.daemon.virsh("suspend", DOMAIN)
        while DOMAIN not in self.daemon.virsh("list", "--all", "--persistent", "--name"):
            pass
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        self.assertEqual(said, f"""\
images/gol den/deb,2C12: create volume {POOL}/{DOMAIN}.qcow2
images/gol den/deb,2C12: start the installer on node "kvm1": make log shows its console
""")
        process = self.parts.start("make_source_install", "../../../.images/.cache/disk")
        self.assertEqual(process.stdout.readline(), 'images/gol den/deb,2C12: the installer still runs on node "kvm1"\n')
        log = self.parts.start("installation_log")
        self.daemon.virsh("resume", DOMAIN)
        said, _ = process.communicate(timeout=SECONDS)
        self.assertRegex(said, r'^images/gol den/deb,2C12: fetch the disk \(\d+ MiB\) from node "kvm1"\n$')
        self.assertEqual(process.returncode, 0)
        self.assert_installed()
        followed, _ = log.communicate(timeout=SECONDS)
        self.assertIn("small installer\nkernel arguments: ", followed)
        self.assertIn("auto=true priority=critical preseed/file=/preseed.cfg console=ttyS0 quiet a=b,c", followed)
        self.assertIn("\nanswers: hello\n", followed)
        self.assertIn("\ninstallation complete\n", followed)
        self.assertEqual(self.install().count("\n"), 1)  # killed before the state had its name: it is fetched again
        self.assert_forgotten()
        self.assertIn("\nanswers: hello\n", self.parts.call("installation_log")[1])

    def test_one_that_stays_on_and_one_that_crashes_stay_there(self):
        self.give("wait\n", seconds=20)
        said = self.install(1)
        head, _, console = said.partition("The console said last:\n")
        self.assertTrue(head.endswith('error: the installer on node "kvm1" has not powered itself off after 20 seconds, and still runs. \
Its console and its disk are there: make log, make shell BOOT=1; when it is mended, make build waits on, and make force begins \
anew. '), said)
        self.assertTrue(console.endswith("    answers: wait\n"), said)
        with self.subTest("another source is not taken for it"):
            self.give("more\n")
            self.assertIn(f'error: the installer of another source runs as domain "{DOMAIN}" on node "kvm1"', self.install(1))
        self.give("wait\n", seconds=600)
        process = self.parts.start("make_source_install", "../../../.images/.cache/disk")
        self.assertEqual(process.stdout.readline(), 'images/gol den/deb,2C12: the installer still runs on node "kvm1"\n')
        self.daemon.virsh("qemu-monitor-command", DOMAIN, "--hmp", "info version")
        for file in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = file.read_bytes()
            except OSError:
                continue
            if f"guest={DOMAIN},".encode() in words and str(self.daemon.pool).encode() in words.replace(b",,", b","):
                os.kill(int(file.parent.name), signal.SIGKILL)
        said, _ = process.communicate(timeout=SECONDS)
        self.assertIn('error: the installer on node "kvm1" has crashed. ', said)
        self.assertEqual(process.returncode, 1)
        with self.subTest("one that is off makes room for another source"):
            self.give("reboot\n")
            said = self.install()
            self.assertIn(f"delete domain {DOMAIN}\n", said)
            self.assert_installed("reboot\n")  # on_reboot is destroy, so that is an end, too
        self.assert_forgotten()

    def test_an_iso_with_kernel_and_initrd_and_answers_on_another(self):
        iso = self.parts.images / "in,stall.iso"
        made = subprocess.run(["xorriso", "-as", "mkisofs", "-quiet", "-o", iso, "-J", "-R", "-graft-points",
                               f"boot/kernel={self.installer}/kernel", f"boot/initrd={self.installer}/initrd"], capture_output=True)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.give("autoinstall: {version: 1}\n", kind="autoinstall", cdrom=f"../../../.images/{iso.name}", kernel="/boot/kernel",
                  initrd="boot/initrd")
        self.parts.setup += "\nread_download() { url=x; }; build_image() { [[ -s $image ]]; }"
        said = self.install()
        self.assertIn(f"upload {iso.name} to volume {POOL}/{DOMAIN}.iso\n", said)
        self.assert_installed("autoinstall: {version: 1}\n")
        log = (self.parts.cache / f"{self.digest}.log").read_text()
        self.assertIn(" autoinstall console=ttyS0", log)
        self.assertIn("disc: boot ", log)
        self.assertIn("disc: meta-data user-data ", log)
        self.assert_forgotten()


if __name__ == "__main__":
    if shutil.which("virt-install") is None:
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
