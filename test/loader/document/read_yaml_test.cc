#include "loader/document/read_yaml.h"

#include "loader/document/write_yaml.h"
#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// What is read, written again: styles that matter stay, anchors and merge keys are resolved.
std::string reread(const std::string& yaml) {
  std::string text;
  for (const Value& document : read_yaml(source(yaml))) text += (text.empty() ? "" : "---\n") + write_yaml(document);
  return text;
}

std::string mistakes_in(const std::string& yaml) {
  return mistakes_of([&] { read_yaml(source(yaml)); });
}

std::string repeat(const std::string& text, int count) {
  std::string result;
  for (int i = 0; i < count; ++i) result += text;
  return result;
}

std::string place_of(const Value& value) {
  return to_string(value.place()) + "+" + std::to_string(value.place().width);
}

}  // namespace

TEST_CASE("B1, B2, B6, B7: plain scalars keep their text") {
  const Value map = parse(
      "{mac: 52:54:00:12:34:56, octal: 0123, version: 1.10, answer: no, day: 2024-01-01, big: 1_000, hex: 0x10, "
      "time: 12:30, float: 1.0e+3, none: .inf}");
  std::vector<std::string> texts;
  for (const Entry& entry : map.entries()) texts.push_back(entry.value.text());
  CHECK(texts == std::vector<std::string>{"52:54:00:12:34:56", "0123", "1.10", "no", "2024-01-01", "1_000", "0x10",
                                          "12:30", "1.0e+3", ".inf"});
}

TEST_CASE("styles tell text from what may be something else") {
  const Value list = parse("[no, 'no', \"no\"]");
  CHECK(list.items()[0].style() == Style::kPlain);
  CHECK(list.items()[1].style() == Style::kQuoted);
  CHECK(list.items()[2].style() == Style::kQuoted);
  CHECK(parse("a: |\n  no\n").find("a")->style() == Style::kBlock);
  CHECK(parse("a: >\n  no\n").find("a")->style() == Style::kBlock);
}

TEST_CASE("every value and key has its place") {
  const Value map = parse(R"(
vms:
  - name: web
    note: "é, then" # a comment
    text: |
      lines
  - {a: [1, 22]}
)");
  CHECK(place_of(*map.find_key("vms")) == "r.yaml:1:1+3");
  CHECK(place_of(*map.find("vms")) == "r.yaml:2:3+0");
  const Value& web = map.find("vms")->items()[0];
  CHECK(place_of(web) == "r.yaml:2:5+0");
  CHECK(place_of(*web.find("name")) == "r.yaml:2:11+3");
  CHECK(place_of(*web.find("note")) == "r.yaml:3:11+9");
  CHECK(place_of(*web.find("text")) == "r.yaml:4:11+0");
  CHECK(place_of(map.find("vms")->items()[1].find("a")->items()[1]) == "r.yaml:6:13+2");
}

TEST_CASE("columns count characters, and a byte order mark is none") {
  CHECK(place_of(*parse("\xEF\xBB\xBF"
                        "ä: ö")
                      .find("ä")) == "r.yaml:1:4+1");
}

TEST_CASE("CRLF ends lines and never stays in a text") {
  CHECK(reread("a: x\r\nb: |\r\n  one\r\n  two\r\n") == "a: x\nb: |\n  one\n  two\n");
}

TEST_CASE("A7: several documents are read in order, empty ones left out") {
  CHECK(reread("a: 1\n---\nb: 2\n...\n---\n---\n# nothing\n---\nc: 3\n---\n") == "a: 1\n---\nb: 2\n---\nc: 3\n");
}

TEST_CASE("A4, A5: an empty source holds no document") {
  CHECK(read_yaml(source("")).empty());
  CHECK(read_yaml(source("# only a comment\n")).empty());
  CHECK(read_yaml(source("---\n")).empty());
  CHECK(read_yaml(source("\xEF\xBB\xBF")).empty());
  CHECK(read_yaml(source("~")).empty());
}

TEST_CASE("an anchor is known by name alone in keys too") {
  CHECK(reread("a: &k name\n*k : x\n") == "a: name\nname: x\n");
}

TEST_CASE("merge keys bring entries that the map's own override") {
  CHECK(reread(R"(
x-base: &base {a: 1, b: 1}
x-more: &more {b: 2, c: 2}
one: {<<: *base, b: own}
both: {<<: [*more, *base], d: own}
twice: {<<: *base, <<: *more}
mixed: {<<: [*more, *base], <<: {a: 3}}
quoted: {"<<": *base}
)") == R"(x-base:
  a: 1
  b: 1
x-more:
  b: 2
  c: 2
one:
  a: 1
  b: own
both:
  b: 2
  c: 2
  a: 1
  d: own
twice:
  a: 1
  b: 2
  c: 2
mixed:
  b: 2
  c: 2
  a: 3
quoted:
  "<<":
    a: 1
    b: 1
)");
}

TEST_CASE("!raw is remembered on scalars, lists and maps") {
  const Value map = parse("{a: !raw x, b: !raw [x], c: !raw {k: [x]}, d: x}");
  CHECK(map.find("a")->is_raw());
  CHECK(map.find("b")->items()[0].is_raw());
  CHECK(map.find("c")->find("k")->items()[0].is_raw());
  CHECK_FALSE(map.find("d")->is_raw());
  CHECK(parse("[&a !raw x, *a]").items()[1].is_raw());
  CHECK(parse("{<<: !raw {a: x}}").find("a")->is_raw());
}

TEST_CASE("YAML's own tags say what a scalar is") {
  CHECK(parse("!!str no").style() == Style::kQuoted);
  CHECK(parse("!!bool 'no'").is_flag());
  CHECK(parse("!!map {a: !!seq [!!int 1, !!float 1.5]}").find("a")->items()[0].text() == "1");
}

TEST_CASE("A10: every duplicate key is reported, with both places") {
  CHECK(mistakes_in(R"(
vms: []
nodes: [{name: a, name: b}]
vms: []
)") == R"(
r.yaml:2:19: error: key "name" is given twice
    2 | nodes: [{name: a, name: b}]
      |                   ^~~~
r.yaml:2:10: note: first given here
r.yaml:3:1: error: key "vms" is given twice
    3 | vms: []
      | ^~~
r.yaml:1:1: note: first given here
)");
}

TEST_CASE("duplicate keys of long maps are found too") {
  std::string yaml;
  for (int i = 0; i < 40; ++i) yaml += "k" + std::to_string(i) + ": v\n";
  CHECK(mistakes_in(yaml + "k7: v\n") == R"(
r.yaml:41:1: error: key "k7" is given twice
   41 | k7: v
      | ^~
r.yaml:8:1: note: first given here
)");
}

TEST_CASE("unknown tags are errors") {
  CHECK(mistakes_in("a: !include x.yaml\nc: !!set {a}\nd: !Ref [x]\n") == R"(
r.yaml:1:4: error: unknown tag "!include"
    1 | a: !include x.yaml
      |    ^~~~~~~~~~~~~~~
  The known tags are !raw, !!str, !!int, !!float, !!bool, !!null, !!binary, !!seq and !!map. A text that begins with "!" needs quotes.
r.yaml:2:4: error: unknown tag "!!set"
    2 | c: !!set {a}
      |    ^~~~~~~
  The known tags are !raw, !!str, !!int, !!float, !!bool, !!null, !!binary, !!seq and !!map.
r.yaml:3:4: error: unknown tag "!Ref"
    3 | d: !Ref [x]
      |    ^~~~~~
  The known tags are !raw, !!str, !!int, !!float, !!bool, !!null, !!binary, !!seq and !!map. A text that begins with "!" needs quotes.
)");
}

TEST_CASE("!!binary says that a text is the base64 of bytes") {
  const Value map =
      parse("{a: !!binary aGFsbG8=, b: !raw {c: !!binary 1234}, d: !!binary '', e: &e !!binary QUJD, f: *e}");
  CHECK(map.find("a")->is_binary());
  CHECK(map.find("a")->text() == "aGFsbG8=");
  CHECK(map.find("b")->find("c")->is_binary());
  CHECK(map.find("b")->find("c")->is_raw());
  CHECK(map.find("d")->is_binary());
  CHECK(map.find("f")->is_binary());
  CHECK_FALSE(map.find("b")->is_binary());
  CHECK(parse("!!binary |\n  aGFs\n  bG8=\n").text() == "aGFs\nbG8=\n");
}

TEST_CASE("what stands behind !!binary is base64") {
  for (const char* text : {"aGFsbG8", "a", "===", "AA=A", "A===", "'{A}'", "\"a-b_\"", "\"QU\\u00c4D\""}) {
    CHECK(mistakes_in(std::string("- !!binary ") + text).find("the text behind \"!!binary\" is no base64") !=
          std::string::npos);
  }
  CHECK(mistakes_in("a: !!binary '{A}'\n") == R"(
r.yaml:1:4: error: the text behind "!!binary" is no base64
    1 | a: !!binary '{A}'
      |    ^~~~~~~~~~~~~~
  base64(1) makes it. Variables are not expanded in it.
)");
}

TEST_CASE("a known tag fits its kind of value only") {
  CHECK(mistakes_in("a: !!str {a: b}\nb: !!map [x]\nc: !!seq x\n") == R"(
r.yaml:1:4: error: tag "!!str" does not fit a map
    1 | a: !!str {a: b}
      |    ^~~~~~~
r.yaml:2:4: error: tag "!!map" does not fit a list
    2 | b: !!map [x]
      |    ^~~~~~~
r.yaml:3:4: error: tag "!!seq" does not fit text
    3 | c: !!seq x
      |    ^~~~~~~
)");
}

TEST_CASE("keys are scalars") {
  CHECK(mistakes_in("? [a]\n: b\n") == R"(
r.yaml:1:3: error: a key must be text, not a list
    1 | ? [a]
      |   ^
)");
  CHECK(mistakes_in("{VM_NAME}: b\n") == R"(
r.yaml:1:1: error: a key must be text, not a map
    1 | {VM_NAME}: b
      | ^
  A text that begins with a brace needs quotes: "{VM_NAME}".
)");
  CHECK(mistakes_in("a: {{B}}\n") == R"(
r.yaml:1:5: error: a key must be text, not a map
    1 | a: {{B}}
      |     ^
  A text that begins with a brace needs quotes: "{{B}}".
)");
  CHECK(mistakes_in("a: {{ B }}\n") == R"(
r.yaml:1:5: error: a key must be text, not a map
    1 | a: {{ B }}
      |     ^
  A text that begins with a brace needs quotes: "{{ B }}".
)");
  CHECK(mistakes_in("a: {{B}: c}\n") == R"(
r.yaml:1:5: error: a key must be text, not a map
    1 | a: {{B}: c}
      |     ^
  A text that begins with a brace needs quotes: "{B}".
)");
  CHECK(mistakes_in("{a: b}: c\n") == R"(
r.yaml:1:1: error: a key must be text, not a map
    1 | {a: b}: c
      | ^
)");
}

TEST_CASE("a merge key takes maps only") {
  CHECK(mistakes_in("a: {<<: text}\n") == R"(
r.yaml:1:9: error: "<<" takes a map or a list of maps, not text
    1 | a: {<<: text}
      |         ^~~~
)");
  CHECK(mistakes_in("a: {<<: [{}, [x]]}\n") == R"(
r.yaml:1:14: error: "<<" takes a map or a list of maps, not a list
    1 | a: {<<: [{}, [x]]}
      |              ^
)");
}

TEST_CASE("B16: lists and maps may be nested 100 deep, not deeper") {
  CHECK(mistakes_in(repeat("[", 100) + "x" + repeat("]", 100)) == "no error");
  CHECK(mistakes_in(repeat("[\n", 101)) == R"(
r.yaml:101:1: error: nested deeper than 100 levels
  101 | [
      | ^
)");
  CHECK(mistakes_in(repeat("{a: ", 101)).find("nested deeper than 100 levels") != std::string::npos);
}

TEST_CASE("a hundred thousand brackets are refused at once") {
  CHECK(mistakes_in(repeat("[", 100'000)).find("nested deeper than 100 levels") != std::string::npos);
}

TEST_CASE("mistakes before bad syntax are reported with it") {
  CHECK(mistakes_in("a: 1\na: 2\nb: @x\n") == R"(
r.yaml:2:1: error: key "a" is given twice
    2 | a: 2
      | ^
r.yaml:1:1: note: first given here
r.yaml:3:4: error: a text that begins with "@" needs quotes
    3 | b: @x
      |    ^~
  Write "@x".
)");
}

TEST_CASE("a source may have a million values, a larger one one for every sixteen bytes") {
  CHECK(mistakes_in(repeat("-\n", 999'999)) == "no error");
  CHECK(mistakes_in(repeat("- 0123456789abcd\n", 1'000'001)) == "no error");
  CHECK(mistakes_in(repeat("-\n", 1'000'000)) == R"(
r.yaml:1000000:2: error: the source has more than 1000000 values
1000000 | -
        |  ^
)");
}

TEST_CASE("a hundred thousand mistakes are told, not more") {
  const std::string mistakes = mistakes_in(repeat("a:\n", 100'002));
  CHECK(mistakes.ends_with(R"(
r.yaml:100001:1: error: key "a" is given twice
100001 | a:
       | ^
r.yaml:1:1: note: first given here
r.yaml:100002:1: error: there are more than 100000 mistakes
100002 | a:
       | ^
)"));
}
