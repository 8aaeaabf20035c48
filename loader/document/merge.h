#pragma once

#include "loader/document/value.h"

namespace vmp {

// `over` merged into `base` (REGISTRY.md, section 3). Maps merge key by key, lists of named maps merge by
// name (a volume by pool and name), anything else is replaced. Keys and items keep the base's order, new
// ones follow. A null over a value stays as a null that remove_nulls takes out, so that it also removes
// what a later base (a template) brings.
Value merge_strategically(const Value& base, const Value& over);

}  // namespace vmp
