#!/usr/bin/env python3
"""What only a real libvirtd can show: firmware and its variables, a TPM, snapshots, saved memory, connections.

usage: libvirt_test.py VMP VERSION [TEST...]

Exits 77 (skipped) where private-libvirt says that there can be none.
"""
import json
import pathlib
import re
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "faults"))

import scenarios  # noqa: E402
import snapshot  # noqa: E402
from stage import SKIPPED, NoLibvirt, Stage  # noqa: E402

VERSION = sys.argv.pop(2)
STOP_AT_ONCE = f"{VERSION.upper()}_SHUTDOWN_TIMEOUT_SECS=0"  # nothing in these guests would answer
# What up says of a running domain that is to have more memory.
WAITS = {"v1alpha1": 'the new definition of domain "cloud" comes at the next start',
         "v1beta1": "waits for the next start: memory is 32768 KiB, will be 49152 KiB"}[VERSION]

# What it says of each part of an external snapshot.
KEPT = {"v1alpha1": "^$", "v1beta1": r"^cloud: keeps on the node: disk\[vda\]/"}[VERSION]
# What targets run with nothing to do. v1beta1 reads virsh's answers from a file, and compares each field.
FILE, COMPARE = ["mktemp", "flock", "virsh", "grep"], ["awk", "awk", "awk"]
PROCESSES = {
    "v1alpha1": {"down": ["flock", "virsh"], "up": ["flock", "sha256sum", "stat", "virsh"], "status": ["sha256sum", "virsh"],
                 "diff": ["sha256sum", "virsh"]},
    "v1beta1": {"down": ["flock", "mkdir", *FILE, "rm"], "up": ["flock", "sha256sum", *FILE, *COMPARE, "stat", "rm"],
                "status": ["sha256sum", *FILE, *COMPARE, "rm"], "diff": ["sha256sum", *FILE, *COMPARE, "rm"]}}[VERSION]
# Connections of the first up: v1beta1 notes how a domain was defined.
FIRST_UP = {"v1alpha1": 7, "v1beta1": 9}[VERSION]


class RealNode(unittest.TestCase):
    maxDiff = None
    stage = None

    def setUp(self):
        self.stage.set_up(VERSION, "cloud")
        self.registry = scenarios.registry(["cloud"], self.stage.uri, self.stage.pools, self.stage.server.port, VERSION)
        self.options = self.registry["vms"][0]["libvirt"]["domain"]["virtInstall"]

    # -- what tests do

    def generate(self):
        self.stage.generate(self.registry, self.stage.folder)

    def make(self, *targets, status=0):
        made = self.stage.make(*targets, STOP_AT_ONCE)
        self.assertEqual(made.status, status, made.output)
        return made.output

    def virsh(self, *commands):
        return snapshot.virsh(self.stage.uri, *commands)

    def change(self, **options):
        self.options.update(options)
        self.generate()

    def kept(self):
        """The files that libvirt keeps for domains: variables of firmware, TPM state, saved memory."""
        folder = self.stage.libvirt / "c/libvirt/qemu"
        return {path.name: path.read_bytes() for path in folder.rglob("*")
                if path.is_file() and path.suffix in (".fd", ".save", ".permall")}

    def commands(self, target):
        """What provisioner.sh runs for it, in order."""
        made, journal = self.stage.make_recorded(target)
        self.assertEqual(made.status, 0, made.output)
        return [command for command, _, _ in journal if command != "bash"]

    def connections(self, target):
        return sum(command in ("virsh", "virt-install") for command in self.commands(target))

    # -- tests

    def test_names_beyond_ascii(self):
        text = json.dumps(self.registry, ensure_ascii=False).replace("root.qcow2", "würzel.qcow2")
        text = text.replace("{DEFAULT_POOL_PATH}/cloud", "{DEFAULT_POOL_PATH}/Wolke é 日本").replace("/images\"", "/Bilder ü\"")
        self.registry = json.loads(text.replace('"cloud/', '"wölke/').replace('"poolName": "cloud"', '"poolName": "wölke"')
                                   .replace('"pools": [{"name": "cloud"', '"pools": [{"name": "wölke"'))
        self.registry["vms"][0]["libvirt"]["domain"]["name"] = "日本"
        self.generate()
        self.make("up")
        self.assertEqual((self.make("up"), self.make("diff")), ("", ""))
        self.assertIn("Wolke é 日本", self.make("status"))
        self.make("down", "delete-all")
        self.assertEqual(self.virsh("list --all --name", "pool-list --all --name"), ["\n", "\n"])

    def test_few_connections(self):
        counts = [(target, self.connections(target)) for target in ("down", "up", "up", "status", "diff")]
        self.assertEqual(counts, [("down", 1), ("up", FIRST_UP), ("up", 1), ("status", 1), ("diff", 1)])

    def test_many_vms_at_once(self):
        names = [f"vm{number}" for number in range(8)]
        self.stage.vms = names
        self.registry = scenarios.registry(names, self.stage.uri, self.stage.pools, self.stage.server.port, VERSION)
        self.stage.generate(self.registry, self.stage.folder / "generated")
        self.stage.clear()
        made = [self.make_at_once(names, target) for target in ("up", "up", "down", "delete-all")]
        self.assertEqual((made[0].count(": download "), made[0].count(" to volume images/small.qcow2")), (1, 1))
        self.assertEqual(made[1], "")
        self.assertEqual(self.virsh("list --all --name", "pool-list --all --name"), ["\n", "\n"])

    def make_at_once(self, vms, *targets):
        made = [self.stage.finish(make) for make in [self.stage.start(vm, [*targets, STOP_AT_ONCE], {}) for vm in vms]]
        self.assertEqual({one.output for one in made if one.status != 0}, set())
        return "".join(one.output for one in made)

    def test_few_processes(self):
        few = {"down": self.commands("down")}
        self.make("up")
        self.assertEqual({**few, **{target: self.commands(target) for target in ("up", "status", "diff")}}, PROCESSES)

    def test_uefi_variables_and_a_tpm_live_as_long_as_the_domain(self):
        self.change(autostart=False, boot="uefi", tpm="backend.type=emulator,backend.version=2.0,model=tpm-crb")
        self.make("up")
        kept = self.kept()
        self.assertEqual(sorted(kept), ["cloud_VARS.fd", "tpm2-00.permall"])
        self.change(memory="48")
        self.assertIn(WAITS, self.make("up"))
        self.make("stop")
        [variables] = self.stage.libvirt.rglob("cloud_VARS.fd")
        variables.write_bytes(kept["cloud_VARS.fd"][:-1] + b"!")  # new ones would lack that
        self.make("up")
        self.assertEqual(self.make("diff"), "")
        self.assertEqual(sorted(self.kept()), sorted(kept))
        self.assertEqual(self.kept()["cloud_VARS.fd"][-1:], b"!")
        self.make("down")
        self.assertEqual(self.kept(), {})

    def test_saved_memory_goes_on_and_then_follows_the_registry(self):
        self.make("up")
        self.virsh("managedsave cloud")
        self.assertEqual(list(self.kept()), ["cloud.save"])
        self.assertRegex(self.make("status"), r"(?m)^domain +cloud +saved$")
        self.change(memory="48")
        self.assertIn(WAITS, self.make("up"))
        self.make("stop", "up")
        self.assertEqual(self.make("diff"), "")
        self.virsh("managedsave cloud")
        self.make("down")
        self.assertEqual((self.kept(), self.virsh("list --all --name")), ({}, ["\n"]))

    def test_internal_snapshots_stay_until_down(self):
        self.change(disk=[{"name": "root", "options": {"vol": "cloud/root.qcow2"}}])
        self.make("up")
        self.virsh("snapshot-create-as cloud first")
        self.change(memory="48")
        self.make("stop", "up")
        self.assertIn("first", self.virsh("snapshot-list cloud --name")[0])
        self.make("down")
        self.assertEqual(self.virsh("list --all --name"), ["\n"])

    def test_volumes_grow_with_snapshots_in_them_but_those_of_version_2(self):
        self.change(disk=[{"name": "root", "options": {"vol": "cloud/root.qcow2"}}])
        self.make("up", "stop")
        root = self.stage.pools / "cloud/root.qcow2"
        self.assertEqual(root.read_bytes()[:8], b"QFI\xfb\0\0\0\3")
        subprocess.run(["qemu-img", "amend", "-f", "qcow2", "-o", "compat=0.10", root], check=True)
        self.virsh("snapshot-create-as cloud first")
        [volume] = [one for one in self.registry["vms"][0]["libvirt"]["volumes"] if one["name"] == "root.qcow2"]
        volume["capacity"] = "30M"
        self.generate()
        output = self.make("up", status=2)
        self.assertIn("it is of version 2 of qcow2, and has snapshots", output)
        [command] = re.findall(r"qemu-img amend .*? \S+(?=\. Or)", output)
        subprocess.run(command.split(), check=True)
        self.make("up")
        self.assertEqual(self.make("diff"), "")
        self.assertIn("first", self.virsh("snapshot-list cloud --name")[0])
        self.make("down")

    def test_a_reverted_snapshot_does_not_hide_another_seed(self):
        self.change(disk=[{"name": "root", "options": {"vol": "cloud/root.qcow2"}},
                          {"name": "seed", "options": {"vol": "cloud/seed.iso", "device": "cdrom"}}])
        data = self.registry["vms"][0]["cloudInit"]["noCloud"]["data"]
        self.make("up", "stop")
        self.virsh("snapshot-create-as cloud first")
        for more in ([], ["snapshot-delete cloud first"]):
            data["user-data"] = {"password": "y"}
            self.generate()
            self.make("up", "stop")
            self.virsh("snapshot-revert cloud first", *more)
            data["user-data"] = {"password": "x"}
            self.generate()
            self.assertRegex(self.make("diff", status=2), r"domain +cloud +off, has another seed\n")
            self.assertIn("upload seed.iso", self.make("up"))
            self.assertEqual((self.stage.pools / "cloud/seed.iso").read_bytes(),
                             (self.stage.folder / "cloud/seed.iso").read_bytes())
            self.assertEqual((self.make("up"), self.make("diff")), ("", ""))
            self.make("stop")
        self.make("down")

    def test_external_snapshots_keep_the_definition_and_the_volumes(self):
        self.make("up")
        root = self.stage.pools / "cloud/root.qcow2"
        self.virsh("snapshot-create-as cloud first --disk-only --diskspec vda,snapshot=external --diskspec vdb,snapshot=no"
                   " --diskspec hda,snapshot=no")
        for line in self.make("up").splitlines():
            self.assertRegex(line, KEPT)
        self.change(memory="48")
        self.assertIn('domain "cloud" has external snapshots (first)', self.make("up", status=2))
        self.assertIn(f"root.first uses {root}: nothing was deleted", self.make("down", status=2))
        self.virsh("start cloud")
        self.virsh("blockcommit cloud vda --active --pivot", "snapshot-delete cloud first --metadata")
        self.make("stop", "up")
        self.assertEqual(self.make("diff"), "")
        self.assertIn(f"root.first uses {root}: nothing was deleted. Delete that one first", self.make("down", status=2))
        self.virsh("vol-delete root.first cloud")
        self.make("down")
        self.assertEqual(list((self.stage.pools).iterdir()), [self.stage.pools / "images"])

    def test_the_volume_under_an_overlay_and_a_format_are_seen(self):
        self.make("up")
        self.assertEqual(self.make("diff"), "")
        root = next(volume for volume in self.registry["vms"][0]["libvirt"]["volumes"] if "backingVolume" in volume)
        del root["backingVolume"]
        root["format"] = "raw"
        self.generate()
        self.assertRegex(self.make("diff", status=2), f"bytes, is on {self.stage.pools}/.*, should be on none, "
                         "is qcow2, should be raw\n")

    def test_a_pool_whose_directory_cannot_be_made_is_no_obstacle_for_down(self):
        self.registry["vms"][0]["libvirt"]["pools"][0]["directory"]["path"] = "/proc/pool"
        self.generate()
        self.assertIn("cannot start pool", self.make("up", status=2))
        self.make("down")
        self.assertNotIn("cloud", self.virsh("pool-list --all --name")[0].split())

    def test_a_transient_domain_is_forgotten_when_it_stops(self):
        self.change(autostart=False, transient=True)
        self.make("up")
        self.assertEqual(self.virsh("list --transient --name"), ["cloud\n\n"])
        self.assertEqual((self.make("up"), self.make("diff")), ("", ""))
        self.make("stop")
        self.assertEqual(self.virsh("list --all --name"), ["\n"])
        self.make("up", "down")
        self.assertEqual(self.virsh("list --all --name"), ["\n"])


def main():
    try:
        RealNode.stage = Stage(pathlib.Path(sys.argv.pop(1)).resolve())
    except NoLibvirt as error:
        print(f"skipped: {error}")
        return SKIPPED
    try:
        return 0 if unittest.main(exit=False, verbosity=2).result.wasSuccessful() else 1
    finally:
        RealNode.stage.end()


if __name__ == "__main__":
    sys.exit(main())
