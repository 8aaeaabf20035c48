#!/usr/bin/env python3
"""The toy node with a guest in it: ssh runs what it is given here, below $FAKE_NODE/guest, and virsh has the guest's agent and
console log. What the guest is, tests write into that folder:

    host_key          the host key that ssh finds; one of its own makes it untrusted, as ssh's options have it
    agent_key         what the agent finds in the file of the host key; without it the agent is not connected
    console           the console log
    instance-id       of cloud-init

$FAKE_FAULT may also be "ssh:N", which loses the connection of the Nth ssh before it runs anything, and "ssh:N:after", behind it.
"""
import base64
import importlib.util
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TOY = HERE.parents[3] / "examples/ci/toy_node.py"
specification = importlib.util.spec_from_file_location("toy_node", TOY)
toy = importlib.util.module_from_spec(specification)
specification.loader.exec_module(toy)

GUEST = (toy.NODE / "guest").resolve()


def text_of(name):
    path = GUEST / name
    return path.read_text() if path.exists() else None


class GuestNode(toy.Node):
    def qemu_agent_command(self, options):
        self.domain(options)
        asked = json.loads(options["words"][-1] if options["words"] else options[""])
        if text_of("agent_key") is None:
            toy.fail("Guest agent is not responding: QEMU guest agent is not connected")
        command, arguments = asked["execute"], asked["arguments"]
        if command == "guest-file-open":
            if "ed25519" not in arguments["path"]:
                toy.fail("internal error: unable to execute QEMU agent command 'guest-file-open': failed to open file")
            return ['{"return":1000}']
        if command == "guest-file-read":
            text = base64.b64encode(text_of("agent_key").encode()).decode()
            return [json.dumps({"return": {"count": len(text), "buf-b64": text, "eof": True}}, separators=(",", ":"))]
        return ['{"return":{}}']

    def vol_download(self, options):
        if not options.get("vol", "").endswith("console.log"):
            return super().vol_download(options)
        if text_of("console") is None:
            toy.fail("Storage volume not found: no storage vol with matching path")
        pathlib.Path(options["file"]).write_text(text_of("console"))
        return []

    def dumpxml(self, options):
        lines = super().dumpxml(options)
        return [line.replace("</domain>", "  <console><log file='/var/log/libvirt/qemu/web-console.log'/></console>\n</domain>")
                for line in lines] if text_of("console") is not None else lines


def is_trusted(words):
    """As ssh has it: the first value of an option counts."""
    options = {}
    for flag, word in zip(words, words[1:]):
        if flag == "-o":
            options.setdefault(*word.split("=", 1))
    known, key = pathlib.Path(options["UserKnownHostsFile"]), text_of("host_key") or "ssh-ed25519 AAAAtoy\n"
    lines = [line.split() for line in known.read_text().splitlines()] if known.exists() else []
    keys = [line[1:3] for line in lines if line[0] == options["HostKeyAlias"]]
    if not keys and options["StrictHostKeyChecking"] == "accept-new":
        known.write_text(f"{options['HostKeyAlias']} {key}")
        return True
    return key.split()[:2] in keys


def ssh(words):
    runs = GUEST / "ssh_runs"
    number = len(runs.read_text()) + 1 if runs.exists() else 1
    runs.write_text("x" * number)
    if toy.FAULT == f"ssh:{number}":
        print("ssh: connect to host: Connection timed out", file=sys.stderr)
        return 255
    if not is_trusted(words):
        print("Host key verification failed.", file=sys.stderr)
        return 255
    command = words[words.index("--") + 2]
    for path in ("/var/lib/vmp", " /run"):
        command = command.replace(path, path.replace("/", f"{GUEST}/", 1))
    command = command.replace("PATH=/usr/local", f"PATH={GUEST}/bin:/usr/local")
    environment = {**os.environ, "PATH": f"{GUEST}/bin:{os.environ['PATH']}"}
    status = subprocess.run(["sh", "-c", command], env=environment, cwd=GUEST, check=False).returncode
    if toy.FAULT == f"ssh:{number}:after":
        print("Connection to guest closed by remote host.", file=sys.stderr)
        return 255
    return status


toy.Node, toy.ssh = GuestNode, ssh
if __name__ == "__main__":
    sys.exit(toy.main())
