#include "loader/diagnostics/render.h"
#include "loader/diagnostics/warning.h"
#include "test/catch.h"

using namespace vmp;

namespace {

std::shared_ptr<const SourceFile> file(const std::string& name) {
  return std::make_shared<const SourceFile>(SourceFile{.name = name, .text = "vms:\n  - name: web\n"});
}

// The results of a log, a line each.
std::string results_of(const Diagnostics& diagnostics, const Diagnostics& outdated = {}) {
  const std::string log = render_as_sarif(diagnostics, outdated, "1.2.3");
  const std::string_view start = "\"results\": [";
  const std::size_t begin = log.find(start) + start.size();
  return log.substr(begin, log.rfind("\n      ]") - begin);
}

}  // namespace

TEST_CASE("a SARIF log names the program, its version and its rules") {
  const std::string log = render_as_sarif({}, {}, "1.2.3");
  CHECK(
      log.starts_with("{\n"
                      "  \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n"
                      "  \"version\": \"2.1.0\",\n"
                      "  \"runs\": [\n"
                      "    {\n"
                      "      \"tool\": {\"driver\": {\"name\": \"vmp\", \"version\": \"1.2.3\", \"rules\": [\n"
                      "        {\"id\": \"mistake\", \"shortDescription\": {\"text\": \"the registry or the command "
                      "line is wrong\"}, \"defaultConfiguration\": {\"level\": \"error\"}},\n"
                      "        {\"id\": \"outdated-file\", \"shortDescription\": {\"text\": \"a generated file is not "
                      "what the registry says\"}, \"defaultConfiguration\": {\"level\": \"error\"}},\n"
                      "        {\"id\": \"address-in-range\", "));
  CHECK(
      log.ends_with("      ]}},\n"
                    "      \"columnKind\": \"unicodeCodePoints\",\n"
                    "      \"results\": []\n"
                    "    }\n"
                    "  ]\n"
                    "}\n"));
}

TEST_CASE("a SARIF result has the place, the help behind the message, and the notes") {
  const Place web = {file("registry/vms/web.yaml"), 2, 11, 3};
  CHECK(results_of({{.place = web,
                     .message = "image \"x\" is not defined",
                     .help = "Did you mean \"y\"?",
                     .notes = {{web, "here"}, {{}, "there"}}}}) ==
        "\n        {\"ruleId\": \"mistake\", \"level\": \"error\", "
        "\"message\": {\"text\": \"image \\\"x\\\" is not defined\\nDid you mean \\\"y\\\"?\"}, "
        "\"locations\": [{\"physicalLocation\": {\"artifactLocation\": {\"uri\": \"registry/vms/web.yaml\"}, "
        "\"region\": {\"startLine\": 2, \"startColumn\": 11, \"endColumn\": 14}}}], "
        "\"relatedLocations\": [{\"physicalLocation\": {\"artifactLocation\": {\"uri\": \"registry/vms/web.yaml\"}, "
        "\"region\": {\"startLine\": 2, \"startColumn\": 11, \"endColumn\": 14}}, \"message\": {\"text\": \"here\"}}, "
        "{\"message\": {\"text\": \"there\"}}]}");
}

TEST_CASE("a SARIF result of a generated file that differs comes last, and its place is the whole file") {
  const Diagnostic mistake = {.message = "m"};
  const Diagnostic outdated = {.place = {file("vms/web/Makefile")}, .message = "n", .help = "Do."};
  CHECK(results_of({mistake}, {outdated}) ==
        "\n        {\"ruleId\": \"mistake\", \"level\": \"error\", \"message\": {\"text\": \"m\"}},"
        "\n        {\"ruleId\": \"outdated-file\", \"level\": \"error\", \"message\": {\"text\": \"n\\nDo.\"}, "
        "\"locations\": [{\"physicalLocation\": {\"artifactLocation\": {\"uri\": \"vms/web/Makefile\"}}}]}");
}

TEST_CASE("a SARIF result of a warning has its name as the rule, also where it counts as an error") {
  Diagnostic warning = warn(Warning::kOpenPattern, {}, "m");
  CHECK(results_of({warning}) ==
        "\n        {\"ruleId\": \"open-pattern\", \"level\": \"warning\", \"message\": {\"text\": \"m\"}}");
  warning.severity = Severity::kError;
  CHECK(results_of({warning, {.message = "n"}}) ==
        "\n        {\"ruleId\": \"open-pattern\", \"level\": \"error\", \"message\": {\"text\": \"m\"}},"
        "\n        {\"ruleId\": \"mistake\", \"level\": \"error\", \"message\": {\"text\": \"n\"}}");
}

TEST_CASE("a SARIF result names its file by a URI") {
  const auto uri_of = [](const std::string& name) {
    const std::string result = results_of({{.place = {file(name), 0, 0, 0}, .message = "m"}});
    const std::string start = "\"uri\": \"";
    const std::size_t begin = result.find(start) + start.size();
    return result.substr(begin, result.find('"', begin) - begin);
  };
  CHECK(uri_of("<stdin>") == "%3Cstdin%3E");
  CHECK(uri_of("a b/c%d.yaml") == "a%20b/c%25d.yaml");
  CHECK(uri_of("/srv/\xc3\xa9.yaml") == "file:///srv/%C3%A9.yaml");
}
