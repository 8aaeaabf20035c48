#!/usr/bin/env python3
"""VMs that are installed, on a real libvirtd with a small installer: once, also where it is interrupted, fails or is gone.

usage: installation_libvirt_test.py VMP [TEST...]

Exits 77 (skipped) where private-libvirt says that there can be none. The installer's kernel needs a network once.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import unittest

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent / "image"))
import install_libvirt_test as images  # noqa: E402
from small_installer import small_installer  # noqa: E402

SECONDS = 300
UUID = "7d1f2f52-6a0a-4bd5-9c0e-1f2f5c6b7a10"
NAME = "install-vm-7d1f2f52"
images.POOL = "vms"


class Installed(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.daemon = images.Daemon()
        cls.addClassCleanup(cls.daemon.end)
        cls.folder = cls.daemon.folder / "tree"
        cls.folder.mkdir()
        cls.installer = small_installer()

    def setUp(self):
        self.addCleanup(self.clear)
        self.install = {"kernel": str(self.installer / "kernel"), "initrd": str(self.installer / "initrd"), "extraArgs": "console=ttyS0 quiet",
                        "autoinstall": {"kind": "preseed", "file": "answers", "template": "true"}, "timeout": "4m"}
        self.give("hello {VM_NAME}\n")

    def clear(self):
        domains, volumes = self.daemon.left()
        for domain in domains:
            if self.daemon.virsh("domstate", domain).strip() != "shut off":
                self.daemon.virsh("destroy", domain)
            self.daemon.virsh("undefine", domain)
        for name in volumes:
            (self.daemon.pool / name).unlink()
        shutil.rmtree(self.folder / "t", ignore_errors=True)

    def give(self, answers, **options):
        (self.folder / "answers").write_text(answers)
        pool = images.POOL
        vm = {"name": "vm", "nodeName": "host", "provisioner": "v1beta1",
              "libvirt": {"domain": {"name": "vm", "install": self.install,
                                     "virtInstall": {"uuid": UUID, "virt-type": "qemu", "memory": 192, "machine": "pc", "graphics": "none",
                                                     "network": "none", "autostart": True,
                                                     "disk": [{"name": "root", "options": {"vol": f"{pool}/root.qcow2", "bus": "virtio"}}],
                                                     **options}},
                          "volumes": [{"name": "root.qcow2", "poolName": pool, "capacity": "40M"}]}}
        registry = {"x-vmp-allow": ["autoinstall-kind", "unused-image"], "nodes": [{"name": "host", "libvirt": {"connection": {"uri": self.daemon.uri}}}], "vms": [vm],
                    "images": [{"name": "disc", "tags": [{"pattern": "^1$", "volumeName": "disc.iso", "url": f"file://{self.folder}/disc.iso"}]}]}
        (self.folder / "registry.json").write_text(json.dumps(registry))
        subprocess.run([VMP, "--registry", self.folder / "registry.json", "gen", "--base-dir", self.folder / "t"], check=True, stdin=subprocess.DEVNULL,
                       capture_output=True)

    def start(self, *words):
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "V1BETA1_WAIT_FOR_READY_TIMEOUT_SECS": "1",
                       "V1BETA1_SHUTDOWN_TIMEOUT_SECS": "1"}  # this guest does not know how
        return subprocess.Popen([*self.daemon.inside, "make", "--no-print-directory", "-C", self.folder / "t/vm", *words], text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, start_new_session=True)

    def make(self, *words, status=0):
        process = self.start(*words)
        said, _ = process.communicate(timeout=SECONDS)
        self.assertEqual(process.returncode, status, said)
        return said

    def state(self):
        return self.daemon.virsh("domstate", "vm", "--reason").strip()

    def wait_for(self, condition):
        while not condition():
            self.daemon.virsh("list")

    def on_disk(self):
        """What the installer has written."""
        raw = self.daemon.folder / "raw"
        subprocess.run(["qemu-img", "convert", "-U", "-O", "raw", self.daemon.pool / "root.qcow2", raw], check=True)
        table = subprocess.run(["/sbin/sfdisk", "--json", raw], text=True, capture_output=True, check=True).stdout
        start = json.loads(table)["partitiontable"]["partitions"][0]["start"]
        shown = subprocess.run(["/sbin/debugfs", "-R", "cat /answers", f"{raw}?offset={start * 512}"], text=True, capture_output=True)
        return shown.stdout

    def assert_installed(self, answers="hello vm\n"):
        self.assertEqual(self.state(), "running (booted)")
        self.assertEqual(self.on_disk(), answers)
        xml = self.daemon.virsh("dumpxml", "vm", "--inactive")
        self.assertNotIn("installer=", xml)
        self.assertNotIn(NAME, xml)
        self.assertEqual((self.make("up"), self.make("diff")), ("", ""))
        self.assertEqual(sorted(path.name for path in self.daemon.pool.iterdir()), [f"{NAME}.log", "root.qcow2"])

    def test_it_is_installed_once_and_starts_from_its_disk(self):
        self.assertEqual(self.make("up"), f"""\
vm: create volume {images.POOL}/root.qcow2
vm: define domain vm
vm: start the installer of domain vm: make log shows its console
vm: note that the installer of domain vm has been started
vm: domain vm is installed
vm: define domain vm as it is when it is installed
vm: note how domain vm was defined
vm: set autostart of domain vm to true
vm: start domain vm
""")
        self.assert_installed()
        log = self.make("log")
        self.assertIn("auto=true priority=critical preseed/file=/preseed.cfg console=ttyS0 quiet\n", log)
        self.assertIn("answers: hello vm\ninstallation complete\n", log)
        with self.subTest("its disk outlives the domain, and is not installed anew"):
            self.make("kill", "delete/domain")
            said = self.make("up")
            self.assertNotIn("installer", said)
            self.assert_log_is_gone()
            self.assertEqual((self.on_disk(), self.make("up")), ("hello vm\n", ""))
        with self.subTest("when the disk goes, all goes, and up begins anew"):
            self.give("more\n")
            self.assertNotIn("installer", self.make("up"))  # other answers are for the next one
            self.make("down")
            self.assertEqual(self.daemon.left(), ([], []))
            self.assertIn("vm: domain vm is installed\n", self.make("up"))
            self.assert_installed("more\n")

    def assert_log_is_gone(self):
        self.assertEqual([path.name for path in self.daemon.pool.iterdir()], ["root.qcow2"])

    def kill_after(self, line, *words):
        process = self.start(*words)
        said = ""
        while line not in said:
            more = process.stdout.readline()
            self.assertTrue(more, said)
            said += more
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

    def test_it_is_interrupted_anywhere_and_waited_for_by_the_next_make(self):
        for line in ("create volume", "define domain vm\n", "start the installer", "note that the installer"):
            with self.subTest(line=line):
                self.kill_after(line, "up")
                said = self.make("up")
                self.assertIn("vm: domain vm is installed\n", said)
                self.assert_installed()
                self.make("down")

    def test_killed_while_it_is_installed(self):
        self.kill_after("note that the installer", "up")
        self.wait_for(lambda: "installer=" in self.daemon.virsh("dumpxml", "vm", "--inactive"))
        with self.subTest("what it is not yet"):
            self.assertIn("domain   vm                               running, not installed yet\n", self.make("status"))
            self.assertIn('error: domain "vm" is being installed: make up waits for that\n', self.make("wait-for-ready", status=2))
        log = self.start("log")
        with self.subTest("one that is off has ended, whoever has waited"):
            self.wait_for(lambda: self.state() == "shut off (shutdown)")
            self.assertIn('error: domain "vm" is not installed yet: make up\n', self.make("start", status=2))
            self.assertEqual(self.make("up"), """\
vm: define domain vm as it is when it is installed
vm: note how domain vm was defined
vm: set autostart of domain vm to true
vm: start domain vm
""")
            self.assert_installed()
        followed, _ = log.communicate(timeout=SECONDS)
        self.assertIn("\ninstallation complete\n", followed)

    def test_one_that_does_not_end_is_told_and_begun_anew(self):
        self.install["timeout"] = "15s"
        self.give("wait\n")
        said = self.make("up", status=2)
        head, _, console = said.partition("The console said last:\n")
        self.assertTrue(head.endswith("""\
error: the installer of domain "vm" on node "host" has not powered itself off after 15 seconds, and still runs. make up waits on where it \
still runs, and make kill up begins anew. """), said)
        self.assertIn("    answers: wait\n", console)
        self.assertEqual(self.make("kill"), """\
vm: power off domain vm
vm: note that domain vm is to be installed anew
""")
        self.install["timeout"] = "4m"
        self.give("hello\n")
        self.assertIn("vm: start the installer of domain vm: make log shows its console\n", self.make("up"))
        self.assert_installed("hello\n")

    def test_one_that_was_powered_off_by_another_is_no_end(self):
        self.give("wait\n")
        process = self.start("up")
        said = ""
        while "note that" not in said:
            said += process.stdout.readline()
        self.wait_for(lambda: "installer='begun'" in self.daemon.virsh("dumpxml", "vm", "--inactive").replace('"', "'"))
        self.daemon.virsh("destroy", "vm")
        said, _ = process.communicate(timeout=SECONDS)
        self.assertIn('error: the installer of domain "vm" on node "host" did not power itself off: libvirt says "shut off (destroyed)". ', said)
        self.assertIn("did not power itself off", self.make("up", status=2))
        self.make("stop")
        self.give("hello\n")
        self.make("up")
        self.assert_installed("hello\n")

    def test_a_disc_with_kernel_and_initrd_and_answers_on_another(self):
        made = subprocess.run(["xorriso", "-as", "mkisofs", "-quiet", "-o", self.folder / "disc.iso", "-J", "-R", "-graft-points",
                               f"boot/kernel={self.installer}/kernel", f"boot/initrd={self.installer}/initrd"], capture_output=True)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.install.update(cdrom="disc:1", kernel="/boot/kernel", initrd="/boot/initrd")
        self.install["autoinstall"] = {"kind": "autoinstall", "file": "answers"}
        self.give("autoinstall: {version: 1}\n")
        said = self.make("up")
        self.assertIn(f"vm: upload ../.images/disc.iso to volume {images.POOL}/{NAME}.iso\n", said)
        self.assertIn(f"vm: delete volume {images.POOL}/{NAME}-seed.iso\n", said)
        self.assert_installed("autoinstall: {version: 1}\n")
        log = self.make("log")
        self.assertIn("disc: boot ", log)
        self.assertIn("disc: meta-data user-data ", log)


if __name__ == "__main__":
    if shutil.which("virt-install") is None:
        sys.exit(images.SKIPPED)
    VMP = sys.argv.pop(1)
    unittest.main(verbosity=2)
