"""Sources that are made to break a loader, each with the first line that vmp says of it.

An expected line of WORKS or NO_VM means that it works, with a VM "web" or without one, as a warning does with one; a number
in it is a limit, a constant in the code.
"""
import functools

LAB = """nodes: [{name: lab, libvirt: {connection: {uri: "qemu:///system"}}}]
images:
- name: debian
  tags: [{pattern: "PATTERN", url: "https://x/", volumeName: "d.qcow2"}]
templates:
- {name: base, provisioner: v1alpha1, nodeName: lab, image: "debian:12", libvirt: {domain: {name: "{VM_NAME}"}}}
"""
WORKS, NO_VM = "", 'error: VM "web" is not defined'
MILLION = 1_000_000
BIG = 20 * MILLION


def lab(more="", pattern="^[0-9]+$"):
    return LAB.replace("PATTERN", pattern) + more


def vm(fields="", **options):
    return lab("vms:\n- name: web\n  template: base\n", **options) + fields


def user_data(text):
    return vm(f"  cloudInit: {{noCloud: {{seed: {{path: s.iso}}, data: {{user-data: {text}}}}}}}\n")


def each(count, line, first=0):
    return "".join(line.format(i=i, below=i - 1, above=i + 1) for i in range(first, count))


def bomb(first, again):
    return f"x-a: &a0 {first}\n" + "".join(
        f"x-{i}: &a{i} " + again.format(", ".join([f"*a{i - 1}"] * 10)) + "\n" for i in range(1, 60))


def variables(lines):
    return vm("  vars:\n" + lines)


# Name, what makes the source, the first line about it.
CASES = [
    # Aliases and merge keys
    ("aliases of lists", lambda: bomb("[z, z, z]", "[{}]"),
     "r.yaml:7:16: error: aliases repeat more than 1000000 values"),
    ("aliases of maps", lambda: bomb("{z: z}", "{{<<: {{a: z}}, k: [{}]}}"),
     "r.yaml:7:32: error: aliases repeat more than 1000000 values"),
    ("aliases of texts", lambda: f"x-a: &a {'z' * MILLION}\nx-b: [{'*a, ' * 100}]\n",
     "r.yaml:2:275: error: aliases repeat more than 64 MiB of text"),
    ("merge keys of merge keys", lambda: bomb("{a: z, b: z, c: z}", "{{<<: [{}], b: z}}"),
     "r.yaml:7:16: error: aliases repeat more than 1000000 values"),
    ("an alias in its own anchor", lambda: "x-a: &a [*a]\n",
     'r.yaml:1:10: error: alias "*a" is inside its own anchor'),
    ("a merge key in its own anchor", lambda: "x-a: &a {<<: *a}\n",
     'r.yaml:1:14: error: alias "*a" is inside its own anchor'),
    ("a chain of merge keys", lambda: "x-0: &m0 {}\n" + each(5000, "x-{i}: &m{i} {{<<: *m{below}, k{i}: z}}\n", 1),
     "r.yaml:100:17: error: nested deeper than 100 levels"),
    ("merge keys in one map", lambda: "x-a:\n" + each(30_000, " <<: {{k{i}: z}}\n"), NO_VM),
    ("one map merged often", lambda: f"x-m: &m {{a: z}}\nx-a: {{<<: [{'*m, ' * 400_000}]}}\n",
     "r.yaml:2:1333344: error: aliases repeat more than 1000000 values"),
    # Nesting
    ("lists in brackets", lambda: "x-a: " + "[" * MILLION,
     "r.yaml:1:105: error: nested deeper than 100 levels"),
    ("lists in brackets that are closed", lambda: "x-a: " + "[" * MILLION + "]" * MILLION,
     "r.yaml:1:105: error: nested deeper than 100 levels"),
    ("maps in braces", lambda: "x-a: " + "{a: " * MILLION,
     "r.yaml:1:402: error: nested deeper than 100 levels"),
    ("lists in lines", lambda: "x-a:\n" + "- " * MILLION,
     "r.yaml:2:199: error: nested deeper than 100 levels"),
    ("maps in lines", lambda: "x-a:\n" + "".join(" " * i + "a:\n" for i in range(1, 3000)),
     "r.yaml:101:101: error: nested deeper than 100 levels"),
    ("keys in keys", lambda: "? " * MILLION,
     "r.yaml:1:201: error: nested deeper than 100 levels"),
    ("brackets alone", lambda: "[" * 200_000,
     "r.yaml:1:101: error: nested deeper than 100 levels"),
    ("a hundred levels", lambda: "x-a: " + "[" * 99 + "]" * 99 + "\n", NO_VM),
    # Variables and templates
    ("variables that double", lambda: variables("    V0: z\n" + each(61, "    V{i}: '{{V{below}}}{{V{below}}}'\n", 1)),
     "r.yaml:35:10: error: variables expand to more than 32 MiB"),
    ("variables in a long chain", lambda: variables("    V0: z\n" + each(100_000, "    V{i}: '{{V{below}}}'\n", 1)),
     "r.yaml:9011:12: error: variables use each other deeper than 1000 levels"),
    ("variables in a long circle", lambda: variables(each(900, "    V{i}: '{{V{above}}}'\n") + "    V900: '{V0}'\n"),
     'r.yaml:11:9: error: variable "V0" refers to itself: V0 -> V1 -> V2 -> V3 -> V4 -> V5 -> V6 -> V7 -> ...'),
    ("variables that all use all", lambda: variables(each(200, "    V{i}: '" + each(200, "{{{{V{i}}}}}") + "'\n")),
     'r.yaml:11:9: error: variable "V0" refers to itself: V0 -> V1 -> V0'),
    ("templates that double",
     lambda: lab("- {name: t0, vars: {A: z}}\n" + each(61, "- {{name: t{i}, templates: [t{below}, t{below}]}}\n", 1) +
                 "vms: [{name: web, templates: [base, t60]}]\n"), WORKS),
    ("templates whose mistakes double",
     lambda: lab("- {name: t0, template: t}\n" + each(61, "- {{name: t{i}, templates: [t{below}, t{below}]}}\n", 1) +
                 "vms: [{name: web, templates: [base, t60]}]\n"),
     'r.yaml:7:24: error: template "t" is not defined'),
    ("templates in a long chain",
     lambda: lab("- {name: t0}\n" + each(100_000, "- {{name: t{i}, template: t{below}}}\n", 1)),
     "r.yaml:1007:10: error: templates inherit deeper than 1000 levels"),
    ("templates in a long chain that grow",
     lambda: lab("- {name: t0}\n" + each(990, "- {{name: t{i}, template: t{below}, vars: {{" +
                                         each(9, "V{{i}}{i}: z, ") + "}}}}\n", 1)),
     "r.yaml:454:10: error: templates bring more than 1000000 values"),
    ("templates in a long circle",
     lambda: lab(each(999, "- {{name: t{i}, template: t{above}}}\n") + "- {name: t999, template: t0}\n"),
     'r.yaml:1006:26: error: template "t0" inherits from itself: t0 -> t1 -> t2 -> t3 -> t4 -> t5 -> t6 ->...'),
    ("templates of one VM",
     lambda: lab(each(50_000, "- {{name: t{i}}}\n") + f"vms: [{{name: web, templates: [{each(50_000, 't{i}, ')}]}}]\n"),
     "r.yaml:50007:5915: error: templates bring more than 1000000 values"),
    ("one template often", lambda: lab(f"vms: [{{name: web, templates: [{'base, ' * 400_000}]}}]\n"),
     "r.yaml:7:3025: error: templates bring more than 1000000 values"),
    # 20 MB of one thing
    ("a long plain text", lambda: vm("  description: " + "z" * BIG), WORKS),
    ("a long quoted text", lambda: vm("  description: '" + "z" * BIG + "'"), WORKS),
    ("a text of many lines", lambda: vm("  description: |\n" + ("    " + "z" * 60 + "\n") * (BIG // 65)), WORKS),
    ("a folded text of many lines", lambda: vm("  description: >\n" + ("    " + "z" * 60 + "\n") * (BIG // 65)), WORKS),
    ("a long key", lambda: "'" + "z" * BIG + "': 1\n",
     "r.yaml:1:1: error: a key of more than 1024 characters"),
    ("a long variable", lambda: vm("  vars: {A: '" + "z" * BIG + "'}\n"), WORKS),
    ("a long user-data", lambda: user_data("'#!" + "z" * BIG + "'"), WORKS),
    ("a long name", lambda: lab("vms: [{name: '" + "z" * BIG + "'}]\n"),
     'r.yaml:7:14: error: "name" must not be longer than 128 bytes'),
    ("a long image reference", lambda: vm("  image: '" + "z" * BIG + "'\n"),
     'r.yaml:10:10: error: image "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz...'),
    ("a long tag", lambda: vm("  image: 'debian:" + "1" * BIG + "'\n"), WORKS),
    ("a long comment", lambda: vm("# " + "z" * BIG), WORKS),
    ("dashes", lambda: "-" * BIG,
     "r.yaml:1:1: error: the registry must be a map, not text"),
    ("dashes with blanks", lambda: "- " * (BIG // 2),
     "r.yaml:1:201: error: nested deeper than 100 levels"),
    ("dashes in lines", lambda: "-\n" * (BIG // 2),
     "r.yaml:1250000:2: error: the source has more than 1250000 values"),
    ("line breaks", lambda: "\n" * BIG, NO_VM),
    ("blanks", lambda: " " * BIG, NO_VM),
    ("tabs", lambda: "\t" * BIG,
     "r.yaml:1:1: error: a tab cannot indent"),
    ("colons", lambda: ":" * BIG,
     "r.yaml:1:1: error: a key of more than 1024 characters"),
    ("commas", lambda: "x-a: [z" + ",z" * (BIG // 2) + "]",
     "r.yaml:1:2500001: error: the source has more than 1250000 values"),
    ("documents", lambda: "---\n" * (BIG // 4),
     "r.yaml:1250002:1: error: the source has more than 1250000 values"),
    ("exclamation marks", lambda: "!" * BIG,
     'r.yaml:1:1: error: unknown tag "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!...'),
    # Mistakes by the thousand
    ("a key again and again", lambda: "a:\n" * MILLION,
     'r.yaml:2:1: error: key "a" is given twice'),
    ("unknown tags", lambda: "x-a:\n" + "- !z z\n" * 900_000,
     'r.yaml:2:3: error: unknown tag "!z"'),
    ("unknown keys", lambda: each(MILLION, "k{i}: z\n"),
     "r.yaml:500000:10: error: the source has more than 1000000 values"),
    ("unknown keys near each other", lambda: vm(each(10_000, "  imag{i}: z\n")),
     'r.yaml:10:3: error: unknown key "imag0" in VM "web"'),
    ("VMs with a mistake each", lambda: lab("vms:\n" + each(100_000, "- {{name: v{i}, template: base, imgae: z}}\n")),
     'r.yaml:8:30: error: unknown key "imgae" in VM "v0"'),
    ("VMs of one name", lambda: lab("vms:\n" + "- {name: v, template: base}\n" * 100_000),
     'r.yaml:9:10: error: VM "v" is defined twice'),
    ("templates with names near each other",
     lambda: lab(each(10_000, "- {{name: template{i}, template: tempalte{i}}}\n")),
     'r.yaml:7:31: error: template "tempalte0" is not defined'),
    ("a long name near another",
     lambda: lab(f"- {{name: {'n' * MILLION}}}\nvms: [{{name: web, template: {'n' * (MILLION - 1)}}}]\n"),
     'r.yaml:8:29: error: template "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn...'),
    ("variables with names near each other",
     lambda: variables(each(10_000, "    VARIABLE{i}: z\n") +
                       "  description: '" + each(10_000, "{{VARAIBLE{i}}}") + "'\n"),
     'r.yaml:10011:17: error: variable "VARAIBLE0" is not defined'),
    ("volumes of one name",
     lambda: vm("  libvirt: {volumes: [" + each(20_000, "{{name: v, poolName: p{i}, capacity: 1G}}, ") + "]}\n"),
     'r.yaml:8:9: error: VM "web" has 1399180 bytes of data, more than the 130047 that one command takes'),
    # Characters with a meaning in texts
    ("angle brackets", lambda: user_data("'#!" + "<" * MILLION + "'"), WORKS),
    ("angle brackets with blanks", lambda: user_data("'#!" + "< " * MILLION + "'"), WORKS),
    ("opening braces", lambda: user_data("'#!" + "{" * MILLION + "'"), WORKS),
    ("opening braces with blanks", lambda: user_data("'#!" + "{ " * MILLION + "'"),
     'r.yaml:10:67: error: lone "{"'),
    ("closing braces", lambda: user_data("'#!" + "}" * (MILLION + 1) + "'"),
     'r.yaml:10:1000067: error: lone "}"'),
    ("empty braces", lambda: user_data("'#!" + "{}" * MILLION + "'"),
     'r.yaml:10:67: error: "{}" names no variable'),
    ("angle brackets and braces", lambda: user_data("'#!" + "<{" * MILLION + "'"),
     'r.yaml:10:68: error: lone "{"'),
    ("format syntax without an end", lambda: vm("  description: '" + "{VM_NAME.z" * 300_000 + "'\n"),
     'r.yaml:10:17: error: "{" uses Python\'s format syntax, which is not available'),
    ("near matches in angle brackets", lambda: user_data("'#!" + "<VM_NAM> " * (5 * MILLION // 9) + "'"),
     'r.yaml:10:67: warning: "<VM_NAM>" is no variable and stays as it is [near-variable]'),
    ("near matches behind a long text", lambda: user_data("'#!" + "z" * BIG + "<VM_NAM>" * 100 + "'"),
     'r.yaml:10:20000067: warning: "<VM_NAM>" is no variable and stays as it is [near-variable]'),
    ("variables in angle brackets", lambda: user_data("'#!" + "<VM_NAME> " * (5 * MILLION // 10) + "'"), WORKS),
    # Patterns
    ("a pattern that could backtrack", lambda: vm("  image: 'debian:" + "a" * MILLION + "'", pattern="(((a*)*)*)*b$"),
     'r.yaml:10:10: error: image "debian" has no tag "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...'),
    ("a pattern that repeats repetitions", lambda: vm(pattern="(a{1000}){1000}"),
     'r.yaml:4:20: error: bad pattern "(a{1000}){1000}": invalid repetition size: {1000}'),
    ("a pattern that repeats too often", lambda: vm(pattern="a{1001}"),
     'r.yaml:4:20: error: bad pattern "a{1001}": invalid repetition size: {1001}'),
    ("a pattern with many states",
     lambda: vm("  image: 'debian:" + "ab" * (MILLION // 2) + "'", pattern="[ab]*a[ab]{900}c$"),
     'r.yaml:10:10: error: image "debian" has no tag "abababababababababababababababababababababababababab...'),
    ("a pattern with many alternatives", lambda: vm(pattern=each(100_000, "a{i}|") + "12$"), WORKS),
    ("a pattern with many groups", lambda: vm(pattern=each(10_000, "(?P<g{i}>a?)")),
     "r.yaml:4:20: error: the pattern has more than 100 groups"),
    ("a pattern with nested groups", lambda: vm(pattern="(" * 900 + "1" + ")" * 900),
     "r.yaml:4:20: error: the pattern has more than 100 groups"),
    ("a pattern without an end", lambda: vm(pattern="(" * MILLION),
     'r.yaml:4:20: error: bad pattern "(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((...'),
    # Encodings
    ("an empty source", lambda: b"", NO_VM),
    ("all bytes", lambda: bytes(range(256)) * 1000,
     "r.yaml:1:1: error: control character U+0000 is not allowed"),
    ("a NUL", lambda: b"x-a: a\0b\n",
     "r.yaml:1:7: error: control character U+0000 is not allowed"),
    ("an escape sequence", lambda: b"x-a: \x1b[31m\n",
     "r.yaml:1:6: error: control character U+001B is not allowed"),
    ("Latin-1", lambda: "x-a: caf\u00e9\n".encode("latin-1"),
     "r.yaml:1:9: error: the source is not UTF-8"),
    ("bad UTF-8 in a key", lambda: b"x-\xff: z\n",
     "r.yaml:1:3: error: the source is not UTF-8"),
    ("bad UTF-8 in a comment", lambda: b"x-a: z # \xff\n",
     "r.yaml:1:10: error: the source is not UTF-8"),
    ("bad UTF-8 in a quoted text", lambda: b"x-a: '\xff'\n",
     "r.yaml:1:7: error: the source is not UTF-8"),
    ("bad UTF-8 in a block", lambda: b"x-a: |\n  z\n  \xff\n",
     "r.yaml:3:3: error: the source is not UTF-8"),
    ("bad UTF-8 in an anchor", lambda: b"x-a: &\xff z\n",
     "r.yaml:1:7: error: the source is not UTF-8"),
    ("bad UTF-8 behind a long text", lambda: b"x-a: '" + b"z" * BIG + b"\xff'\n",
     "r.yaml:1:20000007: error: the source is not UTF-8"),
    ("UTF-8 that is cut off", lambda: b"x-a: z\xe2\x80",
     "r.yaml:1:7: error: the source is not UTF-8"),
    ("UTF-8 that is too long", lambda: b"x-a: \xc0\x80\n",
     "r.yaml:1:6: error: the source is not UTF-8"),
    ("a surrogate", lambda: b"x-a: \xed\xa0\x80\n",
     "r.yaml:1:6: error: the source is not UTF-8"),
    ("UTF-16 with a mark", lambda: lab().encode("utf-16"),
     "r.yaml:1:1: error: the source is not UTF-8"),
    ("UTF-16 without a mark", lambda: lab().encode("utf-16-be"),
     "r.yaml:1:1: error: control character U+0000 is not allowed"),
    ("UTF-32 with a mark", lambda: lab().encode("utf-32"),
     "r.yaml:1:1: error: the source is not UTF-8"),
    ("line breaks of old", lambda: b"vms:\r- name: a\r  z: 1\r",
     'r.yaml:3:3: error: unknown key "z" in VM "a"'),
    ("line breaks of Unicode", lambda: "vms:\u2028- name: a\u2029  z: 1\u0085".encode(),
     'r.yaml:3:3: error: unknown key "z" in VM "a"'),
]


def write_source(make, path):
    source = make()
    with open(path, "wb") as file:
        file.write(source.encode() if isinstance(source, str) else source)
