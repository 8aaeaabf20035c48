#!/usr/bin/env python3
"""Faults at every command that up, down and restart of a network run, and in every step on the node.

usage: faults_test.py [--sample NUMBER]

Each case begins where its scenario does; one make of its target goes wrong; then plain makes have to end where an
undisturbed one does, with all guests on the network and none cut off in between. With --sample only every NUMBERth case
is tried.
"""
import concurrent.futures
import dataclasses
import json
import sys

from toy_network import PARKING, UUID, ToyNetwork

COMMAND_KINDS = ("fails", "killed")
STEP_KINDS = ("fails", "fails-after", "dropped", "killed")


@dataclasses.dataclass(frozen=True)
class Scenario:
    name: str
    words: tuple     # of the make that goes wrong
    prepare: object  # from a toy as generated
    status: int = 0  # of an undisturbed make


def nothing(_lan):
    pass


def is_up(lan):
    lan.make("up")


def another_vm(lan):
    """One comes, one goes, two swap their addresses, and a static part changes."""
    lan.make("up")
    lan.start_guest("one", "52:54:00:00:00:01")
    lan.write_hosts([("one", "52:54:00:00:00:01", "10.77.0.12", None), ("two", "52:54:00:00:00:02", "10.77.0.11", None),
                     ("new", "52:54:00:00:00:03", "10.77.0.13", None)])


def guests_under_another_definition(lan):
    lan.make("up")
    lan.start_guest("one", "52:54:00:00:00:01")
    lan.start_guest("two", "52:54:00:00:00:02")
    lan.change_definition()


SCENARIOS = [
    Scenario("the first up", ("up",), nothing),
    Scenario("up with other hosts", ("up",), another_vm),
    Scenario("down", ("down",), is_up),
    Scenario("down with guests", ("down",), guests_under_another_definition, 2),
    Scenario("restart without a word", ("restart",), guests_under_another_definition, 2),
    Scenario("restart with guests", ("restart", "CONFIRM=yes"), guests_under_another_definition),
]


@dataclasses.dataclass(frozen=True)
class Case:
    scenario: Scenario
    place: str   # "command" or "step"
    number: int
    kind: str

    def __str__(self):
        return f"{self.scenario.name}: {self.place} {self.number} {self.kind}"


def end_of(lan):
    """The state without what differs from make to make."""
    state = lan.state()
    for network in state["networks"].values():
        network["ports"] = sorted(port["mac"] for port in network["ports"].values())
        for kind in ("stored", "live"):  # the order of entries says nothing
            network[kind] = network[kind] and sorted(network[kind].splitlines())
    return state


class Trial:
    """A scenario: where it begins and where it ends."""

    def __init__(self, scenario):
        self.scenario = scenario
        lan = ToyNetwork()
        scenario.prepare(lan)
        self.begin, self.xml = lan.state(), lan.xml()
        status, output = lan.make_with_faulty_commands(*scenario.words)
        assert status == scenario.status, output
        commands = len((lan.node / "commands").read_text().splitlines())
        steps = len((lan.node / "changes").read_text())
        self.end = end_of(lan)
        lan.remove()
        self.cases = [Case(scenario, "command", number + 1, kind) for number in range(commands) for kind in COMMAND_KINDS]
        self.cases += [Case(scenario, "step", number + 1, kind) for number in range(steps) for kind in STEP_KINDS]

    def run(self, case):
        """What is wrong behind CASE, or ""."""
        lan = ToyNetwork()
        try:
            lan.set_state(self.begin)
            (lan.directory / "network.xml").write_text(self.xml)
            return self.wrong(lan, case)
        finally:
            lan.remove()

    def wrong(self, lan, case):
        words = self.scenario.words
        if case.place == "command":
            status, said = lan.make_with_faulty_commands(*words, at=case.number, kind=case.kind)
        else:
            status, said = lan.make(*words, FAKE_FAULT=f"{case.number} {case.kind}")
        if status == 0 and end_of(lan) != self.end:
            return f"it said that it succeeded:\n{said}"
        for then in [("up",), words] if words == ("restart", "CONFIRM=yes") else [words]:
            status, output = lan.make(*then)
            if status != (self.scenario.status if then == words else 0):
                return f"{said}then make {' '.join(then)} ends with status {status}:\n{output}"
        if end_of(lan) != self.end:
            return f"{said}then:\n{output}ends elsewhere: {json.dumps(end_of(lan), indent=1)}"
        status, output = lan.make(words[0])
        if words[0] != "restart" and self.scenario.status == 0 and (status, output) != (0, ""):
            return f"{said}a third make has something to do:\n{output}"
        return ""


def main(arguments):
    each = int(arguments[1]) if arguments[:1] == ["--sample"] else 1
    trials = {scenario: Trial(scenario) for scenario in SCENARIOS}
    assert PARKING not in str(trials[SCENARIOS[-1]].end) and UUID in str(trials[SCENARIOS[-1]].end)
    cases = [case for trial in trials.values() for case in trial.cases][::each]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for case, wrong in zip(cases, pool.map(lambda case: trials[case.scenario].run(case), cases)):
            if wrong:
                print(f"FAILED {case}\n{wrong}", flush=True)
                failed += 1
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
