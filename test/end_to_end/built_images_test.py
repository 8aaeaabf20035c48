#!/usr/bin/env python3
"""The examples image-steps and golden, run for real: libguestfs makes their images, and Debian guests boot from them.

usage: built_images_test.py VMP [TEST...]

A small Debian stands for the one of the web, a package of ours for nginx, and an installer of a few lines for Debian's. Prints
how long a clone takes until it is ready, and how long a guest does that has its disk to itself. Takes some minutes under
emulation. Exits 77 (skipped) without libguestfs, or where guests cannot have namespaces of their own: it needs root.
"""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from guest_node import SKIPPED, GuestNode, guest_image

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"
sys.path.insert(0, str(HERE.parent / "provisioners/v1beta1/image"))

from small_installer import small_installer  # noqa: E402

NEEDED = ["guestfish", "virt-sysprep", "qemu-img", "mmdebstrap", "dpkg-deb"]
SECONDS = 3000
# This machine, as the guests of libguestfs' network reach it.
FROM_THE_APPLIANCE = "169.254.2.2"
FROM_A_GUEST = "10.47.11.1"

# A web server that knows of nginx what the example asks of it.
NGINX = {
    "usr/sbin/nginx": """#!/bin/sh
[ "$1" != -t ] || exec grep -q root /etc/nginx/sites-available/default
exec python3 -m http.server 80 --directory "$(sed -n 's/^ *root \\(.*\\);/\\1/p' /etc/nginx/sites-available/default)"
""",
    "lib/systemd/system/nginx.service": """[Service]
ExecStart=/usr/sbin/nginx
[Install]
WantedBy=multi-user.target
""",
    "etc/nginx/sites-available/default": "",
}
PACKAGES = {"nginx": NGINX, "passing": {}}
CONTROL = """Package: {}
Version: 1.0
Architecture: all
Maintainer: nobody <nobody@example.org>
Description: stands for a real one
"""
# What QEMU needs here, and a kernel beside the disk, since the small Debian has no boot loader.
MACHINE = {
    "virt-type": "qemu", "memory": 512, "memballoon": "none",
    "boot": [{"name": "kernel", "options": {
        "kernel": "{BOOT}/vmlinuz", "initrd": "{BOOT}/initrd",
        "kernel_args": "root=/dev/vda1 console=ttyS0 net.ifnames=0 quiet no_timer_check panic=1"}}],
    "controller": [{"name": "scsi", "options": {"type": "scsi", "model": "virtio-scsi"}}],
    "disk": [{"name": "root", "options": {"cache": "unsafe", "bus": "virtio"}}, {"name": "seed", "options": {"bus": "scsi"}}],
}


class BuiltImages(unittest.TestCase):
    vmp = image = None

    def setUp(self):
        self.served = pathlib.Path(tempfile.mkdtemp(prefix="vmp-served."))
        self.addCleanup(shutil.rmtree, self.served)
        self.node = GuestNode(self.served)
        self.addCleanup(self.node.end)
        self.folder = self.node.folder / "vms"
        self.node.environment.update({"LIBGUESTFS_BACKEND": "direct", "LIBGUESTFS_BACKEND_SETTINGS": "force_tcg"})

    def test_an_image_in_steps(self):
        (self.served / "guest.qcow2").symlink_to(self.image / "guest.qcow2")
        self.serve_packages()
        from_appliance = f"http://{FROM_THE_APPLIANCE}:{self.node.images.port}"
        self.generate("image-steps", images=[
            {"name": "debian", "tags": [{"pattern": "^12-.*$", "volumeName": "guest.qcow2",
                                         "url": f"http://127.0.0.1:{self.node.images.port}/guest.qcow2"}]},
            {"name": "web", "build": {"steps": [
                {"name": "mirror", "before": "seal", "write": {
                    "to": "/etc/apt/sources.list", "text": f"deb [trusted=yes] {from_appliance}/repository ./\n"}},
                {"name": "newest", "before": "seal", "update": True},
                {"name": "more", "before": "seal", "install": ["passing"]},
                {"name": "less", "before": "seal", "uninstall": ["passing"]}]}}])
        self.assertEqual(self.last_line("up"), "up: 2 done")
        self.make("-C", "front", "wait-for-ready")
        self.assertEqual(self.ask("front", "cat /etc/motd; df --output=size -BG / | tr -d ' '; wc -c </etc/machine-id"),
                         "web 1, made by vmp\n1G-blocks\n4G\n33\n")
        self.assertEqual(self.ask("front", "dpkg-query -W -f '${Package} ${Status}\\n' nginx passing 2>&1 || true"),
                         "dpkg-query: no packages found matching passing\nnginx install ok installed\n")
        address = self.make("--silent", "-C", "front", "ip").strip()
        page = subprocess.run(["curl", "--silent", "--fail", "--retry", "60", "--retry-connrefused", "--retry-delay", "1",
                               f"http://{address}/index.html"], text=True, stdout=subprocess.PIPE, check=True)
        self.assertEqual(page.stdout, (EXAMPLES / "image-steps/files/site/index.html").read_text())
        self.assertEqual(self.last_line("up"), "up: 2 done")
        self.assertEqual(self.make("-C", "images/web/1", "build"), "")
        self.leave_nothing()

    def test_a_golden_image_and_its_clones(self):
        subprocess.run(["qemu-img", "convert", "-O", "raw", self.image / "guest.qcow2", self.served / "guest.raw"], check=True)
        installer = small_installer()
        (self.node.folder / "answers.cfg").write_text(
            f"disk http://{FROM_A_GUEST}:{self.node.images.port}/guest.raw 10.47.11.200/24\n")
        self.generate("golden", images=[{"name": "golden", "vars": {"DEFAULT_NETWORK_NAME": "guests"}, "build": {"from": {"install": {
            "location": None, "kernel": f"file://{installer}/kernel", "initrd": f"file://{installer}/initrd",
            "autoinstall": {"file": "answers.cfg"}, "extraArgs": "console=ttyS0 quiet net.ifnames=0",
            "virtInstall": {"virt-type": "qemu", "memory": 192}}}}}])
        self.make("-C", "nodes/local", "up")
        # virt-install and the daemon exchange files in /var/lib/libvirt/boot, which is the daemon's own here.
        libvirt = self.node.folder / "lv"
        (libvirt / "lib/boot").mkdir()
        daemon = (libvirt / "daemons").read_text().split()[1]
        self.make("-C", "images/golden/debian-12", "build", inside=["nsenter", "--target", daemon, "--mount", f"--wd={self.folder}"])
        seconds = self.seconds_until_ready("clone-1")
        self.assertEqual(self.last_line("up"), "up: 3 done")
        self.make("-C", "clone-2", "wait-for-ready")
        identities = [self.ask(name, "cat /etc/machine-id /etc/ssh/ssh_host_ed25519_key.pub; hostname") for name in ("clone-1", "clone-2")]
        self.assertEqual([said.splitlines()[2] for said in identities], ["clone-1", "clone-2"])
        self.assertEqual(len({line for said in identities for line in said.splitlines()[:2]}), 4)
        with self.subTest("one of them stays without the image"):
            before = self.ask("clone-1", "cat /proc/sys/kernel/random/boot_id")
            self.make("-C", "clone-1", "consolidate")
            self.assertNotIn("<backingStore>", self.node.virsh("vol-dumpxml", "--pool", "default", "clone-1.qcow2"))
            self.make("-C", "clone-1", "stop", "up", "wait-for-ready")
            self.assertNotEqual(self.ask("clone-1", "cat /proc/sys/kernel/random/boot_id"), before)
            self.make("-C", "clone-1", "stop")
            started = time.monotonic()
            self.make("-C", "clone-1", "up", "wait-for-ready")
            print(f"ready after {seconds:.0f} s as a new clone, after {time.monotonic() - started:.0f} s from a disk of its own")
        self.leave_nothing()

    def seconds_until_ready(self, name):
        started = time.monotonic()
        self.make("-C", name, "up", "wait-for-ready")
        return time.monotonic() - started

    def leave_nothing(self):
        self.make("down")
        self.assertEqual(self.node.virsh("list", "--all", "--name").split(), [])

    # -- what tests do

    def serve_packages(self):
        repository = self.served / "repository"
        repository.mkdir()
        index = ""
        for name, files in PACKAGES.items():
            package = self.node.folder / name
            for path, text in {**files, "DEBIAN/control": CONTROL.format(name)}.items():
                (package / path).parent.mkdir(parents=True, exist_ok=True)
                (package / path).write_text(text)
                (package / path).chmod(0o755 if path.startswith("usr/sbin/") else 0o644)
            built = repository / f"{name}.deb"
            subprocess.run(["dpkg-deb", "--build", "--root-owner-group", package, built], check=True, stdout=subprocess.DEVNULL)
            data = built.read_bytes()
            index += (f"{CONTROL.format(name)}Filename: ./{built.name}\nSize: {len(data)}\n"
                      f"SHA256: {hashlib.sha256(data).hexdigest()}\n\n")
        (repository / "Packages").write_text(index)

    def generate(self, example, **sections):
        """The example's directories, for this node."""
        key = self.node.ssh.key
        template = {"image-steps": "from-image", "golden": "clone"}[example]
        ours = {
            "nodes": [{"name": "local", "libvirt": {"connection": {"uri": self.node.local_uri}}, "vars": {
                "DEFAULT_POOL_PATH": str(self.node.pools / "default"), "DEFAULT_NETWORK_NAME": "guests", "BOOT": str(self.image)}}],
            "templates": [{
                "name": template,
                "vars": {"V1BETA1_WAIT_FOR_READY_TIMEOUT_SECS": 1200, "V1BETA1_SHUTDOWN_TIMEOUT_SECS": 900},
                "libvirt": {"domain": {"virtInstall": MACHINE}},
                "cloudInit": {"noCloud": {"data": {"user-data": {
                    "ssh_authorized_keys": [key.with_suffix(".pub").read_text().strip()]}}}},
                "ssh": {"options": {"IdentityFile": str(key), "IdentitiesOnly": "yes"}}}],
            **sections}
        registry = self.node.folder / "ours.yaml"
        registry.write_text(json.dumps(ours))
        words = [word for source in (EXAMPLES / example / "registry.yaml", registry) for word in ("--registry", source)]
        subprocess.run([self.vmp, *words, "gen", "--base-dir", self.folder], check=True, stderr=subprocess.DEVNULL)

    def make(self, *words, inside=()):
        result = subprocess.run([*inside, "make", "--no-print-directory", *words], cwd=self.folder, text=True, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.node.environment, timeout=SECONDS)
        self.assertEqual(result.returncode, 0, result.stdout)
        return result.stdout

    def last_line(self, *words):
        return self.make(*words).splitlines()[-1].partition(" in ")[0]

    def ask(self, vm, command):
        return self.make("--silent", "-C", vm, "ssh", f"CMD={command}")


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(__doc__)
    if not all(map(shutil.which, NEEDED)) or not list(pathlib.Path("/boot").glob("vmlinuz*")):
        print(f"skipped: needs a kernel in /boot, and {', '.join(NEEDED)}")
        sys.exit(SKIPPED)
    small_installer()  # whose kernel comes from the network, which there is none of behind this
    BuiltImages.image = guest_image()
    BuiltImages.vmp = pathlib.Path(sys.argv.pop(1)).resolve()
    os.environ.setdefault("TMPDIR", "/var/tmp")
    unittest.main(verbosity=2)
