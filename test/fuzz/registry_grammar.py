"""Registries: whole ones that resolve, and what schema/registry.schema.json would take for parts of them."""
from yaml_grammar import WORDS, random_scalar, random_tree, vary

VARIABLES = ["A", "B", "C", "SIZE", "ADDRESS", "VM_NAME", "NODE_NAME", "IMAGE_URL", "IMAGE_FORMAT", "IMAGE_VOLUME_NAME",
             "DEFAULT_POOL_NAME", "DEFAULT_POOL_PATH", "V1ALPHA1_SSH_USER", "version", ""]
TEXTS = ["{B}", "<B>", "{{B}}", "<<B>>", "{B}{B}", "x{B}y", "{B}/more", "<B", "<<B>", "<BB>", "{{{B}}}", "<<<B>>>", "a < b > c", "plain", "$$(x)",
         "a'b\"c", "#!/bin/sh\necho ${{B}} <B>\n", "#cloud-config\npackages: [{B}]\n"]
MISTAKEN_TEXTS = ["{A}", "{C}", "{", "}", "{}", "{A", "{A.b}", "{A:>3}", "{A!r}", "{A[0]}", "{A:{B}}", "{AA}", "{ A }"]
PATTERNS = ["", ".", ".*", "^latest$", "latest", r"^(?P<version>\d+)$", r"(?P<major>\d+)(\.(?P<minor>\d+))?$", "(?P<a>x)|(?P<b>y)", "(?i)A+",
            "^(?P<x>[a-z]*)-(?P<y>.*)$", r"\p{L}+", "a{1000}", "((((a*)*)*)*)*$", "[", "(?=a)", r"(a)\1", "(?P<n>a)(?P<n>b)", "$", "^", r"\Qa.b\E"]
TAGS = ["", "latest", "12", "12.1", "x", "y", "abc-def", "AAA", "aaaaaaaaaaaaaaaaaaaaaaaa!", "a.b", "1:2", "é", "\n"]
FIELDS = ["https://example.org/{version}/disk.qcow2", "disk-{major}.{minor}.img", "{a}{b}", "{x}", "{none}", "a/b", "..", "<version>", "disk.img"]


def good_text(dice):
    return "".join(dice.pick(TEXTS) for _ in range(1 + dice.below(3)))


def random_text(dice):
    kind = dice.below(6)
    return random_scalar(dice) or "" if kind == 0 else dice.pick(MISTAKEN_TEXTS) + good_text(dice) if kind == 1 else good_text(dice)


def random_variables(dice):
    return {dice.pick(VARIABLES): random_text(dice) for _ in range(dice.below(5))}


def text_with(dice, names):
    pieces = ["x", " ", "{{", "}}", "<", ">"] + [piece.replace("A", name) for name in names for piece in ("{A}", "<A>", "<<A>>")]
    return "".join(dice.pick(pieces) for _ in range(dice.below(5)))


def layers_of_variables(dice):
    """Variables that use those behind them in the list, and extend what lower layers say. None is a mistake."""
    names = ["A", "B", "C", "SIZE"]
    layers = [{name: text_with(dice, names[index + 1:]) for index, name in enumerate(names)}]
    for _ in range(dice.below(4)):
        layers.append({name: text_with(dice, names[index:]) for index, name in enumerate(names) if dice.chance(0.6)})
    return layers


def random_image(dice, name):
    tags = [{"pattern": dice.pick(PATTERNS), "url": dice.pick(FIELDS), "volumeName": dice.pick(FIELDS)}
            for _ in range(1 + dice.below(3))]
    for tag in tags:
        if dice.chance(0.3):
            tag["archive"] = {"type": dice.pick(["zip", "xz", "tar.gz"]), "path": dice.pick(FIELDS)}
        if dice.chance(0.3):
            tag["checksum"] = dice.pick(["sha256:" + "aB" * 32, "sha256:{version}", {"algorithm": "sha512", "url": dice.pick(FIELDS)}])
        if dice.chance(0.2):
            tag["vars"] = random_variables(dice)
        if dice.chance(0.2):
            tag["format"] = dice.pick(["raw", "{version}", "qcow2"])
    return {"name": name, "tags": tags}


def images_and_references(dice):
    names = ["a", "debian", "é"]
    images = [random_image(dice, name) for name in names[:1 + dice.below(3)]]
    references = [dice.pick(names) + (":" + dice.pick(TAGS) if dice.chance(0.8) else "") for _ in range(4)]
    return {"images": images, "x-references": references + ([random_scalar(dice)] if dice.chance(0.3) else [])}


def from_schema(dice, schema, node, depth=6):
    """A value that a node of the schema takes, as far as its types, keys, words and examples tell."""
    if "$ref" in node:
        return from_schema(dice, schema, schema["definitions"][node["$ref"].rsplit("/", 1)[1]], depth)
    if "enum" in node:
        return dice.pick(node["enum"])
    kinds = node.get("type", "string")
    kind = kinds if isinstance(kinds, str) else dice.pick([each for each in kinds if each != "null"] * 4 + ["null"] * ("null" in kinds))
    if kind == "object" and depth > 0:
        return object_from_schema(dice, schema, node, depth)
    if kind == "array" and depth > 0:
        return [from_schema(dice, schema, node["items"], depth - 1) for _ in range(dice.below(3))]
    if kind == "null" or kind in ("object", "array"):
        return None
    if "examples" in node and dice.chance(0.6):
        return dice.pick(node["examples"])
    return {"boolean": dice.pick(["true", "no"]), "number": dice.pick(["1", "0644", "1.5"])}.get(kind) or random_text(dice)


def object_from_schema(dice, schema, node, depth):
    properties = node.get("properties", {})
    wanted = [key for key in properties if key in node.get("required", []) or dice.chance(0.4)]
    value = {key: from_schema(dice, schema, properties[key], depth - 1) for key in wanted}
    free = node.get("additionalProperties")
    if isinstance(free, dict):
        value.update({dice.pick(WORDS + VARIABLES): from_schema(dice, schema, free, depth - 1) for _ in range(dice.below(4))})
    elif "additionalProperties" not in node and not properties:
        value = random_tree(dice, 2)
    if "name" in value:
        value["name"] = dice.pick(["a", "b", "{VM_NAME}", "root"])
    return value


def virt_install(dice):
    return {"memory": "2048", "import": dice.pick(["true", "no", None]), "console": "pty,target_type=serial",
            "disk": [{"name": name, "options": {"vol": "p/{VM_NAME}", "bus": dice.pick(["virtio", None, "true"])}}
                     for name in ("root", "seed")[:1 + dice.below(2)]],
            "network": [{"name": "nic", "options": {"network": "default", "mac": dice.pick(["52:54:00:00:00:01", None])}}]}


def volumes(dice):
    all_volumes = [
        {"name": "{IMAGE_VOLUME_NAME}", "deletionPolicy": "Retain", "uploadFile": {"path": "{DEFAULT_IMAGE_DIR}/{IMAGE_VOLUME_NAME}"}},
        {"name": "{VM_NAME}", "capacity": "1GiB", "backingVolume": {"name": "{IMAGE_VOLUME_NAME}", "poolName": "p"}},
        {"name": "{VM_NAME}-data", "capacity": dice.pick(["20G", "{SIZE}", "1"])}]
    return [{"poolName": "p", **volume} for volume in all_volumes[:1 + dice.below(3)]]


def data(dice):
    maps = [{"packages": ["a", "{A}"], "write_files": [{"path": "/a", "permissions": "0644", "content": good_text(dice)}]},
            {"a": random_tree(dice, 3)}, {}]
    texts = ["#cloud-config\na: b\n", "#!/bin/sh\necho <A> {{A}}\n", good_text(dice)]
    return {key: dice.pick(maps if dice.chance(0.6) else texts)
            for key in ("meta-data", "user-data", "vendor-data", "network-config") if dice.chance(0.5)}


def body(dice):
    """What a template or a VM may say, all of it."""
    return {"vars": {"A": good_text(dice), "B": "b", "SIZE": "5G", "C": dice.pick(["{A}", "{B}-{C}", "c"])},
            "libvirt": {"domain": {"name": "{VM_NAME}", "virtInstall": virt_install(dice)},
                        "pools": [{"name": "p", "directory": {"path": "{DEFAULT_POOL_PATH}"}, "deletionPolicy": "Retain"}],
                        "volumes": volumes(dice)},
            "cloudInit": {"noCloud": {"seed": {"path": "seed.iso"}, "data": data(dice)}},
            "ssh": {"user": "root", "host": "10.0.0.1", "options": {"LogLevel": "ERROR", "SendEnv": ["A", "B"]}}}


def part_of(dice, tree):
    """Some of a map's keys, and of the maps' below it."""
    return {key: part_of(dice, value) if isinstance(value, dict) else value for key, value in tree.items() if dice.chance(0.6)}


def registry(dice, schema):
    """The documents of a registry whose VMs resolve, unless a leaf was made to spoil it."""
    image = {"name": "debian", "vars": {"V1ALPHA1_SSH_USER": "debian"}, "tags": [
        {"pattern": r"^(?P<version>\d+)$", "url": "https://example.org/{version}.qcow2", "volumeName": "debian-{version}.qcow2"}]}
    node = {"name": "local", "vars": {"A": "node"}, "libvirt": {"connection": {"uri": "qemu+ssh://{NODE_NAME}/system"}}}
    base = {"name": "base", "provisioner": "v1alpha1", "nodeName": "local", "image": "debian:12", **body(dice)}
    templates = [base] + [{"name": name, "template": parent, **part_of(dice, body(dice))}
                          for name, parent in (("middle", "base"), ("top", "middle"))]
    vms = [{"name": name, "templates": [dice.pick(["base", "middle", "top"]) for _ in range(1 + dice.below(2))],
            **part_of(dice, body(dice))} for name in ("vm1", "vm2", "é")[:1 + dice.below(3)]]
    documents = [{"nodes": [node], "images": [image]}, {"templates": templates}, {"vms": vms}]
    if dice.chance(0.3):
        documents.append({"vms": [{"name": "vm1", **part_of(dice, body(dice))}]})
    if dice.chance(0.4):
        documents = [vary(dice, each, random_text if dice.chance(0.5) else random_scalar) for each in documents]
    if dice.chance(0.15):
        documents.append(from_schema(dice, schema, schema) or {})
    return documents
