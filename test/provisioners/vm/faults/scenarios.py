"""The registries that the faults are tried on. Each VM is small, has nothing to boot and costs no time of a processor."""
import dataclasses
import hashlib
import lzma
import subprocess


@dataclasses.dataclass(frozen=True)
class Scenario:
    summary: str
    vms: list  # the faults happen in the first one's makes
    looks: bool = False  # do those at the node fail here?
    shares: tuple = ()   # names of what the VMs have in common: nothing else of a single VM is tried here


SCENARIOS = {
    "cloud": Scenario("a VM with an image as the base of an overlay, a blank disk, a cloud-init seed; two pools, one of them and the "
                      "image retained; autostart", ["cloud"], looks=True),
    "archive": Scenario("a VM with an xz archive that a SUMS file vouches for, uploaded as the disk itself and grown; one pool",
                        ["archive"]),
    "twins": Scenario("two VMs as in cloud, which share the image, its pool and its volume", ["left", "right"],
                      shares=("'images'", "curl")),
}

DOMAIN = {
    "virt-type": "qemu", "osinfo": "linux2022", "machine": "pc", "import": True, "memory": "32", "vcpus": "1",
    "network": "none", "graphics": "none", "memballoon": "none", "controller": "usb,model=none", "console": "none",
}


def cloud_vm(name):
    return {
        "name": name, "nodeName": "node", "image": "small",
        "libvirt": {
            "domain": {"name": name, "virtInstall": {**DOMAIN, "autostart": True, "disk": [
                {"name": "root", "options": {"vol": f"{name}/root.qcow2"}},
                {"name": "data", "options": {"vol": f"{name}/data.raw"}},
                {"name": "seed", "options": {"vol": f"{name}/seed.iso", "device": "cdrom"}}]}},
            "pools": [{"name": name, "directory": {"path": "{DEFAULT_POOL_PATH}/" + name}},
                      {"name": "images", "deletionPolicy": "Retain", "directory": {"path": "{DEFAULT_POOL_PATH}/images"}}],
            "volumes": [
                {"name": "small.qcow2", "poolName": "images", "deletionPolicy": "Retain",
                 "uploadFile": {"path": "{DEFAULT_IMAGE_DIR}/small.qcow2"}},
                {"name": "root.qcow2", "poolName": name, "capacity": "20M",
                 "backingVolume": {"name": "small.qcow2", "poolName": "images"}},
                {"name": "data.raw", "poolName": name, "capacity": "2M", "format": "raw"},
                {"name": "seed.iso", "poolName": name, "format": "raw", "uploadFile": {"path": "seed.iso"}}]},
        "cloudInit": {"noCloud": {"seed": {"path": "seed.iso"}, "data": {"user-data": {"password": "x"}}}},
    }


def archive_vm():
    return {
        "name": "archive", "nodeName": "node", "image": "packed",
        "libvirt": {
            "domain": {"name": "archive", "virtInstall": {**DOMAIN, "disk": [
                {"name": "root", "options": {"vol": "archive/root.qcow2"}}]}},
            "pools": [{"name": "archive", "directory": {"path": "{DEFAULT_POOL_PATH}/archive"}}],
            "volumes": [{"name": "root.qcow2", "poolName": "archive", "capacity": "30M",
                         "uploadFile": {"path": "{DEFAULT_IMAGE_DIR}/packed.qcow2"}}]},
    }


def registry(vms, uri, pools, port, version):
    served = f"http://127.0.0.1:{port}"
    return {
        "nodes": [{"name": "node", "libvirt": {"connection": {"uri": uri}}}],
        "images": [
            {"name": "small", "tags": [
                {"pattern": "^latest$", "url": f"{served}/small.qcow2", "volumeName": "small.qcow2"}]},
            {"name": "packed", "tags": [
                {"pattern": "^latest$", "url": f"{served}/packed.qcow2.xz", "volumeName": "packed.qcow2",
                 "archive": {"type": "xz"}, "checksum": {"algorithm": "sha256", "url": f"{served}/SUMS"}}]}],
        "vms": [{**(archive_vm() if name == "archive" else cloud_vm(name)), "provisioner": version, "vars": {
            "DEFAULT_POOL_PATH": str(pools), "DEFAULT_IMAGE_DIR": "../images",
            # Nothing in these guests would answer. One waits, so that the waiting has its faults, too.
            f"{version.upper()}_SHUTDOWN_TIMEOUT_SECS": "1" if name == "archive" else "0"}} for name in vms],
    }


def write_images(folder):
    """What the web server serves: an image that is the same in every run."""
    folder.mkdir()
    raw, image = folder / "raw", folder / "small.qcow2"
    raw.write_bytes(b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(8192)))
    subprocess.run(["qemu-img", "convert", "-O", "qcow2", raw, image], check=True)
    raw.unlink()
    packed = lzma.compress(image.read_bytes())
    (folder / "packed.qcow2.xz").write_bytes(packed)
    (folder / "SUMS").write_text(f"{hashlib.sha256(packed).hexdigest()}  packed.qcow2.xz\n")
