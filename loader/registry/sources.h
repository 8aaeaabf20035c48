#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "loader/diagnostics/source_file.h"

namespace vmp {

// Reads the sources of a registry in the order given: each is a file, a glob (** * ? [...]), a directory
// (every *.yaml and *.yml below it) or "-" (the stream, named "<stdin>"). The matches of a glob and the
// files of a directory are sorted by path, byte by byte; hidden entries and directories are skipped.
//
// Raises Error (input/output) for a source that matches nothing, cannot be read, or is not a regular file,
// and Error (registry) for one that is not UTF-8 text.
std::vector<std::shared_ptr<const SourceFile>> read_sources(const std::vector<std::string>& sources,
                                                            std::istream& standard_input);

}  // namespace vmp
