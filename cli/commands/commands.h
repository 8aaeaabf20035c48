#pragma once

#include "cli/command.h"

namespace vmp {

extern const Command kGenCommand;
extern const Command kCheckCommand;
extern const Command kConfigCommand;
extern const Command kExplainCommand;
extern const Command kListCommand;
extern const Command kDiffCommand;
extern const Command kInventoryCommand;
extern const Command kGraphCommand;
extern const Command kImageUrlCommand;
extern const Command kSchemaCommand;
extern const Command kInitCommand;
extern const Command kCatalogCommand;
extern const Command kHelpCommand;
extern const Command kVersionCommand;

}  // namespace vmp
