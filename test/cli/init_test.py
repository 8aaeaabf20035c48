#!/usr/bin/env python3
"""Begins registries on machines with and without a libvirt.

usage: init_test.py VMP PRIVATE_LIBVIRT
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

VMP = pathlib.Path(sys.argv.pop(1)).resolve()
PRIVATE_LIBVIRT = pathlib.Path(sys.argv.pop(1)).resolve()
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample me@example.org"

# Answers as virsh does, with identities 1, 2, ... for the files of a folder; notes what it was asked.
VIRSH = r"""#!/bin/bash
printf '%s\n' "$*" >>"$FAKE/asked"
[ ! -e "$FAKE/says" ] || { cat "$FAKE/says" >&2; exit 1; }
while read -r command; do
  set -- $command
  case "$1 $3" in
    'net-list ') (cd "$FAKE/net" && ls) ;;
    'pool-list ') (cd "$FAKE/pool" && ls) ;;
    *list' '*) ;;
    'echo '*) printf %s "$2" ;;
    'net-dumpxml '*) cat "$FAKE/net/$2"; echo ;;
    'pool-dumpxml '*) cat "$FAKE/pool/$2"; echo ;;
  esac
done < <(tr ';' '\n' <<<"${@: -1}")
"""


def network(name, body="<forward mode='nat'/>\n  <ip address='10.1.0.1' netmask='255.255.255.0'>\n  </ip>"):
    return f"<network>\n  <name>{name}</name>\n  <uuid>x</uuid>\n  {body}\n</network>\n"


def pool(name, path, kind="dir"):
    return f"<pool type='{kind}'>\n  <name>{name}</name>\n  <target>\n    <path>{path}</path>\n  </target>\n</pool>\n"


class Init(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name in ("bin", "net", "pool", "home/.ssh"):
            (self.folder / name).mkdir(parents=True)
        self.virsh = self.folder / "bin/virsh"
        self.virsh.write_text(VIRSH)
        self.virsh.chmod(0o755)

    def run_vmp(self, *words, **variables):
        environment = {"PATH": f"{self.folder}/bin:/usr/bin:/bin", "HOME": f"{self.folder}/home", "FAKE": str(self.folder),
                       **variables}
        return subprocess.run([VMP, *words], cwd=self.folder, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)

    def init(self, *words, **variables):
        """What was begun, and what was said; it has to be right."""
        run = self.run_vmp("init", *words, **variables)
        self.assertEqual((run.returncode, run.stdout), (0, ""), run.stderr)
        checked = self.run_vmp("--registry", "vmp.yaml", "check", "--werror")
        self.assertEqual((checked.returncode, checked.stderr), (0, ""))
        generated = self.run_vmp("--registry", "vmp.yaml", "gen", "--base-dir", "out")
        self.assertEqual(generated.returncode, 0, generated.stderr)
        return yaml.safe_load((self.folder / "vmp.yaml").read_text()), run.stderr

    def asked(self):
        return (self.folder / "asked").read_text().splitlines()

    def test_networks_and_pools_of_a_libvirt(self):
        (self.folder / "net/1").write_text(network("default", """<forward mode='nat'>
    <nat>
      <port start='1024' end='65535'/>
    </nat>
  </forward>
  <bridge name='virbr0' stp='on' delay='0'/>
  <ip address='192.168.122.1' netmask='255.255.254.0'>
    <dhcp>
      <range start='192.168.122.2' end='192.168.122.99'/>
      <host mac='52:54:00:00:00:01' ip='192.168.122.3'/>
    </dhcp>
  </ip>
  <ip family='ipv6' address='fd00::1' prefix='64'>
  </ip>"""))
        (self.folder / "net/2").write_text(network("office", "<forward mode='bridge'/>\n  <bridge name='br0'/>"))
        (self.folder / "net/3").write_text(network("alone", "<bridge name='virbr1'/>"))
        (self.folder / "net/4").write_text(network("tap", "<forward dev='eth0' mode='bridge'>\n    <interface dev='eth0'/>\n  </forward>"))
        (self.folder / "pool/1").write_text(pool("default", "/srv/images"))
        (self.folder / "pool/2").write_text(pool("vg", "/dev/vg", kind="logical"))
        (self.folder / "home/.ssh/id_ed25519.pub").write_text(KEY + "\n")
        begun, said = self.init()
        self.assertEqual(said, "Found at qemu:///system: 3 networks and 1 pool\nWrote vmp.yaml; it says what comes next\n")
        self.assertEqual(begun["nodes"], [{
            "name": "local", "libvirt": {"connection": {"uri": "qemu:///system"}},
            "vars": {"DEFAULT_NETWORK_NAME": "default", "DEFAULT_POOL_NAME": "default", "DEFAULT_POOL_PATH": "/srv/images"}}])
        self.assertEqual(begun["networks"], [
            {"name": "default", "nodeName": "local", "addresses": [
                {"cidr": "192.168.122.1/23", "dhcp": {"ranges": ["192.168.122.2-192.168.122.99"]}}, {"cidr": "fd00::1/64"}]},
            {"name": "office", "nodeName": "local", "mode": "bridge", "bridge": "br0"},
            {"name": "alone", "nodeName": "local", "mode": "isolated"}])
        self.assertIn("# Left out: networks and pools of other kinds, or with unusual names: 2\n", (self.folder / "vmp.yaml").read_text())
        template = begun["templates"][0]
        self.assertEqual(template["cloudInit"]["noCloud"]["data"]["user-data"], {"ssh_authorized_keys": [KEY]})

    def test_virsh_only_reads_and_two_questions_are_enough(self):
        (self.folder / "net/1").write_text(network("default"))
        self.init("--connect", "qemu+ssh://root@kvm1/system")
        self.assertEqual(len(self.asked()), 2)
        for line in self.asked():
            self.assertTrue(line.startswith("--quiet --readonly --connect qemu+ssh://root@kvm1/system "), line)

    def test_the_node_of_another_machine_has_its_name(self):
        begun, _ = self.init("--connect", "qemu+ssh://root@kvm1.example.org/system")
        self.assertEqual(begun["nodes"][0]["name"], "kvm1.example.org")
        self.assertEqual(begun["templates"][0]["nodeName"], "kvm1.example.org")

    def test_a_variable_says_which_libvirt(self):
        begun, _ = self.init(LIBVIRT_DEFAULT_URI="qemu:///session")
        self.assertEqual(begun["nodes"][0]["libvirt"]["connection"]["uri"], "qemu:///session")

    def test_hostile_names_are_left_out(self):
        hostile = ["a b", "$(touch gone)", "{VM_NAME}", "&lt;NODE_NAME&gt;", "-rf", "x: [y", "# no", "&quot;q&quot;", "ü", "..", "a/b",
                   "a\n</pool>\n", "</name>", "&#10;x"]
        for number, name in enumerate(hostile, 1):
            (self.folder / f"net/{number}").write_text(network(name))
            (self.folder / f"pool/{number}").write_text(pool(name, "/srv"))
        for number, path in enumerate(["srv", "/a b", "/{X}", "/&#10;", "/$HOME"], 20):
            (self.folder / f"pool/{number}").write_text(pool(f"p{number}", path))
        begun, said = self.init()
        self.assertNotIn("networks", begun)
        self.assertEqual(begun["nodes"][0]["vars"]["DEFAULT_NETWORK_NAME"], "default")
        self.assertEqual(begun["nodes"][0]["vars"]["DEFAULT_POOL_NAME"], "default")
        self.assertFalse((self.folder / "gone").exists())

    def test_networks_that_stand_in_each_others_way_are_left_out(self):
        (self.folder / "net/1").write_text(network("one"))
        (self.folder / "net/2").write_text(network("two"))
        begun, _ = self.init()
        self.assertNotIn("networks", begun)
        self.assertEqual(begun["nodes"][0]["vars"]["DEFAULT_NETWORK_NAME"], "one")

    def test_without_virsh(self):
        self.virsh.unlink()
        begun, said = self.init(PATH="/nowhere")
        self.assertEqual(said, "No libvirt at qemu:///system: virsh is not installed\n"
                         "No public key in ~/.ssh: put one under ssh_authorized_keys\nWrote vmp.yaml; it says what comes next\n")
        self.assertIn("# libvirt did not answer: these are the names that it usually has.\n", (self.folder / "vmp.yaml").read_text())

    def test_without_a_libvirt_or_the_right_to_use_it(self):
        (self.folder / "says").write_text("error: failed to connect to the hypervisor\n"
                                          "error: authentication unavailable: no \033[31mpolkit agent\n\n")
        _, said = self.init()
        self.assertIn("No libvirt at qemu:///system: authentication unavailable: no [31mpolkit agent\n", said)

    def test_a_libvirt_that_is_no_libvirt(self):
        self.virsh.write_text("#!/bin/sh\necho hello\n")
        _, said = self.init()
        self.assertIn("No libvirt at qemu:///system: virsh ended with status 0\n", said)

    def test_a_key_that_is_none_is_not_taken(self):
        (self.folder / "home/.ssh/id_ed25519.pub").write_text('ssh-ed25519 "]\n')
        (self.folder / "home/.ssh/id_rsa.pub").write_text("hello\n")
        begun, said = self.init()
        self.assertIn("No public key in ~/.ssh", said)

    def test_a_file_that_is_there_stays(self):
        for make in (lambda path: path.write_text("mine"), lambda path: path.symlink_to("elsewhere"), lambda path: path.mkdir()):
            path = self.folder / "vmp.yaml"
            make(path)
            run = self.run_vmp("init")
            self.assertEqual((run.returncode, run.stderr), (3, 'error: "vmp.yaml" is there already\n'
                             "  It is left as it is. Name another file: vmp init FILE\n"))
            path.rmdir() if path.is_dir() else path.unlink()
        self.assertFalse((self.folder / "elsewhere").exists())

    def test_a_file_that_cannot_be_written(self):
        run = self.run_vmp("init", "no/such/folder.yaml")
        self.assertEqual((run.returncode, run.stderr), (3, 'error: cannot write "no/such/folder.yaml": No such file or directory\n'))

    def test_a_uri_that_cannot_stand_in_a_registry(self):
        run = self.run_vmp("init", "--connect", "qemu:///{X}")
        self.assertEqual((run.returncode, run.stderr), (2, 'error: "qemu:///{X}" cannot stand in a registry\n'
                         "  It is no URI of a libvirt: https://libvirt.org/uri.html\n"))
        self.assertFalse((self.folder / "vmp.yaml").exists())

    def test_a_name_of_a_file_is_no_part_of_its_text(self):
        run = self.run_vmp("init", "a\nvms: [].yaml")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("export VMP_REGISTRY=FILE\n", (self.folder / "a\nvms: [].yaml").read_text())

    @unittest.skipUnless(shutil.which("virsh") and shutil.which("libvirtd", path="/usr/sbin:/usr/bin"), "libvirt is not installed")
    def test_a_real_libvirt(self):
        self.virsh.unlink()
        home = pathlib.Path(tempfile.mkdtemp(dir="/tmp", prefix="vi."))
        home.chmod(0o755)  # the daemon may run as nobody
        self.addCleanup(shutil.rmtree, home, ignore_errors=True)
        self.addCleanup(subprocess.run, [PRIVATE_LIBVIRT, "stop", home / "l"], capture_output=True)
        started = subprocess.run([PRIVATE_LIBVIRT, "start", home / "l"], capture_output=True, text=True)
        if started.returncode == 77:
            self.skipTest(started.stderr)
        uri = started.stdout.strip()
        for kind, name, text in (("net", "lan", network("lan")), ("net", "odd", network("o 'd' $(d)")),
                                 ("pool", "p", pool("images", f"{home}/l/pools"))):
            (self.folder / f"{name}.xml").write_text(text.replace("  <uuid>x</uuid>\n", ""))
            subprocess.run(["virsh", "-c", uri, f"{kind}-define", self.folder / f"{name}.xml"], check=True, capture_output=True)
        begun, said = self.init("--connect", uri)
        self.assertIn(f"Found at {uri}: 1 network and 1 pool\n", said)
        self.assertEqual(begun["networks"], [{"name": "lan", "nodeName": "local", "addresses": [{"cidr": "10.1.0.1/24"}]}])
        self.assertEqual(begun["nodes"][0]["vars"]["DEFAULT_POOL_PATH"], f"{home}/l/pools")


if __name__ == "__main__":
    unittest.main()
