#include "loader/document/write_yaml.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/utf8.h"
#include "loader/document/scalar_quoting.h"

namespace vmp {
namespace {

constexpr std::size_t kIndentation = 2;

// Readers look for the end of a key that has no "?" in front so far only.
constexpr std::size_t kLongestSimpleKey = 128;

constexpr std::string_view kLineBreaks = "\n\r";

// YAML's own, so that every reader knows them; others are written by number.
std::string_view short_escape(char32_t code) {
  switch (code) {
    case U'\0':
      return "\\0";
    case U'\a':
      return "\\a";
    case U'\b':
      return "\\b";
    case U'\t':
      return "\\t";
    case U'\n':
      return "\\n";
    case U'\v':
      return "\\v";
    case U'\f':
      return "\\f";
    case U'\r':
      return "\\r";
    case U'\x1b':
      return "\\e";
    case U'"':
      return "\\\"";
    case U'\\':
      return "\\\\";
    case U'\u0085':
      return "\\N";
    case U'\u2028':
      return "\\L";
    case U'\u2029':
      return "\\P";
    default:
      return "";
  }
}

std::string escape(char32_t code) {
  if (const std::string_view known = short_escape(code); !known.empty()) return std::string(known);
  const auto number = static_cast<unsigned>(code);
  if (number <= 0xff) return fmt::format(FMT_COMPILE("\\x{:02X}"), number);
  if (number <= 0xffff) return fmt::format(FMT_COMPILE("\\u{:04X}"), number);
  return fmt::format(FMT_COMPILE("\\U{:08X}"), number);
}

// What libyaml escapes: quotes, and what it does not count as printable.
bool is_escaped(char32_t code) {
  const bool is_separator = code == U'\u2028' || code == U'\u2029';
  const bool is_printable = code >= 0x20 && (code < 0x7f || code > 0x9f) && code < 0xfffe && code != 0xfeff;
  return !is_printable || is_separator || code == U'"' || code == U'\\';
}

bool is_empty_collection(const Value& value) {
  return !value.is_scalar() && value.items().empty() && value.entries().empty();
}

// Writes one document into a string, in libyaml's layout: two blanks for each level, lists as far in as the key that
// they belong to. Written by hand because libyaml's emitter took a third of the time of `vmp gen`.
class YamlWriter {
 public:
  std::string write_document(const Value& root) {
    if (root.is_null()) {
      yaml_ = "null";
    } else if (root.is_scalar()) {
      write_line_scalar(root);
    } else if (is_empty_collection(root)) {
      write_empty_collection(root);
    } else {
      write_collection(root, 0);
      return std::move(yaml_);
    }
    yaml_ += '\n';
    return std::move(yaml_);
  }

 private:
  // A list or a map that is not empty. What was written so far ends where its first line begins, at `column`.
  void write_collection(const Value& value, std::size_t column) {
    bool is_first = true;
    for (const Value& item : value.items()) {
      begin_line(is_first, column);
      yaml_ += '-';
      write_beside(item, column);
    }
    for (const Entry& entry : value.entries()) {
      begin_line(is_first, column);
      write_entry(entry, column);
    }
  }

  void begin_line(bool& is_first, std::size_t column) {
    if (!is_first) yaml_.append(column, ' ');
    is_first = false;
  }

  void write_entry(const Entry& entry, std::size_t column) {
    const std::string& key = entry.key.text();
    if (key.size() <= kLongestSimpleKey && !has_line_break(key)) {
      write_key(entry.key);
      yaml_ += ':';
      write_below(entry.value, column);
      return;
    }
    yaml_ += "? ";
    write_key(entry.key);
    yaml_ += '\n';
    yaml_.append(column, ' ');
    yaml_ += ':';
    write_beside(entry.value, column);
  }

  static bool has_line_break(std::string_view text) {
    return text.find_first_of(kLineBreaks) != std::string_view::npos || text.find("\u0085") != std::string_view::npos ||
           text.find("\u2028") != std::string_view::npos || text.find("\u2029") != std::string_view::npos;
  }

  // Behind the "-" of an item, or the ":" of a key that has a line of its own.
  void write_beside(const Value& value, std::size_t column) {
    if (value.is_scalar() || is_empty_collection(value)) return write_leaf(value, column);
    yaml_ += ' ';
    write_collection(value, column + kIndentation);
  }

  // Behind a key's ":".
  void write_below(const Value& value, std::size_t column) {
    if (value.is_scalar() || is_empty_collection(value)) return write_leaf(value, column);
    const std::size_t below = value.is_list() ? column : column + kIndentation;
    yaml_ += '\n';
    yaml_.append(below, ' ');
    write_collection(value, below);
  }

  // With the end of the line.
  void write_leaf(const Value& value, std::size_t column) {
    if (value.is_scalar()) {
      const Quoting quoting = quoting_of(value);
      if (quoting == Quoting::kLiteralBlock) return write_block(value.text(), column + kIndentation);
      if (quoting != Quoting::kPlain || !value.text().empty()) yaml_ += ' ';
      write_quoted(value.text(), quoting);
    } else {
      yaml_ += ' ';
      write_empty_collection(value);
    }
    yaml_ += '\n';
  }

  void write_empty_collection(const Value& value) { yaml_ += value.is_list() ? "[]" : "{}"; }

  void write_key(const Value& key) {
    if (key.is_null() && key.text().empty()) {
      yaml_ += "!!null ''";
    } else {
      write_line_scalar(key);
    }
  }

  // Keys and whole documents cannot be blocks.
  void write_line_scalar(const Value& scalar) {
    const Quoting quoting = quoting_of(scalar);
    write_quoted(scalar.text(), quoting == Quoting::kLiteralBlock ? Quoting::kDoubleQuotes : quoting);
  }

  static Quoting quoting_of(const Value& scalar) {
    if (!is_utf8(scalar.text())) throw Error(Diagnostic{.place = scalar.place(), .message = "text is not UTF-8"});
    return choose_quoting(scalar.text(), scalar.style());
  }

  void write_quoted(std::string_view text, Quoting quoting) {
    if (quoting == Quoting::kDoubleQuotes) return write_escaped(text);
    if (quoting == Quoting::kPlain) {
      yaml_ += text;
      return;
    }
    yaml_ += '\'';
    for (const char byte : text) yaml_.append(byte == '\'' ? 2 : 1, byte);
    yaml_ += '\'';
  }

  void write_escaped(std::string_view text) {
    yaml_ += '"';
    while (!text.empty()) {
      const Character character = first_character(text);
      if (is_escaped(character.code)) {
        yaml_ += escape(character.code);
      } else {
        yaml_ += text.substr(0, character.size);
      }
      text.remove_prefix(character.size);
    }
    yaml_ += '"';
  }

  // The line break that ends the text is the one that the block has; "-" says that there is none.
  void write_block(std::string_view text, std::size_t column) {
    yaml_ += text.ends_with('\n') ? " |\n" : " |-\n";
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find('\n'));
      if (!line.empty()) yaml_.append(column, ' ');
      yaml_ += line;
      yaml_ += '\n';
      text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
  }

  std::string yaml_;
};

}  // namespace

std::string write_yaml(const Value& value) {
  return YamlWriter().write_document(value);
}

}  // namespace vmp
