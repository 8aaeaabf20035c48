#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "loader/configuration/variables/computed_variables.h"
#include "loader/configuration/variables/expansion.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

using NameSet = std::set<std::string, std::less<>>;

// Takes every name for a variable's, and notes it.
class Collector final : public Names {
 public:
  explicit Collector(NameSet& used) : used_(used) {}

  const std::string* find(std::string_view name) override {
    used_.emplace(name);
    return &nothing_;
  }
  bool contains(std::string_view) const override { return true; }
  std::vector<std::string> all() const override { return {}; }

 private:
  NameSet& used_;
  std::string nothing_;
};

// Walks over the entries of a registry, and sorts names into those that texts use and those that variables use.
class UseFinder {
 public:
  explicit UseFinder(const Registry& registry) {
    const std::array<const Section*, 5> sections = {&registry.nodes(), &registry.images(), &registry.templates(),
                                                    &registry.networks(), &registry.vms()};
    for (const Section* section : sections) {
      for (const Value& entry : section->entries()) walk_entry(entry);
    }
  }

  const std::vector<const Value*>& variables() const { return variables_; }  // their names
  bool may_use_all() const { return uses_all_; }

  NameSet find_used(bool (*reads)(std::string_view name)) && {
    std::vector<std::string> open(used_by_texts_.begin(), used_by_texts_.end());
    for (const Value* name : variables_) {
      if (reads(name->text()) && used_by_texts_.insert(name->text()).second) open.push_back(name->text());
    }
    while (!open.empty()) {
      const NameSet names = std::move(used_by_variable_[open.back()]);
      open.pop_back();
      for (const std::string& name : names) {
        if (used_by_texts_.insert(name).second) open.push_back(name);
      }
    }
    return std::move(used_by_texts_);
  }

 private:
  // An entry of the registry, or a tag of an image.
  void walk_entry(const Value& entry) {
    for (const auto& [key, value] : entry.entries()) {
      if (key.text() == "vars") {
        walk_variables(value);
      } else if (key.text() == "tags") {
        for (const Value& tag : value.items()) walk_entry(tag);
      } else {
        walk_texts(value);
        if (key.text() == "build" && has_template_files(value)) uses_all_ = true;
      }
    }
  }

  void walk_texts(const Value& value) {
    if (value.is_scalar()) collect(value, used_by_texts_);
    for (const Value& item : value.items()) walk_texts(item);
    for (const auto& [key, below] : value.entries()) walk_texts(below);
  }

  void walk_variables(const Value& variables) {
    for (const auto& [key, value] : variables.entries()) {
      if (value.is_null()) continue;
      variables_.push_back(&key);
      collect(value, used_by_variable_[key.text()]);
    }
  }

  // Whether variables are in files of a step or of an installer: what these use is not seen here.
  static bool has_template_files(const Value& value) {
    const Value* is_template = value.find("template");
    return (is_template != nullptr && is_template->is_flag() && is_template->flag()) ||
           std::ranges::any_of(value.items(), has_template_files) ||
           std::ranges::any_of(value.entries(), [](const Entry& entry) { return has_template_files(entry.value); });
  }

  static void collect(const Value& scalar, NameSet& names) {
    Collector collector(names);
    Diagnostics ignored;
    expand_variables(scalar, collector, ignored);
  }

  std::vector<const Value*> variables_;
  bool uses_all_ = false;
  NameSet used_by_texts_;
  std::unordered_map<std::string, NameSet> used_by_variable_;
};

}  // namespace

// A warning for each variable whose name no text of the registry uses, be it through other variables that are used.
// Names are looked for in all entries: a variable of one VM counts as used where only another VM uses one of
// that name. `reads` says whether a provisioner reads a variable by itself.
// None where files of a build are templates.
Diagnostics find_unused_variables(const ResolvedRegistry& resolved) {
  UseFinder finder(resolved.registry);
  if (finder.may_use_all()) return {};
  const std::vector<const Value*> names = finder.variables();
  const NameSet used = std::move(finder).find_used(resolved.reads);
  Diagnostics warnings;
  for (const Value* name : names) {
    if (used.contains(name->text()) || is_computed_variable(name->text())) continue;
    warnings.push_back(warn(Warning::kUnusedVariable, name->place(),
                            fmt::format("variable \"{0}\" is not used: no text has {{{0}}} in it", name->text())));
  }
  return warnings;
}

}  // namespace vmp
