#!/usr/bin/env python3
"""Compares schema/virt_install_options.txt with the virt-install that is installed: whatever that one tells of
itself must be listed. The list may hold more: older names, and what other versions have.
Closes with "N passed, M failed".
"""
import pathlib
import re
import subprocess
import sys

LIST = pathlib.Path(__file__).resolve().parents[2] / "schema" / "virt_install_options.txt"
# Of no use in a registry.
LEFT_OUT = {"help", "version", "debug", "quiet"}


# The kinds of options and of suboptions, in the order of the list's own explanation.
KINDS = {"flag", "text", "number", "decimal", "words"}
SUBOPTION_KINDS = {"number", "decimal", "switch", "mebibytes", "volume", "mac"}


def listed_options():
    """Kind and suboptions, without their kinds, by option."""
    options = {}
    for line in LIST.read_text().splitlines():
        if not line.startswith("#"):
            name, kind, *suboptions = line.split()
            options[name] = kind, [suboption.lstrip("!").partition("=")[0] for suboption in suboptions]
    return options


def unknown_kinds():
    for line in LIST.read_text().splitlines():
        if line.startswith("#"):
            continue
        name, kind, *suboptions = line.split()
        kinds = {suboption.partition("=")[2] for suboption in suboptions if "=" in suboption}
        if kind.rstrip("?") not in KINDS or kinds - SUBOPTION_KINDS or (suboptions and not kind.startswith("words")):
            yield f"--{name} has a kind that nobody knows"


def wrong_flags(listed):
    """Options that take no value stand in the help without one, and the others with one."""
    text = run_virt_install("--help")
    for name, value in re.findall(r"^  (?:-\w(?: [A-Z]+)?, )?--([a-z][\w-]*)( [A-Z]+| \[[A-Z_]+\])?", text, re.MULTILINE):
        if name in listed and (listed[name][0] == "flag") == bool(value):
            yield f"--{name} is listed as {listed[name][0]}, and the help says otherwise"


def run_virt_install(*arguments):
    return subprocess.run(["virt-install", *arguments], check=True, capture_output=True, text=True).stdout


def installed_options():
    return set(re.findall(r"--([a-z][\w-]*)", run_virt_install("--help"))) - LEFT_OUT - {"option"}


def installed_suboptions(names):
    """Suboptions by option, as "--disk=?" prints them: a line "--disk options:", then indented names."""
    suboptions, current = {}, None
    for line in run_virt_install(*(f"--{name}=?" for name in names)).splitlines():
        if line.startswith("--"):
            current = suboptions.setdefault(line.split()[0].lstrip("-"), [])
        elif line.startswith("  "):
            current.append(line.strip())
    return suboptions


def main():
    listed = listed_options()
    mistakes = [*unknown_kinds(), *wrong_flags(listed)]
    mistakes += [f"--{name} is not listed" for name in sorted(installed_options() - set(listed))]
    installed = installed_suboptions([name for name, (_, suboptions) in listed.items() if suboptions])
    if len(installed) < 40:
        mistakes.append(f"virt-install told of {len(installed)} options only")
    for name, suboptions in installed.items():
        missing = set(suboptions) - set(listed[name][1])
        mistakes += [f"--{name} {suboption} is not listed" for suboption in sorted(missing)]
    print("\n".join(mistakes))
    print(f"{len(installed)} passed, {len(mistakes)} failed")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
