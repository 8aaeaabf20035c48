#!/usr/bin/env python3
"""Counts the instructions of vmp under valgrind for many mistakes and for twice as many, which must take about twice of
them: a registry may be one line of JSON, and everything in it wrong.

usage: growth_test.py VMP
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

FEW = 10  # to compare with: without a mistake, more is done
MANY = 100
SKIPPED = 77
# Twice as many may cost a little more than twice: sorting does.
GROWTH = 2.2


def registry(libvirt, texts):
    """One VM with one template, which has all that is wrong."""
    return {
        "nodes": [{"name": "lab", "libvirt": {"connection": {"uri": "qemu:///system"}}}],
        "images": [{"name": "debian", "tags": [{"pattern": "^12$", "url": "https://i.example/d", "volumeName": "d"}]}],
        "templates": [{"name": "base", "provisioner": "v1alpha1",
                       "libvirt": {"domain": {"name": "{VM_NAME}", "virtInstall": {"disk": []}}, **libvirt},
                       "cloudInit": {"noCloud": {"seed": {"path": "s.iso"}, "data": {"user-data": {"texts": texts}}}}}],
        "vms": [{"name": "web", "template": "base", "nodeName": "lab", "image": "debian:12"}]}


def unknown_variables(count):
    return registry({}, [f"{{UNKNOWN_{number}}}" for number in range(count)])


def wrong_volumes(count):
    """Neither blank nor an overlay nor a copy."""
    return registry({"volumes": [{"name": f"volume-{number}", "poolName": "p"} for number in range(count)]}, [])


def warnings(count):
    """Texts that are nearly variables, and disks in a pool that is nearly that of the volumes."""
    document = registry({"volumes": [{"name": f"volume-{number}.qcow2", "poolName": "default", "capacity": "1G"}
                                     for number in range(count)]}, ["<VMNAME>"] * count)
    document["templates"][0]["libvirt"]["domain"]["virtInstall"] = {
        "disk": [{"name": f"d{number}", "options": {"vol": f"defualt/volume-{number}.qcow2"}} for number in range(count)]}
    return document


def unknown_images(count):
    document = registry({}, [])
    document["images"] += [{"name": f"image-{number:04}", "tags": []} for number in range(300)]
    document["vms"] = [{"name": f"vm{number:04}", "template": "base", "nodeName": "lab", "image": f"imgae-{number % FEW:04}:1"}
                       for number in range(count)]
    return document


class GrowthTest(unittest.TestCase):
    def setUp(self):
        if shutil.which("valgrind") is None:
            self.skipTest("there is no valgrind")

    def count(self, document, folder):
        path = pathlib.Path(folder) / "registry.json"
        path.write_text(json.dumps(document))  # one line
        result = subprocess.run(
            ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", VMP, "--registry", path, "check", "--jobs", "1",
             "--diagnostics", "json"], capture_output=True, text=True, check=False)
        return int(re.search(r"Collected : (\d+)", result.stderr).group(1)), result.stderr.count('"severity"')

    def assert_linear(self, make):
        with tempfile.TemporaryDirectory() as folder:
            few, _ = self.count(make(FEW), folder)
            many, told = self.count(make(FEW + MANY), folder)
            twice, twice_told = self.count(make(FEW + 2 * MANY), folder)
        self.assertGreaterEqual(told, FEW + MANY)
        self.assertGreaterEqual(twice_told, FEW + 2 * MANY)
        self.assertLess((twice - few) / (many - few), GROWTH)

    def test_unknown_variables(self):
        self.assert_linear(unknown_variables)

    def test_wrong_volumes(self):
        self.assert_linear(wrong_volumes)

    def test_warnings(self):
        self.assert_linear(warnings)

    def test_unknown_images(self):
        self.assert_linear(unknown_images)


if __name__ == "__main__":
    VMP = sys.argv.pop(1)
    if shutil.which("valgrind") is None:
        sys.exit(SKIPPED)
    unittest.main()
