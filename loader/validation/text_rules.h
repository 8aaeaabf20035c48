#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vmp {

// What is wrong with a text: the end of a sentence that begins with it ("must not be digits alone"), and
// full sentences of help or "".
struct BrokenRule {
  std::string complaint;
  std::string help;
};

// What a text breaks of a rule that the schema names in "x-rule" or "x-key-rule", or nothing. The schema's
// patterns beside them tell editors the same, as far as a pattern can. Requires a rule of is_text_rule.
std::optional<BrokenRule> find_broken_rule(std::string_view rule, std::string_view text);

bool is_text_rule(std::string_view rule);

}  // namespace vmp
