#!/usr/bin/env python3
"""The way into the guest: which address is taken, through which host ssh goes, what a variable of one run changes.

usage: guest_test.py VMP VERSION [TEST...]
"""
import pathlib
import re
import shutil
import unittest

from toy_vm import NODE, V, VERSION, ToyVm

FIRST, SECOND, OTHER = "52:54:00:00:00:01", "52:54:00:00:00:02", "02:42:ac:11:00:01"
OLD, NEW = "2026-01-01 10:00:00", "2026-01-01 11:00:00"


def nic(mac, network="default"):
    return ["network", network, mac]


def lease(mac, address, end=OLD):
    return ["vnet0", mac, address, end]


# What is tried, the domain's cards, what libvirt tells, and the addresses, best first.
ADDRESSES = [
    ("one lease", [nic(FIRST)], {"lease": [lease(FIRST, "10.0.0.1/24")]}, ["10.0.0.1"]),
    ("the newest of several leases", [nic(FIRST)],
     {"lease": [lease(FIRST, "10.0.0.1/24", OLD), lease(FIRST, "10.0.0.2/24", NEW), lease(FIRST, "10.0.0.3/24", OLD)]},
     ["10.0.0.2", "10.0.0.3", "10.0.0.1"]),
    ("the newest where several cards have several", [nic(FIRST), nic(SECOND, "a net")],
     {"lease": [lease(SECOND, "10.1.0.1/24", OLD), lease(SECOND, "10.1.0.2/24", NEW),
                lease(FIRST, "10.0.0.1/24", OLD), lease(FIRST, "10.0.0.2/24", NEW)]},
     ["10.0.0.2", "10.0.0.1", "10.1.0.2", "10.1.0.1"]),
    ("several leases of a card that the network does not know", [["bridge", "br0", FIRST]],
     {"lease": [lease(FIRST, "10.0.0.1/24"), lease(FIRST, "10.0.0.2/24")]}, ["10.0.0.1", "10.0.0.2"]),
    ("the order of the cards", [nic(SECOND), nic(FIRST)],
     {"lease": [lease(FIRST, "10.0.0.1/24"), lease(SECOND, "10.0.0.2/24")]}, ["10.0.0.2", "10.0.0.1"]),
    ("a lease before the agent, the agent before ARP", [nic(FIRST)],
     {"arp": [["vnet0", FIRST, "10.0.0.3/0"]], "agent": [["eth0", FIRST, "10.0.0.2/24"]], "lease": [lease(FIRST, "10.0.0.1/24")]},
     ["10.0.0.1", "10.0.0.2", "10.0.0.3"]),
    ("the agent of the first card before a lease of the second", [nic(FIRST), nic(SECOND)],
     {"lease": [lease(SECOND, "10.0.0.2/24")], "agent": [["eth0", FIRST, "10.0.0.1/24"]]}, ["10.0.0.1", "10.0.0.2"]),
    ("each address once", [nic(FIRST)],
     {"lease": [lease(FIRST, "10.0.0.1/24")], "agent": [["eth0", FIRST, "10.0.0.1/24"]], "arp": [["vnet0", FIRST, "10.0.0.1/0"]]},
     ["10.0.0.1"]),
    ("IPv4 before IPv6", [nic(FIRST), nic(SECOND)],
     {"lease": [lease(FIRST, "fe80::1/64"), lease(FIRST, "fd00::1/64"), lease(SECOND, "10.0.0.2/24")]}, ["10.0.0.2", "fd00::1"]),
    ("docker0, bridges and VPNs of the guest", [nic(FIRST)],
     {"agent": [["lo", "00:00:00:00:00:00", "127.0.0.1/8"], ["lo", "00:00:00:00:00:00", "10.255.0.1/32"],
                ["docker0", OTHER, "172.17.0.1/16"], ["tun0", "-", "10.8.0.2/24"], ["eth0", FIRST, "10.0.0.1/24"]]},
     ["10.0.0.1"]),
    ("docker0 where the card has IPv6 only", [nic(FIRST)],
     {"agent": [["docker0", OTHER, "172.17.0.1/16"], ["eth0", FIRST, "fd00::1/64"]]}, ["fd00::1"]),
    ("a bond with a MAC of its own", [nic(FIRST)],
     {"agent": [["lo", "00:00:00:00:00:00", "10.255.0.1/32"], ["eth0", FIRST, "fe80::1/64"], ["bond0", OTHER, "10.0.0.1/24"],
                ["tun0", "-", "10.8.0.2/24"]]},
     ["10.0.0.1", "10.8.0.2"]),
    ("a bridge that has the card's MAC", [nic(FIRST)],
     {"agent": [["docker0", OTHER, "172.17.0.1/16"], ["br0", FIRST, "10.0.0.1/24"]]}, ["10.0.0.1"]),
    ("names and capitals of Windows", [nic(FIRST)],
     {"agent": [["vEthernet (nat switch)", OTHER, "172.17.0.1/16"], ["Ethernet 2", FIRST.upper(), "10.0.0.1/24"]]}, ["10.0.0.1"]),
    ("addresses that a card gives itself", [nic(FIRST)],
     {"agent": [["eth0", FIRST, "169.254.3.4/16"], ["eth0", FIRST, "fe80::1/64"], ["eth0", FIRST, "febf::1/64"],
                ["eth0", FIRST, "0.0.0.0/8"], ["eth0", FIRST, "fd00::1/64"]]},
     ["fd00::1"]),
    ("nothing but such", [nic(FIRST)], {"agent": [["eth0", FIRST, "169.254.3.4/16"]]}, []),
    ("cards that libvirt does not list", [], {"agent": [["docker0", OTHER, "172.17.0.1/16"]]}, ["172.17.0.1"]),
    ("nothing", [nic(FIRST)], {}, []),
]
# URIs, and the words between "ssh -W ..." and the guest's own options.
JUMP_HOSTS = [
    ("qemu:///system", None),
    ("qemu+tls://lab/system", None),
    ("qemu+unix:///system", None),
    ("test:///default", None),
    ("an-alias-of-libvirt.conf", None),
    ("qemu+ssh://lab/system", "-- lab"),
    ("qemu+ssh://root@h2/system", "-l root -- h2"),
    ("qemu+libssh://ops@lab:2222/system", "-l ops -p 2222 -- lab"),
    ("qemu+libssh2://[fd00::1]:22/system", "-p 22 -- fd00::1"),
    ("qemu+ssh://[fd00::1]/system", "-- fd00::1"),
    ("qemu+ssh://lab", "-- lab"),
    ("qemu+ssh://lab?keyfile=/k", "-i /k -- lab"),
    ("qemu+ssh://lab/system?keyfile=/k%20y&sshauth=privkey,agent,password",
     "-i '/k y' -o 'PreferredAuthentications=publickey,password' -- lab"),
    ("qemu+libssh://lab/system?sshauth=keyboard-interactive,other", "-o 'PreferredAuthentications=keyboard-interactive' -- lab"),
    ("qemu+libssh://lab/system?known_hosts=/h&known_hosts_verify=ignore",
     "-o 'UserKnownHostsFile=/h' -o 'StrictHostKeyChecking=no' -- lab"),
    ("qemu+libssh://lab/system?known_hosts_verify=auto", "-o 'StrictHostKeyChecking=accept-new' -- lab"),
    ("qemu+libssh://lab/system?known_hosts_verify=normal", "-- lab"),
    ("qemu+ssh://lab/system?no_verify=1", "-o 'StrictHostKeyChecking=no' -- lab"),
    ("qemu+ssh://lab/system?no_verify=0&no_tty=1&", "-- lab"),
    ("qemu+ssh://lab/system?keyfile=/a&keyfile=/b#fragment", "-i /a -- lab"),
    ("qemu+ssh://lab/system?keyfile", "-- lab"),
    ("qemu+ssh://a%40b@lab/system", "-l a@b -- lab"),
    ("qemu+ssh://a@b@lab/system", "-l a@b -- lab"),
    ("qemu+ssh://-oProxyCommand=id@-oProxyCommand=id/", "-l '-oProxyCommand=id' -- '-oProxyCommand=id'"),
    ("qemu+ssh://lab/system?keyfile=/k%25h$(id)`id`%00", "-i '/k%%h$(id)`id`' -- lab"),
    ("qemu+ssh://lab/system?keyfile=it's \\", "-i 'it'\\''s \\' -- lab"),
    ("qemu+ssh://lab/system?keyfile=%C3%A9*?[a]#", "-i 'é*?[a]' -- lab"),
    ("qemu+ssh://lab/system?a[$(id)]=x&keyfile=%zz", "-i '%%zz' -- lab"),
]
NO_ADDRESS = f'domain "web" has no DHCP lease, guest agent or ARP entry (another way: {V}_IP_CMD)'


class Guest(ToyVm):
    def set_addresses(self, nics, addresses):
        self.change_state(lambda state: [domain.update(nics=nics, addresses={"lease": [], **addresses})
                                         for domain in state["domains"].values()])

    # -- the address

    def test_the_best_address_is_printed_in_one_connection(self):
        self.make("up")
        for what, nics, told, wanted in ADDRESSES:
            with self.subTest(what):
                self.set_addresses(nics, told)
                runs, output = self.runs_of("ip", status=0 if wanted else 2)
                self.assertEqual(output.splitlines()[0], wanted[0] if wanted else f"web: error: {NO_ADDRESS}")
                # Only the network knows which of several leases is the newest.
                self.assertEqual(len(runs), 2 if "newest" in what else 1)

    def test_wait_for_ready_tries_each_address_in_turn_and_says_which_answers(self):
        self.make("up")
        for what, nics, told, wanted in ADDRESSES:
            with self.subTest(what):
                self.set_addresses(nics, told)
                (self.node / "ssh_statuses").write_text("255 " * (len(wanted) - 1))
                if not wanted:
                    self.assertIn(f"web: error: not ready after 0 seconds: {NO_ADDRESS}\n", self.make(
                        "wait-for-ready", f"{V}_WAIT_FOR_READY_TIMEOUT_SECS=0", status=2))
                    continue
                runs, output = self.runs_of("wait-for-ready")
                self.assertEqual([run[-2] for run in runs if run[0] == "ssh"], wanted)
                self.assertEqual(output, "".join([
                    f"web: address {' or '.join(wanted)}\n", *(f"web: ssh to {address}: ssh says this\n" for address in wanted[:-1]),
                    "web: ready\n" if len(wanted) == 1 else f"web: ready at {wanted[-1]}\n"]))

    def test_what_is_wrong_with_an_address_is_said_once(self):
        self.make("up")
        self.set_addresses([nic(FIRST)], {"lease": [lease(FIRST, "10.0.0.1/24", NEW), lease(FIRST, "10.0.0.2/24", OLD)]})
        for statuses, status, said in (
                ("255 255 255 255 0", 0, "web: ready at 10.0.0.1\n"),
                ("255 2", 0, "web: ready at 10.0.0.2, but cloud-init has complaints\nssh says this\n"),
                ("255 1", 2, "web: error: cloud-init failed in the guest at 10.0.0.2, status 1\n    ssh says this\n")):
            with self.subTest(statuses):
                (self.node / "ssh_statuses").write_text(statuses)
                output = self.make("wait-for-ready", status=status)
                self.assertIn(said, output)
                for address in ("10.0.0.1", "10.0.0.2"):
                    self.assertLessEqual(output.count(f"web: ssh to {address}: ssh says this\n"), 1)

    def test_a_host_key_of_another_machine_ends_the_wait_only_when_no_address_is_left(self):
        self.make("up")
        self.set_addresses([nic(FIRST)], {"lease": [lease(FIRST, "10.0.0.1/24", NEW), lease(FIRST, "10.0.0.2/24", OLD)]})
        (self.node / "ssh_statuses").write_text("6 255 6 0")
        self.assertEqual(self.make("wait-for-ready"), "web: address 10.0.0.1 or 10.0.0.2\n"
                         "web: ssh to 10.0.0.1: Host key verification failed.\nweb: ssh to 10.0.0.2: ssh says this\n"
                         "web: ready at 10.0.0.2\n")
        (self.node / "ssh_statuses").write_text("6 6")
        self.assertIn(f"web: error: ssh to 10.0.0.1: {self.untrusted('10.0.0.1')}\n    ssh says this\n    ssh says this\n",
                      self.make("wait-for-ready", status=2))

    def test_a_time_that_is_over_says_what_each_address_said(self):
        self.make("up")
        self.set_addresses([nic(FIRST), nic(SECOND)],
                           {"lease": [lease(FIRST, "10.0.0.1/24"), lease(SECOND, "10.0.0.2/24")]})
        (self.node / "ssh_statuses").write_text("255 255 255")
        self.assertIn("web: error: not ready after 0 seconds: ssh to 10.0.0.1 or 10.0.0.2 does not get through\n"
                      "    ssh says this\n", self.make("wait-for-ready", f"{V}_WAIT_FOR_READY_TIMEOUT_SECS=0", status=2))

    def test_the_real_virsh_tells_addresses_in_these_tables(self):
        (self.folder / "bin/virsh").unlink()
        self.registry["nodes"][0]["libvirt"]["connection"]["uri"] = "test:///default"
        self.web["libvirt"]["domain"]["name"] = "test"
        self.web["libvirt"]["domain"]["virtInstall"]["uuid"] = "6695eb01-f6a4-8304-79aa-97f2502e193f"
        self.generate()
        self.assertEqual(self.make("ip"), "192.168.122.3\n")  # libvirt's test driver has it built in
        self.assertEqual(self.make("wait-for-ready"), "web: address 192.168.122.3\nweb: ready\n")

    def test_a_network_that_does_not_tell_its_leases_hides_no_address(self):
        self.make("up")
        self.set_addresses([nic(FIRST)], {"lease": [lease(FIRST, "10.0.0.1/24", OLD), lease(FIRST, "10.0.0.2/24", NEW)]})
        self.assertEqual(self.make("ip", FAKE_FAULT="net-dhcp-leases"), "10.0.0.1\n")

    def test_cards_that_cannot_be_listed_hide_no_address(self):
        self.make("up")
        self.assertEqual(self.make("ip", FAKE_FAULT="domiflist"), "192.168.122.7\n")

    def test_a_node_out_of_reach_is_no_guest_without_an_address(self):
        (self.folder / "bin/virsh").unlink()
        (self.folder / "bin/virsh").write_text("#!/bin/sh\necho 'error: failed to connect to the hypervisor' >&2\nexit 1\n")
        (self.folder / "bin/virsh").chmod(0o755)
        uri = f"qemu+ssh://ops@{NODE}/system"
        for target in ("ip", "ssh"):
            self.assertIn(f'web: error: cannot reach node "lab" ({uri}): see what "virsh -c \'{uri}\' list" says\n',
                          self.make(target, status=2))

    # -- the jump host

    def jump_host(self, *words):
        runs, _ = self.runs_of("ssh", f"{V}_SSH_HOST=guest", *words)
        commands = [word.removeprefix("ProxyCommand=") for word in runs[-1] if word.startswith("ProxyCommand=")]
        return commands[0] if commands else None

    def test_the_jump_host_is_the_one_of_the_uri_in_use(self):
        for uri, words in JUMP_HOSTS:
            with self.subTest(uri):
                self.assertEqual(self.jump_host("LIBVIRT_DEFAULT_URI=" + uri.replace("$", "$$")),
                                 words and f'ssh -W "[%h]:%p" {words}')

    def test_the_registry_gives_the_same_jump_host(self):
        for uri, words in JUMP_HOSTS:
            if not set("$\\#'") & set(uri) or "%00" in uri:
                continue
            with self.subTest(uri):
                self.registry["nodes"][0]["libvirt"]["connection"]["uri"] = uri
                self.generate()
                self.assertEqual(self.jump_host(), words and f'ssh -W "[%h]:%p" {words}')

    def test_a_uri_without_a_host_to_reach_by_ssh_is_refused(self):
        for target in ("ssh", "wait-for-ready"):
            self.make("up")
            self.assertIn('web: error: LIBVIRT_DEFAULT_URI is "qemu+ssh:///system", which names no host to reach by ssh\n',
                          self.make(target, "LIBVIRT_DEFAULT_URI=qemu+ssh:///system", status=2))

    # -- variables that are given for one run reach every place that depends on them

    def test_every_variable_of_the_makefile_is_tried_here(self):
        variables = re.findall(fr"(?m)^export (LIBVIRT_DEFAULT_URI|{V}_\w+) =", (self.folder / "web/Makefile").read_text())
        variables = [name.removeprefix(f"{V}_") for name in variables]
        if VERSION != "v1alpha1":
            variables.remove("LIVE")  # drift_libvirt_test.py has that, and this consolidate_test.py
            variables.remove("CONSOLIDATE_TIMEOUT_SECS")
        tests = [name.removeprefix("test_the_variable_").upper() for name in dir(self) if name.startswith("test_the_variable_")]
        self.assertEqual(sorted(variables), sorted(tests))

    def wrap(self, command, note):
        """Has COMMAND do what the shell text NOTE does, and then what it did."""
        path = self.folder / "bin" / command
        real = self.folder / "real" / command
        real.parent.mkdir(exist_ok=True)
        real.symlink_to(path.resolve() if path.exists() else shutil.which(command))
        path.unlink(missing_ok=True)
        path.write_text(f'#!/bin/sh\n{{ {note}; }} >>"$FAKE_NODE/noted"\nexec "{real}" "$@"\n')
        path.chmod(0o755)

    def noted(self):
        lines = (self.node / "noted").read_text().splitlines()
        (self.node / "noted").unlink()
        return lines

    def test_the_variable_libvirt_default_uri(self):
        uri = "qemu+ssh://root@h2/system"
        for command in ("virsh", "virt-install"):
            self.wrap(command, f'echo "{command} $LIBVIRT_DEFAULT_URI"')
        self.make("up", f"LIBVIRT_DEFAULT_URI={uri}")
        self.assertEqual(set(self.noted()), {f"virsh {uri}", f"virt-install {uri}"})
        for target in ("ip", "status", "diff", "console", "wait-for-ready", "stop", "down"):
            output = self.make(target, f"LIBVIRT_DEFAULT_URI={uri}")
            self.assertEqual((target, set(self.noted())), (target, {f"virsh {uri}"}))
            if target == "status":
                self.assertIn(f"web on lab ({uri})\n", output)
        self.make("up")
        self.trust()
        for target in ("ssh", "wait-for-ready"):
            runs, _ = self.runs_of(target, f"LIBVIRT_DEFAULT_URI={uri}")
            self.assertIn('ProxyCommand=ssh -W "[%h]:%p" -l root -- h2', runs[-1])

    def ssh_runs(self, *words):
        """What ssh is given by each target that runs it."""
        self.make("up")
        self.trust()
        return [self.runs_of(target, *words)[0][-1] for target in ("ssh", "wait-for-ready", "wait-for-ready/ssh")]

    def outputs(self, *words):
        """What the targets print that tell the address."""
        return [self.make(target, *words) for target in ("ip", "wait-for-ready/ip", "wait-for-ready", "status")]

    def test_the_variable_ssh_host(self):
        for run in self.ssh_runs(f"{V}_SSH_HOST=guest.example"):
            self.assertEqual(run[run.index("--") + 1], "guest.example")
        ip, known, ready, status = self.outputs(f"{V}_SSH_HOST=guest.example")
        self.assertEqual((ip, known, ready), ("guest.example\n", "web: address guest.example\n",
                                              "web: address guest.example\nweb: ready\n"))
        self.assertIn("address  guest.example\n", status)

    def test_the_variable_ip_cmd(self):
        given = f"{V}_IP_CMD=echo $$DOMAIN.example"
        for run in self.ssh_runs(given):
            self.assertEqual(run[run.index("--") + 1], "web.example")
        ip, known, ready, status = self.outputs(given)
        self.assertEqual((ip, known, ready), ("web.example\n", "web: address web.example\n",
                                              "web: address web.example\nweb: ready\n"))
        self.assertIn("address  web.example\n", status)
        for target in ("ip", "ssh", "wait-for-ready", "wait-for-ready/ip"):
            self.assertIn(f"{V}_IP_CMD prints no address\n", self.make(
                target, f"{V}_IP_CMD=false", f"{V}_WAIT_FOR_READY_TIMEOUT_SECS=0", status=2))
        self.assertIn("address  not known\n", self.make("status", f"{V}_IP_CMD=false"))

    def test_the_variable_ssh_user(self):
        for run in self.ssh_runs(f"{V}_SSH_USER=root"):
            self.assertEqual(run[run.index("-l"):][:3], ["-l", "root", "--"])

    def test_the_variable_ssh_opts(self):
        for run in self.ssh_runs(f"{V}_SSH_OPTS=-v -o 'A=b c'"):
            self.assertEqual(run[run.index("-v"):][:3], ["-v", "-o", "A=b c"])
            self.assertNotIn("LogLevel=ERROR", run)

    def test_the_variable_ssh_extra_opts(self):
        for run in self.ssh_runs(f"{V}_SSH_EXTRA_OPTS=-v -o 'A=b c'"):
            self.assertEqual(run[run.index("LogLevel=ERROR"):][:4], ["LogLevel=ERROR", "-v", "-o", "A=b c"])

    def test_the_variable_wait_for_ready_timeout_secs(self):
        self.make("up")
        self.wrap("timeout", 'echo "timeout $2"')
        (self.node / "ssh_statuses").write_text("255")
        self.assertIn("not ready after 0 seconds", self.make("wait-for-ready", f"{V}_WAIT_FOR_READY_TIMEOUT_SECS=0", status=2))
        self.make("wait-for-ready", f"{V}_WAIT_FOR_READY_TIMEOUT_SECS=100000000")
        self.assertRegex("\n".join(self.noted()), r"^timeout 3\ntimeout (99999\d{3}|100000000)$")
        self.set_addresses([], {})
        for target in ("wait-for-ready", "wait-for-ready/ip", "wait-for-ready/ssh"):
            self.assertIn("not ready after 0 seconds: domain", self.make(target, f"{V}_WAIT_FOR_READY_TIMEOUT_SECS=0", status=2))

    def test_the_variable_wait_for_ready_interval_secs(self):
        self.make("up")
        (self.folder / "bin/sleep").write_text('#!/bin/sh\necho "sleep $1" >>"$FAKE_NODE/noted"\n')
        (self.folder / "bin/sleep").chmod(0o755)
        (self.node / "ssh_statuses").write_text("255 255 0")
        self.make("wait-for-ready", f"{V}_WAIT_FOR_READY_INTERVAL_SECS=7")
        self.assertEqual(self.noted(), ["sleep 7", "sleep 7"])

    def test_the_variable_wait_for_ready_ssh_connect_timeout_secs(self):
        self.wrap("timeout", 'echo "timeout $2"')
        for run in self.ssh_runs(f"{V}_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS=17",
                                 f"{V}_WAIT_FOR_READY_TIMEOUT_SECS=0")[1:]:
            self.assertIn("ConnectTimeout=17", run)
        self.assertEqual(self.noted(), ["timeout 17"] * 2)

    def test_the_variable_shutdown_timeout_secs(self):
        for target in ("stop", "stop/domain", "stop-all", "down"):
            for seconds, asked in (("2", ["shutdown"]), ("0", ["destroy"])):
                with self.subTest(target=target, seconds=seconds):
                    self.make("up")
                    runs, _ = self.runs_of(target, f"{V}_SHUTDOWN_TIMEOUT_SECS={seconds}")
                    text = " ".join(run[1] for run in runs if run[0] == "virsh")
                    self.assertEqual(re.findall(r"; (shutdown|destroy) ", text), asked)
                    self.assertEqual(re.findall(r"'--timeout' '(\d+)'", text), [seconds] if seconds != "0" else [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
