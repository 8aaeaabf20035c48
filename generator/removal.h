#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "generator/directory.h"

namespace vmp {

// The files that the manifest in a provisioner names and that are there, relative to the base
// directory, sorted; empty without a manifest. Raises Error (input/output).
std::vector<std::string> find_own_files(const Directory& base, const std::string& provisioner);

// The same, of the manifest in the text of a Makefile, and without those that are wanted.
std::vector<std::string> find_own_files(const Directory& base, const std::string& provisioner,
                                        std::string_view makefile, const GeneratedFiles& wanted);

// Removes one of them. False if it was not there any more. Raises Error (input/output).
bool remove_own_file(const Directory& base, const std::string& path);

// Removes the directories that lead to these paths, if they are empty.
void remove_empty_directories(const Directory& base, const std::vector<std::string>& paths);

}  // namespace vmp
