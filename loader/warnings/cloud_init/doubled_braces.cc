#include <fmt/format.h>

#include <string_view>

#include "loader/warnings/finders.h"

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

bool has_expression(std::string_view text) {
  for (std::size_t open = text.find("{{"); open != std::string_view::npos; open = text.find("{{", open + 2)) {
    const std::size_t close = text.find("}}", open);
    if (close == std::string_view::npos) return false;
    if (is_expression(text.substr(open + 2, close - open - 2))) return true;
  }
  return false;
}

void walk(const Value& value, Diagnostics& warnings) {
  for (const Value& item : value.items()) walk(item, warnings);
  for (const auto& [key, below] : value.entries()) walk(below, warnings);
  if (!value.is_scalar() || value.is_raw() || !has_expression(value.text())) return;
  warnings.push_back(
      warn(Warning::kDoubledBraces, value.place(), "doubled braces become single ones",
           "\"{{\" is how a literal \"{\" is written. Put !raw before a text to leave all braces alone in it."));
}

}  // namespace

// A warning for each text of templates and VMs with an expression of another language in doubled braces, of which
// expanding variables takes one on each side.
Diagnostics find_doubled_braces(const ResolvedRegistry& resolved) {
  Diagnostics warnings;
  for (const Section* section : {&resolved.registry.templates(), &resolved.registry.vms()}) {
    for (const Value& entry : section->entries()) {
      for (const std::string_view part : {"cloudInit", "ssh", "vars"}) {
        if (const Value* value = entry.find(part)) walk(*value, warnings);
      }
    }
  }
  return warnings;
}

}  // namespace vmp
