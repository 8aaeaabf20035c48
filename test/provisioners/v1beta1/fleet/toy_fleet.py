"""A fleet of toy directories, whose targets log that they run and do what a test says; and what tests do with it."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE.parents[3] / "provisioners/v1beta1/fleet"
SCRIPTS = ["fleet.sh", "fleet-goals.sh", "fleet-status.sh"]
SECONDS = 120

# Its recipe is the script of the target's name, if a test wrote one. Variables of these names are in real ones, too.
TOY_MAKEFILE = """\
NODE = --node mine
VMS = mine
GROUP = mine
OPTION = registry
TARGETS = up build down status diff wait-for-ready check gc ssh
.NOTPARALLEL:
.PHONY: $(TARGETS)
unexport CMD
export CMD_TEXT = $(value CMD)
export WORDS = $(NODE) $(VMS) $(GROUP) $(OPTION)
$(TARGETS):
	@echo 'begin $@ {0}' >>'{1}'
	@[ ! -e $@.sh ] || sh ./$@.sh
	@echo 'end $@ {0}' >>'{1}'
"""


class ToyFleet:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vmp fleet."))
        self.base, self.log = self.folder / "base", self.folder / "log"
        self.temporary, self.virsh = self.folder / "tmp", self.folder / "bin/virsh"
        for folder in (self.base, self.temporary, self.virsh.parent):
            folder.mkdir()
        for name in SCRIPTS:
            shutil.copy(SOURCES / name, self.base)
        self.head = "override E :=\noverride H := \\#\nFLEET =\nNODE_DIRECTORIES =\nNETWORK_DIRECTORIES =\n"
        self.head += "IMAGE_DIRECTORIES =\nVM_DIRECTORIES =\n"
        self.head += "GOING := $(filter down/%,$(value MAKECMDGOALS))\n"
        self.environment = {**os.environ, "LC_ALL": "C.UTF-8", "TMPDIR": str(self.temporary),
                            "PATH": f"{self.virsh.parent}:{os.environ['PATH']}"}
        for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "VMS", "GROUP", "NODE", "CMD"):
            self.environment.pop(name, None)

    def remove(self):
        shutil.rmtree(self.folder)

    # The lines of the generated Makefile; generate_test.cc shows that they are these.

    def add_node(self, name, directory=True):
        self.head += f"FLEET += --node {name} toy://{name}\n"
        if directory:
            self.head += f"FLEET += --node-directory nodes/{name}\nNODE_DIRECTORIES += nodes/{name}\n"
            self.add_directory(f"nodes/{name}")

    def add_network(self, name, node):
        self.head += f"FLEET += --network networks/{name} {node}\nNETWORK_DIRECTORIES += networks/{name}\n"
        self.head += f"up/networks/{name}: up/nodes/{node}\n" if f"nodes/{node}\n" in self.head else ""
        self.add_directory(f"networks/{name}")

    def add_image(self, name, base=None):
        self.head += f"FLEET += --image images/{name}\nIMAGE_DIRECTORIES += images/{name}\n"
        self.head += f"build/images/{name}: build/images/{base}\n" if base else ""
        self.add_directory(f"images/{name}")

    def add_vm(self, target, node, groups=(), needs=(), name=None):
        """NEEDS are targets: "up/networks/lan", "ready/db"."""
        needs = [f"up/nodes/{node}"] * (f"nodes/{node}\n" in self.head) + list(needs)
        after = [f"down/{need.partition('/')[2]}" for need in needs if not re.search("/(nodes|images)/", need)]
        self.head += f"VM_DIRECTORIES += {target}\nFLEET += --vm {target} {node} {target}\n"
        self.head += "".join(f"FLEET += --group {group}\n" for group in groups)
        self.head += f"up/{target}: {' '.join(needs)}\n" if needs else ""
        self.head += f"{' '.join(after)}: $(filter down/{target},$(GOING))\n" if after else ""
        self.add_directory(name or target)

    def add_directory(self, name):
        (self.base / name).mkdir(parents=True)
        (self.base / name / "Makefile").write_text(TOY_MAKEFILE.format(name, self.log))

    def script(self, directory, target, text):
        (self.base / directory / f"{target}.sh").write_text(text)

    def start(self, *words, **environment):
        (self.base / "Makefile").write_text(self.head + (SOURCES / "targets.mk").read_text())
        self.log.write_text("")
        return subprocess.Popen(
            ["make", "--no-print-directory", "--warn-undefined-variables", "-C", self.base, *words], text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**self.environment, **environment}, start_new_session=True)

    def make(self, *words, **environment):
        """Its status and its output, without make's own complaint and the time."""
        process = self.start(*words, **environment)
        output, _ = process.communicate(timeout=SECONDS)
        return process.returncode, tidy(output)

    def ran(self):
        """What the toys have run, each "TARGET DIRECTORY", in the order in which they began."""
        return [line.removeprefix("begin ") for line in self.log.read_text().splitlines() if line.startswith("begin ")]

    def is_before(self, first, second):
        """Whether one had ended when the other began."""
        lines = self.log.read_text().splitlines()
        return lines.index(f"end {first}") < lines.index(f"begin {second}")


def tidy(output):
    return re.sub(r" in \d+ s\b", "", re.sub(r"make: \*\*\* .*\n", "", output))
