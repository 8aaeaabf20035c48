#!/usr/bin/env python3
"""Stands in for virsh, for networks and the guests on them, with the rules that libvirt 9.0 has.

It keeps a toy state of a node in $FAKE_NODE/state.json; ../virsh_batch.py has what it does beside that. A network whose
definition has "no-start" in it does not start. A guest is cut off when the network below one of its interfaces stops.
"""
import json
import os
import pathlib
import sys
import uuid as uuids
from xml.dom import minidom
from xml.parsers.expat import ExpatError
from xml.sax.saxutils import escape

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from virsh_batch import NODE, fail, main  # noqa: E402

WRITTEN_OPEN = ("ip", "portgroup")  # also when nothing is in them


# -- definitions

def read_definition(text):
    try:
        root = minidom.parseString(text).documentElement
    except ExpatError as error:
        fail(f"(network_definition): {error}")
    return tidy(root)


def tidy(element):
    """Without comments, blanks and what libvirt drops because it is empty."""
    for child in list(element.childNodes):
        if child.nodeType == child.ELEMENT_NODE:
            tidy(child)
            if child.tagName in ("dns", "dhcp") and not child.childNodes and not child.attributes.length:
                element.removeChild(child)
        elif child.nodeType == child.COMMENT_NODE or not child.data.strip():
            element.removeChild(child)
    return element


def write(element, indent=""):
    """As libvirt writes it: an element a line, single quotes but in metadata."""
    quote = '"' if element.tagName.startswith("vmp:") else "'"
    entities = {"'": "&apos;", '"': "&quot;"}
    attributes = "".join(f" {name}={quote}{escape(value, entities)}{quote}"
                         for name, value in element.attributes.items())
    children = element.childNodes
    if not children and element.tagName not in WRITTEN_OPEN:
        return [f"{indent}<{element.tagName}{attributes}/>"]
    if children and children[0].nodeType == children[0].TEXT_NODE:
        return [f"{indent}<{element.tagName}{attributes}>{escape(children[0].data, entities)}</{element.tagName}>"]
    lines = [f"{indent}<{element.tagName}{attributes}>"]
    for child in children:
        lines += write(child, indent + "  ")
    return [*lines, f"{indent}</{element.tagName}>"]


def child(element, name, is_made=False):
    for one in element.childNodes:
        if one.nodeType == one.ELEMENT_NODE and one.tagName == name:
            return one
    return element.appendChild(element.ownerDocument.createElement(name)) if is_made else None


def children(element, name):
    return [one for one in element.childNodes if one.nodeType == one.ELEMENT_NODE and one.tagName == name]


def text_of(element, name):
    return child(element, name).firstChild.data


def parent_of(network, section, index):
    """The element that holds the entries of SECTION, and their name."""
    if section.startswith("ip-dhcp-"):
        addresses = children(network, "ip")
        if index is None or int(index) >= len(addresses):
            fail("couldn't find <ip> element")
        return child(addresses[int(index)], "dhcp", True), section.rpartition("-")[2]
    if section.startswith("dns-"):
        return child(network, "dns", True), section.rpartition("-")[2]
    if section == "forward-interface":
        return child(network, "forward"), "interface"
    return network, section


def matches(entry, key):
    return all(entry.getAttribute(name) == value for name, value in key.attributes.items())


def refuse_equal(section, entries, new):
    """Two entries cannot have one of these in common, or all of them."""
    any_of = {"ip-dhcp-host": ["mac", "name", "ip"], "dns-host": ["ip"], "dns-txt": ["name"], "portgroup": ["name"],
              "forward-interface": ["dev"]}
    all_of = {"ip-dhcp-range": ["start", "end"], "dns-srv": ["service", "protocol", "domain", "target"]}
    for entry in entries:
        if (any(entry.getAttribute(name) == new.getAttribute(name) != "" for name in any_of.get(section, []))
                or section in all_of and all(entry.getAttribute(name) == new.getAttribute(name) for name in all_of[section])):
            fail(f"there is an existing entry of {section} that matches")


def update(network, command, section, xml, index):
    new = tidy(minidom.parseString(xml).documentElement)
    parent, name = parent_of(network, section, index)
    entries = children(parent, name)
    if section == "ip-dhcp-host":
        is_v6 = parent.parentNode.getAttribute("family") == "ipv6"
        if is_v6 and new.hasAttribute("mac"):
            fail("XML error: Invalid to specify MAC address in IPv6 static host definition")
        if not any(new.hasAttribute(each) for each in ("mac", "name", "ip")):
            fail("XML error: At least one of name, mac, or ip attribute must be specified for static host definition")
    if command == "delete":
        found = [entry for entry in entries if matches(entry, new)]
        if len(found) != 1:
            fail(f"{'multiple' if found else 'could not locate a'} matching {section} entry")
        parent.removeChild(found[0])
    elif command == "add-last":
        refuse_equal(section, entries, new)
        parent.insertBefore(new, entries[-1].nextSibling if entries else None)
    else:
        fail(f"{command}: nothing should do that")


# -- the node

class Node:
    def __init__(self):
        self.path = NODE / "state.json"
        state = json.loads(self.path.read_text()) if self.path.exists() else {}
        # by UUID: name, stored, live (XML or None), autostart, ports (by UUID: domain, mac)
        self.networks = state.get("networks", {})
        # by UUID: name, networks (by MAC, of its interfaces), stubborn, cut_off
        self.domains = state.get("domains", {})
        self.leases = state.get("leases", [])  # lines of virsh's table

    def save(self):
        text = json.dumps({"networks": self.networks, "domains": self.domains, "leases": self.leases}, indent=1)
        (NODE / "state.new").write_text(text)
        os.replace(NODE / "state.new", self.path)

    def network(self, options):
        name = options["network"]
        for uuid, network in self.networks.items():
            if name in (uuid, network["name"]):
                return network
        return fail(f"failed to get network '{name}'")

    def active(self, options):
        network = self.network(options)
        return network if network["live"] else fail(f"Requested operation is not valid: network '{network['name']}' is not active")

    def read(self, options):
        root = read_definition(pathlib.Path(options[""][0]).read_text())
        uuid, name = text_of(root, "uuid"), text_of(root, "name")
        for other, network in self.networks.items():
            if (other == uuid) != (network["name"] == name):
                fail(f"operation failed: network '{network['name']}' already exists with uuid {other}")
        self.networks.setdefault(uuid, {"stored": None, "live": None, "autostart": False, "ports": {}})["name"] = name
        return self.networks[uuid], "\n".join(write(root))

    # -- what looks

    def net_list(self, options):
        for uuid, network in self.networks.items():
            if (("all" in options or network["live"]) and ("autostart" not in options or network["autostart"])
                    and ("persistent" not in options or network["stored"])):
                yield uuid if "uuid" in options else f"{network['name']:20}"

    def net_uuid(self, options):
        network = self.network(options)
        return [uuid for uuid, one in self.networks.items() if one is network]

    def net_dumpxml(self, options):
        network = self.network(options)
        kinds = ("stored", "live") if "inactive" in options else ("live", "stored")
        return [next(network[kind] for kind in kinds if network[kind])]

    def net_port_list(self, options):
        return self.network(options)["ports"]

    def net_port_dumpxml(self, options):
        port = self.network(options)["ports"].get(options["port"]) or fail("network port not found")
        name = escape(self.domains[port["domain"]]["name"])
        return ["<networkport>", f"  <uuid>{options['port']}</uuid>", "  <owner>", f"    <name>{name}</name>",
                f"    <uuid>{port['domain']}</uuid>", "  </owner>", f"  <mac address='{port['mac']}'/>", "</networkport>"]

    def net_dhcp_leases(self, options):
        self.network(options)
        return [" Expiry Time   MAC address   Protocol   IP address   Hostname   Client ID or DUID", "-" * 80, *self.leases]

    def dumpxml(self, options):
        domain = self.domains.get(options["domain"]) or fail("failed to get domain")
        lines = ["<domain type='qemu' id='1'>", f"  <name>{escape(domain['name'])}</name>", "  <devices>"]
        for mac, network in domain["networks"].items():
            lines += ["    <interface type='network'>", f"      <mac address='{mac}'/>",
                      f"      <source network='{escape(network)}' portid='x' bridge='y'/>", "      <target dev='vnet0'/>",
                      "      <model type='virtio'/>", "      <alias name='net0'/>", "    </interface>"]
        return [*lines, "  </devices>", "</domain>"]

    # -- what changes something

    def net_define(self, options):
        network, xml = self.read(options)
        network["stored"] = xml

    def net_create(self, options):
        network, xml = self.read(options)
        network["live"] = xml

    def net_start(self, options):
        network = self.network(options)
        if network["live"]:
            fail("network is already active")
        if "no-start" in network["stored"]:
            fail("Failed to start network: it was told not to")
        network["live"] = network["stored"]

    def net_destroy(self, options):
        network = self.active(options)
        forward = child(read_definition(network["live"]), "forward")
        if forward is None or forward.getAttribute("mode") in ("", "nat", "route", "open"):  # its bridge goes
            for port in network["ports"].values():
                self.domains[port["domain"]]["cut_off"] = True
        network.update(live=None, ports={})
        self.forget(network)

    def net_undefine(self, options):
        network = self.network(options)
        network.update(stored=None, autostart=False)
        self.forget(network)

    def forget(self, network):
        self.networks = {uuid: one for uuid, one in self.networks.items()
                         if one is not network or one["stored"] or one["live"]}

    def net_autostart(self, options):
        network = self.network(options)
        if not network["stored"]:
            fail("cannot set autostart for transient network")
        network["autostart"] = "disable" not in options

    def net_update(self, options):
        network = self.active(options)
        command, section, xml = options[""]
        if "live" not in options or "config" in options:
            fail("nothing should do that")
        root = read_definition(network["live"])
        update(root, command, section, xml, options.get("parent-index"))
        network["live"] = "\n".join(write(tidy(root)))

    def update_device(self, options):
        domain = self.domains.get(options["domain"]) or fail("failed to get domain")
        root = minidom.parse(options["file"]).documentElement
        mac = child(root, "mac").getAttribute("address")
        name = child(root, "source").getAttribute("network")
        if mac not in domain["networks"] or child(root, "target"):
            fail("no such interface")
        new = self.active({"network": name})
        if domain.get("stubborn"):
            fail("Operation not supported: cannot change network interface of this guest")
        old = self.network({"network": domain["networks"][mac]})
        old["ports"] = {port: one for port, one in old["ports"].items() if one["mac"] != mac}
        new["ports"][str(uuids.uuid5(uuids.NAMESPACE_URL, f"{name} {mac}"))] = {"domain": options["domain"], "mac": mac}
        domain["networks"][mac] = name


CHANGES = ("net-define net-create net-start net-destroy net-undefine net-autostart net-update update-device").split()


if __name__ == "__main__":
    sys.exit(main(Node, CHANGES))
