#!/usr/bin/env python3
"""What the targets of a network's directory do, on a toy node that has libvirt's rules.

usage: behaviour_test.py [TEST...]
"""
import json
import random
import re
import resource
import shutil
import unittest

from toy_network import HERE, PARKING, UUID, ToyNetwork

FIRST_UP = """\
networks/lan: define network lan
networks/lan: start network lan with its node
networks/lan: start network lan
"""
LEASE = " 2026-11-29 15:30:00   {}   {}   {}   {}   {}"


class NetworkTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.lan = ToyNetwork()
        self.addCleanup(self.lan.remove)

    def make(self, *words, status=0, **environment):
        actual, output = self.lan.make(*words, **environment)
        self.assertEqual(actual, status, output)
        return output

    def assert_nothing_to_do(self):
        self.assertEqual((self.make("up"), self.lan.connections(), self.make("diff")), ("", 1, ""))

    def refusal(self, *words):
        """What a make says that refuses, and changes nothing."""
        before = self.lan.state()
        output = self.make(*words, status=2)
        self.assertEqual(self.lan.state(), before)
        return output


class UpAndDown(NetworkTest):
    def test_a_network_that_is_not_there_is_defined_and_started(self):
        self.assertEqual((self.make(), self.lan.connections()), (FIRST_UP, 2))
        self.assertEqual(self.lan.changes(), ["net-define network.xml", "net-autostart", "net-start"])
        self.assert_nothing_to_do()

    def test_down_leaves_nothing(self):
        self.make("up")
        self.assertEqual(self.make("down"), "networks/lan: stop network lan\nnetworks/lan: forget network lan\n")
        self.assertEqual((self.make("down"), self.lan.connections()), ("", 1))
        self.assertEqual(self.lan.state()["networks"], {})

    def test_a_network_that_stopped_is_started(self):
        self.make("up")
        self.lan.change_state(lambda state: state["networks"][UUID].update(live=None))
        self.assertEqual(self.make("diff", status=2), "network  inactive, should be active\n")
        self.assertEqual(self.make("up"), "networks/lan: start network lan\n")
        self.assert_nothing_to_do()

    def test_a_network_that_was_undefined_while_it_ran_is_defined(self):
        self.make("up")
        self.lan.change_state(lambda state: state["networks"][UUID].update(stored=None, autostart=False))
        self.assertEqual(self.make("up"), "".join(FIRST_UP.splitlines(True)[:2]))
        self.assert_nothing_to_do()

    def test_autostart_follows_the_registry(self):
        self.make("up")
        makefile = self.lan.directory / "Makefile"
        makefile.write_text(makefile.read_text().replace("NETWORK += --autostart\n", ""))
        self.assertEqual(self.make("diff", status=2), "network  has autostart true, should be false\n")
        self.assertEqual(self.make("up"), "networks/lan: do not start network lan with its node\n")
        self.assert_nothing_to_do()

    def test_a_retained_network_goes_with_down_all(self):
        makefile = self.lan.directory / "Makefile"
        makefile.write_text(makefile.read_text().replace("--autostart\n", "--autostart\nNETWORK += --retain\n"))
        self.make("up")
        self.assertEqual(self.make("down"), "networks/lan: keeps network lan, as its deletionPolicy says: make down-all\n")
        self.assert_nothing_to_do()
        self.make("down-all")
        self.assertEqual(self.lan.state()["networks"], {})

    def test_a_stopped_network_never_starts_as_what_it_was(self):
        self.make("up")
        self.lan.change_state(lambda state: state["networks"][UUID].update(live=None))
        self.lan.replace("<dns>", "<dns")
        self.assertIn("cannot define network lan", self.make("up", status=2))
        self.assertIsNone(self.lan.network()["live"])

    def test_a_network_with_guests_does_not_go_down(self):
        self.make("up")
        self.lan.start_guest("web", "52:54:00:00:00:01")
        self.assertEqual(self.refusal("down"), 'networks/lan: error: network "lan" on node "kvm1" has guests: web. Shut them '
                         "down first, or cut them off: make down CONFIRM=yes\n")
        self.make("down", "CONFIRM=yes")
        self.assertEqual(self.lan.state()["networks"], {})

    def test_a_node_out_of_reach_is_said(self):
        (self.lan.node / "unreachable").touch()
        output = self.make("up", status=2)
        self.assertIn(f'networks/lan: error: cannot reach node "kvm1" ({self.lan.uri})', output)
        self.assertIn("    error: Connection refused\n", output)

    def test_two_makes_at_once(self):
        both = [self.lan.start("up") for _ in range(2)]
        outputs = [process.communicate()[0] for process in both]
        self.assertEqual([process.returncode for process in both], [0, 0])
        self.assertEqual("".join(outputs).count("define network lan"), 1)
        self.assert_nothing_to_do()

    def test_help_names_every_target(self):
        helped = re.findall(r"(?m)^  (\S+)", self.make("help"))
        makefile = (self.lan.directory / "Makefile").read_text()
        self.assertEqual(helped, [*re.search("(?m)^TARGETS = (.*)", makefile)[1].split(), "help"])


class Others(NetworkTest):
    def test_a_network_of_the_same_name_is_not_touched(self):
        other = "99999999-0000-4000-8000-000000000000"
        self.lan.change_state(lambda state: state["networks"].update({other: {
            "name": "lan", "stored": "<network/>", "live": None, "autostart": False, "ports": {}}}))
        for target in ("up", "down", "restart", "status", "diff", "leases"):
            self.assertIn(f'network "lan" on node "kvm1" is not of this directory: its UUID is {other}, not {UUID}. Give this '
                          "one another name", self.refusal(target))

    def test_a_network_that_was_renamed_in_the_registry_is_not_touched(self):
        self.make("up")
        for path in (self.lan.directory / "Makefile", self.lan.directory / "network.xml"):
            path.write_text(path.read_text().replace("--network lan", "--network wan").replace("<name>lan", "<name>wan"))
        self.assertIn('error: network "wan" is called "lan" on node "kvm1", and libvirt renames none', self.refusal("up"))

    def test_a_network_whose_name_begins_as_ours_is_another_one(self):
        self.lan.change_state(lambda state: state["networks"].update({"99999999-0000-4000-8000-000000000000": {
            "name": "lan2", "stored": "<network/>", "live": None, "autostart": False, "ports": {}}}))
        self.assertEqual(self.make("up"), FIRST_UP)


class Entries(NetworkTest):
    def test_a_new_vm_is_two_entries(self):
        self.make("up")
        self.lan.replace("  </dns>", "    <host ip='10.77.0.13'><hostname>three</hostname></host>\n  </dns>")
        self.lan.replace("52:54:00:00:00:02' name='two' ip='10.77.0.12'/>", "52:54:00:00:00:02' name='two' ip='10.77.0.12'/>\n"
                         "      <host mac='52:54:00:00:00:03' name='three' ip='10.77.0.13'/>")
        self.assertEqual(self.make("diff", status=2), "network  has another definition stored\nlacks    name three for 10.77.0.13\n"
                         "lacks    reservation of 10.77.0.13 for 52:54:00:00:00:03 (three)\n")
        self.make("up")
        self.assertEqual((self.lan.changes(), self.lan.connections()), ([
            "net-define network.xml",
            "net-update add-last dns-host <host ip='10.77.0.13'><hostname>three</hostname></host> --live",
            "net-update add-last ip-dhcp-host <host mac='52:54:00:00:00:03' name='three' ip='10.77.0.13'/> --parent-index 0 --live",
        ], 2))
        self.assert_nothing_to_do()

    def test_two_hosts_swap_their_addresses(self):
        self.lan.write_hosts([("a", "52:54:00:00:00:0a", "10.77.0.20", "fd00:77::20"),
                              ("b", "52:54:00:00:00:0b", "10.77.0.21", "fd00:77::21")])
        self.make("up")
        self.lan.write_hosts([("a", "52:54:00:00:00:0a", "10.77.0.21", "fd00:77::21"),
                              ("b", "52:54:00:00:00:0b", "10.77.0.20", "fd00:77::20")])
        self.make("up")
        self.assertEqual((len(self.lan.changes()), self.lan.connections()), (1 + 4 * 4, 2))
        self.assert_nothing_to_do()

    def test_what_was_added_by_hand_goes_and_is_named(self):
        self.make("up")
        self.lan.change_state(lambda state: state["networks"][UUID].update(live=state["networks"][UUID]["live"].replace(
            "<host mac", "<host mac='52:54:00:ff:ff:ff' ip='10.77.0.99'/>\n      <host mac", 1)))
        self.assertEqual(self.make("up"), "networks/lan: remove reservation of 10.77.0.99 for 52:54:00:ff:ff:ff\n")
        self.assert_nothing_to_do()

    def test_of_two_reservations_of_one_mac_the_right_one_goes(self):
        self.make("up")
        self.lan.change_state(lambda state: state["networks"][UUID].update(live=state["networks"][UUID]["live"].replace(
            "<host mac", "<host mac='52:54:00:00:00:02' name='x' ip='10.77.0.99'/>\n      <host mac", 1)))
        self.assertEqual(self.make("up"), "networks/lan: remove reservation of 10.77.0.99 for 52:54:00:00:00:02 (x)\n")
        self.assert_nothing_to_do()

    def test_ranges_records_and_times_of_leases_change_while_it_runs(self):
        self.make("up")
        self.lan.replace("<range start='10.77.0.200' end='10.77.0.250'/>",
                         "<range start='10.77.0.200' end='10.77.0.240'><lease expiry='2' unit='hours'/></range>")
        self.lan.replace("owner=ops", "owner=&apos;dev&apos;; &lt;x&gt; &amp; &quot;y&quot; $(z)")
        self.lan.replace("port='389'", "port='390'")
        self.assertEqual(self.make("up"), """\
networks/lan: define network lan
networks/lan: remove TXT record _vmp.lan.example
networks/lan: remove SRV record _ldap._tcp
networks/lan: remove range 10.77.0.200-10.77.0.250
networks/lan: add TXT record _vmp.lan.example
networks/lan: add SRV record _ldap._tcp
networks/lan: add range 10.77.0.200-10.77.0.240
""")
        self.assert_nothing_to_do()

    def test_port_groups_and_devices_change_while_it_runs(self):
        for golden, old, new, what in (
                ("bridge", "<portgroup name='fast'/>", "<portgroup name='quick'/>", ("port group fast", "port group quick")),
                ("bridge", "average='100'", "average='200'", ("port group slow", "port group slow")),
                ("openvswitch", "<tag id='5'/>", "<tag id='6'/>", ("port group trunk", "port group trunk")),
                ("macvtap", "<interface dev='eth2'/>", "<interface dev='eth3'/>", ("device eth2", "device eth3"))):
            with self.subTest(golden=golden, new=new):
                other = ToyNetwork(golden)
                self.addCleanup(other.remove)
                self.assertEqual(other.make("up")[0], 0)
                self.assertEqual(other.make("up"), (0, ""))
                other.replace(old, new)
                status, output = other.make("up")
                self.assertEqual((status, re.findall("(?:remove|add) (.*)", output)), (0, list(what)), output)
                self.assertEqual(other.make("up"), (0, ""))

    def test_hosts_of_an_address_that_waits_wait_with_it(self):
        self.make("up")
        self.lan.replace("10.77.0.", "10.78.0.")
        self.lan.change_definition()
        self.assertEqual(self.make("up"), "networks/lan: define network lan\nnetworks/lan: runs an older definition: make restart\n")
        self.assertIn("10.77.0.12", self.lan.network()["live"])
        self.make("restart")
        self.assert_nothing_to_do()
        self.assertNotIn("10.77.0.12", self.lan.network()["live"])

    def test_many_entries_take_several_connections(self):
        self.make("up")
        self.lan.write_hosts([(f"host-{i}", f"52:54:00:00:01:{i:02x}", f"10.77.1.{i}", None) for i in range(250)])
        self.make("up")
        self.assertGreater(self.lan.connections(), 2)
        self.assert_nothing_to_do()

    def test_a_thousand_hosts_without_anything_to_do(self):
        self.lan.write_hosts([(f"host-{i}", f"52:54:00:00:{i // 250:02x}:{i % 250:02x}", f"10.77.{i // 250}.{i % 250}", None)
                              for i in range(1000)])
        self.make("up")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.assertEqual((self.make("up"), self.lan.connections()), ("", 1))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        # Of the toy, too: half of it. A loop of bash over all hosts takes many times as long.
        self.assertLess(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2)

    def test_any_hosts_become_any_others(self):
        dice = random.Random(11)
        self.make("up")
        for _ in range(12):
            self.lan.write_hosts(self.any_hosts(dice))
            self.make("up")
            self.assertLessEqual(self.lan.connections(), 2)
            self.assertFalse([change for change in self.lan.changes() if "modify" in change])
            self.assert_nothing_to_do()

    @staticmethod
    def any_hosts(dice):
        """Names, MACs and addresses of few, so that they meet again in other hosts."""
        number = dice.randint(0, 8)
        names, macs, ends = (dice.sample(range(10, 20), number) for _ in range(3))
        return [(f"host-{name}", f"52:54:00:00:00:{mac}", f"10.77.0.{end}", dice.choice([None, f"fd00:77::{end}"]))
                for name, mac, end in zip(names, macs, ends)]


class Restart(NetworkTest):
    def setUp(self):
        super().setUp()
        self.make("up")

    def assert_guests_are_on(self):
        state = self.lan.state()
        self.assertEqual([domain for domain in state["domains"].values()
                          if domain.get("cut_off") or set(domain["networks"].values()) != {"lan"}], [])
        self.assertEqual(sorted(port["mac"] for port in self.lan.network()["ports"].values()),
                         sorted(mac for domain in state["domains"].values() for mac in domain["networks"]))
        self.assertEqual(list(state["networks"]), [UUID])

    def test_nothing_waits(self):
        self.lan.start_guest("web", "52:54:00:00:00:01")
        self.assertEqual(self.make("restart"), "networks/lan: runs its definition: there is nothing to restart it for\n")
        self.assertEqual(self.lan.changes(), [])

    def test_without_guests(self):
        self.lan.change_definition()
        self.assertIn("networks/lan: runs an older definition: make restart\n", self.make("up"))
        self.assertEqual(self.make("diff", status=2), "network  runs an older definition\n")
        self.assertEqual(self.make("restart"),
                         "networks/lan: stop network lan\nnetworks/lan: start network lan with its new definition\n")
        self.assert_nothing_to_do()

    def test_guests_wait_on_another_network(self):
        self.lan.start_guest("web & co", "52:54:00:00:00:01")
        self.lan.start_guest("db", "52:54:00:00:00:02")
        self.lan.change_definition()
        waits = self.make("up")
        self.assertIn("runs an older definition, with guests: db, web &amp; co. They keep", waits)
        self.assertIn("has guests: db, web &amp; co.", self.refusal("restart"))
        self.assertEqual(self.make("restart", "CONFIRM=yes"), """\
networks/lan: make a network for guests to wait on
networks/lan: let wait web &amp; co (52:54:00:00:00:01)
networks/lan: let wait db (52:54:00:00:00:02)
networks/lan: stop network lan
networks/lan: start network lan with its new definition
networks/lan: bring back web &amp; co (52:54:00:00:00:01)
networks/lan: bring back db (52:54:00:00:00:02)
networks/lan: remove the network on which guests waited
""")
        self.assert_guests_are_on()
        self.assert_nothing_to_do()

    def test_a_definition_that_does_not_start_leaves_the_old_one(self):
        self.lan.start_guest("web", "52:54:00:00:00:01")
        before = self.lan.network()["live"]
        self.lan.change_definition()
        self.lan.replace("<name>lan</name>", "<name>lan</name>\n  <description>no-start</description>")
        output = self.make("restart", "CONFIRM=yes", status=2)
        self.assertIn('error: network "lan" does not start with its new definition, so it runs as it was\n'
                      "    error: Failed to start network: it was told not to\n", output)
        self.assertEqual(self.lan.network()["live"], before)
        self.assert_guests_are_on()

    def test_a_guest_that_cannot_move_keeps_its_network(self):
        self.lan.start_guest("web", "52:54:00:00:00:01")
        self.lan.start_guest("odd", "52:54:00:00:00:02")
        self.lan.change_state(lambda state: [one.update(stubborn=True) for one in state["domains"].values()
                                             if one["name"] == "odd"])
        self.lan.change_definition()
        output = self.make("restart", "CONFIRM=yes", status=2)
        self.assertIn('not all guests of network "lan" can wait elsewhere, so it was not restarted\n', output)
        self.assertIn("cannot change network interface of this guest", output)
        self.assert_guests_are_on()

    def test_an_interrupted_restart_is_ended_by_up(self):
        self.lan.start_guest("web", "52:54:00:00:00:01")
        self.lan.change_definition()
        self.lan.make("restart", "CONFIRM=yes", FAKE_FAULT="4 killed")  # define, create, move, destroy
        self.assertIn(PARKING, self.lan.state()["networks"])
        self.assertIn("make up\n", self.refusal("down"))
        self.assertEqual(self.make("up"), "networks/lan: start network lan\nnetworks/lan: bring back web (52:54:00:00:00:01)\n"
                         "networks/lan: remove the network on which guests waited\n")
        self.assert_guests_are_on()
        self.assert_nothing_to_do()

    def restart_with_guest(self, golden, *changes):
        """What it says, with a new definition, and the network as it is then. The guest is never cut off."""
        other = ToyNetwork(golden)
        self.addCleanup(other.remove)
        for change in changes:
            other.replace(*change)
        other.make("up")
        [network] = other.state()["networks"].values()
        other.start_guest("web", "52:54:00:00:00:01", network["name"])
        other.replace("definition='", "definition='0")
        status, output = other.make("restart")
        [domain] = other.state()["domains"].values()
        self.assertNotIn("cut_off", domain)
        self.assertEqual(domain["networks"], {"52:54:00:00:00:01": network["name"]})
        return status, output

    def test_guests_of_macvtap_and_open_vswitch_stay_as_they_are(self):
        for golden, name, *changes in (("openvswitch", "overlay"), ("macvtap", "direct", ("passthrough", "vepa"))):
            with self.subTest(golden):
                self.assertEqual(self.restart_with_guest(golden, *changes), (0, f"""\
networks/{name}: define network {name}
networks/{name}: leaves its guests as they are until their next start: web
networks/{name}: stop network {name}
networks/{name}: start network {name} with its new definition
"""))

    def test_guests_that_have_a_device_each_are_to_be_shut_down(self):
        status, output = self.restart_with_guest("macvtap")
        self.assertEqual(status, 2)
        self.assertIn('error: each guest of network "direct" on node "kvm1" has a device of its own, which a restart would give to '
                      "others: shut them down first: web\n", output)


class Leases(NetworkTest):
    def setUp(self):
        super().setUp()
        self.make("up")

    def lease(self, mac, address, *names):
        where = ("ipv6", f"{address}/64") if ":" in address else ("ipv4", f"{address}/24")
        self.lan.change_state(lambda state: state["leases"].append(LEASE.format(mac, *where, *names)))

    def test_an_address_that_another_mac_has_is_said(self):
        self.lease("52:54:00:00:00:01", "10.77.0.11", "one", "01:52:54:00:00:00:01")
        self.lease("52:54:00:00:00:99", "10.77.0.12", "old", "-")
        self.assertEqual(self.make("up"), "networks/lan: 10.77.0.12 is leased to 52:54:00:00:00:99 until 2026-11-29 15:30:00, so "
                         "two gets another address until then: make release ADDRESS=10.77.0.12\n")

    def test_leases_and_status(self):
        self.lease("52:54:00:00:00:01", "10.77.0.11", "one", "-")
        self.lan.start_guest("web", "52:54:00:00:00:01")
        self.assertIn("52:54:00:00:00:01   ipv4   10.77.0.11/24   one", self.make("leases"))
        self.assertEqual(self.make("status"), f"""\
lan on kvm1 ({self.lan.uri})
state    active, starts with its node
bridge   vmp-dc34ab01
guest    web                      52:54:00:00:00:01  10.77.0.11
lease    2026-11-29 15:30:00   52:54:00:00:00:01   ipv4   10.77.0.11/24   one   -
names    on the node: resolvectl dns vmp-dc34ab01 10.77.0.1; resolvectl domain vmp-dc34ab01 '~lan.example'
names    or libnss-libvirt in its /etc/nsswitch.conf: hosts: files libvirt libvirt_guest dns
""")

    def test_status_of_what_is_not_there(self):
        self.make("down")
        self.assertEqual(self.make("status"), f"lan on kvm1 ({self.lan.uri})\nstate    absent\nnetwork  absent, should be there\n")
        self.assertIn('network "lan" is not active on node "kvm1": make up', self.make("leases", status=2))

    def put_commands(self, here=True):
        """Those that end leases write their words into a file."""
        for name in ("dhcp_release", "dhcp_release6"):
            command = self.lan.folder / "bin" / name
            command.write_text('#!/bin/sh\nprintf "%s\\n" "$@" >"$FAKE_NODE/released"\n')
            command.chmod(0o755)
        ssh = self.lan.folder / "bin/ssh"
        ssh.write_text('#!/bin/sh\nprintf "%s\\n" "$@" >"$FAKE_NODE/ssh"\nfor last; do :; done\nexec sh -c "$last"\n')
        ssh.chmod(0o755)
        if here:
            self.lan.uri = "qemu:///system"
        else:
            makefile = self.lan.directory / "Makefile"
            makefile.write_text(makefile.read_text().replace("--autostart\n", "--autostart\nNETWORK += --ssh -l ops -- lab\n"))

    def release(self, address, status=0):
        return self.make("release", f"ADDRESS={address}", status=status)

    def test_a_lease_is_released_here(self):
        self.put_commands()
        self.lease("52:54:00:00:00:99", "10.77.0.12", "old", "ff:00:01")
        self.assertEqual(self.release("10.77.0.12"), "networks/lan: released 10.77.0.12, which 52:54:00:00:00:99 had\n")
        self.assertEqual((self.lan.node / "released").read_text().split(),
                         ["vmp-dc34ab01", "10.77.0.12", "52:54:00:00:00:99", "ff:00:01"])

    def test_a_lease_is_released_on_a_node_behind_ssh(self):
        self.put_commands(here=False)
        self.lease("52:54:00:00:00:99", "10.77.0.12", "old", "-")
        self.release("10.77.0.12")
        self.assertEqual((self.lan.node / "released").read_text().split(), ["vmp-dc34ab01", "10.77.0.12", "52:54:00:00:00:99"])
        self.assertEqual((self.lan.node / "ssh").read_text().splitlines()[:4], ["-l", "ops", "--", "lab"])

    def test_a_lease_of_ipv6_is_released_by_what_libvirt_knows_of_it(self):
        self.put_commands()
        self.lease("52:54:00:00:00:99", "fd00:77::2aa", "old", "00:03:00:01:52:54:00:00:00:99")
        status = self.lan.node / "vmp-dc34ab01.status"
        scripts = self.lan.directory / "leases.sh"
        scripts.write_text(scripts.read_text().replace("/var/lib/libvirt/dnsmasq", str(self.lan.node)))
        self.assertIn(f'cannot read {status} on node "kvm1". The lease ends by itself on 2026-11-29 at 15:30:00\n',
                      self.release("fd00:77::2aa", status=2))
        entry = {"iaid": "171", "ip-address": "fd00:77::2a", "mac-address": "52:54:00:00:00:98", "client-id": "00:01",
                 "server-duid": "00:02", "expiry-time": 1796050499}
        status.write_text(json.dumps([entry], indent=2))
        self.assertIn('node "kvm1" does not know whom fd00:77::2aa is leased to. The lease ends by itself on ',
                      self.release("fd00:77::2aa", status=2))
        mine = {**entry, "iaid": "172", "ip-address": "fd00:77::2aa", "client-id": "00:03:00:01:52:54:00:00:00:99"}
        status.write_text(json.dumps([entry, mine, entry], indent=2))
        self.assertEqual(self.release("fd00:77::2aa"), "networks/lan: released fd00:77::2aa, which 52:54:00:00:00:99 had\n")
        self.assertEqual((self.lan.node / "released").read_text().split(),
                         ["--iface", "vmp-dc34ab01", "--ip", "fd00:77::2aa", "--client-id", "00:03:00:01:52:54:00:00:00:99",
                          "--iaid", "172", "--server-id", "00:02"])

    def test_what_cannot_be_released_says_why(self):
        self.assertIn("which address? make release ADDRESS=...", self.make("release", status=2))
        self.assertIn("10.77.0.12 is not leased: make leases", self.release("10.77.0.12", status=2))
        self.assertIn("$(touch x) is not leased", self.release("$(touch x)", status=2))
        self.lease("52:54:00:00:00:99", "10.77.0.12", "old", "-")
        self.lan.uri = "qemu+tls://lab/system"
        self.assertIn('node "kvm1" is reached neither here nor by ssh. The lease ends by itself on 2026-11-29 at 15:30:00',
                      self.release("10.77.0.12", status=2))


class Commands(NetworkTest):
    def test_a_machine_that_lacks_commands_is_told_what_to_install(self):
        commands = self.lan.folder / "few"
        commands.mkdir()
        for name in ("bash", "make", "sh", "grep", "sed", "rm"):
            (commands / name).symlink_to(shutil.which(name))
        self.assertEqual(self.make("up", status=2, PATH=str(commands)), "networks/lan: error: this machine lacks awk, flock, virsh. "
                         "On Debian and Ubuntu: apt install mawk util-linux libvirt-clients. On Fedora: dnf install gawk "
                         "util-linux libvirt-client\n")

    def test_a_killed_make_leaves_its_files_to_the_next(self):
        self.lan.make("up", FAKE_FAULT="1 killed")
        left = list(self.lan.folder.glob("vmp-*/*.files.*"))
        self.assertEqual(len(left), 1)
        self.make("up")
        self.assertEqual(list(self.lan.folder.glob("vmp-*/*.files.*")), [])


class Goldens(NetworkTest):
    def test_every_mode_comes_and_goes(self):
        for folder in sorted((HERE / "golden").iterdir()):
            with self.subTest(folder.name):
                other = ToyNetwork(folder.name)
                self.addCleanup(other.remove)
                for words, says in ((["up"], None), (["up"], ""), (["diff"], ""), (["restart"], None), (["down-all"], None),
                                    (["down-all"], "")):
                    status, output = other.make(*words)
                    self.assertEqual((status, output if says is not None else None), (0, says), output)
                self.assertEqual(other.state()["networks"], {})


if __name__ == "__main__":
    unittest.main(verbosity=2)
