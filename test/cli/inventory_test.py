#!/usr/bin/env python3
"""Has Ansible, ssh and Graphviz read what vmp writes for them.

usage: inventory_test.py VMP
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

VMP = pathlib.Path(sys.argv.pop(1)).resolve()
REGISTRY = pathlib.Path(__file__).resolve().parent / "transcripts/files/looking.yaml"


def run(*command, text=""):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "ANSIBLE_LOCALHOST_WARNING": "no"}
    return subprocess.run([str(word) for word in command], input=text, capture_output=True, text=True, check=True, env=environment)


def write(*words):
    return run(VMP, "--registry", REGISTRY, *words).stdout


class Inventory(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    @unittest.skipUnless(shutil.which("ansible-inventory"), "ansible-core is not installed")
    def test_ansible_reads_it_and_warns_of_nothing(self):
        (self.folder / "inventory.yaml").write_text(write("inventory", "--format", "ansible"))
        read = run("ansible-inventory", "-i", self.folder / "inventory.yaml", "--list")
        self.assertEqual(read.stderr, "")
        listed = json.loads(read.stdout)
        self.assertEqual({group: members.get("hosts") for group, members in listed.items() if group not in ("_meta", "all")},
                         {"data": ["db"], "web_group": ["db"], "web_servers": ["web"], "node_far": ["db", "web"],
                          "node_near": ["lone", "made"]})
        web = listed["_meta"]["hostvars"]["web"]
        self.assertEqual((web["ansible_host"], web["ansible_user"], web["vmp_node"]), ("web.example.org", "admin", "far"))

    @unittest.skipUnless(shutil.which("ssh"), "ssh is not installed")
    def test_ssh_reads_it(self):
        (self.folder / "config").write_text(write("inventory", "--format", "ssh-config"))

        def options(host):
            lines = run("ssh", "-F", self.folder / "config", "-G", host).stdout.splitlines()
            return [line for line in lines if re.match("(user|hostname|proxycommand|connecttimeout|sendenv) ", line)]

        jump = 'proxycommand ssh -W "[%h]:%p" -l root -p 2222 -- far.example'
        self.assertEqual(sorted(line for line in options("db") if not line.startswith("user ")),
                         ["connecttimeout none", "hostname 10.9.0.7", jump])
        self.assertEqual(sorted(options("web")), [
            "connecttimeout 5", "hostname web.example.org", jump, "sendenv LANG", "sendenv LC_*", "user admin"])

    @unittest.skipUnless(shutil.which("dot"), "graphviz is not installed")
    def test_graphviz_draws_it(self):
        drawn = run("dot", "-Tsvg", text=write("graph"))
        self.assertEqual(drawn.stderr, "")
        titles = set(re.findall(r"<title>(.*?)</title>", drawn.stdout))
        self.assertLessEqual({"vmp", "cluster_far", "vms/db", "vms/web", "networks/far/lan", "vms/web&#45;&gt;vms/db",
                              "vms/db&#45;&gt;networks/far/lan"}, titles)


if __name__ == "__main__":
    unittest.main()
