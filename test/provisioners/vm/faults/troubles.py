"""What goes wrong around a provisioner: the web, the disks, the daemon. Each trouble lets "make up" end with a message."""
import contextlib
import dataclasses
import re
import subprocess
from collections.abc import Callable

from trial import Result


@dataclasses.dataclass(frozen=True)
class Trouble:
    scenario: str
    what: str
    says: str           # what the message has to say, a pattern
    during: Callable    # a context manager of a stage: trouble while it is open
    needs_mounts: bool = False
    before: tuple = ()  # targets made before the trouble
    mending: tuple = ()  # targets made after it, as the message or README.md says
    version: str = ""

    def __str__(self):
        return f"{self.version} {self.scenario}: {self.what}"


@contextlib.contextmanager
def web_trouble(stage, trouble):
    stage.server.trouble = trouble
    yield
    stage.server.trouble = None


@contextlib.contextmanager
def no_web_server(stage):
    stage.server.stop()
    yield
    stage.server.start()


@contextlib.contextmanager
def another_file(stage, name, text):
    path = stage.folder / "www" / name
    before = path.read_bytes()
    path.write_bytes(text)
    yield
    path.write_bytes(before)


def bigger_file(stage, name):
    return another_file(stage, name, (stage.folder / "www" / name).read_bytes() + bytes(100000))


@contextlib.contextmanager
def small_disk(stage, path, size):
    """A file system of SIZE at PATH; afterwards it has room."""
    path = stage.folder / path
    path.mkdir(exist_ok=True)  # it looks as libvirt would make it
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0711,uid=nobody,gid=nogroup", "tmpfs", path], check=True)
    yield
    subprocess.run(["mount", "-o", "remount,size=64m", path], check=True)


@contextlib.contextmanager
def no_libvirtd(stage):
    stage.stop_libvirtd()
    yield
    stage.start_libvirtd()


WEB, DISK = r"error: cannot download http://\S+: .+", r"No space left on device|Is there room\?"
TROUBLES = [
    Trouble("cloud", "connection to the web server refused", WEB, no_web_server),
    Trouble("cloud", "404", WEB, lambda stage: web_trouble(stage, 404)),
    Trouble("cloud", "500", WEB, lambda stage: web_trouble(stage, 500)),
    Trouble("cloud", "the connection ends in the middle of the download", WEB, lambda stage: web_trouble(stage, "half")),
    Trouble("cloud", "an HTML page with status 200 instead of the image", r"is an HTML page, no image",
            lambda stage: web_trouble(stage, "page")),
    Trouble("cloud", "an empty file instead of the image", r"is empty",
            lambda stage: another_file(stage, "small.qcow2", b"")),
    Trouble("archive", "the list of checksums is not there", WEB, lambda stage: web_trouble(stage, "no sums")),
    Trouble("archive", "the list of checksums has another one", r"digest \w+, not \w+",
            lambda stage: another_file(stage, "SUMS", b"0" * 64 + b"  packed.qcow2.xz\n")),
    Trouble("archive", "the list of checksums does not have the file", r"lists no sha256 digest of packed.qcow2.xz",
            lambda stage: another_file(stage, "SUMS", b"0" * 64 + b"  other.qcow2.xz\n")),
    Trouble("archive", "the image changed upstream, and its checksum did not", r"digest \w+, not \w+",
            lambda stage: another_file(stage, "packed.qcow2.xz", b"another image")),
    Trouble("cloud", "the image without a checksum changed upstream, its volume is retained", r"it is another image",
            lambda stage: bigger_file(stage, "small.qcow2"), before=("up", "down", "clean-all"), mending=("clean-all",)),
    Trouble("cloud", "no room for the image", WEB, lambda stage: small_disk(stage, "images", "100k"), True),
    Trouble("archive", "no room for the unpacked image", DISK, lambda stage: small_disk(stage, "images", "300k"), True),
    Trouble("cloud", "no room for the upload in the pool", DISK,
            lambda stage: small_disk(stage, "lv/pools/images", "100k"), True),
    Trouble("cloud", "no room for temporary files", DISK, lambda stage: small_disk(stage, "tmp", "4k"), True),
    Trouble("cloud", "no libvirtd", r"error: cannot reach node", no_libvirtd),
]


def troubles_of(version, scenario):
    return [dataclasses.replace(trouble, version=version) for trouble in TROUBLES if trouble.scenario == scenario]


def try_trouble(trial, trouble):
    if trouble.before:
        trial.stage.make(*trouble.before)
    with trouble.during(trial.stage):
        made = trial.stage.make("up")
    if trouble.mending:
        trial.stage.make(*trouble.mending)
    wrong = []
    if made.status == 0:
        wrong.append("make up says that it succeeded")
    elif not re.search(trouble.says, made.output):
        wrong.append(f"it does not say {trouble.says}")
    wrong += trial.make("up") or trial.make("down")
    trial.stage.clear()
    return Result(trouble, made.status, made.output, wrong)
