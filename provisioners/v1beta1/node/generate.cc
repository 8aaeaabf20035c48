#include "provisioners/v1beta1/node/generate.h"

#include <string>
#include <vector>

#include "provisioners/v1beta1/node/embedded_texts.h"
#include "provisioners/v1beta1/node/inventory.h"
#include "provisioners/v1beta1/node/makefile.h"
#include "provisioners/v1beta1/node/pool_xml.h"
#include "provisioners/v1beta1/shell/shared_scripts.h"

namespace vmp::v1beta1 {

GeneratedFiles generate_node(const NodeConfiguration& configuration) {
  const std::string directory = "nodes/" + configuration.node.name.value + "/";
  GeneratedFiles files;
  std::vector<std::string> names = {"Makefile", "inventory"};
  files[directory + "inventory"] = {.text = write_inventory(configuration)};
  for (const NodePool& pool : configuration.pools) {
    names.push_back("pools/" + pool.name.value + ".xml");
    files[directory + names.back()] = {.text = write_pool_xml(configuration.node, pool)};
  }
  for (const auto& scripts : {node_scripts(), shared_scripts()}) {
    for (const Script& script : scripts) {
      names.emplace_back(script.name);
      files[directory + names.back()] = {.constant = script.text};
    }
  }
  files[directory + "Makefile"] = {.text = write_node_makefile(configuration, names)};
  return files;
}

}  // namespace vmp::v1beta1
