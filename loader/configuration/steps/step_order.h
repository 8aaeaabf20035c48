#pragma once

#include <map>
#include <string>
#include <string_view>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// Steps are a list of named maps behind a key of an entry: "steps" of a build, "provision" of a VM.

// The merged entry without steps that do nothing any more: a null has taken away each key that says what they do.
Value remove_cleared_steps(const Value& entry, std::string_view key, bool (*says_what)(std::string_view key));

// A mistake for each step that has the name of one before it, or one of those that are taken, which are at these
// places.
void refuse_equal_names(const Value& entry, std::string_view key, std::map<std::string, Place> taken,
                        Diagnostics& mistakes);

// The steps of a settled entry in their order: each with `before` or `after` is next to the step of that name, several
// of them as they were; all others stay in the order in which they were merged. Adds a mistake where a step has both,
// where none has the name, and for steps that are placed around each other; the order is worth nothing then.
Value arrange_steps(const Value& entry, std::string_view key, Diagnostics& mistakes);

}  // namespace vmp
