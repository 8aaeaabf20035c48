#!/usr/bin/env python3
"""Runs the program itself for what only a process has: descriptors, pipes and signals.

usage: main_test.py VMP
"""
import fcntl
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

VMP = str(pathlib.Path(sys.argv.pop(1)).resolve())
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("VMP_")}
LAB = pathlib.Path(__file__).resolve().parent / "transcripts/files/lab.yaml"
REGISTRY = b"vms: [{name: a}, {name: b}]\n"


def run(*arguments, **options):
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.PIPE)
    environment = ENVIRONMENT | options.pop("variables", {})
    return subprocess.run([VMP, *arguments], env=environment, check=False, **options)


class MainTest(unittest.TestCase):
    def test_reads_a_pipe_and_a_file(self):
        self.assertEqual(run("list", input=REGISTRY).stdout, b"a\nb\n")
        with tempfile.TemporaryFile() as file:
            file.write(REGISTRY)
            file.seek(0)
            self.assertEqual(run("list", stdin=file).stdout, b"a\nb\n")

    def test_takes_the_environment(self):
        with tempfile.NamedTemporaryFile(suffix=".yaml") as file:
            file.write(REGISTRY)
            file.flush()
            self.assertEqual(run("list", variables={"VMP_REGISTRY": file.name}).stdout, b"a\nb\n")

    def test_standard_input_that_cannot_be_read(self):
        directory = os.open("/", os.O_RDONLY)
        result = run("list", stdin=directory)
        os.close(directory)
        self.assertEqual((result.returncode, result.stderr), (3, b"error: cannot read standard input\n"))

    def test_full_disk_behind_standard_output(self):
        with open("/dev/full", "wb") as full:
            result = run("schema", stdout=full)
        self.assertEqual(result.returncode, 3)
        self.assertEqual(result.stderr, b"error: cannot write standard output: No space left on device\n")

    def test_full_disk_behind_standard_error(self):
        with open("/dev/full", "wb") as full:
            self.assertEqual(run("--diagnostics", "json", "version", stderr=full).returncode, 3)
            self.assertEqual(run("gne", stderr=full).returncode, 2)

    def test_closed_standard_output(self):
        result = subprocess.run(["sh", "-c", '"$0" version >&-', VMP], stderr=subprocess.PIPE, check=False)
        self.assertEqual(result.returncode, 3)
        self.assertEqual(result.stderr, b"error: cannot write standard output: Bad file descriptor\n")

    def test_reader_that_goes_away(self):
        for restore_signals in (True, False):
            reading, writing = os.pipe()
            os.close(reading)
            result = run("schema", stdout=writing, restore_signals=restore_signals)
            os.close(writing)
            self.assertEqual((result.returncode, result.stderr), (0, b""))

    def test_standard_output_that_does_not_block(self):
        """As node.js and others give it to their children."""
        reading, writing = os.pipe()
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
        os.set_blocking(writing, False)
        with subprocess.Popen([VMP, "schema"], stdout=writing, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
            os.close(writing)
            with open(reading, "rb", buffering=0) as file:
                text = b"".join(iter(lambda: file.read(1), b""))  # slower than any writer
            errors = process.stderr.read()
        self.assertEqual((process.returncode, errors), (0, b""))
        self.assertGreater(len(text), 4096)
        self.assertEqual(text, run("schema").stdout)

    def test_terminal_is_no_registry(self):
        controller, terminal = os.openpty()
        result = run("list", stdin=terminal)
        os.close(controller)
        os.close(terminal)
        self.assertEqual(result.returncode, 2)
        self.assertIn(b"no registry is given", result.stderr)

    def test_gen_tells_whom_it_waits_for(self):
        with tempfile.TemporaryDirectory() as folder:
            directory = os.open(folder, os.O_RDONLY)
            fcntl.flock(directory, fcntl.LOCK_EX)
            command = [VMP, "--registry", "-", "gen", "--base-dir", folder]
            with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
                process.stdin.close()
                line = process.stderr.readline()
                fcntl.flock(directory, fcntl.LOCK_UN)
                rest = process.stderr.read()
            os.close(directory)
        self.assertEqual(line.decode(), f'Waiting until no other program writes below "{folder}"\n')
        self.assertEqual((process.returncode, rest), (0, b""))

    def test_git_applies_what_a_diff_prints(self):
        with tempfile.TemporaryDirectory() as folder:
            before = {"VMP_REGISTRY": str(LAB)}
            run("gen", "db", variables=before, cwd=folder)
            for name, edit in (("Makefile", lambda lines: lines[:9] + lines[12:40] + lines[38:]),
                               ("provisioner.sh", lambda lines: lines[::2]), ("guest.sh", lambda lines: lines + ["end"])):
                file = pathlib.Path(folder, "db", name)
                file.write_text("".join(edit(file.read_text().splitlines(keepends=True))))
            pathlib.Path(folder, "db/node.sh").unlink()
            result = run("gen", "db", "--diff", variables=before, cwd=folder)
            self.assertEqual(result.returncode, 4, result.stderr)
            self.assertEqual(result.stdout.count(b"diff --git"), 4)
            applied = subprocess.run(["git", "apply", "-"], input=result.stdout, cwd=folder, capture_output=True, check=False)
            self.assertEqual((applied.returncode, applied.stderr), (0, b""))
            self.assertEqual(run("gen", "db", "--check", variables=before, cwd=folder).returncode, 0)

    def test_arguments_are_bytes(self):
        result = run(b"config", b"\xff\x1b[31m", input=REGISTRY)
        self.assertEqual(result.returncode, 1)
        self.assertNotIn(b"\x1b", result.stderr)


if __name__ == "__main__":
    unittest.main()
