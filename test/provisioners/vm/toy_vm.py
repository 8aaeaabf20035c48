"""A VM that vmp generates, on the toy node: what the tests of the targets have in common."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

# From the command line: TEST.py VMP VERSION [TEST...]. What one version promises, each later one keeps; so the same tests
# are run with each.
VMP, VERSION = str(pathlib.Path(sys.argv.pop(1)).resolve()), sys.argv.pop(1)
V = VERSION.upper()  # how the names of its variables begin

HERE = pathlib.Path(__file__).resolve().parent
TOY_NODE = HERE.parents[2] / "examples/ci/toy_node.py"
FAKES = ["virsh", "virt-install", "curl", "ssh", "sshpass"]
SECONDS = 120

IMAGE = b"an image " * 1000
# Uploads wait for other makes of this user that upload to the same volume of the same node: also for other tests'.
NODE = f"lab{os.getpid()}.example"

REGISTRY = {
    "nodes": [{"name": "lab", "libvirt": {"connection": {"uri": f"qemu+ssh://ops@{NODE}/system"}}}],
    "images": [{"name": "debian", "tags": [
        {"pattern": "^12$", "url": "https://images.example/debian.qcow2", "volumeName": "debian.qcow2"}]}],
    "vms": [{
        "name": "web", "provisioner": VERSION, "nodeName": "lab", "image": "debian:12",
        "vars": {f"{V}_WAIT_FOR_READY_INTERVAL_SECS": "0", f"{V}_WAIT_FOR_READY_TIMEOUT_SECS": "60"},
        "libvirt": {
            "domain": {"name": "{VM_NAME}", "virtInstall": {
                "memory": "512", "import": True,
                "disk": [{"name": "root", "options": {"vol": "web/root.qcow2"}},
                         {"name": "seed", "options": {"vol": "web/seed.iso", "device": "cdrom"}}],
                "network": [{"name": "nic", "options": {"network": "default"}}]}},
            "pools": [{"name": "web", "directory": {"path": "/pools/web"}},
                      {"name": "images", "deletionPolicy": "Retain", "directory": {"path": "/pools/images"}}],
            "volumes": [
                {"name": "debian.qcow2", "poolName": "images", "deletionPolicy": "Retain",
                 "uploadFile": {"path": "../images/debian.qcow2"}},
                {"name": "root.qcow2", "poolName": "web", "capacity": "20G",
                 "backingVolume": {"name": "debian.qcow2", "poolName": "images"}},
                {"name": "seed.iso", "poolName": "web", "format": "raw", "uploadFile": {"path": "seed.iso"}}]},
        "cloudInit": {"noCloud": {"seed": {"path": "seed.iso"}, "data": {"user-data": {"password": "x"}}}},
        "ssh": {"user": "ops", "password": "secret", "options": {"LogLevel": "ERROR"}},
    }],
}


class ToyVm(unittest.TestCase):
    """"web" of REGISTRY in a folder of its own, with fake commands first in PATH."""
    toy_node = TOY_NODE

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vmp behaviour."))
        self.addCleanup(shutil.rmtree, self.folder)
        self.node = self.folder / "node"
        self.pools = self.node / "disk/pools"
        commands = self.folder / "bin"
        for folder in (commands, self.node / "www"):
            folder.mkdir(parents=True)
        for name in FAKES:
            (commands / name).symlink_to(self.toy_node)
        (self.node / "www" / "debian.qcow2").write_bytes(IMAGE)
        self.environment = {**os.environ, "PATH": f"{commands}:{os.environ['PATH']}", "FAKE_NODE": str(self.node),
                            "LC_ALL": "C.UTF-8"}
        self.environment.pop("MAKEFLAGS", None)
        self.registry = json.loads(json.dumps(REGISTRY))
        self.registry["vms"][0]["vars"]["DEFAULT_IMAGE_DIR"] = "../images"
        self.web = self.registry["vms"][0]
        self.generate()

    # -- what tests do

    def generate(self):
        (self.folder / "registry.yaml").write_text(json.dumps(self.registry))
        subprocess.run([VMP, "--registry", self.folder / "registry.yaml", "gen", "--base-dir", self.folder],
                       check=True, capture_output=True, timeout=SECONDS)

    def make(self, *words, status=0, vm="web", **environment):
        result = subprocess.run(["make", "--no-print-directory", "-C", self.folder / vm, *words], timeout=SECONDS,
                                text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                env={**self.environment, **environment})
        self.assertEqual(result.returncode, status, result.stdout)
        return result.stdout

    def runs_of(self, *words, **options):
        """The commands that a make ran, and its output."""
        (self.node / "log").write_text("")
        output = self.make(*words, **options)
        return [json.loads(line) for line in (self.node / "log").read_text().splitlines()], output

    def state(self):
        path = self.node / "state.json"
        return json.loads(path.read_text()) if path.exists() else {"domains": {}, "pools": {}}

    def change_state(self, change):
        state = self.state()
        change(state)
        (self.node / "state.json").write_text(json.dumps(state))

    def domain(self):
        [domain] = self.state()["domains"].values()
        return domain

    def volume(self, name):
        return (self.pools / name).read_bytes()

    def volumes(self):
        return sorted(f"{path.parent.name}/{path.name}" for path in self.pools.glob("*/*")
                      if path.suffix != ".xml")

    def untrusted(self, address):
        """What is said of a host key that ssh does not take."""
        if VERSION == "v1alpha1":
            return (f"Host key verification failed. Where a guest was made anew, its old key has to go: ssh-keygen -R {address}. To take "
                    "the key of a new guest, write options: {StrictHostKeyChecking: accept-new} under ssh in the registry")
        return ("Host key verification failed. Where the guest was made anew by hand, its old key has to go: "
                f"rm {self.folder}/web/known_hosts")

    def trust(self):
        """The host key is known, so nobody is asked for it."""
        (self.folder / "web/known_hosts").write_text("known\n")

    @staticmethod
    def without_trust(words):
        """Those of ssh without the options that say which host keys it takes, which later versions have."""
        ours = ("UserKnownHostsFile=known_hosts", "HostKeyAlias=", "StrictHostKeyChecking=")
        return [word for index, word in enumerate(words)
                if not any(each.startswith(ours) for each in words[index:index + (2 if word == "-o" else 1)])]

    def assert_up(self):
        (domain,) = self.state()["domains"].values()
        self.assertEqual(domain["name"], "web")
        self.assertTrue(domain["running"])
        self.assertEqual(self.volumes(), ["images/debian.qcow2", "web/root.qcow2", "web/seed.iso"])
        self.assertEqual(self.volume("images/debian.qcow2"), IMAGE)
        self.assertEqual(self.volume("web/seed.iso"), (self.folder / "web/seed.iso").read_bytes())
        self.assertEqual(self.make("diff"), "")
