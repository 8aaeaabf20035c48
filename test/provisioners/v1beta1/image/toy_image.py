"""An image's directory on a machine whose appliance is a toy, and what tests do with it."""
import functools
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import tarfile
import tempfile

import toy_disk
from image_directory import Image, Part, step

HERE = pathlib.Path(__file__).resolve().parent
FAULTY_COMMAND = HERE.parent / "network" / "faulty_command.sh"
FAKES = {"guestfish": "toy_guestfish.py", "qemu-img": "toy_qemu_img.py", "virt-customize": "toy_virt_customize.py"}
COMMANDS = ["awk", "cat", "chmod", "cp", "curl", "dirname", "find", "flock", "guestfish", "mkdir", "mktemp", "mv", "qemu-img",
            "realpath", "rm", "sed", "sha256sum", "sort", "stat", "sync", "tail", "tar", "virt-customize", "xargs"]
SECONDS = 120

FILES = {"etc/passwd": "root:x:0:0:root:/root:/bin/sh\nwww-data:x:33:33:www:/var/www:/bin/false\n",
         "etc/group": "root:x:0:\nsudo:x:27:\nwww-data:x:33:\n", "etc/shadow": "root:*:1::::::\nwww-data:*:1::::::\n",
         "etc/machine-id": "", "etc/hosts": "127.0.0.1\tlocalhost\n127.0.1.1\told\n", "etc/motd": "hello\n",
         "etc/timezone": "Etc/UTC\n", "usr/share/zoneinfo/Europe/Berlin": "TZif\n", "etc/link-target": "kept\n"}
SPY = """\
#!/bin/sh
printf '%s\\n' "$0 $*" >>"$FAKE_NODE/spied"
command=$(PATH=${PATH#*:} && command -v "${0##*/}")
exec "$command" "$@"
"""
# Busybox has none of these.
SCRIPTS = {"apt-get": """\
#!/bin/sh
[ -x /usr/sbin/policy-rc.d ] || exit 1
echo "$*" >>/var/log/apt-get
""", "useradd": """\
#!/bin/sh
[ "$1 $2 $4" = "-m -s --" ] || exit 1
echo "$5:x:1000:1000::/home/$5:$3" >>/etc/passwd
echo "$5:!:1::::::" >>/etc/shadow
mkdir /home/$5
chown 1000:1000 /home/$5
""", "usermod": """\
#!/bin/sh
[ "$1 $2 $4" = "-a -G --" ] || exit 1
sed -i "/^$3:/s/\\$/$5/" /etc/group
""", "chpasswd": """\
#!/bin/sh
while IFS=: read -r user password; do
  [ "$1" = -e ] || password=hash-of-$password
  sed -i "s|^$user:[^:]*|$user:$password|" /etc/shadow
done
"""}


@functools.lru_cache(None)
def base_archive():
    """A guest: busybox, and something that is called apt-get."""
    archive = io.BytesIO()
    busybox = pathlib.Path("/bin/busybox")
    applets = subprocess.run([busybox, "--list"], check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        def add(name, mode, data=b"", kind=tarfile.REGTYPE, link=""):
            entry = tarfile.TarInfo(f"./{name}")
            entry.mode, entry.size, entry.type, entry.linkname = mode, len(data), kind, link
            tar.addfile(entry, io.BytesIO(data))
        for folder in ("bin", "dev", "etc", "proc", "root", "tmp", "home", "usr", "usr/sbin", "usr/share", "usr/share/zoneinfo",
                       "usr/share/zoneinfo/Europe", "var", "var/log"):
            add(folder, 0o755, kind=tarfile.DIRTYPE)
        add("bin/busybox", 0o755, busybox.read_bytes())
        for applet in applets:
            if applet != "busybox":
                add(f"bin/{applet}", 0o777, kind=tarfile.SYMTYPE, link="busybox")
        for name, script in SCRIPTS.items():
            add(f"usr/sbin/{name}", 0o755, script.encode())
        for name, text in FILES.items():
            add(name, 0o644, text.encode())
    return archive.getvalue()


def base_source():
    return Part("image", [("built-by", "../../debian/12"), ("file", "../../../.images/debian-12.qcow2"), ("format", "qcow2")])


def some_steps():
    """One of each way: in a session, and alone."""
    return [step("site", "copy", ("mode", "0644"), ("to", "/srv"), files={"files/site/index.html": "<p>\n"}),
            step("setup", "run", ("env", "LEVEL=3"), files={"x:script": "#!/bin/sh\necho level $LEVEL | tee /level\n"}),
            step("first", "firstboot", files={"x:script": "#!/bin/sh\nupdatedb\n"}),
            step("conf", "append", ("file", "/etc/motd"), ("line", "more"))]


class ToyImage:
    def __init__(self, steps=None, source=None, **words):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vmp image.")).resolve()
        self.node, self.base = self.folder / "node", self.folder / "base"
        self.images = self.base / ".images"
        self.cache = self.images / ".cache"
        for folder in (self.node, self.images, self.folder / "bin", self.folder / "faulty", self.folder / "tmp"):
            folder.mkdir(parents=True)
        for name, toy in FAKES.items():
            (self.folder / "bin" / name).symlink_to(HERE / toy)
        for name in COMMANDS:
            (self.folder / "faulty" / name).symlink_to(FAULTY_COMMAND)
        toy_disk.write(self.images / "debian-12.qcow2", {"backing": None, "size": 1 << 30}, base_archive())
        self.environment = {**os.environ, "PATH": f"{self.folder}/bin:{os.environ['PATH']}", "FAKE_NODE": str(self.node),
                            "LC_ALL": "C.UTF-8", "TMPDIR": str(self.folder / "tmp")}
        for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL"):
            self.environment.pop(name, None)
        self.write(Image(source or base_source(), some_steps() if steps is None else steps, **words))

    def write(self, image):
        self.image = image
        self.directory = image.write(self.base)
        return image

    def remove(self):
        shutil.rmtree(self.folder)

    # -- makes

    def start(self, *words, directory=None, **environment):
        for name in ("commands", "fish", "log"):
            (self.node / name).write_text("")
        return subprocess.Popen(
            ["make", "--no-print-directory", "--warn-undefined-variables", "-C", directory or self.directory, *words], text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**self.environment, **environment}, start_new_session=True, errors="surrogateescape")

    def make(self, *words, **environment):
        """Its status and its output, without make's own complaint."""
        process = self.start(*words, **environment)
        output, _ = process.communicate(timeout=SECONDS)
        return process.returncode, re.sub(r"make: \*\*\* .*\n", "", output)

    def make_with_spies(self, *words, **environment):
        """And all words of all commands that it ran."""
        spies = self.folder / "spies"
        spies.mkdir(exist_ok=True)
        for name in [*COMMANDS, "bash", "env", "grep", "seq", "timeout", "touch", "wc"]:
            (spies / name).write_text(SPY)
            (spies / name).chmod(0o755)
        status, output = self.make(*words, PATH=f"{spies}:{self.environment['PATH']}", **environment)
        return status, output, (self.node / "spied").read_text()

    def make_with_faulty_commands(self, *words, at=0, kind=""):
        return self.make(*words, PATH=f"{self.folder}/faulty:{self.environment['PATH']}", FAULT_AT=str(at), FAULT_KIND=kind)

    # -- what came of it

    def log(self):
        return [json.loads(line) for line in (self.node / "log").read_text().splitlines()]

    def sessions(self):
        """How many starts of the appliance the last make had."""
        return len([words for words in self.log() if words[0] in ("guestfish", "virt-customize")])

    def result(self):
        return self.images / self.image.result_name()

    def state(self, number):
        return self.cache / f"{self.image.chain()[number]}.qcow2"

    def cached(self):
        return [number for number in range(len(self.image.steps) + 1) if self.state(number).exists()]

    def guest(self, disk=None):
        """The files of a disk: {name: (mode, owner, content or target of a link)}."""
        files = {}
        with tarfile.open(fileobj=io.BytesIO(toy_disk.archive_of(disk or self.result()))) as tar:
            for entry in tar:
                content = tar.extractfile(entry).read().decode(errors="surrogateescape") if entry.isreg() else entry.linkname
                files[entry.name.removeprefix("./")] = (oct(entry.mode), f"{entry.uid}:{entry.gid}", content)
        return files

    def changes(self, disk=None):
        """What is other in it than in the base."""
        base = self.guest(self.images / "debian-12.qcow2")
        return {name: what for name, what in self.guest(disk).items() if what != base.get(name) and name != "."}

    def left(self):
        """What is in the cache and the temporary folder beside states and what belongs to them."""
        names = [str(path.relative_to(self.folder)) for path in [*self.cache.glob("*"), *self.folder.glob("tmp/*"),
                                                                   *self.cache.glob("tmp/*/*")]]
        known = r"/(roots|tmp|lock)$|/[0-9a-f]{64}\.(qcow2|log|seconds|base|sha256|lock)$"
        return sorted(name for name in names if not re.search(known, name))
