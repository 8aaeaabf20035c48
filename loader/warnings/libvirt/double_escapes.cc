#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "loader/configuration/vm/suboptions.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// The options whose suboptions become attributes.
constexpr std::array<std::string_view, 11> kDevices = {"channel",   "console", "disk",     "filesystem",
                                                       "graphics",  "network", "parallel", "serial",
                                                       "smartcard", "tpm",     "video"};

// Less these, which become texts of elements: virt-install escapes those once.
constexpr std::array<std::string_view, 2> kElements = {"serial", "wwn"};

void check(const Text& text, std::string_view consequence, Diagnostics& warnings) {
  const std::size_t at = text.value.find_first_of("&<>\"'");
  if (at == std::string::npos) return;
  warnings.push_back(warn(Warning::kDoubleEscape, text.place,
                          fmt::format("virt-install up to 5.0 escapes this {} twice", text.value[at]),
                          fmt::format("{}; so it does with each of & < > \" '.", consequence)));
}

}  // namespace

// A warning for each text with one of & < > " ' that virt-install up to 5.0 writes into an attribute of the domain's
// XML: it escapes these twice, so that libvirt sees "a&amp;b" for "a&b" (virt-manager's issue 838). These are
// suboptions of devices, and paths of pools, of which it makes the files of disks.
Diagnostics find_double_escapes(const ResolvedVm& resolved) {
  const VmConfiguration& vm = resolved.configuration;
  Diagnostics warnings;
  for (const VirtInstallOption& option : vm.domain.virt_install) {
    if (std::ranges::find(kDevices, option.name.value) == kDevices.end()) continue;
    for (const auto& [name, value] : list_suboptions(option)) {
      if (std::ranges::find(kElements, name.value) != kElements.end()) continue;
      check(value, "The domain would get another text", warnings);
    }
  }
  for (const Pool& pool : vm.pools) check(pool.path, "No domain would find its disks there", warnings);
  return warnings;
}

}  // namespace vmp
