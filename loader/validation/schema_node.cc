#include "loader/validation/schema_node.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "loader/validation/text_rules.h"

namespace vmp {
namespace {

// They tell editors and explain.cc more, or the same as a rule.
constexpr std::array<std::string_view, 13> kSaysNothing = {
    "$schema", "title", "description", "examples",  "default",       "errorMessage", "patternErrorMessage",
    "x-help",  "x-key", "pattern",     "maxLength", "propertyNames", "definitions"};

// Numbers are strings here, which every schema says beside "number".
constexpr std::array<std::pair<std::string_view, SchemaNode::Types>, 6> kTypes = {{{"null", SchemaNode::kNull},
                                                                                   {"boolean", SchemaNode::kBoolean},
                                                                                   {"string", SchemaNode::kString},
                                                                                   {"array", SchemaNode::kList},
                                                                                   {"object", SchemaNode::kMap},
                                                                                   {"number", 0}}};

[[noreturn]] void refuse(std::string_view what, std::string_view text) {
  throw std::logic_error("schema: unknown " + std::string(what) + " \"" + std::string(text) + "\"");
}

SchemaNode::Types read_type(const Value& name) {
  const auto found = std::ranges::find(kTypes, name.text(), [](const auto& type) { return type.first; });
  return found == kTypes.end() ? 0 : found->second;
}

SchemaNode::Types read_types(const Value& argument) {
  if (argument.is_scalar()) return read_type(argument);
  SchemaNode::Types types = 0;
  for (const Value& name : argument.items()) types |= read_type(name);
  return types;
}

std::size_t read_number(const Value& argument) {
  std::size_t number = 0;
  std::from_chars(argument.text().data(), argument.text().data() + argument.text().size(), number);
  return number;
}

std::vector<std::string> read_texts(const Value& argument) {
  std::vector<std::string> texts;
  for (const Value& item : argument.items()) texts.push_back(item.text());
  return texts;
}

std::string read_rule(const Value& argument) {
  if (!is_text_rule(argument.text())) refuse("rule", argument.text());
  return argument.text();
}

// Of {"^x-": {"description": ...}}.
std::vector<std::string> read_prefixes(const Value& argument) {
  std::vector<std::string> prefixes;
  for (const auto& [pattern, schema] : argument.entries()) {
    const std::string& text = pattern.text();
    const bool is_literal = text.find_first_of("\\.[](){}*+?|$", 1) == std::string::npos;
    if (!text.starts_with('^') || !is_literal || schema.entries().size() != 1) refuse("pattern", text);
    prefixes.push_back(text.substr(1));
  }
  return prefixes;
}

}  // namespace

const SchemaNode* SchemaNodes::add(const Value& schema) {
  // What stands beside "$ref" does not count.
  if (const Value* reference = schema.find("$ref")) return refer(*reference);
  SchemaNode& node = *nodes_.emplace_back(std::make_unique<SchemaNode>());
  node.takes_nothing = schema.is_flag() && !schema.flag();
  for (const auto& [keyword, argument] : schema.entries()) read_keyword(node, keyword.text(), argument);
  return &node;
}

const SchemaNode* SchemaNodes::refer(const Value& reference) {
  constexpr std::string_view kDefinitions = "#/definitions/";
  const std::string& text = reference.text();
  if (const auto found = definitions_.find(text); found != definitions_.end()) return found->second;
  const Value* definitions = document_.find("definitions");
  const Value* definition = definitions == nullptr || !text.starts_with(kDefinitions)
                                ? nullptr
                                : definitions->find(text.substr(kDefinitions.size()));
  if (definition == nullptr) refuse("reference", text);
  return definitions_.emplace(text, add(*definition)).first->second;
}

SchemaNode::Nodes SchemaNodes::add_all(const Value& schemas) {
  SchemaNode::Nodes nodes;
  for (const Value& schema : schemas.items()) nodes.push_back(add(schema));
  return nodes;
}

void SchemaNodes::read_keyword(SchemaNode& node, std::string_view keyword, const Value& argument) {
  if (read_nodes(node, keyword, argument)) return;
  if (keyword == "type") {
    node.types = read_types(argument);
  } else if (keyword == "enum") {
    node.choices = argument.items();
  } else if (keyword == "minLength") {
    node.min_length = read_number(argument);
  } else if (keyword == "required") {
    node.required = read_texts(argument);
  } else if (keyword == "patternProperties") {
    node.free_prefixes = read_prefixes(argument);
  } else if (keyword == "x-rule") {
    node.rule = read_rule(argument);
  } else if (keyword == "x-key-rule") {
    node.key_rule = read_rule(argument);
  } else if (std::ranges::find(kSaysNothing, keyword) == kSaysNothing.end()) {
    refuse("keyword", keyword);
  }
}

// The keywords whose arguments are schemas.
bool SchemaNodes::read_nodes(SchemaNode& node, std::string_view keyword, const Value& argument) {
  if (keyword == "properties") {
    for (const auto& [name, schema] : argument.entries()) node.properties.emplace_back(name.text(), add(schema));
  } else if (keyword == "additionalProperties") {
    node.additional = add(argument);
  } else if (keyword == "items") {
    node.items = add(argument);
  } else if (keyword == "allOf") {
    node.all_of = add_all(argument);
  } else if (keyword == "anyOf") {
    node.any_of = add_all(argument);
  } else if (keyword == "oneOf") {
    node.one_of = add_all(argument);
  } else if (keyword == "not") {
    node.none_of = add(argument);
  } else {
    return false;
  }
  return true;
}

}  // namespace vmp
