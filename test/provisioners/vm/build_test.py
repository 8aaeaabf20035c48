#!/usr/bin/env python3
"""Which commands a target asks for, and which digest `make build` finds in a list of checksums.

usage: build_test.py VMP VERSION [TEST...]
"""
import hashlib
import os
import pathlib
import unittest

from toy_vm import IMAGE, V, VERSION, ToyVm

LIST = "https://images.example/SUMS"
MD5, SHA1, SHA256, SHA512 = (hashlib.new(name, IMAGE).hexdigest() for name in ("md5", "sha1", "sha256", "sha512"))
OTHER, THIRD = "1" * 64, "2" * 64
NONE = f"{LIST} lists no sha256 digest of debian.qcow2"


def signed(text):
    """As gpg --clear-sign writes it."""
    return ("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n" + text.replace("\n-", "\n- -")
            + "-----BEGIN PGP SIGNATURE-----\n\niHUEARYIAB0WIQS\n=abcd\n-----END PGP SIGNATURE-----\n")


# What is tried, and the list; where something is wrong with it, what is said.
LISTS = [
    ("as sha256sum writes it", f"{OTHER}  xdebian.qcow2\n{SHA256}  debian.qcow2\n", ""),
    ("for a binary file", f"{OTHER} *xdebian.qcow2\n{SHA256} *debian.qcow2\n", ""),
    ("with --tag", f"SHA256 (xdebian.qcow2) = {OTHER}\nSHA256 (debian.qcow2) = {SHA256}\n", ""),
    ("as openssl writes it", f"SHA256(debian.qcow2)= {SHA256}\n", ""),
    ("as openssl 3 writes it", f"SHA2-256(debian.qcow2)= {SHA256}\n", ""),
    ("another name of the algorithm", f"SHA-256 (debian.qcow2) = {SHA256}\n", ""),
    ("one blank", f"{SHA256} debian.qcow2\n", ""),
    ("a tab", f"{SHA256}\tdebian.qcow2\n", ""),
    ("blanks at the end", f"{SHA256}  debian.qcow2  \n", ""),
    ("capitals", f"{SHA256.upper()}  debian.qcow2\n", ""),
    ("line ends of Windows", f"# a list\r\n\r\n{SHA256}  debian.qcow2\r\n", ""),
    ("line ends of Windows with --tag", f"SHA256 (debian.qcow2) = {SHA256}\r\n", ""),
    ("no end of the last line", f"{SHA256}  debian.qcow2", ""),
    ("MD5 before SHA256", f"MD5 (debian.qcow2) = {MD5}\nSHA256 (debian.qcow2) = {SHA256}\n", ""),
    ("SHA256 before SHA512", f"SHA256 (debian.qcow2) = {SHA256}\nSHA512 (debian.qcow2) = {SHA512}\n", ""),
    ("SHA512 before SHA256", f"SHA512 (debian.qcow2) = {SHA512}\nSHA256 (debian.qcow2) = {SHA256}\n", ""),
    ("SHA512/256 before SHA256", f"SHA512/256 (debian.qcow2) = {OTHER}\nSHA256 (debian.qcow2) = {SHA256}\n", ""),
    ("several algorithms without names", "".join(f"{digest}  debian.qcow2\n" for digest in (MD5, SHA1, SHA512, SHA256)), ""),
    ("only MD5", f"MD5 (debian.qcow2) = {MD5}\n", NONE),
    ("only MD5, without its name", f"{MD5}  debian.qcow2\n", NONE),
    ("only SHA512", f"{SHA512}  debian.qcow2\n", NONE),
    ("signed", signed(f"{OTHER}  xdebian.qcow2\n{SHA256}  debian.qcow2\n"), ""),
    ("signed, with comments and --tag", signed(f"# debian.qcow2: 9000 bytes\nSHA256 (debian.qcow2) = {SHA256}\n"), ""),
    ("signed, one digest", signed(f"{SHA256}\n"), ""),
    ("in a directory", f"{OTHER}  ./xdebian.qcow2\n{SHA256}  ./debian.qcow2\n", ""),
    ("in a directory of the url", f"{OTHER}  arm64/debian.qcow2\n{SHA256}  amd64/debian.qcow2\n", ""),
    ("in a directory, signed with --tag", signed(f"SHA256 (./amd64/debian.qcow2) = {SHA256}\n"), ""),
    ("in another directory", f"{SHA256}  ./dir/debian.qcow2\n{OTHER}  dir/xdebian.qcow2\n", ""),
    ("beside one in another directory", f"{OTHER}  dir/debian.qcow2\n{SHA256}  debian.qcow2\n", ""),
    ("before one in another directory", f"{SHA256}  debian.qcow2\n{OTHER}  dir/debian.qcow2\n", ""),
    ("twice the same", f"{SHA256}  a/debian.qcow2\n{SHA256} *b/debian.qcow2\n", ""),
    ("twice another", f"{SHA256}  debian.qcow2\n{OTHER}  ./debian.qcow2\n",
     f"{LIST} lists several sha256 digests of debian.qcow2 ({SHA256} {OTHER}): write the right one as checksum in the "
     "registry, sha256:DIGEST"),
    ("in two other directories", f"{OTHER}  a/debian.qcow2\n{THIRD}  b/debian.qcow2\n",
     f"{LIST} lists several sha256 digests of debian.qcow2 ({OTHER} {THIRD}): write the right one as checksum in the "
     "registry, sha256:DIGEST"),
    ("one digest", f"{SHA256}\n", ""),
    ("one digest and empty lines", f"\n{SHA256}\n\n", ""),
    ("one digest of another algorithm", f"{MD5}\n", NONE),
    ("two digests", f"{SHA256}\n{SHA256}\n", NONE),
    ("one digest beside another's", f"{SHA256}\n{OTHER}  xdebian.qcow2\n", NONE),
    ("a name is no pattern", f"{SHA256}  debian_qcow2\n", NONE),
    ("only the name's end", f"{SHA256}  xdebian.qcow2\n", NONE),
    ("only the name's beginning", f"{SHA256}  debian.qcow2.asc\n", NONE),
    ("something else", "<html>Not here</html>\n", NONE),
    ("nothing", "", NONE),
]

# The name in the url, and in the list.
NAMES = [
    ("debian%2B1.qcow2", "debian+1.qcow2"),
    ("debian%2B1.qcow2", "debian%2B1.qcow2"),
    ("debian%2b1.qcow2", "./images/debian%2B1.qcow2"),
    ("debian+1.qcow2", "debian%2B1.qcow2"),
    ("debian+1.qcow2", "debian+1.qcow2"),
    ("a%20b%26c.qcow2", "a b&c.qcow2"),
    ("100%25.qcow2", "100%.qcow2"),
    ("100%.qcow2", "100%.qcow2"),
    ("a(1).qcow2", "a(1).qcow2"),
    ("%C3%A9%5Cn.qcow2", "é\\n.qcow2"),
    ("[a]*.qcow2", "[a]*.qcow2"),
]

# Debian's and Fedora's package of each command.
PACKAGES = {
    "sed": ("sed", "sed"), "flock": ("util-linux", "util-linux"),
    "virsh": ("libvirt-clients", "libvirt-client"), "virt-install": ("virtinst", "virt-install"), "curl": ("curl", "curl"),
    "ssh": ("openssh-client", "openssh-clients"), "sshpass": ("sshpass", "sshpass"), "xargs": ("findutils", "findutils"),
    "cmp": ("diffutils", "diffutils"), "xorriso": ("xorriso", "xorriso"), "awk": ("mawk", "gawk"),
    "gzip": ("gzip", "gzip"), "xz": ("xz-utils", "xz"), "bzip2": ("bzip2", "bzip2"), "zstd": ("zstd", "zstd"),
    "tar": ("tar", "tar"), "unzip": ("unzip", "unzip"), "7z": ("p7zip-full", "p7zip-plugins")}

# The commands that a target needs where nothing has been built, in the order in which they are named.
NEEDED = {
    "up": "sed flock virsh virt-install curl cmp xorriso",
    "down": "sed flock virsh",
    "build": "sed flock curl cmp xorriso",
    "clean": "sed flock",
    "clean-all": "sed flock",
    "create": "sed flock virsh virt-install",
    "create/pool": "sed flock virsh",
    "create/volume": "sed flock virsh",
    "create/volume/web/root.qcow2": "sed flock virsh",
    "create/domain": "sed flock virsh virt-install",
    "start": "sed flock virsh",
    "stop": "sed flock virsh",
    "kill": "sed flock virsh",
    "delete": "sed flock virsh",
    "status": "sed virsh",
    "diff": "sed virsh",
    "wait-for-ready": "sed virsh ssh xargs sshpass",
    "wait-for-ready/ip": "sed virsh",
    "wait-for-ready/ssh": "sed virsh ssh xargs sshpass",
    "console": "sed virsh",
    "ip": "sed virsh",
    "ssh": "sed virsh ssh xargs sshpass",
    "exec": "sed",
}


class NeededCommands(ToyVm):
    def setUp(self):
        super().setUp()
        self.commands = self.folder / "commands"
        self.commands.mkdir()
        for folder in ("/usr/sbin", "/usr/bin", "/sbin", "/bin"):
            for path in pathlib.Path(folder).iterdir():
                if not os.path.lexists(self.commands / path.name):
                    (self.commands / path.name).symlink_to(path)
        self.environment["PATH"] = f"{self.folder}/bin:{self.commands}"

    def remove(self, *names):
        for name in names:
            for folder in (self.commands, self.folder / "bin"):
                (folder / name).unlink(missing_ok=True)

    def assert_lacks(self, names, *words):
        """It is the only thing that happens."""
        packages = [" ".join(PACKAGES[name][system] for name in names.split()) for system in (0, 1)]
        runs, output = self.runs_of(*words, status=2)
        self.assertEqual(output.partition("make: ***")[0],
                         f"web: error: this machine lacks {names.replace(' ', ', ')}. On Debian and Ubuntu: apt install "
                         f"{packages[0]}. On Fedora: dnf install {packages[1]}\n")
        self.assertEqual(runs, [])
        self.assertFalse((self.folder / "images").exists())

    def test_what_a_target_needs_is_said_before_anything_else(self):
        self.remove(*PACKAGES, "genisoimage", "mkisofs")
        for target, names in NEEDED.items():
            if VERSION != "v1alpha1":  # it reads what a node says with awk, from a file of its own
                names = names.replace("virsh", "virsh awk" if "flock" in names else "virsh awk flock")
            with self.subTest(target):
                self.assert_lacks(names, target)

    def test_one_missing_command_is_named_alone(self):
        self.remove("xargs")
        self.assert_lacks("xargs", "ssh", f"{V}_SSH_HOST=guest")
        self.make("up")

    def test_a_known_address_needs_no_libvirt(self):
        self.remove("virsh", "sshpass", "curl", "virt-install")
        for known in (f"{V}_SSH_HOST=guest", f"{V}_IP_CMD=echo guest"):
            self.assertEqual(self.make("ip", known), "guest\n")
            self.assert_lacks("sshpass", "ssh", known)

    def test_without_a_password_there_is_no_sshpass(self):
        del self.web["ssh"]["password"]
        self.generate()
        self.remove("sshpass")
        self.make("up", "wait-for-ready")
        self.assertEqual(self.make("ssh"), "ssh says this\n")

    def test_what_is_built_needs_nothing_any_more(self):
        self.make("build")
        self.remove("curl", "xorriso", "genisoimage", "mkisofs", "cmp")
        self.make("up")

    def test_any_writer_of_iso_images_will_do(self):
        self.remove("xorriso", "genisoimage", "mkisofs")
        for name in ("genisoimage", "mkisofs"):
            writer = self.folder / "bin" / name
            writer.write_text('#!/bin/sh\nwhile [ "$1" != -output ]; do shift; done\necho whole >"$2"\n')
            writer.chmod(0o755)
            self.make("clean", "build")
            writer.unlink()

    def test_archives_need_what_unpacks_them(self):
        self.remove(*PACKAGES)
        for name in ("grep", "sed", "flock", "xorriso", "cmp", "curl"):
            (self.folder / "bin" / name).symlink_to("/bin/true")
        for kind, names in (("gz", "gzip"), ("xz", "xz"), ("bz2", "bzip2"), ("zst", "zstd"), ("zip", "unzip awk"), ("7z", "7z awk"),
                            ("tar", "tar awk"), ("tar.gz", "gzip tar awk"), ("tar.xz", "xz tar awk"),
                            ("tar.bz2", "bzip2 tar awk"), ("tar.zst", "zstd tar awk")):
            with self.subTest(kind):
                self.registry["images"][0]["tags"][0]["archive"] = {"type": kind}
                self.generate()
                self.assert_lacks(names, "build")

    def test_an_installer_and_a_transient_domain_need_virt_install_to_start(self):
        self.web["libvirt"]["domain"]["virtInstall"]["transient"] = True
        self.generate()
        self.make("build", "create")
        self.remove("virt-install")
        self.assertIn("web: error: this machine lacks virt-install. On Debian and Ubuntu: apt install virtinst. On Fedora: dnf "
                      "install virt-install\n", self.make("start", status=2))


class ListOfChecksums(ToyVm):
    def set_image(self, name, algorithm="sha256"):
        self.registry["images"][0]["tags"][0] |= {
            "url": f"https://images.example/amd64/{name}", "checksum": {"algorithm": algorithm, "url": LIST}}
        self.generate()
        (self.node / "www" / name).write_bytes(IMAGE)

    def build_with(self, text, status):
        (self.node / "www/SUMS").write_text(text, newline="")
        (self.folder / "images/debian.qcow2").unlink(missing_ok=True)
        output = self.make("build", status=status)
        self.assertEqual([path.name for path in (self.folder / "images").iterdir()],
                         ["debian.qcow2.lock"] if status else ["debian.qcow2"])
        return output

    def test_the_line_of_the_image_and_the_algorithm_is_found(self):
        self.set_image("debian.qcow2")
        for what, text, said in LISTS:
            with self.subTest(what):
                output = self.build_with(text, status=2 if said else 0)
                self.assertEqual([line for line in output.splitlines() if "error" in line],
                                 [f"web: error: {said}"] if said else [])

    def test_names_are_compared_as_they_are_and_decoded(self):
        for name, listed in NAMES:
            with self.subTest(name=name, listed=listed):
                self.set_image(name)
                other = listed.removesuffix(".qcow2") + ".raw"
                self.build_with(f"{OTHER}  {other}\n{SHA256}  {listed}\n", status=0)
                self.build_with(f"SHA256 ({listed}) = {SHA256}\n", status=0)

    def test_sha512_is_found_beside_others(self):
        self.set_image("debian.qcow2", "sha512")
        self.build_with(f"{SHA256}  debian.qcow2\n{SHA512}  debian.qcow2\n", status=0)
        self.build_with(f"SHA256 (debian.qcow2) = {SHA256}\nSHA512 (debian.qcow2) = {SHA512}\n", status=0)

    def test_another_image_than_the_listed_one_is_refused(self):
        self.set_image("debian.qcow2")
        self.assertIn(f"has the sha256 digest {SHA256}, not {OTHER}: it is damaged, or changed there.",
                      self.build_with(f"{OTHER}  debian.qcow2\n", status=2))


if __name__ == "__main__":
    unittest.main(verbosity=2)
