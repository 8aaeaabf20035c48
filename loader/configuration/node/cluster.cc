#include "loader/configuration/node/cluster.h"

#include <fmt/format.h>

#include "loader/configuration/node/cluster_names.h"
#include "loader/configuration/node/node_uri.h"

namespace vmp {

Node reach_cluster(const Registry& registry, const Value& node, Diagnostics& mistakes) {
  const Value& kubernetes = *node.find("kubernetes");
  Cluster cluster = {expand_node_text(registry, node, "context", *kubernetes.find("context"), mistakes),
                     expand_node_text(registry, node, "namespace", *kubernetes.find("namespace"), mistakes)};
  const std::string mistake = find_label_mistake(cluster.name_space.value);
  if (!mistake.empty()) {
    mistakes.push_back(
        {.place = cluster.name_space.place,
         .message = fmt::format("namespace \"{}\" cannot be one: its name {}", cluster.name_space.value, mistake),
         .help = std::string(kLabelHelp)});
  }
  const Text uri = {cluster_uri(cluster), cluster.context.place};
  return {{node.find("name")->text(), node.find("name")->place()}, uri, cluster};
}

std::string cluster_uri(const Cluster& cluster) {
  return fmt::format("kubernetes://{}/{}", cluster.context.value, cluster.name_space.value);
}

}  // namespace vmp
