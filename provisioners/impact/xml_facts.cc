#include "provisioners/impact/xml_facts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "loader/registry/encoded_name.h"
#include "provisioners/libvirt/read_xml.h"

namespace vmp::impact {

namespace {

using libvirt::read_xml;
using libvirt::ReadXmlElement;

// Elements of which there are several, below which others, what they are called, and the attributes that tell them
// apart.
struct Several {
  std::string_view parent;
  std::string_view name;
  std::string_view type;
  std::array<std::string_view, 3> ids;
};

constexpr std::array kSeveral = {
    Several{"network", "ip", "address", {"address", "prefix", ""}},
    Several{"network", "route", "route", {"address", "prefix", ""}},
    Several{"network", "portgroup", "port group", {"name", "", ""}},
    Several{"dhcp", "range", "dhcp range", {"start", "end", ""}},
    Several{"dhcp", "host", "reservation", {"mac", "id", "ip"}},
    Several{"dns", "host", "names", {"ip", "", ""}},
    Several{"dns", "txt", "dns txt", {"name", "", ""}},
    Several{"dns", "srv", "dns srv", {"service", "protocol", "domain"}},
    Several{"dns", "forwarder", "dns forwarder", {"domain", "addr", ""}},
    Several{"forward", "interface", "device", {"dev", "", ""}},
    Several{"dnsmasq:options", "dnsmasq:option", "dnsmasq option", {"value", "", ""}},
};

const Several* find_several(std::string_view parent, std::string_view name) {
  const auto found =
      std::ranges::find_if(kSeveral, [&](const Several& each) { return each.parent == parent && each.name == name; });
  return found == kSeveral.end() ? nullptr : &*found;
}

void add_part(Fact& fact, const std::string& part, const std::string& value) {
  const auto [place, is_new] = fact.parts.try_emplace(part, value);
  if (!is_new) place->second += ", " + value;
}

// All of an element, with its children, as parts of one fact.
// NOLINTNEXTLINE(misc-no-recursion): read_xml ends it
void flatten(const ReadXmlElement& element, const std::string& path, Fact& fact) {
  const std::string before = path.empty() ? "" : path + "/";
  for (const auto& [name, value] : element.attributes) add_part(fact, before + name, value);
  if (!element.text.empty()) add_part(fact, path.empty() ? std::string(kAlone) : path, element.text);
  for (const ReadXmlElement& child : element.children) flatten(child, before + child.name, fact);
}

class NetworkReader {
 public:
  Facts read(const ReadXmlElement& network) {
    for (const ReadXmlElement& child : network.children) {
      // These are words of the Makefile, too.
      if (child.name != "name" && child.name != "uuid") read_element(network, child, child.name);
    }
    // With one that has DHCP, its first reservation switches it on; of several, each has it from a start on.
    if (dhcp_.size() > 1) std::ranges::move(dhcp_, std::back_inserter(facts_));
    return std::move(facts_);
  }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): read_xml ends it
  void read_element(const ReadXmlElement& parent, const ReadXmlElement& element, const std::string& path) {
    if (const Several* several = find_several(parent.name, element.name)) {
      read_several(*several, element);
    } else if (element.name == "dns" || element.name == "dhcp" || element.name == "forward" ||
               element.name == "dnsmasq:options") {
      read_parent(element, path);
    } else {
      Fact fact = {.type = "network " + (element.name == "metadata" ? "mark" : path), .id = {}};
      flatten(element.name == "metadata" && !element.children.empty() ? element.children.front() : element, "", fact);
      fact.parts.erase("xmlns:vmp");
      facts_.push_back(std::move(fact));
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): read_xml ends it
  void read_several(const Several& several, const ReadXmlElement& element) {
    Fact fact = {.type = std::string(several.type), .id = {}};
    for (const std::string_view name : several.ids) {
      const std::string value = name.empty() ? "" : element.attribute(name);
      if (!value.empty()) fact.id += (fact.id.empty() ? "" : several.type == "address" ? "/" : " ") + value;
    }
    if (several.type == "address") {
      const std::string outer = std::exchange(address_, fact.id);
      for (const auto& [name, value] : element.attributes) add_part(fact, name, value);
      facts_.push_back(std::move(fact));
      for (const ReadXmlElement& child : element.children) read_element(element, child, child.name);
      address_ = outer;
      return;
    }
    flatten(element, "", fact);
    if (!address_.empty()) fact.parts["of"] = address_;
    facts_.push_back(std::move(fact));
  }

  // An element whose children are facts themselves.
  // NOLINTNEXTLINE(misc-no-recursion): read_xml ends it
  void read_parent(const ReadXmlElement& element, const std::string& path) {
    Fact fact = {.type = element.name == "dhcp" ? path : "network " + path, .id = {}};
    for (const auto& [name, value] : element.attributes) add_part(fact, name, value);
    if (element.name == "dhcp") {
      fact.id = address_;
      dhcp_.push_back(std::move(fact));
    } else if (!fact.parts.empty()) {
      facts_.push_back(std::move(fact));
    }
    for (const ReadXmlElement& child : element.children) read_element(element, child, child.name);
  }

  Facts facts_;
  Facts dhcp_;
  std::string address_;  // whose DHCP is read
};

}  // namespace

Facts read_network_facts(std::string_view xml) {
  const std::optional<ReadXmlElement> network = read_xml(xml);
  if (network && network->name == "network") return NetworkReader().read(*network);
  return {{.type = "network.xml", .id = {}, .parts = {{std::string(kAlone), std::string(xml)}}}};
}

Fact read_pool_facts(std::string_view pool, std::string_view xml) {
  Fact fact = {.type = "storage pool", .id = decode_name(pool).value_or(std::string(pool))};
  if (const std::optional<ReadXmlElement> element = read_xml(xml)) {
    flatten(*element, "", fact);
    fact.parts.erase("name");
    fact.parts.erase("uuid");
  } else {
    fact.parts[std::string(kAlone)] = xml;
  }
  return fact;
}

}  // namespace vmp::impact
