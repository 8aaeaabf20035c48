#!/usr/bin/env python3
"""What a real libvirtd shows of drift and of changes in what runs: each change by hand is named and undone, and what the
registry changes reaches a guest that runs.

usage: drift_libvirt_test.py VMP [TEST...]

Exits 77 (skipped) where private-libvirt says that there can be none. The guest of the last test is the live ISO of
examples/first-vm, which needs a network once.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLE = HERE.parents[3] / "examples" / "first-vm"
VMP = ""
SKIPPED = 77
SECONDS = 600
UUID = "7d1f2f52-6a0a-4bd5-9c0e-1f2f5c6b7a10"
ONE, TWO = "52:54:00:00:00:01", "52:54:00:00:00:02"


def disk(name, **options):
    return {"name": name, "options": {"vol": f"{{VM_NAME}}/{name}", **options}}


def card(mac):
    return {"name": mac, "options": {"user": True, "model": "virtio", "mac": mac}}


def volume(name, **more):
    return {"name": name, "poolName": "{VM_NAME}", "format": "qcow2", "capacity": "64MiB", **more}


class RealDomain(unittest.TestCase):
    """A VM "vm" on a libvirtd of its own."""
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="d.", dir="/tmp"))
        cls.folder.chmod(0o755)
        started = subprocess.run([EXAMPLE / "private-libvirt", "start", cls.folder / "lv"], text=True, capture_output=True,
                                 stdin=subprocess.DEVNULL)
        if started.returncode == SKIPPED:
            shutil.rmtree(cls.folder)
            raise unittest.SkipTest(started.stderr)
        cls.uri = started.stdout.strip()
        cls.write_image()

    @classmethod
    def tearDownClass(cls):
        subprocess.run([EXAMPLE / "private-libvirt", "stop", cls.folder / "lv"], check=True)
        shutil.rmtree(cls.folder)

    @classmethod
    def write_image(cls):
        (cls.folder / ".images").mkdir()
        (cls.folder / ".images/live.iso").write_bytes(b"\0" * 2048)

    def setUp(self):
        self.options = {
            "uuid": UUID, "virt-type": "qemu", "osinfo": "linux2022", "import": True, "memory": "32", "vcpus": "1,maxvcpus=4",
            "graphics": "vnc,password=sesam", "boot": "hd,cdrom",
            "disk": [disk("root.qcow2"), disk("data.qcow2", cache="none"), disk("live.iso", device="cdrom")],
            "network": [card(ONE), card(TWO)]}
        self.volumes = [volume("root.qcow2"), volume("data.qcow2"),
                        {"name": "live.iso", "poolName": "{VM_NAME}", "format": "raw",
                         "uploadFile": {"path": "{DEFAULT_IMAGE_DIR}/live.iso"}}]
        self.generate()

    def tearDown(self):
        self.make("kill", "delete-all")

    def generate(self):
        vm = {"name": "vm", "provisioner": "v1beta1", "nodeName": "n", "image": "live", "vars": {"DEFAULT_IMAGE_DIR": "../.images"},
              "libvirt": {
            "domain": {"name": "vm", "virtInstall": self.options}, "volumes": self.volumes,
            "pools": [{"name": "vm", "directory": {"path": f"{self.folder}/lv/pools/vm"}}]}}
        tag = {"pattern": "^latest$", "url": "http://127.0.0.1:1/live.iso", "volumeName": "live.iso"}
        registry = {"fleet": {"name": "lab"}, "nodes": [{"name": "n", "libvirt": {"connection": {"uri": self.uri}}}],
                    "images": [{"name": "live", "tags": [tag]}], "vms": [vm]}
        (self.folder / "registry.yaml").write_text(json.dumps(registry))
        made = subprocess.run([VMP, "--registry", self.folder / "registry.yaml", "gen", "--base-dir", self.folder],
                              capture_output=True, text=True)
        self.assertEqual(made.returncode, 0, made.stderr)

    def change(self, **options):
        self.options.update(options)
        self.generate()

    def start(self, *words):
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
        return subprocess.Popen(
            ["make", "--no-print-directory", "-C", self.folder / "vm", "V1BETA1_SHUTDOWN_TIMEOUT_SECS=0", *words], text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, bufsize=1,
            env={**environment, "TMPDIR": str(self.folder)})

    def make(self, *words, status=0):
        process = self.start(*words)
        output, _ = process.communicate(timeout=SECONDS)
        self.assertEqual(process.returncode, status, output)
        return re.sub(r"make: \*\*\* .*\n", "", output)

    def virsh(self, batch, status=0):
        done = subprocess.run(["virsh", "--quiet", "--connect", self.uri, batch], text=True, capture_output=True,
                              stdin=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "LC_ALL": "C"})
        self.assertEqual((done.returncode, done.stderr.strip()), (status, "") if not status else (status, done.stderr.strip()))
        return done.stdout

    def assert_silent(self):
        self.assertEqual((self.make("diff"), self.make("up")), ("", ""))

    def assert_differs(self, *lines):
        self.assertEqual(self.make("diff", status=2).splitlines(), list(lines))


class Definition(RealDomain):
    """No guest runs in it, so it costs nothing."""

    def test_each_change_by_hand_is_named_and_undone(self):
        pool = f"{self.folder}/lv/pools/vm"
        self.make("up")
        self.assert_silent()
        running = self.virsh("domid vm")
        (self.folder / "card.xml").write_text("<interface type='user'><mac address='52:54:00:00:00:03'/></interface>")
        self.virsh("vol-create-as vm more.qcow2 1M --format qcow2")
        for command, *sentences in (
                ("setmaxmem vm 65536 --config", "memory was 32768 KiB, is 65536 KiB"),
                ("setvcpus vm 2 --config", "vcpu current was 1, is 2"),
                (f"attach-disk vm {pool}/more.qcow2 vdc --config",
                 f"disk[vdc] was added: type='file' device='disk', file='{pool}/more.qcow2'"),
                ("detach-disk vm vdb --config", "disk[vdb] is gone"),
                (f"attach-device vm {self.folder}/card.xml --config", "interface[52:54:00:00:00:03] was added: type='user'"),
                (f"detach-interface vm user --mac {TWO} --config", f"interface[{TWO}] is gone"),
                (lambda xml: xml.replace("<boot dev='hd'/>", "<boot dev='network'/>"), "os/boot dev was hd, is network"),
                ("desc vm --config --title it\\'s", "title was none, is it's"),
                ("change-media vm sda --eject --config", f"disk[sda]/source was file='{pool}/live.iso', is none"),
                (lambda xml: xml.replace("cache='none'/>", "cache='writeback'/>"), "disk[vdb]/driver cache was none, is writeback"),
                ("autostart vm", "autostart was false, is true")):
            with self.subTest(sentences[0]):
                self.change_by_hand(command)
                self.assert_differs(*(f"on the node: {sentence}" for sentence in sentences), "differs: node")
                kept = self.make("up", "KEEP=1")
                self.assertEqual(kept.splitlines(), [f"vm: keeps on the node: {sentence}" for sentence in sentences])
                undone = self.make("up").splitlines()
                self.assertEqual([line for line in undone if "undoes" in line],
                                 [f"vm: undoes on the node: {sentence}" for sentence in sentences])
                self.assert_silent()
        self.assertEqual(self.virsh("domid vm"), running)

    def change_by_hand(self, command):
        if callable(command):
            path = self.folder / "domain.xml"
            path.write_text(command(self.virsh("dumpxml vm --inactive --security-info")))
            command = f"define {path}"
        self.virsh(command)

    def test_a_domain_that_was_renamed_gets_its_name_back(self):
        self.make("up", "stop")
        self.virsh("domrename vm other")
        self.assert_differs("on the node: name was vm, is other", "differs: node")
        self.virsh("start other")
        self.assertIn('domain "other" is called "vm" at the next start', self.make("up"))
        self.assertIn("rename domain other to vm", self.make("stop", "up"))
        self.assert_silent()

    def test_registry_and_node_have_changed_at_once(self):
        self.make("create")
        self.virsh("setmaxmem vm 65536 --config")
        self.change(vcpus="2,maxvcpus=4")
        self.assert_differs("registry: --vcpus was 1,maxvcpus=4, is 2,maxvcpus=4",
                            "on the node: memory was 32768 KiB, is 65536 KiB", "differs: registry node")
        kept = self.make("create", "KEEP=1")
        self.assertIn("so the registry's changes wait, too", kept)
        self.assertIn("vm: undoes on the node: memory was 32768 KiB, is 65536 KiB\n", self.make("create"))
        self.assertEqual(self.make("diff"), "")
        self.assertIn("<vcpu placement='static' current='2'>4</vcpu>", self.virsh("dumpxml vm --inactive"))

    def test_what_libvirt_itself_does_is_no_change(self):
        self.make("up")
        self.assertEqual(self.make("stop", "diff"), "vm: shut down domain vm\nvm: power off domain vm\n")
        self.virsh("snapshot-create-as vm first")
        self.make("up")
        self.assert_silent()
        self.virsh("managedsave vm")
        self.assertEqual(self.make("diff"), "")
        self.make("up")
        self.assert_silent()
        self.virsh("destroy vm; snapshot-revert vm first")
        self.assertEqual(self.make("diff"), "")
        self.virsh("snapshot-delete vm first")

    def test_what_virt_install_does_for_its_installer_is_no_change(self):
        for option in ("import", "boot"):
            del self.options[option]
        self.change(cdrom=f"{self.folder}/lv/pools/vm/live.iso", disk=[disk("root.qcow2")])
        self.assertIn("vm: start domain vm with its installer\n", self.make("up"))
        self.assertRegex(self.virsh("dumpxml vm --inactive"), "<vmp:provisioner [^>]*fleet=.lab.")
        self.assert_silent()
        self.make("kill", "up")
        self.assert_silent()

    def test_another_definition_is_said(self):
        self.make("create")
        (self.folder / "domain.xml").write_text(re.sub("(?s)<metadata>.*</metadata>", "", self.virsh("dumpxml vm --inactive")))
        self.virsh(f"define {self.folder}/domain.xml")
        self.assert_differs("on the node: something else than this directory has defined the domain", "differs: node")
        self.make("create")
        self.assertEqual(self.make("diff"), "")

    def test_external_snapshots_are_no_change_to_undo(self):
        self.make("create")
        self.virsh("snapshot-create-as vm first --disk-only --diskspec vda,snapshot=external --diskspec vdb,snapshot=no "
                   "--diskspec sda,snapshot=no")
        self.assertIn("keeps on the node: disk[vda]/source file was ", self.make("create"))
        self.virsh("snapshot-delete vm first --metadata; vol-delete root.first vm")

    def test_no_password_is_told(self):
        self.make("create")
        self.assertNotIn("sesam", self.virsh("dumpxml vm --inactive"))
        self.change(graphics="vnc,password=mustard")
        difference = self.make("diff", status=2)
        self.assertRegex(difference, r"registry: --graphics was vnc,password=\(digest [0-9a-f]{16}\), is vnc,password=\(digest ")
        self.assertNotIn("mustard", difference)
        self.make("create")
        self.assertEqual(self.make("diff"), "")

    def test_an_up_that_is_killed_anywhere_is_ended_by_the_next(self):
        for lines in range(1, 12):
            with self.subTest(lines=lines):
                process = self.start("up")
                said = [process.stdout.readline() for _ in range(lines)]
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                self.make("up")
                self.assert_silent()
                self.make("kill", "delete/domain")
                if not said[-1]:
                    return

    def test_a_definition_whose_fields_were_not_noted_is_made_again(self):
        self.make("create")
        self.virsh("metadata vm --uri https://vmp.invalid/v1beta1/found --config --remove")
        self.assert_differs("on the node: how the domain was defined was not noted, for that was interrupted", "differs: node")
        self.assertEqual(self.make("create"), "vm: define domain vm\nvm: note how domain vm was defined\n")
        self.assertEqual(self.make("diff"), "")


class RunningGuest(RealDomain):
    """It boots once, for it takes its time."""

    @classmethod
    def write_image(cls):
        made = subprocess.run([EXAMPLE / "make-live-iso"], text=True, capture_output=True, stdin=subprocess.DEVNULL)
        if made.returncode != 0:
            raise unittest.SkipTest(made.stderr)
        (cls.folder / ".images").mkdir()
        shutil.copy(made.stdout.strip(), cls.folder / ".images/live.iso")

    def boot(self):
        self.change(memory="256", boot="cdrom", graphics="none", network=[card(ONE)],
                    disk=[disk("root.qcow2"), disk("live.iso", device="cdrom")])
        self.make("up")
        subprocess.run([EXAMPLE / "show-console", self.folder / "vm", str(SECONDS)], check=True, capture_output=True,
                       stdin=subprocess.DEVNULL)

    def wait_for(self, text):
        """What the guest does takes a while, on its side."""
        while text not in self.virsh("dumpxml vm"):
            pass

    def test_what_the_registry_changes_reaches_a_guest_that_runs(self):
        self.boot()
        running = self.virsh("domid vm")
        with self.subTest("nothing is done with V1BETA1_LIVE=no"):
            self.change(vcpus="3,maxvcpus=4")
            output = self.make("up", "V1BETA1_LIVE=no")
            self.assertIn("vm: waits for the next start: vcpu current is 1, will be 3\n", output)
            self.assert_differs("waits: vcpu current is 1, will be 3", "differs: waits")
            self.assertEqual(self.make("up"), "vm: change what runs: vcpu current is 1, will be 3\n")
            self.assert_silent()

        with self.subTest("memory"):
            self.change(memory="currentMemory=200,memory=256")
            self.make("up")
            self.wait_for("<currentMemory unit='KiB'>204800<")
            self.assert_silent()
            self.change(memory="300")
            self.assertIn("vm: waits for the next start: memory is 262144 KiB, will be 307200 KiB\n", self.make("up"))
            self.change(memory="256")
            self.make("up")
            self.wait_for("<currentMemory unit='KiB'>262144<")
            self.assert_silent()

        with self.subTest("title and description"):
            for options in ({"title": "it's <b> & c", "description": "two, lines"}, {"title": "--x"}, {"description": "'"}):
                self.change(metadata=[{"name": "texts", "options": options}])
                self.assertIn("vm: change what runs: ", self.make("up"))
                self.assert_silent()
                self.assertEqual(self.virsh("desc vm --title").strip(), options.get("title", ""))
            self.change(metadata=None)
            self.make("up")
            self.assert_silent()

        with self.subTest("volumes grow, and never shrink"):
            self.volumes[0]["capacity"] = "96MiB"
            self.generate()
            self.assertEqual(self.make("up"), "vm: grow volume vm/root.qcow2 in what runs\n")
            self.assertIn("Capacity:       100663296\n", self.virsh("domblkinfo vm vda"))
            self.assert_silent()
            self.virsh("blockresize vm vda 128M")
            self.make("up")
            self.assertIn("Capacity:       134217728\n", self.virsh("domblkinfo vm vda"))
            self.volumes[0]["capacity"] = "128MiB"

        with self.subTest("a disk and a card more"):
            self.change(disk=[disk("root.qcow2"), disk("data.qcow2"), disk("live.iso", device="cdrom")], network=[card(ONE), card(TWO)])
            output = self.make("up")
            self.assertIn("change what runs: disk[vdb] is added: ", output)
            self.assertIn(f"change what runs: interface[{TWO}] is added: ", output)
            self.assert_silent()
            self.assertIn(" vdb ", self.virsh("domblklist vm"))
            self.assertIn(TWO, self.virsh("domiflist vm"))

        with self.subTest("another medium"):
            self.volumes.append({"name": "other.iso", "poolName": "{VM_NAME}", "format": "raw", "capacity": "1MiB"})
            self.change(disk=[disk("root.qcow2"), disk("data.qcow2"), disk("other.iso", device="cdrom")])
            self.assertIn("change what runs: disk[sda]/source file is ", self.make("up"))
            self.assert_silent()
            self.assertIn("/other.iso", self.virsh("domblklist vm"))

        with self.subTest("a disk and a card less wait until somebody takes them out"):
            self.assertIn('disk "vdb" is in the definition', self.make("detach/disk/vdb", status=2))
            self.change(disk=[disk("root.qcow2"), disk("other.iso", device="cdrom")], network=[card(ONE)])
            self.assertIn("vm: waits for the next start: disk[vdb] is in what runs only: make detach/disk/vdb\n", self.make("up"))
            self.assert_differs("waits: disk[vdb] is in what runs only: make detach/disk/vdb",
                                f"waits: interface[{TWO}] is in what runs only: make detach/network/{TWO}", "differs: waits")
            self.assertEqual(self.make("detach/disk/vdb"), "vm: detach disk vdb\n")
            self.assertEqual(self.make(f"detach/network/{TWO}"), f"vm: detach network {TWO}\n")
            self.assertEqual(self.make("detach/disk/vdb"), 'vm: what runs has no disk "vdb"\n')
            self.assert_silent()

        with self.subTest("plugged and unplugged by hand"):
            self.virsh(f"attach-disk vm {self.folder}/lv/pools/vm/data.qcow2 vdc --subdriver qcow2 --live")
            self.assert_differs("waits: disk[vdc] is in what runs only: make detach/disk/vdc", "differs: waits")
            self.make("detach/disk/vdc")
            self.virsh(f"detach-interface vm user --mac {ONE} --live")
            self.assert_differs(f"waits: interface[{ONE}] is added: type='user'", "differs: waits")
            self.assertIn(f"change what runs: interface[{ONE}] is added: type='user'\n", self.make("up"))
            self.assert_silent()

        with self.subTest("what cannot be done is said, and waits"):
            self.change(boot="hd", vcpus="2,maxvcpus=2")
            self.assertEqual(self.make("up").splitlines()[-2:], [
                "vm: waits for the next start: vcpu current is 3, will be not set; is 4, will be 2",
                "vm: waits for the next start: os/boot dev is cdrom, will be hd"])

        self.assertEqual(self.virsh("domid vm"), running)
        self.make("stop", "up")
        self.assert_silent()


if __name__ == "__main__":
    VMP = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
