"""Where the networks of VMs, which v1alpha1 does not know, take texts from their author, and where each has to arrive."""
import re

import yaml

# Places that have rules of their own.
HOSTS = ["host name", "alias", "domain of a network"]
DEVICES = ["interface", "bridge", "device of a node"]
LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"

# -- what there is room for


def device_name(text):
    return bool(re.fullmatch(r"(?!\.{1,2}$)[^\0- /:'\"&<>\x7f-\U0010ffff]{1,15}", text))


def host_name(text):
    return bool(re.fullmatch(LABEL, text))


def alias(text):
    return host_name("a" + text)


def domain_name(text):
    return bool(re.fullmatch(rf"{LABEL}(\.{LABEL})*", text)) and len(text) <= 253


def places(plain, name):
    """Those of a VM's interfaces and of its network. PLAIN and NAME are as places.py has them."""
    return {
        "interface": (plain, device_name),
        "name of a network": (plain, name),
        "name of a portgroup": (plain, name),
        "name of a group": (plain, name),
        "name of a model": (plain, name),
        "bridge": (plain, device_name),
        "device of a node": (plain, device_name),
        "host name": (plain, host_name),
        "alias": (plain, alias),
        "domain of a network": (plain, domain_name),
    }


def write_network(own, t):
    return {"name": t("name of a network"), "nodeName": own, "domain": {"name": t("domain of a network")},
            "addresses": [{"cidr": "10.0.0.1/24"}], "portgroups": [{"name": t("name of a portgroup")}]}


def add_interfaces(vm, t):
    """Three cards: on a network that has no directory, so that the VM is entered there; on a bridge; on a device."""
    del vm["libvirt"]["domain"]["virtInstall"]["network"]
    del vm["cloudInit"]["noCloud"]["data"]["network-config"]  # it is made of the interfaces
    vm["libvirt"]["domain"]["virtInstall"]["x-domain"] = "{NIC_0_DOMAIN}"
    vm["interfaces"] = [
        {"name": t("interface"), "network": t("name of a network"), "portgroup": t("name of a portgroup"),
         "model": t("name of a model"), "addresses": ["10.0.0.7"], "via": "static", "hostname": t("host name"),
         "aliases": ["a" + t("alias")]},
        {"name": "on-a-bridge", "bridge": t("bridge")},
        {"name": "on-a-device", "direct": {"device": t("device of a node")}}]
    vm["groups"] = [t("name of a group")]


def networks_of_node(texts):
    """What the toy node has before anything is made."""
    lines = ["<network>", "  <ip address='10.0.0.1' prefix='24'>", "  </ip>", "</network>"]
    return {texts["name of a network"]: {"stored": lines, "live": lines}}


def arrivals(left, t, split_suboptions):
    cards = [dict(split_suboptions(word.partition("=")[2]))
             for word in left.words("virt-install") if word.startswith("--network=")]
    ((network, state),) = left.networks().items()
    (entered,) = [line for line in state["live"] if "<hostname>" in line]
    names = re.findall("<hostname>(.*?)</hostname>", entered)
    config = yaml.safe_load(left.file(f"s{t('path of a seed')}.d/network-config"))["ethernets"]
    return {
        "interface": (lambda: [list(config)[0], list(config.values())[0]["set-name"]], 2 * [t("interface")]),
        "name of a network": (lambda: [cards[0]["network"], network], 2 * [t("name of a network")]),
        "name of a portgroup": (lambda: cards[0]["portgroup"], t("name of a portgroup")),
        "name of a group": (lambda: left.groups(), [t("name of a group")]),
        "name of a model": (lambda: cards[0]["model.type"], t("name of a model")),
        "bridge": (lambda: cards[1]["bridge"], t("bridge")),
        "device of a node": (lambda: cards[2]["source"], t("device of a node")),
        "host name": (lambda: names[0], t("host name")),
        "alias": (lambda: names[1], "a" + t("alias")),
        "domain of a network": (lambda: word_of(left, "--x-domain"), t("domain of a network")),
    }


def word_of(left, option):
    return next(word.partition("=")[2] for word in left.words("virt-install") if word.startswith(f"{option}="))
