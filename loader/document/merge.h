#pragma once

#include "loader/document/value.h"

namespace vmp {

// What tells an item of a list from the others: its `name`, or the `vm` that a dependency is on. nullptr if it has
// none.
const Value* find_name_in_list(const Value& item);

// `over` merged into `base` (REGISTRY.md, section 3): maps merge key by key, lists of named maps merge by
// name (volumes by pool and name, dependencies by VM), anything else is replaced. Keys and items keep the base's order,
// new ones follow; a merged value has the place of `over`.
//
// Layers may be merged in any grouping: (a + b) + c is a + (b + c), places included. To that end a null over a value
// stays in the result, marked as a removal, until remove_cleared() takes it out; and what replaced a value is marked
// as a replacement, so that it also replaces what stands below the base, in a template. The one exception is a
// volume that leaves its pool open where several have its name: which one it means depends on what is below it.
Value merge_strategically(const Value& base, const Value& over);

// The value without the marks of replacements. Once its sources are merged, an entry is what they say together: what it
// puts in the place of a value, of whatever kind in whichever source, is merged with its templates like the rest.
Value forget_replacements(const Value& value);

// The value without the entries that a null cleared.
Value remove_cleared(const Value& value);

}  // namespace vmp
