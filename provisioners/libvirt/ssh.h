#pragma once

#include <string>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp::libvirt {

// How ssh reaches a guest, or its node.

// The ProxyCommand that goes through the node, with the user, port and keys that libvirt uses for it; empty where the
// node is not reached by ssh. https://libvirt.org/uri.html has the parameters.
// Raises Error at the URI's place if a node that is reached by ssh has no host.
std::string proxy_command(const Text& node_uri);

// The words that follow "ssh" where it runs a command on the node, the last two "--" and its host; none where the node
// is not reached by ssh. Raises Error likewise.
std::vector<std::string> node_ssh_words(const Text& node_uri);

// A guest's options as make text: shell words, one "-o NAME=VALUE" for each value.
// Raises Error for control characters.
std::string ssh_option_words(const SshOption& option);

}  // namespace vmp::libvirt
