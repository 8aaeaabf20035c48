"""Faults at every command that a make of a directory runs, and in every step on the node: each "fails", or all of the make is
"killed" behind it; a step also "fails-after" its work, or virsh has "dropped" its connection behind it.
"""
import concurrent.futures
import dataclasses

KINDS = {"command": ("fails", "killed"), "step": ("fails", "fails-after", "dropped", "killed")}


@dataclasses.dataclass(frozen=True)
class Scenario:
    name: str
    words: tuple     # of the make that goes wrong
    prepare: object  # from a toy as generated
    status: int = 0  # of an undisturbed make


@dataclasses.dataclass(frozen=True)
class Case:
    trial: object
    place: str   # "command" or "step"
    number: int
    kind: str

    def __str__(self):
        return f"{self.trial.scenario.name}: {self.place} {self.number} {self.kind}"

    def make(self, toy):
        """The make that goes wrong: its status and its output."""
        words = self.trial.scenario.words
        if self.place == "command":
            return toy.make_with_faulty_commands(*words, at=self.number, kind=self.kind)
        return toy.make(*words, FAKE_FAULT=f"{self.number} {self.kind}")


class Trial:
    """A scenario: where it ends undisturbed, and the cases in it."""

    # Of a kind: what makes a toy.
    toy = None

    def end_of(self, toy):
        """The state without what differs from toy to toy."""
        raise NotImplementedError

    def wrong(self, toy, status, said):
        """What is wrong behind a make that went wrong, or ""."""
        raise NotImplementedError

    def begin(self, toy):
        self.scenario.prepare(toy)

    def __init__(self, scenario):
        self.scenario = scenario
        toy = self.toy()
        try:
            scenario.prepare(toy)
            self.prepared(toy)
            status, output = toy.make_with_faulty_commands(*scenario.words)
            assert status == scenario.status, output
            self.end = self.end_of(toy)
            numbers = {"command": toy.commands(), "step": toy.steps()}
        finally:
            toy.remove()
        self.cases = [Case(self, place, number + 1, kind)
                      for place, kinds in KINDS.items() for number in range(numbers[place]) for kind in kinds]

    def prepared(self, toy):
        """For who can keep what a toy is then, for begin()."""

    def run(self, case):
        """What is wrong behind CASE, or ""."""
        toy = self.toy()
        try:
            self.begin(toy)
            return self.wrong(toy, *case.make(toy))
        finally:
            toy.remove()


def main(trials, arguments):
    """Runs all cases, or with --sample each NUMBERth; returns a status."""
    each = int(arguments[1]) if arguments[:1] == ["--sample"] else 1
    cases = [case for trial in trials for case in trial.cases][::each]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for case, wrong in zip(cases, pool.map(lambda case: case.trial.run(case), cases)):
            if wrong:
                print(f"FAILED {case}\n{wrong}", flush=True)
                failed += 1
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0
