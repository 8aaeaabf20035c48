"""Which faults there are: every kind at every command of an undisturbed run, but for what another case shows, too.

So that all of them can be run in an hour, what differs in nothing that matters is tried once: looks, which all scenarios take
alike, fail in one scenario; where two VMs share something, faults happen to that, and beside each other's makes; and behind a
fault of "down" there is a plain "up" or a plain "down", as chance has it.
"""
import dataclasses
import hashlib
import itertools

from scenarios import SCENARIOS

# What provisioner.sh runs and what a Makefile runs for it.
COMMANDS = """awk bash bzip2 chmod cmp cp curl cut dirname flock genisoimage grep gzip head mkdir mkisofs mktemp mv od rm rmdir
sed sha256sum sha512sum sort stat tar touch tr unzip virsh virt-install xargs xorriso xz zstd 7z""".split()

KINDS = {
    "fails": "the command fails before it does anything",
    "fails after": "it does its work and then fails",
    "killed": "SIGKILL for the whole process group when its work is done; for downloads, uploads and the seed, half done",
    "beside up": "it waits while a second `make up` runs beside it",
    "beside down": "it waits while a `make down` runs beside it",
    "dropped": "virsh loses its connection behind this command of its batch",
    "restart": "libvirtd is killed before it, and started anew",
}
# Commands of virsh that only look. All that a fault can do to them is to let them fail.
LOOKS = ("list", "dumpxml", "metadata --domain", "snapshot-list", "pool-list", "pool-dumpxml", "pool-refresh", "vol-list",
         "vol-dumpxml", "vol-download", "domblklist", "domblkinfo")


@dataclasses.dataclass(frozen=True)
class Case:
    version: str
    scenario: str
    target: str
    command: str
    occurrence: int
    inner: int | None  # the place in a batch of virsh
    what: str          # for people
    kind: str
    then: str          # the plain make behind it

    def __str__(self):
        place = "itself" if self.inner is None else f"its {self.what} ({self.inner // 2 + 1})"
        return f"{self.version} {self.scenario}: {self.target}, {self.command} {self.occurrence}, {place}, {self.kind}, then {self.then}"


def is_look(command):
    words = command.replace("'", "")
    return words.startswith(LOOKS) and "--set" not in words.split()


def kinds_of(command, inner):
    if inner is None:
        kinds = ["fails", "fails after", "killed", "beside up"]
        return kinds + ["beside down", "restart"] if command == "virsh" else kinds
    if is_look(inner):
        return ["fails"]
    return ["fails", "fails after", "killed", "dropped", "restart", "beside up"]


def cases_of(version, scenario, target, journal):
    """The cases of one target, from the journal of an undisturbed run."""
    for command, occurrence, batch in journal:
        points = [(None, command)] + [(place, inner) for place, inner in enumerate(batch or [])
                                      if not inner.startswith("echo ")]
        for place, inner in points:
            for kind in kinds_of(command, None if place is None else inner):
                if matters(SCENARIOS[scenario], kind, place, inner):
                    what = inner.split(" ")[0].replace("'", "")
                    case = Case(version, scenario, target, command, occurrence, place, what, kind, "up")
                    yield case if target == "up" else dataclasses.replace(case, then=chance(case))


def matters(scenario, kind, place, inner):
    if place is not None and is_look(inner):
        return scenario.looks
    return not scenario.shares or kind.startswith("beside") or any(name in inner for name in scenario.shares)


def chance(case):
    """Always the same for the same case."""
    return ("up", "down")[digest(case)[0] % 2]


def digest(case):
    return hashlib.sha256(str(case).encode()).digest()


def sample(cases, number):
    """NUMBER of them, always the same ones, spread over all; ups and downs in turn, which saves makes."""
    chosen = sorted(cases, key=digest)[:number]
    of_target = ([case for case in chosen if getattr(case, "target", "up") == target] for target in ("up", "down"))
    return [case for pair in itertools.zip_longest(*of_target) for case in pair if case]
