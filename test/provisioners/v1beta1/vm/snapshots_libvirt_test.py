#!/usr/bin/env python3
"""What a real libvirtd shows of snapshots, of memory that is saved and of what the guest shows.

usage: snapshots_libvirt_test.py VMP [TEST...]

Exits 77 (skipped) where private-libvirt says that there can be none. Nothing boots in the guest.
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import unittest

import drift_libvirt_test as drift

SMALL = {"graphics": "none", "network": "none", "boot": "hd", "disk": [drift.disk("root.qcow2")]}


class Snapshots(drift.RealDomain):
    def setUp(self):
        super().setUp()
        self.volumes = [drift.volume("root.qcow2")]
        self.root = self.folder / "lv/pools/vm/root.qcow2"
        self.change(**SMALL)

    def write(self, byte):
        """On the disk of a guest that is off."""
        subprocess.run(["qemu-io", "-f", "qcow2", "-c", f"write -q -P {byte} 0 64k", self.root], check=True, capture_output=True)

    def has(self, byte):
        read = subprocess.run(["qemu-io", "-U", "-r", "-f", "qcow2", "-c", f"read -q -P {byte} 0 64k", self.root], capture_output=True,
                              text=True, check=False)
        return "verification failed" not in read.stdout + read.stderr

    def state(self):
        return self.virsh("domstate vm").strip()

    def assert_refused(self, said, *words):
        self.assertIn(f"vm: error: {said}", self.make(*words, status=2))

    def test_a_guest_that_is_off_goes_back_and_forth(self):
        self.make("create")
        self.write(1)
        self.assertEqual(self.make("snapshot", "NAME=clean", "NOTE=--it's <b> & \"c\"; $(HOME)"),
                         "vm: make snapshot clean of domain vm\n")
        self.write(2)
        self.make("snapshot", "NAME=later")
        self.assert_refused('domain "vm" has a snapshot "later" already: make snapshots\n', "snapshot", "NAME=later")
        self.assertRegex(self.make("snapshots"),
                         r'^snapshot clean {28}\S+ \S+ shutoff: --it\'s <b> & "c"; \$\(HOME\)\n'
                         r'snapshot later {28}\S+ \S+ shutoff, current, on "clean"\n$')
        self.assertIn('\nsnapshots 2, at "later"\n', self.make("status"))
        self.assertEqual(self.make("diff"), "")
        self.change(memory="64")
        self.make("create")
        self.assertEqual(self.make("revert", "NAME=clean"),
                         "vm: revert domain vm to snapshot clean\nvm: domain vm is off\nregistry: --memory was 32, is 64\n"
                         "vm: make diff shows what is above, make up follows the registry\n")
        self.assertTrue(self.has(1))
        self.assert_differs("registry: --memory was 32, is 64", 'snapshots 2, at "clean"', "differs: registry")
        self.assert_refused('snapshot "clean" of domain "vm" is lost then: to do it nevertheless, add CONFIRM=vm\n',
                            "snapshot-delete", "NAME=clean")
        self.make("snapshot-delete", "NAME=clean", "CONFIRM=vm")
        self.assertEqual(self.make("snapshot-delete", "NAME=clean"), "vm: domain vm has no snapshot clean\n")
        self.assertRegex(self.make("snapshots"), "^snapshot later [^\n]*\n$")
        self.assert_refused('domain "vm" has no snapshot "clean", but: later\n', "revert", "NAME=clean")
        self.assertIn('forgets the snapshots of domain "vm", which stay in its volumes as long as those do: later\n', self.make("delete/domain"))

    def test_names_are_never_options_of_virsh(self):
        self.make("create")
        for name in ("--disk-only", "-x", "a b", "a/b", "*", "ü", "a;b", "$(HOME)"):
            self.assert_refused("a snapshot's name has letters, digits and . _ + - only, and begins with a letter or digit: "
                                f'not "{name}"\n', "snapshot", f"NAME={name}")
        self.assert_refused("which snapshot? make revert NAME=...\n", "revert")
        self.assertEqual(self.virsh("snapshot-list vm --name").strip(), "")

    def test_a_guest_that_runs_is_powered_off_only_when_confirmed(self):
        self.make("create")
        self.make("snapshot", "NAME=off")
        self.make("up")
        running = self.virsh("domid vm")
        self.assert_refused('domain "vm" is running, and snapshot "off" is of one that is off: the revert powers it off at once, and '
                            "what it has done since is lost: to do it nevertheless, add CONFIRM=vm\n", "revert", "NAME=off")
        self.assert_refused('domain "vm" is running', "revert", "NAME=off", "CONFIRM=yes")
        self.assertEqual(self.virsh("domid vm"), running)
        self.assertIn("vm: domain vm is off\n", self.make("revert", "NAME=off", "CONFIRM=vm"))

    def test_saved_memory_never_wakes_on_a_reverted_disk(self):
        self.make("up")
        self.make("suspend", "snapshot", "NAME=on")
        self.assertEqual(self.make("resume"), "vm: resume domain vm\n")
        self.assert_refused('domain "vm" is running, and what it has done since snapshot "on" is lost', "revert", "NAME=on")
        self.assertIn("save the memory", self.make("hibernate"))
        self.assertEqual(self.make("hibernate"), "")
        self.assertIn("domain   vm                               saved\n", self.make("status"))
        self.assert_refused('domain "vm" has its memory saved, which belongs to its disks as they are: make start wakes it\n',
                            "snapshot", "NAME=two")
        self.assert_refused('domain "vm" has its memory saved, which is lost', "revert", "NAME=on")
        self.make("revert", "NAME=on", "CONFIRM=vm")
        self.assertEqual((self.state(), self.virsh("list --all --with-managed-save --name").strip()), ("paused", ""))
        self.make("resume", "hibernate", "start")
        self.assertEqual(self.state(), "running")

    def test_what_cannot_be_kept_is_refused_with_the_disk_named(self):
        pool = self.root.parent
        self.volumes.append(drift.volume("data.img", format="raw"))
        self.change(disk=[drift.disk("root.qcow2"), drift.disk("data.img")])
        self.make("create")
        self.assert_refused(f"disk vdb ({pool}/data.img) of domain \"vm\" is not qcow2, so there can be no snapshot: make backup "
                            "copies disks\n", "snapshot", "NAME=x")
        self.change(disk=[drift.disk("root.qcow2")])
        self.make("create")
        (self.folder / "uefi.xml").write_text(re.sub("<os>", "<os firmware='efi'>", self.virsh("dumpxml vm --inactive")))
        self.virsh(f"define {self.folder}/uefi.xml")
        for target in ("snapshot", "revert"):
            self.assert_refused('domain "vm" boots by UEFI, whose variables no snapshot of libvirt\'s keeps right', target, "NAME=x")
        self.assertEqual(self.virsh("snapshot-list vm --name").strip(), "")

    def test_a_paused_guest_goes_on_only_when_told_to(self):
        self.make("up")
        self.assertEqual((self.make("suspend"), self.make("suspend"), self.state()), ("vm: pause domain vm\n", "", "paused"))
        self.assertEqual((self.make("up"), self.state()), ('vm: domain "vm" is paused: make resume\n', "paused"))
        self.assertEqual((self.make("resume"), self.make("resume"), self.state()), ("vm: resume domain vm\n", "", "running"))
        self.assert_refused("the guest has not begun to reboot in 1 seconds", "reboot")  # nothing is in it that could
        self.make("kill")
        for target in ("suspend", "resume", "reboot", "screenshot"):
            self.assert_refused('domain "vm" is off: make up\n', target)
        self.assert_refused('domain "vm" is off: it has no memory to save\n', "hibernate")

    def test_the_log_of_the_console_is_printed_to_the_byte(self):
        folder = self.folder / "lv/run/logs"
        folder.mkdir()
        folder.chmod(0o777)
        log = folder / "a b.log"
        self.change(console=[{"name": "log", "options": {"pty": True, "log.file": str(log), "log.append": "on"}}])
        self.make("create")
        self.assert_refused(f'there is no log {log} on node "n" yet: was the domain started?\n', "logs")
        text = b"one\r\n\0\xff two"  # without a new line at its end
        log.write_bytes(text)
        log.chmod(0o666)
        process = self.start("logs")
        self.assertEqual((process.stdout.buffer.read(), process.wait()), (text, 0))
        process.stdout.close()
        self.assertNotIn("vmp-logs", self.virsh("pool-list --all --name"))
        process = self.start("logs", "FOLLOW=1")
        self.assertEqual(process.stdout.buffer.read(len(text)), text)
        with log.open("ab") as file:
            file.write(b"\nthree")
        self.assertEqual(process.stdout.buffer.read(6), b"\nthree")
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate()

    def test_the_screen_is_a_picture(self):
        self.change(graphics="vnc", video="vga")
        self.make("up")
        self.make("screenshot", "FILE=pictures/it's one")
        self.assertIn((self.folder / "vm/pictures/it's one").read_bytes()[:2], (b"P6", b"\x89P"))


if __name__ == "__main__":
    drift.VMP = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
