#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loader/document/value.h"

namespace vmp {

// One node of a JSON Schema, its keywords read. What is not given constrains nothing.
struct SchemaNode {
  using Types = unsigned;  // kNull, ... below, added up
  using Nodes = std::vector<const SchemaNode*>;

  static constexpr Types kNull = 1;
  static constexpr Types kBoolean = 2;
  static constexpr Types kString = 4;
  static constexpr Types kList = 8;
  static constexpr Types kMap = 16;

  bool takes_nothing = false;  // the schema `false`
  std::optional<Types> types = {};
  std::vector<Value> choices = {};
  std::size_t min_length = 0;
  std::string rule = {};
  std::string key_rule = {};
  std::vector<std::string> required = {};
  std::vector<std::pair<std::string, const SchemaNode*>> properties = {};
  std::vector<std::string> free_prefixes = {};  // of keys with any value
  const SchemaNode* additional = nullptr;       // for the values of other keys
  const SchemaNode* items = nullptr;
  Nodes all_of = {};
  Nodes any_of = {};
  Nodes one_of = {};
  const SchemaNode* none_of = nullptr;
};

// Reads the nodes of one schema document and owns them. Raises std::logic_error for what it does not know.
class SchemaNodes {
 public:
  explicit SchemaNodes(const Value& document) : document_(document), root_(add(document)) {}

  const SchemaNode& root() const { return *root_; }

 private:
  const SchemaNode* add(const Value& schema);
  const SchemaNode* refer(const Value& reference);
  void read_keyword(SchemaNode& node, std::string_view keyword, const Value& argument);
  bool read_nodes(SchemaNode& node, std::string_view keyword, const Value& argument);
  SchemaNode::Nodes add_all(const Value& schemas);

  Value document_;
  std::vector<std::unique_ptr<SchemaNode>> nodes_;
  std::map<std::string, const SchemaNode*, std::less<>> definitions_;  // by reference
  const SchemaNode* root_;
};

}  // namespace vmp
