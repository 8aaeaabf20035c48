#pragma once

#include <optional>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp {

// A suboption of virt-install with a value.
struct NamedText {
  Text name;
  Text value;
};

// The suboptions of all occurrences of an option, be they given one by one or in a text: "bridge=br0,mac=...". Words
// without a value are left out, and so is a text with quotes or backslashes, which virt-install takes apart as a
// shell does. Those of a text have the text's place.
std::vector<NamedText> list_suboptions(const VirtInstallOption& option);

// A word between two commas: WORD or WORD=VALUE.
struct OptionWord {
  Text name;
  std::optional<Text> value;
  bool is_first = false;  // of its occurrence of the option
};

// The same with the words that have no value.
std::vector<OptionWord> list_words(const VirtInstallOption& option);

}  // namespace vmp
