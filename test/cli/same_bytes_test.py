#!/usr/bin/env python3
"""Runs the program in many surroundings: the same registry must give the same bytes in all of them.

usage: same_bytes_test.py VMP
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

VMP = str(pathlib.Path(sys.argv.pop(1)).resolve())
PROJECT = pathlib.Path(__file__).resolve().parents[2]
REGISTRY = PROJECT / "examples/advanced/registry"
# Names and texts that a locale could sort, fold or write in another way.
ODD = """
vms:
- {name: Zebra, templates: [live, screen], image: 'debian-live:12.11.0', description: "1,5 \u00e4 \u0130"}
- {name: \u00e4pfel, templates: [live, screen], image: 'debian-live:12.11.0', vars: {I: \u0131, i: \u0130, Z: "10.5"}}
- {name: zebra, templates: [live, screen], image: 'debian-live:12.11.0', ssh: {options: {SetEnv: [TZ=x, LANG=y]}}}
"""
MISTAKES = """
vms:
- {name: a, template: lvie}
- {name: \u00e4, templates: [live, screen], image: 'debian-live:12.11.0', description: "{\u0130}"}
- {name: b, templates: [live, screen], image: 'debian-live:12.11.0', description: "{VM_NAM}"}
"""


def locales():
    known = subprocess.run(["locale", "-a"], stdout=subprocess.PIPE, check=False).stdout.decode(errors="replace").split()
    return sorted({"C", "C.UTF-8", "tr_TR.UTF-8", "nonsense", *known})[:20]


class SameBytesTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "odd.yaml").write_text(ODD, encoding="utf-8")
        (self.folder / "mistakes.yaml").write_text(MISTAKES, encoding="utf-8")
        (self.folder / "registry").symlink_to(REGISTRY)
        self.count = 0

    def run_vmp(self, *arguments, sources=("registry", "odd.yaml"), **options):
        """Exit status, standard output and messages."""
        options.setdefault("cwd", self.folder)
        options.setdefault("env", {})
        options.setdefault("stdin", subprocess.DEVNULL)
        registry = [word for source in sources for word in ("--registry", source)]
        result = subprocess.run([VMP, *registry, *arguments], capture_output=True, check=False, **options)
        return result.returncode, result.stdout, result.stderr

    def generate(self, *arguments, **options):
        """The messages of "gen", and path, mode and bytes of each file that it wrote."""
        self.count += 1
        base = self.folder / f"vms{self.count}"
        status, _, messages = self.run_vmp("gen", "--base-dir", base, *arguments, **options)
        self.assertEqual(status, 0, messages)
        tree = {path.relative_to(base): (path.stat().st_mode, path.read_bytes() if path.is_file() else None)
                for path in sorted(base.rglob("*"))}
        self.assertGreater(len(tree), 30)
        return messages, tree

    def everything(self, **options):
        """All that there is to see of the registry."""
        return [
            self.generate(**options),
            self.run_vmp("check", **options),
            self.run_vmp("check", "--diagnostics", "json", sources=("registry", "mistakes.yaml"), **options),
            self.run_vmp("check", sources=("registry", "mistakes.yaml"), **options),
            self.run_vmp("config", "\u00e4pfel", **options),
            self.run_vmp("config", "web", "--origins", **options),
            self.run_vmp("explain", "zebra", **options),
            self.run_vmp("list", **options),
            self.run_vmp("list", "images", "--format", "json", **options),
        ]

    def test_locales(self):
        expected = self.everything()
        for locale in locales():
            with self.subTest(locale=locale):
                self.assertEqual(self.everything(env={"LC_ALL": locale, "LANG": locale, "LANGUAGE": locale}), expected)

    def test_time_zones_and_other_variables(self):
        expected = self.everything()
        for environment in ({"TZ": "Asia/Kathmandu"}, {"TZ": ":nonsense"}, {"HOME": "/nowhere", "USER": "x"},
                            {"COLUMNS": "20", "TERM": "xterm"}, {"TMPDIR": "/nowhere"}, {"SOURCE_DATE_EPOCH": "1"}):
            with self.subTest(environment=environment):
                self.assertEqual(self.everything(env=environment), expected)

    def test_numbers_of_threads(self):
        expected = self.generate()
        mistakes = self.run_vmp("check", sources=("registry", "mistakes.yaml"))
        for jobs in ("1", "2", "8"):
            with self.subTest(jobs=jobs):
                self.assertEqual(self.generate("--jobs", jobs), expected)
                self.assertEqual(
                    self.run_vmp("check", "--jobs", jobs, sources=("registry", "mistakes.yaml")), mistakes)

    def test_umasks(self):
        messages, tree = self.generate(umask=0)
        self.assertIn(0o600, {mode & 0o777 for mode, _ in tree.values()})
        for umask in (0o022, 0o077, 0o027):
            with self.subTest(umask=oct(umask)):
                masked = {path: (mode & ~umask, text) for path, (mode, text) in tree.items()}
                self.assertEqual(self.generate(umask=umask), (messages, masked))

    def test_current_directories(self):
        """Only the shown path differs."""
        status, text, messages = self.run_vmp("config", "web", "--origins")
        sources = [self.folder / "registry", self.folder / "odd.yaml"]
        absolute = self.run_vmp("config", "web", "--origins", sources=sources, cwd="/")
        prefix = os.fsencode(self.folder) + b"/"
        self.assertEqual((absolute[0], absolute[1].replace(prefix, b""), absolute[2]), (status, text, messages))
        self.assertEqual(self.generate(sources=sources, cwd="/"), self.generate())

    def test_standard_input(self):
        expected = self.everything()
        self.assertEqual(self.everything(stdin=None, preexec_fn=lambda: os.close(0)), expected)

    def test_generating_again(self):
        _, tree = self.generate()
        self.count -= 1
        messages, again = self.generate()
        self.assertEqual(again, tree)
        self.assertNotIn(b"Generated", messages)


if __name__ == "__main__":
    unittest.main()
