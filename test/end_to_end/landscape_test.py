#!/usr/bin/env python3
"""Two networks and three VMs come up as a fleet, on a real libvirtd with real guests.

usage: landscape_test.py VMP

Uses the example landscape with a small live image, in a network namespace. Exits 77 (skipped) where there can be none.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "provisioners/v1beta1/network"))

from console import Console  # noqa: E402
from image_server import ImageServer  # noqa: E402
from private_node import PATH, SECONDS, SKIPPED, NoLibvirt, PrivateNode  # noqa: E402

EXAMPLES = HERE.parents[1] / "examples"

LOCAL_REGISTRY = """
nodes:
  - name: local
    vars: {{DEFAULT_POOL_PATH: {pools}}}
    libvirt: {{connection: {{uri: "{uri}"}}}}
images:
  - name: alpine-live
    tags: [{{pattern: ^.*$, url: "http://127.0.0.1:{port}/live.iso", volumeName: live.iso, format: raw}}]
templates:
  - name: guest
    libvirt: {{domain: {{virtInstall: {{virt-type: qemu, memory: 160}}}}}}
"""
# While the others run: an address changes, and two VMs are added.
MORE = """
vms:
  - name: data-2
    interfaces: [{name: eth0, addresses: [10.77.0.32]}]
  - {name: data-3, template: data, interfaces: [{name: eth0, addresses: [10.77.0.23]}]}
  - {name: data-4, template: data, interfaces: [{name: eth0, addresses: [10.77.0.24]}]}
"""


class Landscape(unittest.TestCase):
    vmp = None

    @classmethod
    def setUpClass(cls):
        try:
            cls.node = PrivateNode()
        except NoLibvirt as reason:
            raise unittest.SkipTest(str(reason)) from reason
        cls.addClassCleanup(cls.node.end)

    def setUp(self):
        self.base = self.node.folder / "base"
        self.base.mkdir()
        images = self.node.folder / "images"
        images.mkdir()
        iso = subprocess.run([EXAMPLES / "first-vm/make-live-iso"], check=True, text=True, capture_output=True).stdout
        shutil.copy(iso.strip(), images / "live.iso")
        self.server = ImageServer(images)
        self.addCleanup(self.server.stop)
        self.registries = [EXAMPLES / "landscape/registry.yaml", self.node.folder / "local.yaml"]
        self.registries[1].write_text(
            LOCAL_REGISTRY.format(uri=self.node.uri, port=self.server.port, pools=self.node.folder / "lv/pools"))
        self.environment = {**os.environ, "PATH": PATH, "TMPDIR": str(self.node.folder), "no_proxy": "127.0.0.1"}
        self.environment.pop("MAKEFLAGS", None)

    def run_command(self, *words):
        result = subprocess.run([str(word) for word in words], text=True, stdin=subprocess.DEVNULL, timeout=SECONDS,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.environment)
        self.assertEqual(result.returncode, 0, result.stdout)
        return result.stdout

    def gen(self):
        self.run_command(self.vmp, *(f"--registry={path}" for path in self.registries), "gen", "--base-dir", self.base)

    def make(self, *words):
        return self.run_command("make", "--no-print-directory", "-C", self.base, *words)

    def last_line(self, *words):
        return re.sub(r" in \d+ s\b", "", self.make(*words).splitlines()[-1])

    def states(self):
        """The columns of "make status", by name."""
        return {line.split()[0]: line.split()[1] for line in self.make("status").splitlines()}

    def test_a_landscape_comes_up_changes_and_goes(self):
        self.gen()
        self.assertEqual(self.last_line("-j4", "up"), "up: 6 done")
        self.assertEqual(len(self.server.requests), 1)
        self.assertEqual(self.states(), {"nodes/local": "reached", "networks/service": "active", "networks/storage": "active",
                                         "front": "running", "data-1": "running", "data-2": "running"})
        self.assertEqual(self.last_line("diff"), "diff: 6 done")

        guest = self.log_in("data-1")
        self.assertIn("inet 10.77.0.21/24", guest("ip -4 address show eth0"))
        guest("ip link set eth1 up; udhcpc -i eth1 -q -n -t 20 >/dev/null 2>&1")
        self.assertIn("inet 10.78.0.21/24", guest("ip -4 address show eth1"))
        for name, address in {"front": "10.77.0.11", "www": "10.77.0.11", "data-2": "10.77.0.22", "gw": "10.77.0.1"}.items():
            with self.subTest(name=name):
                self.assertIn(address, guest(f"nslookup {name}.landscape.example.org 10.77.0.1"))
                self.wait_for_answer(guest, address)

        with self.subTest("a change and new VMs do not disturb those that run"):
            guest("ping -i 0.2 10.77.0.11 >/tmp/ping 2>&1 & echo $! >/tmp/pid")
            self.registries.append(self.node.folder / "more.yaml")
            self.registries[2].write_text(MORE)
            self.gen()
            self.assertEqual(self.last_line("-j4", "up"), "up: 8 done")
            self.assertEqual({self.states()[name] for name in ("front", "data-1", "data-2", "data-3", "data-4")}, {"running"})
            guest("kill -INT $(cat /tmp/pid); sleep 1")
            # Five a second: a restart of the network would take many more than a busy machine does.
            sent, received = re.search(r"(\d+) packets transmitted, (\d+) packets received", guest("cat /tmp/ping")).groups()
            self.assertLess(int(sent) - int(received), 5)
            for name, address in {"data-2": "10.77.0.32", "data-3": "10.77.0.23", "data-4": "10.77.0.24"}.items():
                self.assertIn(address, guest(f"nslookup {name}.landscape.example.org 10.77.0.1"))
            self.wait_for_answer(guest, "10.77.0.23")

        self.assertEqual(self.last_line("-j4", "down"), "down: 7 done")
        self.assertEqual(self.node.virsh("list --all --name").split() + self.node.virsh("net-list --all --name").split(), [])
        self.assertEqual(set(self.states().values()), {"reached", "absent"})

    def wait_for_answer(self, guest, address):
        """Until the guest that has it is up; it asks for an address at the end of its boot."""
        said = guest(f"for i in $(seq 300); do ping -c 1 -W 1 {address} >/dev/null && echo it answers && break; sleep 1; done")
        self.assertIn("it answers", said)

    def log_in(self, vm):
        """A function that has the guest's shell run a command, and returns what it prints."""
        console = Console(["make", "--silent", "--directory", str(self.base / vm), "console"])
        self.addCleanup(console.kill)
        console.expect("login: ", may_have_come=True)
        console.send("root")
        console.expect("Password: ")
        console.send("vmp")
        console.expect("~ # ")

        def run(command):
            # Split, so that the echo of what is typed is not taken for the end.
            console.send(f"{command}; echo do''ne")
            said = console.expect("done\n".replace("\n", "\r\n"))
            console.expect("~ # ")
            return said

        return run


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    Landscape.vmp = pathlib.Path(sys.argv[1]).resolve()
    program = unittest.main(argv=sys.argv[:1], verbosity=2, exit=False)
    if program.result.skipped:
        sys.exit(SKIPPED)
    sys.exit(0 if program.result.wasSuccessful() else 1)
