#pragma once

#include <string_view>

#include "loader/configuration/secrets/secrets.h"
#include "loader/configuration/variables/expansion.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// Brings the value behind a key of a merged VM to its final texts: variables are expanded, what a null cleared
// is gone, and every scalar is text, but for the places where more than text has a meaning: the options
// of `virtInstall` keep their flags, cloud-init's `data` keeps all that YAML has, null included, and KubeVirt's fields
// all but null.
//
// Adds the mistakes of expand_variables, one for each text with a control character outside of `data`,
// `description` and the texts of a build's steps, and a warning for a map in `data` that looks like an unquoted
// variable: {NAME}. In the few places that may hold a secret of `secrets`, references become placeholders; without
// `secrets` there are none. Raises Error past kMaxExpandedBytes for the whole value.
Value settle(std::string_view key, const Value& value, Names& names, Diagnostics& mistakes, Secrets* secrets = nullptr);

}  // namespace vmp
