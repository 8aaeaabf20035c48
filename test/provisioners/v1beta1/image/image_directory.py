"""An image's directory as vmp writes it, for tests of its shell: a Makefile, files, and the scripts of the source tree."""
import hashlib
import pathlib
import shutil

SOURCES = pathlib.Path(__file__).resolve().parents[4] / "provisioners" / "v1beta1"
VERSION = "vmp image 1\n"


# The files of provisioners/v1beta1 that a directory has, without ".sh": all, those for a source, and those for a step.
ALWAYS = """provisioner messages commands files locks texts progress libguestfs chain cache garbage build source export formats overlays
verify look report doctor needs""".split()
OF_SOURCES = {"url": ["image"], "image": ["image"], "content": ["content"], "builder": ["builder"],
              "install": ["install", "install_node", "install_media", "installer", "image", "console", "virsh"]}
OF_WORDS = {"checksum": "checksums", "checksum-list": "checksums", "archive": "archives"}
IN_SESSIONS = ["session", "into_guest", "guest"]
FILES, SYSTEM = [*IN_SESSIONS, "steps_files", "guest_files"], [*IN_SESSIONS, "steps_system", "guest_system"]
PACKAGES = [*IN_SESSIONS, "steps_packages", "guest_packages"]
OF_STEPS = {"run": [*IN_SESSIONS, "steps_run"], "size": [*IN_SESSIONS, "steps_size"], "update": PACKAGES, "packages": PACKAGES,
            "names": SYSTEM, "user": SYSTEM, "password": SYSTEM, "sshKeys": SYSTEM, "firstboot": ["customize"],
            "selinuxRelabel": ["customize"], "seal": ["seal"], "boot": ["boot", "console"], "host": ["host"],
            **dict.fromkeys("copy write mkdir edit append delete link chmod chown truncate".split(), FILES)}


def bytes_of(data):
    return data if isinstance(data, bytes) else data.encode(errors="surrogateescape")


def sha256(data):
    return hashlib.sha256(bytes_of(data)).hexdigest()


def quote(text):
    """A word of a recipe, in a make variable."""
    return "'" + text.replace("'", "'\\''").replace("$", "$$").replace("#", "\\#") + "'"


class Part:
    """A source, a step or the export: its type, words as (key, value), files as {path: text or bytes}, scripts as "x:" + path."""

    def __init__(self, part_type, words=(), files=None, seconds=1800):
        self.type, self.words, self.seconds = part_type, list(words), seconds
        self.files = {path.removeprefix("x:"): (bytes_of(data), path.startswith("x:")) for path, data in (files or {}).items()}

    def digest(self):
        lines = [f"{key}={value}".replace("\\", "\\\\").replace("\n", "\\n") + "\n"
                 for key, value in sorted(self.words, key=lambda word: word[0])]
        return sha256(VERSION + self.type + "\n" + "".join(lines))

    def file_lines(self):
        return "".join(f"{'755' if executable else '644'} {sha256(data)}  {path}\n"
                       for path, (data, executable) in sorted(self.files.items(), key=lambda file: file[0].encode()))

    def make_words(self):
        for key, value in self.words:
            for word in [f"--{key}", *(value.split(":", 1) if key.startswith("checksum") else [value])]:
                yield quote(word)

    def write(self, folder):
        for path, (data, executable) in self.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
            (folder / path).chmod(0o755 if executable else 0o644)


def step(name, part_type, *words, files=None, seconds=1800):
    part = Part(part_type, words, files, seconds)
    part.name = name
    return part


class Image:
    def __init__(self, source, steps, export=None, name="web", tag="12", network="yes", secrets=()):
        self.source, self.steps, self.export = source, list(steps), export or Part("export", [("format", "qcow2")])
        self.name, self.tag, self.network, self.secrets = name, tag, network, list(secrets)

    def chain(self):
        """The digests of the states, and that of the result."""
        digests = [sha256(f"{self.source.digest()}\n{self.source.file_lines()}")]
        for part in self.steps:
            digests.append(sha256(f"{digests[-1]}\n{part.digest()}\n{part.file_lines()}"))
        return [*digests, sha256(f"{digests[-1]}\n{self.export.digest()}\n")]

    def result_name(self):
        return f"{self.name}-{self.tag}-{self.chain()[-1][:8]}.qcow2"

    def step_folders(self):
        return [f"{number:02}-{part.name}" for number, part in enumerate(self.steps, 1)]

    def scripts(self):
        """Only what its targets use."""
        names = {*ALWAYS, *OF_SOURCES[self.source.type], *(["secrets"] if self.secrets else [])}
        names.update(OF_WORDS[key] for key, _ in self.source.words if key in OF_WORDS)
        for part in self.steps:
            names.update(OF_STEPS[part.type])
        return names

    def makefile(self, images):
        lines = [f"--image {quote(self.name)} {quote(self.tag)}",
                 f"--result {quote(images + '/' + self.result_name())} {self.chain()[-1]}", f"--network {self.network}"]
        lines += [" ".join([f"--secret {name} {kind}", *(f"--secret-word {quote(word)}" for word in words)])
                  for name, kind, *words in self.secrets]
        lines.append(" ".join(["--from", self.source.type, self.source.digest(), *self.source.make_words()]))
        for folder, part in zip(self.step_folders(), self.steps):
            lines.append(" ".join(["--step", quote(folder), part.type, part.digest(), str(part.seconds), *part.make_words()]))
        lines.append(" ".join(["--export", self.export.digest(), *self.export.make_words()]))
        return "IMAGE =\n" + "".join(f"IMAGE += {line}\n" for line in lines) + (SOURCES / "image/targets.mk").read_text()

    def write(self, base, images="../../../.images"):
        """Its directory below BASE; what an earlier one left there goes."""
        directory = base / "images" / self.name / self.tag
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        (directory / "Makefile").write_text(self.makefile(images), errors="surrogateescape")
        self.source.write(directory / "source.d")
        for folder, part in zip(self.step_folders(), self.steps):
            part.write(directory / "step.d" / folder)
        for script in [*SOURCES.glob("image/*.sh"), *SOURCES.glob("shell/*.sh")]:
            if script.stem in self.scripts():
                shutil.copy(script, directory)
        return directory
