"""A registry of many VMs, each with a hostile text at every place, and what vmp makes of it."""
import json
import re
import subprocess

import interface_places
import places
from places import COMMAND, FILES
from texts import DEVICES, HOSTS, LONG, NAMES, hostile_names, hostile_texts

# How long any one command may take; a hang is a failure, not a wait.
SECONDS = 600
LONGEST_FILE_NAME = 120
MARK = re.compile(r"@(\d+)/(\d+)@")


class NothingHostile(Exception):
    """vmp refuses what is as it should be."""


class HostileRegistry:
    """VMs have numbers. Those behind the last text have a long one, each at another place."""

    def __init__(self, version, count, parts, pools):
        self.version, self.count, self._pools, self.places = version, count, pools, places.places_of(version)
        self._texts = hostile_texts(count, version, parts)
        self._names = hostile_names(NAMES, count, version, 128)
        self._special = {**dict.fromkeys(interface_places.HOSTS, hostile_names(HOSTS, count, version, 63)),
                         **dict.fromkeys(interface_places.DEVICES, hostile_names(DEVICES, count, version, 15))}
        self.numbers = range(count + min(count // 2, len(LONG) * (len(self.places) + 1)))
        self.refused = {}  # the message, by number and place

    def texts(self, number):
        """What is at each place, with harmless texts for those that were refused; and what CMD is to be."""
        return {what: self._taken(number, what) for what in [*self.places, COMMAND]}

    def wrong_refusals(self):
        """Places, each with a line; exactly what there is no room for is to be refused."""
        for what, (_, has_room) in self.places.items():
            for number in range(self.count):
                text, message = self._text(number, what), self.refused.get((number, what))
                if has_room(text) is not None and has_room(text) == bool(message):
                    yield what, f"{text!r} was {'refused: ' + message if message else 'taken'}"

    def generate(self, vmp, folder, path):
        """Has vmp generate into FOLDER from PATH, which is written again without what is refused until nothing is."""
        while True:
            lines = self._write(path)
            result = subprocess.run([vmp, "--registry", path, "--diagnostics", "json", "gen", "--base-dir", folder],
                                    text=True, capture_output=True, timeout=SECONDS)
            if result.returncode == 0:
                return
            before = set(self.refused)
            for answer in json.loads(result.stderr[result.stderr.index("[\n"):]):
                if answer["severity"] == "error":
                    blamed = self._blamed(lines.get(answer["line"], []))
                    if before.issuperset(blamed):
                        raise NothingHostile(f"line {answer['line']}: {answer['message']}")
                    self.refused.update(dict.fromkeys(blamed, answer["message"]))

    def _write(self, path):
        """JSON, one value a line. Returns the numbers and places of lines."""
        sections = {}
        for number in self.numbers:
            marks = {what: f"@{number}/{place}@" for place, what in enumerate(self.places)}
            for section, entry in places.write_vm(self.version, number, marks, self._pools).items():
                sections.setdefault(section, []).append(entry)
        if places.has_interfaces(self.version):
            sections["fleet"] = {"name": "fleet"}
        lines, here, number = json.dumps(sections, indent=0).split("\n"), {}, 0
        for at, line in enumerate(lines):
            found = [(int(match[1]), list(self.places)[int(match[2])]) for match in MARK.finditer(line)]
            number = found[0][0] if found else number
            here[at + 1] = found + [(number, what) for variable, what in places.USED_AS if variable in line]
            for one in found:
                lines[at] = MARK.sub(lambda _, one=one: self._authored(*one), lines[at], count=1)
        path.write_text("\n".join(lines))
        return here

    def _authored(self, number, what):
        put, _ = self.places[what]
        text = json.dumps(put(self._taken(number, what)), ensure_ascii=False)[1:-1]
        return re.sub("[\x7f-\xa0\u2028\u2029\ufeff]", lambda match: f"\\u{ord(match[0]):04x}", text)

    def _blamed(self, here):
        """Of the texts of a line, those that there is no room for. A VM is too long for its long text."""
        if here and here[0][0] >= self.count:
            return [(here[0][0], self._long_place(here[0][0]))]
        return [(number, what) for number, what in here if self.places[what][1](self._text(number, what)) is not True] or here

    def _text(self, number, what):
        if number >= self.count:
            long = LONG[number % len(LONG)]
            is_here = what == self._long_place(number) and (what not in FILES or len(long.encode()) <= LONGEST_FILE_NAME)
            return long if is_here else f"x{number}"
        place = [*self.places, COMMAND].index(what)
        texts = self._special.get(what, self._names if what.startswith("name of a") else self._texts)
        return texts[(number + 37 * place) % self.count]

    def _long_place(self, number):
        return [*self.places, COMMAND][(number - self.count) // len(LONG)]

    def _taken(self, number, what):
        return f"x{number}" if (number, what) in self.refused else self._text(number, what)
