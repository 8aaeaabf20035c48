#include "loader/configuration/fleet/dependencies.h"

#include <fmt/format.h>

#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace vmp {

namespace {

// Walks from VM to VM. Every VM is looked at once, without recursion: a registry may hold a long chain.
class CircleFinder {
 public:
  explicit CircleFinder(std::span<const FleetVm> vms) {
    for (const FleetVm& vm : vms) steps_.try_emplace(vm.name, Step{&vm});
  }

  Diagnostics run(std::span<const FleetVm> vms) && {
    for (const FleetVm& vm : vms) walk(steps_.at(vm.name));
    return std::move(mistakes_);
  }

 private:
  enum class State { kNew, kOnPath, kDone };

  struct Step {
    const FleetVm* vm = nullptr;
    State state = State::kNew;
    std::size_t next = 0;  // of its dependencies
  };

  void walk(Step& first) {
    enter(first);
    while (!path_.empty()) {
      Step& step = *path_.back();
      if (step.next == step.vm->depends_on.size()) {
        step.state = State::kDone;
        path_.pop_back();
        continue;
      }
      const auto below = steps_.find(step.vm->depends_on[step.next++].vm.value);
      if (below == steps_.end()) continue;
      if (below->second.state == State::kOnPath) tell(below->second);
      enter(below->second);
    }
  }

  void enter(Step& step) {
    if (step.state != State::kNew) return;
    step.state = State::kOnPath;
    path_.push_back(&step);
  }

  // The path from here to its end is a circle.
  void tell(const Step& first) {
    std::size_t at = path_.size() - 1;
    while (path_[at] != &first) --at;
    const bool is_itself = at + 1 == path_.size();
    Diagnostic mistake = {
        .place = taken(first).vm.place,
        .message = fmt::format("VM \"{}\" depends on itself{}", first.vm->name, is_itself ? "" : ", through others")};
    for (++at; at < path_.size(); ++at) {
      const Text& other = taken(*path_[at]).vm;
      mistake.notes.push_back(
          {other.place, fmt::format("VM \"{}\" depends on \"{}\"", path_[at]->vm->name, other.value)});
    }
    mistakes_.push_back(std::move(mistake));
  }

  static const Dependency& taken(const Step& step) { return step.vm->depends_on[step.next - 1]; }

  std::unordered_map<std::string_view, Step> steps_;
  std::vector<Step*> path_;
  Diagnostics mistakes_;
};

}  // namespace

Diagnostics find_dependency_mistakes(std::span<const FleetVm> vms, const Section& all) {
  Diagnostics mistakes;
  for (const FleetVm& vm : vms) {
    for (const Dependency& dependency : vm.depends_on) {
      try {
        const auto& [name, place] = dependency.vm;
        all.get(Value::scalar(name, Style::kQuoted, place), name);
      } catch (const Error& error) {
        append(mistakes, error.diagnostics());
      }
    }
  }
  append(mistakes, CircleFinder(vms).run(vms));
  return mistakes;
}

}  // namespace vmp
