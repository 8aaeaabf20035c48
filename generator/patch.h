#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "generator/generated_files.h"

namespace vmp {

// What `git diff` prints of a file that would be written, apart from the line of hashes. `older` is nothing for a new
// file. Of a private file no line is shown, older or newer: it may be a secret, and a log may be public. The same holds
// of a file that is no text.
std::string write_patch(std::string_view path, const std::optional<std::string>& older, const GeneratedFile& newer);

// The same for a file that would be removed. Its lines are not shown: nobody knows any more whether it was private.
std::string write_removing_patch(std::string_view path);

}  // namespace vmp
