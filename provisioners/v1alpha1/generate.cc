#include "provisioners/v1alpha1/generate.h"

#include <string>
#include <utility>
#include <vector>

#include "provisioners/v1alpha1/cloud_init_files.h"
#include "provisioners/v1alpha1/embedded_texts.h"
#include "provisioners/v1alpha1/make_text.h"
#include "provisioners/v1alpha1/makefile.h"

namespace vmp::v1alpha1 {

namespace {

// The files beside the Makefile, by path below the VM's directory.
GeneratedFiles write_neighbours(const Configuration& configuration) {
  GeneratedFiles files;
  for (const Script& script : scripts()) files[std::string(script.name)] = {.constant = script.text};
  if (const auto& password = configuration.ssh.password) {
    refuse_control_characters(*password);
    files["sshpass"] = {.text = password->value, .access = Access::kPrivate};
  }
  if (configuration.cloud_init) {
    for (CloudInitFile& file : write_cloud_init_files(*configuration.cloud_init, configuration.name)) {
      // User data and its like hold passwords more often than not.
      const Access access = file.name == "meta-data" ? Access::kPublic : Access::kPrivate;
      files[configuration.cloud_init->seed_path.value + ".d/" + file.name] = {.text = std::move(file.text),
                                                                              .access = access};
    }
  }
  return files;
}

}  // namespace

GeneratedFiles generate(const Configuration& configuration) {
  GeneratedFiles neighbours = write_neighbours(configuration);
  std::vector<std::string> paths = {"Makefile"};
  for (const auto& [path, file] : neighbours) paths.push_back(path);

  const std::string directory = configuration.name.value + "/";
  GeneratedFiles files;
  files[directory + "Makefile"] = {.text = write_makefile(configuration, paths)};
  for (auto& [path, file] : neighbours) files[directory + path] = std::move(file);
  return files;
}

}  // namespace vmp::v1alpha1
