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


def listed_options():
    options = {}
    for line in LIST.read_text().splitlines():
        if not line.startswith("#"):
            name, _, suboptions = line.partition(":")
            options[name] = suboptions.split()
    return options


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
    mistakes = [f"--{name} is not listed" for name in sorted(installed_options() - set(listed))]
    installed = installed_suboptions([name for name, suboptions in listed.items() if suboptions])
    if len(installed) < 40:
        mistakes.append(f"virt-install told of {len(installed)} options only")
    for name, suboptions in installed.items():
        missing = set(suboptions) - set(listed.get(name, []))
        mistakes += [f"--{name} {suboption} is not listed" for suboption in sorted(missing)]
    print("\n".join(mistakes))
    print(f"{len(installed)} passed, {len(mistakes)} failed")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
