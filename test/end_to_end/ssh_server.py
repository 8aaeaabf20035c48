"""An sshd on 127.0.0.1 that takes one key, for root, and writes down who logs in."""
import pathlib
import subprocess
import time

CONFIGURATION = """
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host-key
AuthorizedKeysFile {folder}/key.pub
PasswordAuthentication no
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
PidFile none
"""


class SshServer:
    PORT = 2222

    def __init__(self, folder):
        folder.mkdir()
        self.key, self.known_hosts, self._log = folder / "key", folder / "known_hosts", folder / "log"
        for name in ("key", "host-key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", folder / name], check=True)
        self.known_hosts.write_text(f"[127.0.0.1]:{self.PORT} " + (folder / "host-key.pub").read_text())
        configuration = folder / "sshd_config"
        configuration.write_text(CONFIGURATION.format(port=self.PORT, folder=folder))
        pathlib.Path("/run/sshd").mkdir(exist_ok=True)  # sshd wants an empty folder of this name
        self._server = subprocess.Popen(["/usr/sbin/sshd", "-D", "-f", configuration, "-E", self._log],
                                        stdin=subprocess.DEVNULL)
        while not self._log.exists() or "Server listening" not in self._log.read_text():
            if self._server.poll() is not None:
                raise AssertionError(f"sshd does not start:\n{self._log.read_text()}")
            time.sleep(0.05)

    def logins(self):
        return self._log.read_text().count("Accepted publickey for root")

    def stop(self):
        self._server.terminate()
        self._server.wait()
