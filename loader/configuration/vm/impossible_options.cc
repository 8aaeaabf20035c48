#include "loader/configuration/vm/impossible_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "loader/configuration/vm/mac_addresses.h"
#include "loader/configuration/vm/suboptions.h"
#include "loader/diagnostics/letter_case.h"
#include "loader/validation/virt_install_options.h"

namespace vmp {

namespace {

constexpr std::string_view kDigits = "0123456789";

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::string_view without_sign(std::string_view text) {
  text = trim(text);
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return text;
}

// As Python reads a number, of base 16 where it has 0x.
bool is_number(std::string_view text) {
  text = without_sign(text);
  if (text.starts_with("0x")) {
    text.remove_prefix(2);
    return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
  }
  return !text.empty() && text.find_first_not_of("0123456789_") == std::string_view::npos && text.front() != '_';
}

bool is_decimal(std::string_view text) {
  text = without_sign(text);
  return text.find_first_not_of("0123456789.eE+-_") == std::string_view::npos &&
         text.find_first_of(kDigits) != std::string_view::npos;
}

bool is_switch(std::string_view text) {
  constexpr std::array<std::string_view, 12> kWords = {"y", "yes", "1", "true",  "t", "on",
                                                       "n", "no",  "0", "false", "f", "off"};
  return std::ranges::find(kWords, to_lower(text)) != kWords.end();
}

bool is_volume(std::string_view text) {
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < text.size();
}

// What virt-install takes for a kind, and how to say what it wants.
struct KindRule {
  OptionKind kind;
  bool (*takes)(std::string_view text);
  std::string_view wants;
  std::string_view help;
};

constexpr KindRule kRules[] = {
    {OptionKind::kNumber, is_number, "a whole number", ""},
    {OptionKind::kDecimal, is_decimal, "a number", "For the size of a disk it is one of GiB, without a unit: 20."},
    {OptionKind::kMebibytes, is_number, "a whole number", "It is one of MiB, without a unit: 2048."},
    {OptionKind::kSwitch, is_switch, "\"yes\" or \"no\"", ""},
    {OptionKind::kVolume, is_volume, "a pool and a volume", "Write POOL/VOLUME: \"default/root.qcow2\"."},
    {OptionKind::kMac, is_mac, "a MAC address", "It has six bytes in hexadecimal: 52:54:00:12:34:56."},
};

// The rule that a value breaks, or nullptr.
const KindRule* find_broken(OptionKind kind, const std::string& value) {
  const auto* const rule = std::ranges::find(kRules, kind, &KindRule::kind);
  if (rule == std::end(kRules) || value.empty() || rule->takes(value)) return nullptr;
  return kind == OptionKind::kMac && value == "RANDOM" ? nullptr : rule;
}

void tell(const KindRule& rule, const Text& value, const std::string& subject, Diagnostics& mistakes) {
  mistakes.push_back({.place = value.place,
                      .message = fmt::format("{} takes {}, not \"{}\"", subject, rule.wants, value.value),
                      .help = std::string(rule.help)});
}

std::string describe(const Text& option) {
  return fmt::format("virt-install option \"{}\"", option.value);
}

// A word with its value, or alone; the first one alone may be a leading value.
void check_word(const VirtInstallOption& option, const KnownOption& known, const OptionWord& word,
                Diagnostics& mistakes) {
  if (!word.value) {
    const OptionKind* kind = word.is_first && !known.leading.empty() ? known.find(known.leading) : nullptr;
    const KindRule* broken = kind == nullptr ? nullptr : find_broken(*kind, word.name.value);
    if (broken != nullptr) tell(*broken, word.name, describe(option.name), mistakes);
    return;
  }
  const OptionKind* kind = known.find(word.name.value);
  const KindRule* broken = kind == nullptr ? nullptr : find_broken(*kind, word.value->value);
  if (broken == nullptr) return;
  tell(*broken, *word.value, fmt::format("suboption \"{}\" of {}", word.name.value, describe(option.name)), mistakes);
}

void check_option(const VirtInstallOption& option, const KnownOption& known, Diagnostics& mistakes) {
  const bool* flag = std::get_if<bool>(&option.value);
  const Text* text = std::get_if<Text>(&option.value);
  if (known.kind == OptionKind::kFlag && flag == nullptr) {
    mistakes.push_back({.place = text == nullptr ? option.name.place : text->place,
                        .message = fmt::format("{} is a flag, which takes no value", describe(option.name)),
                        .help = "Write true, without quotes."});
  } else if (flag != nullptr && *flag && known.kind != OptionKind::kFlag && !known.may_lack_value) {
    mistakes.push_back(
        {.place = option.name.place, .message = fmt::format("{} needs a value, not a flag", describe(option.name))});
  } else if (text != nullptr) {
    const KindRule* broken = find_broken(known.kind, text->value);
    if (broken != nullptr) tell(*broken, *text, describe(option.name), mistakes);
  }
  if (known.kind != OptionKind::kWords) return;
  for (const OptionWord& word : list_words(option)) check_word(option, known, word, mistakes);
}

}  // namespace

Diagnostics find_impossible_options(const VmConfiguration& vm) {
  Diagnostics mistakes;
  for (const VirtInstallOption& option : vm.domain.virt_install) {
    if (const KnownOption* known = find_known_option(option.name.value)) check_option(option, *known, mistakes);
  }
  return mistakes;
}

}  // namespace vmp
