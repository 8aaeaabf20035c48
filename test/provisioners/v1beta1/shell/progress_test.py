#!/usr/bin/env python3
"""What the shells of v1beta1 show of a transfer: in a terminal of 40 and one of 200 columns, and without one.

What reads the files stops in the middle until it has been seen there, so no case waits on a clock.
"""
import fcntl
import os
import pathlib
import re
import select
import struct
import subprocess
import sys
import tempfile
import termios
import unittest

SHELL = pathlib.Path(__file__).resolve().parents[4] / "provisioners/v1beta1/shell"
SECONDS = 120
SETUP = f"""set -euo pipefail
subject=web node=lab LIBVIRT_DEFAULT_URI=test:///default
for part in messages commands files locks virsh progress image; do source "{SHELL}/$part.sh"; done
"""
# Reads half of a file, tells that it has, waits until it may go on, and reads the rest.
READER = f"""#!{sys.executable}
import os, sys
half = os.path.getsize(os.environ["READ"]) // 2
file = sys.stdin.buffer if os.environ.get("READ_FROM") == "stdin" else open(os.environ["READ"], "rb")
os.read(file.fileno(), half)
open(os.environ["GO_ON"]).read()
file.read()
for name in sys.argv[1:]:
    print("\\x1e@vmp upload\\n\\n\\x1e@vmp end")
"""

NOTHING = 'watch_file "$READ"; begin_bar; [[ ! $watcher ]]; show_line text; end_bar; echo done'


class Terminal:
    """A program on one, and all that it has written there."""

    def __init__(self, command, columns, **options):
        self.master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 25, columns, 0, 0))
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=slave, stderr=slave, **options)
        os.close(slave)
        self.said = ""

    def read_until(self, pattern):
        """Or to the end, where there is none."""
        while pattern is None or not re.search(pattern, self.said):
            if not select.select([self.master], [], [], SECONDS)[0]:
                raise AssertionError(f"nothing came behind {self.said!r}")
            try:
                self.said += os.read(self.master, 65536).decode()
            except OSError:  # EIO: nobody has it open any more
                break
        return self.said

    def end(self):
        said = self.read_until(None)
        os.close(self.master)
        return self.process.wait(timeout=SECONDS), said.replace("\r\n", "\n")


def lines_of(said):
    """Those that were shown in each other's place, and what was left of them."""
    shown = re.findall(r"\r([^\r\n]*)\x1b\[K\r", said)
    return [line for line in shown if line], re.sub(r"\r[^\r\n]*\x1b\[K\r", "", said)


class Progress(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.bin = self.folder / "bin"
        self.bin.mkdir()
        self.disk = self.folder / "disk *[x]"
        with open(self.disk, "wb") as file:
            file.truncate(8 << 20)
        self.go_on = self.folder / "go-on"
        os.mkfifo(self.go_on)
        self.environment = {**os.environ, "PATH": f"{self.bin}:{os.environ['PATH']}", "TERM": "xterm", "TMPDIR": folder.name,
                            "READ": str(self.disk), "GO_ON": str(self.go_on)}

    def command(self, name, text):
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def shell(self, text):
        return ["bash", "-c", SETUP + text]

    def follow(self, text, columns, **environment):
        """The first bar, all bars, and what is left when all has ended."""
        terminal = Terminal(self.shell(text), columns, env={**self.environment, **environment})
        terminal.read_until(r"50%[^\r]*\x1b\[K\r")
        self.go_on.write_text("")
        status, said = terminal.end()
        bars, left = lines_of(said)
        self.assertLess(max(map(len, bars)), columns)
        return status, bars[0], left

    # ---- A bar ----

    def draw(self, *words):
        """What a bar is of: columns, bytes, of how many, bytes moved, in seconds."""
        return subprocess.run(self.shell(f"draw_bar {' '.join(map(str, words))}; echo \"$REPLY\""), env=self.environment, text=True,
                              capture_output=True, check=True).stdout.removesuffix("\n")

    def test_it_fits_its_terminal(self):
        mib = 1 << 20
        self.assertEqual([self.draw(columns, 250 * mib, 1000 * mib, 200 * mib, 16) for columns in (40, 80, 200)], [
            "[##       ]  25%  12.5 MiB/s  1:00 left",
            "[############                                     ]  25%  12.5 MiB/s  1:00 left",
            "[###############                                             ]  25%  12.5 MiB/s  1:00 left"])
        self.assertEqual(self.draw(20, 250 * mib, 1000 * mib, 200 * mib, 16), "[]  25%  12.5 MiB/s  1:00 left")

    def test_it_says_what_is_known(self):
        gib = 1 << 30
        self.assertEqual(self.draw(40, 0, gib, 0, 0), "[                                ]   0%")
        self.assertEqual(self.draw(40, 512, 1024, 512, 0), "[################                ]  50%")
        self.assertEqual(self.draw(60, 1023, 1024, 1023, 1), "[############################ ]  99%  1023.0 B/s  0:00 left")
        self.assertEqual(self.draw(60, 2048, 1024, 2048, 1), "[##############################] 100%  2.0 KiB/s  0:00 left")
        self.assertEqual(self.draw(60, gib, 8192 * gib, gib, 1), "[                           ]   0%  1.0 GiB/s  2:16:31 left")
        self.assertEqual(self.draw(60, 1536 * gib, 0, 0, 1), "1.5 TiB")
        self.assertEqual(self.draw(60, 5 * gib, 0, gib, 4), "5.0 GiB  256.0 MiB/s")

    # ---- What is followed ----

    def test_an_upload_of_virsh(self):
        self.command("virsh", READER)
        upload = 'watch_file "$READ"; step upload vol-upload --file "$READ"; send; succeeded upload; echo done'
        for columns, width in ((40, 32), (200, 60)):
            with self.subTest(columns):
                self.assertEqual(self.follow(upload, columns), (0, f"[{'#' * (width // 2):{width}}]  50%", "done\n"))

    def test_what_an_archiver_reads(self):
        self.command("archiver", READER)
        pack = 'watch_file "$READ"; with_bar run archiver <"$READ" >/dev/null || echo fails; echo done'
        bar = f"[{'#' * 16:32}]  50%"
        self.assertEqual(self.follow(pack, 40, READ_FROM="stdin"), (0, bar, "done\n"))
        self.command("archiver", READER + "sys.exit(3)\n")
        self.assertEqual(self.follow(pack, 40, READ_FROM="stdin"), (0, bar, "fails\ndone\n"))

    def test_a_download_whose_size_is_told(self):
        self.command("virsh", f"""#!{sys.executable}
import os
with open(os.environ["READ"], "wb", buffering=0) as file:
    file.write(bytes(3 << 20))
    open(os.environ["GO_ON"]).read()
print("\\x1e@vmp end")
""")
        self.assertEqual(self.follow(f'watch_file "$READ" {6 << 20}; ask copy vol-download --file "$READ"; send', 40),
                         (0, f"[{'#' * 16:32}]  50%", ""))

    def test_nothing_is_left_of_it_when_make_is_killed(self):
        self.command("virsh", READER)
        terminal = Terminal(self.shell('watch_file "$READ"; step upload vol-upload --file "$READ"; send'), 40, env=self.environment)
        terminal.read_until(r"50%[^\r]*\x1b\[K\r")
        terminal.process.kill()
        terminal.process.wait()
        self.go_on.write_text("")
        self.assertEqual(terminal.end()[0], -9)

    # ---- Where nothing is shown ----

    def test_no_terminal_gets_no_bar(self):
        process = subprocess.run(self.shell(NOTHING), env=self.environment, text=True, capture_output=True, check=True)
        self.assertEqual((process.stdout, process.stderr), ("done\n", ""))

    def test_a_dumb_terminal_gets_no_bar(self):
        terminal = Terminal(self.shell(NOTHING), 80, env={**self.environment, "TERM": "dumb"})
        self.assertEqual(terminal.end(), (0, "done\n"))

    # ---- curl's own ----

    def test_curl_shows_its_table_where_that_fits(self):
        self.command("curl", '#!/bin/sh\nexec printf "%s in %s\\n" "$2" "$COLUMNS"\n')
        fetch = "fetch https://images.example/disk.qcow2 disk"
        said = "web: download https://images.example/disk.qcow2\n"
        for columns, option in ((40, "--progress-bar in 40"), (79, "--progress-bar in 79"), (80, "--show-error in 80"),
                                (200, "--show-error in 200"), (0, "--show-error in 80")):
            with self.subTest(columns):
                self.assertEqual(Terminal(self.shell(fetch), columns, env=self.environment).end(), (0, f"{said}{option}\n"))
        without = subprocess.run(self.shell(fetch), env=self.environment, text=True, capture_output=True, check=True)
        self.assertEqual(without.stdout, f"{said}--silent in 80\n")


if __name__ == "__main__":
    unittest.main()
