#include "loader/document/value.h"

#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using vmp::test::parse;

namespace {

Value plain(const std::string& text) {
  return Value::scalar(text, Style::kPlain);
}

Value small_map() {
  return Value::map({{plain("a"), plain("1")}, {plain("b"), plain("2")}});
}

}  // namespace

TEST_CASE("a value without more is null") {
  CHECK(Value().is_null());
  CHECK(Value().is_scalar());
  CHECK(describe_kind(Value()) == "null");
}

TEST_CASE("plain nothing, ~ and null are null, quoted they are text") {
  for (const char* text : {"", "~", "null", "Null", "NULL"}) {
    CAPTURE(text);
    CHECK(plain(text).is_null());
    CHECK_FALSE(Value::scalar(text, Style::kQuoted).is_null());
    CHECK_FALSE(Value::scalar(text, Style::kBlock).is_null());
  }
  for (const char* text : {"nULL", "none", "nil", "0", " "}) CHECK_FALSE(plain(text).is_null());
}

TEST_CASE("B3: the flags are YAML 1.1's, as PyYAML takes them") {
  for (const char* text : {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"}) {
    CAPTURE(text);
    CHECK(plain(text).is_flag());
    CHECK(plain(text).flag());
    CHECK_FALSE(Value::scalar(text).is_flag());
  }
  for (const char* text : {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"}) {
    CAPTURE(text);
    CHECK(plain(text).is_flag());
    CHECK_FALSE(plain(text).flag());
  }
  for (const char* text : {"y", "n", "tRUE", "1", "0", "none", ""}) CHECK_FALSE(plain(text).is_flag());
}

TEST_CASE("a map finds its keys and values") {
  const Value map = small_map();
  CHECK(map.find("b")->text() == "2");
  CHECK(map.find_key("b")->text() == "b");
  CHECK(map.find("c") == nullptr);
  CHECK(map.find_key("c") == nullptr);
  CHECK(plain("a").find("a") == nullptr);
}

TEST_CASE("values of another kind are empty") {
  CHECK(plain("x").items().empty());
  CHECK(plain("x").entries().empty());
  CHECK(small_map().text().empty());
}

TEST_CASE("an entry is replaced where it stands, or appended") {
  const Value replaced = small_map().with_entry("a", plain("3"));
  CHECK(replaced.entries()[0].value.text() == "3");
  CHECK(replaced.entries().size() == 2);
  const Value appended = small_map().with_entry("c", plain("3"));
  CHECK(appended.entries()[2].key.text() == "c");
}

TEST_CASE("a copy is not changed by changes of its original") {
  const Value original = small_map();
  const Value changed = original.with_entry("a", plain("3"));
  CHECK(original.find("a")->text() == "1");
}

TEST_CASE("raw reaches everything below, keys excepted") {
  const Value raw = Value::map({{plain("a"), Value::list({plain("x")})}}).as_raw();
  CHECK(raw.is_raw());
  CHECK(raw.find("a")->items()[0].is_raw());
  CHECK_FALSE(raw.find_key("a")->is_raw());
}

TEST_CASE("kinds have words for messages") {
  CHECK(describe_kind(Value::list({})) == "a list");
  CHECK(describe_kind(Value::map({})) == "a map");
  CHECK(describe_kind(plain("x")) == "text");
  CHECK(describe_kind(plain("~")) == "null");
}

TEST_CASE("a value is found behind several keys") {
  const Value value = parse("{a: {b: {c: 1}}}");
  CHECK(value.find_path({"a", "b", "c"})->text() == "1");
  CHECK(value.find_path({}) == &value);
  CHECK(value.find_path({"a", "x", "c"}) == nullptr);
  CHECK(value.find_path({"a", "b", "c", "d"}) == nullptr);
}

TEST_CASE("binary data is a text of its own kind") {
  const Value binary = Value::scalar("QUJD").as_binary();
  CHECK(binary.is_binary());
  CHECK(binary.text() == "QUJD");
  CHECK(describe_kind(binary) == "binary data");
  CHECK_FALSE(Value::scalar("QUJD").is_binary());
}
