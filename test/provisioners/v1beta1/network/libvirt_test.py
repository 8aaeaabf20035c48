#!/usr/bin/env python3
"""What only a real libvirtd shows of a network: addresses, names, firewall rules, and guests that stay connected.

usage: libvirt_test.py [TEST...]

Exits 77 (skipped) where there can be no libvirtd with a network namespace of its own.
"""
import os
import re
import shutil
import signal
import sys
import unittest

from private_node import PATH, SKIPPED, Client, Network, NoLibvirt, PrivateNode
from toy_network import HERE

BRIDGE = "vmp-dc34ab01"
ONE, TWO, THREE = (f"52:54:00:00:00:0{number}" for number in (1, 2, 3))


class RealNetwork(unittest.TestCase):
    node = None
    maxDiff = None

    def setUp(self):
        self.node.clear()
        self.lan = Network(self.node)

    def make(self, *words, status=0, network=None):
        actual, output = (network or self.lan).make(*words)
        self.assertEqual(actual, status, output)
        return output

    def assert_nothing_to_do(self, network=None):
        self.assertEqual(self.make("up", network=network), "")
        self.assertEqual((self.node.counted("virsh"), self.node.counted("iptables")), (1, 0))
        self.assertEqual(self.make("diff", network=network), "")

    def client(self, mac):
        return Client(self.node, mac).plug(BRIDGE)

    def wait_for_lease(self, address, prefix=24):
        """dnsmasq tells libvirt a little after it told the guest."""
        while f"{address}/{prefix}" not in (leases := self.make("leases")):
            pass
        return leases

    def test_every_mode_is_stored_as_it_was_written(self):
        for folder in sorted((HERE / "golden").iterdir()):
            with self.subTest(folder.name):
                network = self.lan if folder.name == "lan" else Network(self.node, folder.name)
                # This kernel may have no queueing for bandwidth.
                network.path.write_text(re.sub(r"(?s) *<bandwidth>.*?</bandwidth>\n", "", network.path.read_text()))
                self.make("up", network=network)
                self.assertLessEqual(self.node.counted("virsh"), 2)
                self.assert_nothing_to_do(network)
                self.make("down-all", network=network)
                self.assertEqual(self.node.virsh("net-list --all --name").split(), [])

    def test_hosts_come_and_go_while_others_keep_their_connections(self):
        self.make("up")
        one, two = self.client(ONE), self.client(TWO)
        self.assertEqual((one.ask_address("one"), two.ask_address("two")), ("10.77.0.11", "10.77.0.12"))
        self.wait_for_lease("10.77.0.12")
        self.assertEqual((one.resolve("two"), one.resolve("two.lan.example")), (["10.77.0.12"], ["10.77.0.12"]))
        self.lan.add_host("three", THREE, "10.77.0.13")
        self.make("up")
        once = self.node.counted("iptables") + self.node.counted("ip6tables")
        self.assertEqual(self.client(THREE).ask_address("three"), "10.77.0.13")
        self.assertEqual(one.resolve("three"), ["10.77.0.13"])
        self.assert_nothing_to_do()

        for old, new in (("10.77.0.12", "x"), ("10.77.0.13", "10.77.0.12"), ("x", "10.77.0.13")):
            self.lan.replace(f"'{old}'", f"'{new}'")
        self.assertIn(f"networks/lan: 10.77.0.12 is leased to {TWO} until ", self.make("up"))
        # Each change of a reservation takes the firewall's rules down and up: four of them, and not one more.
        self.assertEqual(self.node.counted("iptables") + self.node.counted("ip6tables"), 4 * once)
        self.make("up")
        self.assertEqual((self.node.counted("virsh"), self.node.counted("iptables")), (1, 0))
        self.assertEqual((one.resolve("two"), one.resolve("three")), (["10.77.0.13"], ["10.77.0.12"]))

    def test_dhcp_is_switched_on_while_the_network_runs(self):
        text = self.lan.path.read_text()
        only_four = re.sub(r"(?s)  <ip family.*</ip>\n", "", text)
        self.lan.path.write_text(re.sub(r"(?s)    <dhcp>.*</dhcp>\n", "", only_four))
        self.make("up")
        self.lan.path.write_text(only_four)
        self.make("up")
        self.assert_nothing_to_do()
        self.assertEqual(self.client(ONE).ask_address("one"), "10.77.0.11")

    def test_a_stale_lease_is_said_and_released(self):
        self.make("up")
        self.assertEqual(self.client(ONE).ask_address("one"), "10.77.0.11")
        self.wait_for_lease("10.77.0.11")
        self.lan.replace(f"mac='{ONE}' name='one'", f"mac='{THREE}' name='one'")
        self.assertIn(f"10.77.0.11 is leased to {ONE} until", self.make("up"))
        three = self.client(THREE)
        self.assertNotEqual(three.ask_address("one"), "10.77.0.11")
        if shutil.which("dhcp_release"):
            self.assertEqual(self.make("release", "ADDRESS=10.77.0.11"), f"networks/lan: released 10.77.0.11, which {ONE} had\n")
            self.assertEqual(three.ask_address("one"), "10.77.0.11")
            self.assertIn(f"{THREE}   ipv4       10.77.0.11/24", self.wait_for_lease("10.77.0.11"))

    @unittest.skipUnless(shutil.which("dhcp_release6") and shutil.which("dhclient", path=PATH), "no dhcp_release6 or dhclient")
    def test_a_lease_of_ipv6_is_released(self):
        self.make("up")
        address = self.client(ONE).ask_address6()
        leases = self.wait_for_lease(address, 64)
        self.assertIn(f"{ONE}   ipv6       {address}/64", leases)
        self.assertEqual(self.make("release", f"ADDRESS={address}"), f"networks/lan: released {address}, which {ONE} had\n")
        while address in self.make("leases"):
            pass  # dnsmasq tells libvirt a little later

    def start_guests(self):
        self.make("up")
        self.node.start_guest("a", ONE)
        self.node.start_guest("b", TWO, THREE)

    def assert_guests_are_on(self):
        self.assertEqual(len(self.node.taps_on(BRIDGE)), 3)
        self.assertEqual(len(self.node.virsh("net-port-list lan --uuid").split()), 3)
        self.assertEqual(self.node.virsh("net-list --all --name").split(), ["lan"])

    def test_guests_wait_while_the_network_restarts(self):
        self.start_guests()
        self.lan.change_definition(1400)
        self.assertIn("runs an older definition, with guests: a, b. They keep", self.make("up"))
        self.assertIn("make restart CONFIRM=yes", self.make("restart", status=2))
        self.make("restart", "CONFIRM=yes")
        self.assert_guests_are_on()
        self.assertIn("<mtu size='1400'/>", self.lan.live())
        self.assertIn(f"guest    a                        {ONE}", self.make("status"))
        self.assert_nothing_to_do()
        self.assertIn("<source network='lan'/>", self.node.virsh("dumpxml --inactive a"))
        self.assertIn("has guests: ", self.make("down", status=2))

    def test_a_definition_that_does_not_start_leaves_the_old_one(self):
        self.start_guests()
        self.lan.change_definition(1400)
        self.lan.replace("<network>", "<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'>")
        self.lan.replace("</network>", "<dnsmasq:options><dnsmasq:option value='no-such-option'/></dnsmasq:options>\n</network>")
        output = self.make("restart", "CONFIRM=yes", status=2)
        self.assertIn('network "lan" does not start with its new definition, so it runs as it was', output)
        self.assertIn("\n    dnsmasq: bad option at line ", output)
        self.assert_guests_are_on()
        self.assertNotIn("<mtu", self.lan.live())

    def test_a_restart_that_is_killed_anywhere_is_ended_by_up(self):
        self.start_guests()
        for steps in range(1, 9):
            with self.subTest(steps=steps):
                self.lan.change_definition(1400 + steps)
                self.make("up")
                process = self.lan.start("restart", "CONFIRM=yes")
                said = [process.stdout.readline() for _ in range(steps)]
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                self.assertTrue(said[-1], said)
                self.make("up")
                self.make("restart", "CONFIRM=yes")
                self.assert_guests_are_on()
                self.assert_nothing_to_do()

    def test_an_up_that_is_killed_anywhere_is_ended_by_the_next(self):
        for steps in range(1, 4):
            process = self.lan.start("up")
            for _ in range(steps):
                process.stdout.readline()
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            self.make("up")
            self.assert_nothing_to_do()
            self.make("down")

    def test_two_makes_at_once(self):
        for target in ("up", "down"):
            makes = [self.lan.start(target) for _ in range(2)]
            outputs = [make.communicate()[0] for make in makes]
            self.assertEqual([make.returncode for make in makes], [0, 0], outputs)
            if target == "up":
                self.assert_nothing_to_do()
        self.assertEqual(self.node.virsh("net-list --all --name").split(), [])


def main():
    try:
        RealNetwork.node = PrivateNode()
    except NoLibvirt as error:
        print(f"skipped: {error}")
        return SKIPPED
    try:
        return 0 if unittest.main(exit=False, verbosity=2).result.wasSuccessful() else 1
    finally:
        RealNetwork.node.end()


if __name__ == "__main__":
    sys.exit(main())
