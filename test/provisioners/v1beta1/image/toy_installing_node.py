#!/usr/bin/env python3
"""Stands in for virsh and virt-install on a node where installers run, one pool "default" and its volumes, which are files.

It keeps its state in $FAKE_NODE/state.json and $FAKE_NODE/volumes. A guest installs, by copying $FAKE_NODE/installed, and
powers off when somebody waits for an event of it. $FAKE_INSTALLER is what goes otherwise: "stays", "crashes", or "fleeting",
where virt-install is killed when the guest runs and is not defined yet.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import virsh_batch  # noqa: E402
from virsh_batch import NODE, fail  # noqa: E402

virsh_batch.FLAGS |= {"--reason", "--sparse", "--managed-save", "--snapshots-metadata", "--checkpoints-metadata", "--tpm"}
CHANGES = "vol-create vol-upload vol-delete destroy undefine vol-download".split()
VOLUMES = NODE / "volumes"
INSTALLER = os.environ.get("FAKE_INSTALLER", "")


class Node:
    def __init__(self):
        self.path = NODE / "state.json"
        # by name: uuid, description, state, reason, persistent
        self.domains = json.loads(self.path.read_text()) if self.path.exists() else {}
        VOLUMES.mkdir(exist_ok=True)

    def save(self):
        (NODE / "state.new").write_text(json.dumps(self.domains, indent=1))
        os.replace(NODE / "state.new", self.path)

    def find(self, options):
        for name, domain in self.domains.items():
            if domain["uuid"] == options["domain"]:
                return name, domain
        return fail(f"failed to get domain '{options['domain']}'")

    def volume(self, options):
        path = VOLUMES / options["vol"]
        return path if path.exists() else fail(f"failed to get vol '{options['vol']}'")

    def list(self, options):
        return [f"{domain['uuid']} {name if 'name' in options else ''}" for name, domain in self.domains.items()
                if "persistent" not in options or domain["persistent"]] + [""]

    def domstate(self, options):
        _, domain = self.find(options)
        return [f"{domain['state']} ({domain['reason']})"]

    def desc(self, options):
        return [self.find(options)[1]["description"]]

    def event(self, options):
        name, domain = self.find(options)
        if domain["state"] != "running" or INSTALLER == "stays":
            fail("timed out")
        with (VOLUMES / f"{name}.log").open("a") as log:
            log.write("the end\r\n")
        shutil.copy(NODE / "installed", VOLUMES / f"{name}.qcow2")
        domain.update(state="shut off", reason="crashed" if INSTALLER == "crashes" else "shutdown")
        if not domain["persistent"]:
            del self.domains[name]

    def destroy(self, options):
        name, domain = self.find(options)
        domain.update(state="shut off", reason="destroyed")
        if not domain["persistent"]:
            del self.domains[name]

    def undefine(self, options):
        del self.domains[self.find(options)[0]]

    def pool_list(self, _):
        return [f"{'default':20}", f"{'other':20}"]

    def pool_dumpxml(self, options):
        kind = "logical" if options["pool"] == "other" else "dir"
        return [f"<pool type='{kind}'>", "<target>", "<path>/srv/default</path>", "</target>", "</pool>"]

    def pool_refresh(self, _):
        return []

    def vol_list(self, _):
        return [" Name   Path", "-" * 20, *(f" {path.name}   /srv/default/{path.name}" for path in sorted(VOLUMES.iterdir()))]

    def vol_create(self, options):
        name = re.search("<name>(.*?)</name>", pathlib.Path(options["file"]).read_text())[1]
        if (VOLUMES / name).exists():
            fail(f"storage vol '{name}' exists already")
        (VOLUMES / name).touch()

    def vol_upload(self, options):
        shutil.copy(options["file"], self.volume(options))

    def vol_dumpxml(self, options):
        return [f"<physical unit='bytes'>{self.volume(options).stat().st_size}</physical>"]

    def vol_download(self, options):
        pathlib.Path(options["file"]).write_bytes(self.volume(options).read_bytes()[int(options.get("offset", 0)):])

    def vol_delete(self, options):
        self.volume(options).unlink()


def install(words):
    """virt-install: the guest runs, then it is defined."""
    options = {word: words[at + 1] for at, word in enumerate(words[:-1])}
    (NODE / "virt-install").write_text("\n".join(words))
    with open(NODE / "log", "a", encoding="utf-8") as log:
        log.write(json.dumps(["virt-install"]) + "\n")
    node = Node()
    if options["--name"] in node.domains:
        sys.exit("ERROR    Guest name is already in use")
    (VOLUMES / f"{options['--name']}.log").write_text("begins\r\n")
    node.domains[options["--name"]] = {
        "uuid": options["--uuid"], "description": options["--metadata"].removeprefix("description="), "state": "running",
        "reason": "booted", "persistent": INSTALLER != "fleeting"}
    node.save()
    if INSTALLER == "fleeting":
        os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    if sys.argv[0].endswith("virt-install"):
        install(sys.argv[1:])
    else:
        sys.exit(virsh_batch.main(Node, CHANGES))
