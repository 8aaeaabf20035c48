#include "test/loader/flow_yaml.h"

#include "loader/diagnostics/json_string.h"

namespace vmp::test {

std::string write_flow_yaml(const Value& value) {
  std::string text;
  if (value.is_list()) {
    for (const Value& item : value.items()) text += (text.empty() ? "" : ", ") + write_flow_yaml(item);
    return "[" + text + "]";
  }
  if (value.is_map()) {
    for (const auto& [key, each] : value.entries()) {
      text += (text.empty() ? "" : ", ") + json_string(key.text()) + ": " + write_flow_yaml(each);
    }
    return "{" + text + "}";
  }
  text = value.is_null() ? "null" : value.style() == Style::kPlain ? value.text() : json_string(value.text());
  if (value.is_binary()) text = "!!binary " + text;
  return value.is_raw() ? "!raw " + text : text;
}

}  // namespace vmp::test
