#include "loader/configuration/variables/control_characters.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace vmp {

namespace {

bool is_control(char byte) {
  return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F;
}

// Why the character cannot stay, and what to do.
std::string help_for(char byte, bool ends_block) {
  if (ends_block) return "Write \"|-\" or \">-\" for a block without its last line break.";
  const std::string_view way_out = byte == '\n' || byte == '\r' ? "Write it in one line; \">-\" folds several into one."
                                   : byte == '\t'               ? "Write blanks instead of the tab."
                                                                : "Take the character out.";
  return fmt::format("The text becomes a part of a line in a Makefile, which cannot hold it. {}", way_out);
}

}  // namespace

void refuse_control_characters(std::string_view key, const Value& text, Diagnostics& mistakes) {
  const auto found = std::ranges::find_if(text.text(), is_control);
  if (found == text.text().end()) return;
  const bool is_break = *found == '\n' || *found == '\r';
  const std::string name = is_break ? "a line break" : fmt::format("the control character U+{:04X}", int{*found});
  const bool ends_block = is_break && found + 1 == text.text().end() && text.style() == Style::kBlock;
  mistakes.push_back({.place = text.place(),
                      .message = fmt::format("\"{}\" holds {}", key, name),
                      .help = help_for(*found, ends_block)});
}

}  // namespace vmp
