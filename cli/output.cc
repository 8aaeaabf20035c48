#include "cli/output.h"

#include "loader/diagnostics/render.h"

namespace vmp {

namespace {

Colour choose_colour(const Arguments& arguments, const Surroundings& surroundings) {
  const std::string choice = arguments.value("--color", "auto");
  if (choice != "auto") return choice == "always" ? Colour::kAlways : Colour::kNever;
  const bool is_dumb = surroundings.variable("TERM") == "dumb";
  const bool is_wanted = surroundings.is_error_terminal && !is_dumb && !surroundings.variable("NO_COLOR");
  return is_wanted ? Colour::kAlways : Colour::kNever;
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
  std::string messages;
  for (const Diagnostic& diagnostic : output.diagnostics) messages += render_as_text(diagnostic, colour);
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
