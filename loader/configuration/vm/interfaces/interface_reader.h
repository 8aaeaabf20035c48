#pragma once

#include <string>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/document/value.h"

namespace vmp {

// What the defaults of interfaces come from.
struct InterfaceOwner {
  std::string vm;
  std::string domain;
  std::string node_uri;
};

// The list `interfaces` of a VM, settled and valid as Shape::kConfiguredInterfaces, with its defaults written out.
Value fill_in_interface_defaults(const Value& interfaces, const InterfaceOwner& owner);

// Reads such a list. What a default says has the place of its interface; what networks say of interfaces is not there
// yet.
std::vector<Interface> read_interfaces(const Value& interfaces);

}  // namespace vmp
