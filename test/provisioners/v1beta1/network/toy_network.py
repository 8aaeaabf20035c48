"""A network's directory on a toy node: its golden, with the scripts of the source tree. And what tests do with it."""
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import toy_directory  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
UUID = "dc34ab01-ba31-5f29-b23d-41d1828d85da"
PARKING = re.search(r"--parking (\S+)", (HERE / "golden/lan/Makefile").read_text())[1]
COMMANDS = ["awk", "flock", "grep", "mkdir", "mktemp", "rm", "sed", "sha256sum", "sort", "virsh"]


def write_directory(golden, directory):
    toy_directory.write_directory(HERE / "golden" / golden, "network", directory)


class ToyNetwork(toy_directory.ToyDirectory):
    def __init__(self, golden="lan"):
        super().__init__(f"networks/{golden}", HERE / "toy_network_node.py", COMMANDS, "ssh")
        write_directory(golden, self.directory)

    def changes(self):
        """Without the network's UUID."""
        return [change.replace(f" --network {UUID}", "") for change in super().changes()]

    def state(self):
        return {"networks": {}, "domains": {}, "leases": [], **super().state()}

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
