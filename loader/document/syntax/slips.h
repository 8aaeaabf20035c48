#pragma once

#include <optional>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/syntax/problem.h"

namespace vmp {

// Each looks for one kind of slip around a problem, and tells it, or finds that it is none of its kind.
using Slip = std::optional<Diagnostic>;

// foreign_marks.cc
Slip find_merge_conflict(const SyntaxProblem& problem);
Slip find_template_language(const SyntaxProblem& problem);
Slip find_foreign_comment(const SyntaxProblem& problem);
Slip find_typographic_quotes(const SyntaxProblem& problem);
Slip find_byte_order_mark(const SyntaxProblem& problem);
Slip find_directive(const SyntaxProblem& problem);
Slip find_document_mark(const SyntaxProblem& problem);

// indentation.cc
Slip find_tab(const SyntaxProblem& problem);
Slip find_tab_in_block(const SyntaxProblem& problem);
Slip find_shallow_text(const SyntaxProblem& problem);
Slip find_misplaced_item(const SyntaxProblem& problem);
Slip find_missing_dash(const SyntaxProblem& problem);
Slip find_misplaced_key(const SyntaxProblem& problem);

// colons.cc
Slip find_missing_blank(const SyntaxProblem& problem);
Slip find_missing_colon(const SyntaxProblem& problem);
Slip find_long_key(const SyntaxProblem& problem);
Slip find_colon_in_text(const SyntaxProblem& problem);

// quotes.cc
Slip find_open_quotes(const SyntaxProblem& problem);
Slip find_late_quotes(const SyntaxProblem& problem);
Slip find_text_behind_quotes(const SyntaxProblem& problem);
Slip find_unquoted_text(const SyntaxProblem& problem);
Slip find_bad_escape(const SyntaxProblem& problem);

// brackets.cc
Slip find_text_behind_brackets(const SyntaxProblem& problem);
Slip find_closed_twice(const SyntaxProblem& problem);
Slip find_wrong_bracket(const SyntaxProblem& problem);
Slip find_open_bracket(const SyntaxProblem& problem);
Slip find_missing_comma(const SyntaxProblem& problem);
Slip find_comma(const SyntaxProblem& problem);

}  // namespace vmp
