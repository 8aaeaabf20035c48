#include "loader/validation/outlines.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <stdexcept>

#include "loader/validation/text_rules.h"

namespace vmp {

namespace {

// They ask nothing, or nothing of texts.
constexpr std::array<std::string_view, 8> kNoQuestions = {"title",      "errorMessage", "x-help",      "x-keys",
                                                          "x-key-rule", "type",         "definitions", "required"};

constexpr std::string_view kDefinitions = "#/definitions/";

// Below any key there may be a text that is asked about: no outline could leave it out.
constexpr std::string_view kAnyKey = "*";

[[noreturn]] void refuse(std::string_view keyword) {
  throw std::logic_error("outlines do not know what \"" + std::string(keyword) + "\" asks");
}

void write_text(std::string_view text, std::string& outline) {
  outline += std::to_string(text.size());
  outline += ':';
  outline += text;
}

}  // namespace

Outlines::Outlines(const Value& document) : document_(document) {
  find_definitions();
  read(document_, "");
  for (const Entry& definition : document_.find("definitions")->entries()) read(definition.value, "");
}

void Outlines::find_definitions() {
  for (const auto& [name, node] : document_.find("definitions")->entries()) {
    const bool asks_nothing = std::ranges::all_of(node.entries(), [](const Entry& entry) {
      return std::ranges::find(kNoQuestions, entry.key.text()) != kNoQuestions.end();
    });
    definitions_.emplace(name.text(), asks_nothing ? nullptr : &node);
  }
}

void Outlines::read(const Value& node, const std::string& key) {
  if (!read_so_far_.emplace(&node, key).second) return;
  for (const auto& [keyword, argument] : node.entries()) read_keyword(keyword.text(), argument, key);
}

void Outlines::read_keyword(std::string_view keyword, const Value& argument, const std::string& key) {
  if (std::ranges::find(kNoQuestions, keyword) != kNoQuestions.end()) return;
  if (keyword == "$ref") {
    const Value* definition = definitions_.at(std::string_view(argument.text()).substr(kDefinitions.size()));
    if (definition != nullptr) read(*definition, key);
  } else if (keyword == "allOf" || keyword == "anyOf" || keyword == "oneOf") {
    for (const Value& node : argument.items()) read(node, key);
  } else if (keyword == "not" || keyword == "items" || keyword == "if" || keyword == "then" || keyword == "else") {
    read(argument, key);
  } else if (keyword == "properties") {
    for (const auto& [name, node] : argument.entries()) read(node, name.text());
  } else if (keyword == "additionalProperties" || keyword == "patternProperties") {
    read(argument, std::string(kAnyKey));
  } else if (key == kAnyKey && keyword.starts_with('^')) {
    read(argument, key);  // the pattern of "patternProperties"
  } else if (key == kAnyKey) {
    refuse(keyword);
  } else if (keyword == "enum") {
    for (const Value& word : argument.items()) questions_[key].words.insert(word.text());
  } else if (keyword == "minLength" && argument.text() == "1") {
    questions_[key].is_length_asked = true;
  } else if (keyword == "x-rule") {
    questions_[key].rules.insert(argument.text());
  } else {
    refuse(keyword);
  }
}

std::string Outlines::of(const Value& value) const {
  std::string outline;
  const auto whole = questions_.find("");
  write(value, whole == questions_.end() ? nullptr : &whole->second, outline);
  return outline;
}

void Outlines::write(const Value& value, const Questions* questions, std::string& outline) const {
  if (value.is_scalar()) return write_scalar(value, questions, outline);
  outline += value.is_list() ? '[' : '{';
  for (const Value& item : value.items()) write(item, questions, outline);
  for (const auto& [key, below] : value.entries()) {
    write_text(key.text(), outline);
    const auto found = questions_.find(key.text());
    write(below, found == questions_.end() ? nullptr : &found->second, outline);
  }
  outline += value.is_list() ? ']' : '}';
}

void Outlines::write_scalar(const Value& scalar, const Questions* questions, std::string& outline) const {
  if (scalar.is_binary()) {
    outline += 'b';
    return;
  }
  outline += scalar.is_null() ? 'n' : scalar.is_flag() ? (scalar.flag() ? 't' : 'f') : 's';
  if (questions == nullptr || scalar.is_null()) return;
  const std::string& text = scalar.text();
  if (questions->is_length_asked) outline += text.empty() ? '0' : '1';
  for (const std::string& rule : questions->rules) outline += find_broken_rule(rule, text) ? '-' : '+';
  const auto word = questions->words.find(text);
  if (word != questions->words.end()) write_text(*word, outline);
}

}  // namespace vmp
