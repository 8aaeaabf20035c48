#include "generator/generated_path.h"

namespace vmp {

bool is_generated_path(std::string_view path) {
  if (path.find('\0') != std::string_view::npos) return false;
  while (true) {
    const std::size_t slash = path.find('/');
    const std::string_view component = path.substr(0, slash);
    if (component.empty() || component == "." || component == "..") return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

SplitPath split_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {"", std::string(path)};
  return {std::string(path.substr(0, slash)), std::string(path.substr(slash + 1))};
}

std::string path_in(std::string_view provisioner, std::string_view file) {
  if (provisioner == kBaseDirectory) return std::string(file);
  return std::string(provisioner) + "/" + std::string(file);
}

std::optional<std::string_view> path_inside(std::string_view provisioner, std::string_view path) {
  if (provisioner == kBaseDirectory) return path;
  if (!path.starts_with(provisioner) || !path.substr(provisioner.size()).starts_with('/')) return std::nullopt;
  return path.substr(provisioner.size() + 1);
}

std::string path_below(std::string_view base, std::string_view path) {
  if (base == ".") return std::string(path);
  return std::string(base) + (base.ends_with('/') ? "" : "/") + std::string(path);
}

std::string temporary_name(std::string_view name) {
  return ".vmp-new." + std::string(name);
}

}  // namespace vmp
