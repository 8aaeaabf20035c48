#include "cli/roff.h"

#include <fmt/format.h>

#include <algorithm>

namespace vmp {

namespace {

// Pages are made anew with each version, never with each day: the same source gives the same bytes.
constexpr std::string_view kDate = "2026-11-30";

// What roff would take for more than the character that it is. A hyphen in code is one that can be copied.
std::string escape(std::string_view text, bool is_code) {
  std::string result;
  for (const char character : text) {
    switch (character) {
      case '\\':
        result += "\\e";
        break;
      case '-':
        result += is_code ? "\\-" : "-";
        break;
      case '\'':
        result += "\\(aq";
        break;
      case '"':
        result += "\\(dq";
        break;
      case '^':
        result += "\\(ha";
        break;
      case '~':
        result += "\\(ti";
        break;
      case '`':
        result += "\\(ga";
        break;
      default:
        result += character;
    }
  }
  return result;
}

std::string bold(std::string_view code) {
  return fmt::format("\\fB{}\\fR", escape(code, true));
}

// `code` in bold, and words like --format, which are code without backticks.
std::string write_words(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t tick = std::min(text.find('`'), text.size());
    result += escape(text.substr(0, tick), false);
    text.remove_prefix(tick);
    if (text.empty()) break;
    const std::size_t end = text.find('`', 1);
    if (end == std::string_view::npos) return result + escape(text, false);
    result += bold(text.substr(1, end - 1));
    text.remove_prefix(end + 1);
  }
  return result;
}

}  // namespace

RoffPage::RoffPage(std::string_view name, int section, std::string_view summary) {
  std::string title(name);
  std::ranges::transform(title, title.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c; });
  text_ = fmt::format(".TH {} {} \"{}\" \"vmp {}\"\n.ad l\n", escape(title, true), section, kDate, VMP_VERSION);
  add_heading("NAME");
  add_line(fmt::format("{} \\- {}", escape(name, true), escape(summary, false)));
}

void RoffPage::add_heading(std::string_view heading) {
  text_ += fmt::format(".SH {}\n", escape(heading, false));
  is_after_text_ = false;
}

void RoffPage::add_subheading(std::string_view heading) {
  text_ += fmt::format(".SS {}\n", escape(heading, false));
  is_after_text_ = false;
}

void RoffPage::add_code(std::string_view line) {
  begin_paragraph();
  add_line(bold(line));
}

void RoffPage::add_body(std::string_view body) {
  bool is_example = false;
  bool is_paragraph = false;
  while (!body.empty()) {
    const std::string_view line = body.substr(0, body.find('\n'));
    body.remove_prefix(std::min(line.size() + 1, body.size()));
    if (line.starts_with("    ") != is_example && !line.empty()) {
      if (!is_example) begin_paragraph();
      text_ += is_example ? ".EE\n.RE\n" : ".RS 4\n.EX\n";
      is_example = !is_example;
      is_paragraph = false;
    }
    if (is_example) {
      // A blank line may be within an example or behind it; there it does no harm.
      const bool is_within = !line.empty() || body.starts_with("    ");
      if (is_within) add_line(escape(line.substr(std::min<std::size_t>(4, line.size())), true));
    } else if (line.empty()) {
      is_paragraph = false;
    } else {
      if (!is_paragraph) begin_paragraph();
      is_paragraph = true;
      add_line(write_words(line));
    }
  }
  if (is_example) text_ += ".EE\n.RE\n";
}

void RoffPage::add_item(std::string_view label, std::string_view text) {
  text_ += ".TP\n";
  add_line(bold(label));
  add_line(write_words(text));
  is_after_text_ = true;
}

void RoffPage::begin_paragraph() {
  if (is_after_text_) text_ += ".PP\n";
  is_after_text_ = true;
}

void RoffPage::add_line(std::string_view line) {
  // A dot at the beginning of a line calls a macro. An empty line is one in an example only.
  if (line.starts_with('.')) text_ += "\\&";
  text_ += line;
  text_ += '\n';
}

}  // namespace vmp
