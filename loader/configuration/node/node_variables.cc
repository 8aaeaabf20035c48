#include "loader/configuration/node/node_variables.h"

#include "loader/configuration/merged_entry.h"
#include "loader/document/merge.h"
#include "loader/registry/inheritance.h"
#include "loader/registry/kind.h"

namespace vmp {

// The registry keeps nodes merged; few have templates.
Value as_written(const Registry& registry, const Value& node) {
  if (template_references(node).empty()) return node;
  Value written;
  for (const Value& document : registry.documents()) {
    const Value* nodes = document.find("nodes");
    if (nodes == nullptr) continue;
    for (const Value& entry : nodes->items()) {
      if (entry.find("name")->text() != node.find("name")->text()) continue;
      written = written.is_null() ? entry : merge_strategically(written, entry);
    }
  }
  return forget_replacements(written);
}

void add_node_variables(const Registry& registry, const Value& node, Variables& variables) {
  const Value written = as_written(registry, node);
  const Inheritance inheritance = registry.inheritance().inherited_by(written, kNodeKind);
  for (const Value& layer : find_variable_layers(inheritance, written)) variables.add_layer(layer);
}

}  // namespace vmp
