#!/usr/bin/env python3
"""kubectl and virtctl for a cluster that is a folder, $TOY_CLUSTER: namespaces/NAME/KIND/NAME are its objects, as JSON.

Knows what kubevirt.sh asks for, and of server-side apply what matters: a field belongs to who applied it, items of lists
go by their names, a field that is applied no longer goes, and one of somebody else's is refused. "calls" has each call, a
line each; the call whose number is in "kill" is carried out, and then all processes of its session are killed.
"""
import difflib
import json
import os
import pathlib
import signal
import sys

import yaml

CLUSTER = pathlib.Path(os.environ["TOY_CLUSTER"])
KINDS = {"virtualmachines.kubevirt.io": "VirtualMachine", "virtualmachineinstances.kubevirt.io": "VirtualMachineInstance",
         "datavolumes.cdi.kubevirt.io": "DataVolume", "secrets": "Secret"}
COLUMNS = {"kind": lambda o: o["kind"], "name": lambda o: o["metadata"]["name"],
           "by": lambda o: labels(o).get("app.kubernetes.io/managed-by", "<none>"), "vm": lambda o: labels(o).get("vmp/vm", "<none>")}


def fail(message, status=1):
    print(message, file=sys.stderr)
    raise SystemExit(status)


def labels(thing):
    return thing["metadata"].get("labels", {})


def flatten(value, path=()):
    """Leaves by their paths. Items of a list are called by their names."""
    if isinstance(value, dict) and value:
        return {key: leaf for name, below in value.items() for key, leaf in flatten(below, (*path, name)).items()}
    if isinstance(value, list) and value and all(isinstance(item, dict) and "name" in item for item in value):
        return {key: leaf for item in value for key, leaf in flatten(item, (*path, f"[{item['name']}]")).items()}
    return {path: value}


def unflatten(leaves):
    root = {}
    for path, leaf in leaves.items():
        place = root
        for name in path[:-1]:
            place = place.setdefault(name, {})
        place[path[-1]] = leaf
    return as_lists(root)


def as_lists(value):
    if not isinstance(value, dict):
        return value
    if value and all(name.startswith("[") for name in value):
        return [as_lists(item) for item in value.values()]
    return {name: as_lists(below) for name, below in value.items()}


class Conflict(Exception):
    pass


class Namespace:
    def __init__(self, name):
        self.name, self.folder = name, CLUSTER / "namespaces" / name

    def is_there(self):
        return self.folder.is_dir()

    def path(self, kind, name):
        return self.folder / kind / name

    def all(self, kind):
        folder = self.folder / kind
        return [json.loads(path.read_text()) for path in sorted(folder.iterdir())] if folder.is_dir() else []

    def find(self, kind, name):
        path = self.path(kind, name)
        return json.loads(path.read_text()) if path.exists() else None

    def put(self, thing):
        path = self.path(thing["kind"], thing["metadata"]["name"])
        path.parent.mkdir(exist_ok=True)
        new = path.with_name(path.name + ".new")
        new.write_text(json.dumps(thing, indent=1, sort_keys=True))
        new.rename(path)

    def applied(self, manifest, manager):
        """What an object becomes; owners stand beside it."""
        known = self.find(manifest["kind"], manifest["metadata"]["name"]) or {}
        owners = {tuple(path): owner for path, owner in known.pop("owners", [])}
        generation = known.get("metadata", {}).pop("generation", 0)
        leaves, wanted = flatten(known) if known else {}, flatten(manifest)
        for path, leaf in wanted.items():
            if leaves.get(path, leaf) != leaf and owners.get(path, manager) != manager:
                raise Conflict(f"error: Apply failed with 1 conflict: conflict with \"{owners[path]}\" using {manifest['apiVersion']}: "
                               f".{'.'.join(path)}")
        gone = {path for path, owner in owners.items() if owner == manager and path not in wanted}
        result = unflatten({path: leaf for path, leaf in {**leaves, **wanted}.items() if path not in gone})
        owners = {**{path: owner for path, owner in owners.items() if path not in gone}, **dict.fromkeys(wanted, manager)}
        before = {key: value for key, value in known.items()}
        result["metadata"]["generation"] = generation + (result.get("spec") != before.get("spec"))
        result["owners"] = sorted([list(path), owner] for path, owner in owners.items())
        return result


def shown(thing, other, when):
    """As "kubectl diff" shows it: without what nobody wrote, and of the texts of a Secret only which are others."""
    thing = {key: value for key, value in (thing or {}).items() if key != "owners"}
    if thing.get("kind") == "Secret":
        texts = (other or {}).get("data", {})
        thing["data"] = {key: "***" if texts.get(key, text) == text else f"*** ({when})" for key, text in thing["data"].items()}
    return yaml.dump(thing).splitlines() if thing else []


class Kubectl:
    def __init__(self, words):
        self.words, self.options = [], {}
        words = iter(words)
        for word in words:
            if word in ("--context", "--namespace", "-o", "-l", "-f"):
                self.options[word] = next(words)
            elif word.startswith("--") and "=" in word:
                name, _, value = word.partition("=")
                self.options[name] = value
            elif word.startswith("--"):
                self.options[word] = True
            else:
                self.words.append(word)
        self.namespace = Namespace(self.options["--namespace"])
        if self.options["--context"] != "lab":
            fail(f'error: context "{self.options["--context"]}" does not exist')

    def run(self):
        if (CLUSTER / "down").exists():
            fail("The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?",
                 2 if self.words[0] == "diff" else 1)
        try:
            getattr(self, self.words[0])(*self.words[1:])
        except Conflict as conflict:
            fail(conflict, 2 if self.words[0] == "diff" else 1)

    # ---- Verbs ----

    def get(self, kinds, *names):
        if kinds == "namespace":
            if not Namespace(names[0]).is_there():
                fail(f'Error from server (NotFound): namespaces "{names[0]}" not found')
            print(f"namespace/{names[0]}")
            return
        things = self.selected(kinds, *names)
        output = self.options["-o"]
        if output.startswith("custom-columns="):
            columns = [column.partition(":")[0].lower() for column in output.partition("=")[2].split(",")]
            read = {**COLUMNS, "state": lambda thing: thing.get("status", {}).get("printableStatus", "<none>")}
            for thing in things:
                print("   ".join(read[column](thing) for column in columns))
        elif output == "name":
            for thing in things:
                print(f"{thing['kind'].lower()}/{thing['metadata']['name']}")
        elif output == "wide":
            for thing in things:
                print(f"{thing['kind']} {thing['metadata']['name']}")
        elif things and "RestartRequired" in output:
            print(things[0].get("status", {}).get("restart", ""), end="")
        elif things:
            print(things[0].get("status", {}).get("address", ""), end="")

    def diff(self):
        if os.environ.get("KUBECTL_EXTERNAL_DIFF", "diff -u -N") != "diff -u -N":
            fail("what another tool says of differences")
        differs = False
        for manifest in self.manifests():
            before = self.namespace.find(manifest["kind"], manifest["metadata"]["name"])
            after = self.namespace.applied(manifest, self.options["--field-manager"])
            if before is not None and {**before, "owners": 0} == {**after, "owners": 0}:
                continue
            differs = True
            name = f"{manifest['apiVersion'].replace('/', '.')}.{manifest['kind']}.{self.namespace.name}.{manifest['metadata']['name']}"
            print(f"diff -u -N /tmp/LIVE-{os.getpid()}/{name} /tmp/MERGED-{os.getpid()}/{name}")
            lines = difflib.unified_diff(shown(before, after, "before"), shown(after, before, "after"), f"/tmp/LIVE-{os.getpid()}/{name}\t2026",
                                         f"/tmp/MERGED-{os.getpid()}/{name}\t2026", lineterm="", n=0)
            print("\n".join(lines))
        raise SystemExit(differs)

    def apply(self):
        for manifest in self.manifests():
            self.namespace.put(self.namespace.applied(manifest, self.options["--field-manager"]))
            print(f"{manifest['kind'].lower()}/{manifest['metadata']['name']} serverside-applied")

    def delete(self, kinds, *names):
        for thing in self.selected(kinds, *names):
            self.namespace.path(thing["kind"], thing["metadata"]["name"]).unlink()
            print(f'{thing["kind"].lower()} "{thing["metadata"]["name"]}" deleted')

    def wait(self, name):
        thing = self.namespace.find("VirtualMachine", name.partition("/")[2])
        if thing is None or not thing.get("status", {}).get("ready"):
            fail(f"error: timed out waiting for the condition on {name}")

    # ---- What they are about ----

    def manifests(self):
        return [document for document in yaml.safe_load_all(sys.stdin) if document]

    def selected(self, *arguments):
        if "/" in arguments[0]:
            pairs = [(KINDS[kind], name) for kind, _, name in (argument.partition("/") for argument in arguments)]
            things = [self.namespace.find(kind, name) for kind, name in pairs]
            return [thing for thing in things if thing is not None]
        wanted = dict(label.split("=") for label in self.options["-l"].split(","))
        return [thing for kind in arguments[0].split(",") for thing in self.namespace.all(KINDS[kind])
                if wanted.items() <= labels(thing).items()]


def virtctl(words):
    words = [word for word in words if word not in ("--context", "--namespace")]
    verb, namespace, name = words[2], Namespace(words[1]), words[3]
    if verb == "start":
        machine = namespace.find("VirtualMachine", name)
        namespace.put({"kind": "VirtualMachineInstance", "metadata": machine["metadata"], "status": {"address": "10.1.2.3"}})
    elif verb == "stop":
        namespace.path("VirtualMachineInstance", name).unlink()
    print(f"VM {name} was scheduled to {verb}" if verb in ("start", "stop") else " ".join(words))


def main():
    tool = pathlib.Path(sys.argv[0]).name
    with open(CLUSTER / "calls", "a", encoding="utf-8") as calls:
        calls.write(" ".join([tool, *sys.argv[1:]]).replace("\n", " ") + "\n")
    number = len((CLUSTER / "calls").read_text(encoding="utf-8").splitlines())
    kill = CLUSTER / "kill"
    try:
        if tool == "kubectl":
            Kubectl(sys.argv[1:]).run()
        else:
            virtctl(sys.argv[1:])
    finally:
        if kill.exists() and int(kill.read_text()) == number:
            kill.unlink()
            sys.stdout.flush()
            os.killpg(0, signal.SIGKILL)


main()
