#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/text.h"

namespace vmp {

// What a generated Makefile begins with, whatever it is for.
struct MakefileHead {
  std::string_view version;  // of the provisioner: "v1beta1"
  std::string_view reading;  // where what is in the directory stands, behind "make help" lists the targets
  std::string title;
  const std::optional<Text>& description;
};

// The head, with the manifest of these paths (manifest.h) and the variables that make_text.h needs. The manifest comes
// before all that an author wrote, which may look like one: the first counts.
std::string write_makefile_head(const MakefileHead& head, const std::vector<std::string>& paths);

}  // namespace vmp
