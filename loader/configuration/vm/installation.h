#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/image/image_word.h"
#include "loader/configuration/text.h"

namespace vmp {

// How a VM is made that has no image: an installer fills its first empty volume.
struct Installation {
  // What it needs to know, in the registry's names: location, kernel, initrd, extraArgs; "disk" (POOL/VOLUME),
  // "seconds", "autoinstall" (the kind of the answers). Of a disc "image" (NAME:TAG), "cdrom" (its file, from the VM's
  // directory), and "cdromBuiltBy" (the directory, from there, too) or what list_words says of a download.
  std::vector<ImageWord> words;
  std::string answers;  // the file's content

  // The first of these words, or nullptr.
  const Text* find(std::string_view key) const {
    const auto found = std::ranges::find(words, key, &ImageWord::key);
    return found == words.end() ? nullptr : &found->value;
  }
};

}  // namespace vmp
