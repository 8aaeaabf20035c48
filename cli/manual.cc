#include "cli/manual.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/command.h"
#include "cli/topics.h"

namespace vmp {

namespace {

constexpr std::size_t kWidth = 80;

// Calls `use` for each line, without its line break.
template <typename Use>
void for_each_line(std::string_view text, const Use& use) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    use(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
}

// The same for a terminal: `code` in double quotes.
std::string without_backticks(std::string_view text) {
  std::string result(text);
  std::ranges::replace(result, '`', '"');
  return result;
}

// Words broken into lines that begin with `indent` blanks; the first continues `start`.
std::string wrap(std::string start, std::string_view words, std::size_t indent) {
  std::string line = std::move(start);
  std::string text;
  bool is_start = true;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(word.size() + 1, words.size()));
    if (!is_start && line.size() + 1 + word.size() > kWidth) {
      text += line + "\n";
      line = std::string(indent, ' ');
      is_start = true;
    }
    line += (is_start ? "" : " ") + without_backticks(word);
    is_start = false;
  }
  return text + line + "\n";
}

// A page's text: paragraphs are broken into lines again, the rest stays as it is.
std::string write_body(std::string_view body) {
  std::string text;
  std::string paragraph;
  const auto end_paragraph = [&] {
    if (!paragraph.empty()) text += wrap("", paragraph, 0);
    paragraph.clear();
  };
  for_each_line(body, [&](std::string_view line) {
    if (!line.empty() && !line.starts_with(' ')) {
      paragraph += (paragraph.empty() ? "" : " ") + std::string(line);
      return;
    }
    end_paragraph();
    text += without_backticks(line) + "\n";
  });
  end_paragraph();
  return text;
}

using Entries = std::vector<std::pair<std::string, std::string_view>>;

std::string write_entries(const Entries& entries) {
  std::size_t widest = 0;
  for (const auto& [label, help] : entries) widest = std::max(widest, label.size());
  std::string text;
  for (const auto& [label, help] : entries) {
    text += wrap(fmt::format("  {:{}}", label, widest + 2), help, widest + 4);
  }
  return text;
}

std::string write_options(std::span<const Option> options) {
  Entries entries;
  for (const Option& option : options) entries.emplace_back(spell(option), option.help);
  return write_entries(entries);
}

std::string write_command_as_text(const Command& command) {
  std::string text = fmt::format("vmp {} - {}\n\n{}\n{}", command.name, command.summary,
                                 wrap("Usage: ", usage_of(command), 7), write_body(command.help));
  if (!command.options.empty()) text += "\nOptions:\n" + write_options(command.options);
  return text + "\n\"vmp help\" lists the options of every command.\n";
}

// Markdown breaks lines itself, keeps what is indented by four, and needs no quotes in it.
std::string write_markdown_body(std::string_view body) {
  std::string text;
  for_each_line(body, [&text](std::string_view line) {
    std::string copy(line);
    if (line.starts_with("    ")) std::erase(copy, '`');
    text += copy + "\n";
  });
  return text;
}

std::string write_markdown_options(std::span<const Option> options) {
  std::string text;
  for (const Option& option : options) text += fmt::format("- `{}`: {}\n", spell(option), option.help);
  return text;
}

std::string write_command_as_markdown(const Command& command) {
  std::string text = fmt::format("## vmp {}: {}\n\n    {}\n\n{}", command.name, command.summary, usage_of(command),
                                 write_markdown_body(command.help));
  if (!command.options.empty()) text += "\nOptions:\n\n" + write_markdown_options(command.options);
  return text;
}

std::string write_topic_as_text(const Topic& topic) {
  return fmt::format("{} - {}\n\n{}", topic.name, topic.summary, write_body(topic.text));
}

std::string write_topic_as_markdown(const Topic& topic) {
  return fmt::format("## {}: {}\n\n{}", topic.name, topic.summary, write_markdown_body(topic.text));
}

constexpr std::string_view kIntroduction =
    "Reads a registry of virtual machines (YAML: nodes, networks, images, templates,\n"
    "VMs) and writes, for each VM and each network, a directory whose Makefile makes,\n"
    "reaches and removes it with ordinary commands.\n";

constexpr std::string_view kUsage = "vmp [--registry SOURCE]... COMMAND [ARGUMENT...] [OPTION...]";

constexpr std::string_view kExamples =
    "    vmp --registry registry.yaml check\n"
    "    vmp --registry registry.yaml gen\n"
    "    make -C vm1 up\n";

constexpr std::string_view kPlaceOfOptions =
    "Options may stand before and after the command's name; the last one counts.";

}  // namespace

std::string_view usage() {
  return kUsage;
}

std::string_view introduction() {
  return kIntroduction;
}

std::string_view examples() {
  return kExamples;
}

std::string_view place_of_options() {
  return kPlaceOfOptions;
}

std::string write_overview() {
  Entries names_of_commands;
  for (const Command* command : commands()) names_of_commands.emplace_back(command->name, command->summary);
  Entries names_of_topics;
  for (const Topic& topic : topics()) names_of_topics.emplace_back(topic.name, topic.summary);
  std::string text = fmt::format("Usage: {}\n\n{}\nCommands:\n", kUsage, kIntroduction);
  text += write_entries(names_of_commands) + "\nTopics:\n" + write_entries(names_of_topics);
  text += "\nOptions of every command:\n" + write_options(general_options());
  return text + fmt::format("\n{}\n\nExample:\n\n{}\n\"vmp help NAME\" explains a command or a topic.\n",
                            kPlaceOfOptions, kExamples);
}

std::string write_topic(std::string_view name, ManualForm form) {
  if (const Command* command = find_command(name)) {
    return form == ManualForm::kText ? write_command_as_text(*command) : write_command_as_markdown(*command);
  }
  const std::vector<Topic> all = topics();
  const auto topic = std::ranges::find(all, name, &Topic::name);
  if (topic == all.end()) return "";
  return form == ManualForm::kText ? write_topic_as_text(*topic) : write_topic_as_markdown(*topic);
}

std::string write_reference() {
  std::string text = "<!-- Written by `vmp help --markdown`; a test holds it. -->\n\n# The command line of vmp\n\n";
  text += fmt::format("{}\n{}\nUsage:\n\n    {}\n\nOptions of every command:\n\n{}\n{}\n", kIntroduction, kExamples,
                      kUsage, write_markdown_options(general_options()), kPlaceOfOptions);
  for (const std::string& name : names_of_topics()) text += "\n" + write_topic(name, ManualForm::kMarkdown);
  return text;
}

std::vector<std::string> names_of_topics() {
  std::vector<std::string> names;
  for (const Command* command : commands()) names.emplace_back(command->name);
  for (const Topic& topic : topics()) names.emplace_back(topic.name);
  return names;
}

}  // namespace vmp
