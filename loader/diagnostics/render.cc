#include "loader/diagnostics/render.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "loader/diagnostics/json_string.h"
#include "loader/diagnostics/quoted_line.h"
#include "loader/diagnostics/utf8.h"
#include "loader/diagnostics/warning.h"

namespace vmp {
namespace {

constexpr std::string_view kBold = "1";
constexpr std::string_view kRed = "1;31";
constexpr std::string_view kGreen = "1;32";
constexpr std::string_view kMagenta = "1;35";
constexpr std::string_view kCyan = "1;36";

std::string paint(std::string_view text, std::string_view style, Colour colour) {
  if (colour == Colour::kNever) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", style, text);
}

// "file:line:column: error: message", or without the place where it is unknown.
std::string headline(const Place& place, std::string_view label, std::string_view style, std::string_view message,
                     Colour colour) {
  std::string text;
  if (place.is_known()) text = paint(without_control_characters(to_string(place)) + ":", kBold, colour) + " ";
  text += paint(fmt::format("{}:", label), style, colour);
  return text + " " + without_control_characters(message) + "\n";
}

std::string quotation(const Place& place, Colour colour) {
  const QuotedLine line = quote_line(place);
  const std::string number = fmt::format("{:5}", place.line);
  const std::string quoted = line.text.empty() ? "" : " " + line.text;
  return fmt::format("{} |{}\n{:{}} | {}{}\n", number, quoted, "", number.size(), line.indent,
                     paint(line.marks, kGreen, colour));
}

// Every line of the help, indented by two.
std::string indented(std::string_view help) {
  std::string text;
  while (!help.empty()) {
    const std::string_view line = help.substr(0, help.find('\n'));
    text += "  " + without_control_characters(line) + "\n";
    help.remove_prefix(std::min(line.size() + 1, help.size()));
  }
  return text;
}

std::string place_as_json(const Place& place) {
  if (!place.is_known()) return R"("file": null, "line": null, "column": null, "width": null)";
  if (place.line == 0) {
    return fmt::format(R"("file": {}, "line": null, "column": null, "width": null)", json_string(place.file->name));
  }
  return fmt::format(R"("file": {}, "line": {}, "column": {}, "width": {})", json_string(place.file->name), place.line,
                     place.column, place.width);
}

std::string notes_as_json(const std::vector<Note>& notes) {
  std::string json;
  for (const Note& note : notes) {
    if (!json.empty()) json += ", ";
    json += fmt::format("{{{}, \"message\": {}}}", place_as_json(note.place), json_string(note.message));
  }
  return "[" + json + "]";
}

std::string diagnostic_as_json(const Diagnostic& diagnostic) {
  const std::string warning = diagnostic.warning ? json_string(name_of(*diagnostic.warning)) : "null";
  return fmt::format(R"({{"severity": "{}", "warning": {}, {}, "message": {}, "help": {}, "notes": {}}})",
                     name_of(diagnostic.severity), warning, place_as_json(diagnostic.place),
                     json_string(diagnostic.message), json_string(diagnostic.help), notes_as_json(diagnostic.notes));
}

}  // namespace

std::string_view name_of(Severity severity) {
  return severity == Severity::kError ? "error" : "warning";
}

std::string render_as_text(const Diagnostic& diagnostic, Colour colour) {
  const std::string_view style = diagnostic.severity == Severity::kError ? kRed : kMagenta;
  const std::string name = diagnostic.warning ? fmt::format(" [{}]", name_of(*diagnostic.warning)) : "";
  std::string text = headline(diagnostic.place, name_of(diagnostic.severity), style, diagnostic.message + name, colour);
  if (diagnostic.place.is_known() && diagnostic.place.line != 0) text += quotation(diagnostic.place, colour);
  text += indented(diagnostic.help);
  for (const Note& note : diagnostic.notes) text += headline(note.place, "note", kCyan, note.message, colour);
  return text;
}

std::string render_as_json(const Diagnostics& diagnostics) {
  std::string json;
  for (const Diagnostic& diagnostic : diagnostics) {
    json += json.empty() ? "\n  " : ",\n  ";
    json += diagnostic_as_json(diagnostic);
  }
  return "[" + json + (json.empty() ? "]\n" : "\n]\n");
}

}  // namespace vmp
