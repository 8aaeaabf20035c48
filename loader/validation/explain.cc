#include "loader/validation/explain.h"

#include <map>
#include <utility>

#include "loader/validation/sentences.h"
#include "loader/validation/spot.h"

namespace vmp {
namespace {

class Explainer {
 public:
  Explainer(const Value& document, std::string_view whole, const Value& written)
      : document_(document), whole_(whole), written_(written) {}

  void explain(const Trail& trail) {
    for (const Sentence& sentence : sentences()) {
      const std::size_t before = mistakes_.size();
      explain_keyword(trail, sentence);
      if (sentence.is_all_there_is_to_say && mistakes_.size() > before) return;
    }
    for (const Value* node : trail.back().nodes) {
      const Value* additional = node->find("additionalProperties");
      if (additional == nullptr || additional->is_map()) continue;
      write_unknown_keys({document_, trail, whole_, written_, *node, *additional}, mistakes_);
    }
  }

  Diagnostics take_mistakes() { return std::move(mistakes_); }

 private:
  void explain_keyword(const Trail& trail, const Sentence& sentence) {
    for (const Value* node : trail.back().nodes) {
      const Value* argument = node->find(sentence.keyword);
      if (argument == nullptr || keeps(sentence.keyword, *argument, *trail.back().value)) continue;
      sentence.write({document_, trail, whole_, written_, *node, *argument}, mistakes_);
    }
  }

  // Asks for one keyword alone, as a schema of its own.
  bool keeps(std::string_view keyword, const Value& argument, const Value& value) {
    auto found = keywords_.find(&argument);
    if (found == keywords_.end()) {
      const Value schema = Value::map({{Value::scalar(std::string(keyword)), argument}});
      found = keywords_.emplace(&argument, CompiledSchema(schema)).first;
    }
    return found->second.accepts(value);
  }

  const Value& document_;
  std::string_view whole_;
  const Value& written_;
  std::map<const Value*, CompiledSchema> keywords_;
  Diagnostics mistakes_;
};

}  // namespace

Diagnostics explain_mistakes(const Value& document, const Value& schema, const Value& value,
                             const std::set<ValuePath>& paths, std::string_view whole, const Value& written) {
  const Spot spot = {.value = &value, .nodes = expand_node(document, schema, value)};
  Explainer explainer(document, whole, written);
  for (const ValuePath& path : paths) explainer.explain(follow_path(document, spot, path));
  Diagnostics mistakes = explainer.take_mistakes();
  sort_and_unique(mistakes);
  return mistakes;
}

}  // namespace vmp
