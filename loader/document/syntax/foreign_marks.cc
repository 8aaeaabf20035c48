// What belongs to other languages, or to another place of a source.

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "loader/document/syntax/line_text.h"
#include "loader/document/syntax/slips.h"

namespace vmp {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

struct QuotePair {
  std::string_view open;
  std::string_view close;
};

// As word processors set them, in several countries.
constexpr std::array<QuotePair, 6> kTypographic = {
    {{"“", "”"}, {"‘", "’"}, {"„", "“"}, {"‚", "‘"}, {"«", "»"}, {"”", "”"}}};

bool is_conflict_mark(std::string_view line) {
  return line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") || line.starts_with("||||||| ") ||
         line == "=======";
}

// Where the text that was read last begins, if it begins a line.
std::optional<Place> find_first_text(const SyntaxProblem& problem) {
  if (problem.context == "while scanning a simple key") return problem.began;
  const auto& text = problem.before.text;
  if (!text || !text->is_plain || !begins_line(text->start)) return std::nullopt;
  return text->start;
}

}  // namespace

Slip find_merge_conflict(const SyntaxProblem& problem) {
  // libyaml may have gone on to the next line before it notices.
  std::vector<std::uint32_t> lines = {problem.place.line - 1, problem.place.line};
  if (problem.began.is_known()) lines.insert(lines.begin(), problem.began.line);
  for (const std::uint32_t line : lines) {
    const Place place = {problem.place.file, line, 1, 0};
    if (line == 0 || !is_conflict_mark(line_of(place))) continue;
    return Diagnostic{.place = mark_text(place, line_of(place)),
                      .message = "a merge conflict is not resolved",
                      .help =
                          "Keep one of the two sides, and remove the lines that begin with \"<<<<<<<\", \"=======\" "
                          "and \">>>>>>>\"."};
  }
  return std::nullopt;
}

Slip find_template_language(const SyntaxProblem& problem) {
  if (!text_from(problem.place).starts_with('%') || !text_before(problem.place).ends_with('{')) return std::nullopt;
  return Diagnostic{
      .place = mark_text(move_by_bytes(problem.place, -1), "{%"),
      .message = "\"{%\" belongs to a template language",
      .help = "Run the template first and give its result to vmp. A text that begins with it needs quotes."};
}

Slip find_foreign_comment(const SyntaxProblem& problem) {
  const std::optional<Place> start = find_first_text(problem);
  if (!start) return std::nullopt;
  for (const std::string_view mark : {"//", "/*"}) {
    if (!text_from(*start).starts_with(mark)) continue;
    return Diagnostic{.place = mark_text(*start, mark),
                      .message = fmt::format("\"{}\" begins no comment", mark),
                      .help = "A comment begins with \"#\"."};
  }
  return std::nullopt;
}

Slip find_document_mark(const SyntaxProblem& problem) {
  const std::optional<Place> start = find_first_text(problem);
  if (!start) return std::nullopt;
  const std::string_view mark = without_comment(text_from(*start));
  if (mark.size() < 2 || mark.find_first_not_of('-') != std::string_view::npos) return std::nullopt;
  return Diagnostic{.place = mark_text(*start, mark),
                    .message = "these dashes are no mark of a document",
                    .help = "A document begins with \"---\", at the beginning of a line."};
}

Slip find_directive(const SyntaxProblem& problem) {
  const bool is_directive =
      problem.context.find("directive") != std::string_view::npos || problem.what == "found incompatible YAML document";
  if (!is_directive) return std::nullopt;
  const Place start = {problem.place.file, problem.place.line, 1, 0};
  const std::string_view text = without_comment(line_of(start));
  return Diagnostic{.place = mark_text(start, text),
                    .message = fmt::format("unknown directive \"{}\"", shorten(text)),
                    .help =
                        "A line that begins with \"%\" speaks to the reader of YAML, such as \"%YAML 1.1\". A text "
                        "that begins with it needs quotes."};
}

Slip find_typographic_quotes(const SyntaxProblem& problem) {
  const auto& text = problem.before.text;
  const Place& start = text && text->is_plain ? text->start : problem.place;
  if (start.line != problem.place.line) return std::nullopt;
  const std::string_view value = value_at(start, problem.before.brackets > 0);
  const auto* pair =
      std::ranges::find_if(kTypographic, [&](const QuotePair& each) { return value.starts_with(each.open); });
  if (pair == kTypographic.end()) return std::nullopt;
  std::string_view inner = value.substr(pair->open.size());
  if (inner.ends_with(pair->close)) inner.remove_suffix(pair->close.size());
  return Diagnostic{.place = mark_text(start, value),
                    .message = fmt::format("\"{}\" is an ordinary character, not a quote", pair->open),
                    .help = tell_to_quote(inner)};
}

Slip find_byte_order_mark(const SyntaxProblem& problem) {
  if (!text_before(problem.place).starts_with(kByteOrderMark)) return std::nullopt;
  return Diagnostic{.place = {problem.place.file, problem.place.line, 1, 1},
                    .message = "a byte order mark in the middle of the source",
                    .help = "Remove it: it is invisible, and comes from files that were put together."};
}

}  // namespace vmp
