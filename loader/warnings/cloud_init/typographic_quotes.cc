#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// As word processors and web pages write them.
constexpr std::array<std::string_view, 7> kQuotes = {"\u201c", "\u201d", "\u201e", "\u201f",
                                                     "\u2018", "\u2019", "\u201a"};

// Of each of them in UTF-8: most texts have none.
constexpr std::string_view kFirstBytes = "\xe2\x80";

// One of them at the beginning of a text, or "".
std::string_view leading_quote(std::string_view text) {
  const auto* const found =
      std::ranges::find_if(kQuotes, [text](std::string_view each) { return text.starts_with(each); });
  return found == kQuotes.end() ? "" : *found;
}

bool is_quoted(std::string_view text) {
  const bool ends = std::ranges::any_of(kQuotes, [text](std::string_view each) { return text.ends_with(each); });
  return ends && !leading_quote(text).empty();
}

// The first of them where a shell would begin a quoted text: at the front of a word that is in no other quotes and in
// no comment. An apostrophe within a word is none. In a here-document, which has "<<" before it, all may be prose.
std::string_view find_in_command(std::string_view command) {
  char open = 0;
  bool begins_word = true;
  for (std::size_t at = 0; at < command.size(); ++at) {
    const char byte = command[at];
    const std::string_view rest = command.substr(at);
    if (open != 0) {
      if (byte == open) open = 0;
    } else if (byte == '"' || byte == '\'') {
      open = byte;
    } else if (rest.starts_with("<<")) {
      return "";
    } else if (begins_word && byte == '#') {
      at = std::min(command.find('\n', at), command.size());
    } else if (begins_word && !leading_quote(rest).empty()) {
      return leading_quote(rest);
    }
    begins_word = open == 0 && std::string_view(" \t\n=,(").find(byte) != std::string_view::npos;
  }
  return "";
}

// Prose for people, or any other program's.
bool is_prose(std::string_view key) {
  constexpr std::array<std::string_view, 6> kKeys = {"content", "description", "final_message",
                                                     "gecos",   "metadata",    "title"};
  return std::ranges::find(kKeys, key) != kKeys.end();
}

bool is_command(std::string_view key) {
  constexpr std::array<std::string_view, 4> kKeys = {"bootcmd", "runcmd", "options", "virtInstall"};
  return std::ranges::find(kKeys, key) != kKeys.end();
}

class QuoteFinder {
 public:
  void walk(const Value& value, bool is_below_command) {
    for (const Value& item : value.items()) walk(item, is_below_command);
    for (const auto& [key, below] : value.entries()) {
      if (!is_prose(key.text())) walk(below, is_below_command || is_command(key.text()));
    }
    if (value.is_scalar()) check(value, is_below_command || value.text().starts_with("#!"));
  }

  Diagnostics take_warnings() { return std::move(warnings_); }

 private:
  void check(const Value& value, bool is_of_command) {
    const std::string_view text = value.text();
    if (text.find(kFirstBytes) == std::string_view::npos) return;
    const std::string_view quote = is_quoted(text) ? leading_quote(text)
                                   : is_of_command ? find_in_command(text)
                                                   : std::string_view();
    if (quote.empty()) return;
    warnings_.push_back(warn(Warning::kTypographicQuote, value.place(),
                             fmt::format("{} is no quotation mark for a program", quote),
                             "Word processors and web pages make it. Write \" or '."));
  }

  Diagnostics warnings_;
};

}  // namespace

// A warning for each value that begins and ends with quotation marks of typesetters, or has one in a command where a
// shell's would stand.
Diagnostics find_typographic_quotes(const ResolvedVm& vm) {
  QuoteFinder finder;
  for (const std::string_view part : {"cloudInit", "libvirt", "ssh"}) {
    if (const Value* value = vm.vm.find(part)) finder.walk(*value, false);
  }
  return finder.take_warnings();
}

}  // namespace vmp
