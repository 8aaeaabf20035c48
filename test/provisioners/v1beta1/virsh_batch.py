"""What every toy virsh has: batches of commands as virsh takes them apart, and faults that are put into them.

A toy node is a class with a method for each command ("net-list": net_list), which returns the lines that it prints or calls
fail(), and save(). $FAKE_NODE is its folder: "runs" gets a sign for each run, "log" a line for each command that changed
something, and where there is a file "unreachable", nothing is reached. $FAKE_FAULT is "NUMBER KIND": the command of that
number among those that change something "fails"; does its work and then "fails-after"; is the last one of its batch,
"dropped"; or is the last one of all, since the process group is "killed" behind it.
"""
import json
import os
import pathlib
import re
import shlex
import signal
import sys

NODE = pathlib.Path(os.environ["FAKE_NODE"])
FAULT = os.environ.get("FAKE_FAULT", "").split()
FLAGS = {"--all", "--uuid", "--name", "--autostart", "--persistent", "--inactive", "--live", "--config", "--disable",
         "--no-overwrite", "--nvram", "--balloon", "--list-running", "--daemon"}


class Failure(Exception):
    """What virsh prints behind "error: "."""


def fail(message):
    raise Failure(message)


def split_commands(text):
    """Words of each command, as virsh's own parser has them."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=";")
    lexer.whitespace_split, lexer.commenters = True, ""
    commands = [[]]
    for word in lexer:
        commands[-1].append(word) if word != ";" else commands.append([])
    return [command for command in commands if command]


def options_of(words):
    """By name; those without one are a list under ""."""
    options, words = {"": []}, list(words)
    while words:
        word = words.pop(0)
        if word in FLAGS:
            options[word[2:]] = True
        elif re.fullmatch("--[a-z-]+", word):
            options[word[2:]] = words.pop(0)
        else:
            options[""].append(word)
    return options


def number_of_change():
    with open(NODE / "changes", "a+", encoding="utf-8") as counter:
        counter.write("+")
        counter.seek(0)
        return len(counter.read())


def run(node, changes, command, words):
    """A command with the fault that is meant for it; returns whether the batch goes on."""
    kind = ""
    if command in changes and FAULT and number_of_change() == int(FAULT[0]):
        kind = FAULT[1]
    if kind == "fails":
        fail("it was told to fail")
    lines = getattr(node, command.replace("-", "_"))(options_of(words))
    print("\n".join(lines or []) + "\n", flush=True)
    node.save()
    if command in changes:
        with open(NODE / "log", "a", encoding="utf-8") as log:
            log.write(json.dumps([command, *words]) + "\n")
    if kind == "fails-after":
        fail("it was told to fail after its work")
    if kind == "killed":
        os.killpg(os.getpgrp(), signal.SIGKILL)
    return kind != "dropped"


def main(node_type, changes):
    """Returns virsh's status."""
    with open(NODE / "runs", "a", encoding="utf-8") as runs:
        runs.write("+")
    if (NODE / "unreachable").exists():
        print("error: failed to connect to the hypervisor\nerror: Connection refused", file=sys.stderr)
        return 1
    node = node_type()
    for command, *words in split_commands(sys.argv[1]):
        try:
            if command == "echo":
                print(*words, flush=True)
            elif not run(node, changes, command, words):
                return 1
        except Failure as failure:
            print(f"error: {failure}", flush=True)
    return 0
