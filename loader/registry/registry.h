#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// One section (nodes, images, templates, vms) in order, with an index by name. Entries are valid maps with
// a unique name.
class Section {
 public:
  Section() = default;
  explicit Section(List entries);

  const List& entries() const { return entries_; }
  const Value* find(std::string_view name) const;  // owned by the section, or nullptr
  std::vector<std::string> names() const;          // in order

 private:
  List entries_;
  std::unordered_map<std::string, std::size_t> index_;
};

// All sources, merged and valid by the schema; references between entries are not yet looked up.
struct Registry {
  Section nodes;
  Section images;
  Section templates;
  Section vms;
};

// Parses the sources, folds them left to right and validates the result.
// Raises Error with every mistake that was found.
Registry read_registry(const std::vector<std::shared_ptr<const SourceFile>>& sources);

}  // namespace vmp
