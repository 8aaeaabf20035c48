"""A kernel and an initrd that install in a few seconds: a partition, a file system, a root with what the answers say, off.

Debian's kernel for clouds is downloaded once, and kept with the initrd until this file changes, in /var/cache/vmp if root
made it, else in ~/.cache/vmp.
"""
import gzip
import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
UNPACK_KERNEL = HERE.parents[3] / "examples" / "first-vm" / "unpack-kernel"
MODULES = ["virtio_pci", "virtio_blk", "virtio_net", "ata_piix", "sr_mod", "isofs"]
# Answers of tests: "wait", "reboot", and "disk URL ADDRESS", a whole disk that is fetched from there.
INIT = f"""#!/bin/busybox sh
export PATH=/bin
busybox mount -t proc proc /proc
busybox mount -t sysfs sys /sys
busybox mount -t devtmpfs dev /dev
for module in {' '.join(MODULES)}; do busybox modprobe "$module"; done
printf '\\033[2J\\033[1;1Hsmall installer\\033[0m\\r\\n'
echo "kernel arguments: $(busybox cat /proc/cmdline)"
busybox mkdir -p /cd /target
while ! [ -b /dev/vda ]; do busybox sleep 0.1; done
answers=$(busybox cat /preseed.cfg /ks.cfg /autoinst.xml 2>/dev/null)
for disc in /dev/sr0 /dev/sr1; do
  busybox mount -t iso9660 -o ro "$disc" /cd 2>/dev/null || continue
  echo "disc: $(busybox ls /cd | busybox tr '\\n' ' ')"
  answers="$answers$(busybox cat /cd/user-data /cd/ks.cfg 2>/dev/null)"
  busybox umount /cd
done
echo "answers: $answers"
case $answers in
  disk*)
    read -r _ url address <<END
$answers
END
    busybox ip address add "$address" dev eth0
    busybox ip link set eth0 up
    until busybox wget -q -O /dev/vda "$url"; do busybox sleep 1; done
    busybox sync
    echo 'installation complete'
    busybox poweroff -f
    ;;
esac
case $answers in *wait*) while :; do busybox sleep 1; done ;; esac
printf 'o\\nn\\np\\n1\\n\\n\\nw\\n' | busybox fdisk /dev/vda >/dev/null
busybox mke2fs /dev/vda1 >/dev/null
busybox mount -t ext4 /dev/vda1 /target
echo "$answers" >/target/answers
busybox umount /target
echo 'installation complete'
case $answers in *reboot*) busybox reboot -f ;; esac
busybox poweroff -f
"""


def small_installer():
    """The folder of "kernel" and "initrd"; it is not to be changed."""
    digest = hashlib.sha256(pathlib.Path(__file__).read_bytes()).hexdigest()[:12]
    caches = [pathlib.Path("/var/cache/vmp"), pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "vmp"]
    for cache in caches:
        if (cache / f"installer-{digest}").is_dir():
            return cache / f"installer-{digest}"
    cache = caches[0] if os.geteuid() == 0 else caches[1]
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as work:
        made = pathlib.Path(work) / "installer"
        made.mkdir(mode=0o755)
        subprocess.run([UNPACK_KERNEL, made / "unpacked"], check=True, stdin=subprocess.DEVNULL)
        write_initrd(made / "unpacked", pathlib.Path(work) / "root", made / "initrd")
        shutil.move(next((made / "unpacked" / "boot").glob("vmlinuz-*")), made / "kernel")
        shutil.rmtree(made / "unpacked")
        for path in made.iterdir():
            path.chmod(0o644)
        for old in cache.glob("installer-*"):
            shutil.rmtree(old)
        made.rename(cache / f"installer-{digest}")
    return cache / f"installer-{digest}"


def write_initrd(unpacked, root, file):
    for name in ("bin", "dev", "proc", "sys"):
        (root / name).mkdir(parents=True)
    shutil.copy(shutil.which("busybox"), root / "bin/busybox")
    (root / "bin/sh").symlink_to("busybox")
    (root / "init").write_text(INIT)
    (root / "init").chmod(0o755)
    version = next((unpacked / "lib/modules").iterdir()).name
    modules = unpacked / "lib/modules" / version
    subprocess.run(["busybox", "depmod", "-b", unpacked, version], check=True)
    needed = {}
    for line in (modules / "modules.dep").read_text().splitlines():
        path, _, needs = line.partition(":")
        needed[pathlib.Path(path).stem.replace("-", "_")] = [path, *needs.split()]
    for path in {path for name in MODULES for path in needed[name]}:
        (root / "lib/modules" / version / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(modules / path, root / "lib/modules" / version / path)
    subprocess.run(["busybox", "depmod", "-b", root, version], check=True)
    packed = subprocess.run("find . | busybox cpio -o -H newc -R 0:0 2>/dev/null", shell=True, cwd=root, check=True, capture_output=True)
    file.write_bytes(gzip.compress(packed.stdout, 9))
