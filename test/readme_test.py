#!/usr/bin/env python3
"""Runs what README.md shows, so that it stays true.

usage: readme_test.py VMP

A block "```yaml FILE" is that file, in every folder where something is run; FILE is a registry by itself. A block of
YAML without a name is a part of a VM. In a block "```console", each "$ vmp ..." is run and must print what follows,
where a line "..." stands for any lines; other commands need a libvirt, or root, and are not run. `vmp ...` in the
text is run as well. The tables of merging and of exit statuses are held to what they say.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import yaml

README = (pathlib.Path(__file__).resolve().parents[1] / "README.md").read_text()
BLOCKS = re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
TEXT = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)
FILES = {name: text for language, name, text in BLOCKS if language == "yaml" and name}
SECONDS = 60


def read_commands(block):
    """Each command of a console block with what it prints."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2]))


def to_pattern(printed):
    return "".join(r"(?:.*\n)*?" if line == "...\n" else re.escape(line) for line in printed.splitlines(keepends=True))


def read_table(*columns):
    """The cells of the table with these columns, without the marks of code."""
    table = re.search(rf"^\| {re.escape(' | '.join(columns))} \|\n\|[-|]+\|\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    return [[cell.strip().strip("`") for cell in row.strip("|").split(" | ")] for row in table[1].splitlines()]


class Readme(unittest.TestCase):
    vmp = None

    def make_folder(self, files):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = pathlib.Path(folder.name)
        (path / "bin").mkdir()
        (path / "bin" / "vmp").symlink_to(self.vmp)
        for name, text in files.items():
            (path / name).write_text(text)
        return path

    def run_in(self, folder, command, status=0):
        environment = {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8",
                       "VMP_REGISTRY": "registry.yaml"}
        result = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True, timeout=SECONDS,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(result.returncode, status, f"{command}\n{result.stdout}")
        return result.stdout

    def test_registries_have_neither_mistakes_nor_warnings(self):
        self.assertIn("registry.yaml", FILES)
        for name in FILES:
            with self.subTest(name):
                printed = self.run_in(self.make_folder(FILES), f"vmp --registry {name} check")
                self.assertRegex(printed, r"\ANo mistakes: .*\n\Z")

    def test_other_yaml_is_a_part_of_a_vm(self):
        parts = [text for language, name, text in BLOCKS if language == "yaml" and not name]
        self.assertTrue(parts)
        for part in parts:
            with self.subTest(part):
                indented = "".join(f"    {line}\n" for line in part.splitlines())
                folder = self.make_folder({"registry.yaml": f"templates:\n  - name: part\n{indented}"})
                self.run_in(folder, "vmp check")

    def test_recipes_are_for_a_vm_of_the_registry(self):
        recipes = re.search(r"^### Recipes$(.*?)^## ", README, re.MULTILINE | re.DOTALL)[1]
        parts = re.findall(r"^```yaml\n(.*?)^```$", recipes, re.MULTILINE | re.DOTALL)
        self.assertEqual(len(parts), 5)
        for part in parts:
            with self.subTest(part):
                indented = "".join(f"    {line}\n" for line in part.splitlines())
                vm = f"  - name: cook\n    template: cloud\n    nodeName: local\n    image: debian:12\n{indented}"
                folder = self.make_folder({"registry.yaml": FILES["registry.yaml"] + vm})
                self.assertRegex(self.run_in(folder, "vmp check"), r"\ANo mistakes: .*\n\Z")

    def test_json_is_json(self):
        for language, _, text in BLOCKS:
            if language == "json":
                json.loads(text)

    def test_commands_print_what_is_shown(self):
        count = 0
        for language, _, block in BLOCKS:
            if language != "console":
                continue
            folder = self.make_folder(FILES)
            for command, printed in read_commands(block):
                if not command.startswith("vmp "):
                    self.assertEqual(printed, "", f"nobody checks what \"{command}\" prints")
                    continue
                with self.subTest(command):
                    self.assertRegex(self.run_in(folder, command), rf"\A{to_pattern(printed)}\Z")
                    count += 1
        self.assertGreater(count, 5)

    def test_commands_in_the_text_work(self):
        commands = re.findall(r"`(vmp [^`]+)`", TEXT)
        self.assertTrue(commands)
        folder = self.make_folder(FILES)
        for command in commands:
            with self.subTest(command):
                self.run_in(folder, command)

    def test_merging_is_as_the_table_says(self):
        rows = read_table("before", "over it", "after", "rule")
        before, over, after = ({f"row{index}": yaml.safe_load(row[column]) for index, row in enumerate(rows)}
                               for column in range(3))
        merged = yaml.safe_load(FILES["registry.yaml"])
        vm = merged["vms"][0]
        merged["templates"].append({"name": "before", **user_data(before)})
        vm.pop("template")
        vm.update({"templates": ["cloud", "before"], **user_data(over)})
        folder = self.make_folder({"registry.yaml": yaml.safe_dump(merged)})
        config = json.loads(self.run_in(folder, f"vmp config {vm['name']} --format json"))
        resolved = config["vm"]["cloudInit"]["noCloud"]["data"]["user-data"]
        self.assertEqual({key: resolved.get(key) for key in after}, after)

    def test_exit_statuses_are_those_of_the_table(self):
        folder = self.make_folder(FILES)
        commands = {"done": "vmp check", "the registry is wrong, or a name is unknown": "vmp config nobody",
                    "the command line is wrong": "vmp chekc", "reading or writing failed": "vmp gen --base-dir bin/vmp",
                    "gen --check`, `gen --diff` or `diff` found a difference": "vmp gen --check",
                    "diff` found one by which data may go": "mkdir none && vmp gen --base-dir old && vmp diff old none"}
        rows = read_table("exit status", "means")
        self.assertEqual([meaning for _, meaning in rows], list(commands))
        for status, meaning in rows:
            with self.subTest(meaning):
                self.run_in(folder, commands[meaning], int(status))


def user_data(data):
    return {"cloudInit": {"noCloud": {"data": {"user-data": data}}}}


def main(arguments):
    if len(arguments) != 1:
        return __doc__
    Readme.vmp = pathlib.Path(arguments[0]).resolve()
    program = unittest.main(argv=sys.argv[:1], verbosity=2, exit=False)
    return 0 if program.result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
