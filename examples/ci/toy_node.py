#!/usr/bin/env python3
"""Stands in for the commands that a provisioner uses, under their names: virsh, virt-install, curl, ssh, sshpass.

It keeps a toy state of a node in the folder $FAKE_NODE: domains and pools as JSON, and below $FAKE_NODE/disk the pools'
directories with the volumes as files. Every run is one line of JSON in $FAKE_NODE/log, its words. $FAKE_FAULT makes one
virsh command go wrong: "COMMAND" fails it, "COMMAND:half" stops virsh in the middle of it, "COMMAND:short" does half of it
and says nothing, "COMMAND:late" has somebody else do it just before, "pool-list:race" has somebody undefine pools during
it, "gone:DOMAIN" has somebody undefine a domain when it is asked for, "lost:DOMAIN" loses the connection then, and comes back,
with "pool-delete:busy" a pool's directory is a mount point, with "vol-resize:version-2" a volume is of version 2 of qcow2
and has snapshots, and with "snapshot-list:unsupported" the hypervisor has none.
"""
import errno
import json
import os
import pathlib
import re
import shlex
import shutil
import sys
from xml.etree import ElementTree
from xml.sax.saxutils import escape

NODE = pathlib.Path(os.environ["FAKE_NODE"])
FAULT = os.environ.get("FAKE_FAULT", "")


def on_disk(path):
    """Where the toy has what the node has at PATH."""
    return pathlib.Path(f"{NODE}/disk{path}")


class Failure(Exception):
    """What virsh prints behind "error: "."""


class Node:
    """A libvirt node that knows as much as the provisioner asks."""

    def __init__(self):
        self.path = NODE / "state.json"
        state = json.loads(self.path.read_text()) if self.path.exists() else {}
        # by UUID: name, xml, running (the XML that runs, or None), saved (the XML whose memory is saved), transient
        self.domains = state.get("domains", {})
        self.pools = state.get("pools", {})      # by name: path, active
        self.networks = state.get("networks", {})  # by name: stored and live, lines of XML; live is None where it does not run

    def save(self):
        self.path.write_text(json.dumps({"domains": self.domains, "pools": self.pools, **({"networks": self.networks} if self.networks else {})}, indent=1, sort_keys=True))

    def pool(self, name, active=True):
        pool = self.pools.get(name) or fail(f"failed to get pool '{name}'")
        if active and not pool["active"]:
            fail(f"storage pool '{name}' is not active")
        return pool

    def volume(self, options):
        if "pool" not in options:
            return pathlib.Path(options["vol"])
        path = pathlib.Path(self.pool(options["pool"])["path"], options["vol"])
        return path if on_disk(path).exists() else fail(f"no storage vol with matching name '{options['vol']}'")

    def domain(self, options):
        domain = self.domains.get(options["domain"])
        if domain and FAULT == f"gone:{domain['name']}":
            del self.domains[options["domain"]]
        if not domain or FAULT in (f"gone:{domain['name']}", f"lost:{domain['name']}"):
            fail(f"failed to get domain '{options['domain']}'")
        return domain

    # -- one method a command; what it returns is printed

    def list(self, options):
        return [f"{uuid} {domain['name']}" if "name" in options else uuid for uuid, domain in self.domains.items()
                if ("all" in options or domain["running"]) and selected(domain, options)]

    def snapshot_list(self, options):
        if FAULT == "snapshot-list:unsupported":
            fail("this function is not supported by the connection driver: virDomainListAllSnapshots")
        domain = self.domain(options)
        external = domain.get("external_snapshots", [])
        return external if "external" in options else domain.get("snapshots", []) + external

    def snapshot_current(self, options):
        names = self.domain(options).get("snapshots", [])
        return names[-1:] or fail("domain has no current snapshot")

    def metadata(self, options):
        domain = self.domain(options)
        if "config" in options and domain.get("transient"):
            fail("transient domains do not have any persistent config")
        if "set" in options:
            mark = options["set"].replace(">", f" xmlns:vmp='{options['uri']}'>", 1).replace("<", "<vmp:", 1).replace("</", "</vmp:")
            domain["xml"] = domain["xml"].replace("</metadata>", f"{mark}</metadata>")
            return None
        xml = domain["xml"] if "config" in options else domain["running"] or domain["xml"]
        return re.findall(r"<vmp:provisioner .*?/>", xml) or fail("metadata not found")

    def dumpxml(self, options):
        domain = self.domain(options)
        return [domain["xml"] if "inactive" in options else domain["running"] or domain["xml"]]

    def qemu_agent_command(self, options):
        self.domain(options)
        fail("Guest agent is not responding: QEMU guest agent is not connected")

    def pool_list(self, options):
        if FAULT == "pool-list:race":  # what virsh prints for each pool that was undefined in the meantime
            print("error: Could not retrieve pool information")
        return [f"{name:20}" for name, pool in self.pools.items()
                if ("all" in options or pool["active"]) and selected(pool, options)]

    def pool_dumpxml(self, options):
        path = escape(self.pool(options["pool"], active=False)["path"])
        return [f"<pool type='dir'>\n  <name>{options['pool']}</name>\n  <target>\n    <path>{path}</path>"]

    def pool_define(self, options):
        tree = ElementTree.parse(options[""]).getroot()
        if tree.findtext("name") in self.pools:
            fail("pool already exists")
        path = re.sub("(?<=.)/$", "", re.sub("/+", "/", tree.findtext("target/path")))  # as libvirt writes it
        self.pools[tree.findtext("name")] = {"path": path, "active": False}

    def pool_start(self, options):
        pool = self.pool(options["pool"], active=False)
        if "build" in options:
            try:
                on_disk(pool["path"]).mkdir(parents=True, exist_ok=True)
            except OSError as problem:
                fail(f"failed to create directory '{pool['path']}': {problem.strerror}")
        pool["active"] = True

    def pool_destroy(self, options):
        self.pool(options["pool"])["active"] = False

    def pool_delete(self, options):
        pool = self.pool(options["pool"], active=False)
        if pool["active"]:
            fail("storage pool is still active")
        try:
            if FAULT == "pool-delete:busy":
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
            on_disk(pool["path"]).rmdir()
        except OSError as error:
            fail(f"failed to remove pool '{pool['path']}': {error.strerror}")

    def pool_undefine(self, options):
        self.pool(options["pool"], active=False)
        del self.pools[options["pool"]]

    def pool_refresh(self, options):
        self.pool(options["pool"])

    def pool_autostart(self, options):
        self.pool(options["pool"], active=False)["autostart"] = True

    def vol_list(self, options):
        path = self.pool(options["pool"])["path"]
        names = sorted(file.name for file in on_disk(path).iterdir() if file.suffix != ".xml" and not file.is_fifo())
        return [" Name   Path", "-------"] + [f" {name:12}   {path.rstrip('/')}/{name}" for name in names]

    def vol_dumpxml(self, options):
        path = self.volume(options)
        about = on_disk(f"{path}.xml")
        tree = ElementTree.parse(about).getroot() if about.exists() else ElementTree.Element("volume")
        size = on_disk(path).stat().st_size
        capacity = max(int(tree.findtext("capacity") or 0), size)
        base, kind = tree.findtext("backingStore/path"), tree.find("target/format")
        kind = "raw" if kind is None else kind.get("type")
        return ([f"<volume>\n  <name>{path.name}</name>\n  <key>{path}</key>\n  <capacity unit='bytes'>{capacity}</capacity>"]
                + ([f"  <physical unit='bytes'>{size}</physical>"] if size else [])
                + [f"  <target>\n    <path>{path}</path>\n    <format type='{kind}'/>\n  </target>"]
                + ([f"  <backingStore>\n    <path>{base}</path>\n  </backingStore>"] if base else []))

    def vol_create(self, options):
        tree = ElementTree.parse(options["file"])
        path = on_disk(f"{self.pool(options['pool'])['path']}/{tree.findtext('name')}")
        if path.exists():
            fail(f"storage volume '{path.name}' exists already")
        path.write_text("" if int(tree.findtext("capacity") or 1) == 0 else "disk")
        tree.write(path.with_name(path.name + ".xml"))

    def vol_upload(self, options):
        text = pathlib.Path(options["file"]).read_bytes()
        on_disk(self.volume(options)).write_bytes(text[:len(text) // 2] if FAULT.startswith("vol-upload:") else text)
        if FAULT == "vol-upload:half":
            sys.exit(1)

    def vol_download(self, options):
        start = int(options["offset"])
        part = on_disk(self.volume(options)).read_bytes()[start:start + int(options["length"])]
        pathlib.Path(options["file"]).write_bytes(part)

    def vol_resize(self, options):
        about = on_disk(f"{self.volume(options)}.xml")
        if FAULT == "vol-resize:version-2":
            fail("internal error: Child process (/usr/bin/qemu-img resize) unexpected exit status 1: "
                 "qemu-img: Can't resize a v2 image which has snapshots")
        tree = ElementTree.parse(about)
        tree.find("capacity").text = options["capacity"]
        tree.write(about)

    def vol_delete(self, options):
        path = on_disk(self.volume(options))
        path.unlink()
        path.with_name(path.name + ".xml").unlink(missing_ok=True)

    def define(self, options):
        xml = pathlib.Path(options[""]).read_text()
        tree = ElementTree.fromstring(xml)
        uuid, name = tree.findtext("uuid"), tree.findtext("name")
        self.domains[uuid] = {"running": None, **self.domains.get(uuid, {}), "name": name, "xml": xml, "transient": False}

    def create(self, options):
        self.define(options)
        domain = list(self.domains.values())[-1]
        domain.update(running=domain["xml"], transient=True)

    def start(self, options):
        domain = self.domain(options)
        domain["running"] = domain["running"] and fail("Domain is already active") or domain.pop("saved", domain["xml"])

    def destroy(self, options):
        domain = self.domain(options)
        domain["running"] = None
        if domain.get("transient"):
            del self.domains[options["domain"]]

    shutdown = destroy

    def event(self, options):
        pass

    def undefine(self, options):
        self.domain(options)
        del self.domains[options["domain"]]

    def autostart(self, options):
        self.domain(options)["autostart"] = "disable" not in options

    def domblklist(self, options):
        return [f" vda   {path}" for path in re.findall(r"<source file='(.*?)'", self.domain(options)["xml"])]

    def domiflist(self, options):
        return [" Interface   Type      Source    Model    MAC", "----"] + [
            f" vnet{number}       {kind}   {source}   virtio   {mac}"
            for number, (kind, source, mac) in enumerate(self.domain(options).get("nics", NICS))]

    def domifaddr(self, options):
        domain = self.domain(options)
        rows = domain.get("addresses", ADDRESSES).get(options["source"])
        if not domain["running"] or rows is None:
            fail("no address")
        return [" Name       MAC address          Protocol     Address", "----"] + [
            f" {name:10} {mac:20} {protocol(address)}         {address}" for name, mac, address, *_ in rows]

    def network(self, options):
        return self.networks.get(options["network"]) or fail(f"Network not found: '{options['network']}'")

    def net_list(self, options):
        return [f"{name:20}" for name, network in self.networks.items() if "all" in options or network["live"]]

    def net_dumpxml(self, options):
        network = self.network(options)
        return network["stored"] if "inactive" in options or not network["live"] else network["live"]

    def net_update(self, options):
        command, section, entry = options["words"]
        for side in [side for side, option in (("live", "live"), ("stored", "config")) if option in options]:
            lines = self.network(options)[side] or fail("network is not running")
            if command == "delete":
                # Of names, what has the address or one of the names.
                keys = re.findall("ip='.*?'|<hostname>.*?<", entry) if section == "dns-host" else [entry]
                hosts = [line for line in lines if ("<hostname>" in line) == (section == "dns-host")]
                matches = [line for line in hosts if any(key in line for key in keys)]
                lines.remove(matches[0]) if len(matches) == 1 else fail(f"{len(matches)} matching entries")
            else:
                lines.append(entry)

    def net_dhcp_leases(self, options):
        if options["network"] in self.networks:
            return self.network(options).get("leases", [])
        if options["network"] not in [source for domain in self.domains.values() for _, source, _ in domain.get("nics", NICS)]:
            fail(f"Network not found: no network with matching name '{options['network']}'")
        leases = [lease for domain in self.domains.values() for lease in domain.get("addresses", ADDRESSES)["lease"]]
        return [" Expiry Time           MAC address         Protocol   IP address   Hostname   Client ID or DUID", "----"] + [
            f" {end}   {mac}   {protocol(address)}       {address}   -   ff:{mac}"
            for _, mac, address, end in leases if mac == options["mac"]]


# What a domain has when the state does not say it: of each card type, source and MAC, of each source of addresses an
# interface, its MAC, the address and, for a lease, when it ends. A source that is not there fails.
NICS = [["network", "default", "52:54:00:12:34:56"]]
ADDRESSES = {"lease": [["vnet0", "52:54:00:12:34:56", address, "2026-01-01 12:00:00"]
                       for address in ("fe80::1/64", "192.168.122.7/24")]}


def protocol(address):
    return "ipv6" if ":" in address else "ipv4"


def selected(thing, options):
    filters = {"autostart": "autostart", "with-managed-save": "saved", "state-paused": "paused"}
    return all(thing.get(key) for option, key in filters.items() if option in options)


def fail(message):
    raise Failure(message)


def split_commands(text):
    """Words of each command, as virsh's own parser has them."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=";")
    lexer.whitespace_split, lexer.commenters = True, ""
    commands = [[]]
    for word in lexer:
        commands[-1].append(word) if word != ";" else commands.append([])
    return [command for command in commands if command]


def options_of(words):
    options, names = {}, [word for word in words if word.startswith("--")]
    for index, word in enumerate(words):
        following = words[index + 1:index + 2]
        if word in names:
            options[word[2:]] = following[0] if following and following[0] not in names else True
        elif index == 0:
            options[""] = word
    options["words"] = [word for before, word in zip([""] + words, words) if word not in names and before not in names]
    return options


def virsh(words):
    if len(words) != 1:
        return 0
    node, status = Node(), 0
    for command, *arguments in split_commands(words[0]):
        status = 0
        try:
            if command == FAULT:
                fail("it was told to")
            if f"{command}:late" == FAULT:
                getattr(node, command.replace("-", "_"))(options_of(arguments))
            lines = arguments if command == "echo" else getattr(node, command.replace("-", "_"))(options_of(arguments))
            print("\n".join(lines or []) + ("" if command == "echo" else "\n"))
        except Failure as failure:
            print(f"error: {failure}", flush=True)
            status = 1
        finally:
            node.save()
    return status


def virt_install(words):
    if os.environ.get("FAKE_VIRT_INSTALL_FAILS"):
        print("ERROR    it was told to", file=sys.stderr)
        return 1
    name, uuid = words[words.index("--name") + 1], words[words.index("--uuid") + 1]
    memory = "".join(word[9:] for word in words if word.startswith("--memory="))
    print(f"<domain type='fake'>\n  <name>{escape(name)}</name>\n  <uuid>{uuid}</uuid>\n"
          f"  <memory unit='MiB'>{escape(memory)}</memory>\n</domain>")
    return 0


def curl(words):
    source = NODE / "www" / words[words.index("--url") + 1].rpartition("/")[2]
    if not source.exists():
        print("curl: (22) The requested URL returned error: 404", file=sys.stderr)
        return 22
    shutil.copyfile(source, words[words.index("--output") + 1])
    return 0


def ssh(_words):
    print("ssh says this")
    statuses = NODE / "ssh_statuses"  # one a run, then 0
    left = statuses.read_text().split() if statuses.exists() else []
    statuses.write_text(" ".join(left[1:]))
    return int(left[0]) if left else 0


def sshpass(words):
    os.execvp(words[2], words[2:])


def main():
    name, words = pathlib.Path(sys.argv[0]).name, sys.argv[1:]
    with open(NODE / "log", "a", encoding="utf-8", errors="surrogateescape") as log:
        log.write(json.dumps([name, *words]) + "\n")
    return {"virsh": virsh, "virt-install": virt_install, "curl": curl, "ssh": ssh, "sshpass": sshpass}[name](words)


if __name__ == "__main__":
    sys.exit(main())
