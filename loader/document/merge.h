#pragma once

#include "loader/document/value.h"

namespace vmp {

// `over` merged into `base` (REGISTRY.md, section 3): maps merge key by key, lists of named maps merge by
// name (volumes by pool and name), anything else is replaced. Keys and items keep the base's order, new
// ones follow; a merged value has the place of `over`.
//
// A null over a value stays in the result, marked as a removal, so that it also removes what stands
// below the base, in a template; remove_cleared() takes it out once all layers are merged.
Value merge_strategically(const Value& base, const Value& over);

// The value without the entries that a null cleared.
Value remove_cleared(const Value& value);

}  // namespace vmp
