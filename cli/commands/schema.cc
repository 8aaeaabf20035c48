#include <array>

#include "cli/commands/commands.h"
#include "cli/manual_page.h"
#include "loader/validation/schema.h"

namespace vmp {

namespace {

constexpr std::array<Option, 1> kOptions = {{
    {"--man", "", "Prints the manual page vmp-registry(5), which tells of each key: `vmp schema --man | man -l -`."},
}};

ExitStatus run(const Arguments& arguments, const Surroundings&, Output& output) {
  if (!arguments.names.empty() && arguments.names.front() != "registry") {
    throw Error(Failure::kUsage, "schema \"" + arguments.names.front() + "\" does not exist",
                "The only schema is \"registry\".");
  }
  output.text = arguments.has("--man") ? write_registry_page() : registry_schema_text();
  return kDone;
}

}  // namespace

const Command kSchemaCommand = {
    .name = "schema",
    .operands = {"[registry]", 0, 1},
    .summary = "print the registry's JSON Schema",
    .help = R"(Prints the schema (JSON Schema, draft 7) that registries are validated with. An
editor that knows it completes keys and marks mistakes while you type:

    vmp schema > registry.schema.json

and, for editors with the YAML language server, as the first line of a registry:

    # yaml-language-server: $schema=registry.schema.json
)",
    .options = kOptions,
    .run = run,
};

}  // namespace vmp
