#include "generator/quoting.h"

#include <algorithm>

#include "loader/registry/encoded_name.h"

namespace vmp {

namespace {

// ASCII's only: no locale has a say.
bool is_letter_or_digit(char byte) {
  return ('a' <= byte && byte <= 'z') || ('A' <= byte && byte <= 'Z') || ('0' <= byte && byte <= '9');
}

bool is_one_of(char byte, std::string_view others) {
  return is_letter_or_digit(byte) || others.find(byte) != std::string_view::npos;
}

}  // namespace

std::string quote_for_shell(std::string_view text) {
  // Words that mean themselves to every shell stay readable. "=" is not among them (A=b is an assignment where a
  // command could stand), nor is "," (a separator in what is quoted twice).
  const auto is_plain = [](char byte) { return is_one_of(byte, "._/:@+-"); };
  if (!text.empty() && std::ranges::all_of(text, is_plain)) return std::string(text);
  std::string word = "'";
  word.reserve(text.size() + 2);
  for (const char byte : text) {
    if (byte == '\'') {
      word += R"('\'')";
    } else {
      word += byte;
    }
  }
  return word + "'";
}

std::string escape_for_make(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char byte : text) {
    if (byte == '$') escaped += '$';
    escaped += byte;
  }
  return escaped;
}

std::string encode_target_name(std::string_view name) {
  return encode_name(name);
}

}  // namespace vmp
