#!/usr/bin/env python3
"""Values that the registry only refers to: when they are fetched, and where they are then.

usage: secrets_test.py VMP v1beta1 [TEST...]
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "vm"))

from toy_vm import SECONDS, ToyVm  # noqa: E402

# What an author of values may have thought of, and what breaks out of quotes in one language or another.
HOSTILE = ("it's \"q\" \\te \\1 \\ & $HOME $(id) `id` \t é ü \u2028 \x85 \x7f \x01 {{x}} {VM_NAME} @secret:other@ %s\n"
           "second: line # no comment\n---\n'''\"\"\"")


class Secrets(ToyVm):
    maxDiff = None

    def setUp(self):
        super().setUp()
        self.asked = self.folder / "asked"
        self.refer({"name": "token", "env": "TOKEN"})

    # -- what tests do

    def refer(self, *secrets, data=None, password=None):
        """The VM's secrets and user-data; by default, that holds all of them."""
        self.web["secrets"] = list(secrets)
        names = [secret["name"] for secret in secrets]
        self.web["cloudInit"]["noCloud"]["data"]["user-data"] = data or {name: f"<{{secret:{name}}}>" for name in names}
        self.web["ssh"]["password"] = password or "x"
        self.generate()

    def ask_pin(self, value="swordfish"):
        """A command that says when it is asked."""
        script = self.folder / "bin/pin"
        script.write_text(f"#!/bin/sh\necho asked >>'{self.asked}'\necho 'PIN, please' >&2\nprintf %s\\\\n '{value}'\n")
        script.chmod(0o755)
        return {"name": "token", "command": ["pin", "show", "web"]}

    def times_asked(self):
        return len(self.asked.read_text().splitlines()) if self.asked.exists() else 0

    def data_of(self, iso, begin=b"#cloud-config\n"):
        content = iso.read_bytes()
        return content[content.index(begin):].split(b"\0", 1)[0].decode()

    def seed_of_node(self):
        return yaml.safe_load(self.data_of(self.pools / "web/seed.iso"))

    def seed(self):
        return self.folder / "web/seed.iso"

    def assert_refused(self, message, *targets, **environment):
        before = sorted(path.name for path in (self.folder / "web").iterdir())
        output = self.make(*(targets or ["up"]), status=2, **environment)
        self.assertIn(f"web: error: {message}\n", output)
        self.assertEqual(sorted(path.name for path in (self.folder / "web").iterdir()), before)
        self.assertEqual(self.state(), {"domains": {}, "pools": {}})

    # -- values

    def test_values_reach_the_guest_as_they_are(self):
        (self.folder / "web/file").write_text(HOSTILE + "\n")
        (self.folder / "home").mkdir()
        (self.folder / "home/file").write_text("of home\n\n")
        self.refer({"name": "env", "env": "TOKEN"}, {"name": "file", "file": "file"}, {"name": "home", "file": "~/file"},
                   {"name": "cmd", "command": ["printf", "%s\\n", HOSTILE.replace("\n", " ").replace("\x7f", "").replace("\x01", "")
                                               .replace("\t", " ").replace("\x85", "").replace("{", "{{").replace("}", "}}")
                                               .replace("\u2028", "")]})
        self.make("up", TOKEN=HOSTILE, HOME=str(self.folder / "home"))
        got = self.seed_of_node()
        self.assertEqual(got["env"], f"<{HOSTILE}>")
        self.assertEqual(got["file"], f"<{HOSTILE}>")
        self.assertEqual(got["home"], "<of home\n>")
        self.assertIn("$(id) `id`", got["cmd"])
        for line in self.data_of(self.pools / "web/seed.iso").splitlines()[1:]:
            key, text = line.split(": ", 1)
            self.assertEqual(json.loads(text), got[key])

    def test_a_script_has_them_as_they_are(self):
        self.refer({"name": "token", "env": "TOKEN"}, data="#!/bin/sh\necho '{secret:token}' >/token\n")
        self.make("up", TOKEN="a\\b \"c\"")
        self.assertEqual(self.data_of(self.seed(), b"#!/bin/sh\n"), "#!/bin/sh\necho 'a\\b \"c\"' >/token\n")

    def test_what_cannot_be_fetched_is_told_by_its_name_before_anything_is_written(self):
        self.assert_refused('secret "token": there is no variable TOKEN in the environment')
        self.assert_refused('secret "token" is empty', TOKEN="")
        self.assert_refused('secret "token" is empty', "build", TOKEN="")
        self.refer({"name": "key", "file": "no such"})
        self.assert_refused('secret "key": cannot read no such')
        self.refer({"name": "key", "file": "."})
        self.assert_refused('secret "key": cannot read .')
        for command, message in ((["sh", "-c", "echo swordfish; echo sorry >&2; exit 3"], "sh fails"),
                                 (["/no/such/command"], "command fails"), (["die", "x"], "die fails")):
            self.refer({"name": "token", "command": command})
            self.assert_refused(f'secret "token": {message}')
        for command in (["true"], ["echo"]):
            self.refer({"name": "token", "command": command})
            self.assert_refused('secret "token" is empty')
        self.refer({"name": "token", "command": ["printf", "a\\0b"]})
        self.assert_refused('secret "token" is no text: printf prints a byte of zero')

    def test_a_command_may_talk_to_people_and_has_no_input(self):
        self.refer({"name": "token", "command": ["sh", "-c", "cat; echo swordfish; echo hello >&2"]})
        output = self.make("up")
        self.assertIn("hello\n", output)
        self.assertNotIn("swordfish", output)

    # -- when they are fetched

    def test_a_secret_is_asked_for_once_for_a_node_that_has_the_seed(self):
        self.refer(self.ask_pin())
        self.assertIn("PIN, please\n", self.make("up"))
        self.assert_up()
        runs, output = self.runs_of("up")
        self.assertEqual((len(runs), output), (1, ""))
        self.web["libvirt"]["domain"]["virtInstall"]["memory"] = "768"
        self.generate()  # a Makefile that is younger than the ISO
        self.make("build", "up")
        self.make("stop", "start", "status")
        self.assertEqual(self.times_asked(), 1)
        self.seed().unlink()  # a fresh clone
        for targets in (["build"], ["up"], ["stop"], ["up"]):
            self.make(*targets)
        self.assertEqual((self.times_asked(), self.seed().exists()), (1, False))
        self.assertEqual(self.seed_of_node(), {"token": "<swordfish>"})

    def test_an_up_of_a_fresh_clone_takes_one_connection(self):
        self.refer(self.ask_pin())
        self.make("up")
        self.seed().unlink()
        runs, output = self.runs_of("up")
        self.assertEqual(([run[0] for run in runs], output), (["virsh"], ""))

    def test_another_value_counts_with_another_version(self):
        self.refer({"name": "token", "env": "TOKEN"})
        self.make("up", TOKEN="first")
        self.make("stop")
        self.seed().unlink()
        self.make("up", TOKEN="second")
        self.assertEqual(self.seed_of_node(), {"token": "<first>"})
        self.refer({"name": "token", "command": ["false"]})  # where the value is does not count
        self.assertNotIn("seed", self.make("up"))
        self.refer({"name": "token", "env": "TOKEN", "version": 2})
        self.assertIn('volume "web/seed.iso" gets the new seed at the next start', self.make("up", TOKEN="second"))
        self.make("stop", "up")
        self.assertEqual(self.seed_of_node(), {"token": "<second>"})
        self.make("diff")

    def test_an_older_seed_here_is_never_the_one_of_the_node(self):
        self.refer(self.ask_pin())
        self.make("up", "stop")
        old = self.seed().read_bytes()
        self.refer({**self.ask_pin(), "version": "2"})
        self.make("up")
        self.seed().write_bytes(old)
        self.assertEqual(self.make("build"), "web: remove seed.iso, which is another one than that of the node\n")
        self.assertEqual(self.times_asked(), 2)

    def test_a_torn_upload_is_no_seed(self):
        self.refer(self.ask_pin())
        self.make("up", status=2, FAKE_FAULT="vol-upload")
        self.seed().unlink()
        self.make("up")
        self.assert_up()
        self.assertEqual(self.times_asked(), 2)

    def test_down_forgets_the_seed(self):
        self.refer(self.ask_pin())
        for target in ("up", "down", "up"):
            self.make(target)
        self.assertEqual(self.times_asked(), 2)
        self.assert_up()

    # -- ssh

    def test_the_password_of_ssh_is_fetched_when_it_is_needed(self):
        sshpass = self.folder / "bin/sshpass"
        sshpass.unlink()
        sshpass.write_text(f"#!/bin/sh\ncat \"$2\" >>'{self.folder}/password'\nls -l \"$2\" | cut -c1-10 >>'{self.folder}/password'\n"
                           "shift 2\nexec \"$@\"\n")
        sshpass.chmod(0o755)
        self.refer(self.ask_pin(), data={"a": "b"}, password="{secret:token}")
        self.make("up")
        self.assertEqual(self.times_asked(), 0)
        self.make("wait-for-ready", "ssh", "CMD=true")
        self.assertEqual(self.times_asked(), 2)
        self.assertEqual(set((self.folder / "password").read_text().splitlines()), {"swordfish-rw-------"})
        self.assertEqual((self.folder / "web/sshpass").read_text(), "@secret:token@")

    # -- where they are

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_a_value_is_in_the_seed_and_nowhere_else(self):
        (self.folder / "web/key").write_text("herring\n")
        self.refer(self.ask_pin(), {"name": "key", "file": "key"}, {"name": "env", "env": "TOKEN"}, password="{secret:token}")
        trace = self.folder / "trace"
        result = subprocess.run(
            ["strace", "-f", "-qq", "-e", "trace=execve", "-s", "1000000", "-o", trace, "make", "-C", self.folder / "web", "up",
             "wait-for-ready"],
            env={**self.environment, "TOKEN": "haddock"}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=SECONDS, check=True)
        commands = re.sub(r"/\* \d+ vars \*/", "", trace.read_text())
        told = result.stdout + result.stderr + commands + (self.node / "log").read_text() + json.dumps(self.state())
        for path in (self.folder / "web").rglob("*"):
            if path.is_file() and path.name not in ("key", "seed.iso"):
                told += path.read_text()
        for value in ("swordfish", "herring", "haddock"):
            self.assertNotIn(value, told)
        self.assertEqual(self.seed_of_node(), {"token": "<swordfish>", "key": "<herring>", "env": "<haddock>"})
        self.assertEqual(self.seed().stat().st_mode & 0o777, 0o600)


if __name__ == "__main__":
    unittest.main()
