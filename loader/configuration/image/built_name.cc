#include "loader/configuration/image/built_name.h"

#include <fmt/format.h>

#include "loader/registry/encoded_name.h"

namespace vmp {

namespace {

std::string encode(std::string_view name) {
  std::string encoded = encode_name(name);
  // Directories that are there.
  if (encoded == ".") return ",2E";
  return encoded == ".." ? ",2E,2E" : encoded;
}

}  // namespace

std::string BuiltName::path() const {
  return fmt::format("{}/{}", encode(name), encode(tag));
}

std::optional<BuiltName> read_built_name(std::string_view path) {
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::optional<std::string> name = decode_name(path.substr(0, slash));
  const std::optional<std::string> tag = decode_name(path.substr(slash + 1));
  if (!name || !tag || name->empty() || tag->empty()) return std::nullopt;
  return BuiltName{*name, *tag};
}

}  // namespace vmp
