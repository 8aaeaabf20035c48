#!/usr/bin/env python3
"""From a registry to a running VM and back, with a real libvirtd, a real guest and a real terminal.

usage: first_vm_test.py VMP

Uses the example first-vm as its users do. Exits 77 (skipped) where private-libvirt says that there can be none.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from console import Console
from image_server import ImageServer

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "first-vm"
SKIPPED = 77
# How long any one command may take; a hang is a failure, not a wait.
SECONDS = 600

LOCAL_REGISTRY = """
nodes:
  - name: local
    libvirt: {{connection: {{uri: "{uri}"}}}}
images:
  - name: live
    tags: [{{pattern: ^latest$, url: "http://127.0.0.1:{port}/live.iso", volumeName: live.iso}}]
vms:
  - name: first-vm
    vars: {{DEFAULT_POOL_PATH: {pools}, VIRT_TYPE: qemu}}
"""


def run(*command):
    """Runs a command that must succeed and returns its output."""
    return check(execute(*command)).stdout


def execute(*command):
    return subprocess.run([str(word) for word in command], text=True, capture_output=True, timeout=SECONDS,
                          stdin=subprocess.DEVNULL)


def check(result):
    if result.returncode != 0:
        raise AssertionError(f"{' '.join(result.args)}: exit status {result.returncode}\n{result.stdout}{result.stderr}")
    return result


class FirstVm(unittest.TestCase):
    vmp = None

    def setUp(self):
        # Short, for the sockets below it, and open to the user that the private libvirt runs as.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vmp.", dir="/tmp"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.folder.chmod(0o711)

        # A make that is killed leaves its temporary files to us.
        os.environ["TMPDIR"] = str(self.folder)
        os.environ["no_proxy"] = "127.0.0.1"

        iso = run(EXAMPLE / "make-live-iso").strip()
        images = self.folder / "images"
        images.mkdir()
        shutil.copy(iso, images / "live.iso")
        self.server = ImageServer(images)
        self.addCleanup(self.server.stop)

        self.libvirt = self.folder / "lv"
        self.addCleanup(run, EXAMPLE / "private-libvirt", "stop", self.libvirt)
        started = execute(EXAMPLE / "private-libvirt", "start", self.libvirt)
        if started.returncode == SKIPPED:
            print(f"skipped: {started.stderr}")
            self.skipTest("no libvirtd can run here")
        self.uri = check(started).stdout.strip()

        self.pools = self.libvirt / "pools"
        self.vm = self.folder / "first-vm"

    def test_up_login_up_down(self):
        nothing = self.libvirt_state()
        self.generate()
        generated = self.files(self.vm)

        self.make("up")
        self.assertEqual(self.server.requests, ["GET /live.iso HTTP/1.1"])
        self.log_in()

        with self.subTest("a second up changes nothing"):
            before = self.libvirt_state(), self.files(self.vm), self.files(self.pools / "first-vm")
            self.generate()
            self.make("up")
            after = self.libvirt_state(), self.files(self.vm), self.files(self.pools / "first-vm")
            self.assertEqual(before, after)
            self.assertEqual(len(self.server.requests), 1)

        with self.subTest("status and diff know that all is as it should be"):
            self.assertIn("running", self.make("status"))
            self.make("diff")

        self.make("down", "clean-all")
        self.assertEqual(self.libvirt_state(), nothing)
        self.assertEqual(self.files(self.vm), generated)
        self.assertFalse((self.pools / "first-vm").exists())
        self.assertEqual(self.processes(), [])

        with self.subTest("down of nothing is fine"):
            self.make("down")
            self.assertEqual(self.libvirt_state(), nothing)

    def generate(self):
        registry = self.folder / "local.yaml"
        registry.write_text(LOCAL_REGISTRY.format(uri=self.uri, port=self.server.port, pools=self.pools))
        run(self.vmp, "--registry", EXAMPLE / "registry.yaml", "--registry", registry, "gen", "--base-dir", self.folder)

    def make(self, *targets):
        return run("make", "--directory", self.vm, *targets)

    def log_in(self):
        console = Console(["make", "--silent", "--directory", str(self.vm), "console"])
        self.addCleanup(console.kill)
        console.expect("login: ", may_have_come=True)
        console.send("root")
        console.expect("Password: ")
        console.send("vmp")
        console.expect("~ # ")
        console.send("echo the answer is $((6 * 7))")
        console.expect("the answer is 42")
        console.expect("~ # ")
        console.send("exit")
        console.expect("login: ")
        self.assertEqual(console.leave(), 0)

    def virsh(self, *arguments):
        return run("virsh", "--connect", self.uri, *arguments)

    def libvirt_state(self):
        """All domains, pools and volumes, without the figures that change by themselves."""
        state = {"domains": self.virsh("list", "--all", "--uuid").split()}
        for uuid in state["domains"]:
            state[uuid] = self.virsh("dumpxml", uuid), self.virsh("dumpxml", "--inactive", uuid)
        state["pools"] = self.virsh("pool-list", "--all", "--uuid").split()
        for uuid in state["pools"]:
            volumes = re.findall(r"^ (\S+) ", self.virsh("vol-list", uuid), re.MULTILINE)[1:]
            for xml in [self.virsh("pool-dumpxml", uuid)] + [self.virsh("vol-dumpxml", volume, uuid) for volume in volumes]:
                state.setdefault(uuid, []).append(re.sub(r"<(atime|allocation|available)\b.*", "", xml))
        return state

    @staticmethod
    def files(folder):
        """Every file below FOLDER with what tells whether it was written."""
        return {str(path.relative_to(folder)): (path.stat().st_mode, path.stat().st_mtime_ns, path.read_bytes())
                for path in sorted(folder.rglob("*")) if path.is_file()}

    def processes(self):
        """Command lines that speak of our folder, the daemons apart."""
        daemons = [(self.libvirt / "pid").read_text(), *(self.libvirt / "daemons").read_text().split()]
        found = []
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if str(self.folder) in command and process.name not in daemons + [str(os.getpid())]:
                found.append(command)
        return found


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    FirstVm.vmp = pathlib.Path(sys.argv[1]).resolve()
    program = unittest.main(argv=sys.argv[:1], verbosity=2, exit=False)
    if program.result.skipped:
        sys.exit(SKIPPED)
    sys.exit(0 if program.result.wasSuccessful() else 1)
