#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "loader/diagnostics/source_file.h"
#include "loader/document/value.h"

namespace vmp {

// Reads a source in so many parts, on several threads, if it is one map that ends with a long list ("vms:"): the list
// is cut between its items, and the parts are read as if each were all there is.
//
// Returns what read_yaml would, or nothing where it is not sure to: where the source is of another form, has mistakes,
// or where a part refers to another (an alias). Why cutting is sound: each part is read up to and with the "-" that the
// next begins with. If that was an item of the list, then everything inside of the items before it had ended.
std::optional<Value> read_in_parts(const std::shared_ptr<const SourceFile>& source, std::size_t parts,
                                   std::size_t threads);

}  // namespace vmp
