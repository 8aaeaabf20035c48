#!/usr/bin/env python3
"""What only the real libguestfs shows: clones of a sealed Debian have keys and machine-ids of their own, and zeros are written
over what a guest has deleted.

usage: sealing_test.py [TEST...]

Takes some minutes under emulation. Exits 77 (skipped) without libguestfs, or for somebody who is not root.
"""
import os
import re
import shutil
import subprocess
import sys
import unittest

from image_parts import HERE, Parts, qemu_img

MAKE_GUEST_IMAGE = HERE.parents[2] / "end_to_end" / "debian_guest" / "make-guest-image"
SKIPPED = 77
OLD_ID = "0123456789abcdef0123456789abcdef"
REPORT = """[Unit]
After=vmp-host-keys.service ssh.service
[Service]
Type=oneshot
StandardOutput=tty
TTYPath=/dev/ttyS0
ExecStart=/bin/sh -c 'echo "REPORT $(cat /etc/machine-id) $(ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub) $(systemctl is-active ssh)"'
ExecStart=/bin/systemctl poweroff --no-block
[Install]
WantedBy=multi-user.target
"""


class Clones(unittest.TestCase):
    def setUp(self):
        self.parts = Parts("seal")
        self.addCleanup(self.parts.remove)
        self.environment = {**self.parts.environment, "LIBGUESTFS_BACKEND": "direct"}
        self.parts.environment = self.environment
        self.guest = subprocess.run([MAKE_GUEST_IMAGE], check=True, text=True, capture_output=True).stdout.strip()
        self.disk = self.parts.cache / "aa.qcow2"
        qemu_img("create", "-f", "qcow2", "-b", f"{self.guest}/guest.qcow2", "-F", "qcow2", self.disk)

    def guestfish(self, commands):
        return subprocess.run(["guestfish", "--format=qcow2", "-a", self.disk, "-m", "/dev/sda1"], input=commands, text=True, check=True,
                              capture_output=True, env=self.environment).stdout

    def boot(self, name):
        """What the guest's own report says."""
        clone = self.parts.folder / name
        qemu_img("create", "-f", "qcow2", "-b", self.disk, "-F", "qcow2", clone)
        booted = subprocess.run(
            ["qemu-system-x86_64", "-machine", "accel=tcg", "-m", "512", "-nodefaults", "-display", "none", "-serial", "stdio", "-no-reboot",
             "-kernel", f"{self.guest}/vmlinuz", "-initrd", f"{self.guest}/initrd", "-append", "console=ttyS0 no_timer_check "
             "cloud-init=disabled", "-drive", f"if=virtio,format=qcow2,file={clone}"], text=True, errors="replace", capture_output=True,
            stdin=subprocess.DEVNULL, timeout=1200)
        found = re.search(r"REPORT (\w+) \d+ (SHA256:\S+) .* (\w+)\s", booted.stdout)
        self.assertTrue(found, booted.stdout[-3000:] + booted.stderr)
        return found.groups()

    def test_clones_are_machines_of_their_own(self):
        key = self.parts.folder / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        (self.parts.folder / "report.service").write_text(REPORT)
        units = "/etc/systemd/system"
        self.guestfish(f"""
upload "{key}" /etc/ssh/ssh_host_ed25519_key
upload "{key}.pub" /etc/ssh/ssh_host_ed25519_key.pub
write /etc/machine-id "{OLD_ID}\\n"
upload "{self.parts.folder}/report.service" {units}/report.service
mkdir-p {units}/multi-user.target.wants
ln-s {units}/report.service {units}/multi-user.target.wants/report.service
""")
        status, said = self.parts.call("alone_seal", "01-step", "../../../.images/.cache/aa.qcow2")
        self.assertEqual(status, 0, said)
        self.assertEqual(self.guestfish("filesize /etc/machine-id\nglob-expand /etc/ssh/ssh_host_*\nis-file /tmp/builder.log\n"),
                         "0\nfalse\n")
        first, second = self.boot("first"), self.boot("second")
        self.assertEqual((first[2], second[2]), ("active", "active"))
        self.assertEqual(len({first[0], second[0], OLD_ID}), 3)
        old = subprocess.run(["ssh-keygen", "-lf", f"{key}.pub"], text=True, capture_output=True).stdout.split()[1]
        self.assertEqual(len({first[1], second[1], old}), 3)


class FreeSpace(unittest.TestCase):
    def test_what_was_deleted_is_in_no_sparsified_result(self):
        parts = Parts("formats", "overlays", "export")
        self.addCleanup(parts.remove)
        parts.environment["LIBGUESTFS_BACKEND"] = "direct"
        secret, raw = b"a token that nobody shall find", parts.folder / "raw"
        (parts.folder / "token").write_bytes(secret * 500)
        subprocess.run(["mke2fs", "-q", "-F", "-t", "ext4", raw, "32M"], check=True)
        for command in (f'write "{parts.folder}/token" token', "rm token"):
            subprocess.run(["debugfs", "-w", "-R", command, raw], check=True, capture_output=True)
        qemu_img("convert", "-O", "qcow2", raw, parts.cache / "aa.qcow2")
        for sparsify, is_there in (("false", True), ("true", False)):
            parts.words = []
            parts.give("export", compress="none", sparsify=sparsify)
            status, said = parts.call("export_state", "../../../.images/.cache/aa.qcow2")
            self.assertEqual(status, 0, said)
            self.assertEqual(secret in parts.result.read_bytes(), is_there)
        self.assertEqual(parts.names_in(parts.cache), ["aa.qcow2"])


if __name__ == "__main__":
    if os.geteuid() != 0 or not all(map(shutil.which, ("virt-sysprep", "guestfish", "qemu-system-x86_64", "mmdebstrap"))):
        print("skipped: there is no libguestfs, or this is not root")
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
