#!/usr/bin/env python3
"""What fields.awk reads in a domain's XML, and what drift.awk says of two or three of them.

usage: drift_test.py [TEST...]

Golden fields stand beside each XML in drift/; with VMP_ACCEPT=1 they are written anew. debian.xml is what libvirt 9.0
made of virt-install's definition, debian-running.xml the same while it ran.
"""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SCRIPTS = HERE.parents[3] / "provisioners" / "v1beta1" / "vm"
GOLDEN = HERE / "drift"
AWKS = [words for words in (["mawk"], ["gawk", "--posix"], ["busybox", "awk"]) if shutil.which(words[0])]


def run_awk(awk, programs, *arguments, text=""):
    options = [word for program in programs for word in ("-f", SCRIPTS / program)]
    return subprocess.run([*awk, *options, *arguments], input=text, text=True, check=True, capture_output=True,
                          env={"PATH": os.environ["PATH"], "LC_ALL": "C"}).stdout


def read_fields(xml, awk=AWKS[0]):
    return run_awk(awk, ["fields.awk"], text=xml)


class Fields(unittest.TestCase):
    maxDiff = None

    def test_each_element_is_a_line(self):
        for xml in sorted(GOLDEN.glob("*.xml")):
            golden = xml.with_suffix(".fields")
            if os.environ.get("VMP_ACCEPT"):
                golden.write_text(read_fields(xml.read_text()))
            for awk in AWKS:
                with self.subTest(xml.name, awk=awk):
                    self.assertEqual(read_fields(xml.read_text(), awk), golden.read_text())

    def test_places_are_never_twice(self):
        for golden in GOLDEN.glob("*.fields"):
            places = [line.split(" ")[0] for line in golden.read_text().splitlines()]
            self.assertEqual(sorted(set(places)), sorted(places))

    def test_a_device_has_its_name_wherever_it_stands(self):
        text = (GOLDEN / "debian.xml").read_text()
        first = text.index("    <disk ")
        second = text.index("    <disk ", first + 1)
        end = text.index("    <disk ", second + 1)
        moved = text[:first] + text[second:end] + text[first:second] + text[end:]
        self.assertEqual(sorted(read_fields(moved).splitlines()), sorted(read_fields(text).splitlines()))


class Drift(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.definition = (GOLDEN / "debian.xml").read_text()
        self.running = (GOLDEN / "debian-running.xml").read_text()

    def compare(self, **sides):
        """The lines, with "|" between their parts, which are the same from every awk."""
        with tempfile.TemporaryDirectory() as folder:
            arguments = []
            for name, text in sides.items():
                path = pathlib.Path(folder, name)
                path.write_text(text if name in ("asserted", "wanted") else read_fields(text))
                arguments += [f"side={name}", path]
            said = [run_awk(awk, ["drift.awk", "effect.awk"], *arguments) for awk in AWKS]
        self.assertEqual(said, [said[0]] * len(AWKS))
        return said[0].replace("\037", "|").splitlines()

    def change(self, text, *changes):
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new, 1)
        return text

    def without(self, text, device, key):
        """TEXT but for the one device that has KEY in it."""
        begin = text.rindex(f"    <{device} ", 0, text.index(key))
        end = text.index(f"    </{device}>\n", begin) + len(f"    </{device}>\n")
        return text[:begin] + text[end:]

    # ---- On the node ----

    def assert_node_says(self, now, *sentences):
        self.assertEqual(self.compare(found=self.definition, now=now), [f"node|{sentence}" for sentence in sentences])

    def test_nothing_to_say(self):
        self.assertEqual(self.compare(asserted="--memory=1\n", wanted="--memory=1\n", found=self.definition,
                                      now=self.definition, started=self.definition, runs=self.running), [])

    def test_each_change_on_the_node_is_named(self):
        for old, new, sentence in (
                ("<memory unit='KiB'>524288<", "<memory unit='KiB'>1048576<", "memory was 524288 KiB, is 1048576 KiB"),
                ("current='1'>4<", "current='3'>4<", "vcpu current was 1, is 3"),
                (" current='1'>4<", ">8<", "vcpu current was 1, is not set; was 4, is 8"),
                ("<boot dev='hd'/>\n    <boot dev='cdrom'/>", "<boot dev='cdrom'/>\n    <boot dev='hd'/>",
                 "os/boot dev was hd, is cdrom|node|os/boot[2] dev was cdrom, is hd"),
                ("    <boot dev='cdrom'/>\n", "", "os/boot[2] was dev='cdrom', is none"),
                ("<os>", "<os>\n    <bootmenu enable='yes'/>", "os/bootmenu was none, is enable='yes'"),
                ("&quot;a&quot; &gt;", "&amp;amp;", "title was it's \"a\" > <b> & c, is it's &amp; <b> & c"),
                ("two\nlines", "three\nmore\nlines", "description was two\\nlines n, is three\\nmore\\nlines n"),
                ("cache='none'", "cache='writeback'", "disk[vdb]/driver cache was none, is writeback"),
                (" cache='none'", "", "disk[vdb]/driver cache was none, is not set"),
                ("      <source file='/pools/p/cd.iso'/>\n", "", "disk[sda]/source was file='/pools/p/cd.iso', is none"),
                ("/pools/p/cd.iso", "/pools/p/x.iso", "disk[sda]/source file was /pools/p/cd.iso, is /pools/p/x.iso"),
                ("target='0' unit='0'", "target='0' unit='1'", "disk[sda]/address unit was 0, is 1"),
                ("<name>web<", "<name>web2<", "name was web, is web2"),
                ("      <readonly/>\n", "", "disk[sda]/readonly was there, is none"),
                ("    <audio id='1' type='none'/>\n", "", "audio is gone")):
            with self.subTest(sentence):
                self.assert_node_says(self.change(self.definition, (old, new)), *sentence.split("|node|"))

    def test_a_device_is_named_once(self):
        less = self.without(self.definition, "disk", "vdb")
        self.assert_node_says(less, "disk[vdb] is gone")
        self.assertEqual(self.compare(found=less, now=self.definition),
                         ["node|disk[vdb] was added: type='file' device='disk', file='/pools/p/data.qcow2'|"])
        self.assert_node_says(self.without(self.definition, "interface", "bb:02"), "interface[52:54:00:aa:bb:02] is gone")
        self.assert_node_says(self.change(self.definition, ("aa:bb:02", "aa:bb:03")), "interface[52:54:00:aa:bb:02] is gone",
                              "interface[52:54:00:aa:bb:03] was added: type='user'|")

    # ---- Registry ----

    def test_each_change_of_the_registry_is_named(self):
        words = ["--name=web", "--memory=512", "--disk=vol=p/a", "--disk=vol=p/b", "--import"]
        for wanted, lines in (
                (["--name=web", "--memory=768", *words[2:]], ["--memory was 512, is 768"]),
                ([*words[:3], *words[4:]], ["--disk=vol=p/b is gone"]),
                ([*words[:3], "--disk=vol=p/c", *words[4:]], ["--disk was vol=p/b, is vol=p/c"]),
                ([*words, "--disk=vol=p/b"], ["--disk=vol=p/b was added"]),
                ([*words[:2], "--disk=vol=p/c", "--disk=vol=p/d", "--import"],
                 [f"--disk=vol=p/{name}" for name in ("a is gone", "b is gone", "c was added", "d was added")]),
                (words[:4], ["--import is gone"]),
                ([*words[:2], words[3], words[2], words[4]], ["the options of virt-install have another order"]),
                ([*words, "--metadata=description=a\\nb=c"], ["--metadata=description=a\\nb=c was added"])):
            with self.subTest(lines):
                self.assertEqual(self.compare(asserted="\n".join(words), wanted="\n".join(wanted)),
                                 [f"registry|{line}" for line in lines])

    # ---- Waits ----

    def waits(self, definition, running=None):
        return self.compare(found=definition, started=self.definition, runs=running or self.running)

    def test_what_can_be_changed_in_what_runs_has_an_action(self):
        for changes, line in (
                ([("<currentMemory unit='KiB'>524288", "<currentMemory unit='KiB'>409600")],
                 "currentMemory is 524288 KiB, will be 409600 KiB|memory|409600"),
                ([("current='1'>4", "current='3'>4")], "vcpu current is 1, will be 3|vcpus|3"),
                ([(" current='1'>4", ">4")], "vcpu current is 1, will be not set|vcpus|4"),
                ([(" current='1'>4", ">8")], "vcpu current is 1, will be not set; is 4, will be 8|"),
                ([(">524288</memory", ">1048576</memory"), (">524288</current", ">1048576</current")],
                 "memory is 524288 KiB, will be 1048576 KiB|"),
                ([("/pools/p/cd.iso", "/x.iso")],
                 "disk[sda]/source file is /pools/p/cd.iso, will be /x.iso|medium|devices/disk[sda]"),
                ([("/pools/p/root.qcow2", "/x")], "disk[vda]/source file is /pools/p/root.qcow2, will be /x|"),
                ([("<boot dev='hd'/>", "<boot dev='network'/>")], "os/boot dev is hd, will be network|"),
                ([("two\nlines", "three\nlines")], "description is two\\nlines n, will be three\\nlines n|description"),
                ([("&lt;b&gt; &amp; c", "x")], "title is it's \"a\" > <b> & c, will be it's \"a\" > x|title"),
                ([("two\nlines", "two&#xD;")], "description is two\\nlines n, will be two&#xD; n|"),
                ([("mode='host-model'", "mode='maximum'")], "cpu mode is host-model, will be maximum|")):
            with self.subTest(line):
                self.assertEqual(self.waits(self.change(self.definition, *changes)), [f"waits|{line}"])

    def test_devices_more_and_less(self):
        disk, card = self.without(self.definition, "disk", "vdb"), self.without(self.definition, "interface", "bb:02")
        self.assertEqual(self.waits(disk), ["waits|disk[vdb] is in what runs only: make detach/disk/vdb|detach|devices/disk[vdb]"])
        self.assertEqual(self.waits(card), ["waits|interface[52:54:00:aa:bb:02] is in what runs only: "
                                            "make detach/network/52:54:00:aa:bb:02|detach|devices/interface[52:54:00:aa:bb:02]"])
        added = "waits|disk[vdb] is added: type='file' device='disk', file='/pools/p/data.qcow2'|"
        plugged = self.without(self.running, "disk", "vdb")
        self.assertEqual(self.compare(found=self.definition, started=disk, runs=plugged), [added + "attach|devices/disk[vdb]"])
        sata = self.change(self.definition, ("dev='vdb' bus='virtio'", "dev='vdb' bus='sata'"))
        self.assertEqual(self.compare(found=sata, started=disk, runs=plugged), [added])
        self.assertEqual(self.compare(found=self.definition, started=card, runs=self.without(self.running, "interface", "bb:02")),
                         ["waits|interface[52:54:00:aa:bb:02] is added: type='user'|attach|devices/interface[52:54:00:aa:bb:02]"])
        self.assertEqual(self.waits(self.without(self.definition, "rng", "urandom")), ["waits|rng is in what runs only"])

    def test_what_has_been_changed_in_what_runs_does_not_wait(self):
        title = "  <title>it&apos;s &quot;a&quot; &gt; &lt;b&gt; &amp; c</title>\n"
        for changes in ([("<currentMemory unit='KiB'>524288", "<currentMemory unit='KiB'>409600")], [("current='1'", "current='3'")],
                        [("two\nlines", "x")], [(title, "")],
                        [("/pools/p/cd.iso", "/x.iso")]):
            self.assertEqual(self.waits(self.change(self.definition, *changes), self.change(self.running, *changes)), [])
        disk, card = self.without(self.definition, "disk", "vdb"), self.without(self.definition, "interface", "bb:02")
        for less in (disk, card):
            self.assertEqual(self.compare(found=self.definition, started=less, runs=self.running), [])
        self.assertEqual(self.waits(disk, self.without(self.running, "disk", "vdb")), [])

    def test_what_hands_have_done_to_what_runs(self):
        ejected = self.change(self.running, ("      <source file='/pools/p/cd.iso' index='1'/>\n", ""))
        self.assertEqual(self.waits(self.definition, ejected), [])
        ballooned = self.change(self.running, ("<currentMemory unit='KiB'>524288", "<currentMemory unit='KiB'>300000"))
        self.assertEqual(self.waits(self.definition, ballooned), ["waits|currentMemory is 300000 KiB, will be 524288 KiB|memory|524288"])
        self.assertEqual(self.waits(self.definition, self.without(self.running, "disk", "vdb")),
                         ["waits|disk[vdb] is added: type='file' device='disk', file='/pools/p/data.qcow2'|attach|devices/disk[vdb]"])
        plugged = self.change(self.running, ("    <controller ", "    <disk type='file'>\n      <target dev='vdc'/>\n    </disk>\n    <controller "))
        self.assertEqual(self.waits(self.definition, plugged),
                         ["waits|disk[vdc] is in what runs only: make detach/disk/vdc|detach|devices/disk[vdc]"])

        renamed = self.change(self.running, ("&lt;b&gt; &amp; c", "x"))
        self.assertEqual(self.waits(self.definition, renamed),
                         ["waits|title is it's \"a\" > x, will be it's \"a\" > <b> & c|title"])
        title = ("  <title>it&apos;s &quot;a&quot; &gt; &lt;b&gt; &amp; c</title>\n", "")
        without = self.change(self.definition, title)
        self.assertEqual(self.compare(found=without, started=without, runs=self.running),
                         ["waits|title is it's \"a\" > <b> & c, will be none|title"])

    def test_a_guest_that_gives_no_memory_back_has_more(self):
        less = self.change(self.definition, ("<currentMemory unit='KiB'>524288", "<currentMemory unit='KiB'>409600"))
        self.assertEqual(self.compare(found=less, started=less, runs=self.running), [])

    def test_it_was_started_while_somebody_had_changed_it(self):
        """The mark in what runs knows nothing of that."""
        running = self.change(self.running, ("'KiB'>524288</memory", "'KiB'>1048576</memory"), ("current='1'>4", "current='1'>2"))
        self.assertEqual(self.waits(self.definition, running), ["waits|memory is 1048576 KiB, will be 524288 KiB|",
                                                                "waits|vcpu is 2, will be 4|"])

    def test_the_fields_of_what_was_started_may_be_unknown(self):
        changed = self.change(self.definition, ("<boot dev='hd'/>", "<boot dev='network'/>"), ("current='1'", "current='3'"))
        self.assertEqual(self.compare(found=changed, runs=self.running), ["waits|vcpu current is 1, will be 3|vcpus|3"])

    # ---- What the metadata has ----

    def wanted_words(self, *words):
        script = """
            source "$0/drift.sh"
            autostart=true transient=false domain="it's" salt=5a definition_words=("$@")
            make_wanted_words
            printf %s "$wanted_words"
        """
        made = subprocess.run(["bash", "-euc", script, SCRIPTS, *words], text=True, check=True, capture_output=True).stdout
        first, *rest, last = made.splitlines()
        self.assertEqual((first, last), ("--name=it's", "--autostart"))
        return [re.sub("digest [0-9a-f]{16}", "digest", word) for word in rest]

    def test_a_word_is_a_line(self):
        self.assertEqual(self.wanted_words("--metadata=description='two\nlines \\n'", "", "--x=a\rb &  $(c) *"),
                         ["--metadata=description='two\\nlines \\\\n'", "", "--x=a\\rb &  $(c) *"])

    def test_no_password_is_remembered(self):
        for word, remembered in (
                ("--graphics=vnc,password=sesam,port=5", "--graphics=vnc,password=(digest),port=5"),
                ("--graphics=vnc,passwd=sesam", "--graphics=vnc,passwd=(digest)"),
                ("--graphics=vnc,password='se,sam'\\''x',port=5", "--graphics=vnc,password=(digest),port=5"),
                ('--graphics=vnc,password="se,sam",port=5', "--graphics=vnc,password=(digest),port=5"),
                ("--xml=./devices/graphics/@passwd=sesam", "--xml=./devices/graphics/@passwd=(digest)"),
                ("--unattended=admin-password-file=/x,user-Password=y", "--unattended=admin-password-file=(digest),user-Password=(digest)"),
                ("--disk=vol=p/passwords", "--disk=vol=p/passwords"),
                ("--password=", "--password=(digest)")):
            self.assertEqual(self.wanted_words(word), [remembered])
        script = 'source "$0/drift.sh"; for salt in 5a 5a 5b; do hide_passwords password=sesam; echo "$REPLY"; done'
        one, same, other = subprocess.run(["bash", "-euc", script, SCRIPTS], text=True, check=True, capture_output=True).stdout.split("\n")[:3]
        self.assertEqual(one, same)
        self.assertNotEqual(one, other)

    # ---- A device for virsh ----

    def test_a_device_is_given_to_virsh_without_its_places(self):
        for key, device in (("vdb", """    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='none'/>
      <source file='/pools/p/data.qcow2'/>
      <target dev='vdb' bus='virtio'/>
    </disk>
"""), ("52:54:00:aa:bb:02", """    <interface type='user'>
      <mac address='52:54:00:aa:bb:02'/>
      <model type='virtio'/>
    </interface>
""")):
            for awk in AWKS:
                said = subprocess.run([*awk, "-f", SCRIPTS / "device.awk"], input=self.definition, text=True, check=True,
                                      capture_output=True, env={"PATH": os.environ["PATH"], "KEY": key}).stdout
                self.assertEqual(said, device)


if __name__ == "__main__":
    unittest.main()
