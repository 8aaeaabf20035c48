#!/usr/bin/env python3
"""Has man and mandoc read the manual pages that are committed: they may warn of nothing.

usage: manual_pages_test.py
"""
import pathlib
import re
import shutil
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = [ROOT / "cli/vmp.1", ROOT / "schema/vmp-registry.5"]


def read_page(page):
    """The page as people see it, and what man says of it."""
    result = subprocess.run(["man", "--warnings", "--local-file", page], capture_output=True, text=True, check=True,
                            env={"PATH": "/usr/bin:/bin", "MANWIDTH": "80", "LC_ALL": "C.UTF-8"})
    return re.sub(".\b", "", result.stdout), result.stderr


class ManualPages(unittest.TestCase):
    @unittest.skipUnless(shutil.which("mandoc"), "mandoc is not installed")
    def test_mandoc_has_nothing_to_say(self):
        result = subprocess.run(["mandoc", "-T", "lint", "-W", "style", *PAGES], capture_output=True, text=True, check=False)
        # Their lines are those of the commands' own texts, and no line of code may be broken.
        said = [line for line in result.stdout.splitlines() if "input text line longer than 80 bytes" not in line]
        self.assertEqual(said, [])

    @unittest.skipUnless(shutil.which("man"), "man is not installed")
    def test_man_warns_of_nothing(self):
        for page in PAGES:
            text, warnings = read_page(page)
            self.assertEqual(warnings, "", page.name)
            self.assertIn("SEE ALSO", text)

    @unittest.skipUnless(shutil.which("man"), "man is not installed")
    def test_the_usual_sections_are_there(self):
        sections = re.findall(r"^[A-Z][A-Z ]+$", read_page(PAGES[0])[0], re.MULTILINE)
        self.assertEqual(sections, ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "TOPICS", "ENVIRONMENT",
                                    "EXIT STATUS", "EXAMPLES", "SEE ALSO"])


if __name__ == "__main__":
    unittest.main()
