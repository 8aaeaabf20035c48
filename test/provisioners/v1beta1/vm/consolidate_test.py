#!/usr/bin/env python3
"""What consolidate does with overlays, on a toy node.

usage: consolidate_test.py VMP v1beta1 [TEST...]
"""
import pathlib
import sys
import unittest
from xml.etree import ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "vm"))

from failing_vm import FailingVm  # noqa: E402
from toy_vm import ToyVm  # noqa: E402

TOY_NODE = pathlib.Path(__file__).resolve().parent / "pulling_node.py"
PULLER = "22222222-2222-5333-8444-555555555555"
BASE = "/pools/images/debian.qcow2"
CREATES = "web: create a paused domain that pulls volume web/root.qcow2\n"
PULLS = f"web: pull {BASE} into volume web/root.qcow2"
PULLS_APART = f"{PULLS} in a domain of its own\n"
ENDS = f"web: end the paused domain {PULLER}\n"
NOTES = "web: note that these are on no base: web/root.qcow2 \n"
WRITES = "web: write all of volume web/root.qcow2\n"
HALF = "web: volume web/root.qcow2: 49 %\n"


class Consolidate(ToyVm):
    maxDiff = None
    toy_node = TOY_NODE

    def describe(self, name):
        """The toy's XML of a volume."""
        return ElementTree.parse(self.pools / f"{name}.xml")

    def describe_anew(self, name, element, text):
        tree = self.describe(name)
        found = tree.find(element)
        (ElementTree.SubElement(tree.getroot(), element) if found is None else found).text = text
        tree.write(self.pools / f"{name}.xml")

    def change_domain(self, **changes):
        self.change_state(lambda state: [domain.update(changes) for domain in state["domains"].values()])

    def is_overlay(self, name="web/root.qcow2"):
        return self.describe(name).find("backingStore") is not None

    def assert_consolidated(self):
        self.assertFalse(self.is_overlay())
        self.assertEqual([domain["name"] for domain in self.state()["domains"].values()], ["web"])
        runs, output = self.runs_of("consolidate")
        self.assertEqual((len(runs), output), (1, ""))
        self.assertEqual((self.make("create"), self.make("diff")), ("", ""))
        self.assertIn(f"volume   web/root.qcow2                   {20 << 30} bytes, consolidated\n", self.make("status"))

    def assert_refused(self, message, *words):
        before = self.state(), self.is_overlay()
        output = self.make("consolidate", *words, status=2)
        self.assertEqual(output.partition("make: ***")[0], f"web: error: {message}\n")
        self.assertEqual((self.state(), self.is_overlay()), before)

    # -- what it does

    def test_a_guest_that_runs_pulls_itself(self):
        self.make("up")
        running = self.domain()["running"]
        self.assertEqual(self.make("consolidate"), f"{PULLS}\n{HALF}{NOTES}")
        self.assertEqual((self.domain()["running"], self.domain()["written"]), (running, f"{20 << 30}B"))
        self.assert_consolidated()

    def test_what_runs_writes_all_also_of_a_pull_that_nobody_saw_end(self):
        self.make("up")
        (self.node / "looks").write_text("0")
        self.assertEqual(self.make("consolidate"), f"{PULLS}\n{WRITES}{NOTES}")
        self.make("down", "up")
        self.assertIn("error: cannot reach node", self.make("consolidate", status=2, FAKE_FAULT="blockpull:dropped"))
        self.assertFalse(self.is_overlay())
        self.assertIn("web: error: cannot write all of volume web/root.qcow2 on node \"lab\"\n    error: it was told to\n",
                      self.make("consolidate", status=2, FAKE_FAULT="blockresize"))
        self.assertEqual(self.make("consolidate"), WRITES + NOTES)
        self.assertEqual(self.domain()["written"], f"{20 << 30}B")

    def test_so_does_one_that_is_paused(self):
        self.make("up")
        self.change_domain(paused=True)
        self.assertEqual(self.make("consolidate"), f"{PULLS}\n{HALF}{NOTES}")
        self.assertTrue(self.domain()["paused"])

    def test_for_a_guest_that_is_off_a_domain_of_its_own_does(self):
        self.make("up", "stop")
        self.assertEqual(self.make("consolidate"), CREATES + PULLS_APART + HALF + ENDS + NOTES)
        self.assertIsNone(self.domain()["running"])
        self.assert_consolidated()

    def test_the_note_outlives_a_new_definition_and_goes_with_the_volume(self):
        self.make("up", "stop", "consolidate")
        self.web["libvirt"]["domain"]["virtInstall"]["memory"] = "1024"
        self.generate()
        self.assertIn("web: define domain web\n", self.make("up"))
        self.assert_consolidated()
        self.make("stop", "delete/volume/web/root.qcow2", "up")
        self.assertTrue(self.is_overlay())
        self.assertEqual(self.make("diff"), "")
        self.assertEqual(self.make("consolidate"), f"{PULLS}\n{HALF}")
        self.assert_consolidated()

    def test_a_volume_on_no_base_is_said_to_be_until_that_is_noted(self):
        self.make("up", "stop", "consolidate", "delete/domain")
        said = f"is on no base, should be on {BASE}"
        self.assertIn(f'web: volume "web/root.qcow2" {said}: it stays so until it is deleted and made anew, or, if it is right so, '
                      "noted: make consolidate\n", self.make("up"))
        self.assertIn(f"volume   web/root.qcow2                   {20 << 30} bytes, {said}\n", self.make("diff", status=2))
        self.assertEqual(self.make("consolidate"), WRITES + NOTES)
        self.assert_consolidated()

    def test_down_and_up_make_an_overlay_again(self):
        self.make("up", "consolidate", "down")
        self.make("up")
        self.assertTrue(self.is_overlay())
        self.assertEqual(self.make("diff"), "")

    def test_the_base_may_go(self):
        self.make("up", "consolidate")
        (self.pools / "images/debian.qcow2").unlink()
        del self.web["libvirt"]["volumes"][0]
        self.generate()
        self.assert_consolidated()

    def test_volume_chooses_by_name_with_or_without_its_pool(self):
        self.web["libvirt"]["volumes"].append({"name": "data.qcow2", "poolName": "web", "capacity": "1G", "backingVolume":
                                               {"name": "debian.qcow2", "poolName": "images"}})
        self.web["libvirt"]["domain"]["virtInstall"]["disk"].append({"name": "data", "options": {"vol": "web/data.qcow2"}})
        self.generate()
        self.make("up")
        self.assertEqual(self.make("consolidate", "VOLUME=web/root.qcow2"), f"{PULLS}\n{HALF}{NOTES}")
        self.assertEqual((self.is_overlay(), self.is_overlay("web/data.qcow2")), (False, True))
        self.assertEqual(self.make("consolidate", "VOLUME=data.qcow2"),
                         f"web: pull {BASE} into volume web/data.qcow2\nweb: volume web/data.qcow2: 49 %\n"
                         "web: note that these are on no base: web/root.qcow2 web/data.qcow2 \n")
        self.make("stop", "down", "up", "stop")
        self.make("consolidate")
        self.assertEqual((self.is_overlay(), self.is_overlay("web/data.qcow2")), (False, False))
        self.assert_consolidated()

    def test_progress_is_a_line_for_each_tenth(self):
        self.make("up")
        (self.node / "looks").write_text("25")
        self.assertEqual(self.make("consolidate"), f"{PULLS}\n" + "".join(
            f"web: volume web/root.qcow2: {percent} %\n" for percent in (25, 30, 40)) + NOTES)

    # -- what it does not

    def test_what_cannot_be_is_refused(self):
        self.make("build", "create/volume")
        self.assert_refused('domain "web" is not on node "lab": make create')
        self.make("up")
        self.assert_refused('VM "web" has no volume "x", but images/debian.qcow2 web/root.qcow2 web/seed.iso', "VOLUME=x")
        self.assert_refused('volume "web/seed.iso" is made from a file, and on no other volume', "VOLUME=seed.iso")
        self.change_domain(external_snapshots=["before"])
        self.assert_refused('domain "web" has external snapshots (before), so its disks are other files than the registry\'s: merge '
                            "them with virsh blockcommit, and remove them with virsh snapshot-delete --metadata")
        self.change_domain(external_snapshots=[], saved=self.domain()["running"], running=None)
        self.assert_refused('domain "web" has its memory saved, which belongs to its disks as they are: make start, or make stop')

    def test_a_transient_domain_is_refused(self):
        self.web["libvirt"]["domain"]["virtInstall"]["transient"] = True
        self.generate()
        self.make("up")
        self.assert_refused('domain "web" is transient: it could not keep the note that a volume is on no base')

    def test_without_overlays_in_the_registry_there_is_nothing_to_do(self):
        self.web["libvirt"]["volumes"][1].pop("backingVolume")
        self.generate()
        self.assertFalse((self.folder / "web/consolidate.sh").exists())
        self.assertIn("web: error: no volume has a backingVolume in the registry\n", self.make("consolidate", status=2))

    def test_a_volume_that_is_not_there_or_no_disk_is_refused(self):
        self.make("up", "stop", "delete/volume/web/root.qcow2")
        output = self.make("consolidate", status=2)
        self.assertIn('web: error: volume "web/root.qcow2" is not on node "lab": make create\n', output)
        self.web["libvirt"]["domain"]["virtInstall"]["disk"].pop(0)
        self.generate()
        self.make("up")
        self.assert_refused('volume "web/root.qcow2" is no disk of domain "web", which is running: make stop consolidate')

    def test_snapshots_would_lose_what_they_read_from_the_base(self):
        self.make("up")
        self.describe_anew("web/root.qcow2", "snapshots", "2")
        self.assert_refused(f'volume "web/root.qcow2" has snapshots that libvirt does not know, which would lose what they read from {BASE}: '
                            'see qemu-img snapshot -l /pools/web/root.qcow2 on node "lab"')
        self.change_domain(snapshots=["before", "after"])
        for power in ("up", "stop"):
            self.make(power)
            self.assert_refused(f'volume "web/root.qcow2" has snapshots, which would lose what they read from {BASE}: delete them '
                                "first with virsh snapshot-delete web, these are there: before after")

    def test_a_node_that_does_not_say_whether_there_are_snapshots_is_not_believed(self):
        self.make("up")
        self.assertIn('web: error: node "lab" does not say whether volume "web/root.qcow2" has snapshots\n    error: it was told to\n',
                      self.make("consolidate", status=2, FAKE_FAULT="vol-download"))
        self.assertTrue(self.is_overlay())

    def test_a_pool_without_room_is_refused(self):
        self.make("up")
        self.describe_anew("images/debian.qcow2", "capacity", str(2 << 30))
        self.change_state(lambda state: state["pools"]["web"].update(available=(2 << 30) - 1))
        self.assert_refused('pool "web" on node "lab" has room for 2047 MiB, and volume "web/root.qcow2" may grow by 2049 MiB: '
                            "make room there")
        self.change_state(lambda state: state["pools"]["web"].update(available=2 << 30))
        self.make("consolidate")

    # -- what is interrupted

    def test_after_the_time_out_the_next_goes_on(self):
        for targets in (["up"], ["up", "stop"]):
            with self.subTest(targets):
                self.make(*targets)
                (self.node / "looks").write_text("3")
                output = self.make("consolidate", "V1BETA1_CONSOLIDATE_TIMEOUT_SECS=0", status=2)
                self.assertIn('web: error: volume "web/root.qcow2" is not independent after 0 seconds: 47 % are done. The node goes '
                              "on, and so does make consolidate\n", output)
                output = self.make("consolidate")
                self.assertNotIn("pull ", output)
                self.assert_consolidated()
                self.make("down")

    def test_another_target_ends_the_domain_that_pulls(self):
        for target in ("up", "stop", "down", "create"):
            with self.subTest(target):
                self.make("up", "stop")
                (self.node / "looks").write_text("9")
                self.make("consolidate", "V1BETA1_CONSOLIDATE_TIMEOUT_SECS=0", status=2)
                self.assertIn("domain   web                              off, QEMU is at work on its volumes\n", self.make("status"))
                self.assertEqual(self.make("diff"), "")
                self.assertTrue(self.make(target).startswith(ENDS))
                self.assertNotIn(PULLER, self.state()["domains"])
                self.make("up")
                self.assertTrue(self.is_overlay())
                self.assertEqual(self.make("diff"), "")

    def test_a_domain_that_pulls_another_volume_is_ended_first(self):
        self.make("up", "stop")
        other = "33333333-2222-5333-8444-555555555555"
        self.change_state(lambda state: state["domains"].update({other: {
            "name": f"vmp-consolidate-{list(state['domains'])[0]}", "xml": "<source file='/x'/>", "running": "x", "transient": True}}))
        self.assertEqual(self.make("consolidate"), ENDS.replace(PULLER, other) + CREATES + PULLS_APART + HALF + ENDS + NOTES)

    def test_a_pull_that_ends_before_all_is_there_is_said(self):
        self.make("up")
        self.assertIn(f'web: error: cannot pull {BASE} into volume web/root.qcow2 on node "lab": it has ended before all was there. Is '
                      "there room? Nothing is lost, and make consolidate goes on. What QEMU said is on the node, in "
                      "/var/log/libvirt/qemu\n", self.make("consolidate", status=2, FAKE_FAULT="blockpull:breaks"))
        self.make("consolidate")
        self.assert_consolidated()

    def test_a_step_that_fails_or_loses_the_connection_is_said_and_the_next_goes_on(self):
        for fault in ("create", "blockpull", "destroy", "metadata"):
            for kind in (fault, f"{fault}:dropped"):
                with self.subTest(kind):
                    self.make("up", "stop")
                    output = self.make("consolidate", status=2, FAKE_FAULT=kind)
                    self.assertRegex(output, "web: error: cannot (create|pull|end|note|reach node)")
                    self.make("consolidate")
                    self.assert_consolidated()
                    self.make("down")


class Failing(FailingVm):
    toy_node = TOY_NODE

    def test_consolidate_of_one_that_is_off(self):
        self.run_make(["up", "stop"])
        self.try_all("consolidate")

    def test_consolidate_of_one_that_runs(self):
        self.run_make(["up"])
        self.try_all("consolidate")

    def test_consolidate_beside_snapshots(self):
        self.run_make(["up"])
        about = self.pools / "web/root.qcow2.xml"
        about.write_text(about.read_text().replace("</volume>", "<snapshots>1</snapshots></volume>"))
        self.try_all("consolidate", status=2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
