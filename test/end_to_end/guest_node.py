"""A node for real guests: a libvirtd of its own, a network with DHCP, an sshd in front of it, and a mirror of their image."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from image_server import ImageServer
from ssh_server import SshServer

HERE = pathlib.Path(__file__).resolve().parent
PRIVATE_LIBVIRT = HERE.parents[1] / "examples" / "first-vm" / "private-libvirt"

SKIPPED = 77
NAMESPACES = ["unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]

# Nothing is forwarded, so no firewall is touched.
NETWORK = """
<network>
  <name>guests</name>
  <forward mode='open'/>
  <bridge name='guests'/>
  <ip address='10.47.11.1' netmask='255.255.255.0'><dhcp><range start='10.47.11.2' end='10.47.11.99'/></dhcp></ip>
</network>
"""


class GuestNode:
    """Commands that are run in its `environment` are counted where they connect to a libvirt."""

    def __init__(self, image_folder):
        self._ends = []
        # Short, for the sockets below it.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vmp.", dir="/tmp"))
        self._ends.append(lambda: shutil.rmtree(self.folder))
        try:
            self._start(image_folder)
        except BaseException:
            self.end()
            raise

    def _start(self, image_folder):
        libvirt = self.folder / "lv"
        self.pools = libvirt / "pools"
        self.local_uri = self._private_libvirt("start", libvirt, PRIVATE_LIBVIRT="system").strip()
        self._ends.append(lambda: self._private_libvirt("stop", libvirt))
        network = self.folder / "network.xml"
        network.write_text(NETWORK)
        self.virsh("net-create", network)
        self._ends.append(lambda: self.virsh("net-destroy", "guests"))

        self.images = ImageServer(image_folder, "")  # for guests, too
        self._ends.append(self.images.stop)
        self.ssh = SshServer(self.folder / "ssh")
        self._ends.append(self.ssh.stop)
        socket = self.local_uri.partition("?")[2]
        self.remote_uri = f"qemu+ssh://root@127.0.0.1:{SshServer.PORT}/system?{socket}&keyfile={self.ssh.key}"

        commands = self.folder / "bin"
        commands.mkdir()
        for name in ("virsh", "virt-install", "ssh"):
            (commands / name).symlink_to(HERE / "wrapped_command.sh")
        (commands / "ssh_config").write_text(f"UserKnownHostsFile {self.ssh.known_hosts}\n")
        self._connections = commands / "connections"
        self._connections.touch()
        self.environment = {**os.environ, "PATH": f"{commands}:{os.environ['PATH']}", "TMPDIR": str(self.folder),
                            "LC_ALL": "C.UTF-8", "no_proxy": "127.0.0.1"}
        self.environment.pop("MAKEFLAGS", None)

    def end(self):
        while self._ends:
            self._ends.pop()()

    def virsh(self, *words):
        return subprocess.run(["virsh", "--connect", self.local_uri, *words], check=True, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout

    def state(self):
        """The names of all that is there."""
        pools = self.virsh("pool-list", "--all", "--name").split()
        volumes = [f"{pool}/{line.split()[0]}" for pool in pools
                   for line in self.virsh("vol-list", pool).splitlines()[2:] if line]
        return {"domains": self.virsh("list", "--all", "--name").split(), "pools": pools, "volumes": volumes}

    def counts(self):
        """Connections to libvirt and logins by ssh, so far."""
        return self._connections.read_text().count("\n"), self.ssh.logins()

    @staticmethod
    def _private_libvirt(*words, **environment):
        return subprocess.run([PRIVATE_LIBVIRT, *words], check=True, text=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, env={**os.environ, **environment}).stdout


def guest_image():
    """The folder of the guests' image. Begins the script anew in namespaces of its own, so that interfaces are ours and all that
    we started ends with us, whatever ends us; and ends it as skipped where there can be none."""
    if "GUEST_IMAGE" not in os.environ:
        interfaces = "ip link add probe type bridge && ip tuntap add probed mode tap"
        if subprocess.run([*NAMESPACES, "sh", "-c", interfaces], capture_output=True).returncode != 0:
            print("skipped: guests need namespaces and interfaces of their own, and those need root")
            sys.exit(SKIPPED)
        made = subprocess.run([HERE / "debian_guest/make-guest-image"], check=True, text=True, stdout=subprocess.PIPE)
        os.environ["GUEST_IMAGE"] = made.stdout.strip()
        inside = "mount -t sysfs sys /sys && ip link set lo up && exec \"$@\""
        os.execvp(NAMESPACES[0], [*NAMESPACES, "sh", "-c", inside, "sh", sys.executable, *sys.argv])
    return pathlib.Path(os.environ["GUEST_IMAGE"])
