#include "loader/validation/schema_tokens.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace vmp {

namespace {

class TokenReader {
 public:
  explicit TokenReader(std::string_view tokens) : rest_(tokens) {}

  Value read_value() {
    const std::string_view token = take();
    if (token == "{") return read_map();
    if (token == "[") return read_list();
    if (token.starts_with('"')) return Value::scalar(std::string(token.substr(1)));
    if (token.starts_with('=')) return Value::scalar(std::string(token.substr(1)), Style::kPlain);
    throw std::logic_error("no token of a schema: " + std::string(token));
  }

 private:
  Value read_map() {
    Map entries;
    while (!skip("}")) {
      Value key = read_value();
      entries.push_back({std::move(key), read_value()});
    }
    return Value::map(std::move(entries));
  }

  Value read_list() {
    List items;
    while (!skip("]")) items.push_back(read_value());
    return Value::list(std::move(items));
  }

  // Up to the end of the line, which is where the text ends, too.
  std::string_view peek() const { return rest_.substr(0, rest_.find('\n')); }

  std::string_view take() {
    const std::string_view token = peek();
    rest_.remove_prefix(std::min(token.size() + 1, rest_.size()));
    return token;
  }

  bool skip(std::string_view token) {
    if (peek() != token) return false;
    take();
    return true;
  }

  std::string_view rest_;
};

}  // namespace

Value read_schema_tokens(std::string_view tokens) {
  return TokenReader(tokens).read_value();
}

}  // namespace vmp
