#include "provisioners/libvirt/vm_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "generator/make_text.h"
#include "loader/configuration/local_path.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/letter_case.h"
#include "provisioners/libvirt/cloud_init_files.h"

namespace vmp::libvirt {

namespace {

// Whether one path is the other one or leads to it.
bool is_in_the_way(std::string_view one, std::string_view other) {
  if (one.size() > other.size()) std::swap(one, other);
  return other.starts_with(one) && (other.size() == one.size() || other[one.size()] == '/');
}

// The same as the scripts let curl take.
void refuse_other_url(const Text& url) {
  constexpr std::array<std::string_view, 3> kSchemes = {"https", "http", "file"};
  const std::size_t end = url.value.find("://");
  const std::string scheme = to_lower(url.value.substr(0, end == std::string::npos ? 0 : end));
  if (std::ranges::find(kSchemes, scheme) != kSchemes.end() && end + 3 < url.value.size()) return;
  throw Error({.place = url.place,
               .message = fmt::format("url \"{}\" cannot be downloaded", url.value),
               .help = "It begins with https://, http:// or, for a file of this machine, file:///."});
}

}  // namespace

GeneratedFiles write_data_files(const VmConfiguration& configuration) {
  GeneratedFiles files;
  if (const auto& password = configuration.ssh.password) {
    refuse_control_characters(*password);
    files["sshpass"] = {.text = password->value, .access = Access::kPrivate};
  }
  if (configuration.cloud_init) {
    const bool has_secrets = !configuration.secrets.empty();
    for (CloudInitFile& file : write_cloud_init_files(*configuration.cloud_init, configuration.name, has_secrets)) {
      // User data and its like hold passwords more often than not.
      const Access access = file.name == "meta-data" ? Access::kPublic : Access::kPrivate;
      files[configuration.cloud_init->seed_path.value + ".d/" + file.name] = {.text = std::move(file.text),
                                                                              .access = access};
    }
  }
  return files;
}

void refuse_to_overwrite(const GeneratedFiles& files, const VmConfiguration& configuration) {
  const std::string& vm = configuration.name.value;
  std::vector<std::string> taken;
  for (const auto& [path, file] : files) taken.push_back(path);
  Diagnostics mistakes;
  const auto take = [&](std::string_view what, const Text& path, std::string_view help) {
    const std::string seen = seen_from_base(vm, path.value);
    for (const std::string& other : taken) {
      if (!is_in_the_way(seen, other)) continue;
      mistakes.push_back({.place = path.place,
                          .message = fmt::format("{} \"{}\" is in the way of the VM's file \"{}\"", what, path.value,
                                                 other.substr(vm.size() + 1)),
                          .help = std::string(help)});
      return;
    }
    taken.push_back(seen);
  };
  if (configuration.cloud_init) take("seed", configuration.cloud_init->seed_path, "Choose another path for the seed.");
  if (configuration.has_image())
    take("image", configuration.image.path, "Its path is DEFAULT_IMAGE_DIR and \"volumeName\": choose another.");
  throw_if_errors(mistakes);
}

void refuse_other_urls(const Image& image) {
  if (image.built_by) return;
  refuse_other_url(image.url);
  if (image.checksum && image.checksum->url) refuse_other_url(*image.checksum->url);
}

}  // namespace vmp::libvirt
