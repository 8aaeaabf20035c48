#!/usr/bin/env python3
"""What the targets of a node's directory do, on a toy node with libvirt's rules.

usage: behaviour_test.py [TEST...]
"""
import re
import shutil
import unittest

from toy_node import ToyNode, uuid_of

DAY = 86400
MARK = """  <metadata>
    <vmp:vmp xmlns:vmp="https://vmp.invalid/v1beta1" fleet="{}"/>
  </metadata>"""
DISK = "  <disk>\n    <source file='/somewhere/else/{}'/>\n  </disk>"


class NodeTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.lab = ToyNode()
        self.addCleanup(self.lab.remove)
        self.lab.set_state({"devices": {"/dev/vdb": "ext4"}})

    def make(self, *words, status=0, **environment):
        actual, output = self.lab.make(*words, **environment)
        self.assertEqual(actual, status, output)
        return output

    def assert_nothing_to_do(self):
        self.assertEqual((self.make("up"), self.lab.connections(), self.lab.changes()), ("", 1, []))
        self.assertEqual(self.make("diff"), "")


class Up(NodeTest):
    def test_pools_are_defined_built_and_started(self):
        self.assertEqual(self.make("up"), """\
nodes/lab: define pool default
nodes/lab: define pool scratch
nodes/lab: define pool mounted
nodes/lab: start pool default with its node
nodes/lab: build pool default
nodes/lab: start pool default
nodes/lab: build pool scratch
nodes/lab: start pool scratch
nodes/lab: start pool mounted with its node
nodes/lab: build pool mounted
nodes/lab: start pool mounted
""")
        self.assertEqual(self.lab.connections(), 3)
        self.assertEqual(self.lab.pool("default")["uuid"], uuid_of(self.lab.uri, "pool/default"))
        self.assert_nothing_to_do()

    def test_a_blank_device_is_formatted_where_that_is_allowed(self):
        self.lab.set_state({"devices": {"/dev/vdb": "blank"}})
        self.assertIn("nodes/lab: format pool mounted\n", self.make("up"))
        self.assertEqual(self.lab.state()["devices"], {"/dev/vdb": "formatted"})
        self.assertIn("pool-build --pool mounted --no-overwrite", self.lab.changes())
        self.assert_nothing_to_do()

    def test_a_blank_device_is_not_formatted_without_a_word(self):
        self.lab.replace("Makefile", "'autostart build'", "autostart")
        self.lab.set_state({"devices": {"/dev/vdb": "blank"}})
        self.assertIn("""\
nodes/lab: error: cannot start pool "mounted" on node "lab". A blank device is formatted with "build: true" in the registry
    error: internal error: mount of /dev/vdb failed: wrong fs type
""", self.make("up", status=2))
        self.assertEqual(self.lab.state()["devices"], {"/dev/vdb": "blank"})

    def test_a_device_with_anything_on_it_is_never_formatted(self):
        self.lab.make("up")
        self.lab.change_state(lambda state: state["pools"]["mounted"].update(live=None, built=False))
        self.assertIn("nodes/lab: build pool mounted\n", self.make("up"))
        self.assertNotIn("no-overwrite", " ".join(self.lab.changes()))
        self.assertEqual(self.lab.state()["devices"], {"/dev/vdb": "ext4"})

    def test_an_absent_device_is_told_in_libvirts_words(self):
        self.lab.set_state({})
        self.assertIn("""\
nodes/lab: error: cannot format the device of pool "mounted" on node "lab". Nothing that has data on it is ever formatted: \
look what it is, and clear it by hand if nobody needs that
    error: operation failed: Device /dev/vdb already formatted using 'None'
""", self.make("up", status=2))

    def test_a_pool_that_is_the_same_but_for_its_uuid_is_taken_as_it_is(self):
        self.lab.make("up")
        self.lab.change_state(lambda state: state["pools"]["default"].update(uuid="of-virt-install", live=None))
        for kind in ("stored",):
            self.lab.change_state(lambda state: state["pools"]["default"].update({kind: state["pools"]["default"][kind].replace(
                uuid_of(self.lab.uri, "pool/default"), "of-virt-install").replace("0711", "0755")}))
        self.assertEqual(self.make("up"), "nodes/lab: build pool default\nnodes/lab: start pool default\n")
        self.assert_nothing_to_do()

    def test_another_pool_of_the_name_is_refused(self):
        self.lab.make("up")
        self.lab.change_state(lambda state: state["pools"]["default"].update(
            uuid="another", stored=state["pools"]["default"]["stored"].replace(
                uuid_of(self.lab.uri, "pool/default"), "another").replace("/srv/images", "/other")))
        for target in ("up", "down", "status", "diff"):
            self.assertEqual(self.make(target, status=2), """\
nodes/lab: error: pool "default" on node "lab" is not of this directory: its target/path is /other, not /srv/images. Give \
this one another name in the registry, describe that one there, or, if nobody needs that one, forget it: virsh \
pool-destroy another; virsh pool-undefine another
""")
            self.assertEqual(self.lab.changes(), [])

    def test_our_pool_under_another_name_is_refused(self):
        self.lab.make("up")

        def rename(state):
            state["pools"]["old"] = state["pools"].pop("default")
        self.lab.change_state(rename)
        uuid = uuid_of(self.lab.uri, "pool/default")
        self.assertEqual(self.make("up", status=2), f"""\
nodes/lab: error: pool "default" is called "old" on node "lab", and libvirt renames none: forget it there, which keeps what \
is in it: virsh pool-destroy {uuid}; virsh pool-undefine {uuid}
""")

    def test_a_pool_in_the_place_of_ours_is_named(self):
        self.lab.make("up")

        def move(state):
            state["pools"]["others"] = {**state["pools"].pop("scratch"), "uuid": "1"}
        self.lab.change_state(move)
        self.assertIn("""\
nodes/lab: error: pool 'others' on node "lab" has the directory or device of pool "scratch", and libvirt has one pool for \
it. Call this one 'others' in the registry, or, if nobody needs that one, forget it: virsh pool-destroy 'others'; virsh \
pool-undefine 'others'
""", self.make("up", status=2))

    def test_a_new_path_waits_for_a_new_start(self):
        self.lab.make("up")
        self.lab.replace("pools/scratch.xml", "/srv/scratch", "/new/scratch")
        waits = """\
nodes/lab: pool scratch runs as it was: its target/path is /srv/scratch, not /new/scratch. It changes when it starts again: \
shut down the VMs that have volumes in it, virsh pool-destroy scratch, make up
"""
        self.assertEqual(self.make("up"), "nodes/lab: define pool scratch\n" + waits)
        self.assertEqual(self.make("up"), waits)
        self.assertEqual(self.make("diff", status=2), "\
pool     scratch                  until it starts again, its target/path is /srv/scratch, not /new/scratch\n")
        self.lab.change_state(lambda state: state["pools"]["scratch"].update(live=None))
        self.make("up")
        self.assert_nothing_to_do()

    def test_autostart_follows_the_registry(self):
        self.lab.make("up")
        self.lab.replace("Makefile", "Delete ''", "Delete autostart")
        self.lab.replace("Makefile", "Retain autostart", "Retain ''")
        self.assertEqual(self.make("up"), "nodes/lab: do not start pool default with its node\n"
                         "nodes/lab: start pool scratch with its node\n")
        self.assert_nothing_to_do()

    def test_an_unreachable_node_is_said_once(self):
        (self.lab.node / "unreachable").touch()
        self.assertIn("error: cannot reach node \"lab\"", self.make("up", status=2))

    def test_a_step_that_does_nothing_ends_in_an_error(self):
        self.assertIn("""\
nodes/lab: error: cannot define pool default on node "lab"
    error: it was told to fail
""", self.make("up", status=2, FAKE_FAULT="1 fails") + self.make("up", FAKE_FAULT="99 fails") + """\
nodes/lab: error: cannot define pool default on node "lab"
    error: it was told to fail
""")


class Down(NodeTest):
    def setUp(self):
        super().setUp()
        self.lab.make("up")

    def test_empty_pools_that_may_go_are_stopped_and_forgotten(self):
        self.assertEqual(self.make("down"), """\
nodes/lab: keeps pool default, as its deletionPolicy says
nodes/lab: stop pool scratch
nodes/lab: remove the directory of pool scratch if it is empty
nodes/lab: forget pool scratch
nodes/lab: stop pool mounted
nodes/lab: forget pool mounted
""")
        self.assertEqual(list(self.lab.state()["pools"]), ["default"])
        self.assertNotIn("data_is_lost", str(self.lab.state()))
        self.assertEqual(self.make("down"), "nodes/lab: keeps pool default, as its deletionPolicy says\n")
        self.assertEqual(self.lab.connections(), 1)

    def test_a_pool_with_volumes_stays(self):
        self.lab.add_volume("scratch", "data")
        self.assertIn("nodes/lab: keeps pool scratch, which holds volumes: 1\n", self.make("down"))
        self.assertEqual(list(self.lab.state()["pools"]), ["default", "scratch"])

    def test_the_directory_of_a_pool_that_we_did_not_make_stays(self):
        self.lab.change_state(lambda state: state["pools"]["scratch"].update(
            uuid="1", stored=state["pools"]["scratch"]["stored"].replace(uuid_of(self.lab.uri, "pool/scratch"), "1")))
        self.make("down")
        self.assertNotIn("pool-delete", " ".join(self.lab.changes()))
        self.assertEqual(list(self.lab.state()["pools"]), ["default"])


class Report(NodeTest):
    def test_status_shows_what_there_is(self):
        self.lab.make("up")
        self.lab.add_volume("default", "web.qcow2")
        self.lab.add_domain("web", is_running=True)
        self.assertEqual(self.make("status"), f"""\
lab ({self.lab.uri})
CPU      4, x86_64
memory   16.0 GiB, 8.0 GiB free; VMs that run may use 2.0 GiB
pool     default                  active, 40.0 GiB free of 100.0 GiB, volumes: 1, starts with its node
pool     scratch                  active, 40.0 GiB free of 100.0 GiB, volumes: 0
pool     mounted                  active, 40.0 GiB free of 100.0 GiB, volumes: 0, starts with its node
network  lan                      absent
VM       web                      running
""")
        self.assertEqual(self.lab.connections(), 1)

    def test_diff_names_what_differs(self):
        self.lab.make("up")
        self.lab.change_state(lambda state: state["pools"].pop("mounted"))
        self.lab.change_state(lambda state: state["pools"]["scratch"].update(live=None))
        self.lab.replace("pools/default.xml", "0711", "0700")
        self.assertEqual(self.make("diff", status=2), """\
pool     default                  its target/mode is 0711, not 0700
pool     scratch                  inactive, should be active
pool     mounted                  absent, should be there
""")


class Check(NodeTest):
    def check(self, *requirements, status=2):
        """What it says of them, but for this machine and the summary."""
        path = self.lab.directory / "Makefile"
        text = path.read_text().replace("\n# ---- Targets", "".join(f"\nNODE += {each}" for each in requirements) +
                                        "\n\n# ---- Targets", 1)
        path.write_text(text)
        return self.make("check", status=status)

    def test_a_node_that_has_everything(self):
        self.lab.make("up")
        said = self.check("--requires libvirt 9.0", "--requires qemu 7.2", "--requires virtType kvm", "--requires machine q35",
                          "--requires firmware bios", "--requires memory 1024", "--secret ceph ceph-vms",
                          "--device br0 networks/office", status=0)
        self.assertEqual(said, "nodes/lab: network lan is not active yet: make -C networks/lan up\n"
                               "nodes/lab: has what is needed: 25 checks\n")
        self.assertEqual(self.lab.connections(), 1)

    def test_each_failure_says_what_to_do(self):
        self.lab.set_state({"answers": {"kvm": ""}})
        self.lab.replace("inventory", "network lan vmp", "network lan -")
        self.lab.replace("inventory", "1073741824", "9073741824")
        self.lab.replace("Makefile", "--pool mounted", "--pool ceph 1 rbd Retain ''\nNODE += --pool mounted")
        self.assertEqual(self.check(
            "--requires libvirt 10.1", "--requires qemu 8", "--requires virtType kvm", "--requires machine pc",
            "--requires firmware efi", "--requires memory 99999999999", "--secret ceph other", "--device eth1 networks/office"), """\
nodes/lab: error: libvirt on the node has version 9.0.0, and 10.1 is needed: install a newer one
nodes/lab: error: QEMU on the node has version 7.2.22, and 8 is needed: install a newer one
nodes/lab: error: the node has no KVM: load its module (modprobe kvm_intel or kvm_amd) and switch virtualization on in its \
firmware, or, if it is a VM itself, in its host (nested). Without it, VMs need virtInstall: {virt-type: qemu}
nodes/lab: error: QEMU on the node has no machine "pc". See what it has: virsh capabilities
nodes/lab: error: the node has no UEFI for guests. On Debian and Ubuntu: apt install ovmf. On Fedora: dnf install edk2-ovmf
nodes/lab: error: the node has 16.0 GiB of memory, and 93.1 GiB are required
nodes/lab: warning: VMs that do not run need 8.5 GiB of memory, and the node has 8.0 GiB free. The largest: web
nodes/lab: error: network "lan" is not active, and the registry only describes it: virsh net-start lan
nodes/lab: error: the node has no network device "eth1", which networks/office needs. For a bridge: ip link add eth1 type \
bridge; ip link set eth1 up; and make it permanent in the node's own configuration
nodes/lab: error: libvirt on the node has no secret of type "ceph" with the usage "other": write one \
(https://libvirt.org/formatsecret.html), virsh secret-define FILE, virsh secret-set-value UUID --interactive
nodes/lab: error: libvirt on the node has no pools of the kind "rbd", which pool "ceph" is. On Debian and Ubuntu: apt \
install libvirt-daemon-driver-storage-rbd. On Fedora: dnf install libvirt-daemon-driver-storage-rbd
nodes/lab: error: 10 of 24 checks failed
""")

    def test_an_unreachable_node_is_explained(self):
        (self.lab.node / "unreachable").touch()
        self.assertEqual(self.check(), f"""\
nodes/lab: error: cannot reach node "lab" ({self.lab.uri}): is libvirt installed and running there (systemctl enable --now \
libvirtd, or the sockets of virtqemud, virtnetworkd and virtstoraged), and is this user in its group libvirt?
    error: failed to connect to the hypervisor
    error: Connection refused
""")

    def check_there(self, *lines, status=0, ssh=False):
        """What it says of a node whose own shell prints these."""
        command = self.lab.folder / "bin" / ("ssh" if ssh else "sh")
        command.write_text('#!/bin/bash\nprintf "%s\\n" "$@" >"$FAKE_NODE/asked"\ncat "$FAKE_NODE/there"\n')
        command.chmod(0o755)
        (self.lab.node / "there").write_text("".join(f"{line}\n" for line in lines))
        uri = "qemu+ssh://ops@lab/system" if ssh else "qemu:///system"
        status_, output = self.lab.make("check", f"LIBVIRT_DEFAULT_URI={uri}")
        self.assertEqual(status_, status, output)
        return output

    def test_programs_and_forwarding_of_the_node_itself(self):
        here = "nodes/lab: network lan is not active yet: make -C networks/lan up\n"
        there = ["dnsmasq", "nft", "qemu-img", "forwards 1", "end"]
        self.assertEqual(self.check_there(*there), f"{here}nodes/lab: has what is needed: 14 checks\n")
        self.assertEqual(self.check_there("forwards 0", "end"), here + """\
nodes/lab: warning: the node has no dnsmasq, which networks with addresses need. On Debian and Ubuntu: apt install dnsmasq-base. \
On Fedora: dnf install dnsmasq
nodes/lab: warning: the node has no iptables or nft, which networks need. On Debian and Ubuntu: apt install iptables. \
On Fedora: dnf install iptables-nft
nodes/lab: warning: the node has no qemu-img, which volumes need. On Debian and Ubuntu: apt install qemu-utils. \
On Fedora: dnf install qemu-img
nodes/lab: has what is needed: 14 checks
""")
        self.lab.set_state({"networks": {"lan": {
            "uuid": "1", "is_active": True, "ports": [], "xml": "<forward mode='nat'>\n</forward>\n<ip address='10.77.0.1'/>"}}})
        self.assertEqual(self.check_there(*there[:3], "forwards 0", "end", status=2), """\
nodes/lab: error: the node forwards no packets, so guests of network "lan" reach nothing behind it: sysctl -w \
net.ipv4.ip_forward=1, and see in its /etc/sysctl.d what has switched that off
nodes/lab: error: 1 of 16 checks failed
""")
        self.lab.replace("Makefile", "\n# ---- Targets", "\nNODE += --ssh -l ops -- lab\n\n# ---- Targets")
        self.assertEqual(self.check_there(*there, ssh=True), "nodes/lab: has what is needed: 17 checks\n")
        asked = (self.lab.node / "asked").read_text()
        self.assertTrue(asked.startswith("-o\nBatchMode=yes\n-o\nConnectTimeout=10\n-l\nops\n--\nlab\nsh -c 'PATH="), asked)

    def test_space_is_that_of_volumes_that_are_still_to_be_made(self):
        self.lab.make("up")
        self.lab.replace("inventory", "10737418240", "53687091200")
        self.assertIn("nodes/lab: warning: volumes that are still to be made in pool default may grow to 50.0 GiB, and it has "
                      "40.0 GiB left\n", self.check(status=0))
        self.lab.add_volume("default", "web.qcow2")
        self.assertNotIn("warning", self.check(status=0))


class Garbage(NodeTest):
    def setUp(self):
        super().setUp()
        self.lab.make("up")
        self.lab.commit()

    def leave(self, *lines):
        """Of the inventory: what the registry had and has not any more."""
        for line in lines:
            self.lab.replace("inventory", line + "\n", "")

    def test_where_all_is_in_the_registry_there_is_none(self):
        self.lab.add_volume("default", "web.qcow2")
        self.lab.add_domain("web", is_running=True)
        self.assertEqual(self.make("gc"), "nodes/lab: there is nothing to remove\n")
        self.assertEqual(self.lab.connections(), 2)
        self.assertEqual(self.make("gc", "CONFIRM=yes"), "nodes/lab: there is nothing to remove\n")

    def test_domains_are_ours_by_their_uuid_and_mark(self):
        self.lab.add_domain("gone", MARK.format("m2"))
        self.lab.add_domain("runs", MARK.format("m2"), is_running=True)
        self.lab.add_domain("unmarked", "")
        self.lab.add_domain("others", MARK.format("m3"))
        self.lab.add_domain("foreign", MARK.format("m2"), uuid="00000000-0000-4000-8000-000000000000")
        self.assertEqual(self.make("gc"), """\
domain   gone                                     garbage: off, and the registry has no VM with it
domain   runs                                     runs, and the registry has no VM with it: shut it down
domain   unmarked                                 off, and without our fleet's mark. If nobody needs it: virsh undefine unmarked --nvram
domain   others                                   off, and without our fleet's mark. If nobody needs it: virsh undefine others --nvram
nodes/lab: make gc CONFIRM=yes removes what is listed as "garbage"
""")
        self.assertEqual(self.lab.changes(), [])
        self.make("gc", "CONFIRM=yes")
        self.assertEqual(self.lab.changes(), ["undefine --domain gone --nvram"])

    def test_a_domain_with_snapshots_stays(self):
        self.lab.add_domain("gone", MARK.format("m2"))
        self.lab.change_state(lambda state: state["domains"]["gone"].update(snapshots={"one": "<domainsnapshot/>"}))
        self.assertIn("""\
nodes/lab: error: cannot forget domain gone on node "lab"
    error: Requested operation is not valid: cannot delete inactive domain with 1 snapshots
""", self.make("gc", "CONFIRM=yes", status=2))

    def test_networks_and_pools_go_when_nothing_is_on_them(self):
        def add(state):
            state["networks"] = {
                name: {"uuid": uuid_of(self.lab.uri, f"network/{name}"), "xml": MARK.format(fleet), "is_active": True,
                       "ports": ports} for name, fleet, ports in (("old", "m2", []), ("busy", "m2", ["port"]), ("others", "m3", []))}
            for name in ("empty", "full"):
                state["pools"][name] = {**state["pools"]["scratch"], "uuid": uuid_of(self.lab.uri, f"pool/{name}")}
                for kind in ("stored", "live"):
                    state["pools"][name][kind] = state["pools"][name][kind].replace(
                        uuid_of(self.lab.uri, "pool/scratch"), uuid_of(self.lab.uri, f"pool/{name}"))
            state["pools"]["full"]["volumes"] = {"data": {"age": 0, "backing": ""}}
        self.lab.change_state(add)
        self.assertEqual(self.make("gc"), """\
network  old                                      garbage: no guests, and the registry does not have it
network  busy                                     has guests, and the registry does not have it
network  others                                   without our fleet's mark. If nobody needs it: virsh net-destroy others; virsh net-undefine others
pool     empty                                    garbage: no volumes, and the registry does not have it
pool     full                                     holds volumes, and the registry does not have it
volume   full/data                                never was in the registry, as far as git knows. If nobody needs it: make gc/volume/full/data
nodes/lab: make gc CONFIRM=yes removes what is listed as "garbage"
""")
        self.make("gc", "CONFIRM=yes")
        self.assertEqual(self.lab.changes(), ["net-destroy --network old", "net-undefine --network old",
                                              "pool-destroy --pool empty", "pool-undefine --pool empty"])

    def test_volumes_go_as_the_inventory_said_last(self):
        self.lab.replace("inventory", "network lan vmp\n", """network lan vmp
volume default/gone Delete -
volume default/kept Delete -
volume default/fresh Delete -
volume default/used Delete -
volume default/based Delete -
volume default/snapped Delete -
""")
        self.lab.commit()
        self.lab.replace("inventory", "default/kept Delete", "default/kept Retain")
        self.lab.commit()
        self.leave(*(f"volume default/{name} {policy} -" for name, policy in (
            ("gone", "Delete"), ("kept", "Retain"), ("fresh", "Delete"), ("used", "Delete"), ("based", "Delete"),
            ("snapped", "Delete"))))
        for name in ("gone", "kept", "used", "based", "snapped", "strange", "web.qcow2"):
            self.lab.add_volume("default", name, backing="/elsewhere/based" if name == "web.qcow2" else "")
        self.lab.add_volume("default", "fresh", age=60)
        self.lab.add_domain("foreign", DISK.format("used"), uuid="1")
        self.lab.change_state(lambda state: state["domains"]["foreign"].update(snapshots={"one": DISK.format("snapped")}))
        self.assertIn("volume   default/gone                             commit nodes/lab/inventory first, which has lost it\n",
                      self.make("gc"))
        self.lab.commit()
        self.assertEqual(self.make("gc"), """\
volume   default/based                            is used, and the registry does not have it
volume   default/fresh                            was written within a day. If nobody needs it: make gc/volume/default/fresh
volume   default/gone                             garbage: nothing uses it, and the registry does not have it
volume   default/kept                             kept, as its deletionPolicy says. If nobody needs it: make gc/volume/default/kept
volume   default/snapped                          is used, and the registry does not have it
volume   default/strange                          never was in the registry, as far as git knows. If nobody needs it: make gc/volume/default/strange
volume   default/used                             is used, and the registry does not have it
nodes/lab: make gc CONFIRM=yes removes what is listed as "garbage"
""")
        self.assertEqual(self.lab.changes(), [])
        self.make("gc", "CONFIRM=yes")
        self.assertEqual(self.lab.changes(), ["vol-delete --pool default --vol gone"])
        self.assertEqual(sorted(self.lab.pool("default")["volumes"]), [
            "based", "fresh", "kept", "snapped", "strange", "used", "web.qcow2"])

    def test_no_volume_is_garbage_while_a_pool_is_not_seen(self):
        self.lab.replace("inventory", "network lan vmp\n", "network lan vmp\nvolume default/gone Delete -\n")
        self.lab.commit()
        self.leave("volume default/gone Delete -")
        self.lab.commit()
        self.lab.add_volume("default", "gone")
        self.lab.change_state(lambda state: state["pools"]["mounted"].update(live=None))
        self.assertEqual(self.make("gc"), """\
volume   default/gone                             may be the base of a volume in pool mounted, which is not active: start that first
nodes/lab: there is nothing to remove
""")

    def test_one_volume_goes_by_its_name(self):
        self.lab.add_volume("default", "strange")
        self.assertEqual(self.make("gc/volume/default/strange"), "nodes/lab: delete volume default/strange\n")
        self.assertNotIn("strange", self.lab.pool("default")["volumes"])

    def test_no_volume_goes_that_something_has(self):
        self.lab.add_volume("default", "web.qcow2")
        self.lab.add_volume("default", "used")
        self.lab.add_domain("foreign", DISK.format("used"), uuid="1")
        self.assertEqual("".join(self.make(f"gc/volume/{name}", status=2) for name in (
            "default/web.qcow2", "default/used", "default/absent", "other/used")), """\
nodes/lab: error: volume "default/web.qcow2" is in the registry: remove it with its VM
nodes/lab: error: volume "default/used" may be used: a domain, a snapshot or another volume on node "lab" speaks of "used"
nodes/lab: error: there is no volume "default/absent" in an active pool on node "lab"
nodes/lab: error: pool "other" on node "lab" is not of this directory
""")
        self.assertEqual(self.lab.changes(), [])

    def test_without_git_volumes_are_listed_only(self):
        shutil.rmtree(self.lab.folder / ".git")
        self.lab.add_volume("default", "gone")
        self.assertEqual(self.make("gc", "CONFIRM=yes", GIT_CEILING_DIRECTORIES=str(self.lab.folder.parent)), """\
volume   default/gone                             unknown, for there is no git here. If nobody needs it: make gc/volume/default/gone
nodes/lab: there is nothing to remove
""")


class HostileTexts(NodeTest):
    def test_they_reach_libvirt_and_nothing_else(self):
        self.lab = ToyNode("hostile")
        self.addCleanup(self.lab.remove)
        definitions = {path.stem: path.read_text().partition("-->\n")[2] for path in (self.lab.directory / "pools").iterdir()}
        devices = re.findall("<device path='(.*?)'", "".join(definitions.values()))
        self.lab.set_state({"devices": dict.fromkeys(devices, "ext4")})
        before = sorted(self.lab.directory.rglob("*"))
        self.make("up")
        empty = "  <source>\n  </source>\n"
        stored = {name: pool["stored"].replace(empty, "") for name, pool in self.lab.state()["pools"].items()}
        self.assertEqual(stored, definitions)
        self.assertEqual((self.make("up"), self.lab.connections(), self.lab.changes()), ("", 1, []))
        for goal in ("check", "status", "diff", "gc", "down"):
            _, output = self.lab.make(goal)
            self.assertNotIn("syntax error", output)
            self.assertNotIn("unbound", output)
        self.assertEqual(sorted(self.lab.directory.rglob("*")), before)
        self.assertEqual([path for path in self.lab.folder.rglob("*") if path.name in ("x", "y")], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
