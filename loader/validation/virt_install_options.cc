#include "loader/validation/virt_install_options.h"

#include <algorithm>
#include <array>

namespace vmp {

namespace {

constexpr std::string_view kAnyDigits = "[0-9]*";

constexpr std::array<std::pair<std::string_view, OptionKind>, 9> kKinds = {{
    {"flag", OptionKind::kFlag},
    {"text", OptionKind::kText},
    {"number", OptionKind::kNumber},
    {"decimal", OptionKind::kDecimal},
    {"words", OptionKind::kWords},
    {"switch", OptionKind::kSwitch},
    {"mebibytes", OptionKind::kMebibytes},
    {"volume", OptionKind::kVolume},
    {"mac", OptionKind::kMac},
}};

OptionKind read_kind(std::string_view name) {
  return std::ranges::find(kKinds, name, &std::pair<std::string_view, OptionKind>::first)->second;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(separator));
    if (!part.empty()) parts.push_back(part);
    text.remove_prefix(std::min(part.size() + 1, text.size()));
  }
  return parts;
}

void add_suboption(std::string_view word, KnownOption& option) {
  const std::size_t equals = word.find('=');
  const OptionKind kind = equals == std::string_view::npos ? OptionKind::kText : read_kind(word.substr(equals + 1));
  word = word.substr(0, equals);
  const bool is_leading = word.starts_with('!');
  if (is_leading) word.remove_prefix(1);
  const std::string name(word);
  if (is_leading) option.leading = name;
  option.names.push_back(name);
  option.kinds.emplace(name, kind);
  if (name.find(kAnyDigits) != std::string::npos) option.with_digits.emplace_back(name, kind);
}

KnownOption read_option(const std::vector<std::string_view>& words) {
  KnownOption option;
  std::string_view kind = words[1];
  option.may_lack_value = kind.ends_with('?');
  if (option.may_lack_value) kind.remove_suffix(1);
  option.kind = read_kind(kind);
  for (std::size_t at = 2; at < words.size(); ++at) add_suboption(words[at], option);
  return option;
}

std::unordered_map<std::string, KnownOption> read_options() {
  std::unordered_map<std::string, KnownOption> options;
  for (const std::string_view line : split(virt_install_options_text(), '\n')) {
    if (line.starts_with('#')) continue;
    const std::vector<std::string_view> words = split(line, ' ');
    options.emplace(words[0], read_option(words));
  }
  return options;
}

const std::unordered_map<std::string, KnownOption>& known_options() {
  static const std::unordered_map<std::string, KnownOption> kOptions = read_options();
  return kOptions;
}

// "boot2.dev" for "boot[0-9]*.dev"
bool matches(std::string_view pattern, std::string_view name) {
  const std::size_t digits = pattern.find(kAnyDigits);
  if (digits == std::string_view::npos) return pattern == name;
  if (!name.starts_with(pattern.substr(0, digits))) return false;
  pattern.remove_prefix(digits + kAnyDigits.size());
  name.remove_prefix(digits);
  name.remove_prefix(std::min(name.find_first_not_of("0123456789"), name.size()));
  return matches(pattern, name);
}

}  // namespace

const OptionKind* KnownOption::find(const std::string& suboption) const {
  const auto found = kinds.find(suboption);
  if (found != kinds.end()) return &found->second;
  for (const auto& [pattern, kind] : with_digits) {
    if (matches(pattern, suboption)) return &kind;
  }
  return nullptr;
}

const KnownOption* find_known_option(const std::string& name) {
  const auto found = known_options().find(name);
  return found == known_options().end() ? nullptr : &found->second;
}

std::vector<std::string> known_option_names() {
  std::vector<std::string> names;
  for (const auto& [name, option] : known_options()) names.push_back(name);
  std::ranges::sort(names);
  return names;
}

}  // namespace vmp
