#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "loader/document/value.h"

namespace vmp {

// Outlines of values: all of a value that a schema document can tell. Values of one outline get one verdict from every
// node of it, so that it has to be asked once.
//
// A schema sees the kinds of values and the keys of maps; of scalars whether they are null or a flag, and of those
// that it has "enum", "minLength" or "x-rule" for, what these say of the text. Which those are, it tells by the key
// above them. So the outline has kinds and keys as they are, and these answers in the place of texts.
class Outlines {
 public:
  // Raises std::logic_error for a keyword that it does not know, because it might ask for more.
  explicit Outlines(const Value& document);

  std::string of(const Value& value) const;

 private:
  // What a schema asks of the texts below a key.
  struct Questions {
    std::set<std::string> rules;  // text_rules.h
    std::set<std::string> words;
    bool is_length_asked = false;
  };

  // A definition that asks no more than its kind is not read: most keys refer to one.
  void find_definitions();
  void read(const Value& node, const std::string& key);
  void read_keyword(std::string_view keyword, const Value& argument, const std::string& key);
  void write(const Value& value, const Questions* questions, std::string& outline) const;
  void write_scalar(const Value& scalar, const Questions* questions, std::string& outline) const;

  Value document_;
  std::unordered_map<std::string_view, const Value*> definitions_;  // by name; nullptr for one that asks nothing
  std::unordered_map<std::string, Questions> questions_;            // by key
  std::set<std::pair<const Value*, std::string>> read_so_far_;      // definitions, below a key
};

}  // namespace vmp
