#include "loader/configuration/explained_entry.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include "loader/configuration/image/images.h"
#include "loader/registry/kind.h"

namespace vmp {

namespace {

template <typename Resolved>
Explained explain_resolved(const Registry& registry, Resolved&& resolved, Diagnostics& warnings,
                           Explained (*explain)(const Registry&, const Resolved&)) {
  const auto kept = std::make_shared<const Resolved>(std::move(resolved));
  append(warnings, kept->warnings);
  Explained explained = explain(registry, *kept);
  explained.resolved = kept;
  return explained;
}

Explained explain_vm_of(const Registry& registry, std::string_view name, Diagnostics& warnings) {
  return explain_resolved(registry, resolve_vm(registry, name), warnings, explain_vm);
}

Explained explain_network_of(const Registry& registry, std::string_view name, Diagnostics& warnings) {
  return explain_resolved(registry, resolve_network(registry, name), warnings, explain_network);
}

Explained explain_image_of(const Registry& registry, std::string_view name, Diagnostics& warnings) {
  return explain_resolved(registry, resolve_image(registry, get_built_name(registry, name)), warnings, explain_image);
}

Explained explain_node_of(const Registry& registry, std::string_view name, Diagnostics& warnings) {
  return explain_resolved(registry, resolve_node(registry, name), warnings, explain_node);
}

struct ExplainerOfKind {
  std::string_view kind;
  Explained (*explain)(const Registry& registry, std::string_view name, Diagnostics& warnings);
};

constexpr std::array<ExplainerOfKind, 4> kExplainers = {{
    {kVmKind.word, explain_vm_of},
    {kNetworkKind.word, explain_network_of},
    {kNodeKind.word, explain_node_of},
    {kImageKind.word, explain_image_of},
}};

}  // namespace

Explained explain_entry(const Registry& registry, const EntryName& name, Diagnostics& warnings) {
  return std::ranges::find(kExplainers, name.kind->word, &ExplainerOfKind::kind)
      ->explain(registry, name.name, warnings);
}

}  // namespace vmp
