#!/usr/bin/env python3
"""The page of `vmp inventory --format html`: what is in it, and what a browser makes of it.

usage: page_test.py VMP

VMP_ACCEPT=1 in the environment writes page/looking.html, and fails. Without a Chromium, what needs one is skipped.
"""
import html
import html.parser
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

VMP = pathlib.Path(sys.argv.pop(1)).resolve()
HERE = pathlib.Path(__file__).resolve().parent
LOOKING = HERE / "transcripts/files/looking.yaml"
EXPECTED = HERE / "page/looking.html"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-headless-shell")
SIZES = {"phone": (360, 740), "tablet": (800, 1100), "desk": (1600, 1000)}

HOSTILE = """</script><script>document.title = "taken"</script><img src=x onerror='document.title="taken"'> "&amp;" \x01 ﷽"""
# Called with everything that is drawn for a VM or told of it.
HOSTILE_REGISTRY = {
    "fleet": {"name": "fleet"},
    "nodes": [{"name": "here", "description": HOSTILE, "libvirt": {"connection": {"uri": "test:///default"}}}],
    "networks": [{"name": "lan", "description": HOSTILE, "nodeName": "here", "mode": "bridge", "bridge": "br0"}],
    "images": [{"name": "i", "description": HOSTILE, "tags": [
        {"pattern": "^<b>.*", "volumeName": "v", "url": "https://images.example/<b>"}]}],
    "vms": [{"name": f"vm{number}", "description": HOSTILE, "nodeName": "here", "image": "i:<b>" + "x" * 60, "provisioner": "v1beta1",
             "interfaces": [{"name": "eth0", "network": "lan"}],
             "libvirt": {"domain": {"name": f"vm{number}", "virtInstall": {"memory": 512, "import": True}}}} for number in range(3)],
}
# What someone does with the page, and what is seen then.
USE = """
const shown = (id) => [...document.querySelectorAll("#" + id + " ~ .panel tbody tr")].filter((row) => !row.hidden)
  .map((row) => row.querySelector("th").firstChild.textContent);
const type = (text) => { const input = document.querySelector("input"); input.value = text; input.dispatchEvent(new Event("input")); };
const press = (key) => (document.activeElement || document.body).dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
const seen = {};
document.body.focus();
press("/");
seen["after /"] = document.activeElement.type;
type("10.9 WEB");
seen["10.9 WEB"] = [shown("vms"), document.querySelector("output").textContent, document.querySelectorAll("svg g.other").length];
press("Escape");
seen["after Escape"] = [shown("vms"), document.querySelector("output").textContent];
const heading = document.querySelector("#vms ~ .panel thead button");
heading.click();
seen["sorted"] = [shown("vms"), heading.parentNode.getAttribute("aria-sort")];
heading.click();
seen["sorted again"] = [shown("vms"), heading.parentNode.getAttribute("aria-sort")];
seen["too wide"] = document.documentElement.scrollWidth > window.innerWidth;
seen["title"] = document.title;
seen["width"] = window.innerWidth;
const result = document.createElement("pre");
result.id = "seen";
result.textContent = JSON.stringify(seen);
document.body.append(result);
"""


def write_page(registry):
    return subprocess.run([VMP, "--registry", registry, "inventory", "--format", "html"], capture_output=True, text=True, check=True,
                          env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout


class Reader(html.parser.HTMLParser):
    """The elements of a page, and its texts."""

    def __init__(self, page):
        super().__init__()
        self.elements = []
        self.open = []
        self.attributes = set()
        self.texts = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes.update(name for name, value in attrs)
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("script", "style"):
            self.texts.append(data)


class Page(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_what_is_in_it(self):
        before, _, rest = write_page(LOOKING).partition("<style>\n")
        style, _, body = rest.partition("</style>")
        body, _, script = body.partition("<script>\n")
        script, _, end = script.partition("</script>")
        page = f"{before}<style></style>{body}<script></script>{end}"
        if os.environ.get("VMP_ACCEPT"):
            EXPECTED.write_text(page)
        self.assertEqual(page, EXPECTED.read_text())
        source = HERE.parents[1] / "cli/inventory/page"
        self.assertEqual((style, script), ((source / "page.css").read_text(), (source / "page.js").read_text()))

    def test_texts_of_the_registry_are_no_markup(self):
        page = Reader(write_page(self.hostile()))
        self.assertNotIn("img", page.elements)
        self.assertNotIn("b", page.elements)
        self.assertEqual(page.elements.count("script"), 1)
        self.assertFalse([name for name in page.attributes if name.startswith("on")])
        self.assertEqual(page.texts.count(HOSTILE.replace("\x01", "\ufffd")), 6)

    def hostile(self):
        registry = self.folder / "hostile.yaml"
        registry.write_text(json.dumps(HOSTILE_REGISTRY))
        return registry

    @unittest.skipUnless(CHROMIUM, "there is no chromium")
    def test_it_can_be_searched_and_sorted_at_three_sizes(self):
        page = write_page(LOOKING).replace("</body>", f"<script>{USE}</script></body>")
        for name, size in SIZES.items():
            with self.subTest(name):
                self.assertEqual(self.use(page, size), {
                    "after /": "search",
                    "10.9 WEB": [["db"], "1 of 10", 3],
                    "after Escape": [["db", "web", "lone", "made"], ""],
                    "sorted": [["db", "lone", "made", "web"], "ascending"],
                    "sorted again": [["web", "made", "lone", "db"], "descending"],
                    "too wide": False,
                    "title": "Virtual machines",
                    "width": size[0]})

    @unittest.skipUnless(CHROMIUM, "there is no chromium")
    def test_hostile_texts_run_nothing_and_break_no_size(self):
        page = write_page(self.hostile()).replace("</body>", f"<script>{USE}</script></body>")
        for name, size in SIZES.items():
            with self.subTest(name):
                seen = self.use(page, size)
                self.assertEqual((seen["too wide"], seen["title"]), (False, "fleet"))

    def use(self, page, size):
        """What is seen in a frame of that size: a window cannot be as narrow as a phone."""
        width, height = size
        framed = self.folder / "framed.html"
        framed.write_text(f"""<!DOCTYPE html><iframe width={width} height={height} style="border: 0" srcdoc="{html.escape(page)}"></iframe>
<script>onload = () => document.body.append(document.querySelector("iframe").contentDocument.getElementById("seen"))</script>""")
        shown = subprocess.run(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={self.folder}/profile", "--dump-dom",
             framed.as_uri()], capture_output=True, text=True, check=True, timeout=300).stdout
        _, _, seen = shown.partition('<pre id="seen">')
        return json.loads(html.unescape(seen.partition("</pre>")[0]))


if __name__ == "__main__":
    unittest.main()
