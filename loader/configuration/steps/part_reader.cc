#include "loader/configuration/steps/part_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "loader/configuration/settled_value.h"
#include "loader/diagnostics/suggestion.h"
#include "loader/validation/image_rules.h"

namespace vmp {

namespace {

std::string join(std::span<const std::string_view> words, std::string_view last) {
  std::string joined;
  for (std::size_t index = 0; index < words.size(); ++index) {
    if (index > 0) joined += index + 1 == words.size() ? fmt::format(" {} ", last) : ", ";
    joined += fmt::format("\"{}\"", words[index]);
  }
  return joined;
}

}  // namespace

const Value* PartReader::need(const Value& map, std::string_view key, const Place& place, std::string_view path) {
  const Value* value = map.find(key);
  if (value == nullptr) complain(place, fmt::format("{} has no \"{}\"", label_, path));
  return value;
}

const Value* PartReader::need_one_of(const Value& map, std::span<const std::string_view> keys, const Place& place) {
  std::vector<const Value*> given;
  for (const std::string_view key : keys) {
    if (const Value* found = map.find_key(key)) given.push_back(found);
  }
  if (given.size() == 1) return map.find(given.front()->text());
  Diagnostic mistake = {.place = given.empty() ? place : given.back()->place(),
                        .message = fmt::format("{} needs exactly one of {}", label_, join(keys, "and"))};
  if (!given.empty()) given.pop_back();
  for (const Value* key : given) {
    mistake.notes.push_back({key->place(), fmt::format("\"{}\" is given here", key->text())});
  }
  mistakes_.push_back(std::move(mistake));
  return nullptr;
}

bool PartReader::check(const Value& text, std::string_view key, std::string_view rule) {
  const auto broken = find_broken_rule(rule, text.text());
  if (broken) complain(text.place(), fmt::format("{} \"{}\" {}", key, text.text(), broken->complaint), broken->help);
  return !broken;
}

bool PartReader::check_choice(const Value& text, std::string_view key, std::span<const std::string_view> choices) {
  if (std::ranges::find(choices, text.text()) != choices.end()) return true;
  complain(text.place(), fmt::format("\"{}\" must be {}, not \"{}\"", key, join(choices, "or"), text.text()),
           did_you_mean(text.text(), {choices.begin(), choices.end()}));
  return false;
}

long PartReader::read_seconds(const Value& map, std::string_view key, long without) {
  const Value* value = map.find(key);
  if (value == nullptr || !check(*value, key, "duration")) return without;
  return *read_duration(value->text());
}

bool PartReader::read_flag(const Value& map, std::string_view key, bool without) {
  const Value* value = map.find(key);
  if (value != nullptr && !check(*value, key, "switch")) return without;
  return read_switch(map, key, without);
}

void PartReader::complain(const Place& place, std::string message, std::string help) {
  mistakes_.push_back({.place = place, .message = std::move(message), .help = std::move(help)});
}

}  // namespace vmp
