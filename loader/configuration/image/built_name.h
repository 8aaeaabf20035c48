#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vmp {

// An image and a tag, as the directory of a build is called below "images/": in a path, bytes other than letters,
// digits and . _ + @ - are "," and two hexadecimal digits.
struct BuiltName {
  std::string name;
  std::string tag;

  std::string path() const;  // "web/12"
  std::string reference() const { return name + ":" + tag; }

  auto operator<=>(const BuiltName&) const = default;
};

// What the path of a directory means; nothing for what is no such path.
std::optional<BuiltName> read_built_name(std::string_view path);

}  // namespace vmp
