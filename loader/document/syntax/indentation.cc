// Lines that do not stand where the list, map or text stands that they belong to.

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "loader/document/syntax/line_text.h"
#include "loader/document/syntax/slips.h"

namespace vmp {
namespace {

// The line that does not fit: where its text begins, if that is where libyaml stopped, or if it took the line for more
// of the text above.
std::optional<Place> find_odd_line(const SyntaxProblem& problem) {
  if (problem.what == "could not find expected ':'") {
    return begins_line(problem.began) ? std::optional(problem.began) : std::nullopt;
  }
  if (begins_line(problem.place)) return problem.place;
  const auto& text = problem.before.text;
  if (problem.what != "mapping values are not allowed in this context" || !text || !text->is_plain) return std::nullopt;
  if (text->start.line == problem.place.line || text->end != problem.place) return std::nullopt;
  const std::size_t indent = line_of(problem.place).find_first_not_of(" \t");
  return Place{problem.place.file, problem.place.line, static_cast<std::uint32_t>(indent + 1), 0};
}

// Whether the odd line was taken for more of the text above.
bool goes_on_with_text(const SyntaxProblem& problem, const Place& line) {
  return problem.before.text && problem.before.text->is_plain && problem.before.text->start.line < line.line &&
         problem.before.text->end == problem.place;
}

bool is_item(std::string_view text) {
  return text.starts_with("- ") || text == "-";
}

bool has_key(std::string_view text) {
  text = without_comment(text);
  if (text.starts_with(':')) return false;
  return text.find(": ") != std::string_view::npos || text.ends_with(':');
}

std::string_view key_of(std::string_view text) {
  return text.substr(0, text.find(':'));
}

// "column 5 (line 2)"
std::string describe(const ReadBlock& block) {
  return fmt::format("column {} (line {})", block.start.column, block.start.line);
}

// The lists or maps around a line that are nearest to it, one on each side: the last ones of several.
std::vector<ReadBlock> find_neighbours(const SyntaxProblem& problem, const Place& line, bool are_lists) {
  std::optional<ReadBlock> left;
  std::optional<ReadBlock> right;
  for (const ReadBlock& block : problem.before.blocks) {
    if (block.is_list != are_lists) continue;
    std::optional<ReadBlock>& side = block.start.column < line.column ? left : right;
    const bool is_nearer = !side || std::abs(static_cast<int>(block.start.column) - static_cast<int>(line.column)) <=
                                        std::abs(static_cast<int>(side->start.column) - static_cast<int>(line.column));
    if (is_nearer) side = block;
  }
  std::vector<ReadBlock> neighbours;
  for (const auto& side : {left, right}) {
    if (side) neighbours.push_back(*side);
  }
  return neighbours;
}

std::string tell_columns(std::string_view what, const std::vector<ReadBlock>& blocks) {
  if (blocks.empty()) return "";
  std::string columns = describe(blocks.front());
  if (blocks.size() > 1) columns += " or in " + describe(blocks.back());
  return fmt::format("{} begin in {}.", what, columns);
}

// Where the keys of the item above a line begin, if it is a map.
std::string tell_keys_of_item(const SyntaxProblem& problem, const Place& line) {
  const std::vector<ReadBlock> maps = find_neighbours(problem, line, false);
  if (maps.empty() || maps.back().start.column < line.column) return "";
  return tell_columns(" The keys of the item above", {maps.back()});
}

std::uint32_t deepest_column(const SyntaxProblem& problem) {
  std::uint32_t deepest = 0;
  for (const ReadBlock& block : problem.before.blocks) deepest = std::max(deepest, block.start.column);
  return deepest;
}

bool stops_at_structure(const SyntaxProblem& problem) {
  return problem.what == "did not find expected key" || problem.what == "did not find expected '-' indicator" ||
         problem.what == "did not find expected <document start>" ||
         problem.what == "mapping values are not allowed in this context" ||
         problem.what == "block sequence entries are not allowed in this context";
}

}  // namespace

Slip find_tab(const SyntaxProblem& problem) {
  const std::string_view line = line_of(problem.place);
  const std::size_t tab = line.substr(0, line.find_first_not_of(" \t")).find('\t');
  const bool is_at_tab = text_from(problem.place).starts_with('\t') && problem.what != "did not find expected key";
  if (tab != std::string_view::npos && (problem.before.brackets == 0 || is_at_tab)) {
    return Diagnostic{.place = {problem.place.file, problem.place.line, static_cast<std::uint32_t>(tab + 1), 1},
                      .message = "a tab cannot indent",
                      .help = "Indent with blanks."};
  }
  if (!is_at_tab) return std::nullopt;
  return Diagnostic{.place = mark_text(problem.place, "\t"),
                    .message = "a tab where only a blank may stand",
                    .help = "Put a blank in its place."};
}

// libyaml finds no indentation before a tab; other readers, PyYAML among them, do.
Slip find_tab_in_block(const SyntaxProblem& problem) {
  if (problem.what != "found a tab character where an indentation space is expected") return std::nullopt;
  const std::uint32_t outer = problem.before.blocks.empty() ? 1 : problem.before.blocks.back().start.column;
  constexpr std::uint32_t kDeepest = 9;
  if (problem.place.column <= outer || problem.place.column > outer + kDeepest) return std::nullopt;
  const std::string_view header = first_word(text_from(problem.began));
  return Diagnostic{
      .place = mark_text(problem.place, "\t"),
      .message = "a block of text begins with a tab, so that its indentation is not known",
      .help = fmt::format("Say how deep it is indented: \"{}{}{}\" in line {}. Or put the text in double quotes, with "
                          "\"\\t\" for the tab.",
                          header.front(), problem.place.column - outer, header.substr(1), problem.began.line)};
}

Slip find_shallow_text(const SyntaxProblem& problem) {
  const std::optional<Place> line = find_odd_line(problem);
  const auto& text = problem.before.text;
  if (!line || !text || !text->is_block || problem.before.end != text->end) return std::nullopt;
  const std::uint32_t outer = deepest_column(problem);
  if (has_key(text_from(*line)) && line->column <= outer) return std::nullopt;
  const Place first = {text->start.file, text->start.line + 1, 1, 0};
  const std::size_t indent = line_of(first).find_first_not_of(' ');
  const bool is_empty = first.line >= line->line || indent == std::string_view::npos;
  return Diagnostic{
      .place = mark_text(*line, without_comment(text_from(*line))),
      .message = "this line is too far to the left for the block of text above it",
      .help = is_empty
                  ? fmt::format("The lines of the block of line {} begin behind column {}.", text->start.line, outer)
                  : fmt::format("The lines of the block of line {} begin in column {} or deeper, as its first.",
                                text->start.line, indent + 1)};
}

Slip find_misplaced_item(const SyntaxProblem& problem) {
  const std::optional<Place> line = find_odd_line(problem);
  if (!line || !stops_at_structure(problem) || !is_item(text_from(*line))) return std::nullopt;
  const bool is_among_keys = std::ranges::any_of(problem.before.blocks, [&](const ReadBlock& block) {
    return !block.is_list && block.start.column == line->column;
  });
  std::string help = goes_on_with_text(problem, *line)
                         ? fmt::format("It goes on with the text of line {}. ", problem.before.text->start.line)
                         : "";
  const std::vector<ReadBlock> lists = find_neighbours(problem, *line, true);
  if (is_among_keys) help += "Keys have no dash. ";
  help += tell_columns("The items of lists above", lists);
  return Diagnostic{.place = mark_text(*line, "-"),
                    .message = is_among_keys
                                   ? "an item of a list among the keys of a map"
                                   : fmt::format("an item in column {}, where no list has its items", line->column),
                    .help = std::string(without_blanks(help))};
}

Slip find_missing_dash(const SyntaxProblem& problem) {
  const std::optional<Place> line = find_odd_line(problem);
  if (!line || !stops_at_structure(problem)) return std::nullopt;
  // The key of a text that took the odd line in may be what is wrong.
  Place start = *line;
  if (goes_on_with_text(problem, *line)) {
    start = {line->file, problem.before.text->start.line, 1, 0};
    start.column = static_cast<std::uint32_t>(line_of(start).find_first_not_of(" \t") + 1);
  }
  const std::string_view text = without_comment(text_from(start));
  if (text.size() > 1 && text[0] == '-' && text[1] != ' ' && text[1] != '-' && has_key(text)) {
    return Diagnostic{.place = mark_text(start, key_of(text)),
                      .message = fmt::format("no blank behind the dash of \"{}\"", shorten(key_of(text))),
                      .help = tell_to_write(fmt::format("- {}", text.substr(1)))};
  }
  if (problem.what != "did not find expected '-' indicator" || line->column != problem.began.column || !has_key(text)) {
    return std::nullopt;
  }
  return Diagnostic{.place = mark_text(*line, key_of(text)),
                    .message = fmt::format("no dash before \"{}\", which stands where the items of a list begin",
                                           shorten(key_of(text))),
                    .help = "A new item begins with \"- \"." + tell_keys_of_item(problem, *line)};
}

Slip find_misplaced_key(const SyntaxProblem& problem) {
  const std::optional<Place> line = find_odd_line(problem);
  if (!line || !stops_at_structure(problem) || problem.before.brackets > 0) return std::nullopt;
  const std::string_view text = text_from(*line);
  const std::vector<ReadBlock> maps = find_neighbours(problem, *line, false);
  const bool has_place =
      std::ranges::any_of(maps, [&](const ReadBlock& block) { return block.start.column == line->column; });
  if (!has_key(text) || maps.empty() || has_place) return std::nullopt;
  const std::string help = goes_on_with_text(problem, *line)
                               ? fmt::format("It goes on with the text of line {}. ", problem.before.text->start.line)
                               : "";
  return Diagnostic{
      .place = mark_text(*line, key_of(text)),
      .message = fmt::format("\"{}\" is in column {}, where no map has its keys", shorten(key_of(text)), line->column),
      .help = help + tell_columns("The keys of maps above", maps)};
}

}  // namespace vmp
