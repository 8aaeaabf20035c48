#include "provisioners/v1beta1/vm/gitignore.h"

#include <string_view>

#include "generator/ownership.h"

namespace vmp::v1beta1 {

namespace {

// A path of the directory as a pattern that matches nothing else.
std::string write_pattern(std::string_view path) {
  constexpr std::string_view kSpecial = "\\*?[ ";
  std::string pattern = "/";
  for (const char byte : path) {
    if (kSpecial.find(byte) != std::string_view::npos) pattern += '\\';
    pattern += byte;
  }
  return pattern;
}

// A file that is made anew, written beside it, and uploaded with a marker beside it.
std::string ignore_made(std::string_view path) {
  const std::string pattern = write_pattern(path);
  return pattern + "\n" + pattern + ".*\n";
}

}  // namespace

std::string write_gitignore(const VmConfiguration& configuration) {
  std::string text = std::string(kMarkOfSharedFile) +
                     " (provisioner v1beta1): what make writes here. Without this line, the file is yours.\n";
  if (configuration.cloud_init) {
    const std::string& seed = configuration.cloud_init->seed_path.value;
    text += ignore_made(seed) + "!" + write_pattern(seed) + ".d/\n";  // these are its files
  }
  const std::string& image = configuration.image.path.value;
  const bool is_here = !image.starts_with("/") && !image.starts_with("../");
  if (configuration.has_image() && is_here) text += ignore_made(image);
  return text + "/known_hosts\n/logs/\n/backups/\n/restoring\n";
}

}  // namespace vmp::v1beta1
