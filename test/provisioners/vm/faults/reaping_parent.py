#!/usr/bin/env python3
"""Runs a command, prints its process id, and waits for it and all that it leaves behind.

usage: reaping_parent.py COMMAND...

QEMU detaches itself from libvirtd, and where the first process of a container does not wait for orphans, libvirtd would
take the zombie for a VM that runs.
"""
import ctypes
import os
import subprocess
import sys

PR_SET_CHILD_SUBREAPER = 36

ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
command = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(command.pid, flush=True)
try:
    while True:
        os.wait()
except ChildProcessError:
    pass
