#include "provisioners/v1beta1/vm/options.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "provisioners/libvirt/libvirt_uri.h"

namespace vmp::v1beta1 {

namespace {

constexpr std::string_view kChannel = "channel";

// libvirt's own folder of logs: the one that its packages make, and that SELinux lets it write.
constexpr std::string_view kLogFolder = "/var/log/libvirt/qemu/";

Suboption suboption(std::string name, std::string value) {
  return {.name = {std::move(name), {}}, .value = Text{std::move(value), {}}};
}

VirtInstallOption option(std::string_view name, std::string_view kind, std::vector<Suboption> suboptions) {
  suboptions.insert(suboptions.begin(), {.name = {std::string(kind), {}}, .value = true});
  return {.name = {std::string(name), {}},
          .value = std::vector<OptionItem>{{.name = {}, .suboptions = std::move(suboptions)}}};
}

VirtInstallOption agent_channel() {
  return option(kChannel, "unix",
                {suboption("target.type", "virtio"), suboption("target.name", "org.qemu.guest_agent.0")});
}

VirtInstallOption logged_console(const std::string& domain) {
  return option(
      "console", "pty",
      {suboption("log.file", std::string(kLogFolder) + domain + "-console.log"), suboption("log.append", "on")});
}

bool has_option(const Domain& domain, std::string_view name) {
  return std::ranges::any_of(domain.virt_install, [&](const auto& option) { return option.name.value == name; });
}

// virt-install gives many systems a channel by itself.
void switch_channel_off(VirtInstallOption& option) {
  const bool* flag = std::get_if<bool>(&option.value);
  if (option.name.value == kChannel && flag != nullptr && !*flag) option.value = Text{"none", option.name.place};
}

}  // namespace

std::vector<VirtInstallOption> complete_options(const VmConfiguration& configuration) {
  const libvirt::LibvirtUri uri = libvirt::read_libvirt_uri(configuration.node.uri.value);
  std::vector<VirtInstallOption> options = configuration.domain.virt_install;
  std::ranges::for_each(options, switch_channel_off);
  if (uri.driver != "qemu") return options;
  if (!has_option(configuration.domain, kChannel)) options.push_back(agent_channel());
  const bool has_console = has_option(configuration.domain, "serial") || has_option(configuration.domain, "console");
  // A daemon of a user's own may not write there.
  if (uri.path == "system" && !has_console) options.push_back(logged_console(configuration.domain.name.value));
  return options;
}

}  // namespace vmp::v1beta1
