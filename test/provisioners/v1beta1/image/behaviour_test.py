#!/usr/bin/env python3
"""How an image's directory builds: what of the chain is made, kept and found again. With a toy for the appliance.

usage: behaviour_test.py [TEST...]
"""
import hashlib
import json
import lzma
import os
import pathlib
import re
import shutil
import signal
import subprocess
import unittest

import toy_disk
from image_directory import Image, Part, step
from toy_image import HERE, ToyImage, base_archive, base_source, some_steps

HOSTILE = "it's \"$HOME\" `id` $(id >&2) \\ \\n ; * ? [x] {a,b} ~ # %s & | < > ! ü \udcff"


class Behaviour(unittest.TestCase):
    maxDiff = None

    def toy(self, *arguments, **words):
        toy = ToyImage(*arguments, **words)
        self.addCleanup(toy.remove)
        return toy

    def make(self, toy, *words, status=0, **environment):
        found, output = toy.make(*words, **environment)
        self.assertEqual(found, status, output)
        return output

    def fails(self, toy, *words, **environment):
        return self.make(toy, *words, status=2, **environment)

    # -- the chain

    def test_digests_are_those_that_vmp_computes(self):
        # as test/loader/configuration/image/chain_test.cc
        image = Image(Part("url", [("checksum", "sha256:ab"), ("url", "https://example.org/a.qcow2")]),
                      [step("tools", "packages", ("install", "nginx"), ("install", "curl")),
                       step("setup", "run", ("env", "LEVEL=3"), files={"x:script": "#!/bin/sh\ndate\n"})])
        self.assertEqual(image.steps[1].digest(), "9c7a0dd7747761062ab8f31c1f27b00bb734592ff17cd37a22b7ffbaf5be5a62")
        self.assertEqual(image.chain(), ["2b198064320268d48a6ac9890b57827ea3cebe47abe932e4c5d7baa970cd7a79",
                                         "e8eddcad46d6759049edc3b46dec48842161e6ff0ee97259e63a7fb20b916708",
                                         "08055731f593ded0b415f575532408090eec24e8b91ce3bf482a3076a057bea5",
                                         "b7aa0e2727c7988f2bd492b834736c4eb149ce8d6aa18f4d2b2fbda7c3f612b6"])
        toy = self.toy()
        toy.write(image)
        self.assertEqual(self.make(toy, "list"), """\
NR   STEP                 TYPE           DIGEST    STATE          MIB  SECONDS
00   source               url            2b198064  missing                    
01   tools                packages       e8eddcad  missing                    
02   setup                run            08055731  missing                    
images/web/12: make build begins with the source
""")
        self.assertEqual(self.fails(toy, "diff"), "images/web/12: ../../../.images/web-12-b7aa0e27.qcow2 is not built\n")

    def test_files_are_digested_by_their_bytes_modes_and_names(self):
        files = {"files/a b": "1", "x:files/a": "2", "files/a.b": "3", "files/ä\\": "4", "files/-x": "5", "files/d/e": "6"}
        toy = self.toy([step("odd", "copy", ("to", "/srv"), files=files)])
        self.assertNotIn("changed", self.fails(toy, "diff"))
        (toy.directory / "step.d/01-odd/files/a").chmod(0o644)
        self.assertIn("files have changed since vmp gen", self.fails(toy, "diff"))

    # -- building

    def test_a_build_takes_each_step_once_and_makes_the_result(self):
        toy = self.toy()
        output = self.make(toy, "build")
        self.assertEqual(output, f"""\
images/web/12: source: image
images/web/12: start the appliance
images/web/12: step "site": copy
images/web/12: step "setup": run
images/web/12: step "first": firstboot
images/web/12: start the appliance
images/web/12: step "conf": append
images/web/12: export ../../../.images/{toy.image.result_name()}
""")
        changes = toy.changes()
        self.assertEqual(changes["srv/index.html"], ("0o644", "0:0", "<p>\n"))
        self.assertEqual(changes["level"][2], "level 3\n")
        self.assertEqual(changes["etc/motd"][2], "hello\nmore\n")
        self.assertEqual(changes["customized"][2], "yes\n")
        self.assertNotIn(".vmp-build", toy.guest())
        self.assertEqual((toy.cached(), toy.left()), ([0, 1, 2, 3, 4], []))
        self.assertEqual(self.make(toy, "diff"), "")

    def test_states_are_private_read_only_and_based_by_relative_names(self):
        toy = self.toy()
        self.make(toy, "build")
        self.assertEqual(toy.cache.stat().st_mode & 0o777, 0o700)
        self.assertEqual([toy_disk.read(toy.state(number))[0]["backing"] for number in range(5)],
                         [None, toy.state(0).name, toy.state(0).name, toy.state(2).name, toy.state(3).name])
        for path in toy.cache.glob("*.*"):
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)
        self.assertEqual(toy.state(1).stat().st_mode & 0o222, 0)

    def test_a_build_with_nothing_to_do_starts_nothing(self):
        toy = self.toy()
        self.make(toy, "build")
        status, output = toy.make_with_faulty_commands("build")
        self.assertEqual((status, output, toy.log()), (0, "", []))
        commands = (toy.node / "commands").read_text().split()
        self.assertLessEqual(len(commands), 15, commands)

    def test_only_what_changed_and_what_is_behind_it_is_made(self):
        toy = self.toy()
        self.make(toy, "build")
        before = toy.result()
        steps = some_steps()
        steps[3] = step("conf", "append", ("file", "/etc/motd"), ("line", "other"))
        toy.write(Image(base_source(), steps))
        self.assertEqual(self.make(toy, "build"), f"""\
images/web/12: start the appliance
images/web/12: step "conf": append
images/web/12: export ../../../.images/{toy.image.result_name()}
""")
        self.assertEqual(toy.changes()["etc/motd"][2], "hello\nother\n")
        self.assertEqual(toy.changes(before)["etc/motd"][2], "hello\nmore\n")

    def test_another_name_of_a_step_makes_nothing_anew(self):
        toy = self.toy()
        self.make(toy, "build")
        steps = some_steps()
        steps[1].name = "other"
        toy.write(Image(base_source(), steps))
        self.assertEqual(self.make(toy, "build"), "")

    def test_files_that_change_after_gen_make_another_result(self):
        toy = self.toy()
        planned = toy.result().name
        script = toy.directory / "step.d/02-setup/script"
        script.write_text("#!/bin/sh\necho changed >/level\n")
        steps = some_steps()
        steps[1] = step("setup", "run", ("env", "LEVEL=3"), files={"x:script": script.read_text()})
        toy.image = Image(base_source(), steps)
        self.assertIn(f"images/web/12: files have changed since vmp gen: this makes {toy.image.result_name()}, and VMs go on "
                      f"to want {planned} until the next vmp gen\n", self.make(toy, "build"))
        self.assertEqual(toy.changes()["level"][2], "changed\n")
        self.assertFalse((toy.images / planned).exists())
        self.assertEqual(self.make(toy, "build"), "")

    def test_what_is_no_file_in_the_directory_is_refused(self):
        toy = self.toy()
        (toy.directory / "step.d/01-site/files/link").symlink_to("/etc/passwd")
        self.assertEqual(self.fails(toy, "build"), "images/web/12: error: step.d/01-site/files/link is no file, and only files "
                                                   "belong there: vmp gen\n")

    # -- failure

    def failing(self, **words):
        return self.toy([step("before", "mkdir", ("path", "/before")),
                         step("it's bad", "run", files={"x:script": "#!/bin/sh\nseq 30\necho half >/half\nexit 7\n"}, **words),
                         step("behind", "mkdir", ("path", "/behind"))])

    def test_a_step_that_fails_leaves_the_states_before_it_and_what_it_did(self):
        toy = self.failing()
        toy.image.steps[1].name = "it,27s,20bad"
        toy.write(toy.image)
        lines = "".join(f"    {number}\n" for number in range(11, 31))
        self.assertEqual(self.fails(toy, "build"), f"""\
images/web/12: source: image
images/web/12: start the appliance
images/web/12: step "before": mkdir
images/web/12: step "it's bad": run
images/web/12: error: step "it's bad" failed with status 7. Its last lines:
{lines}images/web/12: the states before it are kept. All of its output: make log STEP=it\\'s\\ bad. To look at what it has left: \
make shell STEP=it\\'s\\ bad. When that is mended, run make again
""")
        self.assertEqual(toy.cached(), [0, 1])
        half = self.changes_of_failed(toy, 2)
        self.assertEqual(half["half"][2], "half\n")
        self.assertIn(".vmp-build/step", half)
        self.assertEqual(self.make(toy, "log", "STEP=it's bad"), "".join(f"{number}\n" for number in range(1, 31)))
        self.assertEqual(self.make(toy, "log"), self.make(toy, "log", "STEP=it's bad"))
        self.assertIn("02   it's bad             run", self.make(toy, "list"))
        self.assertIn("error: a shell needs a terminal", self.fails(toy, "shell"))

    def changes_of_failed(self, toy, number):
        return toy.changes(toy.cache / f"{toy.image.chain()[number]}.failed.qcow2")

    def test_a_step_that_was_mended_goes_on_where_it_failed(self):
        toy = self.failing()
        self.fails(toy, "build")
        steps = toy.image.steps
        steps[1] = step("good", "run", files={"x:script": "#!/bin/sh\necho whole >/whole\n"})
        toy.write(Image(base_source(), steps))
        self.assertNotIn("before", self.make(toy, "build"))
        self.assertEqual(sorted(toy.changes()), ["before", "behind", "whole"])

    def test_a_script_without_an_interpreter_stops_at_its_first_error(self):
        toy = self.toy([step("bad", "run", files={"script": "false\necho on >/on\n"})])
        self.assertIn('error: step "bad" failed with status 1', self.fails(toy, "build"))
        self.assertNotIn("on", self.changes_of_failed(toy, 1))

    def test_a_step_that_takes_too_long_is_ended(self):
        toy = self.toy([step("slow", "run", files={"x:script": "#!/bin/sh\necho begun\nsleep 1000\n"}, seconds=1)])
        self.assertIn('error: step "slow" took longer than its 1 seconds. Its last lines:\n    begun\n', self.fails(toy, "build"))

    def test_a_step_alone_that_fails_is_told_like_others(self):
        toy = self.toy()
        (toy.folder / "bin/virt-customize").unlink()
        (toy.folder / "bin/virt-customize").write_text("#!/bin/sh\necho no such guest\nexit 1\n")
        (toy.folder / "bin/virt-customize").chmod(0o755)
        self.assertIn('error: step "first" failed with status 1. Its last lines:\n    no such guest\n', self.fails(toy, "build"))
        self.assertEqual(toy.cached(), [0, 1, 2])
        self.assertEqual(self.make(toy, "log"), "no such guest\n")

    def test_an_appliance_that_does_not_start(self):
        toy = self.toy()
        (toy.folder / "bin/guestfish").unlink()
        (toy.folder / "bin/guestfish").write_text("#!/bin/sh\necho 'libguestfs: error: no kernel' >&2\nexit 1\n")
        (toy.folder / "bin/guestfish").chmod(0o755)
        self.assertEqual(self.fails(toy, "build"), """\
images/web/12: source: image
images/web/12: start the appliance
images/web/12: error: the appliance of libguestfs does not start: make doctor
    libguestfs: error: no kernel
""")

    def test_a_machine_without_libguestfs_is_told_what_to_install(self):
        toy = self.toy()
        commands = toy.folder / "few"
        commands.mkdir()
        for name in ("bash", "sh", "find", "sort", "sed", "xargs", "sha256sum", "flock", "tar", "timeout", "make", "stat"):
            (commands / name).symlink_to(shutil.which(name))
        self.assertEqual(self.fails(toy, "build", PATH=str(commands)), """\
images/web/12: error: this machine lacks qemu-img, guestfish, virt-customize. On Debian and Ubuntu: apt install qemu-utils \
libguestfs-tools guestfs-tools. On Fedora: dnf install qemu-img guestfs-tools guestfs-tools
""")
        self.assertFalse(toy.cache.exists())

    # -- together

    def test_two_builds_at_once_make_each_state_once(self):
        toy = self.toy()
        makes = [toy.start("build") for _ in range(2)]
        for make in makes:
            output, _ = make.communicate(timeout=120)
            self.assertEqual(make.returncode, 0, output)
        steps = [words for words in toy.log() if words[:2] == ["fish", "tar-in"]]
        self.assertEqual((len(steps), toy.sessions(), toy.cached(), toy.left()), (3, 3, [0, 1, 2, 3, 4], []))

    def test_images_share_what_their_chains_have_in_common(self):
        toy = self.toy()
        other = Image(base_source(), [*some_steps()[:2], step("own", "mkdir", ("path", "/own"))], name="other")
        directory = other.write(toy.base)
        makes = [toy.start("build"), toy.start("build", directory=directory)]
        for make in makes:
            output, _ = make.communicate(timeout=120)
            self.assertEqual(make.returncode, 0, output)
        self.assertIn("own", toy.changes(toy.images / other.result_name()))
        scripts = [words for words in toy.log() if words[:2] == ["fish", "tar-in"]]
        self.assertEqual(len(scripts), 4)

    def test_a_killed_build_leaves_nothing_behind_the_next(self):
        toy = self.toy()
        self.assertEqual(toy.make("build", FAKE_FAULT="9 killed")[0], -signal.SIGKILL)
        self.assertNotEqual(toy.left(), [])
        self.make(toy, "build")
        self.assertEqual(toy.left(), [])

    def test_a_make_that_is_killed_alone_takes_its_appliance_along(self):
        toy = self.toy([step("slow", "run", files={"x:script": "#!/bin/sh\nsleep 3\n"}), *some_steps()[:1]])
        make = toy.start("build")
        for line in make.stdout:
            if "slow" in line:
                break
        shell = int(subprocess.run(["pgrep", "-P", str(make.pid)], check=True, stdout=subprocess.PIPE, text=True).stdout)
        os.kill(int(subprocess.run(["pgrep", "-P", str(shell)], check=True, stdout=subprocess.PIPE, text=True).stdout), signal.SIGKILL)
        make.communicate(timeout=120)
        self.assertNotIn("waits", self.make(toy, "build"))
        self.make(toy, "gc")  # which waits for that appliance
        self.make(toy, "build")
        self.assertEqual((toy.cached(), toy.left()), ([0, 1, 2], []))

    # -- the cache

    def test_a_cache_that_moves_with_its_directories_stays_whole(self):
        toy = self.toy()
        self.make(toy, "build")
        toy.base = toy.base.rename(toy.folder / "moved")
        toy.images, toy.cache = toy.base / ".images", toy.base / ".images/.cache"
        toy.directory = toy.base / "images/web/12"
        self.assertEqual(self.make(toy, "build"), "")
        toy.result().unlink()
        self.assertEqual(self.make(toy, "build"), f"images/web/12: export ../../../.images/{toy.image.result_name()}\n")
        self.assertEqual(self.make(toy, "gc"), "images/web/12: all of the cache is needed\n")

    def test_gc_removes_what_no_directory_needs(self):
        toy = self.toy()
        other = Image(base_source(), [step("own", "mkdir", ("path", "/own"))], name="other")
        directory = other.write(toy.base)
        toy.start("build", directory=directory).communicate(timeout=120)
        self.make(toy, "build")
        self.assertEqual(self.make(toy, "gc"), "images/web/12: all of the cache is needed\n")
        shutil.rmtree(directory)
        output = self.make(toy, "gc")
        own = other.chain()[1]
        self.assertRegex(output, rf"(?s)^{own}\.base\n.*{own}\.qcow2\n.*"
                                 r"images/web/12: 5 files that no directory needs: \S+ CONFIRM=yes removes them\n$")
        self.assertRegex(self.make(toy, "gc", "CONFIRM=yes"), "^images/web/12: 5 files that no directory needs are removed: ")
        self.assertEqual((toy.cached(), toy.left()), ([0, 1, 2, 3, 4], []))
        self.assertEqual(list(toy.cache.glob(f"{own}*")), [])

    def test_clean_removes_the_result_and_clean_all_the_cache(self):
        toy = self.toy()
        self.make(toy, "build")
        self.make(toy, "clean")
        self.assertEqual(([path.name for path in toy.images.iterdir() if path.is_file()], toy.cached()),
                         (["debian-12.qcow2"], [0, 1, 2, 3, 4]))
        self.make(toy, "clean-all")
        self.assertEqual(sorted(path.name for path in toy.cache.iterdir()), ["lock", "roots", "tmp"])

    def test_force_makes_a_step_anew_and_all_that_is_based_on_it(self):
        toy = self.toy()
        other = Image(base_source(), [*some_steps()[:2], step("own", "mkdir", ("path", "/own"))], name="other")
        directory = other.write(toy.base)
        toy.start("build", directory=directory).communicate(timeout=120)
        self.make(toy, "build")
        self.make(toy, "force", "STEP=setup")
        self.assertEqual(toy.cached(), [0, 1, 2, 3, 4])
        # Its last state was in one session with the first two, so it is no overlay on what is made anew.
        self.assertTrue((toy.cache / f"{other.chain()[3]}.qcow2").exists())
        self.make(toy, "force")
        self.assertEqual(toy.sessions(), 3)
        self.assertEqual(list(toy.cache.glob(f"{other.chain()[3]}*")), [])
        self.assertIn('error: there is no step "x": make list', self.fails(toy, "force", "STEP=x"))

    def test_a_state_whose_base_is_gone_is_no_state(self):
        toy = self.toy()
        self.make(toy, "build")
        toy.result().unlink()
        toy.state(2).unlink()
        self.assertIn("begins with step \"setup\"", self.make(toy, "list"))
        self.make(toy, "build")
        self.assertEqual(toy.sessions(), 3)

    # -- sources

    def test_a_base_that_changes_does_not_change_states(self):
        toy = self.toy()
        self.make(toy, "build")
        base = toy.images / "debian-12.qcow2"
        base.write_bytes(b"something else")
        toy.result().unlink()
        self.make(toy, "build")
        self.assertEqual(toy.guest()["level"][2], "level 3\n")

    def test_a_base_that_is_not_built(self):
        toy = self.toy()
        (toy.images / "debian-12.qcow2").unlink()
        self.assertEqual(self.fails(toy, "build"), """\
images/web/12: source: image
images/web/12: error: the image that this one is based on is not built: make -C ../../debian/12 build. If that makes another \
file than debian-12.qcow2, its files have changed since vmp gen: run vmp gen, too
""")

    def test_a_source_of_an_url_is_checked_and_unpacked(self):
        toy = self.toy()
        packed = lzma.compress((toy.images / "debian-12.qcow2").read_bytes())
        (toy.folder / "www.qcow2.xz").write_bytes(packed)
        words = [("archive", "xz"), ("format", "qcow2"), ("url", f"file://{toy.folder}/www.qcow2.xz".replace(" ", "%20"))]
        digest = hashlib.sha256(packed).hexdigest()
        toy.write(Image(Part("url", [*words, ("checksum", f"sha256:{digest}")]), some_steps()[:1]))
        self.make(toy, "build")
        self.assertEqual(sorted(toy.changes())[:2], ["srv", "srv/index.html"])
        self.assertEqual(toy.left(), [])
        toy.write(Image(Part("url", [*words, ("checksum", f"sha256:{'0' * 64}")]), some_steps()[:1]))
        self.assertIn(f"has the sha256 digest {digest}, not {'0' * 64}", self.fails(toy, "build"))
        self.assertEqual(toy.left(), [])

    def test_a_base_that_is_downloaded_is_the_file_that_vms_use(self):
        toy = self.toy()
        (toy.images / "debian-12.qcow2").rename(toy.folder / "www")
        toy.write(Image(Part("image", [("file", "../../../.images/debian-12.qcow2"), ("format", "qcow2"),
                                       ("url", f"file://{toy.folder}/www".replace(" ", "%20"))]), some_steps()[:1]))
        self.make(toy, "build")
        self.assertEqual((toy.images / "debian-12.qcow2").read_bytes(), (toy.folder / "www").read_bytes())

    def test_an_image_on_top_of_another_file_is_refused(self):
        toy = self.toy()
        base = toy.images / "debian-12.qcow2"
        base.rename(toy.images / "secret")
        toy_disk.write(base, {"backing": "secret", "size": 1})
        self.assertIn("error: ../../../.images/debian-12.qcow2 is an image on top of another file, and no image by itself: "
                      "qemu-img info shows that", self.fails(toy, "build"))

    # -- steps

    def guest_behind(self, *steps, **words):
        toy = self.toy(list(steps), **words)
        self.make(toy, "build")
        return toy.changes()

    def test_steps_that_change_files(self):
        changes = self.guest_behind(
            step("a", "copy", ("mode", "0600"), ("owner", "www-data"), ("to", "/srv/one"), files={"files/any": "1"}),
            step("b", "copy", ("to", "/srv/"), files={"x:files/tool": "2"}),
            step("c", "copy", ("owner", "33:33"), ("to", "/etc"), files={"files/d/new/x": "3", "files/d/motd": "4\n"}),
            step("d", "write", ("mode", "0640"), ("to", "/new/text"), files={"text": "5\n"}),
            step("e", "mkdir", ("mode", "0750"), ("owner", "33:0"), ("path", "/folder/deep")),
            step("f", "edit", ("file", "/etc/motd"), files={"sed": "s/4/6/\n"}),
            step("g", "append", ("file", "/etc/motd"), ("line", "7")),
            step("h", "delete", ("path", "/etc/hosts"), ("path", "/usr/share/zoneinfo")),
            step("i", "link", ("target", "motd"), ("to", "/etc/link-target")),
            step("j", "chmod", ("mode", "0700"), ("path", "/etc/group")),
            step("k", "chown", ("owner", "www-data:sudo"), ("path", "/etc/shadow")),
            step("l", "truncate", ("path", "/etc/timezone")))
        self.assertEqual(changes, {
            "srv": ("0o755", "0:0", ""), "srv/one": ("0o600", "33:0", "1"), "srv/tool": ("0o755", "0:0", "2"),
            "etc/new": ("0o755", "33:33", ""), "etc/new/x": ("0o644", "33:33", "3"), "etc": ("0o755", "33:33", ""),
            "etc/motd": ("0o644", "33:33", "6\n7\n"), "new": ("0o755", "0:0", ""), "new/text": ("0o640", "0:0", "5\n"),
            "folder": ("0o755", "0:0", ""), "folder/deep": ("0o750", "33:0", ""), "etc/link-target": ("0o777", "0:0", "motd"),
            "etc/group": ("0o700", "0:0", "root:x:0:\nsudo:x:27:\nwww-data:x:33:\n"),
            "etc/shadow": ("0o644", "33:27", "root:*:1::::::\nwww-data:*:1::::::\n"), "etc/timezone": ("0o644", "0:0", "")})

    def test_steps_of_names_users_and_packages(self):
        changes = self.guest_behind(
            step("a", "names", ("hostname", "web"), ("timezone", "Europe/Berlin")),
            step("b", "user", ("groups", "sudo"), ("name", "ops"), ("password", "sesame"), ("shell", "/bin/sh"),
                 ("ssh-keys", "ssh-ed25519 AAAA a b"), ("ssh-keys", "ssh-rsa BBBB")),
            step("c", "password", ("password", "$6$salt$hash"), ("user", "root")),
            step("d", "sshKeys", ("keys", "ssh-ed25519 CCCC"), ("keys", "ssh-ed25519 AAAA a b"), ("user", "ops")),
            step("e", "update", ("update", "true")),
            step("f", "packages", ("install", "nginx"), ("install", "curl"), ("uninstall", "exim4")))
        self.assertEqual(changes["etc/hostname"][2], "web\n")
        self.assertEqual(changes["etc/hosts"][2], "127.0.0.1\tlocalhost\n127.0.1.1\tweb\n")
        self.assertEqual((changes["etc/localtime"][2], changes["etc/timezone"][2]),
                         ("../usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin\n"))
        self.assertEqual(changes["home/ops/.ssh/authorized_keys"],
                         ("0o600", "1000:1000", "ssh-ed25519 AAAA a b\nssh-rsa BBBB\nssh-ed25519 CCCC\n"))
        self.assertIn("sudo:x:27:ops\n", changes["etc/group"][2])
        self.assertRegex(changes["etc/shadow"][2], r"(?m)^root:\$6\$salt\$hash:(.*\n)*ops:hash-of-sesame:")
        self.assertEqual(re.sub("-o Dpkg::Options::=--force-conf", "", changes["var/log/apt-get"][2]), """\
-q -y def old update
-q -y def old dist-upgrade
-q -y def old remove -- exim4
-q -y def old update
-q -y def old install -- nginx curl
""")
        self.assertNotIn("usr/sbin/policy-rc.d", changes)

    def test_a_disk_grows_before_the_appliance_has_it(self):
        toy = self.toy([step("size", "size", ("expand", "/dev/sda1"), ("size", "2G")), *some_steps()[:1]])
        self.make(toy, "build")
        self.assertEqual((toy_disk.read(toy.state(1))[0]["size"], toy.sessions()), (2 << 30, 1))
        self.assertEqual(toy.changes()["last-sector"][2], str((2 << 30) // 512 - 2049))
        toy.write(Image(base_source(), [step("size", "size", ("size", "2G"))]))
        self.make(toy, "build")
        self.assertEqual(toy.sessions(), 0)
        toy.write(Image(base_source(), [step("size", "size", ("size", "2M"))]))
        self.assertIn("Use the --shrink option", self.fails(toy, "build"))

    def test_what_a_step_has_started_ends_with_it(self):
        toy = self.toy([step("bad", "run", files={"x:script": "#!/bin/sh\nsleep 1000 >/dev/null 2>&1 &\n"}), *some_steps()[:1]])
        self.make(toy, "build")

    def test_hostile_texts_reach_the_guest_as_they_are(self):
        toy = self.toy([
            step("a", "append", ("file", f"/{HOSTILE}".replace("\n", "")), ("line", HOSTILE)),
            step("b", "write", ("to", f"/-{HOSTILE}"), files={"text": HOSTILE}),
            step("c", "run", ("env", f"X={HOSTILE}"), files={"x:script": "#!/bin/sh\nprintf %s \"$X\" >/env\n"})],
            name="web")
        self.make(toy, "build")
        changes = toy.changes()
        self.assertEqual(changes[HOSTILE][2], HOSTILE + "\n")
        self.assertEqual(changes[f"-{HOSTILE}"][2], HOSTILE)
        self.assertEqual(changes["env"][2], HOSTILE)

    def test_secrets_are_in_the_guest_and_nowhere_else(self):
        toy = self.toy([
            step("a", "run", ("env", "TOKEN=@secret:token@"), files={"x:script": "#!/bin/sh\necho $TOKEN | tee /token\n"}),
            step("b", "write", ("to", "/text"), files={"text": "t=@secret:token:2@ {secret:token}\n"}),
            step("c", "user", ("name", "ops"), ("password", "@secret:file@"))],
            secrets=[("token", "env", "TOKEN"), ("file", "file", "secret"), ("command", "command", "printf", "x y")])
        (toy.directory / "secret").write_text("from a file\n")
        self.assertIn('error: secret "token": there is no variable TOKEN in the environment', self.fails(toy, "build"))
        status, output, spied = toy.make_with_spies("build", TOKEN="swordfish & co")
        self.assertEqual(status, 0, output)
        self.assertIn("guestfish --format=qcow2", spied)
        changes = toy.changes()
        self.assertEqual((changes["token"][2], changes["text"][2]), ("swordfish & co\n", "t=swordfish & co {secret:token}\n"))
        told = output + spied + (toy.node / "log").read_text() + "".join(path.read_text() for path in toy.cache.glob("*.log"))
        self.assertNotIn("swordfish", told)
        self.assertNotIn("from a file", told)
        self.assertIn("{secret:token}\n", self.make(toy, "log", "STEP=a"))

    # -- content

    def content(self, files, *words):
        return Part("content", list(words), files)

    def raw(self, toy):
        path = toy.folder / "raw"
        path.write_bytes(toy_disk.archive_of(toy.result()))
        return path

    def debugfs(self, disk, command):
        return subprocess.run(["/usr/sbin/debugfs", "-R", command, disk], check=True, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL).stdout

    def test_content_is_a_file_system_of_the_same_bytes_each_time(self):
        files = {"files/etc/a b": "1\n", "x:files/tool": "2\n"}
        disks = []
        for _ in range(2):
            toy = self.toy([], self.content(files, ("extra", "1M"), ("file-system", "ext4"), ("label", "tools")))
            os.utime(toy.directory / "source.d/files/tool", (1, 1))
            self.make(toy, "build")
            disks.append(self.raw(toy).read_bytes())
        self.assertEqual(disks[0], disks[1])
        self.assertEqual(self.debugfs(self.raw(toy), 'cat "/etc/a b"'), "1\n")
        self.assertRegex(self.debugfs(self.raw(toy), "stat tool"), r"(?s)Mode: +0755.*User: +0 +Group: +0.*1980")
        self.assertIn("tools", subprocess.run(["/usr/sbin/dumpe2fs", "-h", self.raw(toy)], text=True, capture_output=True).stdout)
        self.assertEqual(subprocess.run(["/usr/sbin/e2fsck", "-fn", self.raw(toy)], capture_output=True).returncode, 0)

    def test_content_in_a_partition(self):
        for table, found in (("mbr", "dos"), ("gpt", "gpt")):
            with self.subTest(table):
                toy = self.toy([], self.content({"files/a": "1\n"}, ("partition", table)))
                self.make(toy, "build")
                disk = self.raw(toy)
                described = subprocess.run(["/usr/sbin/sfdisk", "--json", disk], check=True, stdout=subprocess.PIPE).stdout
                described = json.loads(described)["partitiontable"]
                [partition] = described["partitions"]
                self.assertEqual((described["label"], partition["start"]), (found, 2048))
                inside = toy.folder / "inside"
                inside.write_bytes(disk.read_bytes()[1 << 20:][:partition["size"] * 512])
                self.assertEqual(self.debugfs(inside, "cat /a"), "1\n")

    def test_content_of_an_archive_keeps_its_owners(self):
        toy = self.toy([], base_source())
        tree = toy.folder / "tree"
        (tree / "a \"b").mkdir(parents=True)
        (tree / "a \"b/c").write_text("1\n")
        archive = toy.folder / "root.tar.gz"
        subprocess.run(["tar", "-C", tree, "--owner=7", "--group=8", "-czf", archive, "."], check=True)
        toy.write(Image(self.content({"files/root.tar.gz": archive.read_bytes()}), []))
        self.make(toy, "build")
        self.assertRegex(self.debugfs(self.raw(toy), 'stat "/a ""b/c"'), r"User: +7 +Group: +8")
        subprocess.run(["tar", "-C", tree, "-P", "--transform=s|^|../|", "-czf", archive, "a \"b"], check=True)
        toy.write(Image(self.content({"files/root.tar.gz": archive.read_bytes()}), []))
        self.assertIn("has a file outside of itself: ../a", self.fails(toy, "build"))


if __name__ == "__main__":
    unittest.main()
