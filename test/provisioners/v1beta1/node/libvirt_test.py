#!/usr/bin/env python3
"""What only a real libvirtd shows of a node: pools on real directories and devices, and what is left in them.

usage: libvirt_test.py [TEST...]

Exits 77 (skipped) where there can be no libvirtd in namespaces of its own.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "network")]
from private_node import PATH, SKIPPED, NoLibvirt, PrivateNode  # noqa: E402
from toy_directory import SECONDS, without_complaint  # noqa: E402
from toy_node import replace, uuid_of, write_directory  # noqa: E402

DOMAIN = """<domain type='qemu'><name>{name}</name><uuid>{uuid}</uuid>
<metadata><vmp:vmp xmlns:vmp="https://vmp.invalid/v1beta1" fleet="m2"/></metadata>
<memory unit='MiB'>16</memory><os><type arch='x86_64' machine='pc'>hvm</type></os>
<devices><emulator>/usr/bin/qemu-system-x86_64</emulator>
<disk type='file'><source file='{file}'/><target dev='vda'/></disk></devices></domain>"""


class RealNode(unittest.TestCase):
    node = None
    maxDiff = None

    def setUp(self):
        self.folder = self.node.folder / "work"
        self.addCleanup(self.clear)
        self.directory = self.folder / "nodes" / "lab"
        write_directory("lab", self.directory, self.node.uri)
        for name in ("default", "scratch", "mounted"):
            replace(self.directory / "pools" / f"{name}.xml", "/srv/", f"{self.folder}/srv/")
        self.without_pool("mounted")

    def clear(self):
        for uuid in self.node.virsh("list --all --uuid").split():
            self.node.virsh(f"undefine {uuid}")
        for name in self.node.virsh("pool-list --name").split():
            self.node.virsh(f"pool-destroy {name}")
        for name in self.node.virsh("pool-list --all --name").split():
            self.node.virsh(f"pool-undefine {name}")
        shutil.rmtree(self.folder)

    def without_pool(self, name):
        self.makefile = (self.directory / "Makefile").read_text()
        replace(self.directory / "Makefile", f"NODE \\+= --pool {name} .*\n", "")

    def make(self, *words, status=0):
        self.node.counts.write_text("")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
        environment.update(PATH=f"{self.node.folder}/clients:{PATH}", LC_ALL="C.UTF-8", TMPDIR=str(self.node.folder))
        made = subprocess.run(["make", "--no-print-directory", "-C", self.directory, *words], text=True, env=environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS)
        output = without_complaint(made.stdout)
        self.assertEqual(made.returncode, status, output)
        return output

    def assert_nothing_to_do(self):
        self.assertEqual((self.make("up"), self.node.counted("virsh")), ("", 1))
        self.assertEqual(self.make("diff"), "")

    def device(self):
        """A blank one."""
        image = self.folder / "device"
        with open(image, "wb") as file:
            file.truncate(64 << 20)
        made = subprocess.run(["losetup", "--find", "--show", image], text=True, capture_output=True, env={"PATH": PATH})
        if made.returncode != 0:
            self.skipTest("there are no loop devices here")
        device = made.stdout.strip()
        self.addCleanup(subprocess.run, ["losetup", "--detach", device], check=True, env={"PATH": PATH})
        self.addCleanup(self.clear_pools_first)
        return device

    def clear_pools_first(self):
        """A mounted device is busy."""
        for name in self.node.virsh("pool-list --name").split():
            self.node.virsh(f"pool-destroy {name}")

    def format_of(self, device):
        return subprocess.run(["blkid", "--probe", "--match-tag", "TYPE", "--output", "value", device], text=True,
                              capture_output=True, env={"PATH": PATH}).stdout.strip()

    def commit(self):
        git = ["git", "-C", str(self.folder), "-c", "user.name=t", "-c", "user.email=t@example.org"]
        if not (self.folder / ".git").exists():
            subprocess.run([*git, "init", "-q"], check=True)
        subprocess.run([*git, "add", "nodes"], check=True)
        subprocess.run([*git, "commit", "-q", "-m", "x"], check=True)

    def add_volume(self, name):
        self.node.virsh(f"vol-create-as default {name} 1M")
        old = time.time() - 3 * 86400
        os.utime(self.folder / "srv/images" / name, (old, old))

    def test_directories_are_made_and_empty_ones_go(self):
        self.make("up")
        self.assertEqual((self.folder / "srv/images").stat().st_mode & 0o7777, 0o711)
        self.assertEqual(self.node.virsh("pool-list --autostart --name").split(), ["default"])
        self.assert_nothing_to_do()
        self.node.virsh("vol-create-as scratch data 1M")
        self.assertIn("keeps pool scratch, which holds volumes: 1\n", self.make("down"))
        self.node.virsh("vol-delete data --pool scratch")
        self.make("down")
        self.assertEqual(os.listdir(self.folder / "srv"), ["images"])
        self.assertEqual(self.node.virsh("pool-list --name").split(), ["default"])

    def test_another_definition_is_taken_in_place(self):
        self.make("up")
        replace(self.directory / "pools/scratch.xml", "srv/scratch", "srv/new")
        self.assertIn(f"its target/path is {self.folder}/srv/scratch, not {self.folder}/srv/new. ", self.make("up"))
        self.node.virsh("pool-destroy scratch")
        self.make("up")
        self.assertTrue((self.folder / "srv/new").is_dir())
        self.assert_nothing_to_do()

    def test_a_pool_of_others_is_adopted_or_refused(self):
        self.node.virsh(f"pool-define-as default dir --target {self.folder}/srv/images")
        uuid = self.node.virsh("pool-uuid default").strip()
        self.make("up")
        self.assertEqual(self.node.virsh("pool-uuid default").strip(), uuid)
        self.assert_nothing_to_do()
        replace(self.directory / "pools/default.xml", "srv/images", "srv/other")
        self.assertIn(f"is not of this directory: its target/path is {self.folder}/srv/images, not {self.folder}/srv/other. ",
                      self.make("up", status=2))

    def test_a_pool_in_the_same_place_is_named(self):
        self.node.virsh(f"pool-define-as others dir --target {self.folder}/srv/scratch")
        self.assertIn("pool 'others' on node \"lab\" has the directory or device of pool \"scratch\"", self.make("up", status=2))

    def test_a_blank_device_is_formatted_once(self):
        device = self.device()
        (self.directory / "Makefile").write_text(self.makefile)
        replace(self.directory / "pools/mounted.xml", "/dev/vdb", device)
        self.make("up")
        self.assertEqual(self.format_of(device), "ext4")
        self.assert_nothing_to_do()
        self.node.virsh("vol-create-as mounted data 1M")
        self.assertIn("keeps pool mounted, which holds volumes: ", self.make("down"))
        self.node.virsh("pool-destroy mounted; pool-undefine mounted")
        self.make("up")
        self.assertIn("data", self.node.virsh("vol-list mounted"))

    def test_a_device_with_data_is_never_formatted(self):
        device = self.device()
        subprocess.run(["mkfs.ext2", "-q", device], check=True, env={"PATH": PATH})
        (self.directory / "Makefile").write_text(self.makefile)
        replace(self.directory / "pools/mounted.xml", "/dev/vdb", device)
        replace(self.directory / "pools/mounted.xml", "ext4", "xfs")
        self.assertIn("Nothing that has data on it is ever formatted", self.make("up", status=2))
        self.assertEqual(self.format_of(device), "ext2")

    def test_what_the_node_has_is_shown_and_checked(self):
        self.make("up")
        self.assertRegex(self.make("status"), r"(?s)^lab \(.*\nCPU .*\nmemory .*\npool     default +active, .* free of .*, volumes: 0")
        self.assertIn("nodes/lab: network lan is not active yet: make -C networks/lan up\n", self.make("check"))
        self.assertEqual(self.node.counted("virsh"), 1)
        replace(self.directory / "Makefile", "\n# ---- Targets", "\nNODE += --requires libvirt 99\n\n# ---- Targets")
        self.assertIn("and 99 is needed", self.make("check", status=2))

    def test_garbage_is_what_git_says_was_ours(self):
        self.make("up")
        inventory = self.directory / "inventory"
        now = inventory.read_text()
        inventory.write_text(now + "".join(f"volume default/{name} Delete -\n" for name in ("gone", "used", "below", "fresh")))
        self.commit()
        inventory.write_text(now)
        self.commit()
        for name in ("gone", "used", "below", "strange", "web.qcow2"):
            self.add_volume(name)
        self.node.virsh(f"vol-create-as default over 1M --format qcow2 --backing-vol {self.folder}/srv/images/below "
                        "--backing-vol-format raw")
        self.node.virsh("vol-create-as default fresh 1M")
        for name, uuid, file in (("foreign", "00000000-0000-4000-8000-000000000000", "used"),
                                 ("left", uuid_of(self.node.uri, "left"), "none")):
            path = self.folder / "domain.xml"
            path.write_text(DOMAIN.format(name=name, uuid=uuid, file=f"{self.folder}/srv/images/{file}"))
            self.node.virsh(f"define {path}")
        said = self.make("gc")
        self.assertEqual([line.split()[:2] for line in said.splitlines() if "garbage: " in line],
                         [["domain", "left"], ["volume", "default/gone"]])
        self.assertEqual(self.make("gc"), said)
        self.make("gc", "CONFIRM=yes")
        self.assertEqual(sorted(os.listdir(self.folder / "srv/images")),
                         ["below", "fresh", "over", "strange", "used", "web.qcow2"])
        self.assertEqual(self.node.virsh("list --all --name").split(), ["foreign"])
        self.assertNotIn("garbage: ", self.make("gc"))
        self.make("gc/volume/default/strange")
        self.assertNotIn("strange", os.listdir(self.folder / "srv/images"))


def main():
    try:
        RealNode.node = PrivateNode()
    except NoLibvirt as reason:
        print(f"skipped: {reason}")
        sys.exit(SKIPPED)
    try:
        result = unittest.main(verbosity=2, exit=False).result
    finally:
        RealNode.node.end()
    sys.exit(not result.wasSuccessful())


if __name__ == "__main__":
    main()
