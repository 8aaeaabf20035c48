#include "provisioners/v1beta1/image/generate.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "provisioners/libvirt/vm_files.h"
#include "provisioners/v1beta1/image/embedded_texts.h"
#include "provisioners/v1beta1/image/makefile.h"
#include "provisioners/v1beta1/shell/shared_scripts.h"

namespace vmp::v1beta1 {

namespace {

void add_files(const ImagePart& part, const std::string& folder, GeneratedFiles& files) {
  for (const AuthorFile& file : part.files) {
    files[folder + file.path] = {.text = file.content,
                                 .access = file.is_executable ? Access::kExecutable : Access::kPublic};
  }
}

std::vector<Script> list_scripts(const ImageConfiguration& configuration) {
  std::vector<Script> scripts = image_scripts(configuration);
  std::ranges::copy(shared_scripts(), std::back_inserter(scripts));
  std::ranges::copy(secret_scripts(configuration.secrets), std::back_inserter(scripts));
  const std::optional<Image>& download = configuration.source.download;
  if (download) std::ranges::copy(download_scripts(*download), std::back_inserter(scripts));
  return scripts;
}

}  // namespace

GeneratedFiles generate_image(const ImageConfiguration& configuration) {
  if (configuration.source.download) libvirt::refuse_other_urls(*configuration.source.download);
  GeneratedFiles neighbours;
  add_files(configuration.source, "source.d/", neighbours);
  for (std::size_t index = 0; index < configuration.steps.size(); ++index) {
    add_files(configuration.steps[index], "step.d/" + name_step(configuration, index) + "/", neighbours);
  }
  for (const Script& script : list_scripts(configuration)) {
    neighbours[std::string(script.name)] = {.constant = script.text};
  }
  std::vector<std::string> paths = {"Makefile"};
  for (const auto& [path, file] : neighbours) paths.push_back(path);

  const std::string directory = "images/" + configuration.directory() + "/";
  GeneratedFiles files;
  files[directory + "Makefile"] = {.text = write_image_makefile(configuration, paths)};
  for (auto& [path, file] : neighbours) files[directory + path] = std::move(file);
  return files;
}

}  // namespace vmp::v1beta1
