#include "loader/validation/schema.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "loader/validation/compiled_schema.h"
#include "loader/validation/explain.h"
#include "loader/validation/outlines.h"
#include "loader/validation/schema_tokens.h"
#include "loader/work/parallel.h"

namespace vmp {
namespace {

// Outlines of values that a schema takes. As many as registries have; another is asked about every time.
class KnownOutlines {
 public:
  bool contains(const std::string& outline) const {
    const std::shared_lock guard(lock_);
    return outlines_.contains(outline);
  }

  void add(std::string outline) {
    const std::unique_lock guard(lock_);
    if (outlines_.size() < kMost) outlines_.insert(std::move(outline));
  }

 private:
  static constexpr std::size_t kMost = 1'000;
  mutable std::shared_mutex lock_;
  std::unordered_set<std::string> outlines_;
};

struct ShapeSchema {
  ShapeSchema(Value schema_node, const Value& whole) : node(std::move(schema_node)), compiled(whole) {}

  Value node;
  CompiledSchema compiled;
  mutable KnownOutlines known = {};
};

const Value& schema_document() {
  static const Value kDocument = read_schema_tokens(schema_tokens());
  return kDocument;
}

ShapeSchema make_definition_schema(std::string_view name) {
  const Value* definitions = schema_document().find("definitions");
  const Value reference = Value::map({{Value::scalar("$ref"), Value::scalar("#/definitions/" + std::string(name))}});
  const Value whole =
      Value::map({{Value::scalar("definitions"), *definitions}, {Value::scalar("allOf"), Value::list({reference})}});
  return {*definitions->find(name), whole};
}

// Each is compiled when it is first needed.
const ShapeSchema& schema_of(Shape shape) {
  switch (shape) {
    case Shape::kReachableNode: {
      static const ShapeSchema kNode = make_definition_schema("reachableNode");
      return kNode;
    }
    case Shape::kReachableCluster: {
      static const ShapeSchema kCluster = make_definition_schema("reachableCluster");
      return kCluster;
    }
    case Shape::kConfiguredNode: {
      static const ShapeSchema kNode = make_definition_schema("configuredNode");
      return kNode;
    }
    case Shape::kConfiguredNetwork: {
      static const ShapeSchema kNetwork = make_definition_schema("configuredNetwork");
      return kNetwork;
    }
    case Shape::kConfiguredInterfaces: {
      static const ShapeSchema kInterfaces = make_definition_schema("configuredInterfaces");
      return kInterfaces;
    }
    case Shape::kConfiguredClusterVm: {
      static const ShapeSchema kVm = make_definition_schema("configuredClusterVm");
      return kVm;
    }
    case Shape::kConfiguredVm: {
      static const ShapeSchema kVm = make_definition_schema("configuredVm");
      return kVm;
    }
    case Shape::kRegistry:
      break;
  }
  static const ShapeSchema kRegistry = {schema_document(), schema_document()};
  return kRegistry;
}

std::vector<std::string> outline_all(const List& items, const Outlines& outlines, std::size_t threads) {
  constexpr std::size_t kFew = 100;  // are done before a thread has begun
  std::vector<std::string> all(items.size());
  run_in_parallel(items.size(), items.size() < kFew ? 1 : threads,
                  [&](std::size_t index) { all[index] = outlines.of(items[index]); });
  return all;
}

// The lists of a registry's sections without the items that have the outline of one before them: the schema asks
// each item of a list the same.
Value without_repetitions(const Value& registry, const Outlines& outlines, std::size_t threads) {
  if (!registry.is_map()) return registry;
  Map sections;
  for (const auto& [key, section] : registry.entries()) {
    std::vector<std::string> all = outline_all(section.items(), outlines, threads);
    std::unordered_set<std::string> seen;
    List items;
    for (std::size_t index = 0; index < all.size(); ++index) {
      if (seen.insert(std::move(all[index])).second) items.push_back(section.items()[index]);
    }
    sections.push_back({key, section.is_list() ? Value::list(std::move(items)) : section});
  }
  return Value::map(std::move(sections));
}

bool accepts(const ShapeSchema& schema, Shape shape, const Value& value, std::size_t threads) {
  static const Outlines kOutlines(schema_document());
  const Value representative = shape == Shape::kRegistry ? without_repetitions(value, kOutlines, threads) : value;
  std::string outline = kOutlines.of(representative);
  if (schema.known.contains(outline)) return true;
  if (!schema.compiled.accepts(representative)) return false;
  schema.known.add(std::move(outline));
  return true;
}

}  // namespace

Diagnostics validate(const Value& value, Shape shape, std::string_view whole, const Value& written) {
  return judge(value, shape, whole, 1, written).mistakes;
}

Verdict judge(const Value& value, Shape shape, std::string_view whole, std::size_t threads, const Value& written) {
  const ShapeSchema& schema = schema_of(shape);
  if (accepts(schema, shape, value, threads)) return {};
  Verdict verdict = {{}, schema.compiled.find_broken(value)};
  verdict.mistakes = explain_mistakes(schema_document(), schema.node, value, verdict.broken, whole, written);
  if (verdict.mistakes.empty()) throw std::logic_error("the schema has a keyword without words for it");
  return verdict;
}

}  // namespace vmp
