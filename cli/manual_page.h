#pragma once

#include <string>

namespace vmp {

// vmp(1): what `vmp help` knows, as one page for man(1).
std::string write_command_page();

// vmp-registry(5): the keys of a registry, made from its schema.
std::string write_registry_page();

}  // namespace vmp
