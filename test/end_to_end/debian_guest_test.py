#!/usr/bin/env python3
"""Real Debian guests through their lives: with a real libvirtd, cloud-init, ssh, and a node that is reached by ssh.

usage: debian_guest_test.py VMP [TEST...]

Runs in a network namespace of its own, so that no bridge, address or port meets those of the machine. Exits 77 (skipped)
where that cannot be: it needs root. The first run makes the guests' image and keeps it, which takes a minute.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

from guest_node import GuestNode, guest_image

HERE = pathlib.Path(__file__).resolve().parent / "debian_guest"
# How long any one command may take; a hang is a failure, not a wait. Two guests boot in a minute and a half.
SECONDS = 1500
MEBIBYTE, GIBIBYTE = 1 << 20, 1 << 30

# What the guest's shell is given, what it prints, and its exit status.
COMMANDS = [
    ("echo plain", "plain\n", 0),
    ("""echo "it's" '"quoted"' \\'""", "it's \"quoted\" '\n", 0),
    ("  echo   a  'b  c'  ", "a b  c\n", 0),
    ("echo $HOME ${HOME} $((6 * 7)) $(echo sub) `echo tick`", "/root /root 42 sub tick\n", 0),
    ("echo '$HOME' '`id`' '$(id)' '$(shell id)' '$$' '%s' '#' '!!' '~' '{a,b}'",
     "$HOME `id` $(id) $(shell id) $$ %s # !! ~ {a,b}\n", 0),
    ("cd /etc/cloud && echo cloud.cf? 'cloud.cf?' [c]loud.cfg", "cloud.cfg cloud.cf? cloud.cfg\n", 0),
    ("echo one\necho 'two\n\nthree'  # a comment\n", "one\ntwo\n\nthree\n", 0),
    ("printf '%s|' -n -- --help '' ' '", "-n|--|--help|| |", 0),
    ("printf 'é日本\\t\\\\'; printf \"\\\\\\\\\"", "é日本\t\\\\", 0),
    ("echo a;echo b&&false||echo c|cat 2>&1", "a\nb\nc\n", 0),
    ("cat", "", 0),
    ("-x", "", 2),
    ("exit 42", "", 42),
    ("kill -9 $$", "", 255),
]

# What guests are asked.
IDENTITY = "hostname; basename $(readlink /var/lib/cloud/instance)"
ADDRESSES = "ip -json address show dev eth0"
DISKS = "lsblk --bytes --json --output NAME,SIZE,FSTYPE,MOUNTPOINT /dev/vd?"
ROOT_SIZE = "df --block-size=1 --output=size / | tail -n 1"
MEMORY = "awk '/^MemTotal:/ { print $2 }' /proc/meminfo"
SEPARATOR = "@@@"

# What "up" says of a guest that runs while its memory, its root disk's size and its user-data change.
WAITING = """\
leased: write seed.iso
leased: volume "leased/root.qcow2" grows to 3G at the next start: make stop up
leased: volume "leased/seed.iso" gets the new seed at the next start: make stop up
leased: define domain leased
leased: the new definition of domain "leased" comes at the next start: make stop up
"""


class DebianGuest(unittest.TestCase):
    vmp = image = None

    def setUp(self):
        self.node = GuestNode(self.image)
        self.addCleanup(self.node.end)
        self.folder = self.node.folder / "vms"

    def test_two_guests_through_their_lives(self):
        vms = ["leased", "static"]
        nothing = self.node.state()
        self.generate(self.node.local_uri)
        generated = self.files()
        with self.subTest("up at once: one download, one upload"):
            output = self.make("up", *vms)
            self.assertEqual(sorted(self.node.images.requests), ["GET /SHA256SUMS HTTP/1.1", "GET /guest.qcow2 HTTP/1.1"])
            self.assertEqual(len(re.findall(r"(?m): upload .*/guest\.qcow2 ", output)), 1)
        self.make("wait-for-ready", *vms)
        self.assert_first_boot()
        self.assert_commands(COMMANDS)
        self.assert_nothing_to_do(vms)

        # From here on the node is a remote one.
        self.generate(self.node.remote_uri)
        self.assert_nothing_to_do(vms)
        with self.subTest("the node is the jump host"):
            self.assertEqual(self.counted("ssh", "CMD=true"), (1, 2))
        self.assert_commands(COMMANDS[:2])
        self.follow_a_change()
        self.leave_nothing(vms, nothing, generated)

    def test_each_connection_is_one_login(self):
        nothing = self.node.state()
        self.generate(self.node.remote_uri)
        generated = self.files()
        for target, connections in (("up", 7), ("up", 1), ("status", 1), ("diff", 1), ("kill", 2), ("kill", 1)):
            with self.subTest(target):
                self.assertEqual(self.counted(target), (connections, connections))
        self.leave_nothing(["leased"], nothing, generated)
        with self.subTest("down of nothing"):
            self.assertEqual(self.counted("down"), (1, 1))

    # -- what has to hold

    def assert_first_boot(self):
        seed = self.folder / "leased" / "seed.iso.d"
        user_data, vendor_data, identity, written, ran, vendor, addresses, disks, root_size = self.ask(
            "leased", "cat /var/lib/cloud/instance/user-data.txt", "cat /var/lib/cloud/instance/vendor-data.txt", IDENTITY,
            "cat /etc/written", "cat /root/ran", "cat /root/vendor", ADDRESSES, DISKS, ROOT_SIZE)
        with self.subTest("the files of cloud-init, seen by the guest"):
            self.assertEqual(user_data, (seed / "user-data").read_text())
            self.assertEqual(vendor_data, (seed / "vendor-data").read_text())
            self.assertEqual(identity, "leased\nleased\n")
        with self.subTest("what cloud-init did"):
            self.assertEqual(written, """it's "here" $HOME `id` $(id) {x} \\n\n""")
            self.assertEqual(ran, "first boot of leased\n")
            self.assertEqual(vendor, "by the vendor, for $5 {and} <more>\n")
        with self.subTest("a root disk that grew, and a blank one"):
            root, blank = json.loads(disks)["blockdevices"]
            self.assertEqual(root["size"], 2 * GIBIBYTE)
            self.assertEqual([part["mountpoint"] for part in root["children"]], ["/"])
            self.assertEqual(blank, {"name": "vdb", "size": 300 * MEBIBYTE, "fstype": None, "mountpoint": None})
            self.assertGreater(int(root_size), 1.8 * GIBIBYTE)
        with self.subTest("an address by DHCP, and a login with a key"):
            self.assertRegex(global_addresses(addresses)[0], r"^10\.47\.11\.\d\d?/24$")
        with self.subTest("addresses by network-config, and a login with a password"):
            user, identity, addresses = self.ask("static", "id -un", IDENTITY, ADDRESSES)
            self.assertEqual((user, identity), ("ops\n", "static\nstatic\n"))
            self.assertEqual(global_addresses(addresses), ["10.47.11.200/24", "fd47:11::200/64"])

    def assert_nothing_to_do(self, vms):
        with self.subTest("up changes nothing, in one connection"):
            before = self.node.counts()
            self.assertEqual(self.make("up", *vms), "")
            self.assertEqual(self.node.counts()[0] - before[0], len(vms))
            self.assertEqual(self.make("diff", *vms), "")

    def assert_commands(self, commands):
        for command, output, status in commands:
            with self.subTest(command):
                result = self.run_make("ssh", "leased", "CMD=" + command)
                self.assertEqual(result.stdout, output)
                error = re.search(r"ssh\] Error (\d+)", result.stderr)
                self.assertEqual(int(error[1]) if error else 0, status, result.stderr)

    def follow_a_change(self):
        _, memory = self.ask("leased", "touch /root/kept", MEMORY)
        self.generate(self.node.remote_uri, HERE / "change.yaml")
        with self.subTest("a running guest is left alone, and up says what waits"):
            self.assertEqual(self.make("up", "leased"), WAITING)
            self.assertEqual(self.ask("leased", MEMORY), [memory])
            self.assertIn("runs an older definition", self.make("diff", "leased", status=2))
        with self.subTest("guests shut down by themselves"):
            output = self.make("stop", "leased", "static")
            self.assertIn("shut down", output)
            self.assertNotIn("power off", output)
        self.make("up wait-for-ready", "leased")
        with self.subTest("the guest follows"):
            ran, kept, identity, new_memory, root_size = self.ask(
                "leased", "cat /root/ran", "ls /root/kept", IDENTITY, MEMORY, ROOT_SIZE)
            self.assertEqual((ran, kept, identity), ("second boot of leased\n", "/root/kept\n", "leased\nsecond\n"))
            self.assertLess(int(new_memory), int(memory) - 50 * 1024)
            self.assertGreater(int(root_size), 2.7 * GIBIBYTE)
            self.assertEqual(self.make("diff", "leased"), "")

    def leave_nothing(self, vms, nothing, generated):
        with self.subTest("down keeps what is retained"):
            self.make("down", *vms)
            self.assertEqual(self.node.state(), {"domains": [], "pools": ["images"], "volumes": ["images/guest.qcow2"]})
        with self.subTest("delete-all leaves nothing"):
            self.make("delete-all clean-all", *vms)
            self.assertEqual(self.node.state(), nothing)
            self.assertEqual(list(self.node.pools.iterdir()), [])
            self.assertEqual([path for path in self.files() if path not in generated], [])

    # -- what tests do

    def generate(self, uri, *changes):
        """The guests' directories, from their registry with a node, an image, and CHANGES."""
        served, key = f"http://127.0.0.1:{self.node.images.port}", self.node.ssh.key
        ours = {
            "nodes": [{"name": "node", "libvirt": {"connection": {"uri": uri}}, "vars": {
                "DEFAULT_POOL_PATH": str(self.node.pools), "BOOT": str(self.image), "KEY": str(key),
                "PUBLIC_KEY": key.with_suffix(".pub").read_text().strip()}}],
            "images": [{"name": "guest", "tags": [{
                "pattern": "^latest$", "url": f"{served}/guest.qcow2", "volumeName": "guest.qcow2",
                "checksum": {"algorithm": "sha256", "url": f"{served}/SHA256SUMS"}}]}],
        }
        registry = self.node.folder / "ours.yaml"
        registry.write_text(json.dumps(ours))
        words = [word for source in (HERE / "registry.yaml", registry, *changes) for word in ("--registry", source)]
        subprocess.run([self.vmp, *words, "gen", "--base-dir", self.folder], check=True, stderr=subprocess.DEVNULL)

    def make(self, targets, *vms, status=0):
        """The targets of all VMs at once; what they print."""
        makes = [self.start_make(vm, *targets.split(), stderr=subprocess.STDOUT) for vm in vms]
        outputs = [make.communicate(timeout=SECONDS)[0] for make in makes]
        for vm, make, output in zip(vms, makes, outputs):
            self.assertEqual(make.returncode, status, f"make {targets} of {vm}:\n{output}")
        return "".join(outputs)

    def start_make(self, vm, *words, stderr):
        return subprocess.Popen(["make", "--no-print-directory", "-C", self.folder / vm, *words], text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr, env=self.node.environment)

    def run_make(self, target, vm, *words):
        make = self.start_make(vm, target, *words, stderr=subprocess.PIPE)
        output, errors = make.communicate(timeout=SECONDS)
        return subprocess.CompletedProcess(make.args, make.returncode, output, errors)

    def ask(self, vm, *commands):
        """What each of them prints in the guest, asked for in one login."""
        result = self.run_make("ssh", vm, "CMD=" + f"; printf {SEPARATOR}; ".join(commands))
        self.assertEqual(result.returncode, 0, f"{result.stdout}{result.stderr}")
        return result.stdout.split(SEPARATOR)

    def counted(self, *words):
        """Connections to libvirt and logins on the node that a make of "leased" takes."""
        before = self.node.counts()
        result = self.run_make(words[0], "leased", *words[1:])
        self.assertEqual(result.returncode, 0, f"{result.stdout}{result.stderr}")
        return tuple(after - then for after, then in zip(self.node.counts(), before))

    def files(self):
        return sorted(str(path) for path in self.folder.rglob("*"))


def global_addresses(text):
    (interface,) = json.loads(text)
    return [f"{address['local']}/{address['prefixlen']}" for address in interface["addr_info"] if address["scope"] == "global"]


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(__doc__)
    DebianGuest.image = guest_image()
    DebianGuest.vmp = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main(verbosity=2)
