#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "provisioners/describe_landscape.h"

namespace vmp {

// The parts of `vmp inventory --format html`.

// page.css and page.js, as they are.
std::string_view page_style();
std::string_view page_script();

// A text of a registry for HTML and SVG, as text and in quotes: what would be markup is escaped, and characters that
// HTML cannot have are U+FFFD.
std::string escape_for_html(std::string_view text);

// The names of the networks that a VM's cards are in, each once: of its interfaces and of virt-install's.
std::vector<std::string> networks_of(const VmConfiguration& vm);

// How the picture and the tables call a VM: its place in the registry.
std::string id_of_vm(std::size_t index);

// A picture of what is on a node, as an <svg>: a line down for each network, and for each VM a box with a wire to those
// that it is on. Nothing where there is no VM and no network.
std::string draw_node(const LandscapeDescription& landscape, const Node& node);

}  // namespace vmp
