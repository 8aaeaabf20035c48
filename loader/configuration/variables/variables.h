#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "loader/configuration/text.h"
#include "loader/configuration/variables/expansion.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/tag_patterns.h"

namespace vmp {

// Variables may use variables this deep.
inline constexpr std::size_t kMaxVariableDepth = 1'000;
// Where all variables use each other, this many circles are told.
inline constexpr int kMaxCycles = 100;

// The variables of one VM in layers, low to high (REGISTRY.md, section 5). A value is expanded once, when it
// is first wanted. In the value that a layer gives to X, "{X}" is what the layers below say.
class Variables final : public Names {
 public:
  // Mistakes in values are added to `mistakes`, once each, when a value is expanded. `owners` are those of the layers.
  explicit Variables(Diagnostics& mistakes, std::string_view owners = kOwnersOfVariables)
      : mistakes_(mistakes), owners_(owners) {}

  // Puts a map of scalars above the layers so far; nulls in it say nothing but why a variable is missing. `groups` are
  // names that only values of this layer see: the groups of a tag's pattern. They must outlive this.
  void add_layer(const Value& variables, const Groups* groups = nullptr);
  // Puts one variable above the layers so far.
  void add(std::string_view name, const Value& value);
  // Takes a variable's values away: using it is a mistake, with this help.
  void make_unavailable(std::string_view name, std::string help);

  const std::string* find(std::string_view name) override;
  bool contains(std::string_view name) const override;
  std::vector<std::string> all() const override;
  Complaint complain_about(std::string_view name) const override;
  std::string_view owners() const override { return owners_; }

  // Every variable, expanded, with the places of the layer that won.
  std::map<std::string, Variable> expand_all();
  // The same of those that were wanted so far.
  std::map<std::string, Variable> list_used() const;

 private:
  enum class State { kWritten, kExpanding, kExpanded };

  struct Definition {
    Value value;
    const Groups* groups = nullptr;
    Place name_place = {};
    State state = State::kWritten;
    std::string expanded = {};
  };

  using Definitions = std::vector<Definition>;  // of one name, low to high

  // What the value of one definition sees: its groups, the layers below for its own name, else all variables.
  class Scope;

  // The definition at a level of those of a name.
  const std::string* expand(const std::string& name, Definitions& definitions, std::size_t level);
  void complain_about_cycle(const std::string& name, const Value& value);

  // Finds a name without making a string of it.
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  Diagnostics& mistakes_;
  std::string_view owners_;
  std::unordered_map<std::string, Definitions, Hash, std::equal_to<>> definitions_;
  std::map<std::string, std::string, std::less<>> unavailable_;  // with the help
  std::map<std::string, Place, std::less<>> nulls_;
  std::vector<std::pair<std::string_view, const Value*>> open_;  // being expanded, outermost first
  std::size_t expanded_bytes_ = 0;
  int cycles_ = 0;
};

}  // namespace vmp
