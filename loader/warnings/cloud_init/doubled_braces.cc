#include <fmt/format.h>

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "loader/warnings/finders.h"
#include "loader/warnings/registry/author_texts.h"

namespace vmp {

namespace {

bool is_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

// "{{ v1.region }}", "{{.Names}}", "{{- if x }}": of Jinja and of Go. Not the "{{" of JSON, of awk or of a shell.
bool is_expression(std::string_view inside) {
  if (inside.starts_with('-')) inside.remove_prefix(1);
  const bool has_space = inside.starts_with(' ');
  while (inside.starts_with(' ')) inside.remove_prefix(1);
  if (inside.find_first_of("{};:=\"\\\n") != std::string_view::npos) return false;
  const bool is_go = inside.starts_with('.');
  if (is_go) inside.remove_prefix(1);
  const std::size_t dollar = inside.find('$');
  if (inside.empty() || dollar != std::string_view::npos || !is_letter(inside.front())) return false;
  return is_go || has_space || inside.find_first_of(".|") != std::string_view::npos;
}

struct Doubled {
  std::string_view inside;
  bool follows_dollar = false;
};

std::vector<Doubled> list_doubled(std::string_view text) {
  std::vector<Doubled> all;
  for (std::size_t open = text.find("{{"); open != std::string_view::npos; open = text.find("{{", open + 2)) {
    const std::size_t close = text.find("}}", open);
    if (close == std::string_view::npos) break;
    all.push_back({text.substr(open + 2, close - open - 2), open > 0 && text[open - 1] == '$'});
  }
  return all;
}

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

Diagnostic warn_of(const Value& text, std::string_view message, std::string_view help) {
  return warn(Warning::kDoubledBraces, text.place(), std::string(message),
              fmt::format("{} Put !raw before a text to leave all braces alone in it.", help));
}

// One is enough of a text.
void check(const Value& text, const std::set<std::string, std::less<>>& names, Diagnostics& warnings) {
  for (const auto& [inside, follows_dollar] : list_doubled(text.text())) {
    const std::string_view name = trim(inside);
    if (!follows_dollar && names.contains(name)) {
      warnings.push_back(warn_of(text, fmt::format("\"{{{{{}}}}}\" is text: doubled braces become single ones", inside),
                                 fmt::format("Write \"{{{}}}\" for the variable.", name)));
      return;
    }
    if (is_expression(inside)) {
      warnings.push_back(
          warn_of(text, "doubled braces become single ones", "\"{{\" is how a literal \"{\" is written."));
      return;
    }
  }
}

}  // namespace

// A warning for each text with an expression of another language in doubled braces, of which expanding variables takes
// one on each side, or with the name of a VM's variable. "${{NAME}}" is how a variable of the shell is written.
Diagnostics find_doubled_braces(const ResolvedRegistry& resolved) {
  const std::vector<const Value*> texts = list_texts_with("{{", resolved.registry);
  if (texts.empty()) return {};
  const auto names = list_variables(resolved.vms);
  Diagnostics warnings;
  for (const Value* text : texts) check(*text, names, warnings);
  return warnings;
}

}  // namespace vmp
