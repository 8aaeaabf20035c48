#!/usr/bin/env python3
"""virt-customize for the toys' disks: it notes how it was called, and leaves that in the disk."""
import json
import os
import pathlib
import sys
import tempfile

import toy_disk

words = sys.argv[1:]
with open(os.environ["FAKE_NODE"] + "/log", "a", encoding="utf-8") as log:
    log.write(json.dumps(["virt-customize", *words]) + "\n")
disk = words[words.index("--add") + 1]
with tempfile.TemporaryDirectory(dir=os.environ["LIBGUESTFS_TMPDIR"]) as folder:
    toy_disk.unpack(disk, folder)
    pathlib.Path(folder, "customized").write_text("yes\n")
    toy_disk.pack(disk, folder)
print("[   0.0] Finishing off")
