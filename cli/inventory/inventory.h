#pragma once

#include <string>
#include <vector>

#include "provisioners/describe_images.h"
#include "provisioners/describe_landscape.h"

namespace vmp {

// What other tools read of a registry. Each function takes all that a registry describes and returns a whole file.

// Nodes, networks and VMs with what is known of them offline, as JSON: `vmp inventory --format json`.
std::string write_json_inventory(const LandscapeDescription& landscape);

// An inventory of Ansible in YAML: VMs as hosts, their groups and their nodes (node_NAME) as groups.
// https://docs.ansible.com/ansible/latest/inventory_guide/intro_inventory.html
std::string write_ansible_inventory(const LandscapeDescription& landscape);

// A Host of ssh_config(5) for each VM, which reaches it as its own `make ssh` does, where its address is known offline.
// Raises Error at the place of a value that a line of that file cannot hold.
std::string write_ssh_config(const LandscapeDescription& landscape);

// A page for people, in one file that loads nothing: a picture of each node with its networks and VMs, and sorted
// tables that can be searched. `title` is its heading.
std::string write_html_inventory(const LandscapeDescription& landscape, const std::vector<ImageDescription>& images,
                                 const std::string& title);

// A graph in the language of Graphviz, https://graphviz.org/doc/info/lang.html: nodes as boxes around what is on them,
// and lines from VMs to their networks and to the VMs that they depend on.
std::string write_graph(const LandscapeDescription& landscape);

// How a VM is reached from this machine.
struct GuestAccess {
  std::string address;  // `ssh.host`, else the first address of its interfaces; empty where only the node will know
  std::string user;     // empty: ssh decides
  std::string proxy_command;  // through the node, where that is reached by ssh; empty: directly
};

GuestAccess find_access(const VmConfiguration& vm);

}  // namespace vmp
