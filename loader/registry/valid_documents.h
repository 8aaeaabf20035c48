#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/source_file.h"
#include "loader/document/value.h"
#include "loader/validation/schema.h"
#include "loader/validation/value_path.h"
#include "loader/work/work.h"

namespace vmp {

// The documents of a registry's sources, read and validated; entries that hold mistakes are left out of them.
class ValidDocuments {
 public:
  using Sources = std::vector<std::shared_ptr<const SourceFile>>;

  // Behind kMaxMistakes (read_yaml.h), sources are not looked at any more.
  explicit ValidDocuments(const Sources& sources, const Work& work);

  const std::vector<Value>& documents() const { return documents_; }
  const Diagnostics& mistakes() const { return mistakes_; }

  // The names of what was left out, by section ("vms").
  const std::map<std::string, std::set<std::string>>& left_out() const { return left_out_; }

  // Whether all mistakes are in entries that were left out. Otherwise nobody knows what else the sources say.
  bool is_whole() const { return is_whole_; }

 private:
  // What one source says, before it is known whether it counts.
  struct Content {
    std::vector<Value> documents;
    std::vector<Verdict> verdicts;
    Diagnostics mistakes;  // of the source as a whole: there are no documents then
  };

  static Content read(const std::shared_ptr<const SourceFile>& source, std::size_t threads, Profile* profile);
  void add(const std::shared_ptr<const SourceFile>& source, const Content& content);
  void add(const Value& document, const Verdict& verdict);
  std::optional<Value> without_broken_entries(const Value& document, const std::set<ValuePath>& broken);
  std::optional<List> unbroken_items(const Entry& section, const std::set<ValuePath>& broken);

  std::vector<Value> documents_;
  Diagnostics mistakes_;
  std::map<std::string, std::set<std::string>> left_out_;
  bool is_whole_ = true;
  bool is_full_ = false;
};

}  // namespace vmp
