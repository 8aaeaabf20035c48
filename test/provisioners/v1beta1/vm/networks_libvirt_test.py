#!/usr/bin/env python3
"""A VM enters itself in a network of a real libvirtd that has no directory, and takes itself out.

usage: networks_libvirt_test.py VMP [TEST...]

Exits 77 (skipped) where there can be no libvirtd.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "network"))

from private_node import PATH, SECONDS, SKIPPED, NoLibvirt, PrivateNode  # noqa: E402

THEIRS = "<host mac='52:54:00:00:00:99' name='other' ip='10.99.0.9'/>"
NETWORK = f"""<network><name>theirs</name><bridge name='theirs0'/>
<ip address='10.98.0.1' prefix='24'/>
<ip address='10.99.0.1' netmask='255.255.255.0'><dhcp><range start='10.99.0.100' end='10.99.0.200'/>{THEIRS}</dhcp></ip>
<ip family='ipv6' address='fd99::1' prefix='64'><dhcp><range start='fd99::100' end='fd99::200'/></dhcp></ip></network>"""


class Entries(unittest.TestCase):
    vmp = node = None

    def setUp(self):
        self.folder = self.node.folder / "vms"
        self.folder.mkdir()
        self.addCleanup(shutil.rmtree, self.folder)
        self.addCleanup(self.node.clear)
        (self.folder / "network.xml").write_text(NETWORK)
        self.node.virsh(f"net-define {self.folder}/network.xml; net-start theirs")
        (self.folder / "image").write_bytes(bytes(1 << 20))
        self.write_registry()

    def write_registry(self):
        url = f"file://{self.folder}/image"
        registry = {
            "nodes": [{"name": "lab", "libvirt": {"connection": {"uri": self.node.uri}}}],
            "images": [{"name": "image", "tags": [{"pattern": "^1$", "url": url, "volumeName": "image", "format": "raw"}]}],
            "vms": [{
                "name": "web", "provisioner": "v1beta1", "nodeName": "lab", "image": "image:1",
                "vars": {"V1BETA1_SHUTDOWN_TIMEOUT_SECS": "0"},
                "interfaces": [{"name": "eth0", "network": "theirs", "addresses": ["10.99.0.7", "fd99::7"], "aliases": ["www"],
                                "mac": "52:54:00:00:00:07"}],
                "libvirt": {
                    "domain": {"name": "web", "virtInstall": {
                        "memory": "32", "import": True, "virt-type": "qemu", "graphics": "none",
                        "disk": [{"name": "disk", "options": {"vol": "web/image"}}]}},
                    "pools": [{"name": "web", "directory": {"path": str(self.folder / "pool")}}],
                    "volumes": [{"name": "image", "poolName": "web", "format": "raw",
                                 "uploadFile": {"path": "{DEFAULT_IMAGE_DIR}/image"}}]}}]}
        (self.folder / "registry.yaml").write_text(json.dumps(registry))
        subprocess.run([self.vmp, "--registry", self.folder / "registry.yaml", "gen", "--base-dir", self.folder], check=True,
                       capture_output=True)

    def make(self, target, status=0):
        made = subprocess.run(
            ["nsenter", "--target", self.node.libvirtd, "--net", "--mount", "make", "--no-print-directory", "-C",
             self.folder / "web", target], text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=SECONDS,
            stderr=subprocess.STDOUT, env={**os.environ, "PATH": PATH, "TMPDIR": str(self.folder), "LC_ALL": "C.UTF-8"})
        self.assertEqual(made.returncode, status, made.stdout)
        return made.stdout

    def hosts(self, *options):
        """The network's entries, in its order."""
        xml = re.sub(r"\n *", "", self.node.virsh(" ".join(["net-dumpxml theirs", *options])))
        return re.findall(r"<host [^>]*/>|<host .*?</host>", xml)

    def assert_entered(self, is_entered):
        names = "<hostname>web</hostname><hostname>www</hostname>"
        ours = [f"<host ip='10.99.0.7'>{names}</host>", f"<host ip='fd99::7'>{names}</host>"]
        expected = [*ours, THEIRS, "<host mac='52:54:00:00:00:07' name='web' ip='10.99.0.7'/>", "<host name='web' ip='fd99::7'/>"]
        for side in ([], ["--inactive"]):
            self.assertEqual(self.hosts(*side), expected if is_entered else [THEIRS])

    def test_up_enters_it_and_down_takes_it_out(self):
        self.make("up")
        self.assert_entered(True)
        self.assertEqual((self.make("up"), self.make("diff"), self.make("ip")), ("", "", "10.99.0.7\n"))
        self.make("down")
        self.assert_entered(False)

    def test_a_network_that_does_not_run(self):
        self.node.virsh("net-destroy theirs")
        self.make("register")
        self.assert_entered(True)
        self.assertIn('network "theirs" on node "lab" is not active: virsh net-start theirs\n', self.make("up", status=2))
        self.make("unregister")
        self.assert_entered(False)


def main():
    Entries.vmp = pathlib.Path(sys.argv.pop(1)).resolve()
    try:
        Entries.node = PrivateNode()
    except NoLibvirt as error:
        print(f"skipped: {error}")
        return SKIPPED
    try:
        return 0 if unittest.main(exit=False, verbosity=2).result.wasSuccessful() else 1
    finally:
        Entries.node.end()


if __name__ == "__main__":
    sys.exit(main())
