#pragma once

#include "loader/configuration/image/image_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// The settled build with what its "export" is without saying so.
Value fill_in_export_defaults(const Value& build);

// Reads what the result of such a build is; of what is wrong there is a mistake.
ImagePart read_export(const Value& build, Diagnostics& mistakes);

}  // namespace vmp
