"""A libvirtd in mount and network namespaces of its own, and clients on its networks: harmless to the machine's."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile

from toy_network import HERE, write_directory

PRIVATE_LIBVIRT = HERE.parents[3] / "examples" / "first-vm" / "private-libvirt"
SKIPPED = 77
SECONDS = 600
NEEDED = ["libvirtd", "dnsmasq", "iptables", "ip6tables", "busybox", "nsenter", "unshare", "qemu-system-x86_64", "ip"]
PATH = f"{os.environ['PATH']}:/usr/sbin:/sbin"

# A system libvirtd wants a user that only Debian's package libvirt-daemon-system makes.
START = """
mount --bind "$1/passwd" /etc/passwd
mount --bind "$1/group" /etc/group
ip link set lo up
exec "$0" start "$1/lv"
"""
# Before a command in PATH: a line in a file for each of its runs.
COUNTED = """#!/bin/sh
printf '%s\\n' "${0##*/}" >>'COUNTS'
exec 'COMMAND' "$@"
"""
GUEST = """<domain type='qemu'><name>{}</name><memory unit='MiB'>16</memory><os><type arch='x86_64' machine='pc'>hvm</type></os>
<devices><emulator>/usr/bin/qemu-system-x86_64</emulator>{}</devices></domain>"""
CARD = """<interface type='network'><mac address='{}'/><source network='{}'/><model type='virtio'/></interface>"""


class NoLibvirt(Exception):
    """There can be none here."""


class PrivateNode:
    def __init__(self):
        missing = [name for name in NEEDED if not shutil.which(name, path=PATH)]
        if missing or os.geteuid() != 0:
            raise NoLibvirt(f"there is no {missing[0]}" if missing else "only root makes networks")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="n.", dir="/tmp"))
        self.folder.chmod(0o711)
        self.counts, self.clients = self.folder / "counts", []
        for name, line in (("passwd", "libvirt-qemu:x:64055:64055::/:/bin/false\n"), ("group", "libvirt-qemu:x:64055:\nkvm:x:64056:\n")):
            (self.folder / name).write_text(pathlib.Path("/etc", name).read_text() + line)
        self.count("daemon", "iptables", "ip6tables")
        self.count("clients", "virsh")
        started = subprocess.run(
            ["unshare", "--net", "--mount", "bash", "-ec", START, PRIVATE_LIBVIRT, self.folder], text=True,
            capture_output=True, stdin=subprocess.DEVNULL,
            env={**os.environ, "PATH": f"{self.folder}/daemon:{PATH}", "PRIVATE_LIBVIRT": "system"})
        if started.returncode != 0:
            shutil.rmtree(self.folder)
            raise (NoLibvirt if started.returncode == SKIPPED or "unshare" in started.stderr else AssertionError)(started.stderr)
        self.uri = started.stdout.strip()
        self.libvirtd = (self.folder / "lv/daemons").read_text().split()[1]

    def count(self, folder, *names):
        (self.folder / folder).mkdir()
        for name in names:
            path = self.folder / folder / name
            path.write_text(COUNTED.replace("COUNTS", str(self.counts)).replace("COMMAND", shutil.which(name, path=PATH)))
            path.chmod(0o755)

    def end(self):
        self.clear()
        for client in self.clients:
            client.process.kill()
            client.process.wait()
        subprocess.run([PRIVATE_LIBVIRT, "stop", self.folder / "lv"], check=True)
        shutil.rmtree(self.folder)

    def clear(self):
        for uuid in self.virsh("list --uuid").split():
            self.virsh(f"destroy {uuid}")
        for uuid in self.virsh("list --all --uuid").split():
            self.virsh(f"undefine {uuid}")
        for uuid in self.virsh("net-list --uuid").split():
            self.virsh(f"net-destroy {uuid}")
        for uuid in self.virsh("net-list --all --uuid").split():
            self.virsh(f"net-undefine {uuid}")
        for client in self.clients:
            client.unplug()
        shutil.rmtree(self.folder / "networks", ignore_errors=True)

    def virsh(self, batch):
        return subprocess.run(["virsh", "--connect", self.uri, batch], check=True, text=True, capture_output=True,
                              stdin=subprocess.DEVNULL, env={"PATH": PATH, "LC_ALL": "C"}).stdout

    def inside(self, *words, **options):
        """A command in the network namespace of libvirtd."""
        return subprocess.run(["nsenter", "--target", self.libvirtd, "--net", *words], text=True, stdin=subprocess.DEVNULL,
                              timeout=SECONDS, capture_output=True, **options)

    def start_guest(self, name, *macs, network="lan"):
        """Paused: nobody runs in it, and its taps are where they would be."""
        path = self.folder / "domain.xml"
        path.write_text(GUEST.format(name, "".join(CARD.format(mac, network) for mac in macs)))
        self.virsh(f"define {path}; start {name} --paused")

    def taps_on(self, bridge):
        links = json.loads(self.inside("ip", "-json", "link", "show", "master", bridge).stdout or "[]")
        return sorted(link["ifname"] for link in links if link["ifname"].startswith("vnet"))

    def counted(self, name):
        return self.counts.read_text().split().count(name) if self.counts.exists() else 0


class Network:
    """A golden's directory, for that node."""

    def __init__(self, node, golden="lan"):
        self.node, self.directory = node, node.folder / "networks" / golden
        write_directory(golden, self.directory)
        self.path = self.directory / "network.xml"

    def start(self, *words):
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
        environment.update(PATH=f"{self.node.folder}/clients:{PATH}", LC_ALL="C.UTF-8", TMPDIR=str(self.node.folder))
        return subprocess.Popen(
            ["nsenter", "--target", self.node.libvirtd, "--net", "--mount", "make", "--no-print-directory", "-C", self.directory,
             f"LIBVIRT_DEFAULT_URI={self.node.uri}", *words], text=True, stdin=subprocess.DEVNULL, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, bufsize=1)

    def make(self, *words):
        """Its status and output. Counts begin with it."""
        self.node.counts.write_text("")
        process = self.start(*words)
        output, _ = process.communicate(timeout=SECONDS)
        return process.returncode, re.sub(r"make: \*\*\* .*\n", "", output)

    def replace(self, old, new):
        text = self.path.read_text()
        assert old in text, old
        self.path.write_text(text.replace(old, new))

    def add_host(self, name, mac, address):
        self.replace("  </dns>\n", f"    <host ip='{address}'><hostname>{name}</hostname></host>\n  </dns>\n")
        first, rest = self.path.read_text().split("    </dhcp>\n", 1)
        self.path.write_text(f"{first}      <host mac='{mac}' name='{name}' ip='{address}'/>\n    </dhcp>\n{rest}")

    def change_definition(self, mtu):
        text = re.sub(r"  <mtu .*\n", "", self.path.read_text())
        text = re.sub("definition='.{4}", f"definition='{mtu:04}", text)
        self.path.write_text(text.replace("  <mac ", f"  <mtu size='{mtu}'/>\n  <mac ", 1))

    def live(self):
        return self.node.virsh("net-dumpxml lan")


class Client:
    """A machine on a bridge: a network namespace at the other end of a cable."""

    def __init__(self, node, mac):
        self.node, self.name, self.mac = node, f"c{len(node.clients)}", mac
        self.process = subprocess.Popen(["unshare", "--net", "sleep", "infinity"], stdin=subprocess.DEVNULL)
        node.clients.append(self)
        while os.readlink(f"/proc/{self.process.pid}/ns/net") == os.readlink("/proc/self/ns/net"):
            pass  # until it is in its own
        self.script = node.folder / "udhcpc"
        self.script.write_text('#!/bin/sh\n[ "$1" != bound ] || { ip address replace "$ip/$mask" dev eth0 && echo "got $ip"; }\n')
        self.script.chmod(0o755)

    def run(self, *words):
        return subprocess.run(["nsenter", "--target", str(self.process.pid), "--net", *words], text=True, timeout=SECONDS,
                              stdin=subprocess.DEVNULL, capture_output=True, env={"PATH": PATH}).stdout

    def plug(self, bridge):
        add = f"ip link add {self.name} type veth peer name eth0 netns {self.process.pid}"
        self.node.inside("sh", "-ec", f"{add}; ip link set {self.name} master {bridge} up", check=True)
        self.run("ip", "link", "set", "eth0", "address", self.mac)
        self.run("ip", "link", "set", "eth0", "up")
        return self

    def unplug(self):
        self.node.inside("ip", "link", "delete", self.name)

    def ask_address(self, name):
        """What DHCP gives, to one that calls itself NAME."""
        said = self.run("busybox", "udhcpc", "-i", "eth0", "-n", "-q", "-f", "-t", "10", "-T", "1", "-s", str(self.script),
                        "-x", f"hostname:{name}")
        found = re.search("got (.*)", said)
        return found and found[1]

    def ask_address6(self):
        """What DHCP gives for IPv6."""
        while not re.search("inet6 fe80.* scope link *$", self.run("ip", "-6", "address", "show", "dev", "eth0"), re.MULTILINE):
            pass  # the kernel still looks whether another has its own
        files = [f"{self.node.folder}/{self.name}.{kind}" for kind in ("leases", "pid")]
        self.run("dhclient", "-6", "-1", "-lf", files[0], "-pf", files[1], "-sf", "/bin/true", "eth0")
        os.kill(int(pathlib.Path(files[1]).read_text()), signal.SIGKILL)  # it would go on in the background
        return re.search("iaaddr (.*) {", pathlib.Path(files[0]).read_text())[1]

    def resolve(self, name, server="10.77.0.1"):
        answers = re.findall(r"(?m)^Address(?: \d+)?: +(\S+)", self.run("busybox", "nslookup", "-type=a", name, server))
        return [answer for answer in answers if answer != server and not answer.startswith(f"{server}:")]
