#!/usr/bin/env python3
"""Which digest `make build` finds in a list of checksums.

usage: build_test.py VMP [TEST...]
"""
import hashlib
import pathlib
import sys
import unittest

from toy_vm import IMAGE, ToyVm

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
    ToyVm.vmp = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
