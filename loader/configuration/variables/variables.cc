#include "loader/configuration/variables/variables.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "loader/diagnostics/suggestion.h"

namespace vmp {

class Variables::Scope final : public Names {
 public:
  Scope(Variables& variables, const std::string& name, Definitions& definitions, std::size_t level)
      : variables_(variables),
        name_(name),
        definitions_(definitions),
        level_(level),
        groups_(definitions[level].groups) {}

  const std::string* find(std::string_view name) override {
    if (const std::string* group = find_group(name)) return group;
    if (name != name_) return variables_.find(name);
    return level_ > 0 ? variables_.expand(name_, definitions_, level_ - 1) : nullptr;
  }

  bool contains(std::string_view name) const override { return find_group(name) || variables_.contains(name); }

  std::vector<std::string> all() const override {
    std::vector<std::string> names = variables_.all();
    if (groups_ == nullptr) return names;
    for (const auto& [group, text] : *groups_) names.push_back(group);
    return names;
  }

  Complaint complain_about(std::string_view name) const override {
    if (name != name_) return variables_.complain_about(name);
    return {fmt::format("variable \"{}\" refers to itself", name),
            fmt::format("In the value of \"{0}\", \"{{{0}}}\" means the value of lower precedence, and there is none.",
                        name)};
  }

 private:
  const std::string* find_group(std::string_view name) const {
    if (groups_ == nullptr) return nullptr;
    const auto group = groups_->find(std::string(name));
    return group == groups_->end() ? nullptr : &group->second;
  }

  Variables& variables_;
  const std::string& name_;
  Definitions& definitions_;
  std::size_t level_;
  const Groups* groups_;
};

void Variables::add_layer(const Value& variables, const Groups* groups) {
  for (const auto& [key, value] : variables.entries()) {
    if (value.is_null()) {
      nulls_.insert_or_assign(key.text(), value.place());
    } else {
      definitions_[key.text()].push_back({value, groups, key.place()});
    }
  }
}

void Variables::add(std::string_view name, const Value& value) {
  definitions_[std::string(name)].push_back({value});
}

void Variables::make_unavailable(std::string_view name, std::string help) {
  definitions_.erase(std::string(name));
  unavailable_.emplace(name, std::move(help));
}

const std::string* Variables::find(std::string_view name) {
  const auto found = definitions_.find(name);
  if (found == definitions_.end()) return nullptr;
  return expand(found->first, found->second, found->second.size() - 1);
}

bool Variables::contains(std::string_view name) const {
  return definitions_.contains(name) || unavailable_.contains(name);
}

Names::Complaint Variables::complain_about(std::string_view name) const {
  if (const auto found = unavailable_.find(name); found != unavailable_.end()) {
    return {fmt::format("variable \"{}\" is not known here", name), found->second};
  }
  Complaint complaint = Names::complain_about(name);
  if (const auto found = nulls_.find(name); found != nulls_.end()) {
    complaint.help = fmt::format("The null at {} takes its value away.", to_string(found->second));
  }
  return complaint;
}

std::vector<std::string> Variables::all() const {
  std::vector<std::string> names;
  if (definitions_.size() > kMostCandidates) return names;
  for (const auto& [name, definitions] : definitions_) names.push_back(name);
  std::ranges::sort(names);  // near matches must not depend on hash order
  return names;
}

std::map<std::string, Variable> Variables::expand_all() {
  std::map<std::string, Variable> variables;  // in the order of names, in which mistakes are found
  for (const auto& [name, definitions] : definitions_) {
    const Definition& highest = definitions.back();
    variables[name] = {{.value = {}, .place = highest.value.place()}, highest.name_place};
  }
  for (auto& [name, variable] : variables) variable.value = *find(name);
  return variables;
}

std::map<std::string, Variable> Variables::list_used() const {
  std::map<std::string, Variable> variables;
  for (const auto& [name, definitions] : definitions_) {
    const Definition& highest = definitions.back();
    if (highest.state != State::kExpanded) continue;
    variables[name] = {{.value = highest.expanded, .place = highest.value.place()}, highest.name_place};
  }
  return variables;
}

const std::string* Variables::expand(const std::string& name, Definitions& definitions, std::size_t level) {
  Definition& definition = definitions[level];
  if (definition.state == State::kExpanding) complain_about_cycle(name, definition.value);
  if (definition.state != State::kWritten) return &definition.expanded;
  if (open_.size() >= kMaxVariableDepth) {
    throw Error(
        Diagnostic{.place = definition.value.place(),
                   .message = fmt::format("variables use each other deeper than {} levels", kMaxVariableDepth)});
  }
  definition.state = State::kExpanding;
  open_.emplace_back(name, &definition.value);
  Scope scope(*this, name, definitions, level);
  definition.expanded = expand_variables(definition.value, scope, mistakes_).text();
  open_.pop_back();
  definition.state = State::kExpanded;
  expanded_bytes_ += definition.expanded.size();
  if (expanded_bytes_ > kMaxExpandedBytes) throw expands_too_far(definition.value);
  return &definition.expanded;
}

void Variables::complain_about_cycle(const std::string& name, const Value& value) {
  if (++cycles_ > kMaxCycles) return;
  const auto first = std::ranges::find(open_, &value, [](const auto& each) { return each.second; });
  std::string path;
  std::vector<Note> notes;
  for (auto each = first; each != open_.end(); ++each) {
    path += fmt::format("{} -> ", each->first);
    if (each != first) notes.push_back({each->second->place(), fmt::format("\"{}\" is given here", each->first)});
  }
  mistakes_.push_back({.place = value.place(),
                       .message = fmt::format("variable \"{}\" refers to itself: {}{}", name, path, name),
                       .notes = std::move(notes)});
}

}  // namespace vmp
