#!/usr/bin/env python3
"""Faults at every command that up, down and gc of a node run, and in every step on the node.

usage: faults_test.py [--sample NUMBER]

Each case begins where its scenario does; one make of its target goes wrong; then plain makes have to end where an
undisturbed one does, and nothing with data on it is ever gone in between. With --sample only every NUMBERth case is tried.
"""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from toy_faults import Scenario, Trial, main  # noqa: E402
from toy_node import ToyNode, uuid_of  # noqa: E402


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


class NodeTrial(Trial):
    toy = ToyNode

    def end_of(self, toy):
        return json.loads(json.dumps(toy.state()).replace(toy.uri, "URI")) | {
            "pools": {name: {**pool, "uuid": "", "stored": "", "live": bool(pool["live"])}
                      for name, pool in sorted(toy.state().get("pools", {}).items())}}

    def wrong(self, toy, status, said):
        if "data_is_lost" in str(toy.state()):
            return f"{said}data is lost"
        knows_no_git = "there is no git here" in said  # so no volume is garbage
        if status == 0 and self.end_of(toy) != self.end and not knows_no_git:
            return f"it said that it succeeded:\n{said}{json.dumps(self.end_of(toy), indent=1)}"
        status, output = toy.make(*self.scenario.words)
        if status != 0:
            return f"{said}then it ends with status {status}:\n{output}"
        if self.end_of(toy) != self.end:
            return f"{said}then:\n{output}ends elsewhere: {json.dumps(self.end_of(toy), indent=1)}"
        toy.make(*self.scenario.words)
        return f"{said}a third make has something to do: {toy.changes()}" if toy.changes() else ""


if __name__ == "__main__":
    sys.exit(main([NodeTrial(scenario) for scenario in SCENARIOS], sys.argv[1:]))
