#pragma once

#include <optional>
#include <vector>

#include "loader/configuration/merged_entry.h"
#include "loader/configuration/variables/variables.h"
#include "loader/configuration/vm/image_reference.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/registry.h"
#include "loader/work/profile.h"

namespace vmp {

// The variables that an image has from its templates, from itself and from a tag, and what it says of who else may set
// them. Images that no VM changes are the rule: most have nothing to look up here.
class ImageVariables {
 public:
  // The registry and the selection must outlive this. Raises Error for mistakes in the image's templates.
  ImageVariables(const Registry& registry, const ImageSelection& selection, Stopwatch& watch);

  // Puts the `vars` above the layers so far.
  void add_layers(Variables& variables) const;
  // Puts what is `computed` there: nothing wins over it.
  void add_computed(Variables& variables) const;

  // What the image itself says of its variables and cannot be right.
  Diagnostics find_mistakes() const;
  // Variables in the layers of a VM and its templates that are not theirs to set.
  Diagnostics find_forbidden(const std::vector<Value>& layers_of_vm) const;

 private:
  const Value* find_own(std::string_view name) const;  // the highest value that a variable of the image has
  const Value* find_list(std::string_view key) const;

  const ImageSelection& selection_;
  std::optional<MergedEntry> merged_;  // of an image with templates
  std::vector<Value> layers_;          // low to high, without the tag's
};

}  // namespace vmp
