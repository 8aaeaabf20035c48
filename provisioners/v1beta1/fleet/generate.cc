#include "provisioners/v1beta1/fleet/generate.h"

#include <string>
#include <vector>

#include "provisioners/v1beta1/fleet/embedded_texts.h"
#include "provisioners/v1beta1/fleet/makefile.h"

namespace vmp::v1beta1 {

GeneratedFiles generate_fleet(const FleetConfiguration& configuration) {
  GeneratedFiles files;
  std::vector<std::string> names = {"Makefile"};
  for (const Script& script : fleet_scripts()) {
    names.emplace_back(script.name);
    files[names.back()] = {.constant = script.text};
  }
  files["Makefile"] = {.text = write_fleet_makefile(configuration, names)};
  return files;
}

}  // namespace vmp::v1beta1
