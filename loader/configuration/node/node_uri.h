#pragma once

#include <string_view>

#include "loader/configuration/text.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/registry.h"

namespace vmp {

// A text behind a key of a node of the registry, expanded with the node's own variables. Adds the mistakes of
// expand_variables, and one for a control character.
Text expand_node_text(const Registry& registry, const Value& node, std::string_view key, const Value& text,
                      Diagnostics& mistakes);

// The URI of a node of the registry, an entry that is valid as Shape::kReachableNode, expanded with the node's own
// variables: it has one URI for all that is on it. Adds the mistakes of expand_variables, and one for a control
// character.
Text expand_node_uri(const Registry& registry, const Value& node, Diagnostics& mistakes);

}  // namespace vmp
