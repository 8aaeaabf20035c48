#include "loader/configuration/explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "loader/configuration/expansion.h"
#include "loader/configuration/layers.h"
#include "loader/diagnostics/suggestion.h"

namespace vmp {

namespace {

// The final variables of a VM; remembers which of them were asked for.
class FinalVariables final : public Names {
 public:
  explicit FinalVariables(const std::map<std::string, Text>& variables) : variables_(variables) {}

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
  const std::map<std::string, Text>& variables_;
  std::vector<std::string> used_;
};

// One step into a map (a key) or a list (an item's final value and number).
struct Step {
  std::string key;
  const Value* list = nullptr;
  std::size_t index = 0;
};

class Explainer {
 public:
  Explainer(const Registry& registry, const ResolvedVm& vm) : registry_(registry), vm_(vm) {}

  std::vector<Explanation> run() {
    for (const auto& [key, section] : vm_.document.entries()) {
      layers_ = find_layers(registry_, vm_, key.text());
      walk(key.text(), section);
    }
    return std::move(explanations_);
  }

 private:
  void walk(const std::string& path, const Value& value) {
    for (const Entry& entry : value.entries()) {
      steps_.push_back({entry.key.text()});
      walk(path + "." + entry.key.text(), entry.value);
      steps_.pop_back();
    }
    for (std::size_t index = 0; index < value.items().size(); ++index) {
      const Value* name = value.items()[index].find("name");
      const bool is_named = name != nullptr && name->is_scalar();
      steps_.push_back({is_named ? name->text() : "", &value, index});
      walk(path + "." + (is_named ? name->text() : std::to_string(index)), value.items()[index]);
      steps_.pop_back();
    }
    if (value.entries().empty() && value.items().empty()) explanations_.push_back(explain_leaf(path, value));
  }

  Explanation explain_leaf(const std::string& path, const Value& value) {
    Explanation explanation = {path, value, {}, {}};
    for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer) {
      if (const std::optional<Value> found = find_in(layer->value)) {
        explanation.settings.push_back({layer->author, *found});
      }
    }
    if (!explanation.settings.empty()) {
      std::set<std::string> seen;
      add_variables(explanation.settings.front().value, 0, seen, explanation.variables);
    }
    return explanation;
  }

  // What a layer says at the end of the steps: the value there, or what stands in its way (a null, another kind).
  std::optional<Value> find_in(const Value& layer) const {
    Value value = layer;
    for (const Step& step : steps_) {
      if (value.is_scalar()) return value;
      const Value* next = step.list == nullptr ? value.find(step.key) : find_item(value, step);
      if (next == nullptr) return std::nullopt;
      value = *next;
    }
    return value;
  }

  const Value* find_item(const Value& list, const Step& step) const {
    if (step.key.empty()) {
      const bool is_that_list = list.place() == step.list->place();
      return is_that_list && step.index < list.items().size() ? &list.items()[step.index] : nullptr;
    }
    const auto item = std::ranges::find_if(list.items(), [&](const Value& each) {
      const Value* name = each.find("name");
      return name != nullptr && final_text(*name) == step.key;
    });
    return item == list.items().end() ? nullptr : &*item;
  }

  std::string final_text(const Value& scalar) const {
    FinalVariables variables(vm_.configuration.variables);
    Diagnostics ignored;
    return expand_variables(scalar, variables, ignored).text();
  }

  void add_variables(const Value& written, int depth, std::set<std::string>& seen, std::vector<UsedVariable>& used) {
    if (!written.is_scalar()) return;
    FinalVariables variables(vm_.configuration.variables);
    Diagnostics ignored;
    expand_variables(written, variables, ignored);
    for (const std::string& name : variables.used()) {
      if (!seen.insert(name).second) continue;
      const Text& text = vm_.configuration.variables.at(name);
      used.push_back({name, text, depth});
      if (const std::optional<Value> definition = find_definition(name))
        add_variables(*definition, depth + 1, seen, used);
    }
  }

  // How the layer that won wrote a variable.
  std::optional<Value> find_definition(const std::string& name) {
    if (variable_layers_.empty()) variable_layers_ = find_layers(registry_, vm_, "vars");
    const Place& place = vm_.configuration.variables.at(name).place;
    for (const Layer& layer : variable_layers_) {
      const Value* value = layer.value.find(name);
      if (value != nullptr && place.is_known() && value->place() == place) return *value;
    }
    return std::nullopt;
  }

  const Registry& registry_;
  const ResolvedVm& vm_;
  std::vector<Layer> layers_;
  std::vector<Layer> variable_layers_;
  std::vector<Step> steps_;
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

}  // namespace

std::vector<Explanation> explain(const Registry& registry, const ResolvedVm& vm, std::string_view path) {
  std::vector<Explanation> all = Explainer(registry, vm).run();
  if (path.empty()) return all;
  for (const std::string& top : {std::string(path), fmt::format("vm.{}", path)}) {
    std::vector<Explanation> found;
    std::ranges::copy_if(all, std::back_inserter(found),
                         [&](const Explanation& each) { return is_at_or_below(each.path, top); });
    if (!found.empty()) return found;
  }
  throw Error(Diagnostic{.message = fmt::format("VM \"{}\" has no value at \"{}\"", vm.configuration.name.value, path),
                         .help = did_you_mean(path, known_paths(all))});
}

}  // namespace vmp
