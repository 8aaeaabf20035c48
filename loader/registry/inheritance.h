#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/kind.h"
#include "loader/registry/section.h"

namespace vmp {

// Templates may inherit from templates this deep.
inline constexpr std::size_t kMaxInheritanceDepth = 1'000;
// All templates of a registry may inherit this many values, and merging those of one VM may take as many.
inline constexpr std::size_t kMaxInheritedValues = 1'000'000;

// What an entry gets from its templates.
struct Inheritance {
  Value merged = Value::map({});        // the templates' fields, folded; removals still in it
  std::vector<const Value*> templates;  // the templates behind it, lowest first, each where it is applied last
  std::size_t values = 0;               // in `merged` and `templates`, at most
  std::size_t depth = 0;                // of the longest line of ancestors
  Diagnostics mistakes;                 // unknown templates, cycles; `merged` is incomplete then
  bool is_complete = true;              // not with mistakes, nor with a template that the registry leaves out
};

// The templates of a registry, each merged with its ancestors once. Mistakes are kept with the templates that
// they concern, so that they hurt only who uses them.
class Templates {
 public:
  // `section` must outlive this; pointers in results are to its entries. Raises Error past a limit above.
  explicit Templates(const Section& section);

  // What the `template` or `templates` of an entry of a kind bring, in order: only templates of its kind can. A
  // template's name, kind, description, template and templates are not inherited. Raises Error past
  // kMaxInheritedValues.
  Inheritance inherited_by(const Value& entry, const Kind& kind) const;

  // The mistakes of all templates, whether or not something inherits from them.
  Diagnostics mistakes() const;

 private:
  using Chain = std::vector<const Value*>;  // templates, each inheriting from the next

  void resolve(const Value& entry, Chain& chain);
  void resolve_parents(const Value& entry, Chain& chain, Diagnostics& mistakes);
  Inheritance inherit(const Value& entry, const Kind& kind) const;
  void apply(Inheritance& result, const Value& reference, const Kind& kind) const;
  std::vector<const Value*> find_ancestors(const List& references) const;

  const Section* section_;
  std::unordered_map<std::string_view, Inheritance> by_name_;  // with the template's own fields and mistakes
  std::size_t values_ = 0;                                     // of all of them
};

// The references to templates in an entry, in order: `templates`, or `template` as the one-element form.
List template_references(const Value& entry);

}  // namespace vmp
