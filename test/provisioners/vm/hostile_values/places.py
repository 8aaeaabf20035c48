"""Where a registry takes texts from its author: how they are written there, and where each of them has to arrive."""
import re
import shlex
import unicodedata
import urllib.parse

import yaml

import interface_places

CONTROL = re.compile(r"[\0-\x1f\x7f]")
COMMAND = "CMD of make"
BLANKS = " \t\n\v\f\r"  # make takes them off the front of a variable on its command line

# -- what an author writes


def itself(text):
    return text


def plain(text):
    """Braces are for variables."""
    return text.replace("{", "{{").replace("}", "}}")


def make_text(text):
    """Dollar signs are for make, and so are backslashes in front of a number sign."""
    return plain(re.sub(r"(\\+)#", r"\1\1\\#", text.replace("$", "$$")))


def quoted_in_make_text(text):
    return make_text("-o " + shlex.quote("SendEnv=" + text))


def in_uri(text):
    return urllib.parse.quote(text, safe="")


# -- what there is room for; None where the test does not know


def anything(_text):
    return True


def one_line(text):
    return not CONTROL.search(text)


def name(text):
    if re.search(r"[^\w.+@-]", text, re.ASCII) and text.isascii() or text[0] in ".+@-" or re.fullmatch(r"[0-9]+", text):
        return False
    return None if not text.isascii() else len(text) <= 128


def file_name(text):
    return one_line(text) and "/" not in text


def inner_path(text):
    parts = ("s" + text).split("/")
    return one_line(text) and ".." not in parts and parts[-1] not in ("", ".")


def ssh_word(text):
    return not text.startswith("-") and not re.search(r"\s", text) and plain_characters(text)


def suboption_name(text):
    return not re.search("[,=]", text) and plain_characters(text)


def plain_characters(text):
    """There are more control characters than those of ASCII; which of them are refused is for other tests to say."""
    if CONTROL.search(text):
        return False
    return None if any(unicodedata.category(character)[0] in "CZ" and character != " " for character in text) else True


# How a text is written there, and what there is room for.
EVERY_VERSION = {
    "name of a VM": (plain, name),
    "description": (plain, anything),
    "URI of a node": (plain, one_line),
    "key file of a node": (in_uri, one_line),
    "URL of an image": (plain, one_line),
    "file of an image": (plain, file_name),
    "member of an archive": (plain, one_line),
    "URL of checksums": (plain, one_line),
    "folder of images": (plain, one_line),
    "variable": (plain, one_line),
    "make variable": (make_text, one_line),
    "make variable of ssh": (quoted_in_make_text, one_line),
    "name of a domain": (plain, name),
    "virt-install option": (plain, one_line),
    "virt-install suboption": (plain, one_line),
    "name of a suboption": (itself, suboption_name),
    "name of a pool": (plain, name),
    "path of a pool": (plain, one_line),
    "name of a volume": (plain, name),
    "path of a seed": (plain, inner_path),
    "user-data, a text": (plain, anything),
    "vendor-data, a text": (plain, anything),
    "network-config, a text": (plain, anything),
    "meta-data, a value": (plain, anything),
    "meta-data, a key": (itself, anything),
    "meta-data, an item": (plain, anything),
    "user of ssh": (plain, ssh_word),
    "host of ssh": (plain, ssh_word),
    "password of ssh": (plain, one_line),
    "option of ssh": (plain, one_line),
    "options of ssh": (plain, one_line),
}


def has_interfaces(version):
    return version != "v1alpha1"


def places_of(version):
    """By their names, in order; what a guest is told of its network is written by its author, or made of its interfaces."""
    if not has_interfaces(version):
        return EVERY_VERSION
    others = {what: place for what, place in EVERY_VERSION.items() if what != "network-config, a text"}
    return {**others, **interface_places.places(plain, name)}


# Places whose texts are names of files, which cannot be long.
FILES = ["name of a VM", "file of an image", "folder of images", "name of a volume", "path of a pool", "path of a seed"]
# Places that are used at others.
USED_AS = [("{DEFAULT_IMAGE_DIR}", "folder of images"), ("{IMAGE_VOLUME_NAME}", "file of an image"), ("{TEXT}", "variable")]


def write_vm(version, number, texts, pools):
    """What the registry's sections get, by their names, with a text at each place. The VM's pool is in the folder POOLS."""
    t, own, prefix = texts.get, str(number), version.upper()
    volume = {"poolName": t("name of a pool"), "name": t("name of a volume"), "format": "raw"}
    node = {"name": own, "libvirt": {"connection": {
        "uri": f"qemu+ssh://ops@lab.example/{own}?keyfile={t('key file of a node')}&note={t('URI of a node')}"}}}
    image = {"name": own, "tags": [{
        "pattern": "^latest$", "url": "https://images.example/" + t("URL of an image"), "volumeName": "i" + t("file of an image"),
        "archive": {"type": "tar", "path": t("member of an archive")},
        "checksum": {"algorithm": "sha256", "url": "https://sums.example/" + t("URL of checksums")}}]}
    vm = {
        "name": t("name of a VM"), "description": t("description"), "provisioner": version, "nodeName": own, "image": own,
        "vars": {
            "DEFAULT_IMAGE_DIR": f"../images/{own}" + t("folder of images"), "TEXT": t("variable"),
            f"{prefix}_NOTE": t("make variable"), f"{prefix}_SSH_EXTRA_OPTS": t("make variable of ssh")},
        "libvirt": {
            "domain": {"name": t("name of a domain"), "virtInstall": {
                "osinfo": "none", "network": "none", "x-text": t("virt-install option"), "x-variable": "{TEXT}",
                "x-list": [{"name": "it", "options": {"value": t("virt-install suboption"), t("name of a suboption"): "named"}}]}},
            "pools": [{"name": t("name of a pool"), "directory": {"path": f"{pools}/{own}" + t("path of a pool")}}],
            "volumes": [{**volume, "uploadFile": {"path": "{DEFAULT_IMAGE_DIR}/{IMAGE_VOLUME_NAME}"}},
                        {**volume, "name": "the-seed.iso", "uploadFile": {"path": "s" + t("path of a seed")}}]},
        "cloudInit": {"noCloud": {"seed": {"path": "s" + t("path of a seed")}, "data": {
            "user-data": "#cloud-config\n" + t("user-data, a text"),
            "vendor-data": "#!/bin/sh\n" + t("vendor-data, a text") + "\nend\n",
            "network-config": t("network-config, a text"),
            "meta-data": {"map": {t("meta-data, a key"): t("meta-data, a value")}, "list": [t("meta-data, an item")]}}}},
        "ssh": {"user": t("user of ssh"), "host": t("host of ssh"), "password": t("password of ssh"),
                "options": {"SetEnv": t("option of ssh"), "SendEnv": ["", t("options of ssh")]}},
    }
    entries = {"nodes": node, "images": image, "vms": vm}
    if has_interfaces(version):
        interface_places.add_interfaces(vm, t)
        entries = {"networks": interface_places.write_network(own, t), **entries}
    return entries


# -- where they arrive


def arrivals(version, left, texts):
    """For each place a function that finds what came of its text, in all that a VM's makes left behind; and what had to come."""
    if not has_interfaces(version):
        config = "network-config, a text"
        return {**arrivals_everywhere(version, left, texts.get), config: (
            lambda: left.file(f"s{texts['path of a seed']}.d/network-config"), as_file(texts[config]))}
    return {**arrivals_everywhere(version, left, texts.get), **interface_places.arrivals(left, texts.get, split_suboptions)}


def arrivals_everywhere(version, left, t):
    install = {word.partition("=")[0]: word.partition("=")[2] for word in left.words("virt-install")}
    ssh = left.words("ssh")
    settings = [word.partition("=") for word in ssh]
    ((pool, state),) = left.pools().items()
    seed = {name: left.file(f"s{t('path of a seed')}.d/{name}") for name in ("user-data", "vendor-data")}
    meta_data = yaml.safe_load(left.file(f"s{t('path of a seed')}.d/meta-data"))
    return {
        "name of a VM": (lambda: left.vm.name, t("name of a VM")),
        "description": (lambda: left.description(), as_comment(t("description"))),
        "URI of a node": (lambda: left.environment()["LIBVIRT_DEFAULT_URI"].partition("&note=")[2], t("URI of a node")),
        "key file of a node": (lambda: key_file(values(settings, "ProxyCommand")[0]), t("key file of a node")),
        "URL of an image": (lambda: word_after("--url", left.words("curl")), "https://images.example/" + t("URL of an image")),
        "file of an image": (lambda: left.uploads()[0].rpartition("/")[2], "i" + t("file of an image")),
        "member of an archive": (lambda: word_after("--", left.words("tar")), t("member of an archive")),
        "URL of checksums": (lambda: word_after("--url", left.words("curl", 1)), "https://sums.example/" + t("URL of checksums")),
        "folder of images": (lambda: left.uploads()[0].rpartition("/")[0],
                             tidy(f"../images/{left.own}{t('folder of images')}")),
        "variable": (lambda: install["--x-variable"], t("variable")),
        "make variable": (lambda: left.environment()[f"{version.upper()}_NOTE"], t("make variable")),
        "make variable of ssh": (lambda: values(settings, "SendEnv")[-1], t("make variable of ssh")),
        "name of a domain": (lambda: word_after("--name", left.words("virt-install")), t("name of a domain")),
        "virt-install option": (lambda: install["--x-text"], t("virt-install option")),
        "virt-install suboption": (lambda: split_suboptions(install["--x-list"])[0][1], t("virt-install suboption")),
        "name of a suboption": (lambda: split_suboptions(install["--x-list"])[1], [t("name of a suboption"), "named"]),
        "name of a pool": (lambda: pool, t("name of a pool")),
        "path of a pool": (lambda: state["path"], as_libvirt_writes(f"{left.pool_folder}/{left.own}{t('path of a pool')}")),
        "name of a volume": (lambda: left.volumes(), sorted([t("name of a volume"), "the-seed.iso"])),
        "path of a seed": (lambda: left.uploads()[1], tidy("s" + t("path of a seed"))),
        "user-data, a text": (lambda: seed["user-data"], as_file("#cloud-config\n" + t("user-data, a text"))),
        "vendor-data, a text": (lambda: seed["vendor-data"], "#!/bin/sh\n" + t("vendor-data, a text") + "\nend\n"),
        "meta-data, a value": (lambda: list(meta_data["map"].values())[0], t("meta-data, a value")),
        "meta-data, a key": (lambda: list(meta_data["map"])[0], t("meta-data, a key")),
        "meta-data, an item": (lambda: meta_data["list"][0], t("meta-data, an item")),
        "user of ssh": (lambda: word_after("-l", ssh), t("user of ssh")),
        "host of ssh": (lambda: word_after("--", ssh), t("host of ssh")),
        "password of ssh": (lambda: left.file("sshpass"), t("password of ssh")),
        "option of ssh": (lambda: values(settings, "SetEnv")[0], t("option of ssh")),
        "options of ssh": (lambda: values(settings, "SendEnv")[:-1], ["", t("options of ssh")]),
        COMMAND: (lambda: ssh[ssh.index("--") + 2:], [t(COMMAND).lstrip(BLANKS)] if t(COMMAND).strip(BLANKS) else []),
    }


def word_after(word, words):
    return words[words.index(word) + 1]


def values(settings, name):
    return [value for key, _, value in settings if key == name]


def split_suboptions(text):
    """As virt-install does it (virtinst/cli.py)."""
    splitter = shlex.shlex(text, posix=True)
    splitter.commenters, splitter.whitespace, splitter.whitespace_split = "", ",", True
    return [word.split("=", 1) for word in splitter]


def key_file(proxy_command):
    """As the shell has it that ssh starts, when ssh has filled in what stands behind percent signs."""
    return word_after("-i", shlex.split(proxy_command.replace("%%", "%")))


def tidy(path):
    """A path on this machine without what says nothing."""
    return "/" * path.startswith("/") + "/".join(part for part in path.split("/") if part not in ("", "."))


def as_libvirt_writes(path):
    return re.sub("/+", "/", path).removesuffix("/")


def as_comment(text):
    """A comment holds no control characters, and none of its lines ends with a backslash."""
    lines = [CONTROL.sub(" ", line) for line in text.removesuffix("\n").split("\n")]
    return [line + " " * line.endswith("\\") for line in lines]


def as_file(text):
    return text if text.endswith("\n") else text + "\n"
