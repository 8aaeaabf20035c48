#!/usr/bin/env python3
"""Faults at every command that up, down and restart of a network run, and in every step on the node.

usage: faults_test.py [--sample NUMBER]

Each case begins where its scenario does; one make of its target goes wrong; then plain makes have to end where an
undisturbed one does, with all guests on the network and none cut off in between. With --sample only every NUMBERth case
is tried.
"""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from toy_faults import Scenario, Trial, main  # noqa: E402
from toy_network import PARKING, UUID, ToyNetwork  # noqa: E402


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


class NetworkTrial(Trial):
    toy = ToyNetwork

    def prepared(self, toy):
        self.state, self.xml = toy.state(), toy.xml()

    def begin(self, toy):
        toy.set_state(self.state)
        (toy.directory / "network.xml").write_text(self.xml)

    def end_of(self, toy):
        state = toy.state()
        for network in state["networks"].values():
            network["ports"] = sorted(port["mac"] for port in network["ports"].values())
            for kind in ("stored", "live"):  # the order of entries says nothing
                network[kind] = network[kind] and sorted(network[kind].splitlines())
        return state

    def wrong(self, toy, status, said):
        words = self.scenario.words
        if status == 0 and self.end_of(toy) != self.end:
            return f"it said that it succeeded:\n{said}"
        for then in [("up",), words] if words == ("restart", "CONFIRM=yes") else [words]:
            status, output = toy.make(*then)
            if status != (self.scenario.status if then == words else 0):
                return f"{said}then make {' '.join(then)} ends with status {status}:\n{output}"
        if self.end_of(toy) != self.end:
            return f"{said}then:\n{output}ends elsewhere: {json.dumps(self.end_of(toy), indent=1)}"
        status, output = toy.make(words[0])
        if words[0] != "restart" and self.scenario.status == 0 and (status, output) != (0, ""):
            return f"{said}a third make has something to do:\n{output}"
        return ""


if __name__ == "__main__":
    TRIALS = [NetworkTrial(scenario) for scenario in SCENARIOS]
    assert PARKING not in str(TRIALS[-1].end) and UUID in str(TRIALS[-1].end)
    sys.exit(main(TRIALS, sys.argv[1:]))
