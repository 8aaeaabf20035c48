#include "loader/validation/compiled_schema.h"

#include <algorithm>
#include <new>
#include <utility>

#include <valijson/constraint_builder.hpp>
#include <valijson/constraints/concrete_constraints.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "loader/validation/text_rules.h"
#include "loader/validation/value_adapter.h"

namespace vmp {
namespace {

using valijson::adapters::Adapter;

// A constraint of ours, reported as valijson reports its own.
class RuleConstraint : public valijson::constraints::PolyConstraint {
 public:
  enum class Subject { kText, kKeys };

  RuleConstraint(Subject subject, std::string rule) : subject_(subject), rule_(std::move(rule)) {}

  bool validate(const Adapter& target, const std::vector<std::string>& path,
                valijson::ValidationResults* results) const override {
    const bool is_kept = subject_ == Subject::kText ? keeps_text(target) : keeps_keys(target);
    if (!is_kept && results != nullptr) results->pushError(path, rule_);
    return is_kept;
  }

 private:
  bool keeps_text(const Adapter& target) const {
    return !target.isString() || !find_broken_rule(rule_, target.getString()).has_value();
  }

  bool keeps_keys(const Adapter& target) const {
    return !target.isObject() || target.applyToObject([this](const std::string& key, const Adapter&) {
      return !find_broken_rule(rule_, key).has_value();
    });
  }

  Constraint* cloneInto(void* memory) const override { return new (memory) RuleConstraint(*this); }
  std::size_t sizeOf() const override { return sizeof(RuleConstraint); }

  Subject subject_;
  std::string rule_;
};

class RuleBuilder : public valijson::ConstraintBuilder {
 public:
  explicit RuleBuilder(RuleConstraint::Subject subject) : subject_(subject) {}

  valijson::constraints::Constraint* make(const Adapter& rule) const override {
    return new RuleConstraint(subject_, rule.asString());
  }

 private:
  RuleConstraint::Subject subject_;
};

// A property may have a keyword's name: the schema of a tag has one called "pattern".
bool is_said_by_rule(const Value& schema, std::string_view keyword, const Value& argument) {
  if (keyword == "propertyNames") return schema.find("x-key-rule") != nullptr;
  return (keyword == "pattern" || keyword == "maxLength") && argument.is_scalar();
}

// In a map that is open, a property of which nothing is said may be anything: it is for editors.
bool is_for_editors(const Value& schema, std::string_view keyword, const Value& argument) {
  return keyword == "properties" && schema.find("additionalProperties") == nullptr &&
         std::ranges::all_of(argument.entries(),
                             [](const Entry& property) { return property.value.entries().empty(); });
}

// std::regex, which valijson uses, overflows the stack on long texts and is slow, and "propertyNames" behind a
// "$ref" checks the wrong schema: our rules take their place. Every property costs time in each map.
Value without_needless_keywords(const Value& schema) {
  if (schema.is_list()) {
    List items;
    for (const Value& item : schema.items()) items.push_back(without_needless_keywords(item));
    return Value::list(std::move(items));
  }
  if (!schema.is_map()) return schema;
  Map entries;
  for (const auto& [key, value] : schema.entries()) {
    if (is_said_by_rule(schema, key.text(), value) || is_for_editors(schema, key.text(), value)) continue;
    entries.push_back({key, without_needless_keywords(value)});
  }
  return Value::map(std::move(entries));
}

// valijson writes a path as "<root>", "[vms]", "[0]".
ValuePath to_value_path(const std::vector<std::string>& context) {
  ValuePath path;
  for (std::size_t index = 1; index < context.size(); ++index) {
    path.push_back(context[index].substr(1, context[index].size() - 2));
  }
  return path;
}

}  // namespace

struct CompiledSchema::Compiled {
  explicit Compiled(const Value& document) {
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.addConstraintBuilder("x-rule", new RuleBuilder(RuleConstraint::Subject::kText));
    parser.addConstraintBuilder("x-key-rule", new RuleBuilder(RuleConstraint::Subject::kKeys));
    const Value stripped = without_needless_keywords(document);
    parser.populateSchema(ValueAdapter(stripped), schema);
  }

  valijson::Schema schema;
};

CompiledSchema::CompiledSchema(const Value& schema) : compiled_(std::make_unique<Compiled>(schema)) {}
CompiledSchema::~CompiledSchema() = default;
CompiledSchema::CompiledSchema(CompiledSchema&&) noexcept = default;

bool CompiledSchema::accepts(const Value& value) const {
  return valijson::Validator().validate(compiled_->schema, ValueAdapter(value), nullptr);
}

std::set<ValuePath> CompiledSchema::find_broken(const Value& value) const {
  valijson::ValidationResults results;
  valijson::Validator().validate(compiled_->schema, ValueAdapter(value), &results);
  std::set<ValuePath> paths;
  for (const auto& error : results) paths.insert(to_value_path(error.context));
  return paths;
}

}  // namespace vmp
