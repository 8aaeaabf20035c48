#pragma once

#include <optional>
#include <string>

#include "loader/configuration/steps/author_file.h"
#include "loader/configuration/steps/author_files.h"
#include "loader/configuration/steps/part_reader.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// What a step runs: of "script", which names a file, and "text", the one that is there, as an executable file called
// `path`. A text without "#!" gets /bin/sh, which stops where a command fails. Where there is none of both, or both, a
// mistake at `place`, and nothing.
std::optional<AuthorFile> read_script_or_text(const Value& map, std::string path, const Place& place, PartReader& part,
                                              AuthorFiles& files, AuthorFiles::Treatment treatment);

}  // namespace vmp
