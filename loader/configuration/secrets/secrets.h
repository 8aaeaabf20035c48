#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/secrets/secret.h"
#include "loader/configuration/variables/expansion.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// What all placeholders begin with. Where a text may hold secrets, it has this for nothing else.
inline constexpr std::string_view kPlaceholder = "@secret:";

// The secrets of one entry. A text that refers to one, {secret:NAME}, gets a placeholder for it: "@secret:NAME@", or
// "@secret:NAME:VERSION@" where it has a version. So digests of such texts count names and versions, never values.
class Secrets {
 public:
  Secrets() = default;
  // Of a list that is merged and settled. Adds a mistake for each that cannot be fetched.
  Secrets(const Value& list, Diagnostics& mistakes);

  bool is_empty() const { return secrets_.empty(); }
  bool has(std::string_view name) const;
  std::vector<std::string> names() const;
  // The placeholder of one, which is used from now on, or nullptr if there is none of that name.
  const std::string* refer_to(std::string_view name);
  // Those that are used, in the registry's order.
  std::vector<Secret> list_used() const;

 private:
  struct Entry {
    Secret secret;
    std::string placeholder;
    bool is_used = false;
  };

  const Entry* find(std::string_view name) const;

  std::vector<Entry> secrets_;
};

// The names for a text that may hold secrets: variables, and "secret:NAME".
class SecretNames final : public Names {
 public:
  // What the text is. In some nothing keeps a value from being read as more than a value.
  enum class Text { kQuotes, kDoesNotQuote };

  SecretNames(Names& variables, Secrets& secrets, Text text) : variables_(variables), secrets_(secrets), text_(text) {}

  const std::string* find(std::string_view name) override;
  bool contains(std::string_view name) const override { return variables_.contains(name); }
  std::vector<std::string> all() const override { return variables_.all(); }
  Complaint complain_about(std::string_view name) const override { return variables_.complain_about(name); }
  Complaint complain_about_secret(std::string_view reference) const override;
  std::string_view owners() const override { return variables_.owners(); }

  // How many placeholders were handed out.
  int references() const { return references_; }

 private:
  Names& variables_;
  Secrets& secrets_;
  Text text_;
  int references_ = 0;
};

// A value with {secret:NAME} for each placeholder, as the registry has it.
Value show_secrets(const Value& value);

}  // namespace vmp
