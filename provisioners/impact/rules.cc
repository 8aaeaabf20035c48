#include "provisioners/impact/rules.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "loader/validation/capacity.h"
#include "provisioners/libvirt/libvirt_uri.h"

namespace vmp::impact {

namespace {

enum class How { kAny, kNew, kGone };

using Condition = bool (*)(const Difference&);

// The first rule that fits decides; where none does, the change waits for the next start. "*" at the end of a type or
// part is any text. The part "" is all of a fact that is new or gone.
struct Rule {
  std::string_view type;
  std::string_view part;
  How how = How::kAny;
  Impact impact = Impact::kNext;
  std::string_view note = {};
  Condition condition = nullptr;
  bool is_in_guest = false;  // done in a guest that runs: where `up` does not do that, it waits
};

// ---- Conditions ----

const Fact& either(const Difference& difference) {
  return difference.after == nullptr ? *difference.before : *difference.after;
}

std::string before(const Difference& difference) {
  return difference.before == nullptr ? "" : difference.before->get(difference.part);
}

std::string after(const Difference& difference) {
  return difference.after == nullptr ? "" : difference.after->get(difference.part);
}

const Fact* find(const Facts& facts, std::string_view type, std::string_view id = "") {
  const auto found = std::ranges::find_if(facts, [&](const Fact& fact) { return fact.type == type && fact.id == id; });
  return found == facts.end() ? nullptr : &*found;
}

std::string get(const Facts& facts, std::string_view type, std::string_view part) {
  const Fact* fact = find(facts, type);
  return fact == nullptr ? "" : fact->get(part);
}

std::string base_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

bool grows(const Difference& difference) {
  const std::optional<std::uint64_t> was = parse_capacity(before(difference));
  const std::optional<std::uint64_t> is = parse_capacity(after(difference));
  return was && is && *is >= *was;
}

bool shrinks(const Difference& difference) {
  return !before(difference).empty() && !after(difference).empty() && !grows(difference);
}

// Of memory and processors: as much as the guest was started with is there.
bool is_within_maximum(const Difference& difference) {
  if (difference.before == nullptr || difference.after == nullptr) return false;
  const std::string most = difference.before->get("maximum");
  if (most != difference.after->get("maximum")) return false;
  const std::optional<std::uint64_t> limit = parse_capacity(most);
  const std::optional<std::uint64_t> wanted =
      parse_capacity(difference.after->find("current") == nullptr ? most : after(difference));
  return limit && wanted && *wanted <= *limit;
}

bool has_removable_medium(const Difference& difference) {
  const auto is_it = [](const Fact* fact) {
    return fact != nullptr && (fact->get("device") == "cdrom" || fact->get("device") == "floppy");
  };
  return is_it(difference.before) && is_it(difference.after);
}

bool can_be_plugged(const Difference& difference) {
  const std::string device = either(difference).get("device");
  std::string bus = either(difference).get("bus");
  if (bus.empty()) bus = either(difference).get("target.bus");
  return (device.empty() || device == "disk") && (bus.empty() || bus == "virtio" || bus == "scsi" || bus == "usb");
}

bool is_kept_now(const Difference& difference) {
  return after(difference) == "Retain";
}

bool was_kept(const Difference& difference) {
  return difference.before != nullptr && difference.before->get("deletionPolicy") == "Retain";
}

bool is_seed_of_vm(const Difference& difference) {
  return before(difference) == get(difference.all_before, "seed", "path") &&
         after(difference) == get(difference.all_after, "seed", "path");
}

// The same image in another directory of this machine.
bool is_moved_image(const Difference& difference) {
  return base_name(before(difference)) == base_name(after(difference)) &&
         before(difference) == get(difference.all_before, "image", "path") &&
         after(difference) == get(difference.all_after, "image", "path");
}

bool is_same_file(const Difference& difference) {
  return base_name(before(difference)) == base_name(after(difference));
}

bool is_other_instance(const Difference& difference) {
  const auto instance = [](const Facts& facts) {
    const Fact* meta_data = find(facts, "seed", "meta-data");
    return meta_data == nullptr ? std::string() : meta_data->get("instance-id");
  };
  return instance(difference.all_before) != instance(difference.all_after);
}

bool is_same_domain(const Difference& difference) {
  return get(difference.all_before, "domain", "uuid") == get(difference.all_after, "domain", "uuid");
}

bool reaches_same_host(const Difference& difference) {
  const libvirt::LibvirtUri was = libvirt::read_libvirt_uri(before(difference));
  const libvirt::LibvirtUri is = libvirt::read_libvirt_uri(after(difference));
  return was.driver == is.driver && was.host == is.host && was.path == is.path;
}

// Of what belongs to an address of a network: that it comes or goes with it.
bool comes_with_address(const Difference& difference) {
  const std::string address = either(difference).get("of");
  return (find(difference.all_before, "address", address) == nullptr) !=
         (find(difference.all_after, "address", address) == nullptr);
}

// ---- The table ----

constexpr std::string_view kOldStays = "the old one stays on its node: make down in the old directory before";
constexpr std::string_view kNotAgain = "a file that is there is not downloaded again: make clean-all";
constexpr std::string_view kStays = "what is there stays as it is until it is deleted by hand";
constexpr std::string_view kLeft = "it stays on the node, and nothing here knows it any more: delete it before";
constexpr std::string_view kNoNewInstance = "cloud-init takes no notice without a new instance-id";
constexpr std::string_view kNewInstance = "users, host keys and runcmd are made once more";
constexpr std::string_view kFirmware = "a guest that was installed for the other one may not boot";
constexpr std::string_view kRestart = "make restart in its directory; make up says it";
constexpr std::string_view kNextProvision = "make provision takes what has changed";
constexpr std::string_view kOfSpec = "make up says whether that waits until the guest restarts";
constexpr std::string_view kPoolIsElsewhere = "volumes in the former place are not in the pool any more";

constexpr Rule kRules[] = {
    // What every directory has.
    {"title", "*", How::kAny, Impact::kClient},
    {"recipe", "*", How::kAny, Impact::kClient, "the targets do other things, or in another way"},
    {"provisioner", "*", How::kAny, Impact::kNext, "make diff in the new directory says what it does to the VM"},
    {"variable", "*", How::kAny, Impact::kClient},
    {"inventory", "*", How::kAny, Impact::kClient},
    {"way by ssh", "*", How::kAny, Impact::kClient},
    {"fleet", "*", How::kAny, Impact::kNext},
    {"fleet's order", "*", How::kAny, Impact::kClient},

    // Whose it is.
    {"node", "uri", How::kAny, Impact::kClient, {}, reaches_same_host},
    {"node", "uri", How::kAny, Impact::kOtherVm, kOldStays},
    {"VM", "*", How::kAny, Impact::kClient},
    {"domain", "uuid", How::kAny, Impact::kOtherVm, kOldStays},
    {"domain", "name", How::kAny, Impact::kNext, "the domain gets its name once it is off", is_same_domain},
    {"domain", "name", How::kAny, Impact::kOtherVm, kOldStays},

    // The image on this machine.
    {"image", "path", How::kAny, Impact::kClient, {}, is_same_file},
    {"image", "path", How::kAny, Impact::kRebuild, kStays},
    {"image", "*", How::kAny, Impact::kClient, kNotAgain},
    {"image archive", "*", How::kAny, Impact::kClient, kNotAgain},
    {"image checksum", "*", How::kAny, Impact::kClient, kNotAgain},
    {"image built by", "*", How::kAny, Impact::kClient},

    // Pools and volumes of a VM.
    {"pool", "", How::kNew, Impact::kLive},
    {"pool", "", How::kGone, Impact::kLoss, kLeft},
    {"pool", "path", How::kAny, Impact::kRefused, "the pool on the node has the former path"},
    {"pool", "deletionPolicy", How::kAny, Impact::kClient, {}, is_kept_now},
    {"pool", "deletionPolicy", How::kAny, Impact::kLoss, "make down deletes it from now on"},
    {"volume", "", How::kNew, Impact::kLive},
    {"volume", "", How::kGone, Impact::kLoss, kLeft},
    {"volume", "name", How::kAny, Impact::kRebuild, "the former volume stays on the node, and the new one begins anew"},
    {"volume", "deletionPolicy", How::kAny, Impact::kClient, {}, is_kept_now},
    {"volume", "deletionPolicy", How::kAny, Impact::kLoss, "make down deletes it from now on"},
    {"volume", "capacity", How::kAny, Impact::kLive, {}, grows, true},
    {"volume", "capacity", How::kAny, Impact::kRefused, "a volume does not shrink", shrinks},
    {"volume", "upload", How::kAny, Impact::kNext, {}, is_seed_of_vm},
    {"volume", "upload", How::kAny, Impact::kClient, {}, is_moved_image},
    {"volume", "*", How::kAny, Impact::kRebuild, kStays},

    // cloud-init's seed.
    {"seed", "path", How::kAny, Impact::kNext},
    {"seed", "instance-id", How::kAny, Impact::kFirstBoot, kNewInstance},
    {"seed", "*", How::kAny, Impact::kReseed, {}, is_other_instance},
    {"seed", "*", How::kAny, Impact::kReseed, kNoNewInstance},

    // The guest, as seen from here.
    {"ssh password", "*", How::kAny, Impact::kClient},
    {"word --instance-id", "*", How::kAny, Impact::kClient},
    {"word --host-key", "*", How::kAny, Impact::kClient},
    {"word --secret", "*", How::kAny, Impact::kClient},
    {"word --secret-word", "*", How::kAny, Impact::kClient},
    {"word --provision", "*", How::kAny, Impact::kClient, kNextProvision},
    {"provision file", "*", How::kAny, Impact::kClient, kNextProvision},
    {"word --install", "*", How::kAny, Impact::kNext, "only when the VM is made anew"},
    {"installer's file", "*", How::kAny, Impact::kNext, "only when the VM is made anew"},
    {"autostart", "*", How::kAny, Impact::kLive},
    {"transient", "", How::kNew, Impact::kNext,
     "a domain that is forgotten when it stops takes the place of the former"},
    {"transient", "", How::kGone, Impact::kNext},
    {"interface", "made-in", How::kAny, Impact::kClient},
    {"interface", "mac", How::kAny, Impact::kNext, "another lease and another address"},
    {"interface", "network", How::kAny, Impact::kNext},
    {"interface", "*", How::kAny, Impact::kLive, "a guest that runs has it from its next lease or start on"},

    // On a cluster.
    {"cluster", "namespace", How::kAny, Impact::kOtherVm, "the old one stays in its namespace: make down there before"},
    {"cluster", "*", How::kAny, Impact::kClient},
    {"virtual machine", "runStrategy", How::kAny, Impact::kLive, "the cluster starts and stops the guest by it"},
    {"virtual machine", "template.spec.volumes*", How::kAny, Impact::kRebuild, "the guest finds other disks"},
    {"virtual machine", "template.spec.domain.firmware.uuid", How::kAny, Impact::kFirstBoot, kNewInstance},
    {"virtual machine", "template.spec.domain.firmware*", How::kAny, Impact::kMayNotBoot, kFirmware},
    {"virtual machine", "template.spec.domain.machine*", How::kAny, Impact::kMayNotBoot, kFirmware},
    {"virtual machine", "*", How::kAny, Impact::kNext, kOfSpec},
    {"data volume", "", How::kNew, Impact::kLive},
    {"data volume", "", How::kGone, Impact::kClient, "it stays in the cluster, for others use it", was_kept},
    {"data volume", "", How::kGone, Impact::kLoss, "make up deletes it"},
    {"data volume", "deletionPolicy", How::kAny, Impact::kClient, {}, is_kept_now},
    {"data volume", "deletionPolicy", How::kAny, Impact::kLoss, "make down deletes it from now on"},
    {"data volume", "spec*", How::kAny, Impact::kRefused,
     "a data volume that is there does not change: give it another name"},
    {"data volume", "*", How::kAny, Impact::kLive},
    {"seed key", "*", How::kAny, Impact::kReseed, kNoNewInstance},

    // virt-install: what changes in a guest that runs.
    {"--memory", "current", How::kAny, Impact::kLive, {}, is_within_maximum, true},
    {"--vcpus", "current", How::kAny, Impact::kLive, {}, is_within_maximum, true},
    {"--metadata", "title", How::kAny, Impact::kLive, {}, nullptr, true},
    {"--metadata", "description", How::kAny, Impact::kLive, {}, nullptr, true},
    {"--disk", "", How::kNew, Impact::kLive, {}, can_be_plugged, true},
    {"--disk", "", How::kGone, Impact::kNext, "out of a guest that runs: make detach/disk/TARGET"},
    {"--disk", "vol", How::kAny, Impact::kLive, {}, has_removable_medium, true},
    {"--disk", "path", How::kAny, Impact::kLive, {}, has_removable_medium, true},
    {"--disk", "vol", How::kAny, Impact::kRebuild, "the guest finds another disk"},
    {"--disk", "path", How::kAny, Impact::kRebuild, "the guest finds another disk"},
    {"--network", "", How::kNew, Impact::kLive, {}, nullptr, true},
    {"--network", "", How::kGone, Impact::kNext, "out of a guest that runs: make detach/network/MAC"},
    {"--network", "mac", How::kAny, Impact::kNext, "another lease and another address"},
    {"--network", "mac.address", How::kAny, Impact::kNext, "another lease and another address"},

    // virt-install: what counts only when a system is installed, or when virt-install runs.
    {"--cdrom", "*", How::kAny, Impact::kNext, "only when the VM is made anew"},
    {"--location", "*", How::kAny, Impact::kNext, "only when the VM is made anew"},
    {"--pxe", "*", How::kAny, Impact::kNext, "only when the VM is made anew"},
    {"--install", "*", How::kAny, Impact::kNext, "only when the VM is made anew"},
    {"--unattended", "*", How::kAny, Impact::kNext, "only when the VM is made anew"},
    {"--initrd-inject", "*", How::kAny, Impact::kNext, "only when the VM is made anew"},
    {"--extra-args", "*", How::kAny, Impact::kNext, "only when the VM is made anew"},
    {"--import", "*", How::kAny, Impact::kNext, "only when the VM is made anew"},
    {"--check", "*", How::kAny, Impact::kClient},
    {"--wait", "*", How::kAny, Impact::kClient},
    {"--noautoconsole", "*", How::kAny, Impact::kClient},
    {"--noreboot", "*", How::kAny, Impact::kClient},
    {"--debug", "*", How::kAny, Impact::kClient},
    {"--dry-run", "*", How::kAny, Impact::kClient},

    // virt-install: the machine that a guest was installed for.
    {"--machine", "*", How::kAny, Impact::kMayNotBoot, kFirmware},
    {"--arch", "*", How::kAny, Impact::kMayNotBoot, kFirmware},
    {"--virt-type", "*", How::kAny, Impact::kMayNotBoot, kFirmware},
    {"--boot", "uefi", How::kAny, Impact::kMayNotBoot, kFirmware},
    {"--boot", "firmware", How::kAny, Impact::kMayNotBoot, kFirmware},
    {"--boot", "loader", How::kAny, Impact::kMayNotBoot, kFirmware},
    {"--boot", "loader.*", How::kAny, Impact::kMayNotBoot, kFirmware},
    {"--boot", "loader_*", How::kAny, Impact::kMayNotBoot, kFirmware},
    {"--boot", "nvram", How::kAny, Impact::kMayNotBoot, kFirmware},
    {"--boot", "nvram.*", How::kAny, Impact::kMayNotBoot, kFirmware},
    {"--boot", "machine", How::kAny, Impact::kMayNotBoot, kFirmware},
    {"--boot", "arch", How::kAny, Impact::kMayNotBoot, kFirmware},
    {"--tpm", "", How::kGone, Impact::kLoss, "what the TPM holds goes with it"},

    // Networks.
    {"network", "uuid", How::kAny, Impact::kOtherVm, kOldStays},
    {"network", "*", How::kAny, Impact::kClient},
    {"parking", "*", How::kAny, Impact::kClient},
    {"network autostart", "*", How::kAny, Impact::kLive},
    {"network retain", "*", How::kAny, Impact::kClient, "for the next make down"},
    {"dhcp range", "*", How::kAny, Impact::kNext, kRestart, comes_with_address},
    {"reservation", "*", How::kAny, Impact::kNext, kRestart, comes_with_address},
    {"dhcp range", "*", How::kAny, Impact::kLive},
    {"reservation", "*", How::kAny, Impact::kLive, "a guest that runs has it from its next lease on"},
    {"names", "*", How::kAny, Impact::kLive},
    {"dns txt", "*", How::kAny, Impact::kLive},
    {"dns srv", "*", How::kAny, Impact::kLive},
    {"port group", "*", How::kAny, Impact::kLive, "interfaces have it from their next start on"},
    {"device", "*", How::kAny, Impact::kLive, "interfaces have it from their next start on"},
    {"network *", "*", How::kAny, Impact::kNext, kRestart},
    {"address", "*", How::kAny, Impact::kNext, kRestart},
    {"dhcp", "*", How::kAny, Impact::kNext, kRestart},
    {"route", "*", How::kAny, Impact::kNext, kRestart},
    {"dns forwarder", "*", How::kAny, Impact::kNext, kRestart},
    {"dnsmasq option", "*", How::kAny, Impact::kNext, kRestart},

    // Nodes.
    {"node name", "*", How::kAny, Impact::kClient},
    {"requirement", "*", How::kAny, Impact::kClient, "for make check"},
    {"required device", "*", How::kAny, Impact::kClient, "for make check"},
    {"required secret", "*", How::kAny, Impact::kClient, "for make check"},
    {"storage pool", "", How::kNew, Impact::kLive},
    {"storage pool", "", How::kGone, Impact::kLoss, kLeft},
    {"storage pool", "uuid", How::kAny, Impact::kOtherVm, kOldStays},
    {"storage pool", "options", How::kAny, Impact::kLive},
    {"storage pool", "deletionPolicy", How::kAny, Impact::kClient, {}, is_kept_now},
    {"storage pool", "deletionPolicy", How::kAny, Impact::kLoss, "make down forgets it once it is empty"},
    {"storage pool", "target/permissions*", How::kAny, Impact::kNext, "when the pool starts again"},
    {"storage pool", "source/auth*", How::kAny, Impact::kNext, "when the pool starts again"},
    {"storage pool", "source/protocol*", How::kAny, Impact::kNext, "when the pool starts again"},
    {"storage pool", "*", How::kAny, Impact::kLoss, kPoolIsElsewhere},

    // Images that are built.
    {"built image", "*", How::kAny, Impact::kClient},
    {"appliance network", "*", How::kAny, Impact::kClient},
    {"source", "node", How::kAny, Impact::kClient},
    {"source", "uuid", How::kAny, Impact::kClient},
    {"source", "seconds", How::kAny, Impact::kClient},
    {"step", "position", How::kAny, Impact::kClient},
    {"step", "timeout", How::kAny, Impact::kClient},
    {"source", "*", How::kAny, Impact::kNext},
    {"step", "*", How::kAny, Impact::kNext},
    {"export", "*", How::kAny, Impact::kNext},
    {"file", "*", How::kAny, Impact::kNext},
    {"result", "*", How::kAny, Impact::kNext, "make build makes it; VMs on the former one keep that"},
};

bool fits(std::string_view pattern, std::string_view text) {
  return pattern.ends_with('*') ? text.starts_with(pattern.substr(0, pattern.size() - 1)) : text == pattern;
}

bool fits(const Rule& rule, const Difference& difference) {
  if (!fits(rule.type, either(difference).type) || !fits(rule.part, difference.part)) return false;
  if (rule.how == How::kNew && difference.before != nullptr) return false;
  if (rule.how == How::kGone && difference.after != nullptr) return false;
  return rule.condition == nullptr || rule.condition(difference);
}

}  // namespace

Verdict judge(const Difference& difference) {
  const auto rule = std::ranges::find_if(kRules, [&](const Rule& each) { return fits(each, difference); });
  if (rule == std::end(kRules)) return {};
  if (rule->is_in_guest && !difference.is_live) return {Impact::kNext, ""};
  return {rule->impact, rule->note};
}

bool has_rule(std::string_view type) {
  return std::ranges::any_of(kRules, [&](const Rule& rule) { return fits(rule.type, type); });
}

}  // namespace vmp::impact
