#!/usr/bin/env python3
"""What a make keeps on this machine while it works: temporary files and locks. With the fake commands of the toy node.

usage: temporary_files_test.py VMP VERSION [TEST...]
"""
import os
import pathlib
import signal
import subprocess
import unittest

from toy_vm import SECONDS, V, ToyVm

# Where a file system can be mounted that nobody else sees.
NAMESPACE = ["unshare", "--mount", "--propagation", "private"]


class TemporaryFiles(ToyVm):
    def waiting_build(self):
        """A make that waits in the middle of its work, until "go on" is written to; and what it has in TMPDIR."""
        writer = self.folder / "bin/xorriso"
        writer.write_text("""#!/bin/bash
while [[ $1 != -output ]]; do shift; done
echo >"$FAKE_NODE/begun"
read -r <"$FAKE_NODE/go_on"
echo whole >"$2"
""")
        writer.chmod(0o755)
        for name in ("begun", "go_on"):
            if not (self.node / name).exists():
                os.mkfifo(self.node / name)
        self.environment["TMPDIR"] = str(self.folder)
        build = subprocess.Popen(["make", "--no-print-directory", "-C", self.folder / "web", "build"], text=True,
                                 env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, start_new_session=True)
        (self.node / "begun").read_text()
        return build, self.temporary_folders()

    def temporary_folders(self):
        return sorted((self.folder / f"vmp-{os.getuid()}").glob("*"))

    def kill(self, make):
        os.killpg(make.pid, signal.SIGKILL)
        make.communicate(timeout=SECONDS)

    def test_what_a_killed_make_leaves_is_private_and_the_next_one_removes_it(self):
        for target in ("clean", "ssh", "down"):
            with self.subTest(target):
                build, folders = self.waiting_build()
                self.kill(build)
                self.assertEqual(self.temporary_folders(), folders)
                self.assertEqual([(folder.stat().st_mode & 0o777, folder.name.partition(".files.")[0]) for folder in folders],
                                 [(0o700, str(self.folder / "web").replace("/", "%2F"))])
                self.assertEqual(folders[0].parent.stat().st_mode & 0o777, 0o700)
                self.make(target, f"{V}_SSH_HOST=guest")
                self.assertEqual(self.temporary_folders(), [])

    def test_what_a_make_uses_stays_while_another_looks(self):
        self.make("build")
        os.utime(self.folder / "web/Makefile")
        build, folders = self.waiting_build()
        self.assertEqual(len(folders), 1)
        for target in ("ssh", "status"):
            self.make(target, f"{V}_SSH_HOST=guest")
            self.assertEqual(self.temporary_folders(), folders)
        (self.node / "go_on").write_text("\n")
        self.assertEqual((build.communicate(timeout=SECONDS)[0], build.returncode), ("web: write seed.iso\n", 0))
        self.assertEqual(self.temporary_folders(), [])

    def test_temporary_files_are_never_in_a_folder_of_somebody_else(self):
        self.environment["TMPDIR"] = str(self.folder)
        (self.folder / "theirs").mkdir()
        (self.folder / f"vmp-{os.getuid()}").symlink_to("theirs")
        self.assertIn(f"cannot make a folder for temporary files: {self.folder}/vmp-{os.getuid()} is not this user's directory",
                      self.make("build", status=2))
        self.assertEqual(list((self.folder / "theirs").iterdir()), [])

    def test_makes_exclude_each_other_with_and_without_a_runtime_directory(self):
        if subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode != 0:
            self.skipTest("no file system can be mounted here")
        user = pathlib.Path("/run/user") / str(os.getuid())
        name = str(self.folder / "web").replace("/", "%2F")
        for folder in (pathlib.Path(f"/tmp/vmp-{os.getuid()}"), user / "vmp"):
            with self.subTest(folder):
                command = (f"mount -t tmpfs none /run && mkdir -p {user} && mkdir -p -m 700 {folder} && "
                           'exec {held}>>"$1" && flock "$held" && exec make --no-print-directory -C "$2" build')
                make = subprocess.Popen([*NAMESPACE, "bash", "-c", command, "-", folder / name, self.folder / "web"], text=True,
                                        env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, start_new_session=True)
                lines = iter(make.stdout.readline, "")
                self.assertIn("web: waits for another make: it works on this VM\n", lines)
                self.kill(make)


if __name__ == "__main__":
    unittest.main(verbosity=2)
