#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loader/configuration/image/built_name.h"
#include "loader/configuration/image/image_word.h"
#include "loader/configuration/node/node.h"
#include "loader/configuration/steps/author_file.h"
#include "loader/configuration/text.h"
#include "loader/configuration/vm/vm_configuration.h"

namespace vmp {

// A part of a chain: what it says counts for its digest, how it is called does not.
struct ImagePart {
  std::string type;               // of a step: "run", "copy", ...; of a source: "url", "image", "builder", ...
  std::vector<ImageWord> words;   // sorted by key; those of one key in the registry's order
  std::vector<AuthorFile> files;  // sorted by path
  std::string digest;             // of type and words, without files: 64 hexadecimal digits (chain.h)
  Place place;
};

struct ImageStep : ImagePart {
  std::string name;
  long timeout_seconds = 0;
};

// The image that another one is built on.
struct ImageBase {
  Text name;
  Text tag;
  bool is_built = false;  // it has a directory; else it is downloaded, as `download` of the source says
  Text path;              // of its file, relative to the directory of the image that is built on it; tidy_path
  Text format;
  std::optional<Text> disk_size = std::nullopt;  // of one that is built, where it is known

  // Of one that is built: "debian/12", below "images/".
  std::string directory() const { return BuiltName{name.value, tag.value}.path(); }
};

// Where the first state of a disk comes from.
struct ImageSource : ImagePart {
  std::optional<Image> download;                // of types url and image, unless the base is built
  std::optional<ImageBase> base;                // of type image
  std::optional<Node> node;                     // of type install: where the installer runs
  std::vector<VirtInstallOption> virt_install;  // of type install
  long timeout_seconds = 0;                     // of type install
};

// One tag of an image that is built, completely resolved and valid.
struct ImageConfiguration {
  Text name;
  Text tag;
  Text provisioner;
  std::optional<Text> description;
  Text volume_name;  // the registry's
  ImageSource source;
  std::vector<Secret> secrets;    // those that the steps have placeholders of (secrets.h)
  std::vector<ImageStep> steps;   // the size of the disk, where the registry gives one, is the first step ("size")
  std::optional<Text> disk_size;  // as libvirt takes a capacity; nothing where only the downloaded disk says it
  bool has_network = true;        // the appliance
  ImagePart result;               // of type "export": format, compress, sparsify, archive
  std::string chain;              // the digest of all of it, files included (chain.h)
  std::string result_name;        // the file: volume_name with the beginning of the digest
  Text result_path;               // the same, relative to the image's directory; tidy_path
  Text vm_path;                   // the same, relative to a VM's directory; tidy_path
  std::map<std::string, Variable> variables;

  // Of the result: a word of that.
  const Text& format() const { return std::ranges::find(result.words, "format", &ImageWord::key)->value; }

  // "web/12", the directory below "images/".
  std::string directory() const { return BuiltName{name.value, tag.value}.path(); }
};

}  // namespace vmp
