#include "loader/configuration/local_path.h"

#include <fmt/format.h>

#include <algorithm>

namespace vmp {

std::string tidy_path(std::string_view path) {
  std::string tidy(path.starts_with('/') ? "/" : "");
  for (std::string_view rest = path; !rest.empty();) {
    const std::string_view component = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(component.size() + 1, rest.size()));
    if (component.empty() || component == ".") continue;
    if (!tidy.empty() && tidy.back() != '/') tidy += '/';
    tidy += component;
  }
  return tidy.empty() ? std::string(path) : tidy;
}

std::string seen_from_base(std::string_view vm, std::string_view path) {
  constexpr std::string_view kUp = "../";
  if (path.starts_with('/')) return std::string(path);
  if (path.starts_with(kUp)) return std::string(path.substr(kUp.size()));
  return fmt::format("{}/{}", vm, path);
}

}  // namespace vmp
