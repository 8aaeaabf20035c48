#include "loader/configuration/image/built_name.h"

#include <fmt/format.h>

#include <charconv>

namespace vmp {

namespace {

bool stays(char byte) {
  const bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
  return is_letter || (byte >= '0' && byte <= '9') || std::string_view("._+@-").find(byte) != std::string_view::npos;
}

std::string encode(std::string_view text) {
  const bool is_dots = text == "." || text == "..";  // directories that are there
  std::string encoded;
  for (const char byte : text) {
    if (stays(byte) && !is_dots) {
      encoded += byte;
    } else {
      encoded += fmt::format(",{:02X}", static_cast<unsigned char>(byte));
    }
  }
  return encoded;
}

std::optional<std::string> decode(std::string_view text) {
  constexpr std::size_t kDigits = 2;
  std::string decoded;
  while (!text.empty()) {
    if (text.front() != ',') {
      decoded += text.front();
      text.remove_prefix(1);
      continue;
    }
    unsigned byte = 0;
    const std::string_view digits = text.substr(1, kDigits);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (error != std::errc() || digits.size() != kDigits || end != digits.data() + kDigits) return std::nullopt;
    decoded += static_cast<char>(byte);
    text.remove_prefix(1 + kDigits);
  }
  return decoded;
}

}  // namespace

std::string BuiltName::path() const {
  return fmt::format("{}/{}", encode(name), encode(tag));
}

std::optional<BuiltName> read_built_name(std::string_view path) {
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::optional<std::string> name = decode(path.substr(0, slash));
  const std::optional<std::string> tag = decode(path.substr(slash + 1));
  if (!name || !tag || name->empty() || tag->empty()) return std::nullopt;
  return BuiltName{*name, *tag};
}

}  // namespace vmp
