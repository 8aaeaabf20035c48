#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// One section of the registry (nodes, images, templates, vms): entries in order, each a map with a unique
// name, with an index by name.
class Section {
 public:
  // `kind` names one entry in messages: "node", "VM".
  explicit Section(std::string kind) : kind_(std::move(kind)) {}

  // Folds the same section of one more document over this one: entries of a known name merge, new ones
  // are appended. Each item must be a map with a scalar `name`. Adds a mistake for a name that the list has twice.
  void fold(const Value& list, Diagnostics& mistakes);

  // To be called behind the last document: the entries are what all of them say.
  void end_fold();

  // Puts what a function makes of each entry in its place. A name stays.
  void transform(const std::function<Value(const Value& entry)>& function);

  // Takes entries out that have mistakes, which are told already.
  void leave_out(const std::set<std::string>& names);

  const std::string& kind() const { return kind_; }
  const List& entries() const { return entries_; }
  const Value* find(std::string_view name) const;  // owned by the section, or nullptr
  std::vector<std::string> names() const;          // in order

  bool has_left_out(std::string_view name) const { return left_out_.contains(name); }

  // The entry that `reference` names. Raises Error at the reference's place, with near matches unless there are too
  // many; one without diagnostics if the entry was left out.
  const Value& get(const Value& reference, std::string_view name) const;

  // Names its entries, for who named none of them: a full sentence.
  std::string say_what_there_is() const;

 private:
  std::string kind_;
  List entries_;
  std::unordered_map<std::string, std::size_t> index_;
  std::set<std::string, std::less<>> left_out_;
  std::set<std::size_t> merged_;  // indexes of the entries of several documents, until the fold ends
};

}  // namespace vmp
