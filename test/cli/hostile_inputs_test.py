#!/usr/bin/env python3
"""Runs the program on sources that are made to break it: each works or is refused with the right message, in little
time and memory.

usage: [HOSTILE_MAX_SECONDS=N] hostile_inputs_test.py VMP
"""
import concurrent.futures
import os
import pathlib
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

import hostile_inputs

VMP = str(pathlib.Path(sys.argv.pop(1)).resolve())
# Meson's MALLOC_PERTURB_ touches memory that the program itself does not.
ENVIRONMENT = {name: value for name, value in os.environ.items()
               if not name.startswith("VMP_") and name != "MALLOC_PERTURB_"}
# Sanitizers take both, several times over.
IS_SANITIZED = b"__asan_init" in pathlib.Path(VMP).read_bytes()
# Of the CPU, not of the clock. The promise is 2 on a quiet machine (HOSTILE_MAX_SECONDS=2 tests that); a slow or busy one
# counts several times as many for the same work, so that by default this only stops what would not end.
MAX_SECONDS = int(os.environ.get("HOSTILE_MAX_SECONDS", 20))
MAX_MEMORY = 300 << 20
# Each has a thread, and each thread takes memory: with 64 it is half as much again.
PROCESSORS = sorted(os.sched_getaffinity(0))[:2]
LENGTH = 100  # of messages in the table
# These would stand before the message that matters.
UNUSED = [word for kind in ("image", "template", "variable") for word in ("--allow", f"unused-{kind}")]


class Run:
    """What became of one run: status, the first line of messages, and the memory that it took."""

    def __init__(self, *arguments, limits=(), **options):
        def set_limits():
            os.sched_setaffinity(0, PROCESSORS)
            if not IS_SANITIZED:
                resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
            for limit, value in limits:
                resource.setrlimit(limit, (value, value))

        with tempfile.TemporaryFile() as errors:
            options.setdefault("stdin", subprocess.DEVNULL)
            process = subprocess.Popen([VMP, *arguments], env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=errors,
                                       preexec_fn=set_limits, **options)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = self.status = os.waitstatus_to_exitcode(status)
            self.memory = usage.ru_maxrss << 10
            errors.seek(0)
            self.message = errors.read(1000).decode().partition("\n")[0]


class HostileTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def check(self, run, status, message):
        self.assertEqual((run.status, run.message), (status, message))
        if not IS_SANITIZED:
            self.assertLess(run.memory, MAX_MEMORY)

    def check_source(self, source, status, message, *options):
        run = Run("--registry", source, "list", *options, cwd=self.directory)
        self.check(run, status, message)


class SourceTest(HostileTest):
    """The table in hostile_inputs.py; a test for each line of it."""

    def check_case(self, make, expected):
        hostile_inputs.write_source(make, self.directory / "r.yaml")
        has_vm = expected != hostile_inputs.NO_VM
        said = expected if has_vm else ""
        is_wrong = ": error: " in said
        self.check_command(is_wrong, said, "check", *UNUSED)
        if not is_wrong:
            self.check_command(0, said or ("Generated web/Makefile" if has_vm else ""), "gen", "--base-dir", "vms")
            for command in ("config", "explain"):
                self.check_command(not has_vm, expected, command, "web")

    def check_command(self, status, message, *command):
        with self.subTest(command=command):
            run = Run("--registry", "r.yaml", *command, cwd=self.directory)
            if len(run.message) > LENGTH:
                run.message = run.message[:LENGTH] + "..."
            self.check(run, int(status), message)

    def test_of_all_commands(self):
        hostile_inputs.write_source(lambda: hostile_inputs.bomb("[z, z, z]", "[{}]"), self.directory / "r.yaml")
        for command in (["gen"], ["list"], ["config", "web"], ["image-url", "debian"]):
            self.assertIn("aliases repeat more than", Run("--registry", "r.yaml", *command, cwd=self.directory).message)


def add_case(name, make, expected):
    setattr(SourceTest, "test_" + name.replace(" ", "_"), lambda self: self.check_case(make, expected))


class FileTest(HostileTest):
    def test_files_that_are_none(self):
        os.mkfifo(self.directory / "pipe.yaml")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.directory / "socket.yaml"))
        (self.directory / "dangling.yaml").symlink_to("nothing")
        (self.directory / "cyclic.yaml").symlink_to("cyclic.yaml")
        (self.directory / "directory.yaml").mkdir()
        for source, message in [
            ("pipe.yaml", 'source "pipe.yaml" is a pipe, not a file'),
            ("p*.yaml", 'source "pipe.yaml" is a pipe, not a file'),
            ("socket.yaml", 'cannot read source "socket.yaml": No such device or address'),
            ("dangling.yaml", 'cannot read source "dangling.yaml": No such file or directory'),
            ("dang*.yaml", 'cannot read source "dangling.yaml": No such file or directory'),
            ("cyclic.yaml", 'cannot read source "cyclic.yaml": Too many levels of symbolic links'),
            ("directory.yaml", 'source "directory.yaml" is a directory without *.yaml and *.yml files'),
            ("directory.yaml/r.yaml/r.yaml",
             'cannot read source "directory.yaml/r.yaml/r.yaml": No such file or directory'),
            ("pipe.yaml/r.yaml", 'cannot read source "pipe.yaml/r.yaml": Not a directory'),
            ("d*.yaml/*", 'source "d*.yaml/*" matches no file'),
            ("/dev/zero", 'source "/dev/zero" is a device, not a file'),
            ("/dev/full", 'source "/dev/full" is a device, not a file'),
            ("/dev/urandom", 'source "/dev/urandom" is a device, not a file'),
            ("/proc/self/mem", 'cannot read source "/proc/self/mem": Input/output error'),
            ("z" * 300, f'cannot read source "{"z" * 300}": File name too long'),
            ("z/" * 3000, f'cannot read source "{"z/" * 3000}'[:999]),
        ]:
            with self.subTest(source=source):
                self.check_source(source, 3, f"error: {message}"[:1000])

    def test_file_that_may_not_be_read(self):
        path = self.directory / "r.yaml"
        path.touch(0o000)
        if os.access(path, os.R_OK):
            self.skipTest("root may read everything")
        self.check_source("r.yaml", 3, 'error: cannot read source "r.yaml": Permission denied')

    def test_file_larger_than_the_limit(self):
        with open(self.directory / "r.yaml", "wb") as file:
            file.truncate(512_000_001)
        self.check_source("r.yaml", 3, 'error: source "r.yaml" is larger than 512 MB')

    def test_endless_standard_input(self):
        with open("/dev/zero", "rb") as endless:
            run = Run("--registry", "-", "list", stdin=endless, limits=[(resource.RLIMIT_AS, 4 << 30)])
        self.assertEqual((run.status, run.message), (3, 'error: source "<stdin>" is larger than 512 MB'))

    def test_standard_input_that_is_closed(self):
        result = subprocess.run(["sh", "-c", '"$0" --registry - list <&-', VMP], capture_output=True, check=False)
        self.assertEqual((result.returncode, result.stderr), (3, b"error: cannot read standard input\n"))

    def test_names_that_could_drive_a_terminal(self):
        name = b"a\n\x1b[31m\xff.yaml"
        with open(os.fsencode(self.directory) + b"/" + name, "wb") as file:
            file.write(b"a")
        message = "a??[31m?.yaml:1:1: error: the registry must be a map, not text"
        self.check_source(name, 1, message)
        self.check_source("*", 1, message)

    def test_little_memory(self):
        if IS_SANITIZED:
            self.skipTest("a sanitizer needs address space")
        with open(self.directory / "r.yaml", "wb") as file:
            file.truncate(200_000_000)
        run = Run("--registry", "r.yaml", "list", cwd=self.directory, limits=[(resource.RLIMIT_AS, 100 << 20)])
        self.check(run, 3, "error: there is not enough memory")

    def run_while(self, change, *arguments):
        """Runs vmp again and again while `change` does its worst."""
        is_over = threading.Event()

        def keep_changing():
            while not is_over.is_set():
                change()

        with concurrent.futures.ThreadPoolExecutor() as executor:
            changer = executor.submit(keep_changing)
            try:
                for _ in range(20):
                    self.assertIn(Run(*arguments, cwd=self.directory).status, (0, 1, 3))
            finally:
                is_over.set()
            changer.result()

    def test_file_that_changes(self):
        path = self.directory / "r.yaml"
        text = hostile_inputs.lab() + "# " + "z" * 300_000

        def change():
            path.write_text(text)
            path.write_text("")
            path.unlink()

        self.run_while(change, "--registry", "r.yaml", "check")

    def test_directory_that_changes(self):
        def change():
            for number in range(20):
                (self.directory / f"d{number}").mkdir()
                (self.directory / f"d{number}" / "r.yaml").write_text("vms: []\n")
            for number in range(20):
                (self.directory / f"d{number}" / "r.yaml").unlink()
                (self.directory / f"d{number}").rmdir()

        self.run_while(change, "--registry", "**/*.yaml", "check")

    def test_directories_that_contain_themselves(self):
        for name in "abcdefgh":
            (self.directory / name).symlink_to(".")
        (self.directory / "r.yaml").write_text("vms: []\n")
        self.check_source("**/*.yaml", 0, "")
        self.check_source(".", 0, "")


for case in hostile_inputs.CASES:
    add_case(*case)

if __name__ == "__main__":
    unittest.main()
