#include "loader/configuration/node/node_uri.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "loader/configuration/node/node_variables.h"
#include "loader/configuration/variables/computed_variables.h"
#include "loader/configuration/variables/control_characters.h"
#include "loader/configuration/variables/default_variables.h"
#include "loader/configuration/variables/variables.h"
#include "loader/validation/libvirt_words.h"

namespace vmp {

namespace {

void refuse_other_uri(const std::string& text, const Place& place, Diagnostics& mistakes) {
  const auto rule = find_uri_mistake(text);
  if (!rule) return;
  mistakes.push_back(
      {.place = place, .message = fmt::format("uri \"{}\" {}", text, rule->complaint), .help = rule->help});
}

}  // namespace

Text expand_node_text(const Registry& registry, const Value& node, std::string_view key, const Value& text,
                      Diagnostics& mistakes) {
  Value expanded = text;
  if (may_use_variables(text)) {
    Variables variables(mistakes, "the node");
    variables.add_layer(default_variables());
    add_node_variables(registry, node, variables);
    for (const std::string_view name : kComputedForVms.names) {
      variables.make_unavailable(name, "A node has one URI for all its VMs: it knows the variables of the node alone.");
    }
    variables.add("NODE_NAME", Value::scalar(node.find("name")->text()).as_raw());
    expanded = expand_variables(text, variables, mistakes);
  }
  refuse_control_characters(key, expanded, mistakes);
  return {expanded.text(), text.place()};
}

Text expand_node_uri(const Registry& registry, const Value& node, Diagnostics& mistakes) {
  const std::size_t known_mistakes = mistakes.size();
  const Value& uri = *node.find("libvirt")->find("connection")->find("uri");
  Text expanded = expand_node_text(registry, node, "uri", uri, mistakes);
  if (mistakes.size() == known_mistakes) refuse_other_uri(expanded.value, expanded.place, mistakes);
  return expanded;
}

}  // namespace vmp
