#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "loader/configuration/secrets/secrets.h"
#include "loader/configuration/vm/suboptions.h"
#include "loader/configuration/vm/version_keys.h"
#include "loader/warnings/cloud_init/cloud_init_data.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

Diagnostic warn_of(const Place& place, std::string help) {
  return warn(Warning::kPlainPassword, place, "this password is plain text", std::move(help));
}

constexpr const char* kUseKey = "Whoever reads the registry or the provisioner can read it. A key needs no password.";
constexpr const char* kUseHash =
    "Whoever reads the registry or the provisioner can read it. \"openssl passwd -6\" "
    "makes a hash of it.";
constexpr const char* kUseTunnel =
    "Whoever reads the registry or the provisioner can read it. Without a password, "
    "listen on 127.0.0.1 only.";

// What to do instead, where there are secrets by reference.
constexpr const char* kUseSecret =
    "Whoever reads the registry or the provisioner can read it. With \"secrets: [{name: NAME, env: VARIABLE}]\", or "
    "with "
    "\"file\" or \"command\", write \"{secret:NAME}\" here.";

bool is_password_key(std::string_view key) {
  constexpr std::array<std::string_view, 4> kKeys = {"password", "passwd", "plain_text_passwd", "plain-text-passwd"};
  return std::ranges::find(kKeys, key) != kKeys.end();
}

// Keys of cloud-init's modules and of programs that are set up by it: ssh_keys has ed25519_private.
bool is_key_of_secrets(std::string_view key) {
  return key == "token" || key.ends_with("_token") || key.ends_with("_private") || key == "private_key";
}

// Hashes begin with "$", locked passwords with "!" or "*"; R and RANDOM let cloud-init make one up.
bool is_plain(std::string_view password) {
  if (password.empty() || password == "R" || password == "RANDOM") return false;
  if (password.find(kPlaceholder) != std::string_view::npos) return false;
  return std::string_view("$!*").find(password.front()) == std::string_view::npos;
}

// Whether one of the lines "user:password" has a plain one.
bool has_plain_line(std::string_view lines) {
  while (!lines.empty()) {
    std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && is_plain(line.substr(colon + 1))) return true;
  }
  return false;
}

// The `list` of chpasswd: a text of lines, or a list of them.
void find_in_list(const Value& list, const char* help, Diagnostics& warnings) {
  for (const Value& line : list.is_list() ? list.items() : List{list}) {
    if (has_plain_line(line.text())) warnings.push_back(warn_of(line.place(), help));
  }
}

// What is no flag, no number and no null.
bool is_plain_secret(std::string_view key, const Value& value) {
  const bool is_text = value.is_scalar() && !value.is_null() && !value.is_flag();
  return is_text && is_key_of_secrets(key) && !value.text().empty() &&
         value.text().find(kPlaceholder) == std::string::npos;
}

// https://cloudinit.readthedocs.io/en/latest/reference/modules.html: "Users and Groups", "Set Passwords".
void find_in_data(const Value& value, bool has_secrets, Diagnostics& warnings) {
  const char* help = has_secrets ? kUseSecret : kUseHash;
  for (const Value& item : value.items()) find_in_data(item, has_secrets, warnings);
  for (const auto& [key, below] : value.entries()) {
    const bool is_password = is_password_key(key.text()) && below.is_scalar() && !below.is_null();
    if (is_password && is_plain(below.text())) warnings.push_back(warn_of(below.place(), help));
    if (has_secrets && is_plain_secret(key.text(), below)) {
      warnings.push_back(warn(Warning::kPlainPassword, below.place(), "this secret is plain text", kUseSecret));
    }
    if (key.text() == "chpasswd" && below.find("list") != nullptr) find_in_list(*below.find("list"), help, warnings);
    find_in_data(below, has_secrets, warnings);
  }
}

void find_in_graphics(const VmConfiguration& vm, Diagnostics& warnings) {
  for (const VirtInstallOption& option : vm.domain.virt_install) {
    if (option.name.value != "graphics") continue;
    for (const auto& [name, value] : list_suboptions(option)) {
      if (is_password_key(name.value)) warnings.push_back(warn_of(value.place, kUseTunnel));
    }
  }
}

}  // namespace

// A warning for each password that is not hashed: of ssh, of graphics, and in user-data and vendor-data. There, also
// for tokens and private keys, where the VM could have them as secrets.
Diagnostics find_plain_passwords(const ResolvedVm& resolved) {
  const VmConfiguration& vm = resolved.configuration;
  Diagnostics warnings;
  const bool has_secrets = has_key(vm.provisioner.value, "secrets");
  if (vm.ssh.password && vm.ssh.password->value.find(kPlaceholder) == std::string::npos) {
    warnings.push_back(warn_of(vm.ssh.password->place, has_secrets ? kUseSecret : kUseKey));
  }
  find_in_graphics(vm, warnings);
  if (!vm.cloud_init) return warnings;
  for (const std::optional<Value>& datum : {vm.cloud_init->user_data, vm.cloud_init->vendor_data}) {
    // Most scripts are YAML as well.
    if (!datum || !is_cloud_config(*datum)) continue;
    if (const std::optional<Value> data = read_datum(datum)) find_in_data(*data, has_secrets, warnings);
  }
  return warnings;
}

}  // namespace vmp
