#!/usr/bin/env python3
"""Builds the static program, and compares what it writes with what the usual one does.

usage: static_program_test.py VMP

Takes some six minutes of processor time.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
VMP = pathlib.Path(sys.argv.pop(1)).resolve()


def run(*command):
    environment = {**os.environ, "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True, env=environment).stdout


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class StaticProgram(unittest.TestCase):
    def test_it_needs_no_libraries_and_writes_the_same(self):
        with tempfile.TemporaryDirectory(prefix="vmp-static.") as name:
            folder = pathlib.Path(name)
            run("meson", "setup", folder / "build", ROOT, "--buildtype=release", "-Dtests=false", "-Dstatic=true")
            run("meson", "compile", "-C", folder / "build")
            program = folder / "build/cli/vmp"
            self.assertIn("statically linked", run("file", program))
            for vmp, base in ((VMP, "usual"), (program, "static")):
                (folder / base).mkdir()
                run(vmp, "--registry", ROOT / "examples/landscape/registry.yaml", "gen", "--base-dir", folder / base)
            self.assertEqual(contents(folder / "static"), contents(folder / "usual"))


if __name__ == "__main__":
    unittest.main()
