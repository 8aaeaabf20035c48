#!/usr/bin/env python3
"""The toy node, with disks in its domains that pull their bases into themselves.

A pull ends with the event behind as many looks at it as the file "looks" of $FAKE_NODE says, or else one. $FAKE_FAULT may also be
"blockpull:breaks", for a pull that ends before all is there, and "COMMAND:dropped", behind which virsh ends.
"""
import importlib.util
import os
import pathlib
import re
import sys
from xml.etree import ElementTree
from xml.sax.saxutils import escape

TOY = pathlib.Path(__file__).resolve().parents[4] / "examples/ci/toy_node.py"
specification = importlib.util.spec_from_file_location("toy_node", TOY)
toy = importlib.util.module_from_spec(specification)
specification.loader.exec_module(toy)

PULLER = "22222222-2222-5333-8444-555555555555"
DISK = "    <disk type='file' device='disk'>\n      <source file='{path}'/>\n      <target dev='vd{letter}' bus='virtio'/>\n    </disk>\n"


class PullingNode(toy.Node):
    def domain(self, options):
        """By its UUID or its name."""
        named = [domain for domain in self.domains.values() if domain["name"] == options["domain"]]
        return named[0] if named else super().domain(options)

    def create(self, options):
        xml = pathlib.Path(options[""]).read_text()
        tree = ElementTree.fromstring(xml)
        self.domains[tree.findtext("uuid") or PULLER] = {"name": tree.findtext("name"), "xml": xml, "running": xml,
                                                         "transient": True, "paused": "paused" in options}

    def blockpull(self, options):
        domain = self.domain(options)
        looks = toy.NODE / "looks"
        domain["disk"] = re.findall(r"<source file='(.*?)'", domain["running"])["abc".index(options["path"][2])]
        domain["job"] = int(looks.read_text()) if looks.exists() else 1
        self.end_job(domain)

    def blockjob(self, options):
        domain = self.domain(options)
        self.end_job(domain)
        if "job" not in domain:
            return []
        domain["job"] -= 1
        return [" type=Block Pull", " bandwidth=0", f" cur={50 - domain['job']}", " end=100"]

    def event(self, options):
        self.end_job(self.domain(options))

    def end_job(self, domain):
        if domain.get("job") == 0:
            del domain["job"]
            if toy.FAULT != "blockpull:breaks":
                about = toy.on_disk(f"{domain['disk']}.xml")
                tree = ElementTree.parse(about)
                tree.getroot().remove(tree.find("backingStore"))
                tree.write(about)

    def blockresize(self, options):
        domain = self.domain(options)
        if "job" in domain:
            toy.fail("unable to execute QEMU command 'block_resize': Device '(null)' is in use")
        domain["written"] = options["size"]

    def metadata(self, options):
        """In place of what is there already."""
        element = re.match("<([a-z]+)", options["set"])[1]
        domain = self.domain(options)
        domain["xml"] = re.sub(f"(?s)<vmp:{element} .*?</vmp:{element}>", "", domain["xml"])
        super().metadata(options)

    def vol_download(self, options):
        """The number of snapshots in the header of a qcow2 file, or a part of it all."""
        if options["offset"] != "60":
            super().vol_download(options)
        else:
            number = int(ElementTree.parse(toy.on_disk(f"{self.volume(options)}.xml")).findtext("snapshots") or 0)
            pathlib.Path(options["file"]).write_bytes(number.to_bytes(4, "big"))

    def pool_dumpxml(self, options):
        lines = super().pool_dumpxml(options)
        return [*lines, f"  <available unit='bytes'>{self.pools[options['pool']].get('available', 1 << 40)}</available>"]


def drop_behind(command):
    """virsh ends behind that command."""
    method = getattr(PullingNode, command.replace("-", "_"))

    def run(node, options):
        method(node, options)
        node.save()
        os._exit(1)

    setattr(PullingNode, command.replace("-", "_"), run)


def virt_install(words):
    values = {option: [word.partition("=")[2] for word in words if word.startswith(f"--{option}=")] for option in ("memory", "disk")}
    disks = "".join(DISK.format(path=escape(f"/pools/{disk.partition('vol=')[2].partition(',')[0]}"), letter="abc"[number])
                    for number, disk in enumerate(values["disk"]))
    print(f"<domain type='fake'>\n  <name>{escape(words[words.index('--name') + 1])}</name>\n"
          f"  <uuid>{words[words.index('--uuid') + 1]}</uuid>\n  <memory unit='MiB'>{escape(''.join(values['memory']))}</memory>\n"
          f"  <os>\n    <type arch='x86_64' machine='pc'>hvm</type>\n  </os>\n  <devices>\n{disks}  </devices>\n</domain>")
    return 0


if __name__ == "__main__":
    toy.Node = PullingNode
    if toy.FAULT.endswith(":dropped"):
        drop_behind(toy.FAULT.partition(":")[0])
    toy.virt_install = virt_install
    sys.exit(toy.main())
