#include "loader/configuration/variables/expansion.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "loader/diagnostics/suggestion.h"
#include "loader/diagnostics/warning.h"
#include "loader/document/scalar_source.h"

namespace vmp {

namespace {

constexpr std::string_view kLiteralBraceHelp =
    "Write \"{{\" and \"}}\" for literal braces, or put !raw before the text to leave variables alone in it.";

// Texts in braces with one of these are code or data in which the braces are literal.
constexpr std::string_view kNeverInNames = "\n\r\t\"'`$;:,=()[]|&<>*/\\";

bool is_usual_in_names(char byte) {
  return byte == '_' || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

bool is_brace(char byte) {
  return byte == '{' || byte == '}';
}

bool is_special(char byte) {
  return is_brace(byte) || byte == '<';
}

// The first of such bytes, or the text's size. Unlike find_first_of it does not search a list for each byte.
template <typename Predicate>
std::size_t find_byte(std::string_view text, const Predicate& is_wanted) {
  return static_cast<std::size_t>(std::ranges::find_if(text, is_wanted) - text.begin());
}

// Walks over a scalar's text from left to right.
class Expansion {
 public:
  Expansion(const Value& scalar, Names& names, Diagnostics& mistakes)
      : scalar_(scalar), text_(scalar.text()), names_(names), mistakes_(mistakes), places_(scalar) {}

  std::string run() {
    result_.reserve(text_.size());
    while (position_ < text_.size()) {
      copy_until_special();
      if (position_ < text_.size()) expand_special();
    }
    return std::move(result_);
  }

 private:
  void copy_until_special() {
    const std::string_view rest = text_.substr(position_);
    const std::string_view ordinary = rest.substr(0, find_byte(rest, is_special));
    result_ += ordinary;
    position_ += ordinary.size();
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
    const std::string_view name = rest.substr(1, find_byte(rest.substr(1), is_brace));
    const std::size_t end = 1 + name.size();
    const bool is_closed = rest.substr(end).starts_with('}');
    if (const std::string* value = is_closed ? names_.find(name) : nullptr) {
      take(*value, end + 1);
    } else if (const std::size_t syntax = find_format_syntax(name); syntax != std::string_view::npos) {
      complain_about_format_syntax(rest, name.substr(0, syntax));
    } else if (is_closed) {
      complain_about_name(name, end + 1);
    } else {
      complain(1, "lone \"{\"", std::string(kLiteralBraceHelp));
    }
  }

  // Where a name ends at which Python would look for attributes, items, conversions and formats.
  std::size_t find_format_syntax(std::string_view name) const {
    if (is_secret_reference(name)) return std::string_view::npos;
    const std::size_t syntax = name.find_first_of(".:![{}");
    const bool is_found = syntax != std::string_view::npos && name[syntax] != '{' && name[syntax] != '}';
    return is_found && names_.contains(name.substr(0, syntax)) ? syntax : std::string_view::npos;
  }

  void complain_about_format_syntax(std::string_view rest, std::string_view name) {
    const std::string_view all = rest.substr(0, length_of_field(rest));
    complain(all.size(), fmt::format("\"{}\" uses Python's format syntax, which is not available", all),
             fmt::format("Write the variable alone: \"{{{}}}\".", name));
  }

  // With the fields that are nested in it: {NAME:{WIDTH}}.
  static std::size_t length_of_field(std::string_view rest) {
    constexpr std::size_t kLongestField = 200;
    rest = rest.substr(0, kLongestField);
    int depth = 0;
    for (std::size_t at = 0; at < rest.size(); ++at) {
      depth += rest[at] == '{' ? 1 : rest[at] == '}' ? -1 : 0;
      if (depth == 0) return at + 1;
    }
    const std::size_t end = rest.find('}');
    return end == std::string_view::npos ? 1 : end + 1;
  }

  void complain_about_name(std::string_view name, std::size_t length) {
    if (is_enough()) {
      position_ += length;
    } else if (name.empty()) {
      complain(length, "\"{}\" names no variable", std::string(kLiteralBraceHelp));
    } else if (is_secret_reference(name)) {
      auto [message, help] = names_.complain_about_secret(name);
      complain(length, std::move(message), std::move(help));
    } else if (!names_.contains(name) && name.find_first_of(kNeverInNames) != std::string_view::npos) {
      complain(length, "the text in braces is no variable's name", std::string(kLiteralBraceHelp));
    } else {
      auto [message, help] = names_.complain_about(name);
      complain(length, std::move(message), std::move(help));
    }
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
      const std::string_view name = rest.substr(1, end - 1);
      if (const std::string* value = names_.find(name)) {
        take(*value, end + 1);
        return;
      }
      if (names_.contains(name)) {
        complain_about_name(name, end + 1);
        return;
      }
      doubt(name, end + 1);
    }
    take("<", 1);
  }

  // Warns of a text in angle brackets that is nearly a variable's name.
  void doubt(std::string_view name, std::size_t length) {
    if (is_enough() || name.empty() || !std::ranges::all_of(name, is_usual_in_names)) return;
    const std::string near = nearest_name(name, names_.all());
    if (near.empty()) return;
    tell(warn(Warning::kNearVariable, places_.find(position_, length),
              fmt::format("\"<{}>\" is no variable and stays as it is", name),
              fmt::format("Did you mean \"<{}>\"?", near)));
  }

  void take(std::string_view replacement, std::size_t length) {
    result_ += replacement;
    if (result_.size() > kMaxExpandedBytes) throw expands_too_far(scalar_);
    position_ += length;
  }

  void complain(std::size_t length, std::string message, std::string help) {
    if (!is_enough()) {
      tell({.place = places_.find(position_, length), .message = std::move(message), .help = std::move(help)});
    }
    position_ += length;
  }

  bool is_enough() const { return told_ == kMaxMistakesOfText; }

  void tell(Diagnostic mistake) {
    mistakes_.push_back(std::move(mistake));
    ++told_;
  }

  const Value& scalar_;
  std::string_view text_;
  Names& names_;
  Diagnostics& mistakes_;
  PartPlaces places_;
  int told_ = 0;
  std::size_t position_ = 0;
  std::string result_;
};

}  // namespace

Names::Complaint Names::complain_about(std::string_view name) const {
  std::string help = did_you_mean(name, all());
  if (help.empty()) help = fmt::format("Set it under \"vars\" of {}.\n{}", owners(), kLiteralBraceHelp);
  return {fmt::format("variable \"{}\" is not defined", name), std::move(help)};
}

Names::Complaint Names::complain_about_secret(std::string_view /*reference*/) const {
  return {"a secret cannot stand here",
          "It may stand in cloud-init's data, ssh.password and the steps of a build that take a password, a text or an "
          "environment, with provisioner v1beta1; not in a variable."};
}

bool is_secret_reference(std::string_view text) {
  if (!text.starts_with(kSecretPrefix)) return false;
  return std::ranges::all_of(text.substr(kSecretPrefix.size()),
                             [](char byte) { return is_usual_in_names(byte) || byte == '.' || byte == '-'; });
}

Error expands_too_far(const Value& value) {
  return Error(Diagnostic{.place = value.place(),
                          .message = fmt::format("variables expand to more than {} MiB", kMaxExpandedBytes >> 20U)});
}

bool may_use_variables(const Value& scalar) {
  return !scalar.is_raw() && !scalar.is_binary() && find_byte(scalar.text(), is_special) < scalar.text().size();
}

Value expand_variables(const Value& scalar, Names& names, Diagnostics& mistakes) {
  if (!may_use_variables(scalar)) return scalar;
  std::string expanded = Expansion(scalar, names, mistakes).run();
  if (expanded == scalar.text()) return scalar;
  const Style style = scalar.style() == Style::kPlain ? Style::kQuoted : scalar.style();
  return Value::scalar(std::move(expanded), style, scalar.place());
}

}  // namespace vmp
