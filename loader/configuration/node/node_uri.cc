#include "loader/configuration/node/node_uri.h"

#include "loader/configuration/variables/computed_variables.h"
#include "loader/configuration/variables/control_characters.h"
#include "loader/configuration/variables/default_variables.h"
#include "loader/configuration/variables/variables.h"

namespace vmp {

Text expand_node_uri(const Value& node, Diagnostics& mistakes) {
  const Value& uri = *node.find("libvirt")->find("connection")->find("uri");
  Value expanded = uri;
  if (may_use_variables(uri)) {
    Variables variables(mistakes);
    variables.add_layer(default_variables());
    if (const Value* own = node.find("vars"); own != nullptr && own->is_map()) variables.add_layer(*own);
    for (const std::string_view name : kComputedForVms.names) {
      variables.make_unavailable(name, "A node has one URI for all its VMs: it knows the variables of the node alone.");
    }
    variables.add("NODE_NAME", Value::scalar(node.find("name")->text()).as_raw());
    expanded = expand_variables(uri, variables, mistakes);
  }
  refuse_control_characters("uri", expanded, mistakes);
  return {expanded.text(), uri.place()};
}

}  // namespace vmp
