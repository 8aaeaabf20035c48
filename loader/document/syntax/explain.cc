#include "loader/document/syntax/explain.h"

#include <fmt/format.h>

#include <string>

#include "loader/document/syntax/slips.h"

namespace vmp {
namespace {

// libyaml notices the same slip in different ways, so that most are looked for whatever it says; the special first.
constexpr Slip (*kSlips[])(const SyntaxProblem&) = {
    find_merge_conflict,
    find_template_language,
    find_foreign_comment,
    find_document_mark,
    find_directive,
    find_tab_in_block,
    find_tab,
    find_byte_order_mark,
    find_open_quotes,
    find_bad_escape,
    find_typographic_quotes,
    find_unquoted_text,
    find_text_behind_brackets,
    find_late_quotes,
    find_text_behind_quotes,
    find_closed_twice,
    find_comma,
    find_wrong_bracket,
    find_open_bracket,
    find_missing_comma,
    find_missing_blank,
    find_shallow_text,
    find_missing_colon,
    find_long_key,
    find_misplaced_item,
    find_missing_dash,
    find_misplaced_key,
    find_colon_in_text,
};

struct Words {
  std::string_view what;
  std::string_view message;
  std::string_view help = {};
};

// For what is none of these slips, by what libyaml says.
constexpr Words kWords[] = {
    {"mapping values are not allowed in this context", "a colon where no key ends", "A text with \": \" needs quotes."},
    {"did not find expected key", "no key where one is expected", "Behind a value, the next key begins a line."},
    {"did not find expected '-' indicator", "no item where one is expected",
     "Behind a value, the next item begins a line."},
    {"did not find expected ',' or", "a list or map in brackets that does not go on like one",
     "Commas separate what stands in brackets and braces."},
    {"did not find expected node content", "no value where one is expected"},
    {"did not find expected <document start>", "text behind the end of the document",
     "A document is one map or list; \"---\" begins another."},
    {"found an indentation indicator equal to 0", "a block of text cannot be indented by 0",
     "The number tells the blanks before its lines, from 1 to 9."},
    {"found duplicate %YAML directive", "\"%YAML\" is given twice"},
    {"found duplicate %TAG directive", "\"%TAG\" is given twice for one handle"},
};

Diagnostic explain_by_words(const SyntaxProblem& problem) {
  Diagnostic mistake = {.place = problem.place, .message = ""};
  for (const Words& words : kWords) {
    if (!problem.what.starts_with(words.what)) continue;
    mistake.message = words.message;
    mistake.help = words.help;
  }
  // A libyaml that is newer than this table.
  if (mistake.message.empty()) {
    mistake.message =
        fmt::format("bad YAML: {}{}{}", problem.what, problem.context.empty() ? "" : " ", problem.context);
  }
  if (problem.began.is_known() && problem.began.line != problem.place.line) {
    mistake.notes.push_back({problem.began, "it began here"});
  }
  return mistake;
}

}  // namespace

Diagnostic explain_syntax(const SyntaxProblem& problem) {
  for (const auto& find : kSlips) {
    if (Slip slip = find(problem)) return *std::move(slip);
  }
  return explain_by_words(problem);
}

}  // namespace vmp
