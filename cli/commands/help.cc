#include <array>

#include "cli/commands/commands.h"
#include "cli/manual.h"
#include "cli/manual_page.h"
#include "loader/diagnostics/suggestion.h"

namespace vmp {

namespace {

constexpr std::array<Option, 2> kOptions = {{
    {"--markdown", "", "Prints Markdown; without a TOPIC, of all topics: this is cli/REFERENCE.md."},
    {"--man", "", "Prints the manual page vmp(1), which has all commands and topics: `vmp help --man | man -l -`."},
}};

void refuse_beside_manual_page(const Arguments& arguments) {
  if (arguments.has("--markdown")) throw Error(Failure::kUsage, "--man and --markdown exclude each other", "");
  if (!arguments.names.empty()) throw Error(Failure::kUsage, "--man is the whole manual", "Leave out the topic.");
}

ExitStatus run(const Arguments& arguments, const Surroundings&, Output& output) {
  if (arguments.has("--man")) {
    refuse_beside_manual_page(arguments);
    output.text = write_command_page();
    return kDone;
  }
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
