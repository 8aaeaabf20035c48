#include "provisioners/v1alpha1/variables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "generator/make_text.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/utf8.h"
#include "provisioners/libvirt/ssh.h"

namespace vmp::v1alpha1 {

namespace {

constexpr std::string_view kPrefix = "V1ALPHA1_";

struct KnownVariable {
  std::string_view name;
  std::string_view meaning;
  std::string_view default_value;
};

constexpr std::array kKnownVariables = {
    KnownVariable{"V1ALPHA1_SSH_HOST", "The guest's address; empty: the one that V1ALPHA1_IP_CMD finds", ""},
    KnownVariable{"V1ALPHA1_SSH_USER", "The user in the guest; empty: ssh decides", ""},
    KnownVariable{"V1ALPHA1_SSH_OPTS", "Options of ssh, as words of a shell", ""},
    KnownVariable{"V1ALPHA1_SSH_EXTRA_OPTS", "More of them", ""},
    KnownVariable{"V1ALPHA1_IP_CMD", "A command that prints the address; empty: DHCP leases, guest agent, ARP", ""},
    KnownVariable{"V1ALPHA1_WAIT_FOR_READY_TIMEOUT_SECS", "When wait-for-ready gives up", "600"},
    KnownVariable{"V1ALPHA1_WAIT_FOR_READY_INTERVAL_SECS", "How long it waits between two attempts", "3"},
    KnownVariable{"V1ALPHA1_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS", "How long one attempt may take to connect", "3"},
    KnownVariable{"V1ALPHA1_SHUTDOWN_TIMEOUT_SECS", "When stop powers off a guest that does not shut down", "60"},
};

std::string assign(std::string_view name, std::string_view value) {
  return fmt::format("export {} ={}{}\n", name, value.empty() ? "" : " ", value);
}

const Text* find_variable(const VmConfiguration& configuration, std::string_view name) {
  const auto found = configuration.variables.find(std::string(name));
  return found == configuration.variables.end() ? nullptr : &found->second;
}

// Make would expand a name, or end it early.
void refuse_odd_name(std::string_view name, const Place& place) {
  const bool is_odd = std::ranges::any_of(name, [](char byte) {
    return byte != '_' && !(byte >= '0' && byte <= '9') && !(byte >= 'A' && byte <= 'Z') &&
           !(byte >= 'a' && byte <= 'z');
  });
  if (!is_odd) return;
  throw Error({.place = place,
               .message = fmt::format("variable \"{}\" cannot be a variable of make", without_control_characters(name)),
               .help = "After V1ALPHA1_ its name has letters, digits and _ only."});
}

// The options of `ssh`, one a line, come first: of two values for one option ssh takes the first.
std::string write_ssh_options(const VmConfiguration& configuration, std::string_view name) {
  std::string lines = assign(name, "");
  for (const SshOption& option : configuration.ssh.options) {
    const std::string words = libvirt::ssh_option_words(option);
    if (!words.empty()) lines += fmt::format("{} += {}\n", name, words);
  }
  if (const Text* more = find_variable(configuration, name)) {
    lines += fmt::format("{} += {}\n", name, make_author_text(name, *more));
  }
  return lines;
}

std::string write_known_variable(const VmConfiguration& configuration, const KnownVariable& known) {
  const Ssh& ssh = configuration.ssh;
  if (known.name == "V1ALPHA1_SSH_OPTS") return write_ssh_options(configuration, known.name);
  if (known.name == "V1ALPHA1_SSH_HOST" && ssh.host) return assign(known.name, make_value(*ssh.host));
  if (known.name == "V1ALPHA1_SSH_USER" && ssh.user) return assign(known.name, make_value(*ssh.user));
  if (const Text* text = find_variable(configuration, known.name)) {
    return assign(known.name, make_author_text(known.name, *text));
  }
  return assign(known.name, known.default_value);
}

}  // namespace

std::string write_variables(const VmConfiguration& configuration) {
  std::string section;
  for (const KnownVariable& known : kKnownVariables) {
    section += fmt::format("# {}.\n", known.meaning) + write_known_variable(configuration, known);
  }
  for (const auto& [name, variable] : configuration.variables) {
    if (!name.starts_with(kPrefix) || std::ranges::count(kKnownVariables, name, &KnownVariable::name) != 0) continue;
    refuse_odd_name(name, variable.name_place);
    section += assign(name, make_author_text(name, variable));
  }
  return section;
}

bool reads_variable(std::string_view name) {
  return name.starts_with(kPrefix) || name == "DEFAULT_IMAGE_DIR";
}

}  // namespace vmp::v1alpha1
