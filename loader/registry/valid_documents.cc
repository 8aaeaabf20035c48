#include "loader/registry/valid_documents.h"

#include <utility>

#include "loader/document/read_yaml.h"
#include "loader/validation/schema.h"

namespace vmp {

namespace {

constexpr std::string_view kWhole = "the registry";

}  // namespace

void ValidDocuments::add(const std::shared_ptr<const SourceFile>& source, const Work& work, Stopwatch& watch) {
  watch.enter(Stage::kRead);
  if (is_full_) return;
  is_full_ = mistakes_.size() > kMaxMistakes;
  if (is_full_) {
    mistakes_.push_back(too_many_mistakes(Place{source}));
    is_whole_ = false;
    return;
  }
  try {
    const std::vector<Value> documents = read_yaml(source, work.threads);
    watch.enter(Stage::kValidate);
    for (const Value& document : documents) add(document);
  } catch (const Error& error) {
    append(mistakes_, error.diagnostics());
    is_whole_ = false;
  }
}

void ValidDocuments::add(const Value& document) {
  const Verdict verdict = judge(document, Shape::kRegistry, kWhole);
  append(mistakes_, verdict.mistakes);
  if (verdict.mistakes.empty()) {
    documents_.push_back(document);
    return;
  }
  std::optional<Value> rest = without_broken_entries(document, verdict.broken);
  if (rest && validate(*rest, Shape::kRegistry, kWhole).empty()) {
    documents_.push_back(*std::move(rest));
  } else {
    is_whole_ = false;
  }
}

// Nothing if a mistake is not in an entry with a name.
std::optional<Value> ValidDocuments::without_broken_entries(const Value& document, const std::set<ValuePath>& broken) {
  if (!document.is_map()) return std::nullopt;
  Map sections;
  for (const Entry& section : document.entries()) {
    std::optional<List> items = unbroken_items(section, broken);
    if (!items) return std::nullopt;
    const Value& list = section.value;
    sections.push_back({section.key, list.is_list() ? Value::list(*std::move(items), list.place()) : list});
  }
  return Value::map(std::move(sections), document.place());
}

std::optional<List> ValidDocuments::unbroken_items(const Entry& section, const std::set<ValuePath>& broken) {
  List unbroken;
  const List& items = section.value.items();
  for (std::size_t at = 0; at < items.size(); ++at) {
    if (!broken.contains({section.key.text(), std::to_string(at)})) {
      unbroken.push_back(items[at]);
      continue;
    }
    const Value* name = items[at].find("name");
    if (name == nullptr || !name->is_scalar() || name->is_null()) return std::nullopt;
    left_out_[section.key.text()].insert(name->text());
  }
  return unbroken;
}

}  // namespace vmp
