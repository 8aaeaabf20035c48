#include "loader/validation/compiled_schema.h"

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
    parser.populateSchema(ValueAdapter(document), schema);
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
