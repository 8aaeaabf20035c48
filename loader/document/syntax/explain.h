#pragma once

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/syntax/problem.h"

namespace vmp {

// What is wrong with a text that is no YAML: what people most likely did, where they did it, and what to do.
Diagnostic explain_syntax(const SyntaxProblem& problem);

}  // namespace vmp
