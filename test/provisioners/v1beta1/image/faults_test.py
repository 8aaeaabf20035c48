#!/usr/bin/env python3
"""Faults at every command that a build runs on this machine, and at every one of guestfish's.

usage: faults_test.py [--sample NUMBER]

One build goes wrong; then a plain one has to end where an undisturbed one does, with nothing left behind. With --sample
only every NUMBERth case is tried.
"""
import concurrent.futures
import sys

from image_directory import step
from toy_image import ToyImage

STEPS = [step("site", "copy", ("to", "/srv"), files={"files/index.html": "<p>\n"}),
         step("setup", "run", files={"x:script": "#!/bin/sh\n[ ! -e /once ] || exit 1\necho once >/once\n"}),
         step("first", "firstboot", files={"x:script": "#!/bin/sh\nupdatedb\n"})]


def run(case, end):
    """What is wrong behind CASE, or ""."""
    place, number, kind = case
    toy = ToyImage(STEPS)
    try:
        if place == "command":
            status, said = toy.make_with_faulty_commands("build", at=number, kind=kind)
        else:
            status, said = toy.make("build", FAKE_FAULT=f"{number} {kind}")
        if status == 0 and toy.make("diff") != (0, ""):
            return f"it said that it succeeded:\n{said}"
        if place == "fish" and status == 0:
            return f"nothing went wrong:\n{said}"
        status, output = toy.make("build")
        if status or (toy.cached(), toy.left(), toy.changes()) != end:
            return f"{said}then:\n{output}{toy.cached()} {toy.left()} {sorted(toy.changes())}"
        return ""
    finally:
        toy.remove()


def main(arguments):
    each = int(arguments[1]) if arguments[:1] == ["--sample"] else 1
    toy = ToyImage(STEPS)
    status, output = toy.make_with_faulty_commands("build")
    assert status == 0, output
    commands = len((toy.node / "commands").read_text().splitlines())
    fish = len((toy.node / "fish").read_text())
    end = toy.cached(), toy.left(), toy.changes()
    toy.remove()
    cases = [("command", number + 1, kind) for number in range(commands) for kind in ("fails", "killed")]
    cases += [("fish", number + 1, kind) for number in range(fish) for kind in ("fails", "killed")]
    cases = cases[::each]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for case, wrong in zip(cases, pool.map(lambda case: run(case, end), cases)):
            if wrong:
                print(f"FAILED {' '.join(map(str, case))}\n{wrong}", flush=True)
                failed += 1
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
