#!/usr/bin/env python3
"""Debian's own installer finds the preseed that is put into its initrd, and does what that says. It installs nothing: a
whole installation needs a mirror.

usage: debian_installer_test.py [TEST...]

Exits 77 (skipped) without the package debian-installer-12-netboot-amd64, or where there can be no libvirtd.
"""
import pathlib
import sys
import unittest

import install_libvirt_test
from install_libvirt_test import SKIPPED

INSTALLER = pathlib.Path("/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64")
PRESEED = """d-i debian-installer/locale string en_US
d-i preseed/early_command string echo "early command: $(cat /proc/cmdline)" >/dev/console; poweroff -f
"""


class DebianInstaller(install_libvirt_test.Machine):
    def test_it_reads_the_preseed(self):
        self.give(PRESEED, kernel=str(INSTALLER / "linux"), initrd=str(INSTALLER / "initrd.gz"))
        self.parts.words[self.parts.words.index("--memory=192")] = "--memory=512"
        self.install()
        log = (self.parts.cache / f"{self.digest}.log").read_text()
        self.assertIn("early command: auto=true priority=critical preseed/file=/preseed.cfg console=ttyS0 quiet a=b,c\n", log)
        self.assert_forgotten()


if __name__ == "__main__":
    if not INSTALLER.is_dir():
        print("skipped: there is no debian-installer-12-netboot-amd64")
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
