#include "loader/diagnostics/diagnostic.h"

#include "loader/diagnostics/render.h"
#include "loader/diagnostics/warning.h"
#include "test/catch.h"

using namespace vmp;

namespace {

// Each diagnostic as "file:line:column message".
std::vector<std::string> in_order(Diagnostics diagnostics) {
  sort_and_unique(diagnostics);
  std::vector<std::string> result;
  for (const Diagnostic& each : diagnostics) {
    result.push_back((each.place.is_known() ? to_string(each.place) + " " : "") + each.message);
  }
  return result;
}

std::shared_ptr<const SourceFile> file(const std::string& name) {
  return std::make_shared<const SourceFile>(SourceFile{.name = name, .text = ""});
}

}  // namespace

TEST_CASE("diagnostics are sorted by file and place, those without a place first") {
  const auto a = file("a.yaml");
  const auto b = file("b.yaml");
  CHECK(in_order({{.place = {b, 1, 1}, .message = "m"},
                  {.place = {a, 10, 2}, .message = "m"},
                  {.place = {a, 9, 3}, .message = "m"},
                  {.place = {a, 9, 2}, .message = "m"},
                  {.message = "nowhere"}}) ==
        std::vector<std::string>{"nowhere", "a.yaml:9:2 m", "a.yaml:9:3 m", "a.yaml:10:2 m", "b.yaml:1:1 m"});
}

TEST_CASE("the same message at the same place is said once") {
  const auto a = file("a.yaml");
  CHECK(in_order({{.place = {a, 1, 1}, .message = "x"},
                  {.place = {a, 1, 1}, .message = "y"},
                  {.place = {a, 1, 1}, .message = "x"},
                  {.place = {file("a.yaml"), 1, 1}, .message = "y"}}) ==
        std::vector<std::string>{"a.yaml:1:1 x", "a.yaml:1:1 y"});
}

TEST_CASE("where an error is, no warning is said") {
  const auto a = file("a.yaml");
  CHECK(in_order({warn(Warning::kOpenPattern, {a, 1, 1}, "w"),
                  warn(Warning::kOpenPattern, {a, 1, 2}, "v"),
                  {.place = {a, 1, 1}, .message = "x"},
                  warn(Warning::kBadMac, {}, "u"),
                  {.message = "z"}}) == std::vector<std::string>{"z", "u", "a.yaml:1:1 x", "a.yaml:1:2 v"});
}

TEST_CASE("warnings alone raise nothing") {
  CHECK_NOTHROW(throw_if_errors({}));
  CHECK_NOTHROW(throw_if_errors({warn(Warning::kOpenPattern, {}, "w")}));
}

TEST_CASE("an error takes the warnings beside it along") {
  try {
    throw_if_errors({warn(Warning::kOpenPattern, {}, "w"), {.message = "e"}});
    FAIL("nothing was raised");
  } catch (const Error& error) {
    CHECK(error.diagnostics().size() == 2);
    CHECK(error.failure() == Failure::kRegistry);
    CHECK(std::string(error.what()) == "w");
  }
}

TEST_CASE("an error without a place is a message and its help") {
  const Error error(Failure::kUsage, "no registry is given", "Use --registry.");
  CHECK(error.failure() == Failure::kUsage);
  CHECK(render_as_text(error.diagnostics().at(0), Colour::kNever) ==
        "error: no registry is given\n  Use --registry.\n");
}
