#!/usr/bin/env python3
"""Completes command lines in the real shells: bash, zsh and fish, with the scripts that are installed.

usage: completion_test.py VMP
"""
import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

VMP = pathlib.Path(sys.argv.pop(1)).resolve()
SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "cli/completions"
REGISTRY = """
images: [{name: debian, tags: [{pattern: "^12$", url: "https://h/d.img", volumeName: d}]}]
nodes: [{name: n, libvirt: {connection: {uri: "qemu:///system"}}}]
vms: [{name: web, nodeName: n}, {name: db, nodeName: n}]
networks: [{name: lan, provisioner: v1beta1}]
"""

# Runs the function as bash does when Tab is pressed behind the line, and prints what bash would put in place of the word.
BASH = r"""
source "$1"
COMP_LINE=$2 COMP_POINT=${#2} COMP_WORDS=(vmp)
_vmp
printf '%s\n' "${COMPREPLY[@]}"
"""
# In a terminal of its own: Tab completes, and ^X prints what the line has become.
ZSH = """
fpath=($SCRIPTS $fpath) PS1= RPS1=
autoload -U compinit && compinit -u -D
show() { zle -I; print -r -- "<<$BUFFER>>"; BUFFER=; }
zle -N show
bindkey '^I' complete-word '^X' show
print READY
"""


class Folder(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "bin").mkdir()
        (self.folder / "bin/vmp").symlink_to(VMP)
        (self.folder / "reg.yaml").write_text(REGISTRY)
        (self.folder / "my folder").mkdir()
        (self.folder / "my folder/reg.yaml").write_text(REGISTRY)
        self.environment = {"PATH": f"{self.folder}/bin:/usr/bin:/bin", "HOME": str(self.folder), "LC_ALL": "C.UTF-8",
                            "SCRIPTS": str(SCRIPTS), "TERM": "dumb"}

    def run_shell(self, *command):
        result = subprocess.run(command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, text=True,
                                capture_output=True, check=True, timeout=60)
        return result.stdout


class Bash(Folder):
    def complete(self, line):
        return self.run_shell("bash", "--norc", "-c", BASH, "bash", SCRIPTS / "vmp.bash", line).split("\n")[:-1]

    def test_commands(self):
        self.assertEqual(self.complete("vmp ex"), ["explain"])

    def test_choices_behind_an_equals_sign_at_which_bash_splits(self):
        self.assertEqual(self.complete("vmp --color=a"), ["auto", "always"])
        self.assertEqual(self.complete("vmp --color a"), ["auto", "always"])

    def test_names_of_the_registry(self):
        self.assertEqual(self.complete("vmp --registry reg.yaml config "), ["web", "db", "networks/lan"])
        self.assertEqual(self.complete("vmp config --registry=reg.yaml d"), ["db"])

    def test_what_is_quoted(self):
        self.assertEqual(self.complete("vmp --registry 'my folder/reg.yaml' config d"), ["db"])
        self.assertEqual(self.complete('vmp --registry my\\ folder/reg.yaml  config "'), ["web", "db", "networks/lan"])
        self.assertEqual(self.complete("vmp --registry ~/reg.yaml config d"), ["db"])

    def test_files_and_directories(self):
        self.assertEqual(self.complete("vmp --registry r"), ["reg.yaml"])
        self.assertEqual(self.complete("vmp gen --base-dir "), ["bin", "my folder"])


@unittest.skipUnless(shutil.which("fish"), "fish is not installed")
class Fish(Folder):
    def complete(self, line):
        script = f"source {SCRIPTS}/vmp.fish; complete --do-complete $argv[1]"
        return self.run_shell("fish", "--no-config", "-c", script, line).split("\n")[:-1]

    def test_commands_with_what_they_do(self):
        self.assertEqual(self.complete("vmp ex"), ["explain\ttell why a VM, network, node or image has the values that it has"])

    def test_choices(self):
        self.assertEqual(self.complete("vmp --color=a"), ["--color=always", "--color=auto"])

    def test_names_of_the_registry(self):
        self.assertEqual(sorted(self.complete("vmp --registry reg.yaml config ")),
                         ["db\tVM", "networks/lan\tnetwork", "web\tVM"])
        self.assertEqual(self.complete("vmp --registry 'my folder/reg.yaml' config d"), ["db\tVM"])

    def test_files(self):
        self.assertEqual(self.complete("vmp --registry r"), ["reg.yaml"])


@unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
class Zsh(Folder):
    def complete(self, line):
        """What the line has become, and what is listed below it."""
        process, terminal = pty.fork()
        if process == 0:
            os.chdir(self.folder)
            os.execvpe("zsh", ["zsh", "-f", "-i"], self.environment)
        self.addCleanup(os.close, terminal)
        (self.folder / "setup").write_text(ZSH)
        os.write(terminal, b"source ./setup\n")
        read_until(terminal, r"\nREADY")
        os.write(terminal, f"{line}\t\x18".encode())
        output = read_until(terminal, "<<(.*)>>")
        os.write(terminal, b"exit\n")
        os.waitpid(process, 0)
        return re.search("<<(.*)>>", output)[1], output

    def test_commands(self):
        self.assertEqual(self.complete("vmp ex")[0], "vmp explain ")

    def test_choices_are_listed(self):
        line, output = self.complete("vmp --color=a")
        self.assertEqual(line, "vmp --color=a")
        self.assertIn("--color=auto", output)
        self.assertIn("--color=always", output)

    def test_commands_are_listed_with_what_they_do(self):
        self.assertIn("check -- look for mistakes in the registry", self.complete("vmp c")[1])

    def test_names_of_the_registry(self):
        self.assertEqual(self.complete("vmp --registry 'my folder/reg.yaml' config n")[0],
                         "vmp --registry 'my folder/reg.yaml' config networks/lan ")

    def test_files(self):
        self.assertEqual(self.complete("vmp --registry r")[0], "vmp --registry reg.yaml ")


def read_until(terminal, pattern):
    output = ""
    while not re.search(pattern, output):
        output += os.read(terminal, 4096).decode()
    return output


if __name__ == "__main__":
    unittest.main()
