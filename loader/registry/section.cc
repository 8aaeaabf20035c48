#include "loader/registry/section.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "loader/diagnostics/suggestion.h"
#include "loader/document/merge.h"

namespace vmp {

namespace {

const Value& name_of(const Value& entry) {
  return *entry.find("name");
}

}  // namespace

void Section::fold(const Value& list, Diagnostics& mistakes) {
  std::unordered_map<std::string_view, const Value*> names_of_list;
  for (const Value& entry : list.items()) {
    const Value& name = name_of(entry);
    const auto [first, is_first] = names_of_list.emplace(name.text(), &name);
    if (!is_first) {
      mistakes.push_back({.place = name.place(),
                          .message = fmt::format("{} \"{}\" is defined twice", kind_, name.text()),
                          .help = "Entries of one name are merged only if they are in different documents.",
                          .notes = {{first->second->place(), "first defined here"}}});
      continue;
    }
    const auto [known, is_new] = index_.emplace(name.text(), entries_.size());
    if (is_new) {
      entries_.push_back(entry);
    } else {
      entries_[known->second] = merge_strategically(entries_[known->second], entry);
      merged_.insert(known->second);
    }
  }
}

void Section::end_fold() {
  for (const std::size_t index : merged_) entries_[index] = forget_replacements(entries_[index]);
  merged_.clear();
}

void Section::transform(const std::function<Value(const Value& entry)>& function) {
  std::ranges::transform(entries_, entries_.begin(), function);
}

void Section::leave_out(const std::set<std::string>& names) {
  left_out_.insert(names.begin(), names.end());
  std::erase_if(entries_, [&names](const Value& entry) { return names.contains(name_of(entry).text()); });
  index_.clear();
  for (std::size_t at = 0; at < entries_.size(); ++at) index_.emplace(name_of(entries_[at]).text(), at);
}

const Value* Section::find(std::string_view name) const {
  const auto found = index_.find(std::string(name));
  return found == index_.end() ? nullptr : &entries_[found->second];
}

std::vector<std::string> Section::names() const {
  std::vector<std::string> names;
  std::ranges::transform(entries_, std::back_inserter(names), [](const Value& entry) { return name_of(entry).text(); });
  return names;
}

const Value& Section::get(const Value& reference, std::string_view name) const {
  if (const Value* entry = find(name)) return *entry;
  if (left_out_.contains(name)) throw Error::told_elsewhere();
  Diagnostic mistake = {.place = reference.place(), .message = fmt::format("{} \"{}\" is not defined", kind_, name)};
  // A name of the command line has no place, and is one of few.
  const bool may_be_one_of_many = reference.place().is_known() && entries_.size() > kMostCandidates;
  const std::string near = may_be_one_of_many ? "" : nearest_name(name, names());
  if (!near.empty()) {
    const Place& place = name_of(*find(near)).place();
    mistake.help = fmt::format("Did you mean \"{}\"? It is defined at {}.", near, to_string(place));
  } else {
    mistake.help = say_what_there_is();
  }
  throw Error(mistake);
}

std::string Section::say_what_there_is() const {
  if (entries_.empty()) return fmt::format("The registry defines no {}.", kind_);
  std::vector<std::string> first;
  for (const Value& entry : entries_) {
    if (first.size() == kMostNamed) break;
    first.push_back(name_of(entry).text());
  }
  return vmp::say_what_there_is(kind_, first, entries_.size());
}

}  // namespace vmp
