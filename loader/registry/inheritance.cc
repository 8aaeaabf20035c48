#include "loader/registry/inheritance.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "loader/document/merge.h"

namespace vmp {

namespace {

constexpr std::array<std::string_view, 5> kNotInherited = {"name", "kind", "description", "template", "templates"};
constexpr std::array<const Kind*, 4> kKindsOfTemplates = {&kVmKind, &kNetworkKind, &kNodeKind, &kImageKind};

std::string_view name_of(const Value& entry) {
  return entry.find("name")->text();
}

const Kind& kind_of_template(const Value& entry) {
  const Value* word = entry.find("kind");
  if (word == nullptr) return kVmKind;
  return **std::ranges::find(kKindsOfTemplates, word->text(), [](const Kind* kind) { return kind->word; });
}

Diagnostic other_kind(const Value& entry, const Value& reference, const Kind& heir) {
  const Value* word = entry.find("kind");
  const Place& place = (word == nullptr ? entry.find("name") : word)->place();
  const Kind& kind = kind_of_template(entry);
  return {.place = reference.place(),
          .message = fmt::format("template \"{}\" is for {}, not for {}", reference.text(), kind.plural, heir.plural),
          .notes = {{place, fmt::format("template \"{}\" has the kind \"{}\"", reference.text(), kind.word)}}};
}

Value inheritable_fields(const Value& entry) {
  Map fields;
  std::ranges::copy_if(entry.entries(), std::back_inserter(fields), [](const Entry& field) {
    return std::ranges::find(kNotInherited, field.key.text()) == kNotInherited.end();
  });
  return Value::map(std::move(fields), entry.place());
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

Diagnostic too_many_values(const Place& place) {
  return {.place = place, .message = fmt::format("templates bring more than {} values", kMaxInheritedValues)};
}

std::size_t count_values(const Value& value) {
  std::size_t count = 1;
  for (const Value& item : value.items()) count += count_values(item);
  for (const Entry& entry : value.entries()) count += count_values(entry.value);
  return count;
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

Inheritance Templates::inherited_by(const Value& entry, const Kind& kind) const {
  Inheritance result = inherit(entry, kind);
  for (const Value* each : result.templates) append(result.mistakes, by_name_.at(name_of(*each)).mistakes);
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
  Inheritance result = inherit(entry, kind_of_template(entry));
  append(result.mistakes, mistakes);
  if (++result.depth > kMaxInheritanceDepth) throw Error(too_deep(entry));
  result.merged = merge_strategically(result.merged, inheritable_fields(entry));
  result.templates.push_back(&entry);
  result.values = count_values(result.merged) + result.templates.size();
  values_ += result.values;
  if (values_ > kMaxInheritedValues) throw Error(too_many_values(entry.find("name")->place()));
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

// What the templates of an entry bring, with the mistakes of the entry alone.
Inheritance Templates::inherit(const Value& entry, const Kind& kind) const {
  Inheritance result;
  append(result.mistakes, both_keys_given(entry));
  const List references = template_references(entry);
  std::size_t merged_values = 0;
  for (const Value& reference : references) {
    try {
      apply(result, reference, kind);
    } catch (const Error& error) {
      append(result.mistakes, error.diagnostics());
      result.is_complete = false;
    }
    merged_values += result.values;
    if (merged_values > kMaxInheritedValues) throw Error(too_many_values(reference.place()));
  }
  result.templates = find_ancestors(references);
  return result;
}

void Templates::apply(Inheritance& result, const Value& reference, const Kind& kind) const {
  const Value& entry = section_->get(reference, reference.text());
  if (kind_of_template(entry).word != kind.word) throw Error(other_kind(entry, reference, kind));
  const auto found = by_name_.find(reference.text());
  if (found == by_name_.end()) return;  // part of a cycle
  if (!found->second.is_complete) result.is_complete = false;
  result.merged = merge_strategically(result.merged, found->second.merged);
  result.values += found->second.values;
  result.depth = std::max(result.depth, found->second.depth);
}

// Walks backwards, because a template that is applied again counts where it is applied last. Where a template was
// met, its ancestors were too.
std::vector<const Value*> Templates::find_ancestors(const List& references) const {
  std::vector<const Value*> ancestors;
  std::unordered_set<const Value*> met;
  for (auto reference = references.rbegin(); reference != references.rend(); ++reference) {
    const auto found = by_name_.find(reference->text());
    if (found == by_name_.end() || met.contains(found->second.templates.back())) continue;
    const std::vector<const Value*>& templates = found->second.templates;
    std::copy_if(templates.rbegin(), templates.rend(), std::back_inserter(ancestors),
                 [&](const Value* each) { return met.insert(each).second; });
  }
  std::ranges::reverse(ancestors);
  return ancestors;
}

}  // namespace vmp
