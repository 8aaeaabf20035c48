#include "loader/configuration/merged_entry.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "loader/configuration/inheritance_notes.h"
#include "loader/configuration/variables/default_variables.h"
#include "loader/configuration/variables/settle.h"
#include "loader/document/merge.h"

namespace vmp {

namespace {

Value without(const Value& entry, std::initializer_list<std::string_view> keys) {
  Map fields;
  std::ranges::copy_if(entry.entries(), std::back_inserter(fields),
                       [&](const Entry& field) { return std::ranges::find(keys, field.key.text()) == keys.end(); });
  return Value::map(std::move(fields), entry.place());
}

Value as_text(const std::string& text, const Place& place) {
  return Value::scalar(text, Style::kQuoted, place);
}

}  // namespace

std::vector<Value> find_variable_layers(const Inheritance& inheritance, const Value& entry) {
  std::vector<const Value*> entries = inheritance.templates;
  entries.push_back(&entry);
  std::vector<Value> layers;
  std::unordered_set<std::string_view> cleared;
  for (auto each = entries.rbegin(); each != entries.rend(); ++each) {
    const Value* variables = (*each)->find("vars");
    if (variables == nullptr) continue;
    if (variables->is_null()) break;
    Map kept;
    std::ranges::copy_if(variables->entries(), std::back_inserter(kept),
                         [&](const Entry& variable) { return !cleared.contains(variable.key.text()); });
    for (const auto& [key, value] : variables->entries()) {
      if (value.is_null()) cleared.insert(key.text());
    }
    layers.push_back(Value::map(std::move(kept)));
  }
  std::ranges::reverse(layers);
  return layers;
}

MergedEntry::MergedEntry(const Registry& registry, const Kind& kind, const ComputedVariables& computed,
                         const Value& entry, Stopwatch& watch)
    : registry_(registry),
      kind_(kind),
      computed_(computed),
      entry_(entry),
      watch_(watch),
      inheritance_(registry.inheritance().inherited_by(entry, kind)) {
  stop_at_mistakes(inheritance_.mistakes);
  if (!inheritance_.is_complete) throw Error::told_elsewhere();
  merged_ = merge_strategically(inheritance_.merged, without(entry, {"template", "templates"}));
  layers_ = find_variable_layers(inheritance_, entry);
}

void MergedEntry::forget(std::string_view key) {
  if (merged_.find(key) != nullptr) merged_ = without(merged_, {key});
}

std::string MergedEntry::label() const {
  return fmt::format("{} \"{}\"", kind_.label, name());
}

void MergedEntry::stop_at_mistakes(Diagnostics mistakes) const {
  if (mistakes.empty()) return;
  add_notes(mistakes);
  sort_and_unique(mistakes);
  throw_if_errors(mistakes);
}

void MergedEntry::validate_as(Shape shape, const Value& value, std::string_view whole, const Value& written) const {
  watch_.enter(Stage::kValidate);
  stop_at_mistakes(validate(value, shape, whole, written));
  watch_.enter(Stage::kResolve);
}

void MergedEntry::add_notes(Diagnostics& diagnostics) const {
  add_inheritance_notes(diagnostics, kind_, entry_, inheritance_);
}

void MergedEntry::add_variables(Variables& variables) const {
  for (const Value& layer : layers_) variables.add_layer(layer);
}

Value MergedEntry::expand_reference(std::string_view key, Diagnostics& mistakes) const {
  const Value* reference = merged_.find(key);
  if (reference == nullptr || reference->is_null()) {
    const Section& section = key == "image" ? registry_.images() : registry_.nodes();
    Diagnostic mistake = {.place = entry_.find("name")->place(),
                          .message = fmt::format("{} has no \"{}\"", label(), key),
                          .help = section.say_what_there_is()};
    if (reference != nullptr) {
      mistake.notes.push_back(
          {reference->place(), fmt::format("\"{}\" is null here, which takes its value away", key)});
    }
    mistakes.push_back(std::move(mistake));
    return {};
  }
  if (!may_use_variables(*reference)) return *reference;
  const std::string owners = fmt::format("the {} or a template", kind_.label);
  Variables variables(mistakes, owners);
  variables.add_layer(default_variables());
  add_variables(variables);
  for (const std::string_view name : computed_.names) {
    variables.make_unavailable(name, std::string(computed_.why_late));
  }
  variables.add(computed_.own_name, *entry_.find("name"));
  return expand_variables(*reference, variables, mistakes);
}

Value MergedEntry::settle_fields(std::span<const std::string_view> keys, std::span<const Reference> references,
                                 Variables& variables, Diagnostics& mistakes, Secrets* secrets) const {
  const auto settle_field = [&](std::string_view key, const Value& value) {
    if (key == "name") return as_text(value.text(), value.place());
    if (key == "vars") return settle_variables(value, variables);
    const auto reference = std::ranges::find(references, key, &Reference::key);
    if (reference != references.end()) return as_text(reference->text.text(), value.place());
    return settle(key, value, variables, mistakes, secrets);
  };
  Map entries;
  for (const std::string_view key : keys) {
    const Value* value = merged_.find(key);
    if (value == nullptr || value->is_null()) continue;
    entries.push_back({*merged_.find_key(key), settle_field(key, *value)});
  }
  return Value::map(std::move(entries), entry_.place());
}

Value MergedEntry::settle_variables(const Value& map, Variables& variables) const {
  Map entries;
  for (const auto& [key, value] : map.entries()) {
    if (value.is_null()) continue;
    // No layer is above the entry's, but for the computed variables: there, what was written is shown.
    const std::string text = computed_.contains(key.text()) ? value.text() : *variables.find(key.text());
    entries.push_back({key, as_text(text, value.place())});
  }
  return Value::map(std::move(entries), map.place());
}

}  // namespace vmp
