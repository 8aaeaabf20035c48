#include "cli/command.h"

#include <algorithm>
#include <array>

#include "cli/commands/commands.h"

namespace vmp {

namespace {

constexpr std::array kCommands = {
    &kInitCommand,      &kCatalogCommand, &kGenCommand,  &kCheckCommand,   &kConfigCommand,
    &kExplainCommand,   &kListCommand,    &kDiffCommand, &kGraphCommand,   &kImageUrlCommand,
    &kInventoryCommand, &kSchemaCommand,  &kHelpCommand, &kVersionCommand,
};

}  // namespace

std::span<const Command* const> commands() {
  return kCommands;
}

const Command* find_command(std::string_view name) {
  const auto found = std::ranges::find(kCommands, name, &Command::name);
  return found == kCommands.end() ? nullptr : *found;
}

std::string usage_of(const Command& command) {
  std::string usage = "vmp " + std::string(command.name);
  if (!command.operands.usage.empty()) usage += " " + std::string(command.operands.usage);
  for (const Option& option : command.options) usage += " [" + spell(option) + "]";
  return usage;
}

}  // namespace vmp
