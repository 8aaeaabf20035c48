#include "loader/document/write_json.h"

#include "test/catch.h"

using namespace vmp;

namespace {

Value text(const std::string& text) {
  return Value::scalar(text);
}
Value plain(const std::string& text) {
  return Value::scalar(text, Style::kPlain);
}

}  // namespace

TEST_CASE("write_json indents lists and maps and keeps their order") {
  const Value document = Value::map({
      {plain("name"), text("web")},
      {plain("empty"), Value::map({{text("list"), Value::list({})}, {text("map"), Value::map({})}})},
      {plain("a"), Value::list({text("x"), Value::list({text("y")}), Value::map({{plain("yes"), text("z")}})})},
  });
  CHECK(write_json(document) ==
        "{\n"
        "  \"name\": \"web\",\n"
        "  \"empty\": {\n"
        "    \"list\": [],\n"
        "    \"map\": {}\n"
        "  },\n"
        "  \"a\": [\n"
        "    \"x\",\n"
        "    [\n"
        "      \"y\"\n"
        "    ],\n"
        "    {\n"
        "      \"yes\": \"z\"\n"
        "    }\n"
        "  ]\n"
        "}\n");
}

TEST_CASE("write_json gives plain nulls, flags and numbers their type") {
  const auto written = [](const std::string& text) {
    const std::string json = write_json(plain(text));
    return json.substr(0, json.size() - 1);
  };
  for (const char* null : {"", "~", "null", "Null", "NULL"}) CHECK(written(null) == "null");
  for (const char* flag : {"true", "Yes", "ON"}) CHECK(written(flag) == "true");
  for (const char* flag : {"False", "no", "OFF"}) CHECK(written(flag) == "false");
  for (const char* number : {"0", "-0", "12", "-1.50", "1.10", "0.1e-2", "2.0E+07", "123456789012345678901234567890"}) {
    CHECK(written(number) == number);
  }
  for (const char* other :
       {"0644", "+1", ".5",         "1.",    "0x10", "1_000", "12:30", "1e",   "-",     "--1",   "1 2", "nan",
        ".inf", "y",  "2024-01-01", "1.5.2", "01.5", "1e3",   "1E5",   "1e-3", "1.5e3", "1.5e+", "-e+1"}) {
    CHECK(written(other) == "\"" + std::string(other) + "\"");
  }
}

TEST_CASE("write_json keeps quoted text as text") {
  CHECK(
      write_json(Value::list({text("1"), text("true"), text("null"), text(""), Value::scalar("2\n", Style::kBlock)})) ==
      "[\n  \"1\",\n  \"true\",\n  \"null\",\n  \"\",\n  \"2\\n\"\n]\n");
}

TEST_CASE("binary data is its base64, for JSON knows no other way") {
  CHECK(write_json(Value::map({{text("a"), text("1234").as_binary()}})) == "{\n  \"a\": \"1234\"\n}\n");
}
