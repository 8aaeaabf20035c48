#include "generator/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "generator/generated_path.h"

namespace vmp {

namespace {

constexpr std::string_view kMark = "# vmp-files:";
constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+@/-";

std::string encode(std::string_view path) {
  std::string result;
  for (const char byte : path) {
    if (kPlain.find(byte) != std::string_view::npos) {
      result += byte;
    } else {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
    }
  }
  return result;
}

std::optional<std::string> decode(std::string_view text) {
  std::string path;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      path += text[at];
      continue;
    }
    const std::string_view digits = text.substr(at + 1, 2);
    unsigned char byte = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (digits.size() != 2 || error != std::errc() || end != digits.data() + 2) return std::nullopt;
    path += static_cast<char>(byte);
    at += 2;
  }
  return path;
}

// What follows the mark on the first line that begins with it; empty without one.
std::string_view find_manifest(std::string_view makefile) {
  while (!makefile.empty()) {
    const std::string_view line = makefile.substr(0, makefile.find('\n'));
    if (line.starts_with(kMark)) return line.substr(kMark.size());
    makefile.remove_prefix(std::min(line.size() + 1, makefile.size()));
  }
  return {};
}

}  // namespace

std::string write_manifest(const std::vector<std::string>& paths) {
  std::string line(kMark);
  for (const std::string& path : paths) line += " " + encode(path);
  return line + "\n";
}

std::vector<std::string> read_manifest(std::string_view makefile) {
  constexpr std::string_view kBlanks = " \t\r";
  std::vector<std::string> paths;
  std::string_view rest = find_manifest(makefile);
  for (std::size_t start = 0; (start = rest.find_first_not_of(kBlanks)) != std::string_view::npos;) {
    rest.remove_prefix(start);
    const std::string_view word = rest.substr(0, rest.find_first_of(kBlanks));
    rest.remove_prefix(word.size());
    const std::optional<std::string> path = decode(word);
    if (path && is_generated_path(*path)) paths.push_back(*path);
  }
  return paths;
}

}  // namespace vmp
