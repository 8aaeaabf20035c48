#include "loader/configuration/steps/step_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "loader/configuration/settled_value.h"
#include "loader/diagnostics/suggestion.h"

namespace vmp {

namespace {

bool is_cleared(const Value& step, bool (*says_what)(std::string_view key)) {
  bool has_cleared = false;
  for (const auto& [key, value] : step.entries()) {
    if (!says_what(key.text())) continue;
    if (!value.is_null()) return false;
    has_cleared = true;
  }
  return has_cleared;
}

std::string name_of(const Value& step) {
  return step.find("name")->text();
}

// The text that says where a step is to be, or nullptr.
const Value* find_anchor(const Value& step) {
  const Value* before = step.find("before");
  return before != nullptr ? before : step.find("after");
}

class Arrangement {
 public:
  Arrangement(const List& steps, Diagnostics& mistakes) : mistakes_(mistakes) {
    for (const Value& step : steps) {
      refuse_both(step);
      (find_anchor(step) == nullptr ? placed_ : waiting_).push_back(step);
    }
  }

  List run() {
    while (!waiting_.empty() && place_some()) {
    }
    complain_about_waiting();
    return std::move(placed_);
  }

 private:
  void refuse_both(const Value& step) {
    const Value* before = step.find_key("before");
    const Value* after = step.find_key("after");
    if (before == nullptr || after == nullptr) return;
    mistakes_.push_back({.place = after->place(),
                         .message = fmt::format("step \"{}\" has both \"before\" and \"after\"", name_of(step)),
                         .help = "One of them is enough. In what is inherited, null takes one away.",
                         .notes = {{before->place(), "\"before\" is given here"}}});
  }

  // Those whose anchors are there. A step may be the anchor of another one that waits.
  bool place_some() {
    const std::vector<Value> waiting = std::exchange(waiting_, {});
    for (const Value& step : waiting) {
      if (!place(step)) waiting_.push_back(step);
    }
    return waiting_.size() < waiting.size();
  }

  bool place(const Value& step) {
    const bool is_before = step.find("before") != nullptr;
    const std::string& anchor = find_anchor(step)->text();
    auto at = std::ranges::find(placed_, anchor, name_of);
    if (at == placed_.end()) return false;
    if (!is_before) {
      ++at;
      while (at != placed_.end() && at->find("after") != nullptr && at->find("after")->text() == anchor) ++at;
    }
    placed_.insert(at, step);
    return true;
  }

  void complain_about_waiting() {
    std::vector<std::string> names;
    for (const Value& step : placed_) names.push_back(name_of(step));
    for (const Value& step : waiting_) {
      const Value& anchor = *find_anchor(step);
      const bool is_circle = std::ranges::find(waiting_, anchor.text(), name_of) != waiting_.end();
      mistakes_.push_back(
          {.place = anchor.place(),
           .message = is_circle
                          ? fmt::format("step \"{}\" is placed by step \"{}\", which has no place itself",
                                        name_of(step), anchor.text())
                          : fmt::format("there is no step \"{}\" to place step \"{}\"", anchor.text(), name_of(step)),
           .help = is_circle ? "" : suggest(anchor.text(), "step", names)});
    }
  }

  List placed_;
  std::vector<Value> waiting_;
  Diagnostics& mistakes_;
};

}  // namespace

Value remove_cleared_steps(const Value& entry, std::string_view key, bool (*says_what)(std::string_view key)) {
  const Value* steps = entry.find(key);
  if (steps == nullptr || !steps->is_list()) return entry;
  List kept;
  std::ranges::copy_if(steps->items(), std::back_inserter(kept),
                       [&](const Value& step) { return !is_cleared(step, says_what); });
  return entry.with_entry(key, Value::list(std::move(kept), steps->place()));
}

void refuse_equal_names(const Value& entry, std::string_view key, std::map<std::string, Place> taken,
                        Diagnostics& mistakes) {
  for (const Value& step : items_of(entry, key)) {
    const Value& name = *step.find("name");
    const auto [first, is_first] = taken.try_emplace(name.text(), name.place());
    if (is_first) continue;
    mistakes.push_back({.place = name.place(),
                        .message = fmt::format("two steps have the name \"{}\"", name.text()),
                        .notes = {{first->second, "the first is here"}}});
  }
}

Value arrange_steps(const Value& entry, std::string_view key, Diagnostics& mistakes) {
  const Value* steps = entry.find(key);
  if (steps == nullptr) return entry;
  return entry.with_entry(key, Value::list(Arrangement(steps->items(), mistakes).run(), steps->place()));
}

}  // namespace vmp
