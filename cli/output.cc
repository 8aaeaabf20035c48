#include "cli/output.h"

#include <fmt/format.h>

#include <algorithm>

#include "loader/diagnostics/render.h"

namespace vmp {

namespace {

// Nobody reads more. Errors go before warnings.
constexpr std::size_t kMostInText = 100;

Colour choose_colour(const Arguments& arguments, const Surroundings& surroundings) {
  const std::string choice = arguments.value("--color", "auto");
  if (choice != "auto") return choice == "always" ? Colour::kAlways : Colour::kNever;
  const bool is_dumb = surroundings.variable("TERM") == "dumb";
  const bool is_wanted = surroundings.is_error_terminal && !is_dumb && !surroundings.variable("NO_COLOR");
  return is_wanted ? Colour::kAlways : Colour::kNever;
}

std::string count(std::size_t number, std::string_view noun) {
  return number == 0 ? "" : fmt::format("{} more {}{}", number, noun, number == 1 ? "" : "s");
}

// What was not shown, or nothing.
std::string render_rest(std::size_t errors, std::size_t warnings) {
  if (errors + warnings == 0) return "";
  const std::string_view between = errors > 0 && warnings > 0 ? " and " : "";
  return fmt::format("{}{}{}: \"--diagnostics json\" tells all\n", count(errors, "error"), between,
                     count(warnings, "warning"));
}

std::string render_all_as_text(const Diagnostics& diagnostics, Colour colour) {
  const auto all_errors =
      static_cast<std::size_t>(std::ranges::count(diagnostics, Severity::kError, &Diagnostic::severity));
  std::size_t errors = std::min(all_errors, kMostInText);
  std::size_t warnings = std::min(diagnostics.size() - all_errors, kMostInText - errors);
  const std::string rest = render_rest(all_errors - errors, diagnostics.size() - all_errors - warnings);
  std::string messages;
  for (const Diagnostic& diagnostic : diagnostics) {
    std::size_t& left = diagnostic.severity == Severity::kError ? errors : warnings;
    if (left == 0) continue;
    --left;
    messages += render_as_text(diagnostic, colour);
  }
  return messages + rest;
}

}  // namespace

std::string render_messages(Output& output, const Arguments& arguments, const Surroundings& surroundings) {
  sort_and_unique(output.diagnostics);
  const std::string form = arguments.value("--diagnostics", "text");
  if (form == "json") {
    append(output.diagnostics, output.outdated);
    return render_as_json(output.diagnostics);
  }
  if (form == "sarif") return render_as_sarif(output.diagnostics, output.outdated, VMP_VERSION);
  const Colour colour = choose_colour(arguments, surroundings);
  const std::string messages = render_all_as_text(output.diagnostics, colour);
  std::string steps;
  for (const std::string& step : output.steps) steps += step + "\n";
  return has_errors(output.diagnostics) ? steps + messages : messages + steps;
}

ExitStatus exit_status(Failure failure) {
  switch (failure) {
    case Failure::kRegistry:
      return kRegistryWrong;
    case Failure::kUsage:
      return kUsageWrong;
    case Failure::kInputOutput:
      break;
  }
  return kInputOutputFailed;
}

}  // namespace vmp
