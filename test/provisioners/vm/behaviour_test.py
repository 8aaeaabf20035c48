#!/usr/bin/env python3
"""What a generated directory does, with recorded fake commands in place of libvirt, virt-install, curl and ssh.

usage: behaviour_test.py VMP VERSION [TEST...]

Needs make, bash and an ISO writer.
"""
import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import unittest
from xml.etree import ElementTree

from toy_vm import IMAGE, NODE, SECONDS, V, ToyVm


class Provisioner(ToyVm):
    # -- up and down

    def test_second_up_changes_nothing_in_one_connection(self):
        self.make("up")
        before = self.state(), [self.volume(name) for name in self.volumes()]
        runs, output = self.runs_of("up")
        self.assertEqual(len(runs), 1)
        self.assertEqual(output, "")
        self.assertEqual((self.state(), [self.volume(name) for name in self.volumes()]), before)

    def test_down_keeps_what_is_retained(self):
        self.make("up")
        self.make("down")
        self.assertEqual(self.state()["domains"], {})
        self.assertEqual(list(self.state()["pools"]), ["images"])
        self.assertEqual(self.volumes(), ["images/debian.qcow2"])
        self.assertFalse((self.folder / "web/seed.iso").exists())
        self.assertFalse((self.pools / "web").exists())

    def test_down_of_nothing_takes_one_connection(self):
        runs, output = self.runs_of("down")
        self.assertEqual((len(runs), output), (1, ""))

    def test_delete_all_leaves_nothing(self):
        self.make("up")
        self.make("stop", "delete-all", "clean-all")
        self.assertEqual(self.state(), {"domains": {}, "pools": {}})
        self.assertEqual(self.volumes(), [])
        self.assertEqual(list((self.folder / "images").iterdir()), [])

    def test_jobs_change_nothing(self):
        self.make("-j8", "up")
        self.assert_up()
        self.make("-j8", "down", "clean-all")
        self.assertEqual(self.volumes(), ["images/debian.qcow2"])

    def test_the_directory_may_move(self):
        moved = self.folder / "else where" / "a $VM #1"
        shutil.copytree(self.folder / "web", moved)
        self.make("up", vm=moved)
        self.assertEqual(self.make("-f", moved / "Makefile", "diff", vm="bin"), "")

    def test_a_stopped_pool_that_holds_something_stays(self):
        self.web["libvirt"]["pools"][1]["deletionPolicy"] = "Delete"
        self.generate()
        self.make("up")
        self.make("stop-all")
        self.assertIn("keep pool images, it holds debian.qcow2", self.make("down"))
        self.assertEqual(self.volumes(), ["images/debian.qcow2"])

    def test_a_pool_of_the_host_is_neither_made_nor_deleted(self):
        del self.web["libvirt"]["pools"][1]
        self.generate()
        self.assertIn('pool "images" is not on node "lab": create it there', self.make("up", status=2))
        (self.pools / "images").mkdir(parents=True, exist_ok=True)
        self.change_state(lambda state: state["pools"].update(
            images={"path": "/pools/images", "active": False}))
        self.make("up")
        self.assert_up()
        self.make("stop-all", "delete-all")
        self.assertEqual(list(self.state()["pools"]), ["images"])

    def test_a_base_may_be_in_a_pool_of_the_host_that_no_volume_is_in(self):
        del self.web["libvirt"]["pools"][1], self.web["libvirt"]["volumes"][0]
        self.web["libvirt"]["volumes"][0]["backingVolume"] = {"name": "golden.qcow2", "poolName": "host"}
        self.generate()
        said = 'pool "host" is not on node "lab": create it there'
        self.assertIn(said, self.make("up", status=2))
        self.assertIn("pool     host                             absent , should be active\n", self.make("diff", status=2))
        self.assertIn(said, self.make("create/volume/web/root.qcow2", status=2))
        self.make("down")

        (self.pools / "host").mkdir(parents=True)
        (self.pools / "host/golden.qcow2").write_text("golden")
        self.change_state(lambda state: state["pools"].update(host={"path": "/pools/host", "active": False}))
        self.assertIn("web: start pool host\n", self.make("up"))
        self.assertEqual(ElementTree.parse(self.pools / "web/root.qcow2.xml").findtext("backingStore/path"),
                         "/pools/host/golden.qcow2")
        self.assertEqual((self.make("up"), self.make("diff")), ("", ""))
        self.assertIn("pool     host                             active /pools/host\n", self.make("status"))
        self.make("stop-all", "delete-all")
        self.assertEqual(self.state(), {"domains": {}, "pools": {"host": {"path": "/pools/host", "active": True}}})
        self.assertEqual(self.volumes(), ["host/golden.qcow2"])

    def test_new_volumes_are_qcow2_of_version_3(self):
        del self.web["libvirt"]["volumes"][1]["backingVolume"]
        self.web["libvirt"]["volumes"] += [
            {"name": "data.qcow2", "poolName": "web", "capacity": "1G", "format": "qcow2"},
            {"name": "over.qcow2", "poolName": "web", "backingVolume": {"name": "debian.qcow2", "poolName": "images"}},
            {"name": "data.raw", "poolName": "web", "capacity": "1G", "format": "raw"}]
        self.generate()
        self.make("up")
        compat = {about.name: ElementTree.parse(about).findtext("target/compat") for about in self.pools.glob("*/*.xml")}
        self.assertEqual(compat, {"data.qcow2.xml": "1.1", "over.qcow2.xml": "1.1", "root.qcow2.xml": "1.1",
                                  "data.raw.xml": None, "debian.qcow2.xml": None, "seed.iso.xml": None})

    def test_a_volume_of_version_2_with_snapshots_says_how_it_can_grow(self):
        self.make("up")
        self.make("stop")
        self.web["libvirt"]["volumes"][1]["capacity"] = "30GiB"
        self.generate()
        output = self.make("up", status=2, FAKE_FAULT="vol-resize:version-2")
        self.assertIn('web: error: volume "web/root.qcow2" on node "lab" cannot grow: it is of version 2 of qcow2, and has '
                      "snapshots. Make it version 3, on the node, and try again: qemu-img amend -f qcow2 -o compat=1.1 "
                      "/pools/web/root.qcow2. Or delete the snapshots: virsh snapshot-list web\n", output)
        self.make("up")
        self.assert_up()

    # -- what was interrupted or done by others

    def test_a_failing_step_says_which_and_the_next_up_goes_on(self):
        for fault in ("pool-define", "pool-autostart", "pool-start", "vol-create", "vol-upload", "vol-upload:half", "define", "start"):
            with self.subTest(fault):
                self.make("stop", "delete-all")
                output = self.make("up", status=2, FAKE_FAULT=fault)
                self.assertRegex(output, r"error: (cannot|volume|node)")
                self.make("up")
                self.assert_up()

    def test_autostart_is_as_the_registry_says(self):
        def autostarts():
            state = self.state()
            return [thing.get("autostart", False) for thing in (*state["domains"].values(), *state["pools"].values())]

        self.make("up")
        self.assertEqual(autostarts(), [False, True, True])
        self.web["libvirt"]["domain"]["virtInstall"]["autostart"] = True
        self.generate()
        self.assertIn("error: cannot set autostart of domain web to true",
                      self.make("up", status=2, FAKE_FAULT="autostart"))
        self.assertIn("web: set autostart of domain web to true\n", self.make("up"))
        self.assertEqual(autostarts(), [True, True, True])
        self.assertNotIn("autostart", self.make("up"))
        del self.web["libvirt"]["domain"]["virtInstall"]["autostart"]
        self.generate()
        self.assertIn("web: set autostart of domain web to false\n", self.make("up"))
        self.assertEqual(autostarts(), [False, True, True])

    def test_a_domain_becomes_transient_and_back(self):
        self.make("up")
        self.web["libvirt"]["domain"]["virtInstall"]["transient"] = True
        self.generate()
        self.assertIn("comes at the next start", self.make("up"))
        self.assertEqual(self.make("stop", "up"), "".join(f"web: {step}\n" for step in [
            "shut down domain web", "delete domain web", "create transient domain web"]))
        del self.web["libvirt"]["domain"]["virtInstall"]["transient"]
        self.generate()
        self.assertIn("web: define domain web\n", self.make("up"))
        self.assertEqual(self.domain()["transient"], False)

    def test_a_domain_with_external_snapshots_is_not_defined_anew(self):
        self.make("up")
        self.change_state(lambda state: [domain.update(external_snapshots=["before", "after"])
                                         for domain in state["domains"].values()])
        before = self.state()
        self.assertEqual(self.make("up"), "")
        self.web["libvirt"]["domain"]["virtInstall"]["memory"] = "1024"
        self.generate()
        self.assertIn('error: domain "web" has external snapshots (before after), so its disks are other files than the '
                      "registry's: merge them with virsh blockcommit, and remove them with virsh snapshot-delete "
                      "--metadata\n", self.make("up", status=2))
        self.assertEqual(self.state(), before)

    def test_a_failing_step_of_down_is_said_and_the_next_down_goes_on(self):
        for fault in ("destroy", "undefine", "vol-delete", "pool-destroy", "pool-delete", "pool-undefine"):
            with self.subTest(fault):
                self.make("up")
                self.assertIn("error: cannot", self.make("down", f"{V}_SHUTDOWN_TIMEOUT_SECS=0", status=2,
                                                         FAKE_FAULT=fault))
                self.make("down")
                self.assertEqual((self.state()["domains"], list(self.state()["pools"])), ({}, ["images"]))
                self.assertFalse((self.pools / "web").exists())

    def test_pools_that_vanish_while_they_are_listed_do_not_matter(self):
        self.make("up", FAKE_FAULT="pool-list:race")
        self.assert_up()
        self.make("down", FAKE_FAULT="pool-list:race")

    def test_a_torn_upload_is_done_again(self):
        self.make("up", status=2, FAKE_FAULT="vol-upload:half")
        self.assertEqual(self.volume("images/debian.qcow2"), IMAGE[:len(IMAGE) // 2])
        self.assertIn("delete the torn volume images/debian.qcow2", self.make("up"))
        self.assert_up()

    def test_an_upload_that_ends_early_without_an_error_is_said(self):
        output = self.make("up", status=2, FAKE_FAULT="vol-upload:short")
        self.assertRegex(output, r'cannot upload .* to volume .* on node "lab": only \d+ bytes came\. Is there room\?')
        self.make("up")
        self.assert_up()

    def test_a_short_volume_of_somebody_else_is_left_alone(self):
        self.make("create/pool")
        (self.pools / "images/debian.qcow2").write_bytes(b"theirs")
        self.assertIn("it is another image", self.make("up", status=2))
        self.assertEqual(self.volume("images/debian.qcow2"), b"theirs")

    def test_a_domain_of_somebody_else_is_left_alone(self):
        theirs = {"11111111-2222-5333-8444-555555555555": {"name": "web", "xml": "<domain/>", "running": None}}
        self.change_state(lambda state: state.update(domains=theirs))
        for target in ("up", "down", "delete", "stop"):
            output = self.make(target, status=2)
            self.assertIn('domain "web" on node "lab" is not of this directory: its UUID is 11111111-', output)
        self.assertEqual(self.state()["domains"], theirs)

    def test_a_pool_of_somebody_else_is_left_alone(self):
        theirs = {"web": {"path": "/srv/theirs", "active": False}}
        self.change_state(lambda state: state.update(pools=theirs))
        for target in ("up", "down"):
            self.assertIn("it is in /srv/theirs", self.make(target, status=2))
        self.assertEqual(self.state()["pools"], theirs)

    def test_a_pool_that_is_elsewhere_keeps_nobody_from_the_domain(self):
        self.make("up")
        self.web["libvirt"]["pools"][0]["directory"]["path"] = "/pools/new"
        self.generate()
        self.assertIn("pool     web                              /pools/web, should be in /pools/new\n",
                      self.make("diff", status=2))
        for target in ("up", "down", "delete", "delete/pool/web", "delete/volume"):
            output = self.make(target, status=2)
            self.assertIn("it is in /pools/web, not /pools/new. Give the pool another name, or that directory, in the "
                          "registry, or, if nobody needs what it is now, forget it there: virsh pool-destroy web; virsh "
                          "pool-undefine web\n", output)
            self.assertEqual(self.volumes(), ["images/debian.qcow2", "web/root.qcow2", "web/seed.iso"])
        self.make("start/domain")
        self.assertEqual(self.make("ip"), "192.168.122.7\n")
        self.make("kill", "delete/domain")
        self.assertEqual(self.state()["domains"], {})

    def test_a_pool_whose_directory_cannot_be_made_is_no_obstacle_for_down(self):
        (self.node / "disk").mkdir()
        (self.node / "disk/file").touch()
        self.web["libvirt"]["pools"][0]["directory"]["path"] = "/file/web"
        self.generate()
        self.assertIn("error: cannot start pool web on node \"lab\"\n    error: failed to create directory '/file/web'",
                      self.make("up", status=2))
        self.assertIn("web: delete pool web\n", self.make("down"))
        self.assertEqual(list(self.state()["pools"]), ["images"])

    def test_a_name_is_no_pattern(self):
        others = {f"11111111-2222-5333-8444-55555555555{i}": {"name": name, "xml": "<domain/>", "running": "<domain/>"}
                  for i, name in enumerate(["web2", "xweb", "w.b", "we"])}
        self.change_state(lambda state: state.update(domains=dict(others)))
        self.make("up")
        self.make("down")
        self.assertEqual(self.state()["domains"], others)

    def test_a_base_that_another_volume_uses_is_not_deleted(self):
        self.make("up")
        self.make("kill")
        base = "/pools/images/debian.qcow2"
        (self.pools / "images/other.qcow2").write_text("disk")
        (self.pools / "images/other.qcow2.xml").write_text(
            f"<volume><name>other.qcow2</name><backingStore><path>{base}</path></backingStore></volume>")
        output = self.make("delete-all", status=2)
        self.assertIn(f"other.qcow2 uses {base}: nothing was deleted", output)
        self.assertIn("images/debian.qcow2", self.volumes())
        self.make("down")  # deletes nothing that is retained

    def test_a_base_that_its_overlay_has_another_path_of_is_not_deleted_either(self):
        self.make("up", "kill")
        other = self.pools / "images/other.qcow2"
        other.write_text("disk")
        for base in ("/pools/web/../images/debian.qcow2", "/link/debian.qcow2"):
            other.with_name("other.qcow2.xml").write_text(
                f"<volume><name>other.qcow2</name><backingStore><path>{base}</path></backingStore></volume>")
            self.assertIn("volume /pools/images/other.qcow2 uses /pools/images/debian.qcow2: nothing was deleted",
                          self.make("delete-all", status=2))
            self.assertEqual(self.volume("images/debian.qcow2"), IMAGE)
        (self.pools / "other").mkdir()
        (self.pools / "other/debian.qcow2").write_text("a base of that name")
        self.change_state(lambda state: state["pools"].update(other={"path": "/pools/other", "active": True}))
        other.with_name("other.qcow2.xml").write_text(
            "<volume><name>other.qcow2</name><backingStore><path>/pools/other/debian.qcow2</path></backingStore></volume>")
        self.make("delete-all")
        self.assertEqual(self.volumes(), ["images/other.qcow2", "other/debian.qcow2"])

    def test_a_base_whose_upload_was_not_seen_to_end_is_not_replaced_under_an_overlay(self):
        self.make("up", status=2, FAKE_FAULT="vol-upload:half")
        self.pools.joinpath("images/debian.qcow2").write_bytes(IMAGE)  # it was whole, for another VM, whose image it is still
        (self.pools / "images/other.qcow2").write_text("disk")
        about = self.pools / "images/other.qcow2.xml"
        about.write_text("<volume><name>other.qcow2</name><backingStore><path>/pools/images/debian.qcow2</path></backingStore></volume>")
        (self.folder / "images/debian.qcow2").write_bytes(IMAGE * 2)
        self.assertIn("volume /pools/images/other.qcow2 uses /pools/images/debian.qcow2: nothing was deleted", self.make("up", status=2))
        self.assertEqual(self.volume("images/debian.qcow2"), IMAGE)
        (self.pools / "images/other.qcow2").unlink()
        about.unlink()
        self.make("up")
        self.assertEqual(self.volume("images/debian.qcow2"), IMAGE * 2)

    def add_backup(self):
        """Another domain that uses a disk."""
        xml = "<domain><source file='/pools/web/root.qcow2'/></domain>"
        self.change_state(lambda state: state["domains"].update({"11111111-2222-5333-8444-555555555555": {
            "name": "backup", "xml": xml, "running": None}}))

    def test_a_disk_that_another_domain_uses_is_not_deleted(self):
        self.make("up")
        self.add_backup()
        self.assertIn('domain "backup" uses', self.make("down", status=2))
        self.assertIn('node "lab" does not list its d', self.make("down", status=2, FAKE_FAULT="lost:backup"))
        self.assertIn("web/root.qcow2", self.volumes())

    def test_a_domain_that_goes_while_it_is_looked_at_uses_nothing(self):
        self.make("up")
        self.add_backup()
        self.make("down", FAKE_FAULT="gone:backup")
        self.assertEqual(self.state()["domains"], {})

    def test_a_directory_of_a_pool_that_is_not_empty_or_a_mount_point_stays(self):
        for fault, more in (("pool-delete:busy", []), ("", ["pipe"])):
            with self.subTest(fault):
                self.make("up")
                for name in more:
                    os.mkfifo(self.pools / "web" / name)
                self.make("down", FAKE_FAULT=fault)
                self.assertEqual((self.state()["domains"], list(self.state()["pools"])), ({}, ["images"]))
                self.assertEqual([path.name for path in (self.pools / "web").iterdir()], more)

    def test_what_another_make_deletes_first_is_no_failure(self):
        for command in ("undefine", "vol-delete", "pool-destroy", "pool-delete", "pool-undefine"):
            with self.subTest(command):
                self.make("up")
                self.make("kill")
                self.make("delete-all", FAKE_FAULT=f"{command}:late")
                self.assertEqual(self.state(), {"domains": {}, "pools": {}})
                self.assertEqual(self.volumes(), [])

    def test_two_makes_at_once(self):
        command = ["make", "--no-print-directory", "-C", self.folder / "web", "up"]
        makes = [subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  stdin=subprocess.DEVNULL) for _ in range(2)]
        self.assertEqual([(make.communicate(timeout=SECONDS)[0], make.returncode)[1] for make in makes], [0, 0])
        self.assert_up()
        log = (self.node / "log").read_text()
        self.assertEqual(log.count('["curl"'), 1)
        self.assertEqual(log.count("vol-upload "), 2)  # the base and the seed, once each

    def test_build_and_clean_wait_for_another_make_by_whatever_link_they_come(self):
        self.make("build")
        (self.folder / "link").symlink_to("web")
        writer = self.folder / "bin/xorriso"
        writer.write_text("""#!/bin/bash
while [[ $1 != -output ]]; do shift; done
echo >"$FAKE_NODE/begun"
read -r <"$FAKE_NODE/go_on"
echo whole >"$2"
""")
        writer.chmod(0o755)
        for name in ("begun", "go_on"):
            os.mkfifo(self.node / name)
        for target, seeds in (("build", ["seed.iso"]), ("clean", [])):
            with self.subTest(target):
                os.utime(self.folder / "web/Makefile")
                first, second = (subprocess.Popen(
                    ["bash", "-c", f'{begin} && cd "$1" && exec make {what}', "-", self.folder / place], text=True,
                    env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                    for what, place, begin in (("build", "web", ":"), (target, "link", f"read -r <'{self.node}/begun'")))
                self.assertEqual(second.stdout.readline(), "web: waits for another make: it works on this VM\n")
                (self.node / "go_on").write_text("\n")
                self.assertEqual([make.communicate(timeout=SECONDS)[1] or make.returncode for make in (first, second)],
                                 [0, 0])
                self.assertEqual([path.name for path in (self.folder / "web").glob("*.iso*") if path.is_file()], seeds)

    def test_vms_share_an_image_that_is_fetched_once(self):
        text = json.dumps(self.web)
        for name in ("db", "app"):
            self.registry["vms"].append(json.loads(text.replace('"web', f'"{name}').replace("/web", f"/{name}")))
        self.generate()
        makes = [subprocess.Popen(["make", "-C", self.folder / name, "build"], env=self.environment,
                                  stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL) for name in ("web", "db", "app")]
        self.assertEqual([make.wait(timeout=SECONDS) for make in makes], [0, 0, 0])
        self.assertEqual((self.node / "log").read_text().count('["curl"'), 1)
        for name in ("web", "db", "app"):
            self.make("up", vm=name)
        self.assertEqual((self.node / "log").read_text().count("debian.qcow2' '--sparse'"), 1)

    def test_an_unreachable_node_is_said_so(self):
        (self.folder / "bin/virsh").unlink()
        (self.folder / "bin/virsh").write_text("#!/bin/sh\necho 'error: failed to connect' >&2\nexit 1\n")
        (self.folder / "bin/virsh").chmod(0o755)
        output = self.make("up", status=2)
        self.assertEqual(output.partition("make: ***")[0], f"""\
web: error: cannot reach node "lab" (qemu+ssh://ops@{NODE}/system): see what \
"virsh -c 'qemu+ssh://ops@{NODE}/system' list" says
    error: failed to connect
""")

    # -- changes of the registry

    def test_what_a_volume_is_made_of_stays_and_is_said(self):
        self.make("up")
        volumes = self.web["libvirt"]["volumes"]
        volumes[0]["name"] = volumes[1]["backingVolume"]["name"] = "debian-13.qcow2"
        self.generate()
        said = "is on /pools/images/debian.qcow2, should be on /pools/images/debian-13.qcow2"
        self.assertIn(f'web: volume "web/root.qcow2" {said}: it stays so until it is deleted and made anew\n', self.make("up"))
        self.assertEqual(self.make("diff", status=2).splitlines()[0],
                         f"volume   web/root.qcow2                   {20 << 30} bytes, {said}")
        self.make("stop", "delete", "up")
        self.assertEqual(self.make("diff"), "")

        volumes[1]["format"] = "raw"
        del volumes[1]["backingVolume"]
        self.generate()
        self.assertIn("bytes, is on /pools/images/debian-13.qcow2, should be on none, is qcow2, should be raw\n",
                      self.make("diff", status=2))

    def test_a_new_seed_reaches_a_stopped_domain_and_waits_for_a_running_one(self):
        self.make("up")
        old = self.volume("web/seed.iso")
        self.web["cloudInit"]["noCloud"]["data"]["user-data"]["password"] = "y"
        self.generate()
        self.assertIn('volume "web/seed.iso" gets the new seed at the next start', self.make("up"))
        self.assertEqual(self.volume("web/seed.iso"), old)
        self.make("stop", "up")
        self.assertNotEqual(self.volume("web/seed.iso"), old)
        self.assert_up()

    def change_password(self, password):
        self.web["cloudInit"]["noCloud"]["data"]["user-data"]["password"] = password
        self.generate()

    def test_a_seed_says_itself_which_it_is(self):
        self.make("up", "stop")
        first = self.state()["domains"]
        self.change_password("y")
        self.make("up", "stop")
        second = self.volume("web/seed.iso")
        self.change_password("x")
        self.change_state(lambda state: state.update(domains=first))  # as a revert to a snapshot does
        self.assertIn("domain   web                              off, has another seed\n", self.make("diff", status=2))
        self.make("build", "create")
        self.assertNotEqual(self.volume("web/seed.iso"), second)
        self.make("up")
        self.assert_up()

    def test_a_seed_that_is_another_than_the_running_definition_says_waits(self):
        self.make("up")
        first = self.state()["domains"]
        self.change_password("y")
        self.make("stop", "up")
        self.change_password("x")
        self.change_state(lambda state: state.update(domains=first))
        waits = 'web: volume "web/seed.iso" gets the new seed at the next start: make stop up\n'
        for _ in range(2):
            self.assertIn(waits, self.make("up"))
            self.assertIn("running, has another seed", self.make("diff", status=2))
        self.make("stop", "up")
        self.assert_up()

    def test_defining_the_domain_alone_does_not_make_the_seed_a_new_one(self):
        self.make("up", "stop")
        self.change_password("y")
        self.make("build", "create/domain")
        self.assertIn("has another seed", self.make("diff", status=2))
        self.assertIn("web: upload seed.iso", self.make("up"))
        self.assert_up()

    def test_without_a_new_seed_here_none_is_claimed(self):
        self.make("up", "stop")
        self.change_password("y")
        said = 'web: volume "web/seed.iso" holds a seed that is older than the files of seed.iso.d: make build create\n'
        self.assertEqual(self.make("create").count(said), 1)
        self.assertIn("has another seed", self.make("diff", status=2))
        self.make("clean")
        self.assertIn('error: seed.iso is missing, whose new content volume "web/seed.iso" gets: make build\n',
                      self.make("create", status=2))
        self.make("up")
        self.assert_up()

    def test_a_seed_without_a_mark_is_the_one_that_the_domain_was_defined_with(self):
        self.make("up", "stop")
        for place in (self.pools / "web/seed.iso", self.folder / "web/seed.iso"):
            place.write_bytes(place.read_bytes()[:33342] + b" " * 128 + place.read_bytes()[33470:])
        self.assertEqual((self.make("up"), self.make("diff")), ("web: start domain web\n", ""))
        self.make("stop")
        self.change_password("y")
        self.make("up")
        self.assert_up()

    def test_a_seed_that_cannot_be_read_is_not_believed(self):
        self.make("up", "stop")
        for target in ("up", "diff", "status"):
            self.assertIn('error: node "lab" does not list its seed\n    error: it was told to\n',
                          self.make(target, status=2, FAKE_FAULT="vol-download"))

    def test_every_writer_of_iso_images_writes_the_mark(self):
        for writer in ("xorriso", "genisoimage", "mkisofs"):
            if not shutil.which(writer):
                continue
            with self.subTest(writer):
                others = {"xorriso", "genisoimage", "mkisofs"} - {writer}
                self.environment["PATH"] = self.path_without(others)
                self.make("clean", "build")
                mark = (self.folder / "web/seed.iso").read_bytes()[33342:33470].decode()
                digests = [hashlib.sha256((self.folder / "web/seed.iso.d" / name).read_bytes()).hexdigest()[:32]
                           for name in ("meta-data", "user-data")]
                self.assertEqual(mark.rstrip(" ").lower(), "".join(digests))

    def path_without(self, names):
        """A PATH whose last folder has what is in the usual ones, but for NAMES."""
        folder = self.folder / f"without {' '.join(sorted(names))}"
        folder.mkdir()
        for place in os.environ["PATH"].split(":"):
            for path in pathlib.Path(place).glob("*"):
                if path.name not in names and not (folder / path.name).exists():
                    (folder / path.name).symlink_to(path)
        return f"{self.folder}/bin:{folder}"

    def test_a_retained_seed_is_renewed_for_a_domain_that_is_not_there(self):
        self.web["libvirt"]["volumes"][2]["deletionPolicy"] = "Retain"
        self.generate()
        self.make("up")
        self.make("down")
        old = self.volume("web/seed.iso")
        self.web["cloudInit"]["noCloud"]["data"]["user-data"]["password"] = "y"
        self.generate()
        self.make("up")
        self.assertNotEqual(self.volume("web/seed.iso"), old)
        self.assert_up()

    def test_a_volume_grows(self):
        self.make("up")
        self.make("stop")
        self.web["libvirt"]["volumes"][1]["capacity"] = "30GiB"
        self.generate()
        self.assertIn("resize volume web/root.qcow2", self.make("up"))
        self.assert_up()

    # -- build

    def replace_command(self, name, script):
        (self.folder / "bin" / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.folder / "bin" / name).chmod(0o755)

    def test_a_seed_is_not_made_of_files_that_could_not_be_read(self):
        for name in ("cp", "chmod", "touch"):
            with self.subTest(name):
                self.replace_command(name, "exit 1")
                self.make("build", status=2)
                self.assertFalse((self.folder / "web/seed.iso").exists())
                (self.folder / "bin" / name).unlink()

    def test_what_cannot_be_removed_is_no_success(self):
        self.make("build")
        self.replace_command("rm", "case $* in *seed.iso*) exit 1 ;; *) exec /bin/rm \"$@\" ;; esac")
        self.assertNotIn("remove seed.iso", self.make("clean", status=2))

    def test_a_base_is_not_deleted_when_its_users_cannot_be_seen(self):
        self.web["libvirt"]["pools"][1]["deletionPolicy"] = "Delete"
        self.web["libvirt"]["volumes"][0]["deletionPolicy"] = "Delete"
        self.generate()
        self.make("up")
        (self.pools / "images/other.qcow2").write_text("disk")
        self.change_state(lambda state: state["domains"].update({"11111111-2222-5333-8444-555555555555": {
            "name": "other", "xml": "<domain/>", "running": None}}))
        for fault in ("domblklist" if V == "V1ALPHA1" else "dumpxml", "vol-list"):
            with self.subTest(fault):
                self.make("kill")
                self.assertIn('error: node "lab" does not list its', self.make("down", status=2, FAKE_FAULT=fault))
                self.assertIn("images/debian.qcow2", self.volumes())

    def test_a_failed_look_is_no_absence(self):
        self.make("up")
        self.make("kill")
        before = self.state(), self.volumes()
        for command in ("list", "metadata" if V == "V1ALPHA1" else "dumpxml", "snapshot-list", "pool-list", "pool-dumpxml", "vol-list", "vol-dumpxml"):
            for target in ("up", "diff", "down"):
                with self.subTest(f"{target}, {command} fails"):
                    self.assertIn('error: node "lab" does not list its', self.make(target, status=2, FAKE_FAULT=command))
                    self.assertEqual((self.state(), self.volumes()), before)

    def test_a_hypervisor_without_snapshots_will_do(self):
        self.make("up", FAKE_FAULT="snapshot-list:unsupported")
        self.web["libvirt"]["domain"]["virtInstall"]["memory"] = "1024"
        self.generate()
        self.assertIn("define domain web", self.make("stop", "up", FAKE_FAULT="snapshot-list:unsupported"))
        self.assert_up()

    def test_a_pool_that_cannot_be_looked_through_is_not_deleted(self):
        self.make("up")
        self.assertIn("error: node \"lab\" does not look what pool \"web\" holds\n    error: it was told to\n",
                      self.make("down", status=2, FAKE_FAULT="pool-refresh"))
        self.assertEqual(sorted(self.state()["pools"]), ["images", "web"])
        self.make("down")

    def test_a_pool_with_a_volume_of_somebody_else_stays_whatever_its_name(self):
        self.make("up")
        for name in ("x", "two words", "a  b"):
            (self.pools / "web" / name).write_text("theirs")
        self.assertIn("web: keep pool web, it holds a  b two words x\n", self.make("down"))
        self.assertEqual(sorted(self.state()["pools"]), ["images", "web"])
        self.assertEqual(self.volumes(), ["images/debian.qcow2", "web/a  b", "web/two words", "web/x"])

    def test_a_web_page_is_no_image(self):
        (self.node / "www/debian.qcow2").write_text("\n<!DOCTYPE html>\n<html><title>Log in</title></html>\n")
        self.assertIn("https://images.example/debian.qcow2 is an HTML page, no image: open it in a browser",
                      self.make("build", status=2))
        self.assertEqual([path.name for path in (self.folder / "images").iterdir()], ["debian.qcow2.lock"])

    def test_clean_all_removes_the_default_folder_of_images(self):
        del self.web["vars"]["DEFAULT_IMAGE_DIR"]
        self.web["libvirt"]["volumes"][0]["uploadFile"]["path"] = "{DEFAULT_IMAGE_DIR}/debian.qcow2"
        self.generate()
        self.make("build")
        image = next(self.folder.glob("**/.images/debian.qcow2"))
        self.make("clean-all")
        self.assertFalse(image.parent.exists())

    def test_a_failed_download_leaves_no_image(self):
        (self.node / "www/debian.qcow2").unlink()
        self.assertIn("error: cannot download https://images.example/debian.qcow2", self.make("build", status=2))
        self.assertEqual([path.name for path in (self.folder / "images").iterdir()], ["debian.qcow2.lock"])

    def test_a_wrong_checksum_leaves_no_image(self):
        tag = self.registry["images"][0]["tags"][0]
        tag["checksum"] = "sha256:" + "0" * 64
        self.generate()
        self.assertIn("not " + "0" * 64, self.make("build", status=2))
        self.assertFalse((self.folder / "images/debian.qcow2").exists())

    def test_archives_of_every_kind(self):
        (self.folder / "disk.img").write_bytes(IMAGE)
        kinds = {"gz": "gzip -c disk.img", "xz": "xz -c disk.img", "bz2": "bzip2 -c disk.img", "zst": "zstd -qc disk.img",
                 "tar": "tar -c disk.img", "tar.gz": "tar -cz disk.img", "tar.xz": "tar -cJ disk.img",
                 "tar.bz2": "tar -cj disk.img", "tar.zst": "tar -c --zstd disk.img",
                 "zip": "python3 -m zipfile -c a.zip disk.img && cat a.zip",
                 "7z": "7z a -bd a.7z disk.img >/dev/null && cat a.7z"}
        tag = self.registry["images"][0]["tags"][0]
        for kind, command in kinds.items():
            if kind == "7z" and not shutil.which("7z"):
                continue
            with self.subTest(kind):
                packed = subprocess.run(command, shell=True, check=True, stdout=subprocess.PIPE, cwd=self.folder).stdout
                (self.node / "www/debian.qcow2").write_bytes(packed)
                for archive in ({"type": kind}, {"type": kind, "path": "disk.img"}):
                    tag["archive"] = archive
                    self.generate()
                    self.make("clean-all", "build")
                    self.assertEqual((self.folder / "images/debian.qcow2").read_bytes(), IMAGE)
                    self.assertEqual([path.name for path in (self.folder / "images").iterdir()], ["debian.qcow2"])

    def test_the_seed_has_the_same_bytes_wherever_it_is_made(self):
        self.make("build")
        first = (self.folder / "web/seed.iso").read_bytes()
        self.assertEqual((self.folder / "web/seed.iso").stat().st_mode & 0o777, 0o600)
        moved = self.folder / "moved"
        shutil.copytree(self.folder / "web", moved)
        (moved / "seed.iso").unlink()
        (moved / "seed.iso.d/user-data~").write_text("an editor's leftover")
        self.make("build", vm=moved)
        self.assertEqual((moved / "seed.iso").read_bytes(), first)

    def test_an_iso_writer_that_crashes_is_run_once_more(self):
        writer = self.folder / "bin/xorriso"
        writer.write_text("""#!/bin/bash
while [[ $1 != -output ]]; do shift; done
echo run >>"$FAKE_NODE/runs"
echo half >"$2"
(( $(wc -l <"$FAKE_NODE/runs") > CRASHES )) || { echo SIGSEGV; exit 1; }
echo whole >"$2"
""")
        writer.chmod(0o755)
        self.assertIn("web: write seed.iso\n", self.make("build", CRASHES="1"))
        self.assertEqual((self.folder / "web/seed.iso").read_text(), "whole\n")

        self.make("clean")
        (self.node / "runs").unlink()
        self.assertIn("web: error: cannot write seed.iso\n    SIGSEGV\n", self.make("build", CRASHES="9", status=2))
        self.assertEqual((self.node / "runs").read_text(), "run\n" * 2)
        self.assertFalse((self.folder / "web/seed.iso").exists())

    # -- the guest

    def test_status_takes_one_connection(self):
        self.make("up")
        runs, output = self.runs_of("status")
        self.assertEqual(len(runs), 1)
        self.assertEqual(output, f"""\
web on lab (qemu+ssh://ops@{NODE}/system)
domain   web                              running
pool     web                              active /pools/web
pool     images                           active /pools/images
volume   images/debian.qcow2              9000 bytes
volume   web/root.qcow2                   {20 << 30} bytes
volume   web/seed.iso                     {len(self.volume("web/seed.iso"))} bytes
address  192.168.122.7
""")

    def test_ssh_goes_through_the_node_and_passes_the_command_as_given(self):
        self.make("up")
        self.trust()
        command = """echo "$HOME" '$(id)' && hostname | wc -l; $(shell touch /tmp/x) #"""
        runs, _ = self.runs_of("ssh", "CMD=" + command)
        self.assertEqual([self.without_trust(words) for words in runs[1:]], [
            ["sshpass", "-f", "sshpass", *self.without_trust(runs[2])],
            ["ssh", "-o", "LogLevel=ERROR", "-o", f'ProxyCommand=ssh -W "[%h]:%p" -l ops -- {NODE}', "-l", "ops",
             "--", "192.168.122.7", command]])

    def test_ssh_says_what_sshpass_does_not(self):
        self.make("up")
        for status, said in (("5", "web: status 5 of sshpass means: the user and the password are not taken\n"),
                             ("6", f"web: status 6 of sshpass means: {self.untrusted('192.168.122.7')}\n"), ("7", "")):
            (self.node / "ssh_statuses").write_text(status)
            output, _, of_make = self.make("ssh", status=2).partition("make: ***")
            self.assertEqual(output, f"ssh says this\n{said}")
            self.assertIn(f"ssh] Error {status}\n", of_make)

    def test_variables_of_the_registry_are_make_text(self):
        self.web["vars"][f"{V}_NOTE"] = fr"$$1 $({V}_SSH_USER) # \# \\# \\\# end"
        self.generate()
        self.assertEqual(self.make("exec", f'CMD=echo "${V}_NOTE"'), r"$1 ops # # \\# \# end" + "\n")

    def test_variables_of_the_command_line_are_quoted_too(self):
        self.make("up")
        runs, _ = self.runs_of("ssh", f"{V}_SSH_HOST=$$(id)", f"{V}_SSH_USER=a b;c",
                               f"{V}_SSH_EXTRA_OPTS=-v -o 'A=b c'")
        words = self.without_trust(runs[-1])
        self.assertEqual(words[:7], ["ssh", "-o", "LogLevel=ERROR", "-v", "-o", "A=b c", "-o"])
        self.assertEqual(words[8:], ["-l", "a b;c", "--", "$(id)"])

    def test_a_number_that_is_none_is_refused(self):
        output = self.make("stop", f"{V}_SHUTDOWN_TIMEOUT_SECS=a[$$(touch x)]", status=2)
        self.assertIn("not a number of seconds", output)
        self.assertFalse((self.folder / "web/x").exists())

    def test_console_says_what_to_do_for_a_domain_that_is_not_there(self):
        self.assertIn('domain "web" is absent: make up', self.make("console", status=2))
        self.make("build", "create")
        self.assertIn('domain "web" is off: make up', self.make("console", status=2))

    def test_exec_runs_here_in_bash_and_without_a_command_in_the_shell_of_the_user(self):
        self.assertEqual(self.make("exec", "CMD=echo \"$PPID\" | wc -w; pwd", SHELL="/bin/false"),
                         f"1\n{self.folder}/web\n")
        self.make("exec", SHELL="/bin/true")
        self.make("exec", SHELL="/bin/false", status=2)

    def test_wait_for_ready(self):
        self.make("up")
        for statuses, status, said in (
                ("255 255 0", 0, "web: address 192.168.122.7\nweb: ssh to 192.168.122.7: ssh says this\nweb: ready\n"),
                ("2", 0, "complaints"), ("255 1", 2, "cloud-init failed in the guest, status 1"),
                ("255 5 0", 0, "web: ssh to 192.168.122.7: the user and the password are not taken\nweb: ready\n"),
                ("255 6", 2, f"error: ssh to 192.168.122.7: {self.untrusted('192.168.122.7')}\n")):
            with self.subTest(statuses):
                (self.node / "ssh_statuses").write_text(statuses)
                self.assertIn(said, self.make("wait-for-ready", status=status))
        (self.node / "ssh_statuses").write_text("255 " * 9)
        output = self.make("wait-for-ready", f"{V}_WAIT_FOR_READY_TIMEOUT_SECS=0",
                           f"{V}_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS={SECONDS}", status=2)
        self.assertIn("not ready after 0 seconds: ssh to 192.168.122.7 does not get through\n    ssh says this", output)

    def test_wait_for_ready_asks_for_the_address_until_there_is_one_and_again_when_ssh_fails(self):
        self.make("up")
        self.web["vars"][f"{V}_IP_CMD"] = 'echo >>"$$FAKE_NODE/asked"; sed -n "$$(wc -l <"$$FAKE_NODE/asked")p" "$$FAKE_NODE/addresses"'
        self.generate()
        (self.node / "addresses").write_text("\n10.0.0.1\n10.0.0.1\n10.0.0.2 \n")
        (self.node / "ssh_statuses").write_text("255 255 0")
        self.assertEqual(self.make("wait-for-ready"), """\
web: address 10.0.0.1
web: ssh to 10.0.0.1: ssh says this
web: address 10.0.0.2
web: ready
""")

    def test_an_address_is_a_line_that_is_not_empty(self):
        self.make("up")
        for printed in ("", "\n", "10.0.0.1\n10.0.0.2\n"):
            self.web["vars"][f"{V}_IP_CMD"] = "cat addresses"
            self.generate()
            (self.folder / "web/addresses").write_text(printed)
            if printed.strip():
                self.assertEqual(self.make("ip"), "10.0.0.1\n")
            else:
                self.assertIn(f"error: {V}_IP_CMD prints no address\n", self.make("ip", status=2))

    def test_a_node_may_have_more_volumes_than_one_connection_can_ask_for(self):
        self.make("up")
        for number in range(400):
            (self.pools / "images" / str(number).rjust(150, "x")).write_bytes(b"")
        self.make("down")
        self.assertEqual(self.state()["domains"], {})
        self.assertNotIn("web", self.state()["pools"])

    # -- text

    def test_hostile_values_arrive_byte_for_byte(self):
        values = ["a b", "--x", "~root", "it's", '"', "`id`", "$(id)", "$HOME", "$$", "${x}", "$(shell id)", "a#b", "\\#",
                  "a\\", "*", "?", "[a]", "{{a,b}}", "a;b", "a|b", "a&b", "a>b", "!x", "a=b", "%h", "a,b", "(", ")", "$(",
                  "é日本", ":", "@x", " a", "a ", "$@", "&amp;", "</a>", "'", "'\\''", "\\'"]
        values = [value.replace("{{", "{").replace("}}", "}") for value in values]
        escaped = [value.replace("{", "{{").replace("}", "}}") for value in values]
        self.web["libvirt"]["domain"]["virtInstall"] = {
            "osinfo": "x", "metadata": [{"name": str(i), "options": {"title": value}} for i, value in enumerate(escaped)],
            **{f"x-{i}": value for i, value in enumerate(escaped)}}
        path = "/pools/" + "".join(value for value in values if "/" not in value)
        self.web["libvirt"]["pools"][0]["directory"]["path"] = path.replace("{", "{{").replace("}", "}}")
        self.web["ssh"]["options"] = {"SetEnv": escaped}
        self.generate()
        runs, _ = self.runs_of("up")
        (install,) = [run for run in runs if run[0] == "virt-install"]
        words = [word for word in install if word.startswith("--metadata=")]
        self.assertEqual([shlex.split(word.partition("title=")[2]) for word in words], [[value] for value in values])
        self.assertEqual([word.partition("=")[2] for word in install if word.startswith("--x-")], values)
        self.assertEqual(self.state()["pools"]["web"]["path"], path)
        self.assertTrue(pathlib.Path(f"{self.node}/disk{path}/root.qcow2").exists())
        runs, _ = self.runs_of("ssh")
        self.assertEqual([word[7:] for word in runs[-1] if word.startswith("SetEnv=")], values)

    def test_no_warnings_and_a_line_of_help_for_every_target(self):
        targets = re.search(r"(?m)^\.PHONY", (self.folder / "web/Makefile").read_text())
        self.assertTrue(targets)
        output = self.make("--warn-undefined-variables", "help")
        self.assertNotIn("warning", output)
        listed = [line.split()[0] for line in output.splitlines()]
        self.assertIn("create/volume/web/root.qcow2", listed)
        for target in listed:
            with self.subTest(target):
                self.assertNotIn("warning", self.make("--warn-undefined-variables", "-n", target))

    def test_names_beyond_ascii(self):
        text = json.dumps(self.registry).replace("root.qcow2", "wurzel-\\u00e9+@.qcow2")
        self.registry = json.loads(text)
        self.generate()
        self.make("build", "create/volume/web/wurzel-,C3,A9+@.qcow2")
        self.assertIn("web/wurzel-é+@.qcow2", self.volumes())

    def test_long_names(self):
        self.registry = json.loads(json.dumps(self.registry).replace("debian.qcow2", "\\u65e5" * 42))
        (self.node / "www" / ("日" * 42)).write_bytes(IMAGE)
        self.generate()
        self.make("up")
        self.assertIn(f"images/{'日' * 42}", self.volumes())

    def test_shellcheck(self):
        if not shutil.which("shellcheck"):
            self.skipTest("shellcheck is not installed")
        for script in sorted((self.folder / "web").glob("*.sh")):
            subprocess.run(["shellcheck", "--external-sources", script.name], cwd=self.folder / "web", check=True, timeout=SECONDS)


if __name__ == "__main__":
    unittest.main(verbosity=2)
