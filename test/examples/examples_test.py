#!/usr/bin/env python3
"""Holds the examples against the program: what is committed is what "vmp gen" writes, and it works.

usage: examples_test.py VMP            test
       examples_test.py VMP --accept   generate the examples' provisioners in the checkout, to be looked at and committed

Works on copies; needs make, shellcheck and no libvirt. Of an example's README, the blocks that begin with "```sh run"
are run, one after the other, in the example's folder.
"""
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"
# What make leaves behind where somebody uses an example in the checkout.
BUILT = shutil.ignore_patterns(".images", "seed.iso", "*.part", "*.lock", "*.uploading-*")
SECONDS = 600
FLEET_SCRIPTS = ["fleet.sh", "fleet-goals.sh", "fleet-status.sh"]

# Each example: its sources, where its provisioners are.
GENERATED = {"basic": ("registry.yaml", "."), "advanced": ("registry/**/*.yaml", "vms"), "landscape": ("registry.yaml", "."),
             "image-steps": ("registry.yaml", "."), "golden": ("registry.yaml", "."), "kubevirt": ("registry.yaml", ".")}
# Ways to choose some of a fleet's VMs.
FLEETS = {"landscape": ["VMS=front", "GROUP=data NODE=local"], "image-steps": ["VMS=front"], "golden": ["VMS=clone-1"],
          "kubevirt": ["GROUP=web NODE=cluster"]}

# The targets of a VM on a host, and on a cluster.
ON_HOST = ("up", "down", "build", "create", "start", "stop", "delete-all", "clean-all", "status", "diff", "wait-for-ready", "console",
           "ip", "ssh", "exec")
ON_CLUSTER = ("up", "down", "delete-all", "start", "stop", "kill", "status", "diff", "wait-for-ready", "provision", "console", "ip", "ssh")

# The folders of the other kinds, and the targets of each.
KIND_FOLDERS = {"networks": "networks/*", "nodes": "nodes/*", "images": "images/*/*"}
KIND_TARGETS = {"networks": ("up", "down", "down-all", "restart", "status", "diff", "leases", "release"),
                "nodes": ("check", "up", "down", "status", "diff", "gc"),
                "images": ("build", "list", "log", "shell", "force", "verify", "clean", "clean-all", "gc", "diff", "status", "doctor")}


class Examples(unittest.TestCase):
    vmp = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vmp-examples."))
        self.addCleanup(shutil.rmtree, self.folder)
        for example in GENERATED:
            shutil.copytree(EXAMPLES / example, self.folder / example, ignore=BUILT)
        commands = self.folder / "bin"
        commands.mkdir()
        (commands / "vmp").symlink_to(self.vmp)
        self.environment = {**os.environ, "PATH": f"{commands}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
        for name in ("VMP_REGISTRY", "VMP_GEN_BASE_DIR", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
            self.environment.pop(name, None)

    def run_in(self, folder, *command, status=0):
        result = subprocess.run([str(word) for word in command], cwd=folder, env=self.environment, text=True,
                                stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)
        self.assertEqual(result.returncode, status,
                         f"{' '.join(map(str, command))} in {folder}\n{result.stdout}{result.stderr}")
        return result

    def gen(self, example, *options):
        registry, base = GENERATED[example]
        return self.run_in(self.folder / example, "vmp", "--registry", registry, "gen", "--base-dir", base, *options)

    def assert_same(self, actual, expected):
        different = [path for path in sorted(actual.keys() | expected.keys()) if actual.get(path) != expected.get(path)]
        self.assertEqual(different, [], "these differ from what is committed; see the usage for --accept")

    def vms(self):
        """Every VM of every example as (folder of the example, name, folder of the VM)."""
        for example, (registry, base) in GENERATED.items():
            folder = self.folder / example
            for name in self.run_in(folder, "vmp", "--registry", registry, "list").stdout.split():
                yield folder, name, folder / base / name

    def folders_of(self, kind):
        """The folder of every network, node or image of every example."""
        for example, (_, base) in GENERATED.items():
            yield from sorted((self.folder / example / base).glob(KIND_FOLDERS[kind]))

    def test_registries_have_neither_mistakes_nor_warnings(self):
        registries = [EXAMPLES / example / registry for example, (registry, _) in GENERATED.items()]
        registries.append(EXAMPLES / "first-vm" / "registry.yaml")
        for registry in registries:
            with self.subTest(registry=registry):
                result = self.run_in(self.folder, "vmp", "--registry", registry, "check")
                self.assertEqual(result.stderr, "")

    def test_what_is_committed_is_what_is_generated(self):
        for example in GENERATED:
            with self.subTest(example=example):
                committed = files(self.folder / example)
                # Only modes may differ: git does not keep them.
                self.gen(example, "--prune")
                self.assert_same(files(self.folder / example), committed)
                self.assertEqual(self.gen(example, "--check", "--prune").stderr, "")

    def test_generating_again_from_nothing_gives_the_same(self):
        for example, (registry, base) in GENERATED.items():
            with self.subTest(example=example):
                anew = self.folder / "anew" / example
                self.run_in(self.folder / example, "vmp", "--registry", registry, "gen", "--base-dir", anew)
                names = self.run_in(self.folder / example, "vmp", "--registry", registry, "list").stdout.split()
                committed = {path: text for path, text in files(self.folder / example / base).items()
                             if path.split("/")[0] in [*names, *KIND_TARGETS, "Makefile", *FLEET_SCRIPTS]}
                self.assert_same(files(anew), committed)

    def test_files_with_passwords_are_private(self):
        for example in GENERATED:
            self.gen(example)
        passwords = [vm / "sshpass" for _, _, vm in self.vms() if (vm / "sshpass").exists()]
        self.assertTrue(passwords)
        for path in passwords:
            with self.subTest(path=path):
                password = path.read_text()
                self.assertIn("example", password)
                for other in path.parent.rglob("*"):
                    if other.is_file() and password in other.read_text():
                        self.assertEqual(stat.S_IMODE(other.stat().st_mode), 0o600, other)

    def test_makefiles_have_no_undefined_variables(self):
        for _, name, vm in self.vms():
            with self.subTest(vm=name):
                help_text = self.run_in(vm, "make", "--warn-undefined-variables", "help")
                self.assertEqual(help_text.stderr, "")
                for target in ON_CLUSTER if (vm / "kubevirt.sh").exists() else ON_HOST:
                    result = self.run_in(vm, "make", "--warn-undefined-variables", "--dry-run", target)
                    self.assertEqual(result.stderr, "", target)

    def test_makefiles_of_other_kinds_have_no_undefined_variables(self):
        for kind, targets in KIND_TARGETS.items():
            self.assertTrue(list(self.folders_of(kind)))
            for folder in self.folders_of(kind):
                with self.subTest(kind=kind, folder=folder.name):
                    for target in targets:
                        result = self.run_in(folder, "make", "--warn-undefined-variables", "--dry-run", target)
                        self.assertEqual(result.stderr, "", target)
                    self.assertEqual(self.run_in(folder, "make", "--warn-undefined-variables", "help").stderr, "")

    def test_makefile_of_the_advanced_example(self):
        result = self.run_in(self.folder / "advanced", "make", "--warn-undefined-variables", "--dry-run",
                             "help", "check", "list", "gen", "diff", "up/web", "down/web")
        self.assertEqual(result.stderr, "")

    def test_provisioners_pass_shellcheck(self):
        folders = {}
        for _, _, vm in self.vms():
            version = (vm / "Makefile").read_text().partition("\n")[0]
            folders.setdefault(version, []).append(vm)
        for vms in folders.values():
            for name in sorted({path.name for vm in vms for path in vm.glob("*.sh")}):
                same = [vm for vm in vms if (vm / name).exists()]
                self.assertEqual(len({(vm / name).read_bytes() for vm in same}), 1)
                self.run_in(same[0], "shellcheck", "--external-sources", "--shell=bash", name)

    def test_provisioners_of_other_kinds_pass_shellcheck(self):
        for kind in KIND_TARGETS:
            for name in sorted({path.name for folder in self.folders_of(kind) for path in folder.glob("*.sh")}):
                same = [folder for folder in self.folders_of(kind) if (folder / name).exists()]
                self.assertEqual(len({(folder / name).read_bytes() for folder in same}), 1)
                self.run_in(same[0], "shellcheck", "--external-sources", "--shell=bash", name)

    def test_fleets(self):
        for example, choices in FLEETS.items():
            base = self.folder / example
            for target in ("help", "list", *(f"list {choice}" for choice in choices)):
                self.assertEqual(self.run_in(base, "make", "--warn-undefined-variables", *target.split()).stderr, "")
            for name in FLEET_SCRIPTS:
                self.run_in(base, "shellcheck", "--external-sources", "--shell=bash", name)

    def test_commands_of_the_readmes(self):
        for example in GENERATED:
            before = files(self.folder / example)
            blocks = read_commands(self.folder / example / "README.md")
            self.assertTrue(blocks)
            for block in blocks:
                with self.subTest(example=example, commands=block):
                    self.run_in(self.folder / example, "bash", "-euo", "pipefail", "-c", block)
            self.assert_same(files(self.folder / example), before)

    def test_readmes_speak_of_every_vm(self):
        for example, name, _ in self.vms():
            with self.subTest(vm=name):
                family = f"`{name.split('-')[0]}-...`"
                readme = (example / "README.md").read_text()
                self.assertTrue(name in re.findall(r"[\w-]+", readme) or family in readme)


def files(folder):
    """Every file below FOLDER by its path, with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def read_commands(readme):
    return re.findall(r"^```sh run\n(.*?)^```$", readme.read_text(), re.MULTILINE | re.DOTALL)


def accept(vmp):
    for example, (registry, base) in GENERATED.items():
        command = [vmp, "--registry", registry, "gen", "--base-dir", base, "--prune"]
        subprocess.run(command, cwd=EXAMPLES / example, check=True)


def main(arguments):
    if len(arguments) == 2 and arguments[1] == "--accept":
        return accept(pathlib.Path(arguments[0]).resolve())
    if len(arguments) != 1:
        return __doc__
    Examples.vmp = pathlib.Path(arguments[0]).resolve()
    program = unittest.main(argv=sys.argv[:1], verbosity=2, exit=False)
    return 0 if program.result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
