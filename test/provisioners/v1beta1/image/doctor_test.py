#!/usr/bin/env python3
"""doctor: each thing that a build needs, missing, with what mends it.

usage: doctor_test.py [TEST...]
"""
import os
import subprocess
import unittest

from image_parts import Parts

SUBJECT = "images/web/12"


class Doctor(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.parts = Parts("doctor")
        self.addCleanup(self.parts.remove)
        self.boot, self.modules = self.parts.folder / "boot", self.parts.folder / "modules"
        self.boot.mkdir()
        self.modules.mkdir()
        self.parts.setup = """
add_commands_of_build() {
  packages[no-such-command]='debians fedoras'
  commands+=(bash sed bash ${more:-})
}
step_names=(01-setup) part_type[01-setup]=run part_type[source]=url
"""

    def fake_appliance(self, text):
        self.parts.fake("guestfish", f"#!/bin/sh\n{text}\n")

    def check(self, *words, **environment):
        _, said = self.parts.call(*words, **environment)
        return said.replace(str(self.parts.folder), "").replace(f"{SUBJECT}: ", "")

    def test_commands(self):
        self.assertEqual(self.check("check_commands"), "")
        self.parts.setup += "more=no-such-command\n"
        self.assertEqual(self.check("check_commands"), """\
error: this machine has no no-such-command. On Debian and Ubuntu: apt install debians. On Fedora: dnf install fedoras
""")

    def test_kernel(self):
        words = ("check_kernel", self.boot, self.modules)
        self.assertEqual(self.check(*words), """\
error: /boot has no kernel, which libguestfs needs for its appliance. On Debian: apt install linux-image-cloud-amd64. On Ubuntu: \
apt install linux-image-virtual. On Fedora: dnf install kernel-core
""")
        (self.boot / "vmlinuz-6.1").touch()
        self.assertEqual(self.check(*words), """\
error: /modules/6.1, the modules of the kernel in /boot, is not there: install the kernel's package anew
""")
        (self.modules / "6.1").mkdir()
        self.assertEqual(self.check(*words), "")
        self.assertEqual(self.check(*words, SUPERMIN_KERNEL="/none"), """\
error: SUPERMIN_KERNEL is /none, which cannot be read: set it to a kernel, or unset it
""")

    @unittest.skipIf(os.geteuid() != 0, "root can become somebody who may not read it")
    def test_a_kernel_that_only_root_may_read(self):
        (self.boot / "vmlinuz-6.1").touch(mode=0o600)
        subprocess.run(["chmod", "-R", "go+rwX", self.parts.folder.parent], check=True)
        (self.boot / "vmlinuz-6.1").chmod(0o600)
        self.parts.inside = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        self.assertEqual(self.check("check_kernel", self.boot, self.modules), """\
error: /boot/vmlinuz-6.1 is not readable for this user, as on Ubuntu: sudo chmod a+r '/boot/vmlinuz-6.1'. To keep it so: sudo \
dpkg-statoverride --add root root 0644 '/boot/vmlinuz-6.1'
""")

    def test_kvm(self):
        self.assertEqual(self.check("check_kvm", self.boot / "kvm"), """\
warning: there is no /boot/kvm, so guests are emulated, which takes many times as long: modprobe kvm_intel or kvm_amd, and switch \
virtualization on in the firmware, or, in a VM, in its host
""")
        (self.boot / "kvm").touch()
        self.assertEqual(self.check("check_kvm", self.boot / "kvm"), "")

    def test_the_appliance_is_started_once(self):
        del self.parts.environment["LIBGUESTFS_BACKEND_SETTINGS"]
        self.fake_appliance('echo "$*" >>"$FAKE_NODE/runs"')
        self.assertEqual(self.check("check_appliance"), "start the appliance once\n")
        self.assertEqual((self.parts.node / "runs").read_text(), "--ro -a /dev/null run\n")
        self.fake_appliance('[ "$LIBGUESTFS_BACKEND_SETTINGS" = force_tcg ] || { echo "no KVM" >&2; exit 1; }')
        self.assertEqual(self.check("check_appliance"), """\
start the appliance once
error: the appliance starts only without KVM, which does not work here: export LIBGUESTFS_BACKEND_SETTINGS=force_tcg
    no KVM
""")
        self.fake_appliance('echo "supermin: failed" >&2; exit 1')
        self.assertEqual(self.check("check_appliance"), """\
start the appliance once
error: the appliance does not start; below is what it said last, and libguestfs-test-tool shows all of it
    supermin: failed
""")

    def test_space(self):
        self.parts.fake("df", "#!/bin/sh\necho Avail; echo ' 800'\n")
        self.assertEqual(self.check("check_space"), "error: .cache has 800 MiB left: make gc, or set DEFAULT_IMAGE_DIR to a larger \
disk in the registry\n")
        self.parts.fake("df", "#!/bin/sh\necho Avail; echo 5000\n")
        self.assertEqual(self.check("check_space"), "warning: .cache has 5000 MiB left, which large images fill\n")

    def test_all_of_it(self):
        self.fake_appliance("")
        self.parts.fake("df", "#!/bin/sh\necho Avail; echo 50000\n")
        self.parts.setup += "SUPERMIN_KERNEL=/dev/null\n"
        status, said = self.parts.call("doctor")
        self.assertEqual((status, said.splitlines()[-1]), (0, f"{SUBJECT}: this machine can build it: 6 checks"))
        self.parts.setup += "more=no-such-command\n"
        status, said = self.parts.call("doctor")
        self.assertEqual((status, said.splitlines()[-1]), (1, f"{SUBJECT}: error: 1 of 6 checks failed"))

    def test_an_image_of_boots_and_host_scripts_needs_no_appliance(self):
        self.parts.setup += "part_type[01-setup]=boot\n"
        self.parts.fake("df", "#!/bin/sh\necho Avail; echo 50000\n")
        self.assertEqual(self.check("doctor"), "this machine can build it: 3 checks\n")

    def test_a_node_out_of_reach(self):
        self.parts.setup += "part_type[01-setup]=boot node=kvm1\nname_installation() { :; }; read_state() { die unreachable; }\n"
        self.parts.fake("df", "#!/bin/sh\necho Avail; echo 50000\n")
        self.parts.environment["LIBVIRT_DEFAULT_URI"] = "test:///default"
        self.assertEqual(self.check("doctor"), "error: unreachable\nerror: 1 of 4 checks failed\n")


if __name__ == "__main__":
    unittest.main(verbosity=2)
