#!/usr/bin/env python3
"""What the targets of a fleet do, with toy directories.

usage: behaviour_test.py [TEST...]
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time
import unittest

from toy_fleet import SECONDS, ToyFleet, tidy

# domstats and two lists of networks, as virsh prints them: "busy" runs, "lone" is off, "lan" is active.
VIRSH = r"""#!/bin/sh
echo "$2" >>"$TMPDIR/connections"
case $2 in *edge) echo 'error: failed to connect to the hypervisor' && echo 'error: no route' && exit 1 ;; esac
printf '\036domains\n'
printf "Domain: 'busy'\n  state.state=1\n  state.reason=5\n  balloon.current=2097152\n  vcpu.current=2\n\n"
printf "Domain: 'lone'\n  state.state=5\n  state.reason=1\n  balloon.current=1048576\n\n"
printf '\036networks\nlan\nstorage\n\n\036active\nlan\n\n\036end\n'
"""


class FleetTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.fleet = ToyFleet()
        self.addCleanup(self.fleet.remove)

    def make(self, *words, status=0, **environment):
        actual, output = self.fleet.make(*words, **environment)
        self.assertEqual(actual, status, output)
        self.assertEqual(list(self.fleet.temporary.glob("tmp.*")), [])
        return output

    def assert_order(self, *pairs):
        for first, second in pairs:
            self.assertTrue(self.fleet.is_before(first, second), f"{first} before {second}: {self.fleet.log.read_text()}")

    def build_landscape(self):
        """Two nodes with a network each; "app" needs "db" to be ready, "web" needs "app"."""
        for node in ("kvm1", "kvm2"):
            self.fleet.add_node(node)
        self.fleet.add_network("lan", "kvm1")
        self.fleet.add_network("far", "kvm2")
        self.fleet.add_vm("web", "kvm1", ["front"], ["up/networks/lan", "up/app"])
        self.fleet.add_vm("app", "kvm1", ["back", "all"], ["up/networks/lan", "ready/db"])
        self.fleet.add_vm("db", "kvm1", ["back"], ["up/networks/lan"])
        self.fleet.add_vm("far-1", "kvm2", [], ["up/networks/far"])


class Order(FleetTest):
    def setUp(self):
        super().setUp()
        self.build_landscape()

    def test_nodes_come_up_first_then_networks_then_vms_after_those_that_they_need(self):
        for jobs in ("-j1", "-j8"):
            self.assertEqual(self.make(jobs), "up: 8 done\n")
            self.assert_order(("check nodes/kvm1", "up nodes/kvm1"), ("up nodes/kvm1", "up networks/lan"),
                              ("up networks/lan", "up db"), ("up db", "wait-for-ready db"),
                              ("wait-for-ready db", "up app"), ("up app", "up web"), ("up networks/far", "up far-1"))
            self.assertEqual(len(self.fleet.ran()), 11)

    def test_images_that_vms_need_are_built_before_them_others_when_asked_for(self):
        self.fleet.add_image("debian/12")
        self.fleet.add_image("web/12", base="debian/12")
        self.fleet.add_image("spare/1")
        self.fleet.add_vm("shop", "kvm1", [], ["build/images/web/12"])
        for jobs in ("-j1", "-j8"):
            self.assertEqual(self.make(jobs), "up: 9 done\n")
            self.assert_order(("build images/debian/12", "build images/web/12"), ("build images/web/12", "up shop"))
            self.assertNotIn("build images/spare/1", self.fleet.ran())
        self.assertEqual(self.make("build"), "build: 3 done\n")
        self.assertEqual(self.make("diff"), "diff: 12 done\n")
        self.assertTrue(self.make("list").splitlines()[4:7] == ["images/debian/12", "images/web/12", "images/spare/1"])
        self.make("down")
        self.assertFalse([line for line in self.fleet.ran() if "images" in line])
        self.fleet.script("images/web/12", "build", "echo 'images/web/12: error: no space' >&2; exit 1")
        self.assertEqual(self.make("VMS=shop", status=2), "images/web/12: error: no space\nup: 1 done; failed: images/web/12 (build); "
                         "not tried, since what they need failed: shop\nimages/web/12: error: no space\n")

    def test_vms_go_down_in_reverse_then_networks_and_pools_stay(self):
        for jobs in ("-j1", "-j8"):
            self.assertEqual(self.make("down", jobs), "down: 6 done\n")
            self.assert_order(("down web", "down app"), ("down app", "down db"), ("down db", "down networks/lan"),
                              ("down far-1", "down networks/far"))
            self.assertEqual(len(self.fleet.ran()), 6)

    def test_with_jobs_what_needs_nothing_of_each_other_runs_at_once(self):
        """Each waits until the other has begun."""
        os.mkfifo(self.fleet.folder / "meet")
        self.fleet.script("db", "up", f"echo x >'{self.fleet.folder}/meet'")
        self.fleet.script("far-1", "up", f"read -r x <'{self.fleet.folder}/meet'")
        self.assertEqual(self.make("-j2"), "up: 8 done\n")

    def test_one_directory_comes_up_with_what_it_needs(self):
        self.make("up/app")
        self.assertEqual(self.fleet.ran(), ["check nodes/kvm1", "up nodes/kvm1", "up networks/lan", "up db",
                                            "wait-for-ready db", "up app"])

    def test_one_directory_goes_down_alone(self):
        self.make("down/db")
        self.assertEqual(self.fleet.ran(), ["down db"])

    def test_what_several_need_runs_once_for_several_targets(self):
        self.make("up/db", "up/app")
        self.assertEqual(self.fleet.ran().count("up networks/lan"), 1)


class Failures(FleetTest):
    def setUp(self):
        super().setUp()
        self.build_landscape()

    def test_a_failure_stops_only_what_needs_it(self):
        self.fleet.script("networks/lan", "up", "echo 'networks/lan: error: no'; echo '    because'; exit 1")
        self.assertEqual(self.make("-j1", status=2), """\
networks/lan: error: no
networks/lan:     because
up: 4 done; failed: networks/lan; not tried, since what they need failed: web app db
networks/lan: error: no
networks/lan:     because
""")

    def test_a_node_that_lacks_something_gets_no_pools(self):
        self.fleet.script("nodes/kvm2", "check", "echo 'error: no KVM'; exit 1")
        self.assertEqual(self.make("-j4", status=2).splitlines()[1:], [
            "up: 5 done; failed: nodes/kvm2; not tried, since what they need failed: networks/far far-1",
            "nodes/kvm2: error: no KVM"])
        self.assertNotIn("up nodes/kvm2", self.fleet.ran())

    def test_a_vm_that_does_not_get_ready_stops_those_that_wait_for_it(self):
        self.fleet.script("db", "wait-for-ready", "echo 'db: error: no answer'; exit 1")
        self.assertEqual(self.make(status=2), """\
db: error: no answer
up: 6 done; failed: db (ready); not tried, since what they need failed: web app
db: error: no answer
""")

    def test_a_network_stays_while_a_vm_on_it_does_not_go(self):
        self.fleet.script("app", "down", "exit 1")
        self.assertEqual(self.make("down", status=2),
                         "down: 3 done; failed: app; not tried, since what they need failed: db networks/lan\n")

    def test_only_errors_are_repeated(self):
        self.fleet.script("db", "up", "echo step; echo 'db: error: no'; echo after; echo '    blanks'; exit 1")
        self.assertEqual(self.make("up", "VMS=db", status=2), """\
db: step
db: error: no
db: after
db:     blanks
up: 2 done; failed: db
db: error: no
""")

    def test_differences_fail_and_are_shown_with_names(self):
        self.fleet.script("db", "diff", "echo 'memory  1024, should be 2048'; exit 1")
        self.assertEqual(self.make("diff", status=2), "db: memory  1024, should be 2048\ndiff: 7 done; differ or failed: db\n")

    def test_a_directory_that_is_gone_is_an_error(self):
        shutil.rmtree(self.fleet.base / "db")
        message = 'db: error: there is no db/Makefile: generate it with "vmp gen"\n'
        self.assertEqual(self.make("up", "VMS=db", status=2), f"{message}up: 2 done; failed: db\n{message}")

    def test_a_directory_without_the_target_is_an_error(self):
        (self.fleet.base / "db/Makefile").write_text("")
        message = "db: error: No rule to make target 'up'.  Stop.\n"
        self.assertEqual(self.make("up", "VMS=db", status=2), f"{message}up: 2 done; failed: db\n{message}")

    def test_an_unfinished_line_is_a_line(self):
        self.fleet.script("db", "up", "printf 'error: unfinished'; exit 1")
        self.assertEqual(self.make("up", "VMS=db", status=2),
                         "db: error: unfinished\nup: 2 done; failed: db\ndb: error: unfinished\n")


class Selection(FleetTest):
    def setUp(self):
        super().setUp()
        self.build_landscape()

    def chosen(self, *words):
        return [line.split()[0] for line in self.make("list", *words).splitlines()]

    def test_everything_is_chosen_without_a_choice(self):
        self.assertEqual(self.make("list"), """\
nodes/kvm1    kvm1
nodes/kvm2    kvm2
networks/lan  kvm1
networks/far  kvm2
web           kvm1 front
app           kvm1 back all
db            kvm1 back
far-1         kvm2
""")

    def test_vms_are_chosen_by_name_group_and_node(self):
        self.assertEqual(self.chosen("VMS=db  web"), ["web", "db"])
        self.assertEqual(self.chosen("GROUP=back"), ["app", "db"])
        self.assertEqual(self.chosen("GROUP=back", "VMS=web db"), ["db"])

    def test_a_node_brings_all_that_is_on_it(self):
        self.assertEqual(self.chosen("NODE=kvm2"), ["nodes/kvm2", "networks/far", "far-1"])

    def test_what_is_chosen_comes_up_with_what_it_needs_and_goes_down_alone(self):
        self.make("VMS=app")
        self.assertEqual(self.fleet.ran()[-1], "up app")
        self.assertIn("wait-for-ready db", self.fleet.ran())
        self.make("down", "VMS=app")
        self.assertEqual(self.fleet.ran(), ["down app"])

    def test_names_that_nothing_has_are_errors(self):
        for words, message in {("VMS=web nobody",): 'there is no VM "nobody" in the fleet: make list',
                               ("VMS=*",): 'there is no VM "*" in the fleet: make list',
                               ("GROUP=nobody",): 'there is no group "nobody" in the fleet: make list',
                               ("NODE=nobody",): 'there is no node "nobody" in the fleet: make list',
                               ("VMS=web", "NODE=kvm2"):
                               "nothing that has this target is chosen: make list"}.items():
            self.assertEqual(self.make("up", *words, status=2), f"up: error: {message}\n")
        self.assertEqual(self.fleet.ran(), [])

    def test_nodes_are_checked_and_cleaned_by_node(self):
        self.assertEqual(self.make("check"), "check: 2 done\n")
        self.fleet.script("nodes/kvm2", "gc", 'echo "confirmed: $CONFIRM"')
        self.assertEqual(self.make("gc", "NODE=kvm2", "CONFIRM=yes"), "nodes/kvm2: confirmed: yes\ngc: 1 done\n")

    def test_variables_that_choose_stay_with_the_fleet_and_others_go_on(self):
        self.fleet.script("db", "up", 'echo "$WORDS"')
        self.assertIn("db: --node mine mine mine registry\n", self.make("VMS=app db", "NODE=kvm1"))
        self.assertIn("db: --node mine mine mine a 'b' $c\\\n", self.make("OPTION=a 'b' $$c\\", "VMS=app db", "NODE=kvm1"))


class Names(FleetTest):
    def test_names_of_any_bytes_are_encoded_in_targets_only(self):
        self.fleet.add_node("a,20node", directory=False)
        self.fleet.add_vm("w,C3,A4b", "a,20node", ["a,26b"], name="wäb")
        self.fleet.add_vm("other", "a,20node")
        self.fleet.script("wäb", "up", "echo 'wäb: step'")
        for choice in ("VMS=wäb", "GROUP=a&b"):
            self.assertEqual(self.make("up", choice), "wäb: step\nup: 1 done\n")
        self.assertEqual(self.make("up/w,C3,A4b"), "wäb: step\n")
        self.assertEqual(self.make("list", "NODE=a node"), "wäb    a node a&b\nother  a node\n")

    def test_a_fleet_runs_from_anywhere(self):
        self.fleet.add_node("kvm1", directory=False)
        self.fleet.add_vm("web", "kvm1")
        self.fleet.script("web", "up", "echo here")
        self.make("list")
        for target in ("up", "up/web"):
            result = subprocess.run(["make", "-f", self.fleet.base / "Makefile", target], cwd="/", text=True,
                                    capture_output=True, env=self.fleet.environment)
            self.assertIn("web: here\n", result.stdout)


class Exec(FleetTest):
    def setUp(self):
        super().setUp()
        self.fleet.add_node("kvm1", directory=False)
        for name in ("web", "db"):
            self.fleet.add_vm(name, "kvm1")
            self.fleet.script(name, "ssh", 'sh -c "$CMD_TEXT"')

    def test_the_guests_run_a_command(self):
        self.assertEqual(self.make("exec", "CMD=echo \"$((1 + 1)) '*' \\\\ #\" | tr 2 3; exit"),
                         "web: 3 '*' \\ #\ndb: 3 '*' \\ #\nexec: 2 done\n")

    def test_its_status_is_told_of_each(self):
        self.assertEqual(self.make("exec", "CMD=case $PWD in */db) exit 7 ;; esac", status=2), "exec: 1 done; failed: db (exit 7)\n")

    def test_no_guest_reads_what_is_typed(self):
        self.assertEqual(self.make("exec", "CMD=cat; (: </dev/tty) 2>/dev/null || echo alone", "VMS=db"), "db: alone\nexec: 1 done\n")

    def test_without_a_command_nothing_runs(self):
        self.assertEqual(self.make("exec", status=2), "exec: error: say what to run in the guests: make exec CMD='...'\n")


class Interruption(FleetTest):
    def setUp(self):
        super().setUp()
        self.fleet.add_node("kvm1", directory=False)
        for name, needs in {"quick": [], "slow": ["up/quick"], "late": ["up/slow"]}.items():
            self.fleet.add_vm(name, "kvm1", needs=needs)
        self.pid = self.fleet.folder / "pid"
        # sh waits for sleep, whose end is the end of all.
        self.fleet.script("slow", "up", f"sleep 1000 & echo $! >'{self.pid}.new'; mv '{self.pid}.new' '{self.pid}'; wait")

    def wait_until(self, is_so):
        deadline = time.monotonic() + SECONDS
        while not is_so():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)

    def is_gone(self):
        """Also when nobody has asked yet how it ended."""
        try:
            return pathlib.Path(f"/proc/{self.pid.read_text().strip()}/stat").read_text().split()[2] == "Z"
        except (FileNotFoundError, ProcessLookupError):
            return True

    def interrupt(self, goal, send):
        self.pid.unlink(missing_ok=True)
        process = self.fleet.start(goal, "-j3")
        self.wait_until(self.pid.exists)
        send(process)
        output, _ = process.communicate(timeout=SECONDS)
        self.wait_until(self.is_gone)
        self.assertEqual(list(self.fleet.temporary.iterdir()), [])
        return process.returncode, tidy(output)

    def test_ctrl_c_ends_all_and_tells_what_is_not_done(self):
        status, output = self.interrupt("up", lambda process: os.killpg(process.pid, signal.SIGINT))
        self.assertEqual(output.splitlines()[-1], "up: interrupted, 1 done; not done: slow late")
        self.assertNotEqual(status, 0)

    def test_a_make_that_is_terminated_takes_all_with_it(self):
        status, output = self.interrupt("up", lambda process: process.terminate())
        self.assertIn("up: interrupted, 1 done; not done: slow late\n", output)
        self.assertNotEqual(status, 0)

    def test_one_directory_ends_likewise(self):
        for send in (lambda process: os.killpg(process.pid, signal.SIGINT), lambda process: process.terminate()):
            self.assertNotEqual(self.interrupt("up/slow", send)[0], 0)


class TwoAtOnce(FleetTest):
    def test_each_make_tells_of_its_own(self):
        self.fleet.add_node("kvm1", directory=False)
        meeting = self.fleet.folder / "meet"
        os.mkfifo(meeting)
        for name in ("web", "db"):
            self.fleet.add_vm(name, "kvm1")
        # Each waits for the other.
        self.fleet.script("web", "up", f"echo x >'{meeting}'; echo 'error: web'; exit 1")
        self.fleet.script("db", "up", f"read -r x <'{meeting}'; echo 'error: db'; exit 1")
        makes = {name: self.fleet.start("up", f"VMS={name}") for name in ("web", "db")}
        for name, process in makes.items():
            self.assertEqual(tidy(process.communicate(timeout=SECONDS)[0]),
                             f"{name}: error: {name}\nup: 0 done; failed: {name}\n{name}: error: {name}\n")


class Status(FleetTest):
    def setUp(self):
        super().setUp()
        self.fleet.virsh.write_text(VIRSH)
        self.fleet.virsh.chmod(0o755)
        self.fleet.add_node("kvm1")
        self.fleet.add_node("kvm2", directory=False)
        for name in ("lan", "storage", "new"):
            self.fleet.add_network(name, "kvm1")
        for name in ("busy", "lone", "gone"):
            self.fleet.add_vm(name, "kvm1", ["all"])

    def connections(self):
        return sorted((self.fleet.temporary / "connections").read_text().split())

    def test_the_state_of_all_takes_one_connection_a_node(self):
        self.assertEqual(self.make("status"), """\
nodes/kvm1        reached   toy://kvm1
networks/lan      active
networks/storage  inactive
networks/new      absent
busy              running   2 vCPU, 2048 MiB
lone              off
gone              absent
nodes/kvm2        reached   toy://kvm2
""")
        self.assertEqual(self.connections(), ["toy://kvm1", "toy://kvm2"])
        self.assertEqual(self.fleet.ran(), [])

    def test_only_what_is_chosen_is_asked(self):
        self.assertEqual(self.make("status", "VMS=lone"), "nodes/kvm1  reached   toy://kvm1\nlone        off\n")
        self.assertEqual(self.make("status", "NODE=kvm2"), "nodes/kvm2  reached   toy://kvm2\n")
        self.assertEqual(self.connections(), ["toy://kvm1", "toy://kvm2"])

    def test_of_a_node_that_does_not_answer_nothing_is_known(self):
        self.fleet.add_node("edge", directory=False)
        self.fleet.add_vm("far", "edge")
        self.assertEqual(self.make("status", "VMS=far lone", status=2), """\
nodes/kvm1  reached   toy://kvm1
lone        off
nodes/edge  no answer toy://edge
far         unknown
nodes/edge: error: failed to connect to the hypervisor; no route
""")

    def test_without_virsh_it_says_what_to_install(self):
        commands = self.fleet.folder / "few"
        commands.mkdir()
        for name in ("make", "sh", "bash", "awk"):
            (commands / name).symlink_to(shutil.which(name))
        self.assertEqual(self.make("status", status=2, PATH=str(commands)), "status: error: this machine lacks virsh. On Debian "
                         "and Ubuntu: apt install libvirt-clients. On Fedora: dnf install libvirt-client\n")

    def test_a_failed_list_is_not_taken_for_nothing_there(self):
        self.fleet.virsh.write_text(VIRSH.replace(r"networks\nlan\nstorage", r"networks\nerror: no networks"))
        self.assertEqual(self.make("status", "NODE=kvm1", status=2).splitlines()[1:4],
                         ["networks/lan      active", "networks/storage  unknown", "networks/new      unknown"])


class Cost(unittest.TestCase):
    def test_a_directory_costs_four_processes_of_the_fleet(self):
        """make's shell, fleet.sh, its setsid and the directory's make; counted as programs that are executed."""
        if not shutil.which("strace"):
            self.skipTest("strace is not installed")
        counts = {}
        for count in (10, 20):
            fleet = ToyFleet()
            self.addCleanup(fleet.remove)
            fleet.add_node("kvm1", directory=False)
            for number in range(count):
                fleet.add_vm(f"vm{number}", "kvm1", ["all"])
                (fleet.base / f"vm{number}/Makefile").write_text("up: ;@:\n")
            fleet.make("list")
            trace = fleet.folder / "trace"
            subprocess.run(["strace", "-f", "-qq", "-e", "trace=execve", "-o", trace, "make", "-C", fleet.base],
                           env=fleet.environment, check=True, capture_output=True)
            # A call that another process interrupts stands in two lines: it began "execve(", and ends "execve resumed>) = 0".
            counts[count] = len(re.findall(r"execve.*= 0$", trace.read_text(), re.MULTILINE))
        self.assertEqual((counts[20] - counts[10]) / 10, 4)


if __name__ == "__main__":
    unittest.main()
