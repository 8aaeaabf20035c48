#!/usr/bin/env python3
"""An image's directory with the real appliance of libguestfs, QEMU and a small Debian.

usage: libguestfs_test.py [TEST...]

Needs root, and of Debian libguestfs-tools, guestfs-tools and linux-image-cloud-amd64; without those it is skipped. The root of
Debian is made by mmdebstrap and kept in the cache folder of this user.
"""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from image_directory import Image, Part, step

NEEDED = ["guestfish", "virt-customize", "virt-builder", "qemu-img", "mmdebstrap", "mke2fs", "sfdisk"]
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "vmp-libguestfs"
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "LIBGUESTFS_BACKEND": "direct", "LIBGUESTFS_CACHEDIR": str(CACHE),
               "LIBGUESTFS_BACKEND_SETTINGS": "force_tcg", "TOKEN": "swordfish",
               "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}
SECONDS = 1800


def run(*words, **options):
    return subprocess.run(words, check=True, env=ENVIRONMENT, timeout=SECONDS, **options)


def base_disk():
    """A Debian in one partition, of a name that has all that it is made of."""
    packages = "passwd,systemd-sysv"
    disk = CACHE / f"debian-{hashlib.sha256(packages.encode()).hexdigest()[:8]}.qcow2"
    if not disk.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            root, partition, raw = (pathlib.Path(folder, name) for name in ("root", "partition", "raw"))
            run("mmdebstrap", "--quiet", "--variant=apt", f"--include={packages}", "--customize-hook=: >\"$1/etc/machine-id\"",
                "bookworm", root)
            run("mke2fs", "-q", "-t", "ext4", "-d", root, partition, "700M")
            raw.touch()
            os.truncate(raw, 702 << 20)
            run("sfdisk", "--quiet", raw, input=b"label: gpt\nstart=2048, size=1433600, type=L\n")
            run("dd", f"if={partition}", f"of={raw}", "bs=1M", "seek=1", "conv=notrunc,sparse", "status=none")
            run("qemu-img", "convert", "-O", "qcow2", raw, f"{folder}/disk")
            os.rename(f"{folder}/disk", disk)
    return disk


def rights(path):
    """guestfish's command that prints mode (hexadecimal, with the kind of file), owner and group."""
    return "command", f"stat -c '%f %u %g' '{path}'"


class Libguestfs(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vmp libguestfs.", dir="/var/tmp"))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / ".images").mkdir()
        os.symlink(base_disk(), self.folder / ".images/debian-12.qcow2")
        self.source = Part("image", [("built-by", "../../debian/12"), ("file", "../../../.images/debian-12.qcow2"), ("format", "qcow2")])

    def make(self, directory, *words, status=0):
        result = subprocess.run(["make", "--no-print-directory", "-C", directory, *words], text=True, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=ENVIRONMENT, timeout=SECONDS)
        self.assertEqual(result.returncode, status, result.stdout)
        return result.stdout

    def guest(self, disk, *commands):
        """What guestfish prints of the first partition, by one start of the appliance."""
        words = [word for command in commands for word in (":", *command)]
        return run("guestfish", "--ro", "--format=qcow2", "-a", disk, "-m", "/dev/sda1", *words[1:], text=True,
                   stdout=subprocess.PIPE).stdout

    def test_steps_of_all_ways_and_a_failure_on_the_way(self):
        steps = [step("disk", "size", ("expand", "/dev/sda1"), ("size", "1G")),
                 step("site", "copy", ("mode", "0640"), ("owner", "www-data"), ("to", "/srv"), files={"files/site/it's \"a\"": "1\n"}),
                 step("motd", "write", ("to", "/etc/motd"), files={"text": "t=@secret:token@\n"}),
                 step("admin", "user", ("groups", "sudo"), ("name", "ops"), ("password", "@secret:token@"), ("sshKeys", "ssh-rsa A")),
                 step("names", "names", ("hostname", "web")),
                 step("setup", "run", ("env", "LEVEL=3 $x"), files={
                     "x:script": "#!/bin/bash\nsleep 1000 &\necho $LEVEL >/level; id -Gn ops; df --output=size -m /; exit 7\n"}),
                 step("first", "firstboot", files={"x:script": "#!/bin/sh\ndate\n"})]
        image = Image(self.source, steps, secrets=[("token", "env", "TOKEN")])
        self.assertIn('error: step "setup" failed with status 7. Its last lines:\n    ops sudo\n',
                      self.make(image.write(self.folder), "build", status=2))
        image.steps[5] = step("setup", "run", ("env", "LEVEL=3 $x"), files={"x:script": "#!/bin/bash\nsleep 1000 &\necho $LEVEL >/level\n"})
        directory = image.write(self.folder)
        self.assertEqual(self.make(directory, "build"), f"""\
images/web/12: start the appliance
images/web/12: step "setup": run
images/web/12: step "first": firstboot
images/web/12: export ../../../.images/{image.result_name()}
""")
        self.assertEqual(self.make(directory, "build"), "")
        self.assertIn("states are cached, and whole", self.make(directory, "verify"))
        moved = self.folder.rename(self.folder.with_name(self.folder.name + " moved"))
        self.addCleanup(shutil.rmtree, moved)
        self.folder.mkdir()
        result = moved / ".images" / image.result_name()
        result.unlink()
        self.assertIn("export", self.make(moved / "images/web/12", "build"))
        self.assertEqual(self.guest(
            result, ("cat", "/srv/it's \"a\""), ("cat", "/etc/motd"), ("cat", "/level"), ("cat", "/etc/hostname"),
            ("filesize", "/etc/machine-id"), ("cat", "/home/ops/.ssh/authorized_keys"), ("exists", "/.vmp-build"),
            ("blockdev-getsize64", "/dev/sda"), ("glob-expand", "/usr/lib/virt-sysprep/scripts/*")),
            "1\n\nt=swordfish\n\n3 $x\n\nweb\n\n0\nssh-rsa A\n\nfalse\n1073741824\n"
            "/usr/lib/virt-sysprep/scripts/5000-0001-step-d-07-first-script\n")

    def test_each_step_that_changes_files_and_users(self):
        steps = [step("folder", "mkdir", ("mode", "2750"), ("owner", "www-data:adm"), ("path", "/srv/a b")),
                 step("text", "write", ("to", "/srv/a b/text"), files={"text": "one\ntwo\n"}),
                 step("edited", "edit", ("file", "/srv/a b/text"), files={"sed": "s/one/1/\n/two/d\n"}),
                 step("more", "append", ("file", "/srv/a b/text"), ("line", "it's $HOME")),
                 step("link", "link", ("target", "a b/text"), ("to", "/srv/link")),
                 step("rights", "chmod", ("mode", "0600"), ("path", "/srv/a b/text")),
                 step("owner", "chown", ("owner", "nobody"), ("path", "/srv/a b/text")),
                 step("empty", "truncate", ("path", "/etc/issue")),
                 step("gone", "delete", ("path", "/etc/issue.net"), ("path", "/usr/share/doc/apt")),
                 step("root", "password", ("password", "@secret:token@"), ("user", "root")),
                 step("keys", "sshKeys", ("keys", "ssh-rsa A"), ("keys", "ssh-rsa B"), ("user", "root")),
                 step("labels", "selinuxRelabel")]
        image = Image(self.source, steps, secrets=[("token", "env", "TOKEN")])
        self.make(image.write(self.folder), "build")
        result = self.folder / ".images" / image.result_name()
        said = self.guest(
            result, ("cat", "/srv/link"), rights("/srv/a b"), rights("/srv/a b/text"), ("filesize", "/etc/issue"),
            ("glob-expand", "/etc/issue.*"), ("is-dir", "/usr/share/doc/apt"), ("cat", "/root/.ssh/authorized_keys"),
            ("filesize", "/etc/machine-id"), ("cat", "/etc/shadow"))
        head, _, shadow = said.partition("root:")
        self.assertEqual(head, "1\nit's $HOME\n\n45e8 33 4\n\n8180 65534 0\n\n0\nfalse\nssh-rsa A\nssh-rsa B\n\n0\n")
        hashed = shadow.partition(":")[0]
        checked = subprocess.run(["perl", "-e", "print crypt('swordfish', $ARGV[0]) eq $ARGV[0]", hashed], text=True, capture_output=True)
        self.assertEqual(checked.stdout, "1", hashed)

    def test_an_image_of_virt_builder(self):
        packed = self.folder / "small.xz"
        with open(self.folder / "disk", "wb") as disk:
            run("qemu-img", "convert", "-O", "raw", base_disk(), disk.name)
        with packed.open("wb") as file:
            run("xz", "-0", "-T0", "-k", "-c", disk.name, stdout=file)
        size = os.path.getsize(disk.name)
        os.unlink(disk.name)
        (self.folder / "index").write_text(
            f"[small]\nname=Small\narch=x86_64\nfile=small.xz\nformat=raw\nsize={size}\nchecksum[sha512]="
            f"{hashlib.sha512(packed.read_bytes()).hexdigest()}\nexpand=/dev/sda1\n")
        index = f"file://{self.folder}/index".replace(" ", "%20")
        image = Image(Part("builder", [("builder", "small"), ("sources", index)]), [])
        self.make(image.write(self.folder), "build")
        self.assertEqual(self.guest(self.folder / ".images" / image.result_name(), ("filesize", "/etc/machine-id")), "0\n")


if __name__ == "__main__":
    missing = [name for name in NEEDED if not shutil.which(name, path=ENVIRONMENT["PATH"])]
    if missing or os.getuid() != 0 or not list(pathlib.Path("/boot").glob("vmlinuz*")):
        print(f"skipped: needs root, a kernel in /boot, and {', '.join(NEEDED)}")
        sys.exit(77)
    unittest.main()
