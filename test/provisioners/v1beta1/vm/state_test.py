#!/usr/bin/env python3
"""What a VM of v1beta1 does that one of v1alpha1 does not, on the toy node.

usage: state_test.py VMP v1beta1 [TEST...]
"""
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "vm"))

from toy_vm import ToyVm  # noqa: E402


class State(ToyVm):
    def test_a_paused_domain_is_said_to_be_and_left_alone(self):
        self.make("up")
        self.change_state(lambda state: [domain.update(paused=True) for domain in state["domains"].values()])
        (uuid,) = self.state()["domains"]
        resume = "make resume\n"
        is_paused = f'domain "web" is paused: {resume}'
        self.assertEqual(self.make("up"), f"web: {is_paused}")
        self.assertIn(f"domain   web                              paused\n         it goes on with: {resume}", self.make("status"))
        self.assertEqual(self.make("diff"), "")
        for target in ("wait-for-ready", "wait-for-ready/ip", "detach/disk/vdb"):
            self.assertIn(f"error: {is_paused}", self.make(target, status=2))
        runs, output = self.runs_of("console")
        self.assertEqual(output, f"web: {is_paused}")
        self.assertEqual(runs[-1], ["virsh", "console", "--domain", uuid])
        self.assertIn('error: domain "web" is paused: make stop\n', self.make("delete", status=2))

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_an_up_with_nothing_to_do_runs_few_programs(self):
        """A hundred of them in a fleet are to take 10 s on two processors, as test/bench/fleet measures."""
        self.make("up")
        trace = self.folder / "trace"  # a file for each process
        subprocess.run(["strace", "-ff", "-qq", "-e", "trace=execve", "-o", trace, "make", "-C", self.folder / "web"],
                       env=self.environment, stdin=subprocess.DEVNULL, check=True, capture_output=True)
        traces = "".join(path.read_text() for path in self.folder.glob("trace.*"))
        programs = re.findall(r'^execve\(".*?/?([^/"]+)", \[.* = 0$', traces, re.MULTILINE)
        toy = ["virsh", "python3"]
        self.assertEqual(sorted(programs), sorted([
            "make", "sh", "bash", "flock", "sha256sum", "mktemp", "flock", *toy, "grep", "awk", "awk", "awk", "stat", "rm"]))

    def test_the_fleet_stands_in_the_mark_as_in_those_of_networks(self):
        self.registry["fleet"] = {"name": "höhle"}
        self.generate()
        self.make("up")
        self.assertIn(" fleet='h,C3,B6hle'/>", self.domain()["xml"])

    def test_a_vm_of_v1alpha1_is_taken_over_as_it_runs(self):
        self.web["provisioner"] = "v1alpha1"
        self.generate()
        self.make("up")
        before = self.state(), [self.volume(name) for name in self.volumes()]
        self.web["provisioner"] = "v1beta1"
        self.generate()
        runs, output = self.runs_of("up")
        self.assertIn("web: define domain web\n", output)
        self.assertEqual(list(self.state()["domains"]), list(before[0]["domains"]))
        self.assertEqual(self.domain()["running"], list(before[0]["domains"].values())[0]["running"])
        self.assertEqual([self.volume(name) for name in self.volumes()], before[1])
        self.assertFalse([run for run in runs if "vol-" in run[-1] and ("vol-upload" in run[-1] or "vol-delete" in run[-1])])
        self.make("stop", "up")
        self.assertEqual(self.make("diff"), "")


if __name__ == "__main__":
    unittest.main(verbosity=2)
