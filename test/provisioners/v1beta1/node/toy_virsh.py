#!/usr/bin/env python3
"""Stands in for virsh, for pools, volumes and what else a node has, with the rules that libvirt 9.0 has.

It keeps a toy state of a node in $FAKE_NODE/state.json; ../virsh_batch.py has what it does beside that.
"""
import json
import os
import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from virsh_batch import NODE, fail, main  # noqa: E402

VERSION = """Compiled against library: libvirt 9.0.0
Using library: libvirt 9.0.0
Using API: QEMU 9.0.0
Running hypervisor: QEMU 7.2.22
Running against daemon: 9.0.0"""
CHANGES = ("pool-define pool-build pool-start pool-destroy pool-delete pool-undefine pool-autostart vol-delete undefine "
           "net-destroy net-undefine").split()

SOURCES = ("<path>(.*?)</path>", "<device path='(.*?)'")


def first(pattern, text):
    found = re.search(pattern, text, re.DOTALL)
    return found[1] if found else ""


class Node:
    def __init__(self):
        self.path = NODE / "state.json"
        state = json.loads(self.path.read_text()) if self.path.exists() else {}
        # by name: uuid, stored, live (XML or None), autostart, built, volumes (by name: age in seconds, backing)
        self.pools = state.get("pools", {})
        self.domains = state.get("domains", {})    # by name: uuid, xml, is_running, snapshots (by name: xml)
        self.networks = state.get("networks", {})  # by name: uuid, xml, is_active, ports
        self.devices = state.get("devices", {})    # by path: blank, or what it was formatted with
        self.answers = state.get("answers", {})    # by command: what it prints, or "error: ..."

    def save(self):
        state = {"pools": self.pools, "domains": self.domains, "networks": self.networks, "devices": self.devices,
                 "answers": self.answers}
        (NODE / "state.new").write_text(json.dumps(state, indent=1))
        os.replace(NODE / "state.new", self.path)

    def pool(self, options):
        name = options.get("pool")
        return self.pools.get(name) or fail(f"failed to get pool '{name}'")

    def active(self, options):
        pool = self.pool(options)
        return pool if pool["live"] else fail("Requested operation is not valid: storage pool is not active")

    # -- what looks

    def pool_list(self, options):
        return [f"{name:20}" for name, pool in self.pools.items()
                if ("all" in options or pool["live"]) and ("autostart" not in options or pool["autostart"])]

    def pool_name(self, options):
        return [name for name, pool in self.pools.items() if pool["uuid"] == options["pool"]] or fail("failed to get pool")

    def pool_dumpxml(self, options):
        pool = self.pool(options)
        xml = pool["stored"] if "inactive" in options or not pool["live"] else pool["live"]
        sizes = "".join(f"  <{name} unit='bytes'>{size}</{name}>\n"
                        for name, size in (("capacity", 100 << 30), ("allocation", 0), ("available", 40 << 30)))
        return [xml.replace("  <source>", sizes + "  <source>", 1)]

    def pool_refresh(self, options):
        self.active(options)
        return [f"Pool {options['pool']} refreshed"]

    def vol_list(self, options):
        volumes = self.active(options)["volumes"]
        return [" Name   Path", "-" * 20, *(f" {name}   /srv/{options['pool']}/{name}" for name in sorted(volumes))]

    def vol_dumpxml(self, options):
        volume = self.active(options)["volumes"].get(options["vol"]) or fail("failed to get vol")
        backing = f"  <backingStore>\n    <path>{volume['backing']}</path>\n  </backingStore>\n" * bool(volume["backing"])
        return [f"<volume type='file'>\n  <name>{options['vol']}</name>\n  <target>\n    <timestamps>\n"
                f"      <mtime>{int(time.time()) - volume['age']}.5</mtime>\n    </timestamps>\n  </target>\n{backing}</volume>"]

    def list(self, options):
        return [name for name, domain in self.domains.items() if "all" in options or domain["is_running"]]

    def dumpxml(self, options):
        domain = self.domains.get(options["domain"]) or fail("failed to get domain")
        return [f"<domain type='kvm'>\n  <name>{options['domain']}</name>\n  <uuid>{domain['uuid']}</uuid>\n{domain['xml']}\n</domain>"]

    def snapshot_list(self, options):
        return self.domains[options["domain"]].get("snapshots", {})

    def snapshot_dumpxml(self, options):
        return [self.domains[options["domain"]]["snapshots"][options["snapshotname"]]]

    def net_list(self, options):
        return [f"{name:20}" for name, network in self.networks.items() if "all" in options or network["is_active"]]

    def net_dumpxml(self, options):
        network = self.networks.get(options["network"]) or fail("failed to get network")
        return [f"<network>\n  <name>{options['network']}</name>\n  <uuid>{network['uuid']}</uuid>\n{network['xml']}\n</network>"]

    def net_port_list(self, options):
        return self.networks[options["network"]]["ports"]

    def version(self, _options):
        return [VERSION]

    def nodeinfo(self, _options):
        return ["CPU model:           x86_64", "CPU(s):              4", "Memory size:         16777216 KiB"]

    def nodememstats(self, _options):
        return ["total  :             16777216 KiB", "free   :              4194304 KiB", "buffers:                    0 KiB",
                "cached :              4194304 KiB"]

    def domstats(self, _options):
        return [line for name, domain in self.domains.items() if domain["is_running"]
                for line in (f"Domain: '{name}'", "  balloon.current=1048576", "  balloon.maximum=2097152", "")]

    def domcapabilities(self, options):
        if options.get("virttype") == "kvm" and "kvm" in self.answers:
            fail("invalid argument: KVM is not supported by '/usr/bin/qemu-system-x86_64' on this host")
        if options.get("machine", "q35") != "q35":
            fail(f"invalid argument: the machine '{options['machine']}' is not supported by emulator")
        return ["<domainCapabilities>\n  <os supported='yes'>\n    <enum name='firmware'>\n      <value>bios</value>\n"
                "    </enum>\n    <loader supported='yes'>\n      <value>/usr/share/seabios.bin</value>\n    </loader>\n"
                "  </os>\n</domainCapabilities>"]

    def pool_capabilities(self, _options):
        return ["<storagepoolCapabilities>", *(f"  <pool type='{kind}' supported='{'no' if kind == 'rbd' else 'yes'}'>\n  </pool>"
                                               for kind in ("dir", "fs", "netfs", "logical", "rbd"))]

    def nodedev_list(self, _options):
        return ["net_lo_00_00_00_00_00_00", "net_br0_52_54_00_aa_bb_cc"]

    def secret_list(self, _options):
        return [" UUID                                   Usage", "-" * 60, " e1041ee0-0000-4000-8000-000000000000   ceph ceph-vms"]

    # -- what changes something

    def pool_define(self, options):
        xml = pathlib.Path(options[""][0]).read_text()
        name, uuid = first("<name>(.*?)</name>", xml), first("<uuid>(.*?)</uuid>", xml)
        for other, pool in self.pools.items():
            if (other == name) != (pool["uuid"] == uuid):
                fail(f"operation failed: pool '{other}' already exists with uuid {pool['uuid']}")
            same = [first(pattern, xml) for pattern in SOURCES if first(pattern, xml) == first(pattern, pool["stored"])]
            if other != name and any(same):
                fail(f"operation failed: Storage source conflict with pool: '{other}'")
        pool = self.pools.setdefault(name, {"uuid": uuid, "live": None, "autostart": False, "built": False, "volumes": {}})
        if "<source>" not in xml:
            xml = xml.replace("  <target>", "  <source>\n  </source>\n  <target>", 1)
        pool["stored"] = re.sub("<!--.*?-->\n", "", xml)

    def pool_build(self, options):
        pool = self.pool(options)
        if pool["live"]:
            fail("Requested operation is not valid: storage pool is already active")
        device = first("<device path='(.*?)'", pool["stored"])
        if "<pool type='fs'>" not in pool["stored"] and device or "no-overwrite" in options:
            if self.devices.get(device, "absent") != "blank":
                fail(f"operation failed: Device {device} already formatted using '{self.devices.get(device)}'")
            self.devices[device] = "formatted"
        pool["built"] = True

    def pool_start(self, options):
        pool = self.pool(options)
        if pool["live"]:
            fail("Requested operation is not valid: storage pool is already active")
        device = first("<device path='(.*?)'", pool["stored"])
        if not pool["built"] and re.search("<pool type='(dir|fs|netfs)'>", pool["stored"]):
            fail("cannot open directory: No such file or directory")
        if device and self.devices.get(device, "absent") in ("absent", "blank"):
            fail(f"internal error: mount of {device} failed: wrong fs type")
        pool["live"] = pool["stored"]

    def pool_destroy(self, options):
        self.active(options)["live"] = None

    def pool_delete(self, options):
        pool = self.pool(options)
        if pool["live"]:
            fail("Requested operation is not valid: storage pool is still active")
        if "<pool type='dir'>" not in pool["stored"]:
            pool["data_is_lost"] = True
        if pool["volumes"]:
            fail("failed to remove pool: Directory not empty")
        pool["built"] = False

    def pool_undefine(self, options):
        pool = self.pool(options)
        if pool["live"]:
            fail("Requested operation is not valid: storage pool is still active")
        del self.pools[options["pool"]]

    def pool_autostart(self, options):
        self.pool(options)["autostart"] = "disable" not in options

    def vol_delete(self, options):
        self.active(options)["volumes"].pop(options["vol"], None) or fail("failed to get vol")

    def undefine(self, options):
        if self.domains[options["domain"]].get("snapshots"):
            fail("Requested operation is not valid: cannot delete inactive domain with 1 snapshots")
        del self.domains[options["domain"]]

    def net_destroy(self, options):
        self.networks[options["network"]]["is_active"] = False

    def net_undefine(self, options):
        del self.networks[options["network"]]


if __name__ == "__main__":
    sys.exit(main(Node, CHANGES))
