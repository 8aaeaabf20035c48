"""What the cases came to, kept in a file, printed as they come and counted in a table."""
import collections
import json
import re
import threading

from cases import KINDS, Case
from scenarios import SCENARIOS

HEAD = """\
# Faults

Written by `test/provisioners/vm/faults/faults_test.py --table`. Every external command that a `make up` and a
`make down` run is made to go wrong, in turn and in every way, on a real libvirtd with QEMU; so is every command that
virsh is given in one connection. Behind each fault a plain `make up` has to reach the state of an undisturbed one, and a
plain `make down` that of an undisturbed one: domains by their XML, pools, volumes and local files by their content. A make
that ends with status 0 in spite of its fault has to have done all of its work.

A full run takes about an hour on two processors. What differs in nothing that matters is among them once (`cases.py`); where fewer
were tried than there are, they are a sample, spread over all.

The kinds of faults:

"""

TROUBLES_HEAD = """
## Troubles of the web, the disks and the daemon

`make up` has to end with a message; when the trouble is over, a plain `make up` has to reach the state of an undisturbed one.

| trouble | `make up` says | right in the end |
|---|---|---|
"""


def message(output):
    """From the provisioner's own error on, without what differs from run to run."""
    lines = re.sub(r"(?s).*?(?=[^\n]*: error: )", "", output, count=1).splitlines()
    text = " / ".join(line.strip() for line in lines if not line.startswith("make: "))
    text = re.sub(r"/tmp/vmp\.\w+", "...", text)
    return re.sub(r"127\.0\.0\.1:\d+|127\.0\.0\.1 port \d+", "127.0.0.1", text).replace("|", "\\|")


class Results:
    def __init__(self, path):
        self._path, self._lock, self._lines, self._expected = path, threading.Lock(), [], {}
        if path and path.exists():
            self._lines = [json.loads(line) for line in path.read_text().splitlines()]
        self._known = {line["case"] for line in self._lines}

    def expect(self, version, scenario, cases):
        self._expected[version, scenario] = cases

    def has(self, case):
        return str(case) in self._known

    def add(self, result):
        case = result.case
        line = {"case": str(case), "version": case.version, "scenario": case.scenario,
                "status": result.status, "wrong": result.wrong}
        if isinstance(case, Case):
            line.update(target=case.target, kind=case.kind)
        else:
            line.update(kind="trouble", what=case.what, said=message(result.output))
        with self._lock:
            self._lines.append(line)
            print("not ok" if result.wrong else "ok", case, flush=True)
            if result.wrong:
                print("", *result.wrong, sep="\n    ")
                print("    it said:", *result.output.splitlines(), sep="\n        ", flush=True)
            if self._path:
                with open(self._path, "a", encoding="utf-8") as file:
                    file.write(json.dumps(line) + "\n")

    @property
    def passed(self):
        return sum(not line["wrong"] for line in self._lines)

    @property
    def failed(self):
        return len(self._lines) - self.passed

    def table(self):
        text = HEAD + "".join(f"- {kind}: {meaning}.\n" for kind, meaning in KINDS.items())
        for (version, scenario), cases in self._expected.items():
            text += f"\n## {version}, {scenario}\n\nThis is {SCENARIOS[scenario].summary}.\n\n"
            text += "| fault | in | there are | tried | the make went on | stopped | was killed | right in the end |\n"
            text += "|---|---|--:|--:|--:|--:|--:|--:|\n"
            for kind in KINDS:
                for target in ("up", "down"):
                    text += self._row((version, scenario, kind, target), cases)
        text += TROUBLES_HEAD
        for line in self._lines:
            if line["kind"] == "trouble":
                text += f"| {line['case']} | {line['said']} | {'no' if line['wrong'] else 'yes'} |\n"
        wrong = [line for line in self._lines if line["wrong"]]
        there = sum(len(cases) for cases in self._expected.values())
        tried = sum(line["kind"] != "trouble" for line in self._lines)
        text += (f"\n## All\n\nThere are {there} faults, of which {tried} were tried, and {len(self._lines) - tried} troubles. "
                 f"{self.passed} of these {len(self._lines)} ended right.\n")
        return text + "".join(f"- {line['case']}: {line['wrong'][0]}\n" for line in wrong)

    def _row(self, row, cases):
        _, _, kind, target = row
        there = sum(case.kind == kind and case.target == target for case in cases)
        lines = [line for line in self._lines
                 if (line["version"], line["scenario"], line["kind"], line.get("target")) == row]
        counts = collections.Counter("killed" if line["status"] == -9 else bool(line["status"]) for line in lines)
        right = sum(not line["wrong"] for line in lines)
        return (f"| {kind} | {target} | {there} | {len(lines)} | {counts[False]} | {counts[True]} | {counts['killed']} | "
                f"{right} |\n")
