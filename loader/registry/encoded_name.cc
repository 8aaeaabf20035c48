#include "loader/registry/encoded_name.h"

#include <fmt/format.h>

#include <charconv>

namespace vmp {

namespace {

constexpr std::size_t kDigits = 2;

// ASCII's only: no locale has a say.
bool stays(char byte) {
  const bool is_letter = ('a' <= byte && byte <= 'z') || ('A' <= byte && byte <= 'Z');
  return is_letter || ('0' <= byte && byte <= '9') || std::string_view("._+@-").find(byte) != std::string_view::npos;
}

}  // namespace

std::string encode_name(std::string_view name) {
  std::string encoded;
  for (const char byte : name) {
    if (stays(byte)) {
      encoded += byte;
    } else {
      encoded += fmt::format(",{:02X}", static_cast<unsigned char>(byte));
    }
  }
  return encoded;
}

std::optional<std::string> decode_name(std::string_view encoded) {
  std::string name;
  while (!encoded.empty()) {
    if (encoded.front() != ',') {
      name += encoded.front();
      encoded.remove_prefix(1);
      continue;
    }
    unsigned byte = 0;
    const std::string_view digits = encoded.substr(1, kDigits);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (error != std::errc() || digits.size() != kDigits || end != digits.data() + kDigits) return std::nullopt;
    name += static_cast<char>(byte);
    encoded.remove_prefix(1 + kDigits);
  }
  return name;
}

}  // namespace vmp
