#!/usr/bin/env -S python3 -IS
"""A run of a command that goes wrong, started by wrapped_command.sh.

usage: faulty_command.py NAME NUMBER PATH WORD...

$FAULT_FOLDER/fault.json says how: "kind" (see cases.py) and, for a batch of virsh, "inner", the place of the command in
it. Without a fault the run becomes a line of JSON in $FAULT_FOLDER/journal: name, number, and the commands of a batch.
Where the harness has to act, the command waits at $FAULT_FOLDER/gate until that is done.
"""
import json
import os
import re
import subprocess
import sys

FOLDER = os.environ["FAULT_FOLDER"]
GATE = f"{FOLDER}/gate"
# What virsh cannot do, whatever there is.
FAILING = "vol-info --pool no-pool-of-this-name --vol x"


def split_batch(text):
    """The commands of a batch, as virsh's own parser splits them."""
    return [command.strip() for command in re.findall(r"(?:'[^']*'|\\.|[^;'\\])+", text) if command.strip()]


def cut(path):
    os.truncate(path, os.stat(path).st_size // 2)


def half_done(command):
    """An upload that ends in the middle is one of half the file."""
    if not command.startswith("vol-upload"):
        return command
    option = re.search(r"'--file' '([^']*)'", command)
    with open(option[1], "rb") as source, open(f"{FOLDER}/half", "wb") as half:
        half.write(source.read())
    cut(f"{FOLDER}/half")
    return command.replace(option[0], f"'--file' '{FOLDER}/half'")


def gate_in_batch(name):
    """virsh opens the file and waits for its end; then it has an answer that nobody looks at, named as that NAME is."""
    return re.sub("@vmp .*'", "@vmp gate'", name) + f"; define '{GATE}'"


def changed_batch(commands, inner, kind):
    """The batch with what happens at its command INNER. In front of each stands an echo that names its answer."""
    before, name, command, after = commands[:inner - 1], commands[inner - 1], commands[inner], commands[inner + 1:]
    return "; ".join({
        "fails": [*before, name, FAILING, *after],
        "fails after": [*before, name, command, FAILING, *after],
        "killed": [*before, name, half_done(command), gate_in_batch(name)],
        "dropped": [*before, name, command],
    }.get(kind) or [*before, gate_in_batch(name), name, command, *after])


def wait_at_gate():
    with open(GATE, "rb") as gate:
        gate.read()


def main(name, number, path, *words):
    with open(f"{FOLDER}/fault.json", encoding="utf-8") as file:
        fault = json.load(file)
    batch = split_batch(words[0]) if name == "virsh" and "@vmp" in words[0] else None
    if not fault:
        with open(f"{FOLDER}/journal", "a", encoding="utf-8") as journal:
            journal.write(json.dumps([name, int(number), batch]) + "\n")
        os.execv(path, [name, *words])
    kind, inner = fault["kind"], fault["inner"]
    if inner is not None:
        words = [changed_batch(batch, inner, kind)]
        if kind != "dropped":
            os.execv(path, [name, *words])
    if kind == "fails":
        sys.exit(f"{name}: error: it was told to fail")
    if kind in ("fails after", "killed", "dropped"):
        status = subprocess.run([path, *words], check=False, close_fds=False).returncode
        if kind == "killed":
            for option in {"--output", "-output"} & set(words):
                cut(words[words.index(option) + 1])
            wait_at_gate()
        print(f"{name}: error: it was told to fail after its work", file=sys.stderr)
        sys.exit(status or 1)
    wait_at_gate()
    os.execv(path, [name, *words])


main(*sys.argv[1:])
