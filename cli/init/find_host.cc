#include "cli/init/find_host.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "provisioners/libvirt/read_xml.h"

namespace vmp {

namespace {

using libvirt::ReadXmlElement;

// One over ssh needs some for the connection.
constexpr int kSeconds = 10;
constexpr std::size_t kMostOfMessage = 300;
// No identity has it. virsh ends what it echoes with a line break in some versions only.
constexpr std::string_view kMark = "----";

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

bool is_of(std::string_view text, const std::string& letters) {
  return !text.empty() && text.find_first_not_of(letters) == std::string_view::npos;
}

// What means nothing to YAML, to variables and to shells. Others are possible in a registry, but not for a beginning.
bool is_plain_name(std::string_view name) {
  return is_of(name, std::string(kLetters) + "._-") && name.find_first_of("._-") != 0;
}

bool is_plain_path(std::string_view path) {
  return path.starts_with('/') && is_of(path, std::string(kLetters) + "/._-");
}

bool is_address(std::string_view text) {
  return is_of(text, "0123456789abcdefABCDEF.:");
}

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    lines.emplace_back(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(lines.back().size() + 1, text.size()));
  }
  return lines;
}

// For a message: the last line of it, which says why, of what can be shown.
std::string last_line(std::string_view text) {
  const std::vector<std::string> lines = split_lines(text);
  const auto last = std::find_if(lines.rbegin(), lines.rend(), [](const std::string& line) { return !line.empty(); });
  std::string line = last == lines.rend() ? "" : last->substr(0, kMostOfMessage);
  std::erase_if(line, [](unsigned char character) { return character < ' ' || character >= 0x7F; });
  if (line.starts_with("error: ")) line.erase(0, std::string_view("error: ").size());
  return line;
}

std::string describe_problem(const ProgramResult& result) {
  if (result.end == ProgramResult::End::kMissing) return "virsh is not installed";
  if (result.end == ProgramResult::End::kTimedOut) return fmt::format("virsh has not answered for {} s", kSeconds);
  const std::string line = last_line(result.errors);
  return line.empty() ? fmt::format("virsh ended with status {}", result.status) : line;
}

const ReadXmlElement* find_child(const ReadXmlElement& element, std::string_view name) {
  const auto found = std::ranges::find(element.children, name, &ReadXmlElement::name);
  return found == element.children.end() ? nullptr : &*found;
}

std::string text_of_child(const ReadXmlElement& element, std::string_view name) {
  const ReadXmlElement* child = find_child(element, name);
  return child == nullptr ? "" : child->text;
}

// 255.255.255.0 is 24; "" for what is no netmask.
std::string count_bits(std::string_view netmask) {
  constexpr std::array<int, 9> kBytes = {0, 128, 192, 224, 240, 248, 252, 254, 255};
  std::ptrdiff_t bits = 0;
  for (int part = 0; part < 4; ++part) {
    const std::string byte(netmask.substr(0, netmask.find('.')));
    netmask.remove_prefix(std::min(byte.size() + 1, netmask.size()));
    const auto found = std::ranges::find(kBytes, byte, [](int each) { return std::to_string(each); });
    if (found == kBytes.end()) return "";
    bits += found - kBytes.begin();
  }
  return std::to_string(bits);
}

std::optional<HostNetwork::Address> read_address(const ReadXmlElement& ip) {
  const std::string address = ip.attribute("address");
  const std::string written = ip.attribute("prefix");
  const std::string prefix = written.empty() ? count_bits(ip.attribute("netmask")) : written;
  if (!is_address(address) || !is_of(prefix, "0123456789")) return std::nullopt;
  HostNetwork::Address result = {.cidr = address + "/" + prefix, .ranges = {}};
  const ReadXmlElement* dhcp = find_child(ip, "dhcp");
  if (dhcp == nullptr) return result;
  result.has_dhcp = true;
  for (const ReadXmlElement& range : dhcp->children) {
    const std::string first = range.attribute("start");
    const std::string last = range.attribute("end");
    if (range.name == "range" && is_address(first) && is_address(last)) result.ranges.push_back(first + "-" + last);
  }
  return result;
}

// The registry's word for a network's forwarding; "" for kinds that are left out.
std::string read_mode(const ReadXmlElement& network) {
  const ReadXmlElement* forward = find_child(network, "forward");
  if (forward == nullptr) return "isolated";
  const std::string mode = forward->attribute("mode");
  if (mode.empty()) return "nat";
  const bool is_macvtap = find_child(*forward, "interface") != nullptr || find_child(network, "bridge") == nullptr;
  if (mode == "bridge") return is_macvtap || find_child(network, "virtualport") != nullptr ? "" : "bridge";
  return mode == "nat" || mode == "route" || mode == "open" ? mode : "";
}

std::optional<HostNetwork> read_network(const ReadXmlElement& element, bool is_active) {
  HostNetwork network;
  network.name = text_of_child(element, "name");
  network.mode = read_mode(element);
  network.is_active = is_active;
  if (!is_plain_name(network.name) || network.mode.empty()) return std::nullopt;
  if (network.mode == "bridge") {
    network.bridge = find_child(element, "bridge")->attribute("name");
    if (!is_plain_name(network.bridge)) return std::nullopt;
  }
  for (const ReadXmlElement& child : element.children) {
    if (child.name != "ip") continue;
    const std::optional<HostNetwork::Address> address = read_address(child);
    if (!address) return std::nullopt;
    network.addresses.push_back(*address);
  }
  return network;
}

std::optional<HostPool> read_pool(const ReadXmlElement& element, bool is_active) {
  const ReadXmlElement* target = find_child(element, "target");
  if (element.attribute("type") != "dir" || target == nullptr) return std::nullopt;
  HostPool pool = {text_of_child(element, "name"), text_of_child(*target, "path"), is_active};
  return is_plain_name(pool.name) && is_plain_path(pool.path) ? std::optional(pool) : std::nullopt;
}

// Definitions, each up to the line that ends it: in an XML text there can be no other.
std::vector<std::string> split_definitions(const std::string& text) {
  std::vector<std::string> definitions(1);
  for (const std::string& line : split_lines(text)) {
    if (line.empty()) continue;
    definitions.back() += line + "\n";
    if (line == "</network>" || line == "</pool>") definitions.emplace_back();
  }
  definitions.pop_back();
  return definitions;
}

// What virsh lists: the identities of networks and pools, those that are not active last.
struct Identities {
  std::array<std::vector<std::string>, 4> lists;

  static constexpr std::array<std::string_view, 4> kCommands = {"net-list --uuid", "net-list --uuid --inactive",
                                                                "pool-list --uuid", "pool-list --uuid --inactive"};
};

class Questions {
 public:
  Questions(std::string uri, const RunProgram& run) : run_(run) { host_.uri = std::move(uri); }

  Host ask() {
    const Identities identities = list();
    if (!host_.problem.empty()) return host_;
    std::string commands;
    std::vector<bool> are_active;
    for (std::size_t at = 0; at < identities.lists.size(); ++at) {
      for (const std::string& uuid : identities.lists.at(at)) {
        commands += fmt::format("{} {}; ", at < 2 ? "net-dumpxml" : "pool-dumpxml", uuid);
        are_active.push_back(at % 2 == 0);
      }
    }
    if (commands.empty()) return host_;
    const ProgramResult result = run_virsh(commands);
    const std::vector<std::string> definitions = split_definitions(result.output);
    // One that went between the questions would make others of the rest.
    if (definitions.size() != are_active.size()) {
      host_.problem = describe_problem(result);
      return host_;
    }
    for (std::size_t at = 0; at < definitions.size(); ++at) keep(definitions[at], are_active[at]);
    return host_;
  }

 private:
  ProgramResult run_virsh(const std::string& commands) const {
    return run_({"virsh", "--quiet", "--readonly", "--connect", host_.uri, commands}, kSeconds);
  }

  Identities list() {
    std::string commands;
    for (const std::string_view command : Identities::kCommands)
      commands += fmt::format("{}; echo {}; ", command, kMark);
    const ProgramResult result = run_virsh(commands);
    Identities identities;
    std::size_t count = 0;
    std::string_view rest = result.output;
    for (std::size_t end = rest.find(kMark); end != std::string_view::npos; end = rest.find(kMark)) {
      if (count < identities.lists.size()) identities.lists.at(count) = read_identities(rest.substr(0, end));
      ++count;
      rest.remove_prefix(end + kMark.size());
    }
    if (count != identities.lists.size() || result.status != 0) host_.problem = describe_problem(result);
    return identities;
  }

  static std::vector<std::string> read_identities(std::string_view text) {
    std::vector<std::string> identities = split_lines(text);
    std::erase_if(identities, [](const std::string& line) { return !is_of(line, "0123456789abcdef-"); });
    return identities;
  }

  void keep(const std::string& definition, bool is_active) {
    const std::optional<ReadXmlElement> element = libvirt::read_xml(definition);
    if (element && element->name == "network") {
      if (std::optional<HostNetwork> network = read_network(*element, is_active)) {
        host_.networks.push_back(std::move(*network));
        return;
      }
    } else if (element && element->name == "pool") {
      if (std::optional<HostPool> pool = read_pool(*element, is_active)) {
        host_.pools.push_back(std::move(*pool));
        return;
      }
    }
    ++host_.left_out;
  }

  const RunProgram& run_;
  Host host_;
};

}  // namespace

Host find_host(const std::string& uri, const RunProgram& run) {
  return Questions(uri, run).ask();
}

}  // namespace vmp
