#include <fmt/format.h>

#include "cli/inventory/inventory.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

namespace {

// A line of ssh_config(5) ends its value; one in which it would go on in the next line cannot be written.
void add_line(std::string& text, std::string_view keyword, const std::string& value, const Place& place) {
  if (value.empty()) return;
  if (value.find_first_of(std::string_view("\n\r\0", 3)) != std::string::npos) {
    throw Error(
        {.place = place, .message = fmt::format("{} of ssh_config cannot hold more than a line", keyword), .help = ""});
  }
  text += fmt::format("    {} {}\n", keyword, value);
}

// A word in quotes where it needs them.
std::string write_word(const std::string& word) {
  return word.find_first_of(" \t#") == std::string::npos ? word : '"' + word + '"';
}

std::string write_host(const VmConfiguration& vm) {
  const GuestAccess access = find_access(vm);
  if (access.address.empty()) {
    return fmt::format("# {0}: its address is known on its node only: make -C {0} ip\n", vm.name.value);
  }
  std::string text = fmt::format("Host {}\n", vm.name.value);
  add_line(text, "HostName", write_word(access.address), vm.name.place);
  add_line(text, "User", write_word(access.user), vm.name.place);
  add_line(text, "ProxyCommand", access.proxy_command, vm.node.uri.place);
  for (const SshOption& option : vm.ssh.options) {
    for (const Text& value : option.values) add_line(text, option.name.value, value.value, value.place);
  }
  return text;
}

}  // namespace

std::string write_ssh_config(const LandscapeDescription& landscape) {
  std::string text;
  for (const VmConfiguration& vm : landscape.vms) text += (text.empty() ? "" : "\n") + write_host(vm);
  return text;
}

}  // namespace vmp
