#!/usr/bin/env python3
"""Holds the catalog of images to what it says of itself.

usage: catalog_test.py VMP
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

import yaml

VMP = pathlib.Path(sys.argv.pop(1)).resolve()
FILE = pathlib.Path(__file__).resolve().parents[2] / "cli/catalog/images.yaml"

# A tag for each pattern, with what its URL ends with.
TAGS = {
    "debian:12": "bookworm/latest/debian-12-generic-amd64.qcow2",
    "debian:13": "trixie/latest/debian-13-generic-amd64.qcow2",
    "debian:12-20250814-2204": "bookworm/20250814-2204/debian-12-generic-amd64-20250814-2204.qcow2",
    "debian:13-20250814-2204": "trixie/20250814-2204/debian-13-generic-amd64-20250814-2204.qcow2",
    "ubuntu:24.04": "24.04/release/ubuntu-24.04-server-cloudimg-amd64.img",
    "ubuntu:24.04-20240911": "24.04/release-20240911/ubuntu-24.04-server-cloudimg-amd64.img",
    "fedora:43-1.6": "releases/43/Cloud/x86_64/images/Fedora-Cloud-Base-Generic-43-1.6.x86_64.qcow2",
    "centos-stream:10": "10-stream/x86_64/images/CentOS-Stream-GenericCloud-10-latest.x86_64.qcow2",
    "centos-stream:10-20250217.0": "10-stream/x86_64/images/CentOS-Stream-GenericCloud-10-20250217.0.x86_64.qcow2",
    "almalinux:9": "9/cloud/x86_64/images/AlmaLinux-9-GenericCloud-latest.x86_64.qcow2",
    "almalinux:9.6-20250522": "9/cloud/x86_64/images/AlmaLinux-9-GenericCloud-9.6-20250522.x86_64.qcow2",
    "rocky:9": "9/images/x86_64/Rocky-9-GenericCloud-Base.latest.x86_64.qcow2",
    "rocky:9.6-20250531.0": "9/images/x86_64/Rocky-9-GenericCloud-Base-9.6-20250531.0.x86_64.qcow2",
    "opensuse-leap:15.6": "leap/15.6/appliances/openSUSE-Leap-15.6-Minimal-VM.x86_64-Cloud.qcow2",
    "opensuse-leap:16.0": "leap/16.0/appliances/Leap-16.0-Minimal-VM.x86_64-Cloud.qcow2",
    "alpine:3.22.1": "v3.22/releases/cloud/nocloud_alpine-3.22.1-x86_64-bios-cloudinit-r0.qcow2",
    "arch": "images/latest/Arch-Linux-x86_64-cloudimg.qcow2",
    "arch:20250415.336224": "images/v20250415.336224/Arch-Linux-x86_64-cloudimg-20250415.336224.qcow2",
    "freebsd:14.3": "14.3-RELEASE/amd64/Latest/FreeBSD-14.3-RELEASE-amd64-BASIC-CLOUDINIT-ufs.qcow2.xz",
}


def run(*words, text=None):
    return subprocess.run([VMP, *words], input=text, capture_output=True, text=True)


class Catalog(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.whole = run("catalog").stdout
        self.images = yaml.safe_load(self.whole)["images"]

    def test_it_is_the_file(self):
        self.assertEqual(self.whole, FILE.read_text())

    def test_it_is_a_registry_without_mistakes_or_warnings(self):
        checked = run("--registry", "-", "check", "--werror", "--allow", "unused-image", text=self.whole)
        self.assertEqual((checked.stdout, checked.stderr),
                         ("No mistakes: 0 VMs, 10 images, 0 nodes and 0 templates\n", ""))

    def test_a_selection_is_a_registry_with_the_same_images(self):
        for image in self.images:
            self.assertEqual(yaml.safe_load(run("catalog", image["name"]).stdout), {"images": [image]})
        names = [image["name"] for image in self.images]
        self.assertEqual(run("catalog", *names).stdout, self.whole)
        self.assertEqual(yaml.safe_load(run("catalog", "arch", "debian").stdout)["images"],
                         [image for name in ("arch", "debian") for image in self.images if image["name"] == name])

    def test_each_pattern_has_its_url(self):
        for tag, end in TAGS.items():
            url = run("--registry", "-", "image-url", tag, text=self.whole).stdout
            self.assertRegex(url, "^https://")
            self.assertTrue(url.endswith(end + "\n"), url)
        self.assertEqual(len(TAGS), sum(len(image["tags"]) for image in self.images))

    def test_each_tag_has_a_list_of_checksums_and_a_user(self):
        for image in self.images:
            self.assertEqual(set(image["vars"]), {"V1ALPHA1_SSH_USER", "V1BETA1_SSH_USER"})
            for tag in image["tags"]:
                self.assertTrue(tag["checksum"]["url"].startswith("https://"), tag)

    def test_each_vm_of_them_can_be_generated(self):
        vm = ("nodes: [{name: n, libvirt: {connection: {uri: 'qemu:///system'}}}]\n"
              "vms:\n  - {name: web, provisioner: v1beta1, nodeName: n, image: '%s', libvirt: {domain: "
              "{name: web, virtInstall: {memory: 1024, import: true, osinfo: linux2022}}}}\n")
        with tempfile.TemporaryDirectory() as folder:
            for tag in TAGS:
                generated = run("gen", "--base-dir", folder, text=self.whole + vm % tag)
                self.assertEqual(generated.returncode, 0, generated.stderr)


if __name__ == "__main__":
    unittest.main()
