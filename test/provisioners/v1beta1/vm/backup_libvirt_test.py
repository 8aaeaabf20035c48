#!/usr/bin/env python3
"""What a real libvirtd shows of backups: that a copy has what the disks had, and a restore brings it back.

usage: backup_libvirt_test.py VMP [TEST...]

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

import drift_libvirt_test as drift

CONTENT = bytes(range(1, 256)) * 4112  # 1 MiB, and no zeros


class Backup(drift.RealDomain):
    def tearDown(self):
        super().tearDown()
        shutil.rmtree(self.folder / "vm/backups", ignore_errors=True)

    @classmethod
    def write_image(cls):
        (cls.folder / ".images").mkdir()
        (cls.folder / "raw").write_bytes(CONTENT)
        subprocess.run(["qemu-img", "convert", "-O", "qcow2", cls.folder / "raw", cls.folder / ".images/live.iso"], check=True)

    def setUp(self):
        super().setUp()
        self.volumes = [{"name": "base.qcow2", "poolName": "{VM_NAME}", "format": "qcow2",
                         "uploadFile": {"path": "{DEFAULT_IMAGE_DIR}/live.iso"}},
                        drift.volume("root.qcow2", backingVolume={"name": "base.qcow2", "poolName": "{VM_NAME}"}),
                        drift.volume("data.img", format="raw", capacity="1MiB")]
        self.pool = self.folder / "lv/pools/vm"
        self.change(graphics="none", network="none", boot="hd", disk=[drift.disk("root.qcow2"), drift.disk("data.img")])

    def write(self, byte):
        """On both disks of a guest that is off."""
        for name, kind in (("root.qcow2", "qcow2"), ("data.img", "raw")):
            subprocess.run(["qemu-io", "-f", kind, "-c", f"write -q -P {byte} 0 64k", self.pool / name], check=True, capture_output=True)

    def content(self, path):
        raw = self.folder / "read"
        subprocess.run(["qemu-img", "convert", "-U", "-O", "raw", path, raw], check=True)
        with open(raw, "rb") as file:
            return file.read(len(CONTENT))

    def folders(self):
        return sorted((self.folder / "vm/backups").iterdir())

    def assert_refused(self, said, *words):
        self.assertIn(f"vm: error: {said}", self.make(*words, status=2))

    def assert_backup(self, byte, output):
        [folder] = self.folders()
        self.assertIn(f"vm: wrote backups/{folder.name}\n", output)
        self.assertEqual(sorted(path.name for path in folder.iterdir()), ["SHA256SUMS", "domain.xml", "vda", "vdb", "volumes"])
        self.assertEqual((folder / "volumes").read_text(), "vda qcow2 vm/root.qcow2\nvdb raw vm/data.img\n")
        self.assertEqual(self.content(folder / "vda"), bytes([byte]) * 65536 + CONTENT[65536:])
        self.assertEqual((folder / "vdb").read_bytes(), bytes([byte]) * 65536 + bytes((1 << 20) - 65536))
        shown = subprocess.run(["qemu-img", "info", "--output", "json", folder / "vda"], check=True, capture_output=True).stdout
        self.assertNotIn("backing-filename", json.loads(shown))
        self.assertEqual(sorted(path.name for path in self.pool.iterdir()), ["base.qcow2", "data.img", "root.qcow2"])
        self.assertNotIn("vmp-consolidate", self.virsh("list --all --name"))
        return f"FROM=backups/{folder.name}"

    def test_a_guest_that_runs_goes_on_and_comes_back_as_it_was(self):
        self.make("create")
        self.write(7)
        self.make("up")
        running = self.virsh("domid vm")
        backup = self.assert_backup(7, self.make("backup"))
        self.assertEqual((self.virsh("domid vm"), self.make("diff")), (running, ""))
        self.assert_refused('domain "vm" is running: make stop\n', "restore", backup)
        self.make("kill")
        self.write(8)
        self.assert_refused("what is in vm/root.qcow2 vm/data.img is lost then: to do it nevertheless, add CONFIRM=vm\n", "restore", backup)
        [folder] = self.folders()
        (folder / "volumes").write_text("vda qcow2 vm/data.img\n")
        self.assert_refused(f"the backup in {backup[5:]} is damaged\n", "restore", backup, "CONFIRM=vm")
        (folder / "volumes").write_text("vda qcow2 vm/root.qcow2\nvdb raw vm/data.img\n")
        self.assertTrue(self.content(self.pool / "root.qcow2").startswith(bytes([8]) * 65536))
        self.make("restore", backup, "CONFIRM=vm")
        self.assertTrue(self.content(self.pool / "root.qcow2").startswith(bytes([7]) * 65536))
        self.assertTrue((self.pool / "data.img").read_bytes().startswith(bytes([7]) * 65536))
        self.make("start")

    def test_a_guest_that_is_off_stays_off(self):
        self.make("create")
        self.write(5)
        self.assert_backup(5, self.make("backup"))
        self.assertEqual(self.virsh("domstate vm").strip(), "shut off")

    def test_disks_on_no_base_are_copied_as_they_are(self):
        self.volumes = [drift.volume("root.qcow2"), self.volumes[2]]
        self.generate()
        self.make("create")
        self.write(6)
        output = self.make("backup")
        self.assertNotIn("begin a backup", output)
        [folder] = self.folders()
        self.assertEqual((folder / "vdb").read_bytes(), (self.pool / "data.img").read_bytes())
        self.assertEqual((folder / "vda").read_bytes(), (self.pool / "root.qcow2").read_bytes())

    def test_one_that_is_killed_is_found_again(self):
        self.make("create")
        self.write(4)
        self.make("up")
        process = self.start("backup")
        while "begin a backup" not in process.stdout.readline():
            pass
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        output = self.make("backup")
        self.assertIn("vm: go on with the backup backups/", output)
        self.assert_backup(4, output)

    def test_half_a_restore_never_starts(self):
        self.make("create")
        backup = self.assert_backup(1, (self.write(1), self.make("backup"))[1])
        process = self.start("restore", backup, "CONFIRM=vm")
        while "create volume" not in process.stdout.readline():
            pass
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        self.assert_refused("a restore has not ended, so disks may be torn", "up")
        self.make("restore", backup, "CONFIRM=vm")
        self.assertTrue(self.content(self.pool / "root.qcow2").startswith(bytes([1]) * 65536))
        self.make("up")

    def test_without_room_nothing_looks_like_a_backup(self):
        self.make("create")
        (self.folder / "file").write_text("")
        self.assertIn("vm: error: cannot make the folder ", self.make("backup", f"DIR={self.folder}/file/x", status=2))
        small = self.folder / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "small", small], capture_output=True, check=False).returncode:
            self.skipTest("no tmpfs can be mounted here")
        self.addCleanup(subprocess.run, ["umount", small], check=True)
        self.write(3)
        self.assertIn("bytes came. Is there room? make backup goes on\n", self.make("backup", f"DIR={small}", status=2))
        self.assertEqual([path.suffix for path in small.iterdir()], [".part"])
        subprocess.run(["mount", "-o", "remount,size=30M", small], check=True)
        self.make("backup", f"DIR={small}")
        self.assertEqual([path.suffix for path in small.iterdir()], [""])


if __name__ == "__main__":
    drift.VMP = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
