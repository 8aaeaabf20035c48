#include "loader/configuration/expansion.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "loader/diagnostics/suggestion.h"
#include "loader/document/scalar_source.h"

namespace vmp {

namespace {

constexpr std::string_view kLiteralBraceHelp =
    "Write \"{{\" and \"}}\" for literal braces, or put !raw before the text to leave variables alone in it.";

// Walks over a scalar's text from left to right.
class Expansion {
 public:
  Expansion(const Value& scalar, Names& names, Diagnostics& mistakes)
      : scalar_(scalar), text_(scalar.text()), names_(names), mistakes_(mistakes) {}

  std::string run() {
    while (position_ < text_.size()) {
      copy_until_special();
      if (position_ < text_.size()) expand_special();
    }
    return std::move(result_);
  }

 private:
  void copy_until_special() {
    const std::size_t special = std::min(text_.find_first_of("{}<", position_), text_.size());
    result_ += text_.substr(position_, special - position_);
    position_ = special;
  }

  void expand_special() {
    const std::string_view rest = text_.substr(position_);
    if (rest.starts_with("{{") || rest.starts_with("}}")) {
      take(rest.substr(0, 1), 2);
    } else if (rest.starts_with('{')) {
      expand_braces(rest);
    } else if (rest.starts_with('}')) {
      complain(1, "lone \"}\"", std::string(kLiteralBraceHelp));
    } else {
      expand_angles(rest);
    }
  }

  void expand_braces(std::string_view rest) {
    const std::size_t end = rest.find_first_of("{}", 1);
    if (end == std::string_view::npos || rest[end] == '{') {
      complain(1, "lone \"{\"", std::string(kLiteralBraceHelp));
      return;
    }
    const std::string_view name = rest.substr(1, end - 1);
    if (const std::string* value = names_.find(name)) {
      take(*value, end + 1);
    } else {
      complain_about_name(name, end + 1);
    }
  }

  void complain_about_name(std::string_view name, std::size_t length) {
    if (name.empty()) {
      complain(length, "\"{}\" names no variable", std::string(kLiteralBraceHelp));
      return;
    }
    const std::size_t syntax = name.find_first_of(".:![");
    if (syntax != std::string_view::npos && names_.contains(name.substr(0, syntax))) {
      complain(length, fmt::format("\"{{{}}}\" uses Python's format syntax, which is not available", name),
               fmt::format("Write the variable alone: \"{{{}}}\".", name.substr(0, syntax)));
      return;
    }
    std::string help = did_you_mean(name, names_.all());
    complain(length, fmt::format("variable \"{}\" is not defined", name),
             help.empty() ? std::string(kLiteralBraceHelp) : help);
  }

  // "<" is an ordinary character unless a variable's name follows.
  void expand_angles(std::string_view rest) {
    if (rest.starts_with("<<")) {
      const std::size_t end = std::min(rest.find_first_of("<>", 2), rest.size());
      if (rest.substr(end).starts_with(">>") && names_.contains(rest.substr(2, end - 2))) {
        take(rest.substr(1, end), end + 2);
        return;
      }
    }
    const std::size_t end = rest.find_first_of("<>", 1);
    if (end != std::string_view::npos && rest[end] == '>') {
      if (const std::string* value = names_.find(rest.substr(1, end - 1))) {
        take(*value, end + 1);
        return;
      }
      warn_about_near_name(rest.substr(1, end - 1));
    }
    take("<", 1);
  }

  void warn_about_near_name(std::string_view name) {
    constexpr std::size_t kMaxNameBytes = 64;  // what is longer is no name
    std::string help = name.size() <= kMaxNameBytes ? did_you_mean(name, names_.all()) : "";
    if (help.empty()) return;
    mistakes_.push_back({.severity = Severity::kWarning,
                         .place = place_of_part(scalar_, position_, name.size() + 2),
                         .message = fmt::format("\"<{}>\" names no variable and stays as it is", name),
                         .help = std::move(help)});
  }

  void take(std::string_view replacement, std::size_t length) {
    result_ += replacement;
    if (result_.size() > kMaxExpandedBytes) throw expands_too_far(scalar_);
    position_ += length;
  }

  void complain(std::size_t length, std::string message, std::string help) {
    mistakes_.push_back(
        {.place = place_of_part(scalar_, position_, length), .message = std::move(message), .help = std::move(help)});
    position_ += length;
  }

  const Value& scalar_;
  std::string_view text_;
  Names& names_;
  Diagnostics& mistakes_;
  std::size_t position_ = 0;
  std::string result_;
};

}  // namespace

Error expands_too_far(const Value& value) {
  return Error(Diagnostic{.place = value.place(),
                          .message = fmt::format("variables expand to more than {} MiB", kMaxExpandedBytes >> 20U)});
}

Value expand_variables(const Value& scalar, Names& names, Diagnostics& mistakes) {
  if (scalar.is_raw() || scalar.text().find_first_of("{}<") == std::string::npos) return scalar;
  std::string expanded = Expansion(scalar, names, mistakes).run();
  if (expanded == scalar.text()) return scalar;
  const Style style = scalar.style() == Style::kPlain ? Style::kQuoted : scalar.style();
  return Value::scalar(std::move(expanded), style, scalar.place());
}

}  // namespace vmp
