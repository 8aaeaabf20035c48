#include "provisioners/libvirt/ssh.h"

#include <fmt/format.h>

#include <string_view>

#include "generator/make_text.h"
#include "generator/quoting.h"
#include "loader/diagnostics/diagnostic.h"
#include "provisioners/libvirt/libvirt_uri.h"

namespace vmp::libvirt {

namespace {

// libvirt's names of the ways to authenticate, in ssh's words.
std::string preferred_authentications(std::string_view methods) {
  std::string names;
  const auto add = [&](std::string_view name) {
    if (names.find(name) == std::string::npos) names += fmt::format("{}{}", names.empty() ? "" : ",", name);
  };
  while (!methods.empty()) {
    const std::string_view method = methods.substr(0, methods.find(','));
    methods.remove_prefix(std::min(method.size() + 1, methods.size()));
    if (method == "privkey" || method == "agent") add("publickey");
    if (method == "password" || method == "keyboard-interactive") add(method);
  }
  return names;
}

// What the URI says about the node's host key.
std::string strict_host_key_checking(const LibvirtUri& uri) {
  const std::string verify = uri.parameter("known_hosts_verify");
  if (verify == "ignore" || uri.parameter("no_verify") == "1") return "no";
  return verify == "auto" ? "accept-new" : "";
}

std::vector<std::string> option_words(const LibvirtUri& uri) {
  std::vector<std::string> words;
  const auto add = [&](std::string_view option, const std::string& value, std::string_view name = "") {
    if (value.empty()) return;
    words.emplace_back(option);
    words.push_back(std::string(name) + value);
  };
  add("-l", uri.user);
  add("-p", uri.port);
  add("-i", uri.parameter("keyfile"));
  add("-o", preferred_authentications(uri.parameter("sshauth")), "PreferredAuthentications=");
  add("-o", uri.parameter("known_hosts"), "UserKnownHostsFile=");
  add("-o", strict_host_key_checking(uri), "StrictHostKeyChecking=");
  return words;
}

}  // namespace

std::vector<std::string> node_ssh_words(const Text& node_uri) {
  const LibvirtUri uri = read_libvirt_uri(node_uri.value);
  if (!uri.is_over_ssh()) return {};
  if (uri.host.empty()) {
    throw Error({.place = node_uri.place,
                 .message = fmt::format("libvirt URI \"{}\" names no host to reach by ssh", node_uri.value),
                 .help = "Write the host between \"://\" and \"/\", or drop \"+" + uri.transport + "\"."});
  }
  std::vector<std::string> words = option_words(uri);
  words.insert(words.end(), {"--", uri.host});
  return words;
}

std::string proxy_command(const Text& node_uri) {
  const std::vector<std::string> words = node_ssh_words(node_uri);
  if (words.empty()) return "";
  // ssh fills in the guest's %h and %p, so any other "%" is doubled.
  std::string command = R"(ssh -W "[%h]:%p")";
  for (const std::string& word : words) {
    command += ' ';
    for (const char byte : quote_for_shell(word)) command += byte == '%' ? "%%" : std::string(1, byte);
  }
  return command;
}

std::string ssh_option_words(const SshOption& option) {
  std::string words;
  for (const Text& value : option.values) {
    refuse_control_characters(option.name);
    const Text setting = {.value = option.name.value + "=" + value.value, .place = value.place};
    words += fmt::format("{}-o {}", words.empty() ? "" : " ", make_word(setting));
  }
  return words;
}

}  // namespace vmp::libvirt
