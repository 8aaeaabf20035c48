#include "provisioners/v1beta1/network/generate.h"

#include <string>
#include <vector>

#include "provisioners/v1beta1/network/embedded_texts.h"
#include "provisioners/v1beta1/network/makefile.h"
#include "provisioners/v1beta1/network/network_xml.h"
#include "provisioners/v1beta1/shell/shared_scripts.h"

namespace vmp::v1beta1 {

GeneratedFiles generate_network(const NetworkConfiguration& configuration) {
  const std::string directory = "networks/" + configuration.name.value + "/";
  GeneratedFiles files;
  std::vector<std::string> names = {"Makefile", "network.xml"};
  files[directory + "network.xml"] = {.text = write_network_xml(configuration)};
  for (const auto& scripts : {network_scripts(), shared_scripts()}) {
    for (const Script& script : scripts) {
      names.emplace_back(script.name);
      files[directory + names.back()] = {.constant = script.text};
    }
  }
  files[directory + "Makefile"] = {.text = write_network_makefile(configuration, names)};
  return files;
}

}  // namespace vmp::v1beta1
