#include "loader/validation/compiled_schema.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "loader/validation/schema_node.h"
#include "loader/validation/text_rules.h"

namespace vmp {

namespace {

SchemaNode::Types types_of(const Value& value) {
  if (value.is_list()) return SchemaNode::kList;
  if (value.is_map()) return SchemaNode::kMap;
  if (value.is_null()) return SchemaNode::kNull;
  return value.is_flag() ? SchemaNode::kString | SchemaNode::kBoolean : SchemaNode::kString;
}

bool is_equal(const Value& choice, const Value& value) {
  if (!value.is_scalar() || choice.is_null() || value.is_null()) return choice.is_null() && value.is_null();
  return choice.text() == value.text();
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80; }));
}

bool keeps_scalar_keywords(const SchemaNode& node, const Value& value) {
  if (node.types && (*node.types & types_of(value)) == 0) return false;
  if (!node.choices.empty() &&
      std::ranges::none_of(node.choices, [&](const Value& choice) { return is_equal(choice, value); })) {
    return false;
  }
  if (!value.is_scalar() || value.is_null()) return true;
  if (node.min_length > 0 && count_characters(value.text()) < node.min_length) return false;
  return node.rule.empty() || !find_broken_rule(node.rule, value.text());
}

bool keeps_keys(const SchemaNode& node, const Value& map) {
  if (!map.is_map()) return true;
  if (!std::ranges::all_of(node.required, [&](const std::string& key) { return map.find(key) != nullptr; }))
    return false;
  return node.key_rule.empty() || std::ranges::none_of(map.entries(), [&](const Entry& entry) {
           return find_broken_rule(node.key_rule, entry.key.text()).has_value();
         });
}

// The node for the value of a key, or nullptr if it may be anything.
const SchemaNode* find_property(const SchemaNode& node, std::string_view key) {
  const auto found =
      std::ranges::find(node.properties, key, [](const auto& property) { return std::string_view(property.first); });
  if (found != node.properties.end()) return found->second;
  const bool is_free =
      std::ranges::any_of(node.free_prefixes, [&](const std::string& prefix) { return key.starts_with(prefix); });
  return is_free ? nullptr : node.additional;
}

// Walks over a value and its schema. Where all broken values are wanted, it goes on behind the first.
class Judgement {
 public:
  explicit Judgement(std::set<ValuePath>* broken) : broken_(broken) {}

  bool takes(const SchemaNode& node, const Value& value) {
    bool is_taken = !node.takes_nothing && keeps_scalar_keywords(node, value) && keeps_keys(node, value);
    if (is_taken || broken_ != nullptr) is_taken = takes_below(node, value) && is_taken;
    if (is_taken || broken_ != nullptr) is_taken = keeps_combinations(node, value) && is_taken;
    if (!is_taken && broken_ != nullptr && !node.takes_nothing) broken_->insert(path_);
    return is_taken;
  }

 private:
  bool takes_below(const SchemaNode& node, const Value& value) {
    bool are_taken = true;
    if (node.items != nullptr) {
      for (std::size_t at = 0; at < value.items().size() && is_wanted(are_taken); ++at) {
        are_taken = takes_at(*node.items, value.items()[at], [at] { return std::to_string(at); }) && are_taken;
      }
    }
    if (node.properties.empty() && node.additional == nullptr) return are_taken;
    for (const Entry& entry : value.entries()) {
      if (!is_wanted(are_taken)) break;
      const SchemaNode* property = find_property(node, entry.key.text());
      if (property == nullptr) continue;
      are_taken = takes_at(*property, entry.value, [&] { return entry.key.text(); }) && are_taken;
    }
    return are_taken;
  }

  bool is_wanted(bool are_taken) const { return are_taken || broken_ != nullptr; }

  template <typename Step>
  bool takes_at(const SchemaNode& node, const Value& value, const Step& step) {
    if (broken_ == nullptr) return takes(node, value);
    path_.push_back(step());
    const bool is_taken = takes(node, value);
    path_.pop_back();
    return is_taken;
  }

  bool keeps_combinations(const SchemaNode& node, const Value& value) {
    bool are_kept = true;
    for (const SchemaNode* each : node.all_of) {
      if (is_wanted(are_kept)) are_kept = takes(*each, value) && are_kept;
    }
    if (!node.any_of.empty() && count_takers(node.any_of, value) == 0) are_kept = false;
    if (!node.one_of.empty() && count_takers(node.one_of, value) != 1) are_kept = false;
    return are_kept && (node.none_of == nullptr || !Judgement(nullptr).takes(*node.none_of, value));
  }

  // What breaks one of several counts only where no other takes the value.
  std::size_t count_takers(const SchemaNode::Nodes& nodes, const Value& value) {
    std::set<ValuePath> broken;
    Judgement each(broken_ == nullptr ? nullptr : &broken);
    each.path_ = path_;
    const auto takers = static_cast<std::size_t>(
        std::ranges::count_if(nodes, [&](const SchemaNode* node) { return each.takes(*node, value); }));
    if (takers == 0 && broken_ != nullptr) broken_->merge(broken);
    return takers;
  }

  std::set<ValuePath>* broken_;
  ValuePath path_;
};

}  // namespace

struct CompiledSchema::Compiled {
  SchemaNodes nodes;
};

CompiledSchema::CompiledSchema(const Value& schema)
    : compiled_(std::make_unique<const Compiled>(Compiled{SchemaNodes(schema)})) {}
CompiledSchema::~CompiledSchema() = default;
CompiledSchema::CompiledSchema(CompiledSchema&&) noexcept = default;

bool CompiledSchema::accepts(const Value& value) const {
  return Judgement(nullptr).takes(compiled_->nodes.root(), value);
}

std::set<ValuePath> CompiledSchema::find_broken(const Value& value) const {
  std::set<ValuePath> broken;
  Judgement(&broken).takes(compiled_->nodes.root(), value);
  return broken;
}

}  // namespace vmp
