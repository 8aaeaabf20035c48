#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// Reads parts of an entry that is settled, and checks them. What is wrong is a mistake at its place.
class PartReader {
 public:
  // `label` names the part in messages: `step "site"`.
  PartReader(std::string label, Diagnostics& mistakes) : label_(std::move(label)), mistakes_(mistakes) {}

  // What is behind a key; where it is missing, a mistake at `place`, and nullptr.
  const Value* need(const Value& map, std::string_view key, const Place& place, std::string_view path);

  // Of keys that exclude each other the one that is there; with none or several a mistake, and nullptr.
  const Value* need_one_of(const Value& map, std::span<const std::string_view> keys, const Place& place);

  // Whether a text keeps a rule of text_rules.h, or is one of some words.
  bool check(const Value& text, std::string_view key, std::string_view rule);
  bool check_choice(const Value& text, std::string_view key, std::span<const std::string_view> choices);

  // Seconds of a time, or what holds without it.
  long read_seconds(const Value& map, std::string_view key, long without);
  // Of what is on or off.
  bool read_flag(const Value& map, std::string_view key, bool without);

  void complain(const Place& place, std::string message, std::string help = "");
  Diagnostics& mistakes() { return mistakes_; }
  const std::string& label() const { return label_; }

 private:
  std::string label_;
  Diagnostics& mistakes_;
};

}  // namespace vmp
