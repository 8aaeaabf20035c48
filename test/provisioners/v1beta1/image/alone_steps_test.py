#!/usr/bin/env python3
"""Steps that stand alone: boot with a real QEMU and a guest of 512 bytes, host, and seal with a virt-sysprep that only listens.

usage: alone_steps_test.py [TEST...]
"""
import shutil
import subprocess
import unittest

from image_parts import Parts, qemu_img

# 16 bits, at 0x7c00: writes the text to the first serial port, then its own sector behind itself.
SPEAK = bytes.fromhex("31c0 8ed8 8ec0 be807c ac 84c0 7406 baf803 ee ebf5  b80103 bb007c b90200 ba8000 cd13")
POWER_OFF = bytes.fromhex("b80153 31db cd15  b80e53 31db b90201 cd15  b80753 bb0100 b90300 cd15")  # by APM
STAY = bytes.fromhex("f4 ebfd")


class Steps(unittest.TestCase):
    maxDiff = None
    names = ()

    def setUp(self):
        self.parts = Parts(*self.names, base_name="a,b")
        self.addCleanup(self.parts.remove)
        self.parts.setup = "part_seconds[01-step]=300"
        self.disk = self.parts.cache / "aa.abc.part"

    def write_disk(self, code):
        raw = self.parts.folder / "raw"
        sector = code.ljust(0x80, b"\0") + b"\x1b[1;1H\x1b[31mhello\x1b[0m\r\nbye\r\n\0"
        raw.write_bytes(sector.ljust(510, b"\0") + b"\x55\xaa" + bytes(1 << 20))
        qemu_img("convert", "-O", "qcow2", raw, self.disk)
        return sector

    def run_step(self, step, **environment):
        return self.parts.call(f"alone_{step}", "01-step", f"../../../.images/.cache/{self.disk.name}", **environment)


@unittest.skipUnless(shutil.which("qemu-system-x86_64"), "there is no qemu-system-x86_64")
class Boot(Steps):
    names = ("console", "boot")

    def test_the_guest_runs_until_it_powers_off(self):
        sector = self.write_disk(SPEAK + POWER_OFF + STAY)
        self.parts.give("01-step", memory="64", vcpus="2")
        status, said = self.run_step("boot")
        self.assertEqual(status, 0, said)
        self.assertRegex(said, r"(?s)^images/web/12: boot it; it has to power itself off\n.*\nhello\nbye\n")
        qemu_img("convert", "-O", "raw", self.disk, self.parts.folder / "after")
        self.assertTrue((self.parts.folder / "after").read_bytes()[512:].startswith(sector))
        qemu_img("check", self.disk)

    def test_a_guest_that_stays_on_runs_out_of_time(self):
        self.write_disk(SPEAK + STAY)
        self.parts.setup = "part_seconds[01-step]=10"
        self.parts.variables["network"] = "no"
        status, said = self.run_step("boot")
        self.assertEqual(status, 124)
        self.assertIn("\nhello\nbye\n", said)

    def test_a_qemu_that_is_ended_from_outside_has_not_powered_off(self):
        self.write_disk(SPEAK + STAY)
        process = self.parts.start("alone_boot", "01-step", f"../../../.images/.cache/{self.disk.name}")
        while process.stdout.readline() not in ("bye\n", ""):
            pass
        found = subprocess.run(["pgrep", "--session", str(process.pid), "qemu-system"], text=True, capture_output=True)
        subprocess.run(["kill", *found.stdout.split()], check=True)
        said, _ = process.communicate()
        self.assertEqual((process.returncode, "terminating on signal 15" in said), (1, True))

    def test_what_is_missing_is_said(self):
        self.write_disk(SPEAK)
        self.parts.fake("uname", "#!/bin/sh\necho pdp11\n")
        self.assertEqual(self.run_step("boot"), (1, """\
images/web/12: error: this machine lacks qemu-system-pdp11. On Debian and Ubuntu: apt install qemu-system. On Fedora: dnf \
install qemu-kvm
"""))


class Host(Steps):
    names = ("host",)

    def setUp(self):
        super().setUp()
        self.disk.write_bytes(b"disk")
        self.folder = self.parts.directory / "step.d/01-step"
        self.folder.mkdir(parents=True)

    def write_script(self, text):
        (self.folder / "script").write_text(f"#!/bin/sh\n{text}\n")
        (self.folder / "script").chmod(0o755)

    def test_the_script_knows_what_it_is_about(self):
        self.parts.give("01-step", env=["LEVEL=3", "TEXT=it's $(x)\nmore"])
        self.write_script('printf "%s\\n" "$VMP_STEP" "$VMP_CHAIN" "$VMP_IMAGE" "$LEVEL" "$TEXT"; cat "$VMP_IMAGE"; cat')
        self.assertEqual(self.run_step("host"), (0, f"""\
step
{"3f9c2a7d" * 8}
{self.disk}
3
it's $(x)
more
disk"""))

    def test_its_status_is_the_steps(self):
        self.write_script("echo no >&2; exit 7")
        self.assertEqual(self.run_step("host"), (7, "no\n"))

    def test_it_has_its_time(self):
        self.parts.setup = "part_seconds[01-step]=1"
        self.write_script("exec sleep 1000")
        self.assertEqual(self.run_step("host"), (124, ""))

    def test_the_disk_stays_as_it_is(self):
        for change in ('printf DISK >"$VMP_IMAGE"', 'touch "$VMP_IMAGE"', 'cp "$VMP_IMAGE" x && mv x "$VMP_IMAGE"'):
            self.write_script(change)
            self.assertEqual(self.run_step("host"), (1, 'images/web/12: error: the script has changed the disk, which is not for \
a step "host": use run, or another step\n'))
        self.write_script('rm "$VMP_IMAGE"')
        self.assertRegex(self.run_step("host")[1], "error: the script has removed the disk\n$")


class Seal(Steps):
    names = ("seal",)

    def setUp(self):
        super().setUp()
        self.parts.fake("virt-sysprep", r"""#!/bin/bash
printf '%s\n' "$@" | sed 's/[^ ]*vmp-[0-9]*[^:]*/UNIT/' >"$FAKE_NODE/words"
for word; do [[ $word != *vmp-host-keys.service || $word == /* ]] || break; done
for word; do [[ $word != /*/[0-9]:/etc/* ]] || cat "${word%%:*}" >"$FAKE_NODE/unit"; done
exit "${FAKE_STATUS:-0}"
""")

    def words(self):
        return (self.parts.node / "words").read_text().splitlines()

    def test_without_operations_all_that_makes_a_machine_itself(self):
        self.assertEqual(self.run_step("seal"), (0, ""))
        words = self.words()
        self.assertEqual(words[:7], [
            "--format", "qcow2", "-a", "../../../.images/.cache/aa.abc.part", "--operations",
            "ssh-hostkeys,udev-persistent-net,net-hwaddr,logfiles,machine-id,customize", "--no-logfile"])
        self.assertEqual(words[-2:], ["--write", "/etc/machine-id:"])
        self.assertIn("ExecStart=/usr/bin/ssh-keygen -A\n", (self.parts.node / "unit").read_text())

    def test_the_operations_that_are_named(self):
        self.parts.give("01-step", operations=["logfiles", "customize"])
        self.run_step("seal")
        self.assertEqual(self.words()[4:], ["--operations", "logfiles,customize", "--no-logfile"])

    def test_a_failure_is_the_steps(self):
        self.assertEqual(self.run_step("seal", FAKE_STATUS="1"), (1, ""))


if __name__ == "__main__":
    unittest.main(verbosity=2)
