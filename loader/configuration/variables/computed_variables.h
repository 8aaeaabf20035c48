#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// The variables that vmp gives the entries of a kind; nobody's values win over them (REGISTRY.md, section 5).
struct ComputedVariables {
  std::string_view own_name;                // the entry's own, which is known first
  std::span<const std::string_view> names;  // all of them
  std::string_view why_late;                // why references to other entries cannot use them

  bool contains(std::string_view name) const;
};

inline constexpr std::array<std::string_view, 7> kNamesComputedForVms = {
    "IMAGE_FORMAT", "IMAGE_NAME", "IMAGE_TAG", "IMAGE_URL", "IMAGE_VOLUME_NAME", "NODE_NAME", "VM_NAME"};
inline constexpr ComputedVariables kComputedForVms = {
    "VM_NAME", kNamesComputedForVms, "It is computed from the node and the image, which are looked up first."};

inline constexpr std::array<std::string_view, 2> kNamesComputedForNetworks = {"NETWORK_NAME", "NODE_NAME"};
inline constexpr ComputedVariables kComputedForNetworks = {"NETWORK_NAME", kNamesComputedForNetworks,
                                                           "It is computed from the node, which is looked up first."};

inline constexpr std::array<std::string_view, 1> kNamesComputedForNodes = {"NODE_NAME"};
inline constexpr ComputedVariables kComputedForNodes = {"NODE_NAME", kNamesComputedForNodes, ""};

inline constexpr std::array<std::string_view, 2> kNamesComputedForImages = {"IMAGE_NAME", "IMAGE_TAG"};
inline constexpr ComputedVariables kComputedForImages = {"IMAGE_NAME", kNamesComputedForImages, ""};

// Whether entries of any kind have it computed.
bool is_computed_variable(std::string_view name);

// A warning for each of them that an entry gives in its `vars`: one of that kind, or a node, image, tag or template for
// entries of that kind.
Diagnostics find_computed_variables(const Value& entry, const ComputedVariables& computed = kComputedForVms);
Diagnostics find_computed_variables(const Value& entry, std::span<const std::string> names);

}  // namespace vmp
