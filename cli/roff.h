#pragma once

#include <string>
#include <string_view>

namespace vmp {

// A page of the manual, as man(1) reads it: the macros of man(7), https://man.openbsd.org/man.7. Texts are those of
// Command: paragraphs, lines indented by four for examples, `code` in backticks; in any case what they say is printed
// as it is, whatever it means to roff.
class RoffPage {
 public:
  // NAME and section of the page, "vmp" and 1, and what it is in one line, which whatis(1) shows.
  RoffPage(std::string_view name, int section, std::string_view summary);

  void add_heading(std::string_view heading);
  void add_subheading(std::string_view heading);
  // A line of code, as a synopsis has it.
  void add_code(std::string_view line);
  void add_body(std::string_view body);
  // What is told of a key or an option: LABEL is code, TEXT a paragraph.
  void add_item(std::string_view label, std::string_view text);

  const std::string& text() const { return text_; }

 private:
  void begin_paragraph();
  void add_line(std::string_view line);

  std::string text_;
  bool is_after_text_ = false;  // a paragraph begins with a macro, but for the first below a heading
};

}  // namespace vmp
