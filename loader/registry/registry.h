#pragma once

#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/source_file.h"
#include "loader/registry/inheritance.h"
#include "loader/registry/section.h"
#include "loader/registry/tag_patterns.h"
#include "loader/work/work.h"

namespace vmp {

// What to make of a registry that has mistakes.
enum class Mistakes {
  kRaise,  // nothing: every mistake that was found is raised
  kKeep,   // one without the entries that they are in, to find those of the other entries too
};

// All sources, merged and valid by the schema. What one entry says of another (the image of a VM) is looked
// up when a VM is resolved. Immutable, and safe to read from any thread.
class Registry {
 public:
  // Parses the sources, validates each document, folds them left to right. Raises Error with every mistake that was
  // found; those of YAML, and those that are not in one entry with a name, cannot be kept.
  explicit Registry(const std::vector<std::shared_ptr<const SourceFile>>& sources,
                    Mistakes treatment = Mistakes::kRaise, const Work& work = {});
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  // Merged with their templates: those that are on a node look it up.
  const Section& nodes() const { return nodes_; }
  const Section& images() const { return images_; }
  const Section& templates() const { return templates_; }
  const Section& networks() const { return networks_; }
  const Section& vms() const { return vms_; }

  // What all directories are together: a map with a name, or nullptr.
  const Value* fleet() const { return fleet_ ? &*fleet_ : nullptr; }

  // Those that were kept, sorted.
  const Diagnostics& mistakes() const { return mistakes_; }

  // What was folded, in order: for telling what set a value, and what it overrode.
  const std::vector<Value>& documents() const { return documents_; }

  // Those that "x-vmp-allow" names in any of the documents.
  std::set<Warning> allowed_warnings() const;

  const Templates& inheritance() const { return *inheritance_; }
  const TagPatterns& tag_patterns() const { return *tag_patterns_; }

 private:
  void merge_nodes_with_templates();
  void leave_out_unmade_images();
  std::optional<Value> fold_fleet() const;

  Diagnostics mistakes_;
  std::vector<Value> documents_;
  Section nodes_ = Section("node");
  Section images_ = Section("image");
  Section templates_ = Section("template");
  Section networks_ = Section("network");
  Section vms_ = Section("VM");
  std::optional<Value> fleet_;
  std::unique_ptr<const Templates> inheritance_;
  std::unique_ptr<const TagPatterns> tag_patterns_;
};

}  // namespace vmp
