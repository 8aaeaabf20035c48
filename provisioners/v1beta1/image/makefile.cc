#include "provisioners/v1beta1/image/makefile.h"

#include <fmt/format.h>

#include <string_view>

#include "generator/make_text.h"
#include "generator/makefile_head.h"
#include "generator/quoting.h"
#include "provisioners/libvirt/virt_install.h"
#include "provisioners/v1beta1/image/embedded_texts.h"
#include "provisioners/v1beta1/shell/secret_words.h"
#include "provisioners/v1beta1/spell_option.h"

namespace vmp::v1beta1 {

namespace {

std::string write_head(const ImageConfiguration& configuration, const std::vector<std::string>& paths) {
  return write_makefile_head(
      {"v1beta1", "step.d/ has the files of the steps, provisioner.sh what the targets do",
       fmt::format("Image \"{}:{}\"", configuration.name.value, configuration.tag.value), configuration.description},
      paths);
}

std::string write_words(const ImagePart& part) {
  std::string line;
  for (const ImageWord& word : part.words) {
    line += fmt::format(" --{} {}", spell_option(word.key), make_word(word.value));
  }
  return line;
}

std::string write_image(const ImageConfiguration& configuration) {
  std::string section =
      "\n# ---- Image: name and tag, the file that is made and the digest of all that leads to it ----\n\n";
  if (configuration.source.node) {
    section += "export LIBVIRT_DEFAULT_URI = " + make_value(configuration.source.node->uri) + "\n";
  }
  section += fmt::format("IMAGE = --image {} {}\n", make_word(configuration.name), make_word(configuration.tag));
  section += fmt::format("IMAGE += --result {} {}\n", make_word(configuration.result_path), configuration.chain);
  section += fmt::format("IMAGE += --network {}\n", configuration.has_network ? "yes" : "no");
  return section;
}

// What a download takes, as the words of VMs have it.
std::string write_download(const Image& image) {
  std::string line = " --url " + make_word(image.url) + " --format " + make_word(image.format);
  if (image.archive) line += " --archive " + make_word(image.archive->type);
  if (image.archive && image.archive->path) line += " --member " + make_word(*image.archive->path);
  if (image.checksum && image.checksum->digest) {
    line += " --checksum " + image.checksum->algorithm + " " + make_word(*image.checksum->digest);
  } else if (image.checksum && image.checksum->url) {
    line += " --checksum-list " + image.checksum->algorithm + " " + make_word(*image.checksum->url);
  }
  return line;
}

// As seen from the directory of another image.
std::string directory_of(const ImageBase& base) {
  return "../../" + base.directory();
}

std::string write_base(const ImageSource& source) {
  const ImageBase& base = *source.base;
  const std::string line = " --file " + make_word(base.path);
  if (!base.is_built) return line + write_download(*source.download);
  return line + " --format " + make_word(base.format) + " --built-by " + make_word(directory_of(base));
}

// The domain that an installer runs in, as virt-install takes it.
libvirt::VirtInstall make_installer(const ImageConfiguration& configuration) {
  VmConfiguration installer;
  installer.node = *configuration.source.node;
  installer.domain.name = {fmt::format("install-{}-{}", configuration.name.value, configuration.tag.value),
                           configuration.name.place};
  installer.domain.virt_install = configuration.source.virt_install;
  return libvirt::make_virt_install(installer);
}

// The image of a disc that an installer boots from.
std::string write_disc(const ImageSource& source) {
  if (!source.base) return "";
  const ImageBase& disc = *source.base;
  const std::string line = " --cdrom " + make_word(disc.path);
  return line +
         (disc.is_built ? " --cdrom-built-by " + make_word(directory_of(disc)) : write_download(*source.download));
}

std::string write_install(const ImageConfiguration& configuration) {
  const ImageSource& source = configuration.source;
  const libvirt::VirtInstall installer = make_installer(configuration);
  std::string line = fmt::format(" --node {} {} --uuid {} --seconds {}", make_word(source.node->name),
                                 make_word(source.node->uri), installer.uuid, source.timeout_seconds);
  line += write_words(source) + write_disc(source);
  for (const Text& argument : installer.arguments) line += " --virt-install " + make_word(argument);
  return line;
}

std::string write_source(const ImageConfiguration& configuration) {
  const ImageSource& source = configuration.source;
  std::string section = "\n# ---- Where the disk comes from: type, digest, words ----\n\n";
  section += fmt::format("IMAGE += --from {} {}", source.type, source.digest);
  if (source.type == "url") {
    section += write_download(*source.download);
  } else if (source.type == "image") {
    section += write_base(source);
  } else if (source.type == "install") {
    section += write_install(configuration);
  } else {
    section += write_words(source);
  }
  return section + "\n";
}

std::string write_steps(const ImageConfiguration& configuration) {
  if (configuration.steps.empty()) return "";
  std::string section =
      "\n# ---- Steps: name, type, digest, seconds it may take, words; their files are in step.d/ ----\n\n";
  for (std::size_t index = 0; index < configuration.steps.size(); ++index) {
    const ImageStep& step = configuration.steps[index];
    section += fmt::format("IMAGE += --step {} {} {} {}{}\n", name_step(configuration, index), step.type, step.digest,
                           step.timeout_seconds, write_words(step));
  }
  return section;
}

std::string write_result(const ImageConfiguration& configuration) {
  return "\n# ---- The result: digest, words ----\n\n" +
         fmt::format("IMAGE += --export {}{}\n", configuration.result.digest, write_words(configuration.result));
}

}  // namespace

std::string write_image_makefile(const ImageConfiguration& configuration, const std::vector<std::string>& paths) {
  const std::string data = write_image(configuration) + write_secrets("IMAGE", configuration.secrets) +
                           write_source(configuration) + write_steps(configuration) + write_result(configuration);
  refuse_long_recipe(fmt::format("image \"{}\"", configuration.directory()), data, configuration.name.place,
                     "Long texts belong into scripts and files.");
  return write_head(configuration, paths) + data + std::string(image_targets());
}

std::string name_step(const ImageConfiguration& configuration, std::size_t index) {
  const int digits = configuration.steps.size() > 99 ? 3 : 2;
  return fmt::format("{:0{}}-{}", index + 1, digits, encode_target_name(configuration.steps[index].name));
}

}  // namespace vmp::v1beta1
