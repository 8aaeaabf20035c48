#include "loader/configuration/explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "loader/configuration/configuration_document.h"
#include "loader/configuration/variables/expansion.h"
#include "loader/diagnostics/suggestion.h"
#include "loader/document/merge.h"

namespace vmp {

namespace {

// The final variables of a configuration; remembers which of them were asked for.
class FinalVariables final : public Names {
 public:
  explicit FinalVariables(const std::map<std::string, Variable>& variables) : variables_(variables) {}

  const std::string* find(std::string_view name) override {
    const auto found = variables_.find(std::string(name));
    if (found == variables_.end()) return nullptr;
    used_.push_back(found->first);
    return &found->second.value;
  }
  bool contains(std::string_view name) const override { return variables_.contains(std::string(name)); }
  std::vector<std::string> all() const override { return {}; }

  const std::vector<std::string>& used() const { return used_; }

 private:
  const std::map<std::string, Variable>& variables_;
  std::vector<std::string> used_;
};

// What a layer says where the walk is: a value of the layer.
struct Said {
  const std::string* author = nullptr;
  const Value* value = nullptr;
};

// The values of a map by key, or of a list by final name: there may be many layers and many of them in each.
using Children = std::unordered_map<std::string, const Value*>;

class Explainer {
 public:
  explicit Explainer(const Explained& explained) : explained_(explained) {}

  std::vector<Explanation> run() {
    for (const auto& [key, section] : explained_.document.entries()) {
      const std::vector<Layer> layers = explained_.find_layers(key.text());
      std::vector<Said> said;
      for (const Layer& layer : layers) said.push_back({&layer.author, &layer.value});
      walk(key.text(), section, said);
    }
    return std::move(explanations_);
  }

 private:
  void walk(const std::string& path, const Value& value, const std::vector<Said>& said) {
    if (value.entries().empty() && value.items().empty()) explanations_.push_back(explain_leaf(path, value, said));
    std::vector<Children> children;
    for (const Said& each : said) children.push_back(find_children(*each.value, value.kind()));
    for (const auto& [key, below] : value.entries()) {
      walk(path + "." + key.text(), below, step_into(said, children, key.text()));
    }
    for (std::size_t index = 0; index < value.items().size(); ++index) {
      const Value& item = value.items()[index];
      const Value* name = find_name_in_list(item);
      const bool is_named = name != nullptr;
      walk(path + "." + (is_named ? name->text() : std::to_string(index)), item,
           is_named ? step_into(said, children, name->text()) : step_to_number(said, value, index));
    }
  }

  Children find_children(const Value& value, Value::Kind kind) const {
    Children children;
    if (value.kind() != kind) return children;
    for (const auto& [key, below] : value.entries()) children.emplace(key.text(), &below);
    for (const Value& item : value.items()) {
      const Value* name = find_name_in_list(item);
      if (name != nullptr) children.emplace(final_text(*name), &item);
    }
    return children;
  }

  // A scalar stays: it stands in the way of what is below (a null, another kind).
  static std::vector<Said> step_into(const std::vector<Said>& said, const std::vector<Children>& children,
                                     const std::string& key) {
    std::vector<Said> below;
    for (std::size_t layer = 0; layer < said.size(); ++layer) {
      const auto found = children[layer].find(key);
      if (said[layer].value->is_scalar()) below.push_back(said[layer]);
      if (found != children[layer].end()) below.push_back({said[layer].author, found->second});
    }
    return below;
  }

  // An item without a name is of the list that replaced all others.
  static std::vector<Said> step_to_number(const std::vector<Said>& said, const Value& list, std::size_t index) {
    std::vector<Said> below;
    for (const auto& [author, value] : said) {
      const bool is_that_list = value->place() == list.place() && index < value->items().size();
      if (value->is_scalar()) below.push_back({author, value});
      if (is_that_list) below.push_back({author, &value->items()[index]});
    }
    return below;
  }

  Explanation explain_leaf(const std::string& path, const Value& value, const std::vector<Said>& said) {
    Explanation explanation = {path, value, {}, {}};
    for (auto each = said.rbegin(); each != said.rend(); ++each) {
      explanation.settings.push_back({*each->author, *each->value});
    }
    if (!explanation.settings.empty()) {
      std::set<std::string> seen;
      add_variables(explanation.settings.front().value, 0, seen, explanation.variables);
    }
    return explanation;
  }

  std::string final_text(const Value& scalar) const {
    FinalVariables variables(explained_.variables);
    Diagnostics ignored;
    return expand_variables(scalar, variables, ignored).text();
  }

  void add_variables(const Value& written, int depth, std::set<std::string>& seen, std::vector<UsedVariable>& used) {
    if (!written.is_scalar()) return;
    FinalVariables variables(explained_.variables);
    Diagnostics ignored;
    expand_variables(written, variables, ignored);
    for (const std::string& name : variables.used()) {
      if (!seen.insert(name).second) continue;
      const Text& text = explained_.variables.at(name);
      used.push_back({name, text, depth});
      if (const std::optional<Value> definition = find_definition(name))
        add_variables(*definition, depth + 1, seen, used);
    }
  }

  // How the layer that won wrote a variable.
  std::optional<Value> find_definition(const std::string& name) {
    if (variable_layers_.empty()) variable_layers_ = explained_.find_layers("vars");
    const Place& place = explained_.variables.at(name).place;
    for (const Layer& layer : variable_layers_) {
      const Value* value = layer.value.find(name);
      if (value != nullptr && place.is_known() && value->place() == place) return *value;
    }
    return std::nullopt;
  }

  const Explained& explained_;
  std::vector<Layer> variable_layers_;
  std::vector<Explanation> explanations_;
};

bool is_at_or_below(std::string_view path, std::string_view top) {
  return path.starts_with(top) && (path.size() == top.size() || path[top.size()] == '.');
}

// Every path that could have been asked for: those of the values and of all that they are in.
std::vector<std::string> known_paths(const std::vector<Explanation>& explanations) {
  std::set<std::string> paths;
  for (const Explanation& explanation : explanations) {
    for (std::size_t end = explanation.path.find('.'); end != std::string::npos;
         end = explanation.path.find('.', end + 1)) {
      paths.insert(explanation.path.substr(0, end));
    }
    paths.insert(explanation.path);
  }
  return {paths.begin(), paths.end()};
}

// What is below a path, "" being the whole: the next keys.
std::vector<std::string> keys_below(const std::vector<std::string>& paths, std::string_view top) {
  std::vector<std::string> keys;
  for (const std::string& path : paths) {
    if (!top.empty() && !path.starts_with(fmt::format("{}.", top))) continue;
    std::string key = path.substr(top.empty() ? 0 : top.size() + 1);
    if (key.find('.') == std::string::npos) keys.push_back(std::move(key));
  }
  return keys;
}

// The longest beginning of a path that leads somewhere.
std::string_view known_beginning(const std::vector<std::string>& paths, std::string_view path) {
  while (!path.empty() && !std::ranges::binary_search(paths, path, std::less<>())) {
    const std::size_t dot = path.rfind('.');
    path = path.substr(0, dot == std::string_view::npos ? 0 : dot);
  }
  return path;
}

// What the path most likely is, written as it was asked for: with the main section or without it. Else what there is,
// as far as the path leads.
std::string help_with_path(const std::vector<std::string>& paths, std::string_view path, std::string_view main) {
  std::vector<std::string> candidates = paths;
  for (const std::string& each : paths) {
    if (each.starts_with(main)) candidates.push_back(each.substr(main.size()));
  }
  if (std::string near = did_you_mean(path, candidates); !near.empty()) return near;
  const std::string in_main = fmt::format("{}{}", main, path);
  std::string_view top = known_beginning(paths, path);
  const bool is_below_main = top.empty();
  if (is_below_main) top = known_beginning(paths, in_main);
  if (is_below_main && top.size() < main.size()) top = "";
  const std::vector<std::string> keys = keys_below(paths, top);
  return top.empty() ? say_what_there_is("part", keys, keys.size())
                     : fmt::format("\"{}\" has {}.", top, name_some(keys, keys.size()));
}

}  // namespace

Explained explain_vm(const Registry& registry, const ResolvedVm& vm) {
  return {fmt::format("VM \"{}\"", vm.configuration.name.value), "vm.", describe_configuration(vm),
          vm.configuration.variables, [&](std::string_view section) { return find_layers(registry, vm, section); }};
}

Explained explain_network(const Registry& registry, const ResolvedNetwork& network) {
  return {fmt::format("network \"{}\"", network.configuration.name.value), "network.", describe_configuration(network),
          network.configuration.variables,
          [&](std::string_view section) { return find_layers(registry, network, section); }};
}

Explained explain_image(const Registry& registry, const ResolvedImage& image) {
  return {fmt::format("image \"{}:{}\"", image.configuration.name.value, image.configuration.tag.value), "image.",
          describe_configuration(image), image.configuration.variables,
          [&](std::string_view section) { return find_layers(registry, image, section); }};
}

Explained explain_node(const Registry& registry, const ResolvedNode& node) {
  return {fmt::format("node \"{}\"", node.configuration.node.name.value), "node.", describe_configuration(node),
          node.configuration.variables, [&](std::string_view section) { return find_layers(registry, node, section); }};
}

std::vector<Explanation> explain(const Explained& explained, std::string_view path) {
  std::vector<Explanation> all = Explainer(explained).run();
  if (path.empty()) return all;
  for (const std::string& top : {std::string(path), fmt::format("{}{}", explained.main_section, path)}) {
    std::vector<Explanation> found;
    std::ranges::copy_if(all, std::back_inserter(found),
                         [&](const Explanation& each) { return is_at_or_below(each.path, top); });
    if (!found.empty()) return found;
  }
  throw Error(Diagnostic{.message = fmt::format("{} has no value at \"{}\"", explained.label, path),
                         .help = help_with_path(known_paths(all), path, explained.main_section)});
}

}  // namespace vmp
