"""YAML as people and programs may write it: one tree, any of the styles that the syntax has."""
import re

# What looks like something else, and what writers and readers get wrong.
AWKWARD = """~|null|Null|yes|No|on|OFF|true|y|n|=|<<|0|-1|+1|0644|0o17|0x1F|0b11|0b_|1_000|1.10|.5|1e3|.inf|-.INF|.nan|12:30
190:20:30|52:54:00:12:34:56|2024-01-01|2024-02-30|2024-01-01 10:00:00|10.0.0.1|-|- a|-a|? a|:|: a|a:|a: b|a:b|a #b|a#b|#a
&a|*a|!a|!!str a|%a|@a|`a|'a'|"a"|a'b"c|\\|\\n|{|}|{a}|{{a}}|{{|}}|[a]|a, b|---|...|--- a| a|a | a b |$a ${b} `c`|C:\\x|é|日本
😀|a/b|../a|/a|<a>|<<a>>|<|>|>>|%41""".replace("\n", "|").split("|") + [
    "", " ", "\n", "a\n", "a\nb", "\na", " a\n b\n", "a\n\n\nb\n\n", "a\tb", "\t", "\r", "a\r\nb", "\x1b[31m", "\x7f", "\u0085", "\u00a0",
    "\u2028", "\ufeff", "\ufffe", "\u202e", "k" * 130, "long " * 40]
WORDS = ["a", "b", "name", "one", "two words", "x-y", "vm1", "vda", "root.qcow2", "20G", "v1alpha1"]
# At the beginning of a plain scalar, or anywhere in it.
NOT_PLAIN = re.compile(r"^$|^[-?:,\[\]{}#&*!|>'\"%@`= ~<]|[:#,\[\]{}\n\r\t]|^\.\.\.|[^ -~\u00a1-\ud7ff]|\s$")


class YamlWriter:
    def __init__(self, dice, is_wild=True):
        self.dice = dice
        self.is_wild = is_wild  # with anchors, comments and rare styles
        self.anchors = []
        self.anchored_maps = []

    def document(self, tree):
        self.anchors, self.anchored_maps = [], []
        text = self.node(tree, 0, False)
        return text.lstrip("\n") if text.startswith("\n") else text[1:] if text.startswith(" ") else text

    def documents(self, trees):
        mark = "--- # next\n" if self.is_wild and self.dice.chance(0.1) else "---\n"
        start = self.dice.pick(["", "", "---\n", "%YAML 1.1\n---\n", "\ufeff", "# comment\n\n"]) if self.is_wild else ""
        text = start + mark.join(end_line(self.document(tree)) for tree in trees)
        return text.replace("\n", "\r\n") if self.is_wild and self.dice.chance(0.03) else text

    # What stands behind "key:" or "-": " value", or lines of their own.
    def node(self, tree, indent, is_flow):
        if self.is_wild and self.anchors and self.dice.chance(0.05):
            return " *" + self.dice.pick(self.anchors)
        properties, anchor = self.properties(tree)
        if isinstance(tree, dict):
            text = self.map(tree, indent, is_flow)
        elif isinstance(tree, list):
            text = self.list(tree, indent, is_flow)
        else:
            text = self.scalar(tree, indent, is_flow)
        if anchor:
            (self.anchored_maps if isinstance(tree, dict) else self.anchors).append(anchor)
        return properties + text

    def properties(self, tree):
        if not self.is_wild or not self.dice.chance(0.08):
            return "", None
        anchor = f"a{self.dice.below(4)}" if self.dice.chance(0.7) else None
        tag = "!raw" if self.dice.chance(0.5) else self.tag_of(tree)
        parts = [f"&{anchor}" if anchor else "", tag if not anchor or self.dice.chance(0.3) else ""]
        return "".join(f" {part}" for part in parts if part), anchor

    def tag_of(self, tree):
        own = {dict: "!!map", list: "!!seq"}.get(type(tree))
        if isinstance(tree, str) and re.fullmatch("([A-Za-z0-9+/]{4})+", tree):
            return "!!binary"
        return own or self.dice.pick(["!!str", "!!str", "!!int", "!!null", "!!bool", "!!timestamp", "!", "!<tag:yaml.org,2002:str>"])

    def map(self, tree, indent, is_flow):
        entries = list(tree.items())
        if not entries or is_flow or self.dice.chance(0.1):
            parts = [self.key(key) + ":" + self.node(value, indent, True) for key, value in entries]
            return " {" + self.dice.pick([", ", ",\n" + " " * (indent + 1)] if self.is_wild else [", "]).join(parts) + "}"
        lines = [self.key(key) + ":" + self.node(value, indent + 2, False) for key, value in entries]
        if self.is_wild and self.anchored_maps and self.dice.chance(0.3):
            merged = ["*" + name for name in self.anchored_maps][-2:]
            lines.insert(self.dice.below(len(lines) + 1), "<<: " + (merged[0] if len(merged) == 1 else f"[{', '.join(merged)}]"))
        return "".join("\n" + " " * indent + self.comment(indent) + line for line in lines)

    def key(self, key):
        return self.inline(key)

    def list(self, tree, indent, is_flow):
        if not tree or is_flow or self.dice.chance(0.15):
            return " [" + ", ".join(self.node(item, indent, True).lstrip() or "~" for item in tree) + "]"
        lines = []
        for item in tree:
            text = self.node(item, indent + 2, False)
            lines.append("-" + (" " + text.lstrip() if isinstance(item, dict) and text.startswith("\n") else text))
        return "".join("\n" + " " * indent + self.comment(indent) + line for line in lines)

    def comment(self, indent):
        if not self.is_wild or not self.dice.chance(0.04):
            return ""
        return self.dice.pick(["# comment\n", "\n", "#\n\n"]) + " " * indent

    def scalar(self, text, indent, is_flow):
        if text is None:
            return self.dice.pick([" null", " ~"] if is_flow else [" null", " ~", ""])
        is_block = "\n" in text or (self.is_wild and self.dice.chance(0.05))
        if is_block and not is_flow and not re.search(r"[^\n -~\u00a1-\ud7ff]|^\s|^$", text):
            return self.block(text, indent)
        return " " + self.inline(text)

    def block(self, text, indent):
        chomping = "-" if not text.endswith("\n") else "+" if text.endswith("\n\n") else ""
        prefix = "\n" + " " * max(indent, 1)
        return f" {self.dice.pick('||>')}{chomping}{prefix}" + prefix.join(text.removesuffix("\n").split("\n"))

    def inline(self, text):
        if text is None:
            return "null"
        if not NOT_PLAIN.search(text) and not self.dice.chance(0.1):
            return text
        if self.is_wild and text.strip() and self.dice.chance(0.06) and "\n" not in text:
            return text  # plain, whatever that means
        if self.dice.chance(0.5) and not re.search(r"[^ -~\u00a1-\ud7ff]", text):
            return "'" + text.replace("'", "''") + "'"
        return '"' + "".join(map(self.escape, text)) + '"'

    def escape(self, character):
        named = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x1b": "\\e"}
        if character in named:
            return named[character]
        if not character.isprintable() or self.dice.chance(0.01):
            code = ord(character)
            return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08x}"
        return character


def end_line(text):
    return text if text.endswith("\n") else text + "\n"


def random_scalar(dice):
    return dice.pick(AWKWARD) if dice.chance(0.5) else None if dice.chance(0.1) else dice.pick(WORDS)


def random_tree(dice, depth=4):
    if depth == 0 or dice.chance(0.35):
        return random_scalar(dice)
    if dice.chance(0.4):
        return [random_tree(dice, depth - 1) for _ in range(dice.below(4))]
    if dice.chance(0.3):
        return [{"name": dice.pick(WORDS), **random_map(dice, depth - 2)} for _ in range(dice.below(4))]
    return random_map(dice, depth - 1)


def random_map(dice, depth):
    return {dice.pick(WORDS) if dice.chance(0.7) else dice.pick(AWKWARD): random_tree(dice, max(depth, 0))
            for _ in range(dice.below(5))}


def vary(dice, tree, leaf=random_scalar):
    """A tree like this one: some leaves are others, some entries are cleared, gone or new."""
    if isinstance(tree, dict):
        changed = {key: None if dice.chance(0.04) else vary(dice, value, leaf)
                   for key, value in tree.items() if not dice.chance(0.08) or key == "name"}
        return {**changed, dice.pick(WORDS): random_tree(dice, 1)} if dice.chance(0.04) else changed
    if isinstance(tree, list):
        return [vary(dice, item, leaf) for item in tree if not dice.chance(0.1)]
    return leaf(dice) if dice.chance(0.12) else tree


def break_text(dice, text):
    """A text with a mistake in it: a line or a character too many, too few or out of place."""
    lines = text.split("\n")
    at = dice.below(len(lines))
    kind = dice.below(5)
    if kind == 0:
        lines[at] = " " + lines[at]
    elif kind == 1:
        lines[at] += dice.pick([":", " :", " {", "]", "'", "\"", " *x", "\t", "\x00", "\ud800", " &", " !x y"])
    elif kind == 2:
        lines.insert(at, lines[dice.below(len(lines))])
    elif kind == 3:
        del lines[at]
    else:
        lines[at] = lines[at][:dice.below(len(lines[at]) + 1)]
    return "\n".join(lines)
