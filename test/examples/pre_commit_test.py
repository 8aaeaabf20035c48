#!/usr/bin/env python3
"""Runs the hooks of .pre-commit-hooks.yaml by pre-commit itself, in a repository with a registry.

usage: pre_commit_test.py VMP
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
VMP = pathlib.Path(sys.argv.pop(1)).resolve()
SKIPPED = 77
CONFIGURATION = """
repos:
  - repo: {hooks}
    rev: v0.2.0
    hooks:
      - {{id: vmp-check, args: [--registry, registry.yaml]}}
      - {{id: {gen}, args: [--registry, registry.yaml]}}
"""


class PreCommit(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vmp-pre-commit."))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "bin").mkdir()
        (self.folder / "bin/vmp").symlink_to(VMP)
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "VMP_", "PRE_COMMIT"))}
        self.environment = {**outside, "HOME": str(self.folder), "PATH": f"{self.folder}/bin:/usr/bin:/bin",
                            "GIT_CONFIG_GLOBAL": str(self.folder / "gitconfig")}
        (self.folder / "gitconfig").write_text("[user]\nname = a\nemail = a@example.org\n[protocol \"file\"]\nallow = always\n")
        self.make_repository("hooks", {".pre-commit-hooks.yaml": (ROOT / ".pre-commit-hooks.yaml").read_text()})
        self.run_command("git", "tag", "v0.2.0", folder="hooks")
        self.make_repository("work", {"registry.yaml": (ROOT / "examples/basic/registry.yaml").read_text()})
        self.run_command("vmp", "--registry", "registry.yaml", "gen")
        self.use("vmp-gen-check")

    def make_repository(self, name, files):
        (self.folder / name).mkdir()
        for path, text in files.items():
            (self.folder / name / path).write_text(text)
        self.run_command("git", "init", "--quiet", folder=name)
        self.commit(name)

    def commit(self, name):
        self.run_command("git", "add", "--all", folder=name)
        self.run_command("git", "commit", "--quiet", "--no-verify", "--message", "text", folder=name)

    def use(self, gen):
        (self.folder / "work/.pre-commit-config.yaml").write_text(CONFIGURATION.format(hooks=self.folder / "hooks", gen=gen))
        self.commit("work")

    def run_command(self, *command, folder="work", status=0):
        result = subprocess.run(command, cwd=self.folder / folder, env=self.environment, stdin=subprocess.DEVNULL, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        self.assertEqual(result.returncode, status, result.stdout)
        return result.stdout

    def look(self, status=0):
        """What is said of each hook, and what it prints."""
        output = self.run_command("pre-commit", "run", "--all-files", "--color", "never", status=status)
        return [line for line in output.splitlines() if not line.startswith("[INFO]")]

    def edit(self, path, old, new):
        text = (self.folder / "work" / path).read_text()
        self.assertIn(old, text)
        (self.folder / "work" / path).write_text(text.replace(old, new, 1))

    def test_what_is_right_passes(self):
        self.assertEqual([line[:20].rstrip(".") + line[-6:] for line in self.look()],
                         ["vmp checkPassed", "vmp gen --checkPassed"])

    def test_a_mistake_is_shown_at_its_place(self):
        self.edit("registry.yaml", "vcpus", "vcpsu")
        self.assertRegex("\n".join(self.look(status=1)), r"vmp check\.+Failed\n(?s:.*)registry\.yaml:\d+:\d+: ")

    def test_what_was_not_generated_is_listed(self):
        self.edit("registry.yaml", "vcpus: 1", "vcpus: 2")
        self.assertIn("Would generate alpine/Makefile", self.look(status=1))

    def test_a_hook_may_generate_it(self):
        self.use("vmp-gen")
        self.edit("registry.yaml", "vcpus: 1", "vcpus: 2")
        self.run_command("git", "add", "--all")
        self.assertIn("- files were modified by this hook", self.look(status=1))
        self.look()


if __name__ == "__main__":
    if not shutil.which("pre-commit"):
        print("skipped: pre-commit is not installed")
        sys.exit(SKIPPED)
    unittest.main()
