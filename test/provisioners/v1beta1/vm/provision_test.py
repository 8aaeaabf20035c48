#!/usr/bin/env python3
"""What "make provision" does in a guest and here, on a toy node.

usage: provision_test.py VMP v1beta1 [TEST...]
"""
import os
import signal
import subprocess
import time
import unittest

from toy_guest import ToyGuest  # reads the command line
from toy_vm import SECONDS

READY = "web: address 192.168.122.7\nweb: ready\n"
HOSTILE = """it's "$(touch x)" `id` \\ & ; * $HOME #!"""


class Provision(ToyGuest):
    def setUp(self):
        super().setUp()
        (self.folder / "scripts").mkdir()
        self.script("b", "two")
        self.step("a", text=self.note("one"))
        self.step("b", script="scripts/b")
        self.generate()
        self.make("up")

    def note(self, text):
        return f"echo {text} >>'{self.guest}/ran'"

    def script(self, name, text):
        path = self.folder / "scripts" / name
        path.write_text(f"#!/bin/sh\n{self.note(text)}\n")
        path.chmod(0o755)

    def step(self, name, **keys):
        """Adds a step, or puts it in the place of that name."""
        steps = self.web.setdefault("provision", [])
        names = [step["name"] for step in steps]
        place = names.index(name) if name in names else len(steps)
        steps[place:place + 1] = [{"name": name, **keys}]

    def ran(self):
        """What the steps have noted since the last look."""
        path = self.guest / "ran"
        text = path.read_text().split() if path.exists() else []
        path.write_text("")
        return text

    def provision(self, *words, **options):
        return self.without_make(self.make("provision", *words, **options))

    def logins(self, *words):
        runs, _ = self.runs_of("provision", *words)
        return len([run for run in runs if run[0] == "ssh"])

    # -- which steps are taken

    def test_steps_are_taken_in_their_order_and_once(self):
        self.assertEqual(self.provision(), READY + "web: provision a\nweb: provision b\n")
        self.assertEqual((self.ran(), self.marks(), self.leftovers()), (["one", "two"], ["a", "b"], []))
        self.assertEqual(self.provision(), READY)
        self.assertEqual((self.ran(), self.logins()), ([], 1))

    def test_a_step_that_has_changed_is_taken_again_and_no_other(self):
        self.provision()
        self.script("b", "changed")
        self.generate()
        self.ran()
        self.assertEqual(self.provision(), READY + "web: provision b\n")
        self.assertEqual(self.ran(), ["changed"])

    def test_another_place_in_the_order_is_no_change(self):
        self.provision()
        self.step("first", text=self.note("first"), before="a")
        self.generate()
        self.ran()
        self.assertEqual(self.provision(), READY + "web: provision first\n")

    def test_the_guest_knows_what_was_taken(self):
        self.provision()
        (self.guest / "var/lib/vmp/a").unlink()  # as on another disk
        self.ran()
        self.provision()
        self.assertEqual(self.ran(), ["one"])

    def test_force_takes_all_and_a_target_only_one(self):
        self.provision()
        self.ran()
        self.provision("FORCE=1")
        self.assertEqual(self.ran(), ["one", "two"])
        self.make("provision/b")
        self.assertEqual(self.ran(), [])
        self.make("provision/b", "FORCE=1")
        self.assertEqual(self.ran(), ["two"])
        self.assertEqual(self.without_make(self.make("provision/c", status=2)),
                         'web: error: there is no step "c" under "provision": a b\n')

    def test_once_is_once_and_always_is_always(self):
        self.step("a", text=self.note("one"), when="once")
        self.step("b", text=self.note("two"), when="always")
        self.generate()
        self.provision()
        self.step("a", text=self.note("changed"), when="once")
        self.generate()
        self.provision()
        self.assertEqual(self.ran(), ["one", "two", "two"])

    def test_without_steps_nobody_logs_in(self):
        del self.web["provision"]
        self.generate()
        runs, output = self.runs_of("provision")
        self.assertEqual((runs, output), ([], "web: the registry has no steps for it\n"))

    # -- what a step is

    def test_files_come_into_the_guest(self):
        site = self.folder / "site"
        (site / "sub").mkdir(parents=True)
        (site / "a b").write_bytes(b"\0\xff'\n")
        (site / "sub/run").write_text("#!/bin/sh\n")
        (site / "sub/run").chmod(0o755)
        target = f"{self.guest}/srv/it's"
        self.step("files", files=[{"from": "site", "to": f"{target}/"},
                                  {"from": "site/sub/run", "to": f"{target}/one", "mode": "0640", "owner": "app:web"}])
        self.generate()
        self.assertEqual(self.provision(), READY + "web: provision a\nweb: provision b\nweb: provision files\n")
        found = {str(path.relative_to(target)): oct(path.stat().st_mode)[-3:]
                 for path in sorted((self.guest / "srv/it's").rglob("*")) if path.is_file()}
        self.assertEqual(found, {"one": "640", "site/a b": "644", "site/sub/run": "755"})
        self.assertEqual((self.guest / "srv/it's/site/a b").read_bytes(), b"\0\xff'\n")
        self.assertEqual([line.split()[1] for line in self.in_guest("owners").splitlines()],
                         ["app:web", "root:root", "root:root"])

    def test_a_script_finds_the_files_that_stay_beside_it(self):
        (self.folder / "data").write_text("data\n")
        self.step("a", text=f"cat files/data >>'{self.guest}/ran'; pwd; echo $VMP_STEP", files=[{"from": "data"}])
        self.generate()
        self.make("provision/a")
        self.assertEqual(self.ran(), ["data"])
        self.assertRegex((self.folder / "web/logs/a.log").read_text(), r"^/.*/\.vmp-step\.\w+\na\n$")

    def test_a_step_on_this_machine_has_its_mark_in_the_guest(self):
        self.step("a", text="echo $VMP_VM $VMP_STEP $VMP_ADDRESS $VMP_DOMAIN; pwd; exit $(ls | grep -cv run)", on="host")
        self.generate()
        self.assertEqual(self.without_make(self.make("provision/a")), READY + "web: provision a\n")
        self.assertRegex((self.folder / "web/logs/a.log").read_text(), r"^web a 192.168.122.7 web\n/.*\.files\..*\n$")
        self.assertEqual(self.marks(), ["a"])
        self.assertEqual(self.without_make(self.make("provision/a")), READY)

    def test_a_user_becomes_root(self):
        self.command("id", "echo 1000")
        self.command("sudo", f"echo sudo $1 >>'{self.guest}/ran'; shift; exec \"$@\"")
        self.provision()
        self.assertEqual(self.ran(), ["sudo", "-n", "one", "sudo", "-n", "two"])

    def test_what_a_step_leaves_running_keeps_nobody(self):
        self.step("a", text=f"sleep 1000 & echo $! >'{self.guest}/pid'; echo started")
        self.generate()
        self.assertEqual(self.without_make(self.make("provision/a")), READY + "web: provision a\n")
        os.kill(int(self.in_guest("pid")), signal.SIGKILL)
        self.assertEqual((self.folder / "web/logs/a.log").read_text(), "started\n")

    def test_no_text_is_more_than_a_text(self):
        (self.folder / HOSTILE.replace("/", "")).write_text(HOSTILE)
        self.step("a", text=f"cat <<'EOF' >>'{self.guest}/said'\n{HOSTILE}\nEOF\n")
        self.step("b", files=[{"from": HOSTILE, "to": f"{self.guest}/etc/{HOSTILE}/"}, {"from": HOSTILE, "to": f"{self.guest}/-n"}])
        self.generate()
        self.assertEqual(self.provision(), READY + "web: provision a\nweb: provision b\n")
        self.assertEqual(self.in_guest("said"), HOSTILE + "\n")
        self.assertEqual((self.guest / "etc" / HOSTILE / HOSTILE).read_text(), HOSTILE)
        self.assertEqual(self.in_guest("-n"), HOSTILE)
        self.assertEqual([path for path in self.folder.rglob("x") if path.is_file()], [])

    # -- what goes wrong

    def test_a_step_that_fails_ends_it(self):
        self.step("b", text="echo begun; echo wrong >&2; exit 6")
        self.step("c", text=self.note("three"))
        self.generate()
        self.assertEqual(self.provision(status=2), READY + """\
web: provision a
web: provision b
web: error: step b fails with status 6. All that it said is in logs/b.log
    begun
    wrong
""")
        self.assertEqual((self.ran(), self.marks(), self.leftovers()), (["one"], ["a"], []))
        self.step("b", text="true")
        self.generate()
        self.assertEqual(self.provision(), READY + "web: provision b\nweb: provision c\n")

    def test_a_step_has_its_time(self):
        for where in ("guest", "host"):
            self.step("b", text="echo slow; sleep 1000", timeout="1s", on=where)
            self.generate()
            self.assertEqual(self.without_make(self.make("provision/b", status=2)), READY + """\
web: provision b
web: error: step b is not done after 1 seconds. All that it said is in logs/b.log
    slow
""")
            self.assertEqual((self.marks(), self.leftovers()), ([], []))

    def test_whatever_ssh_is_lost_the_next_make_goes_on(self):
        self.step("b", text=self.note("two"), on="host")
        self.generate()
        for fault in [f"ssh:{number}{when}" for number in (2, 3) for when in ("", ":after")]:
            with self.subTest(fault):
                subprocess.run(["rm", "-rf", self.guest / "var/lib/vmp", self.guest / "ssh_runs"], check=True)
                self.ran()
                output = self.provision(status=2, FAKE_FAULT=fault)
                name = "a" if ":2" in fault else "b"
                said = "closed by remote host." if "after" in fault else "timed out"
                self.assertIn(f"web: error: step {name} has lost the guest, status 255 of ssh. All that it said is in logs/{name}.log\n", output)
                self.assertIn(said, output)
                self.provision()
                self.assertEqual((self.marks(), set(self.ran()), self.leftovers()), (["a", "b"], {"one", "two"}, []))
                self.assertEqual(self.provision(), READY)

    def test_stopped_in_a_step_it_leaves_nothing_here(self):
        for where in ("guest", "host"):
            self.step("a", text=f"echo $$ >'{self.folder}/new'; mv '{self.folder}/new' '{self.folder}/pid'; exec sleep 1000", on=where)
            self.generate()
            (self.folder / "pid").unlink(missing_ok=True)
            process = subprocess.Popen(["make", "-C", self.folder / "web", "provision"], env=self.environment, text=True,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                       start_new_session=True)
            while not (self.folder / "pid").exists():
                self.assertIsNone(process.poll())
                time.sleep(0.01)
            os.killpg(process.pid, signal.SIGTERM)  # as a terminal and a fleet do
            self.assertNotEqual(process.wait(timeout=SECONDS), 0)
            os.kill(int((self.folder / "pid").read_text()), signal.SIGKILL) if where == "guest" else None
            self.step("a", text=self.note(f"again-{where}"))
            self.generate()
            self.assertIn(READY + "web: provision a\n", self.make("provision/a"))  # the other one may still be ending
            self.assertEqual(self.leftovers(), [])

    def test_files_that_are_gone_are_missed_before_anything_is_done(self):
        (self.folder / "web/provision.d/02-b/run").chmod(0o644)
        runs, output = self.runs_of("provision", status=2)
        self.assertIn("web: error: provision.d/02-b/run is not executable: chmod +x\n", output)
        self.assertEqual([run for run in runs if run[0] == "ssh"], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
