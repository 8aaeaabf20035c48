"""A VM on the toy node whose guest can be logged in to: what the tests of provisioning and of host keys have in common."""
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "vm"))

from toy_vm import ToyVm  # noqa: E402



class ToyGuest(ToyVm):
    maxDiff = None
    toy_node = pathlib.Path(__file__).resolve().parent / "guest_node.py"

    def setUp(self):
        super().setUp()
        # Without a blank in its name, which the guest's paths have not either.
        self.guest = pathlib.Path(tempfile.mkdtemp(prefix="vmp-guest."))
        self.addCleanup(shutil.rmtree, self.guest)
        (self.node / "guest").symlink_to(self.guest)
        for folder in ("bin", "var/lib", "run/cloud-init", "etc"):
            (self.guest / folder).mkdir(parents=True)
        self.command("sudo", 'shift; exec "$@"')
        self.command("chown", 'shift; echo "chown $*" >>"$FAKE_NODE/guest/owners"')
        del self.web["ssh"]["password"]

    def command(self, name, text):
        """One of the guest's."""
        (self.guest / "bin" / name).write_text(f"#!/bin/sh\n{text}\n")
        (self.guest / "bin" / name).chmod(0o755)

    def without_make(self, output):
        return output.partition("make: ***")[0]

    def in_guest(self, path):
        return (self.guest / path).read_text()

    def marks(self):
        folder = self.guest / "var/lib/vmp"
        return sorted(path.name for path in folder.glob("[!.]*")) if folder.exists() else []

    def leftovers(self):
        """What no step may leave in the guest."""
        return [str(path) for path in [*(self.guest / "run").glob(".vmp*"), *(self.guest / "var/lib/vmp").glob(".vmp*")]]
