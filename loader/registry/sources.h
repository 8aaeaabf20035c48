#pragma once

#include <cstddef>
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
// Raises Error (input/output) for every source that matches nothing, cannot be read, is not a regular file or is
// larger than kMaxSourceBytes, for sources that are so together, and Error (usage) for "-" given twice. Whether the
// text is UTF-8 is read_yaml's to say.
std::vector<std::shared_ptr<const SourceFile>> read_sources(const std::vector<std::string>& sources,
                                                            std::istream& standard_input);

inline constexpr std::size_t kMaxSourceBytes = 512'000'000;  // 100,000 VMs have 300 MB

}  // namespace vmp
