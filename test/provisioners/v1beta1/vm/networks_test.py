#!/usr/bin/env python3
"""A VM and its networks, on the toy node: what up waits for, what it enters in them, and where its address comes from.

usage: networks_test.py VMP v1beta1 [TEST...]
"""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "vm"))

from toy_vm import NODE, ToyVm  # noqa: E402

MAC, OTHER = "52:54:00:00:00:07", "52:54:00:00:00:99"
RESERVATION = f"<host mac='{MAC}' name='web' ip='10.0.0.7'/>"
NAME = "<host ip='10.0.0.7'><hostname>web</hostname><hostname>www</hostname></host>"
SERVICE = {"name": "service", "provisioner": "v1beta1", "nodeName": "lab", "addresses": [{"cidr": "10.0.0.1/24", "dhcp": {}}]}


class Networks(ToyVm):
    def plug(self, made):
        """"web" has an address on the network "service", which has a directory, or is somebody else's."""
        if made:
            self.registry["networks"] = [SERVICE]
        del self.web["libvirt"]["domain"]["virtInstall"]["network"]
        self.web["interfaces"] = [
            {"name": "eth0", "network": "service", "addresses": ["10.0.0.7"], "mac": MAC, "aliases": ["www"]}]
        self.generate()

    def make_network(self, *entries, live=True, **more):
        lines = ["<network>", "  <ip address='10.0.0.1' prefix='24'>", *entries, "  </ip>", "</network>"]
        self.change_state(lambda state: state.update(
            networks={"service": {"stored": lines, "live": lines if live else None, **more}}))

    def network(self):
        network = self.state()["networks"]["service"]
        return {side: [line for line in network[side] or [] if line.startswith("<host")] for side in ("stored", "live")}

    def test_up_says_that_a_network_is_not_active_before_it_does_anything(self):
        self.plug(made=True)
        said = 'web: error: network "service" is not active: make -C ../networks/service up\n'
        for make_network in (lambda: None, lambda: self.make_network(live=False)):
            make_network()
            runs, output = self.runs_of("up", status=2)
            self.assertTrue(output.startswith(said), output)
            self.assertEqual([run[0] for run in runs], ["virsh"])
        self.make("build", "create")
        self.assertIn(said, self.make("start", status=2))

    def test_up_starts_no_guest_whose_address_is_not_reserved(self):
        self.plug(made=True)
        said = f'network "service" does not know that 10.0.0.7 is this VM\'s ({MAC}): make -C ../networks/service up\n'
        for entries in ([], [f"<host mac='{OTHER}' ip='10.0.0.7'/>"], [f"<host mac='{MAC}' name='web' ip='10.0.0.70'/>"]):
            self.make_network(*entries)
            self.assertIn(said, self.make("up", status=2))
        self.make_network(RESERVATION)
        self.make("up")
        self.assertEqual(self.network(), {"stored": [RESERVATION], "live": [RESERVATION]})
        self.make_network()
        self.assertEqual(self.make("up"), "")
        self.make("down")

    def test_a_network_of_nobody_is_told_of(self):
        self.plug(made=False)
        self.assertIn('network "service" is not on node "lab": create it there, or describe it in the registry\n',
                      self.make("up", status=2))
        self.make_network(live=False)
        self.assertIn('network "service" on node "lab" is not active: virsh net-start service\n', self.make("up", status=2))

    def test_up_enters_the_vm_in_a_network_without_a_directory_and_down_takes_it_out(self):
        self.plug(made=False)
        theirs = f"<host mac='{OTHER}' name='other' ip='10.0.0.9'/>"
        self.make_network(theirs)
        output = self.make("up")
        entered = (f"web: enter reservation of 10.0.0.7 for {MAC} (network service)\n"
                   "web: enter name web www for 10.0.0.7 (network service)\n")
        self.assertIn(entered, output)
        self.assertLess(output.index(entered), output.index("start domain web"))
        everything = [theirs, RESERVATION, NAME]
        self.assertEqual({side: sorted(hosts) for side, hosts in self.network().items()},
                         {"stored": sorted(everything), "live": sorted(everything)})
        self.assertEqual((self.make("up"), self.make("diff")), ("", ""))
        self.make("down")
        self.assertEqual(self.network(), {"stored": [theirs], "live": [theirs]})
        self.assertEqual(self.make("down"), "")

    def test_the_vm_is_entered_and_taken_out_without_a_domain_and_in_a_network_that_does_not_run(self):
        self.plug(made=False)
        self.make_network(live=False)
        self.make("register")
        self.assertEqual(self.network()["stored"], [RESERVATION, NAME])
        self.make("unregister")
        self.assertEqual(self.network()["stored"], [])

    def test_names_of_two_addresses_are_taken_out_one_after_the_other(self):
        self.plug(made=False)
        self.web["interfaces"][0]["addresses"] = ["10.0.0.7", "10.0.0.8"]
        self.generate()
        self.make_network()
        self.make("register")
        self.assertEqual(len(self.network()["live"]), 4)
        self.make("unregister")
        self.assertEqual(self.network(), {"stored": [], "live": []})

    def test_entries_of_somebody_else_for_the_same_address_stay(self):
        self.plug(made=False)
        theirs = f"<host mac='{OTHER}' name='web' ip='10.0.0.7'/>"
        self.make_network(theirs)
        self.make("unregister")
        self.assertEqual(self.network()["live"], [theirs])

    def test_an_address_beside_those_of_the_network_is_refused(self):
        self.plug(made=False)
        self.web["interfaces"][0]["addresses"] = ["10.0.1.7"]
        self.generate()
        self.make_network()
        self.assertIn('no address of network "service" on node "lab" has 10.0.1.7 in its range\n', self.make("up", status=2))

    def test_diff_tells_of_networks(self):
        self.plug(made=False)
        self.make_network()
        self.make("up")
        self.make_network(live=False)
        self.assertIn(f"network  service                          inactive, should be active, lacks reservation of 10.0.0.7 for "
                      f"{MAC}, lacks name web www for 10.0.0.7\n", self.make("diff", status=2))

    def test_a_lease_of_somebody_else_is_warned_of(self):
        self.plug(made=True)
        self.make_network(RESERVATION, leases=[f" 2026-01-01 12:00:00   {OTHER}   ipv4       10.0.0.7/24   -   -"])
        self.assertIn(f"web: 10.0.0.7 is leased to {OTHER} until 2026-01-01 12:00:00, and this VM gets another address until "
                      "then: make -C ../networks/service release ADDRESS=10.0.0.7\n", self.make("up"))
        self.assertNotIn("leased", self.make("up"))

    def test_the_address_is_the_registry_s(self):
        self.plug(made=True)
        runs, output = self.runs_of("ip")
        self.assertEqual((runs, output), ([], "10.0.0.7\n"))
        runs, _ = self.runs_of("ssh")
        self.assertEqual(runs[-1][-3:], ["ops", "--", "10.0.0.7"])
        self.assertEqual(self.make("ip", "V1BETA1_SSH_HOST=guest"), "guest\n")
        self.assertEqual(self.make("ip", "V1BETA1_IP_CMD=echo 10.9.9.9"), "10.9.9.9\n")

    def test_without_such_a_network_there_is_nothing_to_enter(self):
        self.assertIn("error: no interface has addresses on a network that has no directory\n", self.make("register", status=2))


if __name__ == "__main__":
    unittest.main(verbosity=2)
