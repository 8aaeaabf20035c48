"""The state of a node and of the local files, without what differs from run to run."""
import difflib
import hashlib
import re
import subprocess

VOLATILE_IN_POOL = re.compile(r"\s*<(uuid|capacity|allocation|available)\b.*")
VOLATILE_IN_DOMAIN = re.compile(
    r" id='\d+'| salt='\w+'| salt=\"\w+\"|domain-\d+-|/dev/pts/\d+|\s*<seclabel.*?(/>|</seclabel>)"
    # libvirtd forgets its alias when it is started anew
    r"|\s*<controller type='usb' index='0' model='none'(/>|>.*?</controller>)", re.DOTALL)


def virsh(uri, *commands):
    """The answers of COMMANDS, given to one virsh."""
    batch = "; ".join(f"{command}; echo '@@'" for command in commands)
    output = subprocess.run(["virsh", "--connect", uri, batch], check=True, text=True, capture_output=True,
                            stdin=subprocess.DEVNULL, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"}).stdout
    return output.split("@@\n")[:-1]


def snapshot(uri, pools, local):
    """Domains, pools, volumes below POOLS and files below the folders LOCAL, each with a text that is equal where they are."""
    domains, running, autostarted, all_pools, active, autostarted_pools = (
        answer.split() for answer in virsh(uri, "list --all --uuid", "list --uuid", "list --all --uuid --autostart",
                                           "pool-list --all --name", "pool-list --name", "pool-list --all --autostart --name"))
    questions = ([f"dumpxml {uuid} --inactive" for uuid in domains] + [f"dumpxml {uuid}" for uuid in running]
                 + [f"pool-dumpxml {pool}" for pool in all_pools])
    answers = dict(zip(questions, virsh(uri, *questions))) if questions else {}
    state = {}
    for uuid in domains:
        state[f"domain {uuid}"] = VOLATILE_IN_DOMAIN.sub("", answers[f"dumpxml {uuid} --inactive"])
        state[f"domain {uuid} starts by itself"] = str(uuid in autostarted)
    for uuid in running:
        state[f"domain {uuid} runs"] = VOLATILE_IN_DOMAIN.sub("", answers[f"dumpxml {uuid}"])
    for pool in all_pools:
        state[f"pool {pool}"] = VOLATILE_IN_POOL.sub("", answers[f"pool-dumpxml {pool}"])
        state[f"pool {pool} is active, starts by itself"] = f"{pool in active} {pool in autostarted_pools}"
    for folder in [pools, *local]:
        for path in sorted(folder.rglob("*")) if folder.exists() else []:
            text = f"{path.stat().st_mode:o}"
            if path.is_file():
                text += " " + hashlib.sha256(path.read_bytes()).hexdigest()
            state[f"file {path.relative_to(folder.parent)}"] = text
    return state


def differences(actual, expected):
    """One line for each thing that differs."""
    lines = []
    for thing in sorted(actual.keys() | expected.keys()):
        if thing not in actual:
            lines.append(f"lacks {thing}")
        elif thing not in expected:
            lines.append(f"has {thing}")
        elif actual[thing] != expected[thing]:
            changes = [line for line in difflib.ndiff(expected[thing].splitlines(), actual[thing].splitlines())
                       if line[0] in "+-"]
            lines.append(f"another {thing}: {' '.join(changes)}")
    return lines
