#include "loader/configuration/secrets/secrets.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <utility>

#include "loader/configuration/settled_value.h"
#include "loader/configuration/steps/part_reader.h"
#include "loader/diagnostics/suggestion.h"

namespace vmp {

namespace {

constexpr std::string_view kRule = "secret name";
constexpr std::array<std::string_view, 3> kKinds = {"env", "file", "command"};

std::vector<Text> read_words(const Value& value) {
  if (value.is_scalar()) return {read_text(value)};
  std::vector<Text> words;
  std::ranges::transform(value.items(), std::back_inserter(words), [](const Value& item) { return read_text(item); });
  return words;
}

void check_place(const Value& value, Secret& secret, PartReader& part) {
  if (secret.kind == "env") {
    part.check(value, secret.kind, "environment name");
  } else if (secret.words.empty() || secret.words.front().value.empty()) {
    part.complain(value.place(), fmt::format("\"{}\" of {} is empty", secret.kind, part.label()));
  }
}

Secret read_secret(const Value& item, Diagnostics& mistakes) {
  Secret secret = {.name = read_text(item, "name"), .kind = {}, .words = {}, .version = {}};
  PartReader part(fmt::format("secret \"{}\"", secret.name.value), mistakes);
  part.check(*item.find("name"), "name", kRule);
  secret.version = read_optional_text(item, "version");
  if (secret.version) part.check(*item.find("version"), "version", kRule);
  const Value* place = part.need_one_of(item, kKinds, item.find("name")->place());
  if (place == nullptr) return secret;
  secret.kind = *std::ranges::find_if(kKinds, [&](std::string_view kind) { return item.find(kind) == place; });
  secret.words = read_words(*place);
  check_place(*place, secret, part);
  return secret;
}

std::string write_placeholder(const Secret& secret) {
  const std::string version = secret.version ? ":" + secret.version->value : "";
  return fmt::format("{}{}{}@", kPlaceholder, secret.name.value, version);
}

std::string show_in_text(std::string_view text) {
  std::string shown;
  for (std::size_t at = 0; (at = text.find(kPlaceholder)) != std::string_view::npos;) {
    const std::string_view rest = text.substr(at + kPlaceholder.size());
    const std::size_t end = std::min(rest.find('@'), rest.size());
    const std::string_view name = rest.substr(0, end);
    shown += fmt::format("{}{{secret:{}}}", text.substr(0, at), name.substr(0, name.find(':')));
    text = rest.substr(std::min(end + 1, rest.size()));
  }
  return shown.append(text);
}

}  // namespace

Secrets::Secrets(const Value& list, Diagnostics& mistakes) {
  std::map<std::string, Place> places;
  for (const Value& item : list.items()) {
    Secret secret = read_secret(item, mistakes);
    const auto [first, is_first] = places.try_emplace(secret.name.value, secret.name.place);
    if (!is_first) {
      mistakes.push_back({.place = secret.name.place,
                          .message = fmt::format("two secrets have the name \"{}\"", secret.name.value),
                          .notes = {{first->second, "the first is here"}}});
    }
    std::string placeholder = write_placeholder(secret);
    secrets_.push_back({std::move(secret), std::move(placeholder)});
  }
}

const Secrets::Entry* Secrets::find(std::string_view name) const {
  const auto found =
      std::ranges::find_if(secrets_, [name](const Entry& entry) { return entry.secret.name.value == name; });
  return found == secrets_.end() ? nullptr : &*found;
}

bool Secrets::has(std::string_view name) const {
  return find(name) != nullptr;
}

std::vector<std::string> Secrets::names() const {
  std::vector<std::string> names;
  for (const Entry& entry : secrets_) names.push_back(entry.secret.name.value);
  return names;
}

const std::string* Secrets::refer_to(std::string_view name) {
  const Entry* found = find(name);
  if (found == nullptr) return nullptr;
  secrets_[static_cast<std::size_t>(found - secrets_.data())].is_used = true;
  return &found->placeholder;
}

std::vector<Secret> Secrets::list_used() const {
  std::vector<Secret> used;
  for (const Entry& entry : secrets_) {
    if (entry.is_used) used.push_back(entry.secret);
  }
  return used;
}

const std::string* SecretNames::find(std::string_view name) {
  if (!is_secret_reference(name)) return variables_.find(name);
  if (text_ == Text::kDoesNotQuote) return nullptr;
  const std::string* placeholder = secrets_.refer_to(name.substr(kSecretPrefix.size()));
  if (placeholder != nullptr) ++references_;
  return placeholder;
}

Names::Complaint SecretNames::complain_about_secret(std::string_view reference) const {
  const std::string_view name = reference.substr(kSecretPrefix.size());
  if (text_ == Text::kDoesNotQuote) {
    return {
        "a secret cannot stand in this text",
        "Write a map instead: its values are quoted, whatever is in them. Of texts, only a script may hold secrets, "
        "which begins with \"#!\"."};
  }
  if (name.empty()) return {"a secret's name is missing", fmt::format("Write {{{}NAME}}.", kSecretPrefix)};
  std::string help = did_you_mean(name, secrets_.names());
  if (help.empty()) help = fmt::format("Define it: \"secrets: [{{name: {}, env: VARIABLE}}]\".", name);
  return {fmt::format("secret \"{}\" is not defined", name), std::move(help)};
}

Value show_secrets(const Value& value) {
  if (value.text().find(kPlaceholder) != std::string::npos) {
    return Value::scalar(show_in_text(value.text()), value.style(), value.place());
  }
  if (value.is_list()) {
    List items;
    for (const Value& item : value.items()) items.push_back(show_secrets(item));
    return Value::list(std::move(items), value.place());
  }
  if (!value.is_map()) return value;
  Map entries;
  for (const auto& [key, below] : value.entries()) entries.push_back({key, show_secrets(below)});
  return Value::map(std::move(entries), value.place());
}

}  // namespace vmp
