#!/usr/bin/env python3
"""What up does when a definition changes, and what diff says of it, on the toy node.

usage: definition_test.py VMP v1beta1 [TEST...]
"""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "vm"))

from toy_vm import ToyVm  # noqa: E402

DEFINES = "web: define domain web\nweb: note how domain web was defined\n"
WAITS = "memory is 512 MiB, will be 1024 MiB"


class Definition(ToyVm):
    maxDiff = None

    def change_memory(self, memory="1024"):
        self.web["libvirt"]["domain"]["virtInstall"]["memory"] = memory
        self.generate()

    def change_domain(self, **changes):
        self.change_state(lambda state: [domain.update(**changes) for domain in state["domains"].values()])

    def assert_differs(self, *lines):
        self.assertEqual(self.make("diff", status=2).partition("make: ***")[0].splitlines(), list(lines))

    def test_first_up_takes_nine_connections(self):
        runs, output = self.runs_of("up")
        self.assert_up()
        self.assertEqual([run[0] for run in runs if run[0].startswith("vir")], ["virsh"] * 5 + ["virt-install"] + ["virsh"] * 3)
        self.assertTrue(output.endswith("web: create volume web/root.qcow2\n" + DEFINES + "web: start domain web\n"), output)

    def test_no_domain_starts_before_it_is_noted_how_it_was_defined(self):
        self.assertIn('web: error: cannot note how domain web was defined on node "lab"\n',
                      self.make("up", status=2, FAKE_FAULT="metadata"))
        self.assertFalse(self.domain()["running"])
        self.make("up")
        self.assert_up()

    def test_a_new_definition_reaches_a_stopped_domain(self):
        self.make("up", "stop")
        self.change_memory()
        self.assert_differs("registry: --memory was 512, is 1024", "differs: registry")
        runs, output = self.runs_of("up")
        self.assertEqual(output, DEFINES + "web: start domain web\n")
        (install,) = [run for run in runs if run[0] == "virt-install"]
        self.assertIn("--memory=1024", install)
        self.assert_up()

    def test_a_running_domain_keeps_its_definition_until_the_next_start(self):
        self.make("up")
        self.change_memory()
        waits = f"web: waits for the next start: {WAITS}\n"
        self.assertEqual(self.make("up"), DEFINES + waits)
        self.assertEqual(self.make("up"), waits)
        self.assert_differs(f"waits: {WAITS}", "differs: waits")
        self.make("stop", "up")
        self.assert_up()

    def test_a_change_on_the_node_is_undone_but_with_keep(self):
        self.make("up", "stop")
        self.change_domain(xml=self.domain()["xml"].replace(">512<", ">2048<"))
        change = "on the node: memory was 512 MiB, is 2048 MiB"
        self.assert_differs(change, "differs: node")
        self.assertEqual(self.make("create", "KEEP=1"), f"web: keeps {change}\n")
        self.change_memory()
        self.assert_differs("registry: --memory was 512, is 1024", change, "differs: registry node")
        self.assertEqual(self.make("create", "KEEP=1"),
                         f"web: keeps {change}\nweb: so the registry's changes wait, too: make up without KEEP\n")
        self.assertEqual(self.make("create"), f"web: undoes {change}\n{DEFINES}")
        self.assertEqual(self.make("diff"), "")

    def test_a_transient_domain_is_never_defined(self):
        options = self.web["libvirt"]["domain"]["virtInstall"]
        options["transient"] = True
        self.generate()
        self.make("build", "create")
        self.assertEqual(self.state()["domains"], {})
        self.assertIn("web: create transient domain web\n", self.make("up"))
        self.assertTrue(self.domain()["transient"])
        self.assertEqual((self.make("up"), self.make("diff")), ("", ""))
        self.change_memory()
        self.assertIn("the new definition of domain \"web\" comes at the next start: make stop up", self.make("up"))
        self.assert_differs("registry: --memory was 512, is 1024", "differs: registry")
        self.make("stop", "start")
        self.assertEqual(self.make("diff"), "")
        self.make("down")
        self.assertEqual(self.state()["domains"], {})

    def test_diff_says_what_of_the_seed_differs(self):
        self.make("up")
        data = self.web["cloudInit"]["noCloud"]["data"]
        data["user-data"] = {"password": "y"}
        self.change_memory()
        row = "domain   web                              running, has another seed"
        self.assert_differs(row, "registry: --memory was 512, is 1024", "         the seed has another user-data than when it was "
                            "defined: git log -p seed.iso.d Makefile", "differs: registry node")
        self.assertIn(f"{row}\nregistry: --memory was 512, is 1024\n", self.make("status"))
        data["network-config"] = {"version": 2}
        self.generate()
        self.assertIn("         the seed has another number of files than when it was defined: git log -p seed.iso.d Makefile\n",
                      self.make("diff", status=2))

    def test_a_definition_of_somebody_else_is_said(self):
        self.make("up", "stop")
        self.change_domain(xml="<domain/>")
        self.assert_differs("on the node: something else than this directory has defined the domain", "differs: node")

    def test_diff_tells_of_autostart(self):
        self.make("up")
        self.change_domain(autostart=True)
        self.change_state(lambda state: state["pools"]["web"].update(autostart=False))
        self.assert_differs("on the node: autostart was false, is true",
                            "pool     web                              active /pools/web, has autostart false", "differs: node")
        self.assertIn("web: undoes on the node: autostart was false, is true\n", self.make("up"))
        self.assertEqual(self.make("diff"), "")

    def test_saved_memory_is_kept_and_what_it_runs_with_is_said(self):
        self.make("up")
        self.change_domain(saved=self.domain()["running"], running=None)
        self.assertIn("domain   web                              saved\n", self.make("status"))
        self.web["cloudInit"]["noCloud"]["data"]["user-data"] = {"password": "y"}
        self.change_memory()
        output = self.make("up")
        self.assertIn(DEFINES + "web: start domain web\n", output)
        self.assertIn(f"web: waits for the next start: {WAITS}\n", output)
        self.assertIn("volume \"web/seed.iso\" gets the new seed at the next start", output)
        self.make("stop", "up")
        self.assertEqual(self.make("diff"), "")


if __name__ == "__main__":
    unittest.main(verbosity=2)
