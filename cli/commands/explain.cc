#include <array>

#include "cli/commands/commands.h"
#include "cli/load_registry.h"
#include "loader/configuration/explained_entry.h"
#include "loader/document/write_json.h"
#include "loader/registry/entry_name.h"

namespace vmp {

namespace {

constexpr std::array<Option, 1> kOptions = {{
    {"--format", "text|json", "The form of what is printed. Default: text."},
}};

// A value as it was written, on one line.
std::string show(const Value& value) {
  if (value.is_map()) return value.entries().empty() ? "{}" : "(a map)";
  if (value.is_list()) return value.items().empty() ? "[]" : "(a list)";
  if (value.is_null()) return "null";
  if (value.is_binary()) return "!!binary " + json_string(value.text());
  const bool is_plain_line = value.text().find_first_of("\n\r\t\"\\") == std::string::npos && !value.text().empty();
  return is_plain_line ? value.text() : json_string(value.text());
}

std::string show_place(const Place& place) {
  return place.is_known() ? " at " + to_string(place) : "";
}

std::string show_as_text(const Explanation& explanation) {
  std::string text = explanation.path + ": " + show(explanation.value) + "\n";
  for (const Setting& setting : explanation.settings) {
    const bool is_winner = &setting == &explanation.settings.front();
    text += is_winner ? "  set by " : "  over ";
    if (!is_winner || show(setting.value) != show(explanation.value)) text += show(setting.value) + " of ";
    text += setting.author + show_place(setting.value.place()) + "\n";
    if (!is_winner) continue;
    for (const auto& [name, value, depth] : explanation.variables) {
      text.append(4 + 2 * static_cast<std::size_t>(depth), ' ');
      text += name + ": " + show(Value::scalar(value.value)) + show_place(value.place) + "\n";
    }
  }
  if (explanation.settings.empty()) {
    const Place& place = explanation.value.place();
    const bool is_variable = explanation.path.starts_with("vars.");  // defaults have a setting
    text += place.is_known() ? "  from " + to_string(place) + "\n" : is_variable ? "  computed\n" : "  by default\n";
  }
  return text;
}

Value place_as_json(const Place& place) {
  return place.is_known() ? Value::scalar(to_string(place)) : Value::scalar("null", Style::kPlain);
}

Value as_json(const Explanation& explanation) {
  List settings;
  for (const Setting& setting : explanation.settings) {
    settings.push_back(Value::map({{Value::scalar("author"), Value::scalar(setting.author)},
                                   {Value::scalar("place"), place_as_json(setting.value.place())},
                                   {Value::scalar("value"), setting.value}}));
  }
  List variables;
  for (const auto& [name, value, depth] : explanation.variables) {
    variables.push_back(Value::map({{Value::scalar("name"), Value::scalar(name)},
                                    {Value::scalar("value"), Value::scalar(value.value)},
                                    {Value::scalar("place"), place_as_json(value.place)}}));
  }
  return Value::map({{Value::scalar("path"), Value::scalar(explanation.path)},
                     {Value::scalar("value"), explanation.value},
                     {Value::scalar("settings"), Value::list(std::move(settings))},
                     {Value::scalar("variables"), Value::list(std::move(variables))}});
}

void show(const std::vector<Explanation>& explanations, const Arguments& arguments, Output& output) {
  List list;
  for (const Explanation& explanation : explanations) {
    if (arguments.value("--format", "text") == "json") {
      list.push_back(as_json(explanation));
    } else {
      output.text += show_as_text(explanation);
    }
  }
  if (!list.empty()) output.text = write_json(Value::list(std::move(list)));
}

ExitStatus run(const Arguments& arguments, const Surroundings& surroundings, Output& output) {
  const Registry& registry = load_registry(arguments, surroundings, output);
  const std::string path = arguments.names.size() > 1 ? arguments.names[1] : "";
  Diagnostics warnings;
  const Explained explained = explain_entry(registry, read_entry_name(arguments.names.front()), warnings);
  output.add(warnings);
  show(explain(explained, path), arguments, output);
  return kDone;
}

}  // namespace

const Command kExplainCommand = {
    .name = "explain",
    .operands = {"NAME [PATH]", 1, 2},
    .summary = "tell why a VM, network, node or image has the values that it has",
    .help = R"(Tells for each value of a configuration what set it and where, the variables
in it with their own places, and what it overrode on the way: template by template,
source by source, the highest first.

    vmp --registry registry.yaml explain vm1 libvirt.domain.virtInstall.memory
    vmp --registry registry.yaml explain vm1 vars
    vmp --registry registry.yaml explain images/web/12 build.steps

A PATH is what `vmp config` shows, keys joined by dots; items of a list stand under
their name, or under their number from 0. The leading `vm.` (of `networks/NAME`, `network.`;
of `nodes/NAME`, `node.`; of `images/NAME/TAG`, `image.`) may be left out. Without a PATH, all values are explained.
)",
    .options = kOptions,
    .run = run,
};

}  // namespace vmp
