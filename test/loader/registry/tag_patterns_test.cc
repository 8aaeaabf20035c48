#include "loader/registry/tag_patterns.h"

#include <fmt/format.h>

#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// The patterns of one image named "debian", each on a line of its own.
Section image_with(const std::vector<std::string>& patterns) {
  std::string yaml = "- name: debian\n  tags:\n";
  for (const std::string& pattern : patterns) yaml += "  - pattern: " + pattern + "\n";
  Section images("image");
  Diagnostics mistakes;
  images.fold(parse(yaml), mistakes);
  return images;
}

// The pattern that a tag finds and its groups: "^(?P<v>\d+)$ v=12".
std::string find(const std::vector<std::string>& patterns, const std::string& tag) {
  const Section images = image_with(patterns);
  Diagnostics mistakes;
  const TagPatterns compiled(images, mistakes);
  const auto match = compiled.find(images.entries().front(), tag);
  if (!match) return "nothing";
  std::string text = match->tag->find("pattern")->text();
  for (const auto& [name, value] : match->groups) text += fmt::format(" {}={}", name, value);
  return text;
}

std::string mistakes_in(const std::vector<std::string>& patterns) {
  const Section images = image_with(patterns);
  Diagnostics mistakes;
  const TagPatterns compiled(images, mistakes);
  return render(mistakes);
}

}  // namespace

TEST_CASE("the first pattern that matches is taken") {
  CHECK(find({"^1", "^12$", "^2"}, "12") == "^1");
  CHECK(find({"^1$", "^12$", "^2"}, "12") == "^12$");
  CHECK(find({"^1$", "^2"}, "12") == "nothing");
  CHECK(find({}, "12") == "nothing");
}

TEST_CASE("J1: a pattern matches from the start, not to the end") {
  CHECK(find({R"((?P<v>\d+))"}, "12abc") == R"((?P<v>\d+) v=12)");
  CHECK(find({R"((?P<v>\d+)$)"}, "12abc") == "nothing");
  CHECK(find({R"((?P<v>\d+))"}, "x12") == "nothing");
  CHECK(find({R"(a|b)"}, "xb") == "nothing");
}

TEST_CASE("J2: the end is the end, also before a line break") {
  CHECK(find({R"(^\d+$)"}, "12\n") == "nothing");
}

TEST_CASE("J3: a group that took no part is empty") {
  CHECK(find({R"(^(?P<v>\d+)(-(?P<b>\w+))?$)"}, "12") == R"(^(?P<v>\d+)(-(?P<b>\w+))?$ b= v=12)");
  CHECK(find({R"(^(?P<v>\d+)(-(?P<b>\w+))?$)"}, "12-x") == R"(^(?P<v>\d+)(-(?P<b>\w+))?$ b=x v=12)");
}

TEST_CASE("J8: the tag may be empty and hold colons") {
  CHECK(find({"^$"}, "") == "^$");
  CHECK(find({"^(?P<all>.*)$"}, "a:b") == "^(?P<all>.*)$ all=a:b");
}

TEST_CASE("each image has its own patterns") {
  Section images("image");
  Diagnostics mistakes;
  images.fold(parse("[{name: a, tags: [{pattern: '1'}]}, {name: b, tags: [{pattern: '2'}]}, {name: c}]"), mistakes);
  const TagPatterns compiled(images, mistakes);
  CHECK(compiled.find(images.entries()[0], "1"));
  CHECK_FALSE(compiled.find(images.entries()[1], "1"));
  CHECK_FALSE(compiled.find(images.entries()[2], "1"));
}

TEST_CASE("J5, J6: every pattern that RE2 refuses is an error, used or not") {
  CHECK(mistakes_in({"'^(?=x)'", "fine", R"('(a)\1')", "'(a'"}) == R"text(
r.yaml:3:14: error: bad pattern "^(?=x)": invalid perl operator: (?=
    3 |   - pattern: '^(?=x)'
      |              ^~~~~~~~
  Patterns have RE2's syntax: named groups are (?P<name>...), look-around and back-references are not available.
r.yaml:5:14: error: bad pattern "(a)\1": invalid escape sequence: \1
    5 |   - pattern: '(a)\1'
      |              ^~~~~~~
  Patterns have RE2's syntax: named groups are (?P<name>...), look-around and back-references are not available.
r.yaml:6:14: error: bad pattern "(a": missing ): (a
    6 |   - pattern: '(a'
      |              ^~~~
  Patterns have RE2's syntax: named groups are (?P<name>...), look-around and back-references are not available.
)text");
}

TEST_CASE("a pattern that names two groups alike is an error") {
  CHECK(mistakes_in({"'(?P<v>a)(?P<v>b)'"}) == R"text(
r.yaml:3:14: error: pattern "(?P<v>a)(?P<v>b)" has two groups named "v"
    3 |   - pattern: '(?P<v>a)(?P<v>b)'
      |              ^~~~~~~~~~~~~~~~~~
)text");
}

TEST_CASE("a pattern with too many groups is an error") {
  std::string pattern;
  for (int i = 0; i < 100; ++i) pattern += "(a?)";
  CHECK(mistakes_in({pattern}) == "\n");
  CHECK(mistakes_in({"'" + pattern + "(b)'"}).find("the pattern has more than 100 groups") != std::string::npos);
}

TEST_CASE("an image with a bad pattern finds nothing, in silence: the pattern is told already") {
  const Section images = image_with({"fine", "'('"});
  Diagnostics mistakes;
  const TagPatterns compiled(images, mistakes);
  CHECK(mistakes_of([&] { compiled.find(images.entries().front(), "fine"); }) == "\n");
}
