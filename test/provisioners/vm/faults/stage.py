"""Where faults are tried: a folder with a libvirtd of its own, images that are served, and generated VMs."""
import dataclasses
import errno
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

import scenarios
import snapshot
from cases import COMMANDS
from image_server import ImageServer

HERE = pathlib.Path(__file__).resolve().parent
PRIVATE_LIBVIRT = HERE.parents[3] / "examples" / "first-vm" / "private-libvirt"
# How long any one make may take; a hang is a failure, not a wait.
SECONDS = 600
SKIPPED = 77


@dataclasses.dataclass
class Made:
    """What came of a make."""
    status: int
    output: str
    reached: bool = False  # did the fault happen?


class NoLibvirt(Exception):
    """There can be none here."""


class Stage:
    def __init__(self, vmp):
        self.vmp = vmp
        # Short, for the sockets below it, and open to the user that the private libvirt runs as.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vmp.", dir="/tmp"))
        self.folder.chmod(0o711)
        self.libvirt, self.pools = self.folder / "lv", self.folder / "lv/pools"
        self.images, self.faults = self.folder / "images", self.folder / "faults"
        self._libvirtds = []  # those in place of the first: process id, parent
        kept = self.folder / "kept"
        (kept / "bin").mkdir(parents=True)
        (kept / "bin" / "virt-install").symlink_to(HERE / "kept_answers.sh")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
        self._environment = {**clean, "TMPDIR": str(self.folder / "tmp"), "LC_ALL": "C.UTF-8", "KEPT_ANSWERS": str(kept),
                             "PATH": f"{kept}/bin:{os.environ['PATH']}", "no_proxy": "127.0.0.1"}
        scenarios.write_images(self.folder / "www")
        self.server = ImageServer(self.folder / "www")
        result = subprocess.run([PRIVATE_LIBVIRT, "start", self.libvirt], text=True, capture_output=True,
                                stdin=subprocess.DEVNULL)
        if result.returncode != 0:
            self.end()
            raise (NoLibvirt if result.returncode == SKIPPED else AssertionError)(result.stderr)
        self.uri = result.stdout.strip()
        self.vms = []

    def end(self):
        self.server.stop()
        if hasattr(self, "uri"):
            self.clear()
        if self._libvirtds:
            os.kill(self._libvirtds[-1][0], signal.SIGTERM)
        for _, parent in self._libvirtds:
            parent.wait()
        subprocess.run([PRIVATE_LIBVIRT, "stop", self.libvirt], check=True)
        shutil.rmtree(self.folder)

    def set_up(self, version, scenario):
        """Generates the VMs of SCENARIO for VERSION; the node and the VMs' folders are as before any make."""
        if self.vms:
            self.clear()
        self.vms = scenarios.SCENARIOS[scenario].vms
        self.generate(scenarios.registry(self.vms, self.uri, self.pools, self.server.port, version), self.folder / "generated")
        self.clear()

    def generate(self, registry, folder):
        path = self.folder / "registry.json"
        path.write_text(json.dumps(registry))
        subprocess.run([self.vmp, "--registry", path, "gen", "--base-dir", folder], check=True, capture_output=True)

    def clear(self):
        """Nothing on the node, and the VMs' folders as generated."""
        domains, active, pools, active_pools = (answer.split() for answer in snapshot.virsh(
            self.uri, "list --all --uuid", "list --uuid", "pool-list --all --name", "pool-list --name"))
        questions = ([f"destroy {uuid}" for uuid in active] + [f"undefine {uuid} --managed-save" for uuid in domains]
                     + [f"pool-destroy {pool}" for pool in active_pools] + [f"pool-undefine {pool}" for pool in pools])
        if questions:
            snapshot.virsh(self.uri, *questions)
        self.clear_files()

    def clear_files(self):
        for folder in [*self.pools.iterdir(), self.images, self.faults, self.folder / "tmp"]:
            if os.path.ismount(folder):
                subprocess.run(["umount", folder], check=True)
            shutil.rmtree(folder, ignore_errors=True)
        (self.folder / "tmp").mkdir()
        for name in self.vms:
            shutil.rmtree(self.folder / name, ignore_errors=True)
            shutil.copytree(self.folder / "generated" / name, self.folder / name)

    def state(self):
        return snapshot.snapshot(self.uri, self.pools, [self.images, self.folder / "tmp", *(self.folder / name for name in self.vms)])

    # -- makes

    def start(self, vm, targets, environment):
        output = open(self.folder / f"output of {vm}, {environment.get('FAULT_FOLDER', '')[-1:]}", "w+", encoding="utf-8")
        process = subprocess.Popen(
            ["make", "--no-print-directory", "--directory", self.folder / vm, *targets], stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            env={**self._environment, **environment})
        process.vmp_output = output
        return process

    @staticmethod
    def finish(process):
        try:
            status = process.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            status = process.wait() and "hangs"
        with process.vmp_output as output:
            output.seek(0)
            return Made(status, output.read())

    def make(self, *targets, vms=None, **environment):
        """The targets for all VMs, or for those given; the status is the first that is not 0."""
        made = [self.finish(self.start(vm, targets, environment)) for vm in vms or self.vms]
        return Made(next((one.status for one in made if one.status), 0), "".join(one.output for one in made))

    def make_recorded(self, target):
        """A make with all commands wrapped: what it was and the journal."""
        self._wrap(COMMANDS, None)
        made = self.make(target, vms=self.vms[:1], **self._wrapped())
        return made, [json.loads(line) for line in (self.faults / "journal").read_text().splitlines()]

    def make_with(self, case):
        """A make in which CASE happens, and all that happens because of it."""
        self._wrap([case.command], dataclasses.asdict(case))
        make, second = self.start(self.vms[0], [case.target], self._wrapped()), None
        gate = self._wait_for_gate(make)
        if gate is not None:
            if case.kind == "killed":
                os.killpg(make.pid, signal.SIGKILL)
            elif case.kind == "restart":
                self.restart_libvirtd()
            else:
                second = self.start(self.vms[-1], [case.kind.split()[1]], {})
                self._wait_for_second(second)
            os.close(gate)
        made = self.finish(make)
        if second is not None:
            made.output += self.finish(second).output
        runs = self.faults / f"runs of {case.command}"
        made.reached = runs.exists() and runs.stat().st_size >= case.occurrence
        return made

    def _wrap(self, commands, fault):
        shutil.rmtree(self.faults, ignore_errors=True)
        (self.faults / "bin").mkdir(parents=True)
        for command in commands:
            if shutil.which(command):
                (self.faults / "bin" / command).symlink_to(HERE / "wrapped_command.sh")
        (self.faults / "faulty_command").symlink_to(HERE / "faulty_command.py")
        os.mkfifo(self.faults / "gate")
        (self.faults / "occurrence").write_text(f"{fault['occurrence'] if fault else 0}\n")
        (self.faults / "fault.json").write_text(json.dumps(fault))

    def _wrapped(self):
        return {"FAULT_FOLDER": str(self.faults), "PATH": f"{self.faults}/bin:{self._environment['PATH']}"}

    def _wait_for_gate(self, make):
        """The gate's other end, once a command waits there; None if the make ends without."""
        while make.poll() is None:
            try:
                return os.open(self.faults / "gate", os.O_WRONLY | os.O_NONBLOCK)
            except OSError as error:
                if error.errno != errno.ENXIO:
                    raise
            time.sleep(0.01)
        return None

    def _wait_for_second(self, second):
        """Until it ends or waits for the first."""
        deadline = time.monotonic() + 30
        while second.poll() is None and time.monotonic() < deadline:
            if "waits for another make" in pathlib.Path(second.vmp_output.name).read_text():
                return
            time.sleep(0.01)

    # -- the node

    def restart_libvirtd(self):
        self.stop_libvirtd()
        self.start_libvirtd()

    def stop_libvirtd(self):
        first = int((self.libvirt / "daemons").read_text().split()[1])
        libvirtd = self._libvirtds[-1][0] if self._libvirtds else first
        os.kill(libvirtd, signal.SIGKILL)
        while pathlib.Path(f"/proc/{libvirtd}").exists():  # until its parent has waited for it
            time.sleep(0.01)

    def start_libvirtd(self):
        parent = subprocess.Popen([HERE / "reaping_parent.py", PRIVATE_LIBVIRT, "run", self.libvirt, "libvirtd"],
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self._libvirtds.append((int(parent.stdout.readline()), parent))
        while subprocess.run(["virsh", "--connect", self.uri, "list"], capture_output=True).returncode != 0:
            time.sleep(0.05)
