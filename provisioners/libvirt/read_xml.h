#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vmp::libvirt {

// An element of a definition that was read back.
struct ReadXmlElement {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;  // in their order
  std::string text;                                             // between its tags, without that of its children
  std::vector<ReadXmlElement> children;

  // The value of an attribute, or "".
  std::string attribute(std::string_view attribute_name) const;
};

// Reads what XmlElement has written, behind comments; nothing for what it cannot have.
std::optional<ReadXmlElement> read_xml(std::string_view text);

}  // namespace vmp::libvirt
