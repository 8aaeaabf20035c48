// Writes every sample as YAML and as the JSON that it must read back as, one JSON object a line:
// {"yaml": "...", "json": "...", "check": "text"}. read_yaml_samples.py reads them. With files as arguments, the
// samples are their documents.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/read_yaml.h"
#include "loader/document/write_json.h"
#include "loader/document/write_yaml.h"
#include "test/loader/document/yaml_samples.h"

namespace {

using namespace vmp;

// The scalar as a key, a value and an item, alone and nested.
Value everywhere(const Value& scalar) {
  const Value one = Value::scalar("one");
  return Value::map({
      {Value::scalar("value"), scalar},
      {Value::scalar("list"), Value::list({scalar, Value::list({scalar, one}), Value::map({{scalar, scalar}})})},
      {Value::scalar("keys"), Value::map({{scalar, Value::map({{scalar, Value::list({one, scalar})}})}})},
      {Value::scalar("last"), scalar},
  });
}

Value nested(Value value, int depth) {
  for (int level = 0; level < depth; ++level) {
    value = level % 2 == 0 ? Value::map({{Value::scalar("level"), value}}) : Value::list({value, Value::list({})});
  }
  return value;
}

void print(const Value& written, const Value& expected, const char* check) {
  std::printf("{\"yaml\": %s, \"json\": %s, \"check\": \"%s\"}\n", json_string(write_yaml(written)).c_str(),
              json_string(write_json(expected)).c_str(), check);
}

// Every scalar as a text that tells what it was: "plain 0644", "text 0644", "binary QUJD".
Value name_kinds(const Value& value) {
  if (value.is_binary()) return Value::scalar("binary " + value.text());
  if (value.is_scalar()) return Value::scalar((value.style() == Style::kPlain ? "plain " : "text ") + value.text());
  List items;
  for (const Value& item : value.items()) items.push_back(name_kinds(item));
  if (value.is_list()) return Value::list(std::move(items));
  Map entries;
  for (const auto& [key, below] : value.entries()) entries.push_back({name_kinds(key), name_kinds(below)});
  return Value::map(std::move(entries));
}

// Nothing of a source that is refused.
void print_documents(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  try {
    const auto source = std::make_shared<const SourceFile>(SourceFile{.name = path, .text = std::move(text)});
    for (const Value& document : read_yaml(source)) print(document, name_kinds(document), "kinds");
  } catch (const Error&) {
  }
}

void print_samples() {
  for (const std::string& text : test::hostile_texts()) {
    const Value scalar = Value::scalar(text);
    print(everywhere(scalar), everywhere(scalar), "text");
    print(scalar, scalar, "text");
  }
  for (const std::string& text : test::plain_scalars()) {
    const Value list = Value::list({Value::scalar(text, Style::kPlain)});
    print(list, Value::list({Value::scalar(text)}), "plain");
  }
  for (const char* base64 : {"", "QUJD", "1234", "AA==", "QUJD\nREVG\n"}) {
    const Value binary = Value::scalar(base64).as_binary();
    const Value map =
        Value::map({{Value::scalar("value"), binary}, {Value::scalar("list"), Value::list({binary, binary})}});
    print(map, name_kinds(map), "kinds");
  }
  const Value deep = nested(Value::scalar("two\nlines\n"), 90);
  print(deep, deep, "text");
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 1) print_samples();
  for (int index = 1; index < count; ++index) print_documents(arguments[index]);
}
