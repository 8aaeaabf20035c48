#include "loader/registry/registry.h"

#include <array>
#include <string_view>
#include <utility>

#include "loader/document/read_yaml.h"
#include "loader/validation/schema.h"

namespace vmp {

namespace {

// The documents of a source that are valid; the mistakes of the others are added.
std::vector<Value> read_valid_documents(const std::shared_ptr<const SourceFile>& source, Diagnostics& mistakes) {
  std::vector<Value> valid;
  try {
    for (Value& document : read_yaml(source)) {
      const Diagnostics found = validate(document, Shape::kRegistry, "the registry");
      append(mistakes, found);
      if (found.empty()) valid.push_back(std::move(document));
    }
  } catch (const Error& error) {
    append(mistakes, error.diagnostics());
  }
  return valid;
}

}  // namespace

// Documents are validated one by one, before the fold: so a mistake is found also where a later source
// overrides it, and the fold sees only well-formed entries.
Registry::Registry(const std::vector<std::shared_ptr<const SourceFile>>& sources) {
  Diagnostics mistakes;
  for (const auto& source : sources) {
    if (mistakes.size() > kMaxMistakes) {
      mistakes.push_back(too_many_mistakes(Place{source}));
      break;
    }
    for (Value& document : read_valid_documents(source, mistakes)) fold(std::move(document), mistakes);
  }
  sort_and_unique(mistakes);
  throw_if_errors(mistakes);
  inheritance_ = std::make_unique<const Templates>(templates_);
  tag_patterns_ = std::make_unique<const TagPatterns>(images_);
}

std::set<Warning> Registry::allowed_warnings() const {
  std::set<Warning> warnings;
  for (const Value& document : documents_) {
    const Value* names = document.find("x-vmp-allow");
    if (names == nullptr) continue;
    for (const Value& name : names->items()) warnings.insert(*find_warning(name.text()));
  }
  return warnings;
}

void Registry::fold(Value document, Diagnostics& mistakes) {
  const std::array<std::pair<std::string_view, Section*>, 4> sections = {
      {{"nodes", &nodes_}, {"images", &images_}, {"templates", &templates_}, {"vms", &vms_}}};
  for (const auto& [key, section] : sections) {
    if (const Value* list = document.find(key)) section->fold(*list, mistakes);
  }
  documents_.push_back(std::move(document));
}

}  // namespace vmp
