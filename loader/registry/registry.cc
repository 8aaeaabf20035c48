#include "loader/registry/registry.h"

#include <array>
#include <string_view>
#include <utility>

#include "loader/diagnostics/warning.h"
#include "loader/document/merge.h"
#include "loader/registry/image_builds.h"
#include "loader/registry/valid_documents.h"

namespace vmp {

// Documents are validated one by one, before the fold: so a mistake is found also where a later source
// overrides it, and the fold sees only well-formed entries.
Registry::Registry(const std::vector<std::shared_ptr<const SourceFile>>& sources, Mistakes treatment,
                   const Work& work) {
  const ValidDocuments valid(sources, work);
  const Stopwatch watch(work.profile, Stage::kMerge);
  documents_ = valid.documents();
  mistakes_ = valid.mistakes();
  const std::array<std::pair<std::string, Section*>, 5> sections = {
      {{"nodes", &nodes_}, {"images", &images_}, {"templates", &templates_}, {"networks", &networks_}, {"vms", &vms_}}};
  for (const auto& [key, section] : sections) {
    for (const Value& document : documents_) {
      if (const Value* list = document.find(key)) section->fold(*list, mistakes_);
    }
    section->end_fold();
    if (const auto names = valid.left_out().find(key); names != valid.left_out().end()) {
      section->leave_out(names->second);
    }
  }
  fleet_ = fold_fleet();
  sort_and_unique(mistakes_);
  if (treatment == Mistakes::kRaise || !valid.is_whole()) throw_if_errors(mistakes_);
  inheritance_ = std::make_unique<const Templates>(templates_);
  merge_nodes_with_templates();
  leave_out_unmade_images();
  tag_patterns_ = std::make_unique<const TagPatterns>(images_, mistakes_);
  if (treatment == Mistakes::kRaise) throw_if_errors(mistakes_);
}

// A node whose templates are wrong is left out, for nothing on it can be resolved.
void Registry::merge_nodes_with_templates() {
  std::set<std::string> wrong;
  const std::size_t known_mistakes = mistakes_.size();
  nodes_.transform([&](const Value& node) {
    const Inheritance inherited = inheritance_->inherited_by(node, kNodeKind);
    append(mistakes_, inherited.mistakes);
    if (!inherited.is_complete || !inherited.mistakes.empty()) wrong.insert(node.find("name")->text());
    return inherited.templates.empty() ? node : merge_strategically(inherited.merged, node);
  });
  nodes_.leave_out(wrong);
  if (mistakes_.size() > known_mistakes) sort_and_unique(mistakes_);
}

// What is neither downloaded nor built nobody can have.
void Registry::leave_out_unmade_images() {
  std::set<std::string> wrong;
  for (UnmadeTag& unmade : find_unmade_tags(*inheritance_, images_)) {
    wrong.emplace(unmade.image);
    mistakes_.push_back(std::move(unmade.mistake));
  }
  if (wrong.empty()) return;
  images_.leave_out(wrong);
  sort_and_unique(mistakes_);
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

std::optional<Value> Registry::fold_fleet() const {
  Value fleet;
  for (const Value& document : documents_) {
    if (const Value* more = document.find("fleet")) fleet = merge_strategically(fleet, *more);
  }
  return fleet.is_map() ? std::optional(remove_cleared(forget_replacements(fleet))) : std::nullopt;
}

}  // namespace vmp
