#include "cli/output.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "loader/diagnostics/warning.h"
#include "test/catch.h"
#include "test/cli/run_vmp.h"

using namespace vmp;
using namespace vmp::test;

namespace {

bool is_coloured(const std::vector<std::string>& words, const World& world) {
  return run_vmp(words, world).errors.find('\x1b') != std::string::npos;
}

}  // namespace

TEST_CASE("messages have colours on a terminal only, and never with NO_COLOR") {
  const std::vector<std::string> words = {"gne"};
  CHECK_FALSE(is_coloured(words, {}));
  CHECK(is_coloured(words, {.is_error_terminal = true}));
  CHECK_FALSE(is_coloured(words, {.variables = {{"NO_COLOR", "1"}}, .is_error_terminal = true}));
  CHECK(is_coloured(words, {.variables = {{"NO_COLOR", ""}}, .is_error_terminal = true}));
  CHECK_FALSE(is_coloured(words, {.variables = {{"TERM", "dumb"}}, .is_error_terminal = true}));
}

TEST_CASE("--color has the last word") {
  CHECK(is_coloured({"gne", "--color", "always"}, {.variables = {{"NO_COLOR", "1"}}}));
  CHECK_FALSE(is_coloured({"--color=never", "gne"}, {.is_error_terminal = true}));
  CHECK(is_coloured({"--color", "never", "gne", "--color", "auto"}, {.is_error_terminal = true}));
}

TEST_CASE("the JSON form is an array and nothing else") {
  CHECK(run_vmp({"list", "--registry", "-", "--diagnostics", "json"}, {.is_error_terminal = true}).errors == "[]\n");
  CHECK_FALSE(is_coloured({"gne", "--diagnostics", "json", "--color", "always"}, {}));
}

TEST_CASE("a terminal is no registry, unless it is asked for") {
  const World world = {.input = "vms: []", .is_input_terminal = true};
  const Run run = run_vmp({"list"}, world);
  CHECK(run.status == 2);
  CHECK(run.errors ==
        "error: no registry is given\n"
        "  Name one with --registry PATH or in VMP_REGISTRY, or send it to standard input; \"vmp init\" begins one.\n");
  CHECK(run_vmp({"list", "--registry", "-"}, world).status == 0);
}

TEST_CASE("commands that need no registry read none") {
  const World world = {.is_input_terminal = true};
  for (const char* command : {"help", "version", "schema"}) CHECK(run_vmp({command}, world).status == 0);
  CHECK(run_vmp({"schema"}).output == run_vmp({"schema", "registry"}).output);
}

namespace {

// What is told of so many errors and warnings, the warnings first.
std::vector<std::string> lines_told_of(int errors, int warnings, const std::string& form = "text") {
  Output output = {};
  for (int number = 0; number < warnings; ++number) {
    output.diagnostics.push_back(warn(Warning::kOpenPattern, {}, fmt::format("a {}", number)));
  }
  for (int number = 0; number < errors; ++number)
    output.diagnostics.push_back({.message = fmt::format("b {}", number)});
  Arguments arguments;
  arguments.options["--diagnostics"] = {form};
  std::istringstream nothing;
  std::istringstream told(render_messages(output, arguments, {.variables = {}, .input = nothing}));
  std::vector<std::string> lines;
  for (std::string line; std::getline(told, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("a hundred mistakes are told in text, errors first, and the number of the others") {
  CHECK(lines_told_of(100, 0).size() == 100);
  CHECK(lines_told_of(60, 40).size() == 100);
  CHECK(lines_told_of(101, 0).size() == 101);
  CHECK(lines_told_of(101, 0).back() == "1 more error: \"--diagnostics json\" tells all");
  CHECK(lines_told_of(1'000, 2).back() == "900 more errors and 2 more warnings: \"--diagnostics json\" tells all");
  const std::vector<std::string> mixed = lines_told_of(30, 200);
  CHECK(mixed.size() == 101);
  CHECK(std::ranges::count_if(mixed, [](const std::string& line) { return line.starts_with("error: "); }) == 30);
  CHECK(mixed.back() == "130 more warnings: \"--diagnostics json\" tells all");
}

TEST_CASE("the forms for machines have every mistake") {
  CHECK(lines_told_of(300, 200, "json").size() == 500 + 2);
  const std::vector<std::string> sarif = lines_told_of(300, 200, "sarif");
  const auto is_result = [](const std::string& line) { return line.find("\"ruleId\"") != std::string::npos; };
  CHECK(std::ranges::count_if(sarif, is_result) == 500);
}
