#include "provisioners/impact/compare_facts.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "provisioners/impact/rules.h"

namespace vmp::impact {

namespace {

// Facts of one type; which are the same thing before and after is found step by step.
struct Pairs {
  std::vector<std::pair<const Fact*, const Fact*>> both;
  std::vector<const Fact*> before;  // those that are left
  std::vector<const Fact*> after;
};

using Key = std::optional<std::string>;

// Pairs those that have the same key, in their order. Those without a key are left.
void pair_by(Key (*key_of)(const Fact&), Pairs& pairs) {
  std::map<Key, std::vector<const Fact*>> waiting;
  for (const Fact* fact : pairs.after) waiting[key_of(*fact)].push_back(fact);
  for (auto& [key, facts] : waiting) std::ranges::reverse(facts);
  std::erase_if(pairs.before, [&](const Fact* fact) {
    const Key key = key_of(*fact);
    const auto found = waiting.find(key);
    if (!key || found == waiting.end() || found->second.empty()) return false;
    pairs.both.emplace_back(fact, found->second.back());
    found->second.pop_back();
    return true;
  });
  std::set<const Fact*> paired;
  for (const auto& [before, after] : pairs.both) paired.insert(after);
  std::erase_if(pairs.after, [&](const Fact* fact) { return paired.contains(fact); });
}

Key whole_fact(const Fact& fact) {
  std::string key = fact.id;
  for (const auto& [part, value] : fact.parts) key += '\0' + part + '\0' + value;
  return key;
}

Key id_of(const Fact& fact) {
  return fact.id.empty() ? std::nullopt : Key(fact.id);
}

// Where a name has changed, it is the same thing if all else tells so: the only one left of its sort.
Key sort_of(const Fact& fact) {
  if (fact.id.empty()) return "";
  if (fact.type == "--disk") return fact.get("device");
  if (fact.type == "--network") return fact.get(kAlone);  // "none" is no card
  if (fact.type == "interface") return "";
  if (fact.type == "volume")
    return fact.find("upload") != nullptr ? "upload" : fact.find("backing") != nullptr ? "backing" : "";
  return std::nullopt;
}

Pairs pair_up(std::vector<const Fact*> before, std::vector<const Fact*> after) {
  Pairs pairs = {.both = {}, .before = std::move(before), .after = std::move(after)};
  if (!pairs.before.empty()) pair_by(whole_fact, pairs);
  if (!pairs.before.empty()) pair_by(id_of, pairs);
  if (!pairs.before.empty()) pair_by(sort_of, pairs);
  return pairs;
}

// "vol=web/root.qcow2, bus=virtio"
std::string summarize(const Fact& fact) {
  std::string text;
  for (const auto& [part, value] : fact.parts) {
    text += text.empty() ? "" : ", ";
    text += part == kAlone ? value : value.empty() ? part : part + "=" + value;
  }
  return text;
}

// Digests are told apart by their beginning.
std::string shorten(const std::string& value) {
  const bool is_digest = value.size() == 64 && value.find_first_not_of("0123456789abcdef") == std::string::npos;
  return is_digest ? value.substr(0, 8) + "..." : value;
}

class Comparer {
 public:
  Comparer(const DirectoryFacts& before, const DirectoryFacts& after) : before_(before), after_(after) {}

  std::vector<Change> compare() && {
    std::map<std::string_view, Pairs> types;
    for (const Fact& fact : before_.facts) types[fact.type].before.push_back(&fact);
    for (const Fact& fact : after_.facts) types[fact.type].after.push_back(&fact);
    for (auto& [type, facts] : types) {
      const Pairs pairs = pair_up(std::move(facts.before), std::move(facts.after));
      for (const auto& [before, after] : pairs.both) compare(*before, *after);
      for (const Fact* fact : pairs.before) add(fact, nullptr, "");
      for (const Fact* fact : pairs.after) add(nullptr, fact, "");
    }
    drop_what_follows();
    std::ranges::stable_sort(changes_, std::ranges::greater(), &Change::impact);
    return std::move(changes_);
  }

 private:
  void compare(const Fact& before, const Fact& after) {
    if (before.id != after.id && before.type == "volume") {
      add(&before, &after, "name");
      changes_.back().before = before.id;
      changes_.back().after = after.id;
    }
    std::set<std::string_view> parts;
    for (const auto& [part, value] : before.parts) parts.insert(part);
    for (const auto& [part, value] : after.parts) parts.insert(part);
    for (const std::string_view part : parts) {
      const std::string* was = before.find(part);
      const std::string* is = after.find(part);
      if ((was == nullptr) != (is == nullptr) || (was != nullptr && *was != *is)) add(&before, &after, part);
    }
  }

  void add(const Fact* before, const Fact* after, std::string_view part) {
    const Verdict verdict = judge({before, after, part, before_.facts, after_.facts, after_.is_live});
    const Fact& shown = before == nullptr ? *after : *before;
    Change change;
    change.impact = verdict.impact;
    change.subject = shown.type;
    if (!shown.id.empty()) change.subject += " " + shown.id;
    if (!part.empty() && part != kAlone) change.subject += " " + std::string(part);
    change.note = verdict.note;
    change.is_hidden = (before != nullptr && before->is_hidden) || (after != nullptr && after->is_hidden);
    change.before = show(before, part, change.is_hidden);
    change.after = show(after, part, change.is_hidden);
    changes_.push_back(std::move(change));
  }

  static std::optional<std::string> show(const Fact* fact, std::string_view part, bool is_hidden) {
    if (fact == nullptr) return std::nullopt;
    if (part.empty()) return is_hidden ? "" : summarize(*fact);
    const std::string* value = fact->find(part);
    if (value == nullptr) return std::nullopt;
    return is_hidden ? "" : shorten(*value);
  }

  // The mark of a network is a digest of all that waits for its restart, which is told already.
  void drop_what_follows() {
    constexpr std::string_view kMark = "network mark definition";
    const auto waits = [&](const Change& change) { return change.impact == Impact::kNext && change.subject != kMark; };
    if (std::ranges::any_of(changes_, waits)) {
      std::erase_if(changes_, [&](const Change& change) { return change.subject == kMark; });
    }
  }

  const DirectoryFacts& before_;
  const DirectoryFacts& after_;
  std::vector<Change> changes_;
};

}  // namespace

std::vector<Change> compare_facts(const DirectoryFacts& before, const DirectoryFacts& after) {
  return Comparer(before, after).compare();
}

}  // namespace vmp::impact
