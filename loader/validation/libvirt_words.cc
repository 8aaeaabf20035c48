#include "loader/validation/libvirt_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "loader/diagnostics/suggestion.h"

namespace vmp {

namespace {

constexpr std::array<std::string_view, 16> kVolumeFormats = {"bochs", "cloop", "cow",  "dir",   "dmg", "fat",
                                                             "iso",   "ploop", "qcow", "qcow2", "qed", "raw",
                                                             "vdi",   "vhd",   "vmdk", "vpc"};
constexpr std::array<std::string_view, 19> kImageFormats = {
    "bochs", "cloop", "cow", "dir", "dmg", "fat", "iso",  "luks", "parallels", "ploop",
    "qcow",  "qcow2", "qed", "raw", "vdi", "vhd", "vhdx", "vmdk", "vpc"};
constexpr std::array<std::string_view, 5> kLayeredFormats = {"cow", "qcow", "qcow2", "qed", "vmdk"};

constexpr std::array<std::string_view, 7> kTransports = {"ext", "libssh", "libssh2", "ssh", "tcp", "tls", "unix"};

constexpr const char* kWhatUrisLookLike = "One looks like qemu:///system, or qemu+ssh://USER@HOST/system.";

bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '-' || byte == '.';
  });
}

}  // namespace

std::span<const std::string_view> volume_formats() {
  return kVolumeFormats;
}

std::span<const std::string_view> image_formats() {
  return kImageFormats;
}

bool can_have_backing(std::string_view volume_format) {
  return std::ranges::find(kLayeredFormats, volume_format) != kLayeredFormats.end();
}

std::optional<BrokenRule> find_uri_mistake(std::string_view uri) {
  const BrokenRule is_none = {"is no libvirt URI", kWhatUrisLookLike};
  const std::size_t end_of_scheme = uri.find("://");
  if (end_of_scheme == std::string_view::npos) return is_none;
  const std::string_view scheme = uri.substr(0, end_of_scheme);
  const std::size_t plus = std::min(scheme.find('+'), scheme.size());
  if (!is_word(scheme.substr(0, plus)) || end_of_scheme + 3 == uri.size()) return is_none;
  if (plus == scheme.size()) return std::nullopt;
  const std::string_view transport = scheme.substr(plus + 1);
  if (std::ranges::find(kTransports, transport) != kTransports.end()) return std::nullopt;
  const std::vector<std::string> names(kTransports.begin(), kTransports.end());
  const std::string near = did_you_mean(transport, names);
  return BrokenRule{fmt::format("has the transport \"{}\", which libvirt does not know", transport),
                    near.empty() ? kWhatUrisLookLike : near};
}

}  // namespace vmp
