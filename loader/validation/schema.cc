#include "loader/validation/schema.h"

#include <memory>
#include <stdexcept>
#include <string>

#include "loader/document/read_yaml.h"
#include "loader/validation/compiled_schema.h"
#include "loader/validation/explain.h"

namespace vmp {
namespace {

struct ShapeSchema {
  Value node;
  CompiledSchema compiled;
};

// JSON is YAML, so the reader of registries reads the schema.
Value read_schema() {
  const auto source =
      std::make_shared<const SourceFile>(SourceFile{"registry.schema.json", std::string(registry_schema_text())});
  return read_yaml(source).front();
}

const Value& schema_document() {
  static const Value kDocument = read_schema();
  return kDocument;
}

ShapeSchema make_definition_schema(std::string_view name) {
  const Value* definitions = schema_document().find("definitions");
  const Value reference = Value::map({{Value::scalar("$ref"), Value::scalar("#/definitions/" + std::string(name))}});
  const Value whole =
      Value::map({{Value::scalar("definitions"), *definitions}, {Value::scalar("allOf"), Value::list({reference})}});
  return {*definitions->find(name), CompiledSchema(whole)};
}

// Each is compiled when it is first needed.
const ShapeSchema& schema_of(Shape shape) {
  switch (shape) {
    case Shape::kConfiguredNode: {
      static const ShapeSchema kNode = make_definition_schema("configuredNode");
      return kNode;
    }
    case Shape::kConfiguredVm: {
      static const ShapeSchema kVm = make_definition_schema("configuredVm");
      return kVm;
    }
    case Shape::kRegistry:
      break;
  }
  static const ShapeSchema kRegistry = {schema_document(), CompiledSchema(schema_document())};
  return kRegistry;
}

}  // namespace

Diagnostics validate(const Value& value, Shape shape, std::string_view whole) {
  return judge(value, shape, whole).mistakes;
}

Verdict judge(const Value& value, Shape shape, std::string_view whole) {
  const ShapeSchema& schema = schema_of(shape);
  if (schema.compiled.accepts(value)) return {};
  Verdict verdict = {{}, schema.compiled.find_broken(value)};
  verdict.mistakes = explain_mistakes(schema_document(), schema.node, value, verdict.broken, whole);
  if (verdict.mistakes.empty()) throw std::logic_error("the schema has a keyword without words for it");
  return verdict;
}

}  // namespace vmp
