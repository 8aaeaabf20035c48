#include "cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/command.h"
#include "cli/completion.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/suggestion.h"

namespace vmp {

namespace {

[[noreturn]] void raise(std::string message, std::string help) {
  throw Error(Failure::kUsage, std::move(message), std::move(help));
}

// Every option of every command, each name once.
std::vector<Option> all_options() {
  std::vector<Option> options(general_options().begin(), general_options().end());
  for (const Command* command : commands()) {
    for (const Option& option : command->options) {
      if (std::ranges::find(options, option.name, &Option::name) == options.end()) options.push_back(option);
    }
  }
  return options;
}

std::vector<std::string> names_of_commands() {
  std::vector<std::string> names;
  for (const Command* command : commands()) names.emplace_back(command->name);
  return names;
}

std::vector<std::string> names_of(const std::vector<Option>& options) {
  std::vector<std::string> names;
  for (const Option& option : options) names.emplace_back(option.name);
  return names;
}

// One flat parser for all commands: so an option may stand anywhere, and what does not belong together is told in
// our own words.
class Parser {
 public:
  explicit Parser(Arguments& arguments) : arguments_(arguments) {
    app_.set_help_flag();
    app_.allow_extras();
    app_.add_option("words", words_);
    for (const Option& option : all_options()) add(option);
  }

  void parse(const std::vector<std::string>& words) {
    std::vector<std::string> reversed;  // as CLI11 wants them
    for (const std::string& word : words) {
      // CLI11 takes the next word as the value of "--option=".
      const bool is_empty_value = word.starts_with("--") && word.ends_with('=');
      reversed.push_back(is_empty_value ? word.substr(0, word.size() - 1) : word);
      if (is_empty_value) reversed.emplace_back();
    }
    std::ranges::reverse(reversed);
    try {
      app_.parse(std::move(reversed));
    } catch (const CLI::ArgumentMismatch&) {
      // All that can go wrong is that nothing follows an option.
      raise(fmt::format("option \"{}\" needs a value", words.back()), "");
    }
    if (!words_.empty()) {
      arguments_.command = words_.front();
      arguments_.names.assign(words_.begin() + 1, words_.end());
    }
    refuse_unknown_options();
  }

 private:
  void add(const Option& option) {
    const std::string name(option.name);
    const std::string names = name == "--help" ? "-h,--help" : name;
    const bool is_flag = option.value.empty() || option.is_value_optional();
    // A flag's own value is "true" here. Another is kept, and refused when all values are looked at.
    const auto keep = [this, name, is_flag](const std::vector<std::string>& values) {
      for (const std::string& value : values) {
        arguments_.options[name].push_back(is_flag && value == "true" ? "" : value);
      }
    };
    app_.add_option_function<std::vector<std::string>>(names, keep)
        ->expected(is_flag ? 0 : 1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }

  void refuse_unknown_options() const {
    std::vector<std::string> unknown = app_.remaining();
    std::erase(unknown, "--");
    if (unknown.empty()) return;
    const std::string name = unknown.front().substr(0, unknown.front().find('='));
    raise(fmt::format("option \"{}\" does not exist", name), help_with_option(name));
  }

  // Those that the command has.
  std::vector<Option> options_here() const {
    const Command* command = find_command(arguments_.command);
    std::vector<Option> options;
    if (command != nullptr) options.assign(command->options.begin(), command->options.end());
    options.insert(options.end(), general_options().begin(), general_options().end());
    return options;
  }

  std::string help_with_option(const std::string& name) const {
    const std::vector<Option> here = options_here();
    for (const Option& option : here) {
      const std::vector<std::string> choices = choices_of(option);
      const std::string_view word = std::string_view(name).substr(std::min(name.find_first_not_of('-'), name.size()));
      if (std::ranges::find(choices, word) != choices.end()) return fmt::format("Write \"{} {}\".", option.name, word);
    }
    const std::string near = did_you_mean(name, names_of(all_options()));
    return near.empty() ? say_what_there_is("option", names_of(here), here.size()) : near;
  }

  Arguments& arguments_;
  CLI::App app_;
  std::vector<std::string> words_;
};

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t at = 0; at < words.size(); ++at) {
    text += at == 0 ? "" : at + 1 == words.size() ? " or " : ", ";
    text += words[at];
  }
  return text;
}

void check_value(const Option& option, const std::vector<std::string>& values) {
  const std::vector<std::string> choices = choices_of(option);
  for (const std::string& value : values) {
    if (!option.is_value_optional() && value.empty() != option.value.empty()) {
      raise(fmt::format("option \"{}\" {}", option.name, value.empty() ? "needs a value" : "takes no value"), "");
    }
    if (choices.empty() || std::ranges::find(choices, value) != choices.end()) continue;
    raise(fmt::format("option \"{}\" does not take \"{}\"", option.name, value),
          fmt::format("It takes {}.", join(choices)));
  }
}

void check_options(const Arguments& arguments, std::span<const Option> own) {
  for (const auto& [name, values] : arguments.options) {
    const auto general = std::ranges::find(general_options(), name, &Option::name);
    const auto found = std::ranges::find(own, name, &Option::name);
    if (found != own.end()) {
      check_value(*found, values);
    } else if (general != general_options().end()) {
      check_value(*general, values);
    } else {
      raise(arguments.command.empty() ? fmt::format("option \"{}\" needs a command", name)
                                      : fmt::format("command \"{}\" has no option \"{}\"", arguments.command, name),
            "");
    }
  }
}

void check_names(const Arguments& arguments, const Command& command) {
  const std::string help = fmt::format("Usage: {}", usage_of(command));
  const Operands& operands = command.operands;
  if (arguments.names.size() < operands.least) {
    const bool begins_with_vowel = std::string_view("AEIOU").find(operands.usage.front()) != std::string_view::npos;
    const std::string_view article = operands.least > 1 ? "several" : begins_with_vowel ? "an" : "a";
    raise(fmt::format("command \"{}\" needs {} {}", command.name, article, operands.usage), help);
  }
  if (arguments.names.size() > operands.most) {
    raise(fmt::format("unexpected argument \"{}\"", arguments.names[operands.most]), help);
  }
}

}  // namespace

void parse_command_line(const std::vector<std::string>& words, Arguments& arguments) {
  if (!words.empty() && words.front() == kCompletionWord) {
    arguments.command = kCompletionWord;
    arguments.names.assign(words.begin() + 1, words.end());
    return;
  }
  Parser(arguments).parse(words);
  const Command* command = find_command(arguments.command);
  if (command == nullptr && !arguments.command.empty()) {
    raise(fmt::format("command \"{}\" does not exist", arguments.command),
          suggest(arguments.command, "command", names_of_commands()));
  }
  if (arguments.has("--help")) {
    arguments.names.clear();
    if (command != nullptr) arguments.names.push_back(arguments.command);
    arguments.command = "help";
  } else if (arguments.has("--version")) {
    arguments.names.clear();
    arguments.command = "version";
  }
  check_options(arguments, command == nullptr ? std::span<const Option>() : command->options);
  if (!arguments.command.empty()) check_names(arguments, *find_command(arguments.command));
}

}  // namespace vmp
