#include "cli/output.h"

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
  CHECK(run_vmp({"list", "--diagnostics", "json"}, {.is_error_terminal = true}).errors == "[]\n");
  CHECK_FALSE(is_coloured({"gne", "--diagnostics", "json", "--color", "always"}, {}));
}

TEST_CASE("a terminal is no registry, unless it is asked for") {
  const World world = {.input = "vms: []", .is_input_terminal = true};
  const Run run = run_vmp({"list"}, world);
  CHECK(run.status == 2);
  CHECK(run.errors ==
        "error: no registry is given\n"
        "  Name one with --registry PATH or in VMP_REGISTRY, or send it to standard input.\n");
  CHECK(run_vmp({"list", "--registry", "-"}, world).status == 0);
}

TEST_CASE("commands that need no registry read none") {
  const World world = {.is_input_terminal = true};
  for (const char* command : {"help", "version", "schema"}) CHECK(run_vmp({command}, world).status == 0);
  CHECK(run_vmp({"schema"}).output == run_vmp({"schema", "registry"}).output);
}
