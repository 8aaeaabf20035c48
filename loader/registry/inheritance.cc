#include "loader/registry/inheritance.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "loader/document/merge.h"

namespace vmp {

namespace {

constexpr std::array<std::string_view, 4> kNotInherited = {"name", "description", "template", "templates"};

std::string_view name_of(const Value& entry) {
  return entry.find("name")->text();
}

Value inheritable_fields(const Value& entry) {
  Map fields;
  std::ranges::copy_if(entry.entries(), std::back_inserter(fields), [](const Entry& field) {
    return std::ranges::find(kNotInherited, field.key.text()) == kNotInherited.end();
  });
  return Value::map(std::move(fields), entry.place());
}

// A template that is applied again counts where it is applied last.
void append_templates(std::vector<const Value*>& to, const std::vector<const Value*>& more) {
  std::erase_if(to, [&](const Value* entry) { return std::ranges::find(more, entry) != more.end(); });
  to.insert(to.end(), more.begin(), more.end());
}

Diagnostic cycle(const std::vector<const Value*>& chain, const Value& reference) {
  const auto first = std::ranges::find(chain, reference.text(), [](const Value* entry) { return name_of(*entry); });
  std::string path;
  std::vector<Note> notes;
  for (auto entry = first; entry != chain.end(); ++entry) {
    path += fmt::format("{} -> ", name_of(**entry));
    notes.push_back(
        {(*entry)->find("name")->place(), fmt::format("template \"{}\" is defined here", name_of(**entry))});
  }
  return {
      .place = reference.place(),
      .message = fmt::format("template \"{}\" inherits from itself: {}{}", reference.text(), path, reference.text()),
      .notes = std::move(notes)};
}

Diagnostic too_deep(const Value& entry) {
  return {.place = entry.find("name")->place(),
          .message = fmt::format("templates inherit deeper than {} levels", kMaxInheritanceDepth)};
}

bool gives(const Value& entry, std::string_view key) {
  const Value* value = entry.find(key);
  return value != nullptr && !value->is_null();
}

// The schema sees to one source; this is for an entry that two sources make.
Diagnostics both_keys_given(const Value& entry) {
  if (!gives(entry, "template") || !gives(entry, "templates")) return {};
  return {{.place = entry.find_key("templates")->place(),
           .message = "\"template\" and \"templates\" are given together",
           .help = "Name all of them under \"templates\", in the order in which they apply.",
           .notes = {{entry.find_key("template")->place(), "\"template\" is given here"}}}};
}

}  // namespace

List template_references(const Value& entry) {
  if (gives(entry, "template") && !gives(entry, "templates")) return {*entry.find("template")};
  if (!gives(entry, "templates")) return {};
  const Value& several = *entry.find("templates");
  return several.is_list() ? several.items() : List{several};
}

Templates::Templates(const Section& section) : section_(&section) {
  Chain chain;
  for (const Value& entry : section.entries()) resolve(entry, chain);
}

Inheritance Templates::inherited_by(const Value& entry) const {
  Inheritance result;
  append(result.mistakes, both_keys_given(entry));
  for (const Value& reference : template_references(entry)) {
    try {
      apply(result, reference);
    } catch (const Error& error) {
      append(result.mistakes, error.diagnostics());
    }
  }
  return result;
}

Diagnostics Templates::mistakes() const {
  Diagnostics all;
  for (const auto& [name, inheritance] : by_name_) append(all, inheritance.mistakes);
  sort_and_unique(all);
  return all;
}

void Templates::resolve(const Value& entry, Chain& chain) {
  if (by_name_.contains(name_of(entry))) return;
  if (chain.size() >= kMaxInheritanceDepth) throw Error(too_deep(entry));
  chain.push_back(&entry);
  Diagnostics mistakes;
  resolve_parents(entry, chain, mistakes);
  chain.pop_back();
  Inheritance result = inherited_by(entry);
  append(result.mistakes, mistakes);
  if (++result.depth > kMaxInheritanceDepth) throw Error(too_deep(entry));
  result.merged = merge_strategically(result.merged, inheritable_fields(entry));
  append_templates(result.templates, {&entry});
  by_name_.emplace(name_of(entry), std::move(result));
}

void Templates::resolve_parents(const Value& entry, Chain& chain, Diagnostics& mistakes) {
  for (const Value& reference : template_references(entry)) {
    const Value* parent = section_->find(reference.text());
    if (parent == nullptr) continue;  // inherited_by says so
    if (std::ranges::find(chain, parent) != chain.end()) {
      mistakes.push_back(cycle(chain, reference));
    } else {
      resolve(*parent, chain);
    }
  }
}

void Templates::apply(Inheritance& result, const Value& reference) const {
  section_->get(reference, reference.text());
  const auto found = by_name_.find(reference.text());
  if (found == by_name_.end()) return;  // part of a cycle
  append(result.mistakes, found->second.mistakes);
  result.merged = merge_strategically(result.merged, found->second.merged);
  append_templates(result.templates, found->second.templates);
  result.depth = std::max(result.depth, found->second.depth);
}

}  // namespace vmp
