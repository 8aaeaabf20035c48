#pragma once

#include <set>
#include <string_view>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/validation/compiled_schema.h"

namespace vmp {

// One diagnostic for each mistake at the paths of a value that break a schema, sorted. `document` is the
// whole schema, to which "$ref" refers; `schema` is the node in it for the value; `whole` names the value; `written`
// is the value with the nulls that were removed from it.
// The schema's "title", "errorMessage", "x-help" and "x-keys" give words that the keywords do not have.
Diagnostics explain_mistakes(const Value& document, const Value& schema, const Value& value,
                             const std::set<ValuePath>& paths, std::string_view whole, const Value& written);

}  // namespace vmp
