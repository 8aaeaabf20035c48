#!/usr/bin/env python3
"""Faults at every command that up, down and gc of a node run, and in every step on the node.

usage: faults_test.py [--sample NUMBER]

Each case begins where its scenario does; one make of its target goes wrong; then plain makes have to end where an
undisturbed one does, and nothing with data on it is ever gone in between. With --sample only every NUMBERth case is tried.
"""
import concurrent.futures
import dataclasses
import json
import sys

from toy_node import ToyNode, uuid_of

COMMAND_KINDS = ("fails", "killed")
STEP_KINDS = ("fails", "fails-after", "dropped", "killed")


@dataclasses.dataclass(frozen=True)
class Scenario:
    name: str
    words: tuple     # of the make that goes wrong
    prepare: object  # from a toy as generated


def blank(lab):
    lab.set_state({"devices": {"/dev/vdb": "blank"}})


def with_data(lab):
    blank(lab)
    lab.make("up")
    lab.add_volume("default", "web.qcow2")


def changed(lab):
    with_data(lab)
    lab.replace("pools/scratch.xml", "/srv/scratch", "/new/scratch")
    lab.change_state(lambda state: state["pools"]["scratch"].update(live=None))


def with_garbage(lab):
    with_data(lab)
    lab.replace("inventory", "network lan vmp\n", "network lan vmp\nvolume default/gone Delete -\n")
    lab.commit()
    lab.replace("inventory", "volume default/gone Delete -\n", "")
    lab.commit()
    lab.add_volume("default", "gone")
    mark = '<vmp:vmp xmlns:vmp="https://vmp.invalid/v1beta1" fleet="m2"/>'
    lab.add_domain("vm", mark)
    lab.change_state(lambda state: state.update(networks={"gone": {
        "uuid": uuid_of(lab.uri, "network/gone"), "xml": mark, "is_active": True, "ports": []}}))


SCENARIOS = [
    Scenario("the first up", ("up",), blank),
    Scenario("up with a new path", ("up",), changed),
    Scenario("down", ("down",), with_data),
    Scenario("gc", ("gc", "CONFIRM=yes"), with_garbage),
]


@dataclasses.dataclass(frozen=True)
class Case:
    scenario: Scenario
    place: str   # "command" or "step"
    number: int
    kind: str

    def __str__(self):
        return f"{self.scenario.name}: {self.place} {self.number} {self.kind}"


def end_of(lab):
    """The state without what differs from toy to toy."""
    return json.loads(json.dumps(lab.state()).replace(lab.uri, "URI")) | {
        "pools": {name: {**pool, "uuid": "", "stored": "", "live": bool(pool["live"])}
                  for name, pool in sorted(lab.state().get("pools", {}).items())}}


class Trial:
    """A scenario: where it ends, and the cases in it."""

    def __init__(self, scenario):
        self.scenario = scenario
        lab = ToyNode()
        scenario.prepare(lab)
        status, output = lab.make_with_faulty_commands(*scenario.words)
        assert status == 0, output
        commands = len((lab.node / "commands").read_text().splitlines())
        steps = len((lab.node / "changes").read_text())
        self.end = end_of(lab)
        lab.remove()
        self.cases = [Case(scenario, "command", number + 1, kind) for number in range(commands) for kind in COMMAND_KINDS]
        self.cases += [Case(scenario, "step", number + 1, kind) for number in range(steps) for kind in STEP_KINDS]

    def run(self, case):
        """What is wrong behind CASE, or ""."""
        lab = ToyNode()
        try:
            self.scenario.prepare(lab)
            return self.wrong(lab, case)
        finally:
            lab.remove()

    def wrong(self, lab, case):
        words = self.scenario.words
        if case.place == "command":
            status, said = lab.make_with_faulty_commands(*words, at=case.number, kind=case.kind)
        else:
            status, said = lab.make(*words, FAKE_FAULT=f"{case.number} {case.kind}")
        if "data_is_lost" in str(lab.state()):
            return f"{said}data is lost"
        knows_no_git = "there is no git here" in said  # so no volume is garbage
        if status == 0 and end_of(lab) != self.end and not knows_no_git:
            return f"it said that it succeeded:\n{said}{json.dumps(end_of(lab), indent=1)}"
        status, output = lab.make(*words)
        if status != 0:
            return f"{said}then it ends with status {status}:\n{output}"
        if end_of(lab) != self.end:
            return f"{said}then:\n{output}ends elsewhere: {json.dumps(end_of(lab), indent=1)}"
        lab.make(*words)
        return f"{said}a third make has something to do: {lab.changes()}" if lab.changes() else ""


def main(arguments):
    each = int(arguments[1]) if arguments[:1] == ["--sample"] else 1
    trials = {scenario: Trial(scenario) for scenario in SCENARIOS}
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
