#include "provisioners/v1beta1/vm/generate.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "provisioners/libvirt/vm_files.h"
#include "provisioners/v1beta1/shell/provision.h"
#include "provisioners/v1beta1/shell/shared_scripts.h"
#include "provisioners/v1beta1/vm/embedded_texts.h"
#include "provisioners/v1beta1/vm/gitignore.h"
#include "provisioners/v1beta1/vm/makefile.h"

namespace vmp::v1beta1 {

namespace {

// "ALGORITHM:URL" without its beginning.
Text after_colon(const Text& text) {
  return {text.value.substr(text.value.find(':') + 1), text.place};
}

// The image of a VM, or that of the disc which it is installed from, with what tells how it is downloaded.
std::optional<Image> find_download(const VmConfiguration& configuration,
                                   const std::optional<Installation>& installation) {
  if (configuration.has_image()) return configuration.image;
  const Text* url = installation ? installation->find("url") : nullptr;
  if (url == nullptr) return std::nullopt;
  Image disc;
  disc.url = *url;
  if (const Text* type = installation->find("archive")) disc.archive = Archive{.type = *type, .path = {}};
  const Text* list = installation->find("checksumList");
  if (list != nullptr)
    disc.checksum = Checksum{.algorithm = {}, .digest = {}, .url = after_colon(*list), .place = list->place};
  if (installation->find("checksum") != nullptr) disc.checksum = Checksum();
  return disc;
}

}  // namespace

GeneratedFiles generate_vm(const VmConfiguration& configuration) {
  const std::optional<Installation>& installation = configuration.installation;
  const std::optional<Image> download = find_download(configuration, installation);
  if (download) libvirt::refuse_other_urls(*download);
  GeneratedFiles neighbours = libvirt::write_data_files(configuration);
  neighbours.merge(write_provision_files(configuration));
  for (const Script& script : vm_scripts(configuration))
    neighbours[std::string(script.name)] = {.constant = script.text};
  if (download) {
    for (const Script& script : download_scripts(*download))
      neighbours[std::string(script.name)] = {.constant = script.text};
  }
  // They may have passwords in them.
  if (installation && installation->find("autoinstall") != nullptr)
    neighbours["install.d/autoinstall"] = {.text = installation->answers, .access = Access::kPrivate};
  for (const Script& script : secret_scripts(configuration.secrets))
    neighbours[std::string(script.name)] = {.constant = script.text};
  for (const Script& script : shared_scripts()) neighbours[std::string(script.name)] = {.constant = script.text};
  neighbours[".gitignore"] = {.text = write_gitignore(configuration)};
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
