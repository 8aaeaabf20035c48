#!/usr/bin/env python3
"""Starts examples/first-vm/private-libvirt: with daemons that are none, for what it says where libvirtd cannot be and where it
does not start, and with real ones of either kind.
"""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

PRIVATE_LIBVIRT = pathlib.Path(__file__).resolve().parents[2] / "examples/first-vm/private-libvirt"
IMPOSSIBLE = 77
LIVES = "exec sleep infinity"


class PrivateLibvirt(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vmp."))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "bin").mkdir()
        for folder in (self.folder, self.folder / "bin"):
            folder.chmod(0o755)  # the daemons run as another user
        self.libvirt = self.folder / "lv"
        self.addCleanup(self.run_it, "stop")

    def start(self, **commands):
        result = self.run_it("start", virtlogd=LIVES, **commands)
        if result.returncode == IMPOSSIBLE:
            self.skipTest(result.stderr)
        return result

    def run_it(self, action, **commands):
        """Runs it where COMMANDS are other ones."""
        for name, script in commands.items():
            command = self.folder / "bin" / name
            command.write_text(f"#!/bin/sh\n{script}\n")
            command.chmod(0o755)
        return subprocess.run([PRIVATE_LIBVIRT, action, self.libvirt], text=True, capture_output=True,
                              stdin=subprocess.DEVNULL, env={**os.environ, "PATH": f"{self.folder}/bin:{os.environ['PATH']}"})

    def assert_refused(self, result, status, *messages):
        self.assertEqual(result.returncode, status, result.stderr)
        for message in messages:
            self.assertIn(message, result.stderr)
        self.assertFalse(self.libvirt.exists())

    def test_a_machine_that_allows_none(self):
        no = "echo Operation not permitted >&2; exit 1"
        result = self.run_it("start", libvirtd=LIVES, setpriv=no, env=no, unshare=no)
        self.assert_refused(result, IMPOSSIBLE, "this machine allows no libvirtd", "session: Operation not permitted",
                            "system: Operation not permitted")

    def test_a_daemon_that_ends(self):
        result = self.start(libvirtd="echo cannot read its mind; exit 1", virsh="exit 1")
        self.assert_refused(result, 1, "cannot read its mind", "libvirtd does not start")

    def test_a_daemon_that_takes_its_time(self):
        asked = self.folder / "asked"
        result = self.start(libvirtd=LIVES, virsh=f"echo >> {asked}; [ $(wc -l < {asked}) = 9 ]")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertRegex(result.stdout, r"\Aqemu:///\w+\?socket=.*\n\Z")

    # -- real ones

    def assert_answers(self, kind):
        """With all that it keeps in its own folder. Short, because sockets live in it."""
        folder = pathlib.Path(tempfile.mkdtemp(prefix="lv", dir="/tmp"))
        self.addCleanup(shutil.rmtree, folder)
        folder.chmod(0o755)
        libvirt = folder / "d"
        self.addCleanup(subprocess.run, [PRIVATE_LIBVIRT, "stop", libvirt], check=True)
        accounts = [pathlib.Path(path).read_bytes() for path in ("/etc/passwd", "/etc/group")]
        started = subprocess.run([PRIVATE_LIBVIRT, "start", libvirt], text=True, capture_output=True, check=False,
                                 stdin=subprocess.DEVNULL, env={**os.environ, "PRIVATE_LIBVIRT": kind})
        if started.returncode == IMPOSSIBLE:
            self.skipTest(started.stderr)
        self.assertEqual(started.returncode, 0, started.stderr)
        self.assertEqual((libvirt / "kind").read_text(), kind)
        asked = subprocess.run(["virsh", "--connect", started.stdout.strip(), "domcapabilities"], text=True,
                               capture_output=True, stdin=subprocess.DEVNULL, check=False)
        self.assertIn("<domainCapabilities>", asked.stdout, asked.stderr)
        self.assertEqual([pathlib.Path(path).read_bytes() for path in ("/etc/passwd", "/etc/group")], accounts)

    def test_a_session(self):
        self.assert_answers("session")

    @unittest.skipUnless(os.geteuid() == 0, "only root can have a daemon of this kind")
    def test_a_system(self):
        """Without the package libvirt-daemon-system."""
        self.assert_answers("system")


if __name__ == "__main__":
    unittest.main()
