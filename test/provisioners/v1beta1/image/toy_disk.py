"""The disks of the toys: a line of JSON, then a tar of the files; without one, those of the backing file count."""
import json
import os
import pathlib
import subprocess


class NoDisk(Exception):
    pass


def read(path):
    """The header, and where the tar begins."""
    with open(path, "rb") as file:
        line = file.readline()
    try:
        header = json.loads(line)
    except ValueError:
        raise NoDisk(f"{path}: no disk") from None
    if header["backing"] is not None and not backing(path, header).exists():
        raise NoDisk(f"{path}: Could not open '{header['backing']}'")
    return header, len(line)


def backing(path, header):
    """As QEMU has it: relative to the folder of the overlay."""
    return pathlib.Path(path).resolve().parent / header["backing"]


def write(path, header, archive=b""):
    with open(path, "r+b" if os.path.exists(path) else "wb") as file:  # the same file: it may be locked
        file.truncate()
        file.write(json.dumps(header).encode() + b"\n" + archive)


def archive_of(path):
    header, offset = read(path)
    archive = pathlib.Path(path).read_bytes()[offset:]
    if archive or header["backing"] is None:
        return archive
    return archive_of(backing(path, header))


def unpack(path, folder):
    archive = archive_of(path)
    if archive:
        subprocess.run(["tar", "-C", folder, "-xpf", "-"], input=archive, check=True)


def pack(path, folder):
    header, _ = read(path)
    write(path, header, subprocess.run(["tar", "-C", folder, "--sort=name", "--exclude=./dev/*", "-cf", "-", "."], check=True,
                                       stdout=subprocess.PIPE).stdout)
