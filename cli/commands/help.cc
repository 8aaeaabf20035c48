#include <array>

#include "cli/commands/commands.h"
#include "cli/manual.h"
#include "loader/diagnostics/suggestion.h"

namespace vmp {

namespace {

constexpr std::array<Option, 1> kOptions = {{
    {"--markdown", "", "Prints Markdown; without a TOPIC, of all topics: this is cli/REFERENCE.md."},
}};

ExitStatus run(const Arguments& arguments, const Surroundings&, Output& output) {
  const bool is_markdown = arguments.has("--markdown");
  if (arguments.names.empty()) {
    output.text = is_markdown ? write_reference() : write_overview();
    return kDone;
  }
  const std::string& name = arguments.names.front();
  const std::string text = write_topic(name, is_markdown ? ManualForm::kMarkdown : ManualForm::kText);
  if (text.empty()) {
    const std::string near = did_you_mean(name, names_of_topics());
    throw Error(Failure::kUsage, "there is no help on \"" + name + "\"",
                near.empty() ? "\"vmp help\" lists the topics." : near);
  }
  output.text = text;
  return kDone;
}

}  // namespace

const Command kHelpCommand = {
    .name = "help",
    .operands = {"[TOPIC]", 0, 1},
    .summary = "explain a command or a topic",
    .help = R"(Explains one of the commands or topics that `vmp help` lists. `vmp gen --help` is
the same as `vmp help gen`.
)",
    .options = kOptions,
    .run = run,
};

}  // namespace vmp
