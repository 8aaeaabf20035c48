#include "cli/completion.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "cli/catalog/catalog.h"
#include "cli/command.h"
#include "cli/load_registry.h"
#include "cli/manual.h"
#include "loader/diagnostics/warning.h"
#include "provisioners/provision_entries.h"

namespace vmp {

namespace {

// A flag's value, if it takes one, stands behind "=" only.
bool takes_next_word(const Option& option) {
  return !option.value.empty() && !option.is_value_optional();
}

const Option* find_option(const Command* command, std::string_view name) {
  const std::span<const Option> general = general_options();
  const std::span<const Option> own = command == nullptr ? std::span<const Option>() : command->options;
  for (const std::span<const Option> options : {own, general}) {
    const auto found = std::ranges::find(options, name, &Option::name);
    if (found != options.end()) return &*found;
  }
  return nullptr;
}

// An option of the command, or of whatever command: it may be typed before its command.
const Option* find_option_of_any(const Command* command, std::string_view name) {
  if (const Option* option = find_option(command, name)) return option;
  for (const Command* each : commands()) {
    if (const Option* own = find_option(each, name)) return own;
  }
  return nullptr;
}

// What a command line says that is not finished.
struct Line {
  Arguments arguments;              // of the words before the last; some may be wrong
  const Option* waiting = nullptr;  // the option whose value the last word is
};

Line read_line(const std::vector<std::string>& words) {
  Line line;
  for (std::size_t at = 0; at + 1 < words.size(); ++at) {
    const std::string& word = words[at];
    const std::string name = word.substr(0, word.find('='));
    if (!word.starts_with('-')) {
      if (line.arguments.command.empty()) {
        line.arguments.command = word;
      } else {
        line.arguments.names.push_back(word);
      }
    } else if (name.size() < word.size()) {
      line.arguments.options[name].push_back(word.substr(name.size() + 1));
    } else if (const Option* option = find_option_of_any(find_command(line.arguments.command), name);
               option != nullptr && takes_next_word(*option)) {
      ++at;
      if (at + 1 == words.size()) {
        line.waiting = option;
      } else {
        line.arguments.options[name].push_back(words[at]);
      }
    }
  }
  return line;
}

// Of "NAME [PATH]" and "[NAME...]": what stands at a place, without what says how often.
std::string operand_at(std::string_view usage, std::size_t place) {
  std::string operand;
  for (std::size_t at = 0; at <= place && !usage.empty(); ++at) {
    operand = usage.substr(0, usage.find(' '));
    const bool is_repeated = operand.find("...") != std::string::npos;
    if (!is_repeated) usage.remove_prefix(std::min(operand.size() + 1, usage.size()));
    if (at < place) operand.clear();
  }
  std::erase_if(operand, [](char character) { return character == '[' || character == ']' || character == '.'; });
  return operand;
}

class Completer {
 public:
  Completer(const std::vector<std::string>& words, const Surroundings& surroundings)
      : surroundings_(surroundings), line_(read_line(words)), typed_(words.empty() ? "" : words.back()) {}

  Completion complete() {
    const Command* command = find_command(line_.arguments.command);
    const std::size_t equals = typed_.find('=');
    if (line_.waiting != nullptr) {
      add_values(*line_.waiting, "");
    } else if (typed_.starts_with("--") && equals != std::string::npos) {
      if (const Option* option = find_option(command, typed_.substr(0, equals))) {
        add_values(*option, typed_.substr(0, equals + 1));
      }
    } else if (typed_.starts_with('-')) {
      add_options(command);
    } else if (line_.arguments.command.empty()) {
      for (const Command* each : commands()) add(std::string(each->name), each->summary);
    } else if (command != nullptr) {
      add_operands(*command);
    }
    return std::move(completion_);
  }

 private:
  void add(std::string word, std::string_view description) {
    if (word.starts_with(typed_)) completion_.words.push_back({std::move(word), std::string(description)});
  }

  void add_options(const Command* command) {
    if (command != nullptr) {
      for (const Option& option : command->options) add(std::string(option.name), option.help);
    }
    for (const Option& option : general_options()) add(std::string(option.name), option.help);
  }

  // `start` is what is typed before the value: "--color=".
  void add_values(const Option& option, const std::string& start) {
    const std::vector<std::string> choices = choices_of(option);
    for (const std::string& choice : choices) add(start + choice, "");
    if (option.value.find("WARNING") != std::string_view::npos) {
      for (const WarningKind& kind : warning_kinds()) add(start + std::string(name_of(kind.warning)), "");
    } else if (option.value == "DIR") {
      completion_.kind = Completion::Kind::kDirectories;
    } else if (option.value == "SOURCE" || option.value == "FILE") {
      completion_.kind = Completion::Kind::kFiles;
    }
  }

  // The words in a command's usage say what its operands are.
  void add_operands(const Command& command) {
    const std::string operand = operand_at(command.operands.usage, line_.arguments.names.size());
    if (operand == "NAME") {
      add_names();
    } else if (operand == "IMAGE") {
      add_images();
    } else if (operand == "DISTRIBUTION") {
      for (const std::string& name : names_of_catalog()) add(name, "");
    } else if (operand == "TOPIC") {
      for (const std::string& name : names_of_topics()) add(name, "");
    } else if (operand == "OLD" || operand == "NEW" || operand == "FILE") {
      completion_.kind = Completion::Kind::kFiles;
    } else if (operand.find_first_not_of("abcdefghijklmnopqrstuvwxyz-|") == std::string::npos) {
      for (const std::string& choice : choices_of({.name = "", .value = operand + "|", .help = ""})) {
        if (!choice.empty()) add(choice, "");
      }
    }
  }

  void add_names() {
    const Registry* registry = load();
    if (registry == nullptr) return;
    for (const EntryName& name : list_provisioned(*registry)) {
      if (name.kind != &kFleetKind) add(name.directory(), name.kind->label);
    }
  }

  void add_images() {
    const Registry* registry = load();
    if (registry == nullptr) return;
    for (const std::string& name : registry->images().names()) add(name, "");
  }

  // Only what the line or the environment names: standard input may be the terminal that somebody types at.
  const Registry* load() {
    const std::vector<std::string> sources = line_.arguments.values("--registry");
    const bool is_named = !sources.empty() || surroundings_.variable("VMP_REGISTRY");
    const bool is_input =
        std::ranges::find(sources, "-") != sources.end() || surroundings_.variable("VMP_REGISTRY") == "-";
    return is_named && !is_input ? &load_registry(line_.arguments, surroundings_, output_, Mistakes::kKeep) : nullptr;
  }

  const Surroundings& surroundings_;
  const Line line_;
  const std::string typed_;
  Output output_;
  Completion completion_;
};

std::string_view word_of(Completion::Kind kind) {
  switch (kind) {
    case Completion::Kind::kFiles:
      return "files";
    case Completion::Kind::kDirectories:
      return "directories";
    default:
      return "words";
  }
}

// It is enough for a list.
std::string_view first_sentence(std::string_view text) {
  const std::string_view first = text.substr(0, text.find(". "));
  return first.substr(0, first.size() - first.ends_with('.'));
}

bool fits_a_line(const std::string& word) {
  return std::ranges::none_of(word, [](unsigned char character) { return character < ' ' || character == 0x7F; });
}

}  // namespace

Completion complete(const std::vector<std::string>& words, const Surroundings& surroundings) {
  try {
    return Completer(words, surroundings).complete();
  } catch (const Error&) {
    return {};
  }
}

std::string write_completion(const Completion& completion) {
  std::string text = std::string(word_of(completion.kind)) + "\n";
  for (const Completion::Word& word : completion.words) {
    if (!fits_a_line(word.text)) continue;
    text += word.text;
    if (!word.description.empty()) text += "\t" + std::string(first_sentence(word.description));
    text += "\n";
  }
  return text;
}

}  // namespace vmp
