#include "loader/diagnostics/render.h"

#include "loader/diagnostics/warning.h"
#include "test/catch.h"

using namespace vmp;

namespace {

std::shared_ptr<const SourceFile> source(const std::string& text) {
  return std::make_shared<const SourceFile>(SourceFile{.name = "registry/vms/web.yaml", .text = text});
}

std::string render(const Diagnostic& diagnostic) {
  return render_as_text(diagnostic, Colour::kNever);
}

const auto kWeb = source("vms:\n  - name: web\n    nodeName: lab\n    image: debain-cloud:12\n");
const auto kBase = std::make_shared<const SourceFile>(
    SourceFile{.name = "registry/templates/base.yaml", .text = "templates:\n  - name: base\n"});

// g++ 12 warns of uninitialized members where a place stands in braces of its own.
Place at(const std::shared_ptr<const SourceFile>& file, std::uint32_t line, std::uint32_t column, std::uint32_t width) {
  return {file, line, column, width};
}

}  // namespace

TEST_CASE("a diagnostic shows its place, the line, the exact words, help and notes") {
  const Diagnostic diagnostic = {
      .place = at(kWeb, 4, 12, 12),
      .message = "image \"debain-cloud\" is not defined",
      .help = "Did you mean \"debian-cloud\"? It is defined at registry/images/debian.yaml:2.",
      .notes = {{at(kBase, 2, 5, 4), "VM \"web\" inherits from template \"base\""}},
  };
  CHECK(render(diagnostic) ==
        "registry/vms/web.yaml:4:12: error: image \"debain-cloud\" is not defined\n"
        "    4 |     image: debain-cloud:12\n"
        "      |            ^~~~~~~~~~~~\n"
        "  Did you mean \"debian-cloud\"? It is defined at registry/images/debian.yaml:2.\n"
        "registry/templates/base.yaml:2:5: note: VM \"web\" inherits from template \"base\"\n");
}

TEST_CASE("a warning is called one, and has its name in brackets") {
  CHECK(render(warn(Warning::kUnusedImage, at(kWeb, 2, 11, 3), "unused")) ==
        "registry/vms/web.yaml:2:11: warning: unused [unused-image]\n"
        "    2 |   - name: web\n"
        "      |           ^~~\n");
}

TEST_CASE("a diagnostic without a place is a message") {
  const Diagnostic diagnostic = {
      .message = "cannot read \"a.yaml\": no such file", .help = "One.\nTwo.", .notes = {{{}, "three"}}};
  CHECK(render(diagnostic) ==
        "error: cannot read \"a.yaml\": no such file\n"
        "  One.\n"
        "  Two.\n"
        "note: three\n");
}

TEST_CASE("a place of a whole file shows no line") {
  const Diagnostic diagnostic = {.place = at(kWeb, 0, 0, 0), .message = "the source is empty"};
  CHECK(render(diagnostic) == "registry/vms/web.yaml: error: the source is empty\n");
}

TEST_CASE("a place behind the end of the text has an empty line") {
  const Diagnostic diagnostic = {.place = at(kWeb, 5, 1, 0), .message = "bad YAML: unexpected end"};
  CHECK(render(diagnostic) ==
        "registry/vms/web.yaml:5:1: error: bad YAML: unexpected end\n"
        "    5 |\n"
        "      | ^\n");
}

TEST_CASE("line numbers of any length keep the gutter straight") {
  const auto file = source(std::string(123455, '\n') + "a: b");
  const Diagnostic diagnostic = {.place = at(file, 123456, 4, 1), .message = "m"};
  CHECK(render(diagnostic) ==
        "registry/vms/web.yaml:123456:4: error: m\n"
        "123456 | a: b\n"
        "       |    ^\n");
}

TEST_CASE("nothing in a registry drives the terminal") {
  const auto file = std::make_shared<const SourceFile>(
      SourceFile{.name = "\x1b[2Ja.yaml", .text = "a: \x1b[31m\x07 \xc2\x9b \xe2\x80\xae z\n"});
  const Diagnostic diagnostic = {
      .place = at(file, 1, 4, 5),
      .message = "name \"\x1b[0m\n\xff\" is bad",
      .help = "Not \"\x7f\".",
      .notes = {{{}, "\x1b]0;title\x07"}},
  };
  CHECK(render(diagnostic) ==
        "?[2Ja.yaml:1:4: error: name \"?[0m??\" is bad\n"
        "    1 | a: ?[31m? ? ? z\n"
        "      |    ^~~~~\n"
        "  Not \"?\".\n"
        "note: ?]0;title?\n");
}

TEST_CASE("colour is used only where it is asked for") {
  const Diagnostic error = {
      .place = at(kWeb, 2, 11, 3), .message = "m", .help = "Help.", .notes = {{at(kWeb, 1, 1, 0), "n"}}};
  CHECK(render_as_text(error, Colour::kAlways) ==
        "\x1b[1mregistry/vms/web.yaml:2:11:\x1b[0m \x1b[1;31merror:\x1b[0m m\n"
        "    2 |   - name: web\n"
        "      |           \x1b[1;32m^~~\x1b[0m\n"
        "  Help.\n"
        "\x1b[1mregistry/vms/web.yaml:1:1:\x1b[0m \x1b[1;36mnote:\x1b[0m n\n");
  const Diagnostic warning = warn(Warning::kOpenPattern, {}, "m");
  CHECK(render_as_text(warning, Colour::kAlways) == "\x1b[1;35mwarning:\x1b[0m m [open-pattern]\n");
}

TEST_CASE("the JSON form has one object a line and the same members in each") {
  CHECK(
      render_as_json({
          {.place = at(kWeb, 4, 12, 12),
           .message = "no \"x\"",
           .help = "A.\nB.",
           .notes = {{at(kBase, 2, 5, 4), "here"}}},
          {.severity = Severity::kWarning,
           .message = "m",
           .notes = {{{}, "a"}, {{}, "b"}},
           .warning = Warning::kBadMac},
      }) ==
      "[\n"
      "  {\"severity\": \"error\", \"warning\": null, \"file\": \"registry/vms/web.yaml\", \"line\": 4, \"column\": "
      "12, \"width\": 12, "
      "\"message\": \"no \\\"x\\\"\", \"help\": \"A.\\nB.\", \"notes\": [{\"file\": \"registry/templates/base.yaml\", "
      "\"line\": 2, \"column\": 5, \"width\": 4, \"message\": \"here\"}]},\n"
      "  {\"severity\": \"warning\", \"warning\": \"bad-mac\", \"file\": null, \"line\": null, \"column\": null, "
      "\"width\": null, "
      "\"message\": \"m\", \"help\": \"\", \"notes\": [{\"file\": null, \"line\": null, \"column\": null, "
      "\"width\": null, \"message\": \"a\"}, {\"file\": null, \"line\": null, \"column\": null, \"width\": null, "
      "\"message\": \"b\"}]}\n"
      "]\n");
  CHECK(render_as_json({}) == "[]\n");
}
