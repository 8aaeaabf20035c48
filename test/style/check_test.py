#!/usr/bin/env python3
"""Tests of the style check: a tree with one mistake, and the line that must name it."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

CHECK = pathlib.Path(__file__).with_name("check")


def mistakes(rule, files, linters=None):
    """What the check says of a tree with these files, path to text, but for the lines that name the rules. LINTERS are
    scripts to run in place of those commands.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        check = root / "test/style/check"
        check.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECK, check)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}  # of a hook
        environment["PATH"] = f"{root}/.git:{environment['PATH']}"
        subprocess.run(["git", "init", "--quiet", folder], check=True, capture_output=True, env=environment)
        for name, script in (linters or {}).items():
            (root / ".git" / name).write_text(script)
            (root / ".git" / name).chmod(0o755)
        output = subprocess.run([check, rule], capture_output=True, text=True, env=environment).stdout
    return output.splitlines()[:-2]


class StyleCheck(unittest.TestCase):
    def test_the_loader_does_not_use_the_generator(self):
        files = {"generator/quoting.h": "", "loader/document/value.cc": '#include "generator/quoting.h"\n'}
        self.assertEqual(mistakes("layers", files),
                         ['loader/document/value.cc:1: "loader/document" may not use "generator/quoting.h"'])

    def test_a_layer_of_the_loader_uses_only_those_below_it(self):
        below = {"loader/document/value.h": "", "loader/registry/registry.cc": '#include "loader/document/value.h"\n'}
        above = {"loader/registry/registry.h": "", "loader/document/value.cc": '\n#include "loader/registry/registry.h"\n'}
        self.assertEqual(mistakes("layers", below), [])
        self.assertEqual(mistakes("layers", above),
                         ['loader/document/value.cc:2: "loader/document" may not use "loader/registry/registry.h"'])

    def test_a_version_does_not_use_another(self):
        files = {"provisioners/v1alpha1/a.h": "", "provisioners/v1beta1/b.cc": '#include "provisioners/v1alpha1/a.h"\n',
                 "provisioners/versions.cc": '#include "provisioners/v1alpha1/a.h"\n'}
        self.assertEqual(mistakes("layers", files), [
            'provisioners/v1beta1/b.cc:1: version "provisioners/v1beta1" may not use "provisioners/v1alpha1/a.h" of another'])

    def test_nothing_uses_the_command_line(self):
        files = {"cli/command.h": "", "generator/a.cc": '#include "cli/command.h"\n'}
        self.assertEqual(mistakes("layers", files), ['generator/a.cc:1: "generator" may not use "cli/command.h"'])

    def test_includes_are_rooted_at_the_project(self):
        files = {"generator/a.h": "", "generator/a.cc": '#include "a.h"\n'}
        self.assertEqual(mistakes("layers", files), ['generator/a.cc:1: "a.h" is not rooted at the project'])

    def test_third_party_headers_have_their_place(self):
        files = {"loader/document/read_yaml.cc": "#include <yaml.h>\n", "cli/config.cc": "#include <yaml.h>\n"}
        self.assertEqual(mistakes("third_party", files), ['cli/config.cc:1: "yaml.h" is for "loader/document" only'])

    def test_names_say_something(self):
        files = {"loader/utils.h": "", "generator/core/a.h": "", "loader/scored.h": ""}
        self.assertEqual(mistakes("names", files), [
            'generator/core/a.h:1: "core" says nothing about what is in it',
            'loader/utils.h:1: "utils.h" says nothing about what is in it'])

    def test_long_files(self):
        files = {"loader/a.cc": "\n" * 401, "loader/b.cc": "\n" * 400, "loader/a.h": "\n" * 201}
        self.assertEqual(mistakes("file_sizes", files), ["loader/a.cc:401: has 401 lines, 400 at most",
                                                         "loader/a.h:201: has 201 lines, 200 at most"])

    def test_long_functions(self):
        short = 'namespace vmp {\nint f(const char* text = "{") {  // {\n' + "  if (true) {\n  }\n" * 29 + "}\n"
        long = "class A {\n public:\n  A() : a_(1) {}\n  int f() const {\n" + "    g();\n" * 59 + "  }\n};\n}\n"
        self.assertEqual(mistakes("function_sizes", {"loader/a.cc": short + "\n" + long}),
                         ["loader/a.cc:66: this function has 61 lines, 60 at most"])

    def test_scripts_are_executable(self):
        self.assertEqual(mistakes("modes", {"examples/run": "#!/bin/sh\n", "README.md": "text\n"}),
                         ["examples/run:1: is not executable"])

    def test_scripts_please_shellcheck(self):
        found = mistakes("shell", {"examples/run": "#!/bin/sh\necho $1\n"})
        self.assertEqual([line.rpartition(" ")[2] for line in found], ["[SC2086]"])

    def test_generated_scripts_name_their_licence(self):
        licence = "# SPDX-License-Identifier: 0BSD\n"
        files = {"provisioners/a.sh": licence, "provisioners/b.sh": "#!/bin/sh\n" + licence, "provisioners/c.awk": "# Sums.\n",
                 "test/d.sh": "# Not generated.\n"}
        self.assertEqual(mistakes("licences", files),
                         ['provisioners/c.awk:1: does not begin with "# SPDX-License-Identifier: 0BSD"'])

    def test_a_linter_that_does_not_work(self):
        for rule, path, linter in (("format", "loader/a.h", "clang-format-14"), ("shell", "examples/run", "shellcheck")):
            self.assertEqual(mistakes(rule, {path: "#!/bin/sh\n"}, {linter: "#!/bin/sh\necho oops >&2\nexit 3\n"}),
                             [f"test/style/check:1: {linter} ends with status 3: oops"])


if __name__ == "__main__":
    unittest.main()
