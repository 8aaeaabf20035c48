#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <string_view>

#include "loader/configuration/vm/kubevirt/named_items.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

constexpr std::size_t kMost = 2048;  // bytes

void check(const Value& source, Diagnostics& warnings) {
  for (const std::string_view key : {"userData", "userDataBase64", "networkData", "networkDataBase64"}) {
    const std::string_view text = text_of(source, key);
    if (text.size() <= kMost) continue;
    warnings.push_back(warn(Warning::kLongUserData, source.find(key)->place(),
                            fmt::format("\"{}\" has {} bytes, of which KubeVirt takes {}", key, text.size(), kMost),
                            "Write it under \"cloudInit\": vmp makes a Secret of that."));
  }
}

}  // namespace

// A warning for each of cloud-init's data in the spec of a VM itself that is too long there.
Diagnostics find_long_user_data(const ResolvedVm& resolved) {
  const std::optional<Kubevirt>& kubevirt = resolved.configuration.kubevirt;
  if (!kubevirt) return {};
  Diagnostics warnings;
  for (const Value& volume : kubevirt->items({"volumes"})) {
    for (const std::string_view kind : {"cloudInitNoCloud", "cloudInitConfigDrive"}) {
      if (const Value* source = volume.find(kind)) check(*source, warnings);
    }
  }
  return warnings;
}

}  // namespace vmp
