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

void WarningSwitches::set(const std::vector<std::string>& allowed, const std::vector<std::string>& errors) {
  for (const std::string& name : allowed) allowed_.insert(read_warning(name));
  for (const std::string& name : errors) {
    if (name.empty()) {
      are_all_errors_ = true;
    } else {
      errors_.insert(read_warning(name));
    }
  }
}

bool WarningSwitches::is_error(Warning warning) const {
  return errors_.contains(warning) || (are_all_errors_ && !is_about_stock(warning));
}

Diagnostics WarningSwitches::apply(const Diagnostics& diagnostics) const {
  Diagnostics told;
  AllowComments comments;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.warning && (allowed_.contains(*diagnostic.warning) || comments.allow(diagnostic))) continue;
    told.push_back(diagnostic);
    if (diagnostic.warning && is_error(*diagnostic.warning)) told.back().severity = Severity::kError;
  }
  return told;
}

}  // namespace vmp
