#!/usr/bin/env python3
"""What the targets of a VM on a cluster do, with a cluster that is a folder: toy_kubectl.py.

usage: behaviour_test.py VMP [unittest's arguments]
"""
import base64
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 120
VMP = ""

REGISTRY = """
nodes:
  - {name: cloud, kubernetes: {context: %(context)s, namespace: vms}}
images:
  - {name: debian, tags: [{pattern: ^12$, url: "https://images.example/d.qcow2", volumeName: d.qcow2}]}
vms:
  - name: web
    nodeName: cloud
    image: debian:12
    provisioner: kubevirt-v1alpha1
    secrets: [{name: token, env: TOKEN}]
    kubevirt:
      dataVolumes:
        - {name: debian-12, deletionPolicy: Retain, spec: {source: {http: {url: "{IMAGE_URL}"}}}}
        - {name: web-root, spec: {source: {pvc: {name: debian-12, namespace: vms}}}}
        %(volume)s
      virtualMachine:
        runStrategy: %(strategy)s
        template:
          spec:
            domain:
              memory: {guest: %(memory)s}
              devices: {disks: [{name: root, disk: {bus: virtio}}]}
            volumes: [{name: root, dataVolume: {name: web-root}}]
    cloudInit: {noCloud: {data: {user-data: {password: "{secret:token}"}}}}
    ssh: {user: debian, password: "{secret:token}"}
    provision: %(provision)s
"""
VALUES = {"context": "lab", "strategy": "Always", "memory": "1Gi", "volume": "", "provision": "null"}
ALL = ["DataVolume/debian-12", "DataVolume/web-root", "Secret/web-seed", "VirtualMachine/web"]
APPLIED = "".join(f"web: {each} serverside-applied\n" for each in
                  ("datavolume/debian-12", "datavolume/web-root", "virtualmachine/web", "secret/web-seed"))
EXTRA = "- {name: web-data, spec: {source: {blank: {}}}}"

# Prints what it would do, and how ssh is to get the password.
FAKE_SSH = """#!/bin/sh
for word; do printf '%s\\n' "$word"; done >>"$TOY_CLUSTER/ssh"
[ ! -e "$TOY_CLUSTER/ssh-says" ] || sh "$TOY_CLUSTER/ssh-says"
"""
FAKE_SSHPASS = """#!/bin/bash
[ "$1" = -d ] || exit 3
cat <&"$2" >"$TOY_CLUSTER/password"
shift 2
exec "$@"
"""


# Runs the guest's command here, below $TOY_GUEST.
GUEST_SSH = """#!/bin/bash
command=${@: -1}
command=${command//\\/var\\/lib\\/vmp/$TOY_GUEST/var/lib/vmp}
command=${command// \\/run/ $TOY_GUEST/run}
command=${command//PATH=\\/usr\\/local/PATH=$TOY_GUEST/bin:/usr/local}
cd "$TOY_GUEST" && PATH=$TOY_GUEST/bin:$PATH exec sh -c "$command"
"""


class Cluster(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vmp cluster."))
        self.addCleanup(shutil.rmtree, self.folder)
        self.cluster, self.bin = self.folder / "cluster", self.folder / "bin"
        self.namespace = self.cluster / "namespaces/vms"
        self.namespace.mkdir(parents=True)
        self.bin.mkdir()
        for tool in ("kubectl", "virtctl"):
            (self.bin / tool).symlink_to(HERE / "toy_kubectl.py")
        self.write_tool("ssh", FAKE_SSH)
        self.write_tool("sshpass", FAKE_SSHPASS)
        self.environment = {**os.environ, "TOY_CLUSTER": str(self.cluster), "TOKEN": "s3cret 'x\"", "LC_ALL": "C.UTF-8",
                            "PATH": f"{self.bin}:{os.environ['PATH']}"}
        for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "CMD"):
            self.environment.pop(name, None)
        self.generate()

    def write_tool(self, name, text):
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def generate(self, **values):
        (self.folder / "r.yaml").write_text(REGISTRY % {**VALUES, **values})
        subprocess.run([VMP, "--registry", "r.yaml", "gen"], cwd=self.folder, check=True, capture_output=True)

    def run_make(self, *words):
        (self.cluster / "calls").write_text("")
        done = subprocess.run(["make", "--no-print-directory", "--warn-undefined-variables", "-C", self.folder / "web", *words],
                              text=True, stdin=subprocess.DEVNULL, capture_output=True, env=self.environment,
                              start_new_session=True, timeout=SECONDS, check=False)
        said = re.search(r"Error (\d+)", done.stderr)
        self.status = int(said[1]) if said else done.returncode
        return done.stdout + re.sub(r"make: \*\*\* .*\n", "", done.stderr)

    def make(self, *words, status=0):
        output = self.run_make(*words)
        self.assertEqual(self.status, status, output)
        return output

    def calls(self):
        return (self.cluster / "calls").read_text().splitlines()

    def objects(self):
        return sorted(f"{path.parent.name}/{path.name}" for path in self.namespace.glob("*/*"))

    def read(self, path):
        return json.loads((self.namespace / path).read_text())

    def change(self, path, function):
        thing = self.read(path)
        function(thing)
        (self.namespace / path).write_text(json.dumps(thing))


class Up(Cluster):
    def test_it_makes_all_that_is_in_the_directory(self):
        self.assertEqual(self.make(), APPLIED)
        self.assertEqual(self.objects(), ALL)

    def test_again_it_only_looks(self):
        self.make("up")
        self.assertEqual(self.make("up"), "")
        self.assertEqual([call.split()[5] for call in self.calls()], ["get", "get", "get", "diff", "get"])
        self.assertEqual(self.read("VirtualMachine/web")["metadata"]["generation"], 1)

    def test_it_changes_what_has_changed(self):
        self.make("up")
        self.generate(memory="2Gi")
        self.make("up")
        self.assertEqual(self.read("VirtualMachine/web")["spec"]["template"]["spec"]["domain"]["memory"], {"guest": "2Gi"})
        self.assertEqual(self.make("diff"), "")

    def test_fields_of_others_stay(self):
        self.make("up")
        self.change("VirtualMachine/web", lambda vm: (vm["metadata"].update(annotations={"a": "b"}),
                                                      vm["owners"].append([["metadata", "annotations", "a"], "somebody"])))
        self.generate(memory="2Gi")
        self.make("up")
        self.assertEqual(self.read("VirtualMachine/web")["metadata"]["annotations"], {"a": "b"})

    def test_a_field_that_somebody_else_has_set_is_not_forced(self):
        self.make("up")
        self.change("VirtualMachine/web", lambda vm: (vm["spec"].update(runStrategy="Halted"), vm.update(
            owners=[[path, "somebody" if path == ["spec", "runStrategy"] else owner] for path, owner in vm["owners"]])))
        output = self.make("up", status=1)
        self.assertIn(": somebody else has set these fields; take them out of the registry, or have him give them up\n", output)
        self.assertIn('    error: Apply failed with 1 conflict: conflict with "somebody" using kubevirt.io/v1: .spec.runStrategy\n', output)
        self.assertEqual(self.read("VirtualMachine/web")["spec"]["runStrategy"], "Halted")
        self.assertEqual(self.make("diff", status=2), output)

    def test_an_object_of_somebody_else_is_left_alone(self):
        foreign = {"kind": "VirtualMachine", "metadata": {"name": "web", "labels": {}}, "spec": {}}
        (self.namespace / "VirtualMachine").mkdir()
        (self.namespace / "VirtualMachine/web").write_text(json.dumps(foreign))
        for target, status in (("up", 1), ("diff", 2)):
            self.assertEqual(self.make(target, status=status), "web: error: VirtualMachine/web in namespace \"vms\" is somebody "
                                                               "else's: it has not the label of vmp\n")
        self.make("down")
        self.assertEqual(self.read("VirtualMachine/web"), foreign)

    def test_what_is_in_the_directory_no_longer_goes(self):
        self.generate(volume=EXTRA)
        self.make("up")
        self.generate()
        self.assertEqual(self.make("diff", status=1), "web: DataVolume/web-data is the VM's and in this directory no longer: up "
                                                      "deletes it\n")
        self.assertEqual(self.make("up"), "web: delete DataVolume/web-data, which is in this directory no longer\n")
        self.assertEqual(self.objects(), ALL)

    def test_what_is_to_stay_never_goes(self):
        self.generate(volume=EXTRA.replace("spec", "deletionPolicy: Retain, spec"))
        self.make("up")
        self.generate()
        self.assertEqual(self.make("diff"), "")
        self.make("up")
        self.assertIn("DataVolume/web-data", self.objects())

    def test_a_secret_is_in_the_cluster_and_in_no_word_of_a_command(self):
        self.make("up")
        self.assertEqual(base64.b64decode(self.read("Secret/web-seed")["data"]["userdata"]).decode(),
                         '#cloud-config\npassword: "s3cret \'x\\""\n')
        self.assertNotIn("s3cret", "".join(self.calls()))

    def test_a_change_that_waits_for_a_restart_is_said(self):
        self.make("up")
        self.change("VirtualMachine/web", lambda vm: vm.update(status={"restart": "True"}))
        self.assertEqual(self.make("up"), "web: some of it waits until the guest restarts: virtctl --context lab --namespace vms "
                                          "restart web\n")


class Difference(Cluster):
    def test_nothing_of_it_is_there(self):
        output = self.make("diff", status=1)
        self.assertIn("\nkubevirt.io.v1.VirtualMachine.vms.web\n+apiVersion: kubevirt.io/v1\n", output)

    def test_one_field(self):
        self.make("up")
        self.generate(memory="2Gi")
        self.assertEqual(self.make("diff", status=1), "kubevirt.io.v1.VirtualMachine.vms.web\n"
                                                      "-          guest: 1Gi\n+          guest: 2Gi\n")
        self.assertEqual(self.read("VirtualMachine/web")["metadata"]["generation"], 1)

    def test_another_tool_for_differences_is_not_asked(self):
        self.environment["KUBECTL_EXTERNAL_DIFF"] = "dyff between"
        self.make("up")
        self.assertEqual(self.make("diff"), "")

    def test_a_text_of_the_secret_is_not_shown(self):
        self.make("up")
        self.environment["TOKEN"] = "another"
        self.assertEqual(self.make("diff", status=1),
                         "v1.Secret.vms.web-seed\n-  userdata: '*** (before)'\n+  userdata: '*** (after)'\n")

    def test_no_answer_is_no_difference(self):
        (self.cluster / "down").touch()
        for target, status in (("diff", 2), ("up", 1), ("down", 1), ("status", 1)):
            self.assertEqual(self.make(target, status=status),
                             'web: error: the cluster of context "lab" does not answer\n    The connection to the server '
                             "10.0.0.1:6443 was refused - did you specify the right host or port?\n")

    def test_no_context_is_none_either(self):
        self.generate(context="'of % nobody'")
        self.assertEqual(self.make("diff", status=2), 'web: error: the cluster of context "of % nobody" does not answer\n'
                                                      '    error: context "of % nobody" does not exist\n')

    def test_no_namespace(self):
        self.namespace.rmdir()
        self.assertEqual(self.make("diff", status=1), 'web: there is no namespace "vms"\n')
        self.assertEqual(self.make("up", status=1), 'web: error: there is no namespace "vms": kubectl --context \'lab\' create '
                                                    "namespace vms\n")
        self.assertEqual(self.make("down"), 'web: there is no namespace "vms": nothing to delete\n')


class Down(Cluster):
    def test_it_deletes_what_is_the_vms(self):
        self.make("up")
        self.assertEqual(self.make("down"), 'web: virtualmachine "web" deleted\nweb: datavolume "web-root" deleted\n'
                                            'web: secret "web-seed" deleted\n')
        self.assertEqual(self.objects(), ["DataVolume/debian-12"])
        self.assertEqual(self.make("down"), "")

    def test_delete_all_deletes_what_stays_too(self):
        self.make("up")
        self.make("delete-all")
        self.assertEqual(self.objects(), [])
        self.assertEqual(self.make("delete-all"), "")


    def test_a_volume_that_is_to_stay_from_now_on_stays(self):
        self.generate(volume=EXTRA)
        self.make("up")
        self.generate(volume=EXTRA.replace("spec", "deletionPolicy: Retain, spec"))
        self.make("down")  # and no "up" before, which would take the label away
        self.assertEqual(self.objects(), ["DataVolume/debian-12", "DataVolume/web-data"])
        self.assertEqual(self.make("down"), "")

    def test_delete_all_begins_nothing_where_a_volume_is_that_of_another_vm(self):
        self.make("up")
        self.change("DataVolume/debian-12", lambda volume: volume["metadata"]["labels"].update({"vmp/vm": "db"}))
        self.assertEqual(self.make("delete-all", status=1), 'web: error: DataVolume/debian-12 in namespace "vms" is that of VM db\n')
        self.assertEqual(self.objects(), ALL)


class Interruption(Cluster):
    def test_up_ends_where_it_would_have_wherever_it_was_killed(self):
        self.make("up")
        for number in range(1, len(self.calls()) + 3):
            with self.subTest(call=number):
                self.make("delete-all")
                (self.cluster / "kill").write_text(str(number))
                self.run_make("up")
                self.make("up")
                (self.cluster / "kill").unlink(missing_ok=True)
                self.assertEqual(self.objects(), ALL)
                self.assertEqual(self.make("diff"), "")

    def test_down_does_too(self):
        for number in range(1, 5):
            with self.subTest(call=number):
                self.make("up")
                (self.cluster / "kill").write_text(str(number))
                self.run_make("down")
                self.make("down")
                (self.cluster / "kill").unlink(missing_ok=True)
                self.assertEqual(self.objects(), ["DataVolume/debian-12"])


class Power(Cluster):
    def test_a_manual_one_is_started_by_up(self):
        self.generate(strategy="Manual")
        self.assertEqual(self.make("up"), APPLIED + "VM web was scheduled to start\n")
        self.assertEqual(self.make("start"), "")
        self.assertEqual(self.make("ip"), "10.1.2.3\n")
        self.assertEqual(self.make("stop"), "VM web was scheduled to stop\n")
        self.assertEqual(self.make("stop"), "")
        self.assertEqual(self.make("ip", status=1), "web: error: the guest has no address yet\n")

    def test_without_virtctl_nothing_is_begun(self):
        self.generate(strategy="Manual")
        (self.bin / "virtctl").unlink()
        self.assertEqual(self.make("up", status=1), "web: error: this machine lacks virtctl: it comes with KubeVirt, in the version of "
                                                    "the cluster\n")
        self.assertEqual(self.objects(), [])

    def test_kill_gives_it_no_time(self):
        self.generate(strategy="Manual")
        self.make("up")
        self.make("kill")
        self.assertEqual(self.calls()[-1], "virtctl --context lab --namespace vms stop web --force --grace-period=0")

    def test_another_strategy_is_the_clusters(self):
        self.make("up")
        self.assertEqual(self.make("start"), "web: runStrategy Always: the cluster starts it\n")
        for target in ("stop", "kill"):
            self.assertIn('web: error: runStrategy is "Always", and up would undo this.', self.make(target, status=1))


class Guest(Cluster):
    def ssh_words(self):
        return (self.cluster / "ssh").read_text().splitlines()

    def test_ssh_goes_through_the_cluster(self):
        self.make("ssh", "CMD=uptime $HOME")
        words = self.ssh_words()
        self.assertIn("ProxyCommand=virtctl '--context' 'lab' '--namespace' 'vms' port-forward --stdio=true vm/web/vms %p", words)
        self.assertEqual(words[-5:], ["-l", "debian", "--", "web", "uptime $HOME"])
        self.assertEqual((self.cluster / "password").read_text(), "s3cret 'x\"\n")

    def test_an_address_of_the_registry_wins(self):
        self.make("ssh", "KUBEVIRT_V1ALPHA1_SSH_HOST=10.9.9.9")
        self.assertEqual(self.ssh_words()[-1], "10.9.9.9")
        self.assertNotIn("ProxyCommand", " ".join(self.ssh_words()))

    def test_a_guest_is_ready_when_the_cluster_and_cloud_init_say_so(self):
        self.make("up")
        self.assertIn("web: error: the cluster does not call the VM ready: make status\n", self.make("wait-for-ready", status=1))
        self.change("VirtualMachine/web", lambda vm: vm.update(status={"ready": True}))
        self.assertEqual(self.make("wait-for-ready"), "web: ready\n")
        (self.cluster / "ssh-says").write_text("echo broken; exit 1")
        self.assertEqual(self.make("wait-for-ready", status=1), "web: error: cloud-init failed in the guest, status 1\n    broken\n")

    def test_another_host_key_is_told(self):
        self.make("up")
        self.change("VirtualMachine/web", lambda vm: vm.update(status={"ready": True}))
        (self.cluster / "ssh-says").write_text("echo 'Host key verification failed.' >&2; exit 255")
        self.assertIn("the guest has another host key than before", self.make("wait-for-ready", status=1))

    def test_the_console(self):
        self.assertEqual(self.make("console"), "lab vms console web\n")


class Steps(Cluster):
    """What "make provision" does in a guest that is a folder, and here. test/provisioners/v1beta1/vm/provision_test.py has the rest."""

    def setUp(self):
        super().setUp()
        # Without a blank in its name, which the guest's paths have not either.
        self.guest = pathlib.Path(tempfile.mkdtemp(prefix="vmp-guest."))
        self.addCleanup(shutil.rmtree, self.guest)
        for folder in ("bin", "var/lib", "run"):
            (self.guest / folder).mkdir(parents=True)
        self.environment["TOY_GUEST"] = str(self.guest)
        self.write_tool("ssh", GUEST_SSH)
        self.write_tool("sudo", "#!/bin/sh\nshift\nexec \"$@\"\n")
        self.write_steps("echo one >>ran")
        self.make("up")
        self.change("VirtualMachine/web", lambda vm: vm.update(status={"ready": True}))

    def write_steps(self, text):
        self.generate(provision=json.dumps([
            {"name": "a", "text": text.replace("ran", f"{self.guest}/ran")},
            {"name": "b", "on": "host", "text": f"echo $VMP_VM $VMP_CONTEXT/$VMP_NAMESPACE >>{self.guest}/ran"}]))

    def ran(self):
        return (self.guest / "ran").read_text().splitlines()

    def test_each_is_taken_once_for_each_content(self):
        self.assertEqual(self.make("provision"), "web: ready\nweb: provision a\nweb: provision b\n")
        self.assertEqual(self.ran(), ["one", "web lab/vms"])
        self.assertEqual(self.make("provision"), "web: ready\n")
        self.write_steps("echo two >>ran")
        self.assertEqual(self.make("provision"), "web: ready\nweb: provision a\n")
        self.make("provision/b", "FORCE=1")
        self.assertEqual(self.ran(), ["one", "web lab/vms", "two", "web lab/vms"])

    def test_one_that_fails_is_told_and_taken_again(self):
        self.write_steps("echo no >&2; exit 3")
        self.assertEqual(self.make("provision", status=1), "web: ready\nweb: provision a\nweb: error: step a fails with status 3. "
                                                           "All that it said is in logs/a.log\n    no\n")
        self.write_steps("echo yes >>ran")
        self.make("provision")
        self.assertEqual(self.ran(), ["yes", "web lab/vms"])

    def test_without_steps_nobody_logs_in(self):
        self.generate()
        self.assertEqual(self.make("provision"), "web: the registry has no steps for it\n")


class Fleet(Cluster):
    """The Makefile of all directories, whatever engine each is for."""

    def generate(self, **values):
        super().generate(**values)
        (self.folder / "r.yaml").write_text((self.folder / "r.yaml").read_text() + "fleet: {name: all}\n")
        subprocess.run([VMP, "--registry", "r.yaml", "gen"], cwd=self.folder, check=True, capture_output=True)

    def make_all(self, *words, status=0):
        done = subprocess.run(["make", "--no-print-directory", "-C", self.folder, *words], text=True, stdin=subprocess.DEVNULL,
                              capture_output=True, env=self.environment, timeout=SECONDS, check=False)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return re.sub(r" in \d+ s", "", done.stdout + re.sub(r"make: \*\*\* .*\n", "", done.stderr))

    def test_it_makes_what_is_on_a_cluster_and_deletes_it(self):
        self.assertEqual(self.make_all("up"), APPLIED + "up: 1 done\n")
        self.assertEqual(self.make_all("down").splitlines()[-1], "down: 1 done")

    def test_its_state_is_asked_of_each_cluster_once(self):
        self.make("up")
        self.change("VirtualMachine/web", lambda vm: vm.update(status={"printableStatus": "Running"}))
        (self.cluster / "calls").write_text("")
        self.assertEqual(self.make_all("status"), "nodes/cloud  reached   kubernetes://lab/vms\nweb          running\n")
        self.assertEqual(len(self.calls()), 1)
        self.make("down")
        self.assertEqual(self.make_all("status"), "nodes/cloud  reached   kubernetes://lab/vms\nweb          absent\n")

    def test_a_cluster_that_does_not_answer_is_told(self):
        (self.cluster / "down").touch()
        self.assertEqual(self.make_all("status", status=2),
                         "nodes/cloud  no answer kubernetes://lab/vms\nweb          unknown\n"
                         "nodes/cloud: error: The connection to the server 10.0.0.1:6443 was refused - did you specify the right "
                         "host or port?\n")


class Help(Cluster):
    def test_each_target_is_in_it(self):
        listed = [line.split()[0] for line in self.make("help").splitlines()]
        self.assertEqual(listed, ["up", "down", "delete-all", "start", "stop", "kill", "status", "diff", "wait-for-ready", "provision",
                                  "provision/STEP", "console", "ip", "ssh", "help"])


if __name__ == "__main__":
    VMP = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
