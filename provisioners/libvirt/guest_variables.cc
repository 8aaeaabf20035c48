#include "provisioners/libvirt/guest_variables.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "generator/make_text.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/utf8.h"
#include "provisioners/libvirt/ssh.h"

namespace vmp::libvirt {

namespace {

std::string assign(std::string_view name, std::string_view value) {
  return fmt::format("export {} ={}{}\n", name, value.empty() ? "" : " ", value);
}

const Text* find_variable(const VmConfiguration& configuration, std::string_view name) {
  const auto found = configuration.variables.find(std::string(name));
  return found == configuration.variables.end() ? nullptr : &found->second;
}

// Make would expand a name, or end it early.
void refuse_odd_name(std::string_view name, std::string_view prefix, const Place& place) {
  const bool is_odd = std::ranges::any_of(name, [](char byte) {
    return byte != '_' && !(byte >= '0' && byte <= '9') && !(byte >= 'A' && byte <= 'Z') &&
           !(byte >= 'a' && byte <= 'z');
  });
  if (!is_odd) return;
  throw Error({.place = place,
               .message = fmt::format("variable \"{}\" cannot be a variable of make", without_control_characters(name)),
               .help = fmt::format("After {} its name has letters, digits and _ only.", prefix)});
}

// The options of `ssh`, one a line, come first: of two values for one option ssh takes the first.
std::string write_ssh_options(const VmConfiguration& configuration, std::string_view name) {
  std::string lines = assign(name, "");
  for (const SshOption& option : configuration.ssh.options) {
    const std::string words = ssh_option_words(option);
    if (!words.empty()) lines += fmt::format("{} += {}\n", name, words);
  }
  if (const Text* more = find_variable(configuration, name)) {
    lines += fmt::format("{} += {}\n", name, make_author_text(name, *more));
  }
  return lines;
}

std::string write_known_variable(const VmConfiguration& configuration, const GuestVariable& known) {
  const Ssh& ssh = configuration.ssh;
  if (known.name.ends_with("_SSH_OPTS")) return write_ssh_options(configuration, known.name);
  if (known.name.ends_with("_SSH_HOST") && ssh.host) return assign(known.name, make_value(*ssh.host));
  if (known.name.ends_with("_SSH_USER") && ssh.user) return assign(known.name, make_value(*ssh.user));
  if (const Text* text = find_variable(configuration, known.name)) {
    return assign(known.name, make_author_text(known.name, *text));
  }
  return assign(known.name, known.default_value);
}

}  // namespace

std::string write_guest_variables(const VmConfiguration& configuration, std::string_view prefix,
                                  std::span<const GuestVariable> known) {
  std::string section;
  for (const GuestVariable& variable : known) {
    section += fmt::format("# {}.\n", variable.meaning) + write_known_variable(configuration, variable);
  }
  for (const auto& [name, variable] : configuration.variables) {
    if (!name.starts_with(prefix) || std::ranges::count(known, name, &GuestVariable::name) != 0) continue;
    refuse_odd_name(name, prefix, variable.name_place);
    section += assign(name, make_author_text(name, variable));
  }
  return section;
}

}  // namespace vmp::libvirt
