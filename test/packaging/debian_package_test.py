#!/usr/bin/env python3
"""Builds the Debian package twice, in other folders, time zones and umasks, and looks at what is in it.

usage: debian_package_test.py

Skipped where dpkg-buildpackage, debhelper or lintian is not installed. Takes some 15 minutes of processor time.
"""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77
COMMANDS = ["dpkg-buildpackage", "dh", "lintian", "meson"]


def run(*command, **options):
    result = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            check=False, **options)
    if result.returncode:
        raise AssertionError(f"{command[0]} ends with status {result.returncode}:\n{result.stdout[-4000:]}")
    return result.stdout


def copy_sources(folder):
    """Those that git has or would have, as in a tarball."""
    listed = run("git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for path in filter(None, listed.split("\0")):
        if (ROOT / path).is_file():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, folder / path, follow_symlinks=False)


def build(folder, umask, zone):
    """The folder with the packages."""
    sources = folder / "vmp"
    copy_sources(sources)
    environment = {**os.environ, "TZ": zone, "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "DEB_BUILD_OPTIONS": "parallel=2"}
    run("dpkg-buildpackage", "--no-sign", "--build=binary", cwd=sources, env=environment, umask=umask)
    return folder


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="vmp-package.")
        cls.addClassCleanup(cls.temporary.cleanup)
        folder = pathlib.Path(cls.temporary.name)
        cls.built = build(folder / "one", 0o022, "UTC")
        cls.again = build(folder / "a folder of another name", 0o027, "Asia/Tokyo")
        [cls.package] = cls.built.glob("vmp_*.deb")
        cls.root = folder / "root"
        run("dpkg-deb", "--extract", str(cls.package), str(cls.root))

    def test_lintian_finds_neither_errors_nor_warnings(self):
        [changes] = self.built.glob("*.changes")
        said = run("lintian", "--allow-root", "--fail-on", "error,warning", str(changes))
        self.assertEqual([line for line in said.splitlines() if line.startswith(("E:", "W:"))], [])

    def test_two_builds_are_the_same(self):
        digests = [{path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.deb")}
                   for folder in (self.built, self.again)]
        self.assertEqual(*digests)

    def test_it_has_what_meson_installs(self):
        for path in ("bin/vmp", "share/man/man1/vmp.1.gz", "share/man/man5/vmp-registry.5.gz", "share/vmp/registry.schema.json",
                     "share/bash-completion/completions/vmp", "share/zsh/vendor-completions/_vmp",
                     "share/fish/vendor_completions.d/vmp.fish", "share/doc/vmp/README.md.gz", "share/doc/vmp/copyright",
                     "share/doc/vmp/changelog.gz", "share/doc/vmp/examples/basic/registry.yaml"):
            self.assertTrue((self.root / "usr" / path).is_file(), path)

    def test_its_version_is_that_of_the_program(self):
        version = run("dpkg-deb", "--field", str(self.package), "Version").strip()
        self.assertEqual(run(str(self.root / "usr/bin/vmp"), "version").splitlines()[0], version)
        self.assertEqual(re.search(r"version: '(.*?)'", (ROOT / "meson.build").read_text())[1], version)

    def test_it_depends_on_the_libraries(self):
        depends = run("dpkg-deb", "--field", str(self.package), "Depends")
        for library in ("libfmt9", "libmimalloc2.0", "libnettle8", "libre2-9", "libyaml-0-2"):
            self.assertIn(library, depends)

    def test_the_smoke_test_passes(self):
        with tempfile.TemporaryDirectory() as folder:
            # As if it were installed: the test names the examples by where they will be.
            smoke = (ROOT / "debian/tests/smoke").read_text().replace("/usr/share", f"{self.root}/usr/share")
            environment = {**os.environ, "PATH": f"{self.root}/usr/bin:/usr/bin:/bin", "AUTOPKGTEST_TMP": folder}
            self.assertIn("make", run("sh", "-c", smoke, env=environment))


if __name__ == "__main__":
    missing = [command for command in COMMANDS if not shutil.which(command)]
    if missing:
        print("skipped: not installed:", *missing)
        sys.exit(SKIPPED)
    unittest.main()
