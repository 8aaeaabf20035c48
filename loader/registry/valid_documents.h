#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/source_file.h"
#include "loader/document/value.h"
#include "loader/validation/value_path.h"
#include "loader/work/work.h"

namespace vmp {

// The documents of a registry's sources, read and validated; entries that hold mistakes are left out of them.
class ValidDocuments {
 public:
  // Behind kMaxMistakes (read_yaml.h), sources are not read any more.
  void add(const std::shared_ptr<const SourceFile>& source, const Work& work, Stopwatch& watch);

  const std::vector<Value>& documents() const { return documents_; }
  const Diagnostics& mistakes() const { return mistakes_; }

  // The names of what was left out, by section ("vms").
  const std::map<std::string, std::set<std::string>>& left_out() const { return left_out_; }

  // Whether all mistakes are in entries that were left out. Otherwise nobody knows what else the sources say.
  bool is_whole() const { return is_whole_; }

 private:
  void add(const Value& document);
  std::optional<Value> without_broken_entries(const Value& document, const std::set<ValuePath>& broken);
  std::optional<List> unbroken_items(const Entry& section, const std::set<ValuePath>& broken);

  std::vector<Value> documents_;
  Diagnostics mistakes_;
  std::map<std::string, std::set<std::string>> left_out_;
  bool is_whole_ = true;
  bool is_full_ = false;
};

}  // namespace vmp
