#pragma once

#include <string>
#include <string_view>

#include "loader/diagnostics/diagnostic.h"

namespace vmp {

enum class Colour { kNever, kAlways };

// The form for people: place, message, a warning's name in brackets, the quoted line with carets, help, notes
// (DESIGN.md, section 5).
// Ends with a newline. Control characters of quoted lines are shown as "?", so that a registry cannot
// drive the terminal.
std::string render_as_text(const Diagnostic& diagnostic, Colour colour);

// "error" or "warning"
std::string_view name_of(Severity severity);

// The form for editors and CI: a JSON array of objects with severity, warning (its name or null), message, help,
// file, line, column, width and notes. Ends with a newline.
std::string render_as_json(const Diagnostics& diagnostics);

// The form for code scanners: a SARIF 2.1.0 log of one run of this version of vmp. Ends with a newline.
// `outdated` are generated files that differ from the registry, which are a rule of their own.
std::string render_as_sarif(const Diagnostics& diagnostics, const Diagnostics& outdated, std::string_view version);

}  // namespace vmp
