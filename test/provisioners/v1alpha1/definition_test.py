#!/usr/bin/env python3
"""What v1alpha1 does when a definition changes, and says of it: with digests. Later versions compare fields.

usage: definition_test.py VMP v1alpha1 [TEST...]
"""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "vm"))

from toy_vm import ToyVm  # noqa: E402


class Definition(ToyVm):
    def test_first_up_takes_seven_connections(self):
        runs, output = self.runs_of("up")
        self.assert_up()
        self.assertEqual([run[0] for run in runs if run[0].startswith("vir")],
                         ["virsh", "virsh", "virsh", "virsh", "virsh", "virt-install", "virsh"])
        self.assertEqual([run[0] for run in runs[:3]], ["virsh", "curl", "virsh"])
        self.assertEqual(output, "\n".join([
            "web: download https://images.example/debian.qcow2",
            "web: write seed.iso",
            "web: define pool web",
            "web: autostart pool web",
            "web: start pool web",
            "web: define pool images",
            "web: autostart pool images",
            "web: start pool images",
            "web: create volume images/debian.qcow2",
            "web: create volume web/seed.iso",
            "web: upload ../images/debian.qcow2 (1 MiB) to volume images/debian.qcow2",
            "web: upload seed.iso (1 MiB) to volume web/seed.iso",
            "web: create volume web/root.qcow2",
            "web: define domain web",
            "web: start domain web",
            ""]))

    def test_a_transient_domain_is_never_defined(self):
        options = self.web["libvirt"]["domain"]["virtInstall"]
        options["transient"] = True
        self.generate()
        self.make("build", "create")
        self.assertEqual(self.state()["domains"], {})
        self.assertIn("web: create transient domain web\n", self.make("up"))
        self.assertTrue(self.domain()["transient"])
        self.assertEqual((self.make("up"), self.make("diff")), ("", ""))
        options["memory"] = "1024"
        self.generate()
        self.assertIn("the new definition of domain \"web\" comes at the next start: make stop up", self.make("up"))
        self.assertIn("domain   web                              running, has another definition\n",
                      self.make("diff", status=2))
        self.make("stop", "start")
        self.assertEqual(self.make("diff"), "")
        self.make("down")
        self.assertEqual(self.state()["domains"], {})

    def test_saved_memory_is_kept_and_what_it_runs_with_is_said(self):
        self.make("up")
        self.change_state(lambda state: [domain.update(saved=domain["running"], running=None)
                                         for domain in state["domains"].values()])
        self.assertIn("domain   web                              saved\n", self.make("status"))
        self.web["libvirt"]["domain"]["virtInstall"]["memory"] = "1024"
        self.web["cloudInit"]["noCloud"]["data"]["user-data"] = {"password": "y"}
        self.generate()
        output = self.make("up")
        self.assertIn("web: define domain web\nweb: start domain web\n", output)
        self.assertIn("the new definition of domain \"web\" comes at the next start: make stop up", output)
        self.assertIn("volume \"web/seed.iso\" gets the new seed at the next start", output)
        self.make("stop", "up")
        self.assertEqual(self.make("diff"), "")

    def test_diff_says_what_of_a_definition_differs(self):
        self.make("up")
        self.web["libvirt"]["domain"]["virtInstall"]["memory"] = "1024"
        self.web["cloudInit"]["noCloud"]["data"]["user-data"] = {"password": "y"}
        self.generate()
        difference = "domain   web                              running, has another definition, has another seed\n"
        arguments = "the Makefile has other arguments of virt-install than when it was defined: git log -p Makefile"
        self.assertEqual(self.make("diff", status=2).partition("make: ***")[0],
                         f"{difference}         {arguments}\n         the seed has another user-data than when it was defined: "
                         "git log -p seed.iso.d Makefile\n")
        self.assertIn(f"{difference}pool ", self.make("status"))
        self.web["cloudInit"]["noCloud"]["data"]["network-config"] = {"version": 2}
        self.generate()
        self.assertEqual(self.make("diff", status=2).partition("make: ***")[0],
                         f"{difference}         {arguments}\n         the seed has another number of files than when it was "
                         "defined: git log -p seed.iso.d Makefile\n")
        self.change_state(lambda state: [domain.update(xml="<domain/>") for domain in state["domains"].values()])
        self.assertEqual(self.make("diff", status=2).partition("make: ***")[0],
                         "domain   web                              running, has another definition, has another seed, runs an "
                         "older definition\n         something else than this directory has defined it: its metadata has no "
                         "mark of ours\n")

    def test_diff_tells_of_autostart(self):
        self.make("up")
        self.change_state(lambda state: [domain.update(autostart=True) for domain in state["domains"].values()])
        self.change_state(lambda state: state["pools"]["web"].update(autostart=False))
        self.assertEqual(self.make("diff", status=2).splitlines()[:2], [
            "domain   web                              running, has autostart true",
            "pool     web                              active /pools/web, has autostart false"])
        self.make("up")
        self.assertEqual(self.make("diff"), "")

    def test_a_new_definition_reaches_a_stopped_domain(self):
        self.make("up")
        self.make("stop")
        self.web["libvirt"]["domain"]["virtInstall"]["memory"] = "1024"
        self.generate()
        self.assertIn("another definition", self.make("diff", status=2))
        runs, output = self.runs_of("up")
        self.assertEqual(output, "web: define domain web\nweb: start domain web\n")
        (install,) = [run for run in runs if run[0] == "virt-install"]
        self.assertIn("--memory=1024", install)
        self.assert_up()

    def test_a_running_domain_keeps_its_definition_until_the_next_start(self):
        self.make("up")
        self.web["libvirt"]["domain"]["virtInstall"]["memory"] = "1024"
        self.generate()
        waits = 'web: the new definition of domain "web" comes at the next start: make stop up\n'
        self.assertEqual(self.make("up"), "web: define domain web\n" + waits)
        self.assertEqual(self.make("up"), waits)
        self.make("stop", "up")
        self.assert_up()


if __name__ == "__main__":
    unittest.main(verbosity=2)
