#!/usr/bin/env python3
"""Whose host key is taken, and how a VM is told from another one, on a toy node.

usage: host_key_test.py VMP v1beta1 [TEST...]
"""
import unittest

from toy_guest import ToyGuest  # reads the command line

FIRST, SECOND = "ssh-ed25519 AAAAfirst root@web\n", "ssh-ed25519 AAAAsecond root@web\n"
ADDRESS = "web: address 192.168.122.7\n"
BLOCK = "boot\r\n-----BEGIN SSH HOST KEY KEYS-----\r\n{}\r\n-----END SSH HOST KEY KEYS-----\r\nlogin:"


class HostKey(ToyGuest):
    def setUp(self):
        super().setUp()
        self.make("up")
        self.guest_has(host_key=FIRST)

    def guest_has(self, **texts):
        for name, text in texts.items():
            (self.guest / name).write_text(text)

    def wait(self, *words, status=0):
        return self.without_make(self.make("wait-for-ready", *words, status=status))

    def known(self):
        path = self.folder / "web/known_hosts"
        return path.read_text().split()[1:3] if path.exists() else None

    def say_host_key(self, way):
        self.web["ssh"]["hostKey"] = way
        self.generate()

    def test_the_agent_vouches(self):
        self.guest_has(agent_key=FIRST)
        self.assertEqual(self.wait(), ADDRESS + "web: host key from the guest agent\nweb: ready\n")
        self.assertEqual(self.known(), FIRST.split()[:2])
        self.assertEqual(self.wait(), ADDRESS + "web: ready\n")

    def test_the_console_log_vouches_where_no_agent_does(self):
        self.guest_has(console=BLOCK.format(SECOND.strip()) + BLOCK.format("[ 12.3] cloud-init: " + FIRST.strip()))
        self.assertEqual(self.wait(), ADDRESS + "web: host key from the console log\nweb: ready\n")
        self.assertEqual(self.known(), FIRST.split()[:2])

    def test_where_nobody_vouches_the_first_key_is_taken_and_no_other(self):
        self.assertEqual(self.wait(), ADDRESS + "web: ready\n")
        self.assertEqual(self.known(), FIRST.split()[:2])
        self.guest_has(host_key=SECOND)
        self.assertEqual(self.wait(status=2), ADDRESS + f"""\
web: error: ssh to 192.168.122.7: Host key verification failed. Where the guest was made anew by hand, its old key has \
to go: rm {self.folder}/web/known_hosts
    Host key verification failed.
""")

    def test_who_was_told_to_vouch_is_waited_for(self):
        for way in ("agent", "console"):
            self.say_host_key(way)
            self.assertIn(f"not ready after 0 seconds: ssh to 192.168.122.7 does not get through\n    nobody vouches for the guest's "
                          f"host key yet (hostKey: {way})\n", self.wait("V1BETA1_WAIT_FOR_READY_TIMEOUT_SECS=0", status=2))
            self.assertIn(f"web: error: nobody vouches for the guest's host key yet (hostKey: {way})\n",
                          self.make("ssh", "CMD=true", status=2))
            self.assertIsNone(self.known())

    def test_another_key_than_the_agent_has_is_refused(self):
        self.guest_has(agent_key=SECOND)
        self.assertIn("Host key verification failed.", self.wait(status=2))

    def test_a_guest_that_was_made_anew_has_a_new_key_if_somebody_vouches(self):
        self.guest_has(agent_key=FIRST)
        self.wait()
        self.guest_has(agent_key=SECOND, host_key=SECOND)
        self.assertIn("web: host key from the guest agent\n", self.wait())
        self.assertEqual(self.known(), SECOND.split()[:2])

    def test_an_agent_that_comes_later_is_asked_then(self):
        self.command("cloud-init", f"cp '{self.guest}/host_key' '{self.guest}/agent_key'")
        self.assertEqual(self.wait(), ADDRESS + "web: host key from the guest agent\nweb: ready\n")

    def test_a_key_that_it_does_not_know_is_of_another_vm(self):
        self.guest_has(other=SECOND)
        self.command("cloud-init", f"cp '{self.guest}/other' '{self.guest}/agent_key'")
        self.assertEqual(self.wait(status=2), ADDRESS + "web: error: 192.168.122.7 is not this VM: its host key is not the one of the "
                                                        "guest agent (an old lease, or somebody between)\n")
        self.assertIsNone(self.known())

    def test_an_agent_that_says_anything_else_vouches_for_nothing(self):
        for text in ("", "no key", "ssh-dss AAAA x\n", "$(touch x) `id`\n"):
            self.guest_has(agent_key=text)
            self.wait()
            self.assertEqual(self.known(), FIRST.split()[:2])
            (self.folder / "web/known_hosts").unlink()

    def test_the_key_goes_with_the_guest(self):
        self.wait()
        self.make("stop", "delete/domain")
        self.assertIsNone(self.known())

    def test_the_registry_s_options_of_ssh_win(self):
        self.web["ssh"]["options"] = {"StrictHostKeyChecking": "no", "UserKnownHostsFile": "/dev/null"}
        self.generate()
        runs, _ = self.runs_of("wait-for-ready", status=2)
        [words] = [run for run in runs if run[0] == "ssh"][:1]
        self.assertLess(words.index("UserKnownHostsFile=/dev/null"), words.index("UserKnownHostsFile=known_hosts"))

    def test_a_vm_is_told_by_its_instance_id(self):
        self.command("cloud-init", "true")
        for other, status in (("web", 0), ("old", 2)):
            (self.guest / "run/cloud-init/.instance-id").write_text(f"{other}\n")
            output = self.wait("V1BETA1_WAIT_FOR_READY_TIMEOUT_SECS=0", status=status)
            self.assertEqual("this is not the VM: its instance-id is old, not web (an old lease, or it has not read its seed)" in output,
                             other == "old")
            self.assertEqual(self.known() is None, False)


if __name__ == "__main__":
    unittest.main(verbosity=2)
