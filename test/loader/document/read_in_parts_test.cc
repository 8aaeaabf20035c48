#include "loader/document/read_in_parts.h"

#include <optional>
#include <string>

#include "loader/document/read_yaml.h"
#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

bool is_same(const Value& left, const Value& right) {
  const bool is_same_scalar = left.kind() == right.kind() && left.text() == right.text() &&
                              left.style() == right.style() && left.is_raw() == right.is_raw() &&
                              left.place() == right.place();
  return is_same_scalar && std::ranges::equal(left.items(), right.items(), is_same) &&
         std::ranges::equal(left.entries(), right.entries(), [](const Entry& one, const Entry& other) {
           return is_same(one.key, other.key) && is_same(one.value, other.value);
         });
}

enum class Outcome { kSame, kLeft, kDifferent };

// What becomes of a text in so many parts, compared with reading it at once.
Outcome read_in(std::size_t parts, const std::string& yaml) {
  const auto file = source(yaml);
  const std::optional<Value> document = read_in_parts(file, parts, 2);
  if (!document) return Outcome::kLeft;
  try {
    const std::vector<Value> expected = read_yaml(file);
    return expected.size() == 1 && is_same(*document, expected.front()) ? Outcome::kSame : Outcome::kDifferent;
  } catch (const Error&) {
    return Outcome::kDifferent;
  }
}

std::string vms(int count, const std::string& item) {
  std::string yaml;
  for (int number = 0; number < count; ++number) yaml += item;
  return yaml;
}

}  // namespace

TEST_CASE("a long list at the end is read in parts") {
  const std::string head = "# registry\nnodes:\n- {name: a}\nvms: # all of them\n";
  const std::string item =
      "  - name: é\n    text: |\n      - name: b\n       - c\n\n# comment\n    list:\n    - 'a\n\n      b'\n";
  for (std::size_t parts = 2; parts < 12; ++parts) {
    CAPTURE(parts);
    CHECK(read_in(parts, head + vms(10, item)) == Outcome::kSame);
    CHECK(read_in(parts, "---\n" + head + vms(10, item)) == Outcome::kSame);
    CHECK(read_in(parts, "vms:\n" + vms(10, "- name: a\n  b: c d\n   e\n- f\n")) == Outcome::kSame);
    CHECK(read_in(parts, "vms:\n" + vms(10, "- ? a\n- - b\n  - c\n- &x d\n")) == Outcome::kSame);
  }
}

TEST_CASE("a source of another form is left to be read at once") {
  const std::string item = "  - name: a\n";
  for (const std::string& yaml : {
           std::string(),
           std::string("\n"),
           std::string("a"),
           std::string("vms:"),
           std::string("vms:\n"),
           "- a\n" + vms(9, item),
           "vms: a\n" + vms(9, item),
           "vms: [a,\n" + vms(9, item),
           "vms: *a\n" + vms(9, item),
           "vms:\n\n" + vms(9, item),
           "vms:\n" + vms(9, item) + "nodes: []\n",
           "vms:\n" + vms(9, item) + "...\n",
           "vms:\n" + vms(9, item) + "---\n",
           "a: b\n---\nvms:\n" + vms(9, item),
           "vms:\n  ? a\n" + vms(9, item),
           "vms: |\n" + vms(9, item),
           "vms: '\n" + vms(9, item) + "  '\n",
           "vms: >\n" + vms(9, item),
           "vms:\n  - a: &x b\n" + vms(9, "  - *x\n"),
           "vms:\n" + vms(9, "  - a\r\n"),
           "vms:\n" + vms(9, "  - \"\xe2\x80\xa8\"\n"),
           "x: &x\n  - a\nvms: *x\n" + vms(9, item),
           "x: &x {vms: a}\n<<: *x\nvms:\n" + vms(9, item),
           "vms:\n" + vms(9, "  - \xff\n"),
           "vms:\n  [a]\n" + vms(9, item),
           "vms: !raw\n" + vms(9, item),
           "vms:\n  - {a: b,\n" + vms(9, item) + "  }\n",
       }) {
    CAPTURE(yaml);
    for (std::size_t parts = 2; parts < 6; ++parts) CHECK(read_in(parts, yaml) != Outcome::kDifferent);
    CHECK(read_in(3, yaml) == Outcome::kLeft);
  }
}

TEST_CASE("mistakes and limits are left to be found at once") {
  CHECK(read_in(2, "vms:\n" + vms(9, "  - {a: b, a: c}\n")) == Outcome::kLeft);
  CHECK(read_in(2, "vms:\n" + vms(9, "  - !tag a\n")) == Outcome::kLeft);
  CHECK(read_in(2, "vms:\n" + vms(9, "  - a: [\n")) == Outcome::kLeft);
  const std::string deep = "  - " + std::string(kMaxDepth - 1, '[') + std::string(kMaxDepth - 1, ']') + "\n";
  CHECK(read_in(2, "vms:\n" + vms(9, deep)) == Outcome::kLeft);
  CHECK(read_in(2, "vms:\n" + vms(9, "  - " + deep.substr(5, 2 * kMaxDepth - 4) + "\n")) == Outcome::kSame);
}

TEST_CASE("read_yaml reads a large source on several threads as it does on one") {
  const std::string yaml = "vms:\n" + vms(50'000, "  - name: a\n    list: [b, c]\n");
  const auto file = source(yaml);
  CHECK(is_same(read_yaml(file, 3).front(), read_yaml(file).front()));
  CHECK(mistakes_of([&] { read_yaml(source(yaml + "  - ]\n"), 3); }) ==
        mistakes_of([&] { read_yaml(source(yaml + "  - ]\n")); }));
}
