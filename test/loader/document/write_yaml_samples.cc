// Writes every sample as YAML and as the JSON that it must read back as, one JSON object a line:
// {"yaml": "...", "json": "...", "is_plain": false}. read_yaml_samples.py reads them.
#include <cstdio>
#include <string>

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

void print(const Value& written, const Value& expected, bool is_plain) {
  std::printf("{\"yaml\": %s, \"json\": %s, \"is_plain\": %s}\n", json_string(write_yaml(written)).c_str(),
              json_string(write_json(expected)).c_str(), is_plain ? "true" : "false");
}

}  // namespace

int main() {
  for (const std::string& text : test::hostile_texts()) {
    const Value scalar = Value::scalar(text);
    print(everywhere(scalar), everywhere(scalar), false);
    print(scalar, scalar, false);
  }
  for (const std::string& text : test::plain_scalars()) {
    const Value list = Value::list({Value::scalar(text, Style::kPlain)});
    print(list, Value::list({Value::scalar(text)}), true);
  }
  const Value deep = nested(Value::scalar("two\nlines\n"), 90);
  print(deep, deep, false);
}
