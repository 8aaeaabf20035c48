#include "loader/registry/valid_documents.h"

#include <algorithm>
#include <utility>

#include "loader/document/read_yaml.h"
#include "loader/work/parallel.h"

namespace vmp {

namespace {

constexpr std::string_view kWhole = "the registry";

}  // namespace

ValidDocuments::ValidDocuments(const Sources& sources, const Work& work) {
  // Not all at once: what is behind too many mistakes would be read for nothing.
  constexpr std::size_t kAtATime = 1'000;
  const std::size_t threads_of_each = sources.size() < work.threads ? work.threads : 1;
  for (std::size_t start = 0; start < sources.size() && !is_full_; start += kAtATime) {
    std::vector<Content> contents(std::min(kAtATime, sources.size() - start));
    run_in_parallel(contents.size(), work.threads, [&](std::size_t index) {
      contents[index] = read(sources[start + index], threads_of_each, work.profile);
    });
    for (std::size_t index = 0; index < contents.size(); ++index) add(sources[start + index], contents[index]);
  }
}

ValidDocuments::Content ValidDocuments::read(const std::shared_ptr<const SourceFile>& source, std::size_t threads,
                                             Profile* profile) {
  Stopwatch watch(profile, Stage::kRead);
  Content content;
  try {
    content.documents = read_yaml(source, threads);
  } catch (const Error& error) {
    content.mistakes = error.diagnostics();
  }
  watch.enter(Stage::kValidate);
  for (const Value& document : content.documents) {
    content.verdicts.push_back(judge(document, Shape::kRegistry, kWhole, threads));
  }
  return content;
}

void ValidDocuments::add(const std::shared_ptr<const SourceFile>& source, const Content& content) {
  if (is_full_) return;
  is_full_ = mistakes_.size() > kMaxMistakes;
  if (is_full_) mistakes_.push_back(too_many_mistakes(Place{source}));
  if (is_full_ || !content.mistakes.empty()) is_whole_ = false;
  if (is_full_) return;
  append(mistakes_, content.mistakes);
  for (std::size_t index = 0; index < content.documents.size(); ++index) {
    add(content.documents[index], content.verdicts[index]);
  }
}

void ValidDocuments::add(const Value& document, const Verdict& verdict) {
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
