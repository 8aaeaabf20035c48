#!/usr/bin/env python3
"""guestfish for the toys' disks, which reads its commands from standard input. The guest is busybox in a chroot.

FAKE_FAULT="NUMBER KIND": that command of the session "fails", or everything is "killed" at it.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

import toy_disk

NODE = pathlib.Path(os.environ["FAKE_NODE"])
ENTER = ["unshare", "--mount", *([] if os.getuid() == 0 else ["--map-root-user"]), "sh", "-c",
         'mkdir -p "$1/dev" && mount --rbind /dev "$1/dev" && exec chroot "$1" /bin/sh -c "$2"', "enter"]


class Failed(Exception):
    pass


class Session:
    def __init__(self, disk):
        self.disk, self.mounted = disk, False
        self.root = pathlib.Path(tempfile.mkdtemp(dir=os.environ["LIBGUESTFS_TMPDIR"]))

    def path(self, name):
        if not self.mounted:
            raise Failed(f"{name}: you must call guestfs_mount first")
        return self.root / name.lstrip("/")

    def run(self):
        toy_disk.unpack(self.disk, self.root)

    def inspect_os(self):
        return "/dev/sda1" if (self.root / "bin").is_dir() else ""

    def inspect_get_mountpoints(self, _root):
        return "/: /dev/sda1\n/boot: /dev/sda2"

    def mount(self, _device, folder):
        if folder == "/boot":
            raise Failed("mount: /dev/sda2: no such device")
        self.mounted = True

    def umount_all(self):
        self.mounted = False

    def sync(self):
        toy_disk.pack(self.disk, self.root)

    def mkdir_mode(self, name, mode):
        if self.path(name).exists():
            raise Failed(f"mkdir_mode: {name}: File exists")
        self.path(name).mkdir(mode=int(mode, 8))

    def tar_in(self, archive, name):
        subprocess.run(["tar", "-C", self.path(name), "-xpf", archive], check=True)

    def chmod(self, mode, name):
        self.path(name).chmod(int(mode, 8))

    def sh(self, command):
        self.path("/")
        result = subprocess.run([*ENTER, self.root, command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if result.returncode:
            raise Failed(f"sh: {result.stderr}")
        return result.stdout

    def download(self, name, target):
        shutil.copyfile(self.path(name), target)

    def rm_rf(self, name):
        shutil.rmtree(self.path(name))

    # What a disk of toys has of partitions: a table of type gpt, and one partition that may grow.

    def part_get_parttype(self, _device):
        return "gpt"

    def part_expand_gpt(self, _device):
        pass

    def part_to_partnum(self, device):
        return device[-1]

    def blockdev_getsz(self, _device):
        return str(toy_disk.read(self.disk)[0]["size"] // 512)

    def part_resize(self, _device, _number, last):
        (self.root / "last-sector").write_text(last)

    def vfs_type(self, _device):
        return "ext4"

    def e2fsck_f(self, _device):
        pass

    def resize2fs(self, _device):
        pass


def words_of(line):
    """As guestfish reads them, which is tried in libguestfs_test.py."""
    words = []
    for quoted, plain in re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', line):
        words.append(plain or re.sub(r"\\(.)", lambda match: {"n": "\n"}.get(match[1], match[1]), quoted))
    return words


def note(*words):
    with open(NODE / "log", "a", encoding="utf-8") as log:
        log.write(json.dumps(words) + "\n")


def main(words):
    if words == ["--version"]:
        print("guestfish 1.48.6")
        return 0
    note("guestfish", *words)
    session = Session(words[words.index("--add") + 1])
    fault_at, _, fault_kind = os.environ.get("FAKE_FAULT", "0").partition(" ")
    status = 0
    for number, line in enumerate(sys.stdin, 1):
        name, *arguments = words_of(line)
        if name == "echo":
            print(*arguments, flush=True)
            continue
        note("fish", name, *arguments)
        with open(NODE / "fish", "a", encoding="utf-8") as counter:
            counter.write("x")
        fault = fault_kind if (NODE / "fish").stat().st_size == int(fault_at) else ""
        if fault == "killed":
            os.kill(0, signal.SIGKILL)
        try:
            if fault:
                raise Failed(f"{name}: a fault of the test")
            answer = getattr(session, name.lstrip("-").replace("-", "_"))(*arguments)
            if answer:
                print(answer, flush=True)
        except Failed as error:
            print(f"*stdin*:{number}: libguestfs: error: {error}", file=sys.stderr, flush=True)
            if not name.startswith("-"):
                status = 1
                break
    if any((session.root).iterdir()):
        toy_disk.pack(session.disk, session.root)
    shutil.rmtree(session.root)
    return status


sys.exit(main(sys.argv[1:]))
