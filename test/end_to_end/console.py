"""A guest's serial console, as a person at a terminal would use it."""
import os
import pty
import select
import signal
import time

LEAVE = b"\x1d"
# A hang is a failure, not a wait.
SECONDS = 600


class Console:
    def __init__(self, command):
        self._seen = b""
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            os.execvp(command[0], command)

    def send(self, line):
        os.write(self._terminal, line.encode() + b"\r")

    def expect(self, text, may_have_come=False):
        """Reads until TEXT came and returns what stood before it. Where it may have come before we did, an empty line now
        and then brings it again; elsewhere that would be an answer."""
        wanted = text.encode()
        deadline = time.monotonic() + SECONDS
        while wanted not in self._seen:
            if time.monotonic() > deadline:
                raise AssertionError(f"no {text!r} within {SECONDS} seconds, but:\n{self._text()}")
            if not select.select([self._terminal], [], [], 5)[0]:
                if may_have_come:
                    self.send("")
                continue
            data = self._read()
            if not data:
                raise AssertionError(f"the console closed before {text!r}:\n{self._text()}")
            self._seen += data
        before, self._seen = self._seen.split(wanted, 1)
        return before.decode(errors="replace").replace("\r", "")

    def leave(self):
        """Leaves the console with the key that the documentation names; returns make's exit status."""
        os.write(self._terminal, LEAVE)
        deadline = time.monotonic() + SECONDS
        while self._read():
            if time.monotonic() > deadline:
                raise AssertionError("the console does not close")
        return self._wait()

    def kill(self):
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            self._wait()

    def _wait(self):
        _, status = os.waitpid(self._pid, 0)
        os.close(self._terminal)
        self._pid = None
        return os.waitstatus_to_exitcode(status)

    def _read(self):
        try:
            return os.read(self._terminal, 4096)
        except OSError:  # how a pty says that its other end closed
            return b""

    def _text(self):
        return self._seen.decode(errors="replace")
