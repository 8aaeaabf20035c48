#!/usr/bin/env python3
"""Runs what examples/ci has for pipelines: the steps of both workflows, and selftest on directories with something wrong.

usage: ci_test.py VMP [TEST...]
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
SELFTEST = ROOT / "examples/ci/selftest"
SECONDS = 300


def github_steps():
    """The commands of the steps behind the installation that run when nothing has failed."""
    steps = yaml.safe_load((ROOT / "examples/ci/github.yml").read_text())["jobs"]["vmp"]["steps"]
    return [step["run"] for step in steps if "run" in step and "if" not in step and step["name"] != "install"]


def action_steps():
    """The same of the action, with what GitHub puts into their environment where a workflow gives no inputs."""
    action = yaml.safe_load((ROOT / "examples/ci/action.yml").read_text())
    known = {f"inputs.{name}": given["default"] for name, given in action["inputs"].items()}
    known["github.action_path"] = str(ROOT / "examples/ci")
    steps = [step for step in action["runs"]["steps"] if step["name"] != "install"]
    return [(step["run"], {name: re.sub(r"\$\{\{ (.*?) \}\}", lambda match: known[match[1]], value)
                           for name, value in step["env"].items()}) for step in steps]


def gitlab_steps():
    return yaml.safe_load((ROOT / "examples/ci/gitlab-ci.yml").read_text())["vmp"]["script"]


class Pipelines(unittest.TestCase):
    vmp = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vmp-ci."))
        self.addCleanup(shutil.rmtree, self.folder)
        for name in ("registry", "bin", "home"):
            (self.folder / name).mkdir()
        (self.folder / "bin/vmp").symlink_to(self.vmp)
        (self.folder / "home/vmp").symlink_to(ROOT)
        shutil.copyfile(ROOT / "examples/basic/registry.yaml", self.folder / "registry/registry.yaml")
        self.environment = {**os.environ, "PATH": f"{self.folder}/bin:{os.environ['PATH']}", "HOME": str(self.folder / "home"),
                            "VMP_REGISTRY": "registry/**/*.yaml", "VMP_GEN_BASE_DIR": "vms"}
        self.run_step("vmp gen")

    def run_step(self, command, status=0):
        result = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", command], cwd=self.folder, env=self.environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                timeout=SECONDS)
        self.assertEqual(result.returncode, status, result.stdout)
        return result.stdout

    def edit(self, path, old, new):
        text = (self.folder / path).read_text()
        self.assertIn(old, text)
        (self.folder / path).write_text(text.replace(old, new, 1))

    def assert_refused(self, pattern):
        """By selftest."""
        self.assertRegex(self.run_step(f"{SELFTEST} vms/alpine", status=1),
                         rf"(?s)\Avms/alpine: error: {pattern}.*\n0 passed, 1 failed\n\Z")

    # -- workflows

    def test_every_step_passes(self):
        for steps in (github_steps(), gitlab_steps()):
            self.assertEqual([step.split()[:2] for step in steps],
                             [["vmp", "check"], ["vmp", "gen"], ["~/vmp/examples/ci/selftest", '"$VMP_GEN_BASE_DIR"/*/']])
            self.assertEqual([self.run_step(step) for step in steps],
                             ["No mistakes: 1 VM, 1 image, 1 node and 0 templates\n", "",
                              "vms/alpine/: fine\n1 passed, 0 failed\n"])

    def test_the_action_does_the_same(self):
        shown = []
        for command, variables in action_steps():
            self.environment = {name: value for name, value in self.environment.items() if not name.startswith("VMP_")} | variables
            shown.append(self.run_step(command))
        self.assertEqual(shown, ["No mistakes: 1 VM, 1 image, 1 node and 0 templates\n", "",
                                 "vms/alpine/: fine\n1 passed, 0 failed\n"])

    def test_a_warning_stops_the_first_step(self):
        self.edit("registry/registry.yaml", "vms:", "templates: [{name: nobodys, vars: {VM_NAME: x}}]\nvms:")
        for steps in (github_steps(), gitlab_steps()):
            self.assertIn("[computed-variable]", self.run_step(steps[0], status=1))

    def test_a_library_of_templates_stops_nothing(self):
        self.edit("registry/registry.yaml", "vms:", "templates: [{name: nobodys}]\nvms:")
        for steps in (github_steps(), gitlab_steps()):
            self.assertIn("No errors, 1 warning: ", self.run_step(steps[0]))

    def test_an_edit_stops_the_second_step(self):
        self.edit("vms/alpine/Makefile", "--vcpus=1", "--vcpus=2")
        for steps in (github_steps(), gitlab_steps()):
            shown = self.run_step(steps[1], status=4)
            self.assertIn("\n-VM += --virt-install '--vcpus=2'\n+VM += --virt-install '--vcpus=1'\n", shown)
            self.assertTrue(shown.endswith("Would generate alpine/Makefile\n"), shown)

    def impact_steps(self):
        """What both workflows do to get the comment, with the variables that say what is compared."""
        github = yaml.safe_load((ROOT / "examples/ci/github-impact.yml").read_text())["jobs"]["impact"]["steps"]
        gitlab = yaml.safe_load((ROOT / "examples/ci/gitlab-impact.yml").read_text())["vmp-impact"]["script"]
        return (("BASE", [step["run"] for step in github if step.get("id") == "impact"][0]),
                ("CI_MERGE_REQUEST_DIFF_BASE_SHA", gitlab[0]))

    def commit(self):
        self.run_step("git init -q . 2>/dev/null; git add vms registry; git -c user.name=a -c user.email=a@b commit -qm a")

    def test_the_impact_of_a_change_is_a_comment(self):
        self.commit()
        self.edit("registry/registry.yaml", "vcpus: 1", "vcpus: 2")
        self.run_step("vmp gen")
        for variable, step in self.impact_steps():
            self.environment[variable] = "HEAD"
            self.assertEqual(self.run_step(step), """\
What this change does to what runs, once it is merged and `make up` runs:

    alpine
      next          --vcpus maximum was 1, is 2
    changes: 1 next

`vmp help impact` explains the classes.
""")
            self.assertEqual(self.run_step("git worktree list | wc -l"), "1\n")

    def test_a_comment_says_that_data_is_at_stake(self):
        self.commit()
        self.run_step("rm -r vms")
        for variable, step in self.impact_steps():
            self.environment[variable] = "HEAD"
            self.assertRegex(self.run_step(step), r"(?s)\n      loss          directory is gone: .*\*\*Data is at stake")

    def test_without_changes_there_is_no_comment(self):
        self.commit()
        for variable, step in self.impact_steps():
            self.environment[variable] = "HEAD"
            self.assertEqual(self.run_step(step), "")
            self.environment[variable] = "0" * 40
            self.assertIn("cannot check out", self.run_step(step, status=3))

    def test_all_install_what_the_readme_says(self):
        [packages] = re.findall(r"sudo apt-get install (g\+\+ (?:.*\\\n)*.*)", (ROOT / "README.md").read_text())
        for name in ("github.yml", "gitlab-ci.yml", "action.yml", "github-impact.yml", "gitlab-impact.yml"):
            words = (ROOT / "examples/ci" / name).read_text().split()
            self.assertEqual([package for package in packages.replace("\\", "").split() if package not in words], [])

    def test_commands_of_the_readme(self):
        [block] = re.findall(r"(?s)```sh run\n(.*?)```", (ROOT / "examples/ci/README.md").read_text())
        self.assertEqual(self.run_step(f"cd {ROOT}/examples/ci\n{block}"), "../basic/alpine: fine\n1 passed, 0 failed\n")

    # -- selftest

    def test_what_is_no_generated_directory(self):
        self.assertEqual(self.run_step(f"{SELFTEST} registry nothing", status=1), "".join(
            f"{name}: error: is no directory that vmp has generated\n" for name in ("registry", "nothing")) + "0 passed, 2 failed\n")

    def test_usage(self):
        self.assertIn("usage: selftest", self.run_step(f"{SELFTEST} --help"))
        self.assertIn("usage: selftest", self.run_step(f"{SELFTEST}", status=2))

    def test_no_lock_is_that_of_a_real_vm(self):
        self.edit("vms/alpine/Makefile", "qemu:///system", f"test:///{self.folder.name}")
        self.assertEqual(self.run_step(f"{SELFTEST} vms/alpine"), "vms/alpine: fine\n1 passed, 0 failed\n")
        for folder in (f"/tmp/vmp-{os.getuid()}", f"/run/user/{os.getuid()}/vmp"):
            self.assertEqual(list(pathlib.Path(folder).glob(f"*{self.folder.name}*")), [])

    def test_a_script_that_bash_does_not_understand(self):
        self.edit("vms/alpine/build.sh", "build_image() {", "build_image() (")
        self.assert_refused('"bash -n .*/build.sh" ends with status 2')

    def test_a_makefile_that_make_does_not_understand(self):
        self.edit("vms/alpine/Makefile", "VM += --domain", "VM --domain")
        self.assert_refused('"make .* help .*" ends with status 2')

    def test_an_undefined_variable(self):
        self.edit("vms/alpine/Makefile", "$(TARGETS):", "$(TARGETS): $(CPUS)")
        self.assert_refused("make warns:\n.*undefined variable 'CPUS'")

    def test_a_value_that_the_shell_would_run(self):
        self.edit("vms/alpine/Makefile", "'--vcpus=1'", '"--vcpus=$$(touch oops)"')
        self.assert_refused("something else is run:\n.*touch: (command )?not found")

    def test_a_value_that_make_would_run(self):
        self.edit("vms/alpine/Makefile", "--vcpus=1", f"--vcpus=$(shell touch {self.folder}/oops)")
        self.assert_refused(r"the Makefile lets make expand \$\(shell touch .*\) in the words of VM")
        self.assertFalse((self.folder / "oops").exists())

    def test_an_up_that_never_converges(self):
        self.edit("vms/alpine/provisioner.sh", '[[ $autostarts == "$autostart" ]] ||', "")
        self.assert_refused('"make .* up .*" ends with status 2:\n.*cannot set autostart')

    def test_a_down_that_forgets_a_volume(self):
        self.edit("vms/alpine/provisioner.sh", "plan_delete_volumes() {", "plan_delete_volumes() { return 0")
        self.assert_refused('"make down" leaves the volumes')


if __name__ == "__main__":
    Pipelines.vmp = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
