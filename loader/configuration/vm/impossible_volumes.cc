#include "loader/configuration/vm/impossible_volumes.h"

#include <fmt/format.h>

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "loader/validation/libvirt_words.h"

namespace vmp {

namespace {

using VolumeKey = std::pair<std::string_view, std::string_view>;  // pool, name

const BackingVolume* backing_of(const Volume& volume) {
  return std::get_if<BackingVolume>(&volume.source);
}

void check_format(const Volume& volume, Diagnostics& mistakes) {
  if (backing_of(volume) == nullptr || can_have_backing(volume.format.value)) return;
  const Text& place = volume.format.place.is_known() ? volume.format : volume.name;
  mistakes.push_back({.place = place.place,
                      .message = fmt::format("volume \"{}\" of format \"{}\" cannot have a backing volume",
                                             volume.name.value, volume.format.value),
                      .help = "Only what differs from the backing volume is stored: \"qcow2\" can do that."});
}

// Walks down the backing volumes that the VM has itself. Every volume is looked at once.
class CircleFinder {
 public:
  explicit CircleFinder(const std::vector<Volume>& volumes) {
    for (const Volume& volume : volumes) volumes_.try_emplace(key_of(volume), State{&volume});
  }

  Diagnostics run() && {
    for (auto& [key, state] : volumes_) follow(state);
    return std::move(mistakes_);
  }

 private:
  struct State {
    const Volume* volume = nullptr;
    std::size_t walk = 0;  // in which it was looked at first
  };

  static VolumeKey key_of(const Volume& volume) { return {volume.pool_name.value, volume.name.value}; }

  State* below(const State& state) {
    const BackingVolume* backing = backing_of(*state.volume);
    if (backing == nullptr) return nullptr;
    const auto found = volumes_.find({backing->pool_name.value, backing->name.value});
    return found == volumes_.end() ? nullptr : &found->second;
  }

  void follow(State& first) {
    ++walk_;
    State* state = &first;
    while (state != nullptr && state->walk == 0) {
      state->walk = walk_;
      state = below(*state);
    }
    if (state != nullptr && state->walk == walk_) tell(*state);
  }

  void tell(const State& member) {
    const Volume& volume = *member.volume;
    const State* next = below(member);
    const bool is_itself = next == &member;
    Diagnostic mistake = {.place = backing_of(volume)->name.place,
                          .message = fmt::format("volume \"{}\" is its own backing volume{}", volume.name.value,
                                                 is_itself ? "" : ", through others")};
    for (; next != &member; next = below(*next)) {
      const BackingVolume& backing = *backing_of(*next->volume);
      mistake.notes.push_back({backing.name.place, fmt::format("backing volume of \"{}\"", next->volume->name.value)});
    }
    mistakes_.push_back(std::move(mistake));
  }

  std::map<VolumeKey, State> volumes_;
  std::size_t walk_ = 0;
  Diagnostics mistakes_;
};

}  // namespace

Diagnostics find_impossible_volumes(const VmConfiguration& vm) {
  Diagnostics mistakes;
  for (const Volume& volume : vm.volumes) check_format(volume, mistakes);
  append(mistakes, CircleFinder(vm.volumes).run());
  return mistakes;
}

}  // namespace vmp
