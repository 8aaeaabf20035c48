#include "loader/configuration/vm/backing_circles.h"

#include <fmt/format.h>

#include <map>
#include <utility>

namespace vmp {

namespace {

// Walks down from volume to backing volume. Every volume is looked at once.
class CircleFinder {
 public:
  explicit CircleFinder(std::span<const BackingLink> links) : links_(links) {
    for (const BackingLink& link : links) steps_.try_emplace(link.volume, Step{&link});
  }

  Diagnostics run() && {
    for (const BackingLink& link : links_) follow(steps_.at(link.volume));
    return std::move(mistakes_);
  }

 private:
  struct Step {
    const BackingLink* link = nullptr;
    std::size_t walk = 0;  // in which it was looked at first
  };

  Step* below(const Step& step) {
    const auto found = steps_.find(step.link->base);
    return found == steps_.end() ? nullptr : &found->second;
  }

  void follow(Step& first) {
    ++walk_;
    Step* step = &first;
    while (step != nullptr && step->walk == 0) {
      step->walk = walk_;
      step = below(*step);
    }
    if (step != nullptr && step->walk == walk_) tell(*step);
  }

  void tell(const Step& member) {
    const BackingLink& first = *member.link;
    const Step* next = below(member);
    const bool is_itself = next == &member;
    Diagnostic mistake = {.place = first.place,
                          .message = fmt::format("volume \"{}\" is its own backing volume{}", first.volume.name,
                                                 is_itself ? "" : ", through others")};
    for (; next != &member; next = below(*next)) {
      const BackingLink& link = *next->link;
      const std::string owner = link.owner == first.owner ? "" : " of " + link.owner;
      mistake.notes.push_back({link.place, fmt::format("backing volume of \"{}\"{}", link.volume.name, owner)});
    }
    mistakes_.push_back(std::move(mistake));
  }

  std::span<const BackingLink> links_;
  std::map<VolumeKey, Step> steps_;
  std::size_t walk_ = 0;
  Diagnostics mistakes_;
};

}  // namespace

std::vector<BackingLink> list_backing_links(const VmConfiguration& vm) {
  const std::string owner = fmt::format("VM \"{}\"", vm.name.value);
  const std::string& uri = vm.node.uri.value;
  std::vector<BackingLink> links;
  for (const Volume& volume : vm.volumes) {
    const auto* backing = std::get_if<BackingVolume>(&volume.source);
    if (backing == nullptr) continue;
    links.push_back({owner,
                     {uri, volume.pool_name.value, volume.name.value},
                     {uri, backing->pool_name.value, backing->name.value},
                     backing->name.place});
  }
  return links;
}

Diagnostics find_backing_circles(std::span<const BackingLink> links) {
  return CircleFinder(links).run();
}

}  // namespace vmp
