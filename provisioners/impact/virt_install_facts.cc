#include "provisioners/impact/virt_install_facts.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace vmp::impact {

namespace {

// Splits by commas as virt-install does (shlex with a comma for a blank): quoted ones do not count, quotes go.
std::vector<std::string> split_by_commas(std::string_view text) {
  std::vector<std::string> items(1);
  char quote = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char byte = text[at];
    if (byte == '\\' && quote != '\'' && at + 1 < text.size()) {
      items.back() += text[++at];
    } else if (quote != 0) {
      if (byte != quote) items.back() += byte;
      if (byte == quote) quote = 0;
    } else if (byte == '\'' || byte == '"') {
      quote = byte;
    } else if (byte == ',') {
      items.emplace_back();
    } else {
      items.back() += byte;
    }
  }
  return items;
}

// Several spellings of one option.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kOtherNames = {
    {{"--os-variant", "--osinfo"}, {"--ram", "--memory"}, {"-r", "--memory"}, {"--nonetworks", "--network"}}};

std::string tidy_name(std::string_view name) {
  const auto found = std::ranges::find(kOtherNames, name, &std::pair<std::string_view, std::string_view>::first);
  return std::string(found == kOtherNames.end() ? name : found->second);
}

std::string take_part(Fact& fact, std::string_view part) {
  const auto found = fact.parts.find(part);
  if (found == fact.parts.end()) return "";
  std::string value = std::move(found->second);
  fact.parts.erase(found);
  return value;
}

std::string first_of(std::initializer_list<std::string> values) {
  for (const std::string& value : values) {
    if (!value.empty()) return value;
  }
  return "";
}

void set_amounts(Fact& fact, const std::string& maximum, const std::string& current) {
  if (!maximum.empty()) fact.parts["maximum"] = maximum;
  if (!current.empty() && current != maximum) fact.parts["current"] = current;
}

// "2048"; "memory=4096,currentMemory=2048"; "2048,maxmemory=4096".
void tidy_memory(Fact& fact) {
  const std::string memory = first_of({take_part(fact, kAlone), take_part(fact, "memory")});
  const std::string most = take_part(fact, "maxmemory");
  const std::string current = take_part(fact, "currentMemory");
  set_amounts(fact, first_of({most, memory}), first_of({current, memory}));
}

// "4"; "1,maxvcpus=4"; "vcpus=4,vcpu.current=1".
void tidy_vcpus(Fact& fact) {
  const std::string count = first_of({take_part(fact, kAlone), take_part(fact, "vcpus")});
  const std::string most = take_part(fact, "maxvcpus");
  const std::string current = take_part(fact, "vcpu.current");
  set_amounts(fact, first_of({most, count}), first_of({current, count}));
}

std::string find_id(const Fact& fact) {
  if (fact.type == "--network") return first_of({fact.get("mac"), fact.get("mac.address")});
  if (fact.type != "--disk") return "";
  return first_of({fact.get("target"), fact.get("target.dev"), fact.get("vol"), fact.get("path"), fact.get(kAlone)});
}

void read_parts(Fact& fact, std::string_view text) {
  bool is_first = true;
  std::string order;
  for (const std::string& item : split_by_commas(text)) {
    const std::size_t equals = item.find('=');
    if (equals != std::string::npos) {
      fact.parts[item.substr(0, equals)] = item.substr(equals + 1);
    } else if (fact.type == "--boot" && item != "uefi") {  // of flags, the order counts
      order += (order.empty() ? "" : ",") + item;
    } else if (is_first && fact.type != "--boot") {
      fact.parts[std::string(kAlone)] = item;
    } else {
      fact.parts[item] = "";
    }
    is_first = false;
  }
  if (!order.empty()) fact.parts["order"] = order;
}

}  // namespace

Fact read_virt_install(std::string_view argument) {
  const std::size_t equals = argument.find('=');
  Fact fact = {.type = tidy_name(argument.substr(0, equals)), .id = {}};
  if (equals == std::string_view::npos) return fact;
  read_parts(fact, argument.substr(equals + 1));
  if (fact.type == "--memory") tidy_memory(fact);
  if (fact.type == "--vcpus") tidy_vcpus(fact);
  fact.id = find_id(fact);
  return fact;
}

}  // namespace vmp::impact
