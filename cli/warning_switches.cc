#include "cli/warning_switches.h"

#include <fmt/format.h>

#include "loader/diagnostics/allow_comment.h"
#include "loader/diagnostics/suggestion.h"
#include "loader/diagnostics/warning.h"

namespace vmp {

namespace {

Warning read_warning(const std::string& name) {
  if (const std::optional<Warning> warning = find_warning(name)) return *warning;
  std::vector<std::string> names;
  for (const WarningKind& kind : warning_kinds()) names.emplace_back(kind.name);
  throw Error(Failure::kUsage, fmt::format("warning \"{}\" does not exist", name), suggest(name, "warning", names));
}

}  // namespace

void WarningSwitches::set(const std::vector<std::string>& allowed, bool are_errors) {
  for (const std::string& name : allowed) allowed_.insert(read_warning(name));
  are_errors_ = are_errors;
}

Diagnostics WarningSwitches::apply(const Diagnostics& diagnostics) const {
  Diagnostics told;
  AllowComments comments;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.warning && (allowed_.contains(*diagnostic.warning) || comments.allow(diagnostic))) continue;
    told.push_back(diagnostic);
    if (are_errors_) told.back().severity = Severity::kError;
  }
  return told;
}

}  // namespace vmp
