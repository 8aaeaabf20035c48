"""Texts that a shell, make, virsh, virt-install, ssh, curl or a reader of YAML might take for more than text.

What would be run if one of them were taken so is the command "canary".
"""
import itertools
import random

BYTES = [chr(code) for code in range(0x80)]
BEYOND_ASCII = [chr(code) for code in range(0x80, 0x100)] + list("é日本Ωжא\u0301\u200b\u202e\u2028\u2029\ufeff\ufffd\U0001f600\U0010fffd")
TOKENS = [
    "'", '"', "\\", "`", "$", "!", "*", "?", "~", "#", "%", "&", "|", ";", "<", ">", "(", ")", "[", "]", "{", "}", "^", "=", ",",
    ":", "@", "+", "-", "--", ".", "/", " ", "  ", "\t", "\n", "\r", "\x7f", "\x1b[2J", "$$", "$1", "$@", "$*", "$<", "$?", "${", "$(", "))",
    "'\\''", "'\"'\"'", "\\'", '\\"', "\\\\", "\\n", "\\x41", "\\#", "%s", "%h", "%p", "%%", "%n", ",,", "a=b", ",bus=ide", "&amp;", "]]>", "<!--", "</name>",
    "$(canary)", "`canary`", "$(shell canary)", "${shell canary}", "$(eval $(shell canary))", "$(E)", "$(H)", "$(VM)", "$HOME", "${HOME}", "${IFS}",
    ";canary;", "|canary", "&&canary", "||canary", "&canary&", "\ncanary\n", "\n\tcanary\n", "';canary;'", '";canary;"', "$(canary", "`canary", "<(canary)",
    ">canary", "a[$(canary)]", "x[$(canary)]=1", "@vmp end", "'; echo '@vmp end", "--help", "--version", "-oProxyCommand=canary", "--connect", "-",
    "--print-xml", "*.yaml", "[a-z]*", "{a,b}", "~root", "!!", "!ref", "& x", "* y", "- z", "? k", "| t", "> f", "a: b", "a #b", "%YAML 1.1", "---", "...",
    "null", "true", "no", "1e3", "0x10", "012", "1:30", "2024-01-01", "=", "<<", ".inf", "é", "日本", "COM1", "..", "ifeq (a,a)", "endef", "define x", "include /dev/null",
]
PATTERNS = ["{0}", "{0}{0}", "a{0}", "{0}a", "a{0}b", " {0}", "{0} ", "'{0}", "{0}'", "'{0}'", '"{0}"', "{0}\\", "\\{0}", "$({0})", "`{0}`", "${0}", "a b{0}c d"]

LONG = ["'$(canary)`\"# " * 2500, "é" * 60]


# What keeps the rules of names, of host names and of network devices: what one begins with, and what follows.
NAMES = ("abcXYZ_é日", [*"abcXYZ0189._+@-", "ifeq", "endef", "include", "vpath", "override", "unexport", "all", "up", "null", "é", "日本", "ж", "--",
                       "..", "0x", "1e"])
HOSTS = ("abcXYZ09", [*"abcXYZ0189", "-", "--", "xn--", "localhost", "0x", "1e", "null", "no"])
DEVICES = ("ab0$`;*?#%!", [*"ab0$`;*?#%=,!\\()[]{}|~^@+.-", "$(E)", "{a}", "$HOME", "br0", "--help", "%s", ",bus=ide", "a=b"])


def hostile_texts(count, seed, parts=1):
    """COUNT different texts, the same for the same arguments: first those above, then mixtures of them. Each has PARTS of
    such texts, one behind the other.
    """
    count *= parts
    made = dict.fromkeys(itertools.chain(
        BYTES, BEYOND_ASCII, (pattern.format(token) for token in TOKENS for pattern in PATTERNS)))
    mixing = random.Random(seed)
    pieces = BYTES + BEYOND_ASCII + 3 * TOKENS
    while len(made) < count:
        made["".join(mixing.choices(pieces, k=mixing.randint(2, 12)))] = None
    texts = list(made)
    mixing.shuffle(texts)  # so that a part of them has some of everything
    return ["".join(texts[start:start + parts]) for start in range(0, count, parts)]


def hostile_names(kind, count, seed, most):
    """COUNT different texts, every other of which keeps the rules of KIND, with MOST characters at most."""
    mixing = random.Random(seed)
    first, parts = kind
    names = {}
    while len(names) < count // 2:
        names[(mixing.choice(first) + "".join(mixing.choices(parts, k=mixing.randint(0, 12))))[:most].rstrip("-")] = None
    others = [text for text in hostile_texts(2 * count, seed) if text not in names]
    return [text for pair in zip(names, others) for text in pair]
