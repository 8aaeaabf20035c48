#include "loader/configuration/vm/impossible_volumes.h"

#include <fmt/format.h>

#include "loader/configuration/vm/backing_circles.h"
#include "loader/validation/libvirt_words.h"

namespace vmp {

namespace {

void check_format(const Volume& volume, Diagnostics& mistakes) {
  const bool has_backing = std::holds_alternative<BackingVolume>(volume.source);
  if (!has_backing || can_have_backing(volume.format.value)) return;
  const Text& place = volume.format.place.is_known() ? volume.format : volume.name;
  mistakes.push_back({.place = place.place,
                      .message = fmt::format("volume \"{}\" of format \"{}\" cannot have a backing volume",
                                             volume.name.value, volume.format.value),
                      .help = "Only what differs from the backing volume is stored: \"qcow2\" can do that."});
}

}  // namespace

Diagnostics find_impossible_volumes(const VmConfiguration& vm) {
  Diagnostics mistakes;
  for (const Volume& volume : vm.volumes) check_format(volume, mistakes);
  append(mistakes, find_backing_circles(list_backing_links(vm)));
  return mistakes;
}

}  // namespace vmp
