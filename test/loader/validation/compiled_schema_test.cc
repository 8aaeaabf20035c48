#include "loader/validation/compiled_schema.h"

#include <memory>
#include <string>

#include "loader/document/read_yaml.h"
#include "test/catch.h"

namespace vmp {
namespace {

Value read(const std::string& yaml) {
  return read_yaml(std::make_shared<const SourceFile>(SourceFile{"r.yaml", yaml})).at(0);
}

bool accepts(const std::string& schema, const std::string& value) {
  return CompiledSchema(read(schema)).accepts(read("v: " + value).entries().front().value);
}

}  // namespace

TEST_CASE("a scalar is a string unless it is null", "[compiled_schema]") {
  for (const char* text : {"web", "''", "12", "0x1f", "1.5", "yes", "'null'", "2024-01-01"}) {
    INFO(text);
    CHECK(accepts("{type: string}", text));
  }
  for (const char* text : {"", "~", "null", "[]", "{}"}) {
    INFO(text);
    CHECK_FALSE(accepts("{type: string}", text));
  }
}

TEST_CASE("only a plain flag is a boolean and only a plain null is null", "[compiled_schema]") {
  CHECK(accepts("{type: boolean}", "Off"));
  CHECK_FALSE(accepts("{type: boolean}", "'off'"));
  CHECK(accepts("{type: 'null'}", "~"));
  CHECK_FALSE(accepts("{type: 'null'}", "'~'"));
  CHECK_FALSE(accepts("{type: integer}", "12"));
}

TEST_CASE("maps and lists keep their kind when they are empty", "[compiled_schema]") {
  CHECK(accepts("{type: object}", "{}"));
  CHECK_FALSE(accepts("{type: object}", "[]"));
  CHECK(accepts("{type: array}", "[]"));
  CHECK_FALSE(accepts("{type: array}", "{}"));
}

TEST_CASE("references, combinations and choices are decided", "[compiled_schema]") {
  const std::string schema = R"(
definitions: {word: {enum: [a, 'yes', ~]}}
properties: {x: {$ref: "#/definitions/word"}}
additionalProperties: {type: array, items: {$ref: "#/definitions/word"}}
oneOf: [{required: [x]}, {required: [y]}]
)";
  CHECK(accepts(schema, "{x: a}"));
  CHECK(accepts(schema, "{x: }"));
  CHECK(accepts(schema, "{y: [a, a, 'yes']}"));
  CHECK_FALSE(accepts(schema, "{x: b}"));
  CHECK_FALSE(accepts(schema, "{x: a, y: []}"));
  CHECK_FALSE(accepts(schema, "{y: [b]}"));
  CHECK_FALSE(accepts(schema, "{}"));
}

TEST_CASE("rules decide about texts and keys", "[compiled_schema]") {
  CHECK(accepts("{x-rule: name}", "web"));
  CHECK_FALSE(accepts("{x-rule: name}", "a/b"));
  CHECK(accepts("{x-rule: name}", "[a/b]"));
  CHECK(accepts("{x-key-rule: ssh option}", "{Port: 1}"));
  CHECK_FALSE(accepts("{x-key-rule: ssh option}", "{Port: 1, a b: 2}"));
}

TEST_CASE("the paths to what is broken lead through keys and indexes", "[compiled_schema]") {
  const CompiledSchema schema(
      read("{properties: {a: {items: {required: [n], properties: {n: {type: array}}}}}, additionalProperties: false}"));
  CHECK(schema.find_broken(read("{a: [{n: []}]}")).empty());
  CHECK(schema.find_broken(read("{a: [{n: []}, {n: x}, {}], 'b]': 1}")) ==
        std::set<ValuePath>{{}, {"a"}, {"a", "1"}, {"a", "1", "n"}, {"a", "2"}});
}

}  // namespace vmp
