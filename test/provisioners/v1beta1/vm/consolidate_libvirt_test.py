#!/usr/bin/env python3
"""What a real libvirtd shows of overlays that are made independent and of disks that grow: that nothing in them is lost.

usage: consolidate_libvirt_test.py VMP [TEST...]

Exits 77 (skipped) where private-libvirt says that there can be none. Nothing boots in the guest.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import unittest
from unittest import mock

import drift_libvirt_test as drift

OTHER = "7d1f2f52-6a0a-4bd5-9c0e-1f2f5c6b7a11"
CONTENT = bytes(range(1, 256)) * 16448  # 4 MiB, and no zeros
SMALL = {"graphics": "none", "network": "none", "boot": "hd", "disk": [drift.disk("root.qcow2")]}
# virsh with a hand that is faster: it makes the disk bigger between the look and the step.
FASTER_HAND = """\
#!/bin/sh
case "$*" in *domblkinfo* | *blockresize*)
  mkdir "$0.was-here" 2>/dev/null && '{virsh}' --quiet --connect '{uri}' "blockresize vm vda 128M" ;;
esac
exec '{virsh}' "$@"
"""


class Overlay(drift.RealDomain):
    @classmethod
    def write_image(cls):
        (cls.folder / ".images").mkdir()
        image = cls.folder / ".images/live.iso"
        (cls.folder / "raw").write_bytes(CONTENT)
        subprocess.run(["qemu-img", "convert", "-O", "qcow2", cls.folder / "raw", image], check=True)

    def setUp(self):
        super().setUp()
        self.volumes = [{"name": "base.qcow2", "poolName": "{VM_NAME}", "format": "qcow2",
                         "uploadFile": {"path": "{DEFAULT_IMAGE_DIR}/live.iso"}},
                        drift.volume("root.qcow2", backingVolume={"name": "base.qcow2", "poolName": "{VM_NAME}"})]
        self.root = self.folder / "lv/pools/vm/root.qcow2"
        self.change(**SMALL)

    def has_content(self):
        """Does the disk begin with the base's?"""
        raw = self.folder / "read"
        subprocess.run(["qemu-img", "convert", "-U", "-O", "raw", self.root, raw], check=True)
        with open(raw, "rb") as file:
            return file.read(len(CONTENT)) == CONTENT

    def base_of_root(self):
        information = subprocess.run(["qemu-img", "info", "-U", "--output", "json", self.root], check=True, capture_output=True)
        return pathlib.Path(json.loads(information.stdout).get("backing-filename", "")).name

    def capacity(self):
        return int(self.virsh("domblkinfo vm vda").split()[1])

    def assert_independent(self):
        self.assertEqual((self.base_of_root(), self.has_content()), ("", True))
        self.assertEqual(self.virsh("list --all --name").split(), ["vm"])
        self.assertEqual((self.make("consolidate"), self.make("diff")), ("", ""))

    # -- consolidate

    def test_a_guest_that_runs_goes_on(self):
        self.make("up")
        running = self.virsh("domid vm")
        self.assertIn(f"vm: pull {self.root.parent}/base.qcow2 into volume vm/root.qcow2\n", self.make("consolidate"))
        self.assert_independent()
        self.assertEqual(self.virsh("domid vm"), running)
        [qemu] = (self.folder / "lv").rglob("vm.pid")
        os.kill(int(qemu.read_text()), signal.SIGKILL)  # it has written all
        while self.virsh("domstate vm").strip() != "shut off":
            pass
        self.make("delete/volume/vm/base.qcow2", "start")
        self.assertEqual((self.virsh("domstate vm").strip(), self.has_content()), ("running", True))

    def test_a_guest_that_is_off_stays_off(self):
        self.make("create")
        self.make("consolidate")
        self.assertEqual(self.virsh("domstate vm").strip(), "shut off")
        self.assert_independent()
        self.make("up")
        self.assertEqual(self.make("diff"), "")

    def test_snapshots_keep_what_they_read_from_the_base(self):
        self.make("up")
        self.virsh("snapshot-create-as vm before")
        self.assertIn("these are there: before\n", self.make("consolidate", status=2))
        self.make("stop")
        self.virsh("snapshot-revert vm before --force; destroy vm")
        self.assertTrue(self.has_content())
        self.make("delete/domain", "create")  # libvirt forgets the snapshot, and the file does not
        self.assertIn("has snapshots that libvirt does not know", self.make("consolidate", status=2))
        subprocess.run(["qemu-img", "snapshot", "-q", "-a", "before", self.root], check=True)
        self.assertTrue(self.has_content())
        subprocess.run(["qemu-img", "snapshot", "-q", "-d", "before", self.root], check=True)
        self.make("consolidate")
        self.assert_independent()

    def test_one_that_is_killed_anywhere_is_ended_by_the_next(self):
        for lines in range(1, 6):
            with self.subTest(lines=lines):
                self.make("create")
                process = self.start("consolidate")
                said = [process.stdout.readline() for _ in range(lines)]
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                self.make("consolidate")
                self.assert_independent()
                self.make("delete")
                if not said[-1]:
                    return

    def test_up_takes_the_disk_back_from_an_interrupted_one(self):
        self.make("create")
        process = self.start("consolidate")
        self.assertEqual(process.stdout.readline(), "vm: create a paused domain that pulls volume vm/root.qcow2\n")
        while "vmp-consolidate" not in self.virsh("list --name"):
            pass
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        self.assertRegex(self.make("up"), "^vm: end the paused domain ")
        self.assertEqual((self.virsh("domstate vm").strip(), self.has_content()), ("running", True))

    # -- deleting

    def test_a_base_is_not_deleted_under_overlays_wherever_they_are(self):
        self.make("create")
        base = self.root.parent / "base.qcow2"
        overlay = self.folder / "lv/run/overlay.qcow2"  # in no pool
        xml = self.virsh("dumpxml vm --inactive")
        for path, written in ((self.root.parent / "overlay.qcow2", "../vm/base.qcow2"), (overlay, base)):
            subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-b", written, "-F", "qcow2", path], check=True)
            path.chmod(0o666)
        self.assertIn(f"volume {self.root.parent}/overlay.qcow2 uses {base}: nothing was deleted", self.make("delete", status=2))
        (self.root.parent / "overlay.qcow2").unlink()
        (self.folder / "other.xml").write_text(
            xml.replace(drift.UUID, OTHER).replace("<name>vm<", "<name>other<").replace(str(self.root), str(overlay)))
        self.virsh(f"create {self.folder}/other.xml")
        self.assertIn(f'domain "other" uses {base}: nothing was deleted', self.make("delete", status=2))
        self.virsh("destroy other")
        overlay.unlink()
        self.make("delete")
        self.assertFalse(base.exists())

    # -- growing

    def test_a_disk_that_a_hand_has_made_bigger_never_shrinks(self):
        self.make("up")
        commands = self.folder / "hand"
        commands.mkdir()
        (commands / "virsh").write_text(FASTER_HAND.format(virsh=shutil.which("virsh"), uri=self.uri))
        (commands / "virsh").chmod(0o755)
        self.volumes[1]["capacity"] = "100MiB"
        self.generate()
        with mock.patch.dict(os.environ, PATH=f"{commands}:{os.environ['PATH']}"):
            self.make("up")
        self.assertTrue((commands / "virsh.was-here").exists())
        self.assertEqual(self.capacity(), 128 << 20)
        self.make("up")
        self.assertEqual(self.capacity(), 128 << 20)
        self.assert_differs(f"volume   vm/root.qcow2                    {128 << 20} bytes, should have {100 << 20}", "differs: node")


if __name__ == "__main__":
    drift.VMP = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
