"""One scenario on a stage: what its undisturbed runs reach, and what its cases come to."""
import dataclasses

from cases import cases_of
from snapshot import differences


@dataclasses.dataclass
class Result:
    case: object
    status: object  # of the make with the fault
    output: str
    wrong: list     # lines; none where all is as it should be


class Trial:
    def __init__(self, stage, version, scenario):
        self.stage, self.version, self.scenario, self.is_up = stage, version, scenario, False
        stage.set_up(version, scenario)
        self._journals, self._reached = {}, {}
        for target in ("up", "down"):
            made, self._journals[target] = stage.make_recorded(target)
            rest = stage.make(target)
            if made.status or rest.status:
                raise AssertionError(f"an undisturbed {target} fails:\n{made.output}{rest.output}")
            self._reached[target] = stage.state()
        stage.clear()

    def cases(self):
        return [case for target in ("up", "down") 
                for case in cases_of(self.version, self.scenario, target, self._journals[target])]

    def run(self, case, following):
        """Takes CASE from where it begins to where nothing is left of it, or to where FOLLOWING begins."""
        if case.target == "down" and not self.is_up:
            self.stage.make("up")
        self.is_up = False
        made = self.stage.make_with(case)
        wrong = [] if made.reached else ["the fault did not happen"]
        if made.status == 0 and len(self.stage.vms) == 1 and not case.kind.startswith("beside"):
            wrong += self._compare(case.target, f"the {case.target} said it succeeded and")
        if case.then == "up" and not wrong:
            wrong += self.make("up")
            self.is_up = not wrong and following is not None and following.target == "down"
        if not wrong and not self.is_up:
            wrong += self.make("down")
        if not self.is_up:
            self.stage.clear()
        return Result(case, made.status, made.output, wrong)

    def make(self, target):
        """A plain make, and what is wrong behind it."""
        made = self.stage.make(target)
        if made.status:
            return [f"a plain {target} ends with status {made.status}:", *made.output.splitlines()]
        return self._compare(target, f"a plain {target}")

    def _compare(self, target, who):
        return [f"{who} {line}" for line in differences(self.stage.state(), self._reached[target])]
