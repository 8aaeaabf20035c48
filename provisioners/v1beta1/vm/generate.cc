#include "provisioners/v1beta1/vm/generate.h"

#include <string>
#include <utility>
#include <vector>

#include "provisioners/libvirt/vm_files.h"
#include "provisioners/v1beta1/shell/shared_scripts.h"
#include "provisioners/v1beta1/vm/embedded_texts.h"
#include "provisioners/v1beta1/vm/makefile.h"
#include "provisioners/v1beta1/vm/provision.h"

namespace vmp::v1beta1 {

GeneratedFiles generate_vm(const VmConfiguration& configuration) {
  libvirt::refuse_other_urls(configuration.image);
  GeneratedFiles neighbours = libvirt::write_data_files(configuration);
  neighbours.merge(write_provision_files(configuration));
  for (const Script& script : vm_scripts(configuration))
    neighbours[std::string(script.name)] = {.constant = script.text};
  for (const Script& script : download_scripts(configuration.image))
    neighbours[std::string(script.name)] = {.constant = script.text};
  for (const Script& script : shared_scripts()) neighbours[std::string(script.name)] = {.constant = script.text};
  std::vector<std::string> paths = {"Makefile"};
  for (const auto& [path, file] : neighbours) paths.push_back(path);

  const std::string directory = configuration.name.value + "/";
  GeneratedFiles files;
  files[directory + "Makefile"] = {.text = write_vm_makefile(configuration, paths)};
  for (auto& [path, file] : neighbours) files[directory + path] = std::move(file);
  libvirt::refuse_to_overwrite(files, configuration);
  return files;
}

}  // namespace vmp::v1beta1
