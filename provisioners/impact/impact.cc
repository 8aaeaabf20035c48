#include "provisioners/impact/impact.h"

namespace vmp::impact {

const std::array<ImpactName, kImpacts>& impact_names() {
  static constexpr std::array<ImpactName, kImpacts> kNames = {{
      {"client", "only what targets do on this machine: ssh, waiting, comments"},
      {"live", "make up does it at once, also to a guest that runs"},
      {"next", "counts from the next start on; make up says so"},
      {"reseed", "the seed is made anew for the next start"},
      {"first boot", "another instance-id: cloud-init runs again, host keys too"},
      {"may not boot", "other firmware or machine than it was installed for"},
      {"refused", "make up fails until it is taken back"},
      {"other VM", "another UUID: the former one stays where it is"},
      {"rebuild", "stays as it is until it is deleted by hand"},
      {"loss", "data can go, or nothing points to it any more"},
  }};
  return kNames;
}

std::string_view name_of(Impact impact) {
  return impact_names().at(static_cast<std::size_t>(impact)).name;
}

}  // namespace vmp::impact
