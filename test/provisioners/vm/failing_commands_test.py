#!/usr/bin/env python3
"""Every command that a provisioner runs fails once, at each of its calls, on the toy node.

usage: failing_commands_test.py VMP VERSION [TEST...]

Whatever fails, nothing of others is touched, and a make that ends with status 0 has done all of its work.
"""
import hashlib
import unittest
import zipfile

from failing_vm import OTHER, FailingVm


class FailingCommands(FailingVm):
    def test_up(self):
        self.try_all("up")

    def test_building_of_what_is_no_image(self):
        (self.node / "www/debian.qcow2").write_text("<html>Log in</html>")
        self.try_all("build", status=2)

    def test_an_archive_and_its_list_of_checksums(self):
        self.pack("disk[1].img", "disk1.img")
        tag = self.registry["images"][0]["tags"][0]
        tag.update(archive={"type": "zip", "path": "disk[1].img"},
                   checksum={"algorithm": "sha256", "url": "https://images.example/SUMS"})
        self.generate()
        self.try_all("build")
        self.run_make(["build"])
        self.assertEqual((self.folder / "images/debian.qcow2").read_text(), "disk[1].img")
        self.run_make(["clean-all"])
        tag["archive"] = {"type": "zip"}
        self.generate()
        self.try_all("build", status=2)
        self.pack("\\lone?*.img")
        self.try_all("build")
        self.run_make(["build"])
        self.assertEqual((self.folder / "images/debian.qcow2").read_text(), "\\lone?*.img")

    def pack(self, *names):
        """A zip archive of files that hold their names is what the image's URL has, and SUMS has its digest."""
        packed = self.node / "www/debian.qcow2"
        with zipfile.ZipFile(packed, "w") as archive:
            for name in names:
                archive.writestr(name, name)
        (self.node / "www/SUMS").write_text(f"{hashlib.sha256(packed.read_bytes()).hexdigest()}  debian.qcow2\n")

    def test_changes(self):
        self.run_make(["up", "stop"])
        self.web["libvirt"]["domain"]["virtInstall"]["memory"] = "1024"
        self.web["libvirt"]["volumes"][1]["capacity"] = "30G"
        self.web["cloudInit"]["noCloud"]["data"]["user-data"]["password"] = "y"
        self.generate()
        self.try_all("diff", status=2)
        self.try_all("up")

    def test_looking(self):
        self.run_make(["up"])
        self.try_all("status")
        self.try_all("diff")

    def test_down(self):
        self.run_make(["up"])
        self.try_all("down")

    def test_down_to_nothing(self):
        self.run_make(["up", "stop"])
        self.try_all("delete-all", "clean-all")

    def test_down_beside_a_volume_of_others(self):
        self.run_make(["up"])
        (self.pools / "web/other").write_text("theirs")
        self.try_all("down")

    def test_down_of_what_others_use(self):
        self.run_make(["up", "stop"])
        (self.pools / "other/overlay.xml").write_text(
            "<volume><name>overlay</name><backingStore><path>/pools/images/debian.qcow2</path></backingStore></volume>")
        (self.pools / "other/overlay").write_text("theirs")
        self.try_all("delete-all", status=2)
        (self.pools / "other/overlay").unlink()
        self.change_state(lambda state: state["domains"][OTHER].update(
            xml="<domain><source file='/pools/web/root.qcow2'/></domain>"))
        self.try_all("down", status=2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
