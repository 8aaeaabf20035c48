#include "loader/document/merge.h"

#include "loader/document/write_yaml.h"
#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

struct Case {
  std::string about;
  std::string base;
  std::string over;
  std::string result;
};

void check(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    CAPTURE(each.about);
    const Value merged = remove_cleared(merge_strategically(parse(each.base), parse(each.over)));
    CHECK(write_yaml(merged) == write_yaml(parse(each.result)));
  }
}

}  // namespace

TEST_CASE("maps merge key by key") {
  check({
      {.about = "new keys follow the base's",
       .base = "{b: 1, a: 1}",
       .over = "{c: 2, d: 2}",
       .result = "{b: 1, a: 1, c: 2, d: 2}"},
      {.about = "a key keeps the base's position",
       .base = "{a: 1, b: 1}",
       .over = "{b: 2, a: 2}",
       .result = "{a: 2, b: 2}"},
      {.about = "at every depth",
       .base = "{a: {b: {c: 1, d: 1}}}",
       .over = "{a: {b: {d: 2}}}",
       .result = "{a: {b: {c: 1, d: 2}}}"},
      {.about = "an empty map changes nothing", .base = "{a: {b: 1}}", .over = "{a: {}}", .result = "{a: {b: 1}}"},
  });
}

TEST_CASE("a value of another kind replaces") {
  check({
      {.about = "a scalar over a scalar", .base = "{a: 1}", .over = "{a: '1'}", .result = "{a: '1'}"},
      {.about = "C16: a text over a map", .base = "{a: {b: 1}}", .over = "{a: text}", .result = "{a: text}"},
      {.about = "C16: a map over a text", .base = "{a: text}", .over = "{a: {b: 1}}", .result = "{a: {b: 1}}"},
      {.about = "a list over a map", .base = "{a: {b: 1}}", .over = "{a: [x]}", .result = "{a: [x]}"},
      {.about = "a map over a list", .base = "{a: [{name: x}]}", .over = "{a: {name: x}}", .result = "{a: {name: x}}"},
      {.about = "a flag over a list", .base = "{a: [{name: x}]}", .over = "{a: false}", .result = "{a: false}"},
  });
}

TEST_CASE("lists of named maps merge by name") {
  check({
      {.about = "equal names merge, new ones follow, the base's order stays",
       .base = "[{name: a, x: 1}, {name: b, x: 1}]",
       .over = "[{name: c, x: 2}, {name: a, y: 2}]",
       .result = "[{name: a, x: 1, y: 2}, {name: b, x: 1}, {name: c, x: 2}]"},
      {.about = "C9: users of cloud-init too",
       .base = "{users: [{name: ops, shell: sh}]}",
       .over = "{users: [{name: ops, sudo: all}]}",
       .result = "{users: [{name: ops, shell: sh, sudo: all}]}"},
      {.about = "names are compared as written",
       .base = "[{name: '{VM_NAME}'}]",
       .over = "[{name: web}]",
       .result = "[{name: '{VM_NAME}'}, {name: web}]"},
      {.about = "the quotes of a name do not matter",
       .base = "[{name: 1, x: 1}]",
       .over = "[{name: '1', x: 2}]",
       .result = "[{name: '1', x: 2}]"},
      {.about = "named lists in named lists",
       .base = "[{name: a, l: [{name: b, x: 1}]}]",
       .over = "[{name: a, l: [{name: b, y: 2}]}]",
       .result = "[{name: a, l: [{name: b, x: 1, y: 2}]}]"},
  });
}

TEST_CASE("C4: an empty list over a named list changes nothing, null clears it") {
  check({
      {.about = "empty over named", .base = "{a: [{name: x}]}", .over = "{a: []}", .result = "{a: [{name: x}]}"},
      {.about = "named over empty", .base = "{a: []}", .over = "{a: [{name: x}]}", .result = "{a: [{name: x}]}"},
      {.about = "empty over a list without names", .base = "{a: [x]}", .over = "{a: []}", .result = "{a: []}"},
      {.about = "null over named", .base = "{a: [{name: x}]}", .over = "{a: null}", .result = "{}"},
  });
}

TEST_CASE("C5, C6, C7, C8: any other two lists replace") {
  check({
      {.about = "texts, also ones that hold the word name",
       .base = "[hostname-a, rename]",
       .over = "[name]",
       .result = "[name]"},
      {.about = "lists of lists", .base = "[[set, name]]", .over = "[[get, name]]", .result = "[[get, name]]"},
      {.about = "numbers and nulls", .base = "[80, null]", .over = "[81]", .result = "[81]"},
      {.about = "one item without a name",
       .base = "[{name: x}]",
       .over = "[default, {name: y}]",
       .result = "[default, {name: y}]"},
      {.about = "one item without a name in the base",
       .base = "[default, {name: y}]",
       .over = "[{name: x}]",
       .result = "[{name: x}]"},
      {.about = "A12: tags of an image have no name",
       .base = "[{pattern: a}]",
       .over = "[{pattern: b}]",
       .result = "[{pattern: b}]"},
      {.about = "a name that is null or a list is none",
       .base = "[{name: x}]",
       .over = "[{name: null}]",
       .result = "[{name: null}]"},
  });
}

TEST_CASE("C10: volumes are told apart by pool and name") {
  check({
      {.about = "the same name in two pools is two volumes",
       .base = "[{name: r, poolName: a, x: 1}]",
       .over = "[{name: r, poolName: b, x: 2}]",
       .result = "[{name: r, poolName: a, x: 1}, {name: r, poolName: b, x: 2}]"},
      {.about = "each finds its own",
       .base = "[{name: r, poolName: a}, {name: r, poolName: b}]",
       .over = "[{name: r, poolName: b, x: 2}]",
       .result = "[{name: r, poolName: a}, {name: r, poolName: b, x: 2}]"},
      {.about = "a layer that leaves the pool open means the one of that name",
       .base = "[{name: s}, {name: r, poolName: a}]",
       .over = "[{name: r, capacity: 30G}]",
       .result = "[{name: s}, {name: r, poolName: a, capacity: 30G}]"},
      {.about = "a pool is filled in",
       .base = "[{name: r, capacity: 30G}]",
       .over = "[{name: r, poolName: a}]",
       .result = "[{name: r, capacity: 30G, poolName: a}]"},
      {.about = "a pool is cleared",
       .base = "[{name: r, poolName: a, x: 1}]",
       .over = "[{name: r, poolName: null}]",
       .result = "[{name: r, x: 1}]"},
      {.about = "a pool's name is compared as written",
       .base = "[{name: r, poolName: '{P}'}]",
       .over = "[{name: r, poolName: p}]",
       .result = "[{name: r, poolName: '{P}'}, {name: r, poolName: p}]"},
  });
}

TEST_CASE("null over a value removes it") {
  check({
      {.about = "a scalar", .base = "{a: 1, b: 1}", .over = "{a: ~}", .result = "{b: 1}"},
      {.about = "a map", .base = "{a: {b: 1}}", .over = "{a: null}", .result = "{}"},
      {.about = "in a named item",
       .base = "[{name: a, x: 1, y: 1}]",
       .over = "[{name: a, x: null}]",
       .result = "[{name: a, y: 1}]"},
      {.about = "C11: one form of a volume for another",
       .base = "{uploadFile: {path: f}}",
       .over = "{uploadFile: null, capacity: 1G}",
       .result = "{capacity: 1G}"},
      {.about = "null over null stays null", .base = "{a: null}", .over = "{a: ~}", .result = "{a: ~}"},
      {.about = "a quoted null is text", .base = "{a: 1}", .over = "{a: 'null'}", .result = "{a: 'null'}"},
      {.about = "an item that is null is not merged", .base = "[x]", .over = "[null]", .result = "[null]"},
  });
}

TEST_CASE("what a layer cleared, a later one may set again") {
  const Value cleared = merge_strategically(parse("{a: {b: 1}}"), parse("{a: null}"));
  CHECK(write_yaml(remove_cleared(merge_strategically(cleared, parse("{a: {c: 2}}")))) == "a:\n  c: 2\n");
}

TEST_CASE("a removal reaches through to what stands below its base") {
  const Value over = merge_strategically(parse("{a: 1}"), parse("{a: null}"));
  CHECK(write_yaml(remove_cleared(merge_strategically(parse("{a: 0, b: 0}"), over))) == "b: 0\n");
}

TEST_CASE("a removal over nothing leaves nothing") {
  const Value over = merge_strategically(parse("{a: 1}"), parse("{a: null}"));
  CHECK(write_yaml(remove_cleared(merge_strategically(parse("{b: 0}"), over))) == "b: 0\n");
}

TEST_CASE("!raw stays with its value through a merge") {
  const Value merged = merge_strategically(parse("{a: !raw {b: x, c: x}}"), parse("{a: {c: y, d: y}}"));
  CHECK(merged.find("a")->find("b")->is_raw());
  CHECK_FALSE(merged.find("a")->find("c")->is_raw());
  CHECK_FALSE(merged.find("a")->find("d")->is_raw());
}

TEST_CASE("what is merged has the places of what is above") {
  const Value merged = merge_strategically(parse("{a: {b: 1, c: 1}}", "base"), parse("{a: {b: 2}}", "over"));
  CHECK(to_string(merged.find("a")->place()) == "over:1:5");
  CHECK(to_string(merged.find_key("a")->place()) == "over:1:2");
  CHECK(to_string(merged.find("a")->find("b")->place()) == "over:1:9");
  CHECK(to_string(merged.find("a")->find("c")->place()) == "base:1:15");
}

TEST_CASE("long lists merge in their order") {
  std::string base;
  std::string result;
  for (int i = 0; i < 100; ++i) {
    const std::string name = "- name: n" + std::to_string(i) + "\n";
    base += name;
    result += name + (i == 40 ? "  x: 1\n" : "");
  }
  CHECK(write_yaml(merge_strategically(parse(base), parse("[{name: n40, x: 1}]"))) == result);
}

TEST_CASE("a merged value forgets what was replaced in it, and nothing else") {
  const Value merged = merge_strategically(parse("{a: 1, b: {c: 1}, d: [{name: x, e: 1}], f: 1}"),
                                           parse("{a: !raw 2, b: [3], d: [{name: x, e: {g: 4}}], f: null}"));
  const Value forgotten = forget_replacements(merged);
  CHECK(write_yaml(forgotten) == write_yaml(merged));
  CHECK_FALSE(forgotten.find("a")->is_replacement());
  CHECK(forgotten.find("a")->is_raw());
  CHECK_FALSE(forgotten.find("b")->is_replacement());
  CHECK_FALSE(forgotten.find("d")->items().front().find("e")->is_replacement());
  CHECK(forgotten.find("f")->is_removal());
  CHECK(forgotten.find("f")->place() == merged.find("f")->place());
}

TEST_CASE("binary data is merged as a text is, and stays what it is") {
  const Value merged = merge_strategically(parse("{a: [x], b: !!binary QUJD}"), parse("{a: !!binary REVG, c: d}"));
  CHECK(merged.find("a")->is_replacement());
  const Value forgotten = forget_replacements(merged);
  CHECK(forgotten.find("a")->is_binary());
  CHECK(forgotten.find("a")->text() == "REVG");
  CHECK(forgotten.find("b")->is_binary());
  CHECK_FALSE(forgotten.find("c")->is_binary());
}

TEST_CASE("dependencies merge by the VM that they are on") {
  CHECK(write_yaml(merge_strategically(parse("[{vm: db}, {vm: ldap, until: ready}]"),
                                       parse("[{vm: db, until: ready}, {vm: dns}]"))) == R"(- vm: db
  until: ready
- vm: ldap
  until: ready
- vm: dns
)");
}
