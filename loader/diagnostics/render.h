#pragma once

#include <string>

#include "loader/diagnostics/diagnostic.h"

namespace vmp {

enum class Colour { kNever, kAlways };

// The form for people: place, message, the quoted line with carets, help, notes (DESIGN.md, section 5).
// Ends with a newline. Control characters of quoted lines are shown as "?", so that a registry cannot
// drive the terminal.
std::string render_as_text(const Diagnostic& diagnostic, Colour colour);

// The form for editors and CI: a JSON array of objects with severity, message, help, file, line, column,
// width and notes. Ends with a newline.
std::string render_as_json(const Diagnostics& diagnostics);

}  // namespace vmp
