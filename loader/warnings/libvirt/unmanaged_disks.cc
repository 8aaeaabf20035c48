#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "loader/configuration/vm/suboptions.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

void check(const OptionWord& word, Diagnostics& warnings) {
  const bool is_leading = !word.value && word.is_first && word.name.value.find('/') != std::string::npos;
  const Text& value = word.value ? *word.value : word.name;
  if (is_leading || (word.value && word.name.value == "path")) {
    if (!value.value.starts_with('/') || value.value.starts_with("/dev/")) return;
    warnings.push_back(
        warn(Warning::kUnmanagedDisk, value.place, fmt::format("disk \"{}\" is no volume of a pool", value.value),
             "virt-install makes a pool of its directory, and starts it at every boot of the node. List the "
             "pool and the volume, and write vol=POOL/VOLUME."));
  } else if (word.value && word.name.value == "size") {
    warnings.push_back(warn(Warning::kUnmanagedDisk, value.place, "this disk would be made by virt-install",
                            "Nothing here would remove it. List it in \"volumes\" with a \"capacity\", and write "
                            "vol=POOL/VOLUME."));
  }
}

}  // namespace

// A warning for each disk that is none of a pool's volumes: a file's path, or a size alone.
Diagnostics find_unmanaged_disks(const ResolvedVm& vm) {
  Diagnostics warnings;
  for (const VirtInstallOption& option : vm.configuration.domain.virt_install) {
    if (option.name.value != "disk") continue;
    for (const OptionWord& word : list_words(option)) check(word, warnings);
  }
  return warnings;
}

}  // namespace vmp
