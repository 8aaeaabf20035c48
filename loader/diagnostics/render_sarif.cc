// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
#include <fmt/format.h>

#include <string_view>

#include "loader/diagnostics/json_string.h"
#include "loader/diagnostics/render.h"
#include "loader/diagnostics/warning.h"

namespace vmp {
namespace {

// The rule of what is an error in itself; a warning's rule is its name.
constexpr std::string_view kMistake = "mistake";
constexpr std::string_view kOutdatedFile = "outdated-file";

bool is_unreserved(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
         std::string_view("-._~/").find(byte) != std::string_view::npos;
}

// A path as a URI reference (RFC 3986): relative to where vmp ran, or with "file://".
std::string uri_of(std::string_view path) {
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char byte : path) {
    uri += is_unreserved(byte) ? std::string(1, byte) : fmt::format("%{:02X}", static_cast<unsigned char>(byte));
  }
  return uri;
}

std::string text_member(std::string_view text) {
  return fmt::format(R"({{"text": {}}})", json_string(text));
}

// A place without a line is the whole file.
std::string region_of(const Place& place) {
  if (place.line == 0) return "";
  return fmt::format(R"(, "region": {{"startLine": {}, "startColumn": {}, "endColumn": {}}})", place.line, place.column,
                     place.column + place.width);
}

std::string physical_location(const Place& place) {
  return fmt::format(R"("physicalLocation": {{"artifactLocation": {{"uri": {}}}{}}})",
                     json_string(uri_of(place.file->name)), region_of(place));
}

std::string related_locations(const std::vector<Note>& notes) {
  std::string locations;
  for (const Note& note : notes) {
    if (!locations.empty()) locations += ", ";
    const std::string place = note.place.is_known() ? physical_location(note.place) + ", " : "";
    locations += fmt::format(R"({{{}"message": {}}})", place, text_member(note.message));
  }
  return locations.empty() ? "" : fmt::format(R"(, "relatedLocations": [{}])", locations);
}

std::string result(const Diagnostic& diagnostic, std::string_view error_rule) {
  const std::string text = diagnostic.message + (diagnostic.help.empty() ? "" : "\n" + diagnostic.help);
  const std::string locations =
      diagnostic.place.is_known() ? fmt::format(R"(, "locations": [{{{}}}])", physical_location(diagnostic.place)) : "";
  return fmt::format(R"({{"ruleId": "{}", "level": "{}", "message": {}{}{}}})",
                     diagnostic.warning ? name_of(*diagnostic.warning) : error_rule, name_of(diagnostic.severity),
                     text_member(text), locations, related_locations(diagnostic.notes));
}

std::string rule(std::string_view id, std::string_view description, std::string_view level) {
  return fmt::format(R"({{"id": "{}", "shortDescription": {}, "defaultConfiguration": {{"level": "{}"}}}})", id,
                     text_member(description), level);
}

// The elements of an array, a line each.
std::string lines(const std::vector<std::string>& elements) {
  std::string text;
  for (const std::string& element : elements) text += (text.empty() ? "\n        " : ",\n        ") + element;
  return text.empty() ? "" : text + "\n      ";
}

}  // namespace

std::string render_as_sarif(const Diagnostics& diagnostics, const Diagnostics& outdated, std::string_view version) {
  std::vector<std::string> rules = {rule(kMistake, "the registry or the command line is wrong", "error"),
                                    rule(kOutdatedFile, "a generated file is not what the registry says", "error")};
  for (const WarningKind& kind : warning_kinds()) rules.push_back(rule(kind.name, kind.summary, "warning"));
  std::vector<std::string> results;
  for (const Diagnostic& diagnostic : diagnostics) results.push_back(result(diagnostic, kMistake));
  for (const Diagnostic& diagnostic : outdated) results.push_back(result(diagnostic, kOutdatedFile));
  return fmt::format(R"({{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {{
      "tool": {{"driver": {{"name": "vmp", "version": {}, "rules": [{}]}}}},
      "columnKind": "unicodeCodePoints",
      "results": [{}]
    }}
  ]
}}
)",
                     json_string(version), lines(rules), lines(results));
}

}  // namespace vmp
