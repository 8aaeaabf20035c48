"""A network's directory on a toy node: its golden, with the scripts of the source tree. And what tests do with it."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE.parents[3] / "provisioners" / "v1beta1"
UUID = "dc34ab01-ba31-5f29-b23d-41d1828d85da"
PARKING = re.search(r"--parking (\S+)", (HERE / "golden/lan/Makefile").read_text())[1]
COMMANDS = ["awk", "flock", "grep", "mkdir", "mktemp", "rm", "sed", "sha256sum", "sort", "virsh"]
SECONDS = 120


class ToyNetwork:
    def __init__(self, golden="lan"):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vmp network."))
        self.directory, self.node = self.folder / "networks" / golden, self.folder / "node"
        self.node.mkdir()
        write_directory(golden, self.directory)
        (self.folder / "bin").mkdir()
        (self.folder / "bin/virsh").symlink_to(HERE / "toy_network_node.py")
        (self.folder / "faulty").mkdir()
        for name in COMMANDS:
            (self.folder / "faulty" / name).symlink_to(HERE / "faulty_command.sh")
        # Locks are between all makes of this user for one URI, so each toy has its own.
        self.environment = {**os.environ, "PATH": f"{self.folder}/bin:{os.environ['PATH']}", "FAKE_NODE": str(self.node),
                            "LC_ALL": "C.UTF-8", "TMPDIR": str(self.folder)}
        for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL"):
            self.environment.pop(name, None)
        self.uri = f"qemu+ssh://lab{os.getpid()}{self.folder.name[-8:]}/system"

    def remove(self):
        shutil.rmtree(self.folder)

    def start(self, *words, **environment):
        for name in ("changes", "commands", "log", "runs"):
            (self.node / name).write_text("")
        return subprocess.Popen(
            ["make", "--no-print-directory", "--warn-undefined-variables", "-C", self.directory,
             f"LIBVIRT_DEFAULT_URI={self.uri}", *words], text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env={**self.environment, **environment}, start_new_session=True)

    def make(self, *words, **environment):
        """Its status and its output, without make's own complaint."""
        process = self.start(*words, **environment)
        output, _ = process.communicate(timeout=SECONDS)
        return process.returncode, re.sub(r"make: \*\*\* .*\n", "", output)

    def make_with_faulty_commands(self, *words, at=0, kind=""):
        return self.make(*words, PATH=f"{self.folder}/faulty:{self.environment['PATH']}", FAULT_AT=str(at), FAULT_KIND=kind)

    def connections(self):
        return len((self.node / "runs").read_text())

    def changes(self):
        """What the last make changed on the node: commands, without the network's UUID."""
        lines = (self.node / "log").read_text().splitlines()
        return [" ".join(json.loads(line)).replace(f" --network {UUID}", "") for line in lines]

    def state(self):
        path = self.node / "state.json"
        return json.loads(path.read_text()) if path.exists() else {"networks": {}, "domains": {}, "leases": []}

    def set_state(self, state):
        (self.node / "state.json").write_text(json.dumps(state))

    def change_state(self, change):
        state = self.state()
        change(state)
        self.set_state(state)

    def network(self):
        return self.state()["networks"].get(UUID)

    def start_guest(self, name, mac, network="lan"):
        uuid = f"00000000-0000-4000-8000-{mac.replace(':', '')}"

        def start(state):
            state["domains"][uuid] = {"name": name, "networks": {mac: network}}
            [one] = [one for one in state["networks"].values() if one["name"] == network]
            one["ports"][uuid.replace("0000-4000", "1111-4000")] = {"domain": uuid, "mac": mac}
        self.change_state(start)

    def xml(self):
        return (self.directory / "network.xml").read_text()

    def replace(self, old, new):
        """In network.xml, as a new generation does."""
        text = self.xml()
        assert old in text, old
        (self.directory / "network.xml").write_text(text.replace(old, new))

    def change_definition(self, digit="0"):
        """Another MTU, and so another digest."""
        text = re.sub(r"  <mtu .*\n", "", self.xml())
        text = re.sub("definition='.", f"definition='{digit}", text)
        (self.directory / "network.xml").write_text(text.replace("  <mac ", f"  <mtu size='140{digit}'/>\n  <mac ", 1))

    def write_hosts(self, hosts):
        """network.xml with HOSTS: (name, MAC, address of IPv4, of IPv6 or None)."""
        text = re.sub(r" *<host .*\n", "", (HERE / "golden/lan/network.xml").read_text())
        names = [(name, address) for name, _, *addresses in hosts for address in addresses if address]
        lines = "".join(f"    <host ip='{address}'><hostname>{name}</hostname></host>\n" for name, address in names)
        text = text.replace("  </dns>\n", lines + "  </dns>\n")
        v4, v6, rest = text.split("    </dhcp>\n")
        v4 += "".join(f"      <host mac='{mac}' name='{name}' ip='{four}'/>\n" for name, mac, four, _ in hosts)
        v6 += "".join(f"      <host name='{name}' ip='{six}'/>\n" for name, _, _, six in hosts if six)
        (self.directory / "network.xml").write_text("    </dhcp>\n".join((v4, v6, rest)))


def write_directory(golden, directory):
    shutil.copytree(HERE / "golden" / golden, directory)
    for script in [*SOURCES.glob("network/*.sh"), *SOURCES.glob("network/*.awk"), *SOURCES.glob("shell/*.sh")]:
        shutil.copy(script, directory)
