#include <fmt/format.h>

#include <algorithm>

#include "cli/inventory/page/page.h"
#include "cli/inventory/values.h"

namespace vmp {

namespace {

// In pixels.
constexpr int kBoxWidth = 230;
constexpr int kBoxHeight = 30;
constexpr int kRow = 40;
constexpr int kLane = 36;
constexpr int kLabelRow = 26;
constexpr int kCharacter = 8;           // a wide one: nobody measures text here
constexpr std::size_t kMostOfBox = 24;  // characters: of the image as many as the name leaves
constexpr std::size_t kMostOfName = 17;
constexpr std::size_t kMostOfLabel = 60;
constexpr std::size_t kColours = 8;

// The first characters, with a sign where there are more.
std::string shorten(std::string_view text, std::size_t most) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_start = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (is_start && ++count > most) return std::string(text.substr(0, at)) + "…";
  }
  return std::string(text);
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char each) { return (static_cast<unsigned char>(each) & 0xC0U) != 0x80U; }));
}

int width_of(std::string_view text) {
  return kCharacter * static_cast<int>(count_characters(text));
}

// What is behind the lanes: where the VM is found, and what it is plugged into that is no network.
std::string describe_plugs(const VmConfiguration& vm) {
  std::vector<std::string> words;
  for (const Interface& interface : vm.interfaces) {
    if (const auto* bridge = std::get_if<InterfaceBridge>(&interface.source))
      words.push_back("bridge " + bridge->name.value);
    if (const auto* device = std::get_if<InterfaceDevice>(&interface.source))
      words.push_back("device " + device->name.value);
    for (const InterfaceAddress& each : interface.addresses) words.push_back(to_string(each.address));
  }
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return shorten(text, kMostOfLabel);
}

struct Lane {
  std::string network;
  std::string label;
};

class NodePicture {
 public:
  NodePicture(const LandscapeDescription& landscape, const Node& node) : landscape_(landscape), node_(node) {
    for (const NetworkConfiguration& network : landscape.networks) {
      if (network.node.name.value != node.name.value) continue;
      std::string label = network.name.value;
      for (const NetworkAddress& each : network.addresses) label += "  " + to_string(each.prefix);
      lanes_.push_back({network.name.value, shorten(label, kMostOfLabel)});
    }
    for (std::size_t index = 0; index < landscape.vms.size(); ++index) {
      if (landscape.vms[index].node.name.value != node.name.value) continue;
      vms_.push_back(index);
      for (const std::string& name : networks_of(landscape.vms[index])) {
        if (find_lane(name) == lanes_.size()) lanes_.push_back({name, shorten(name, kMostOfLabel)});
      }
    }
  }

  std::string draw() const {
    if (vms_.empty() && lanes_.empty()) return "";
    std::string text;
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane) text += draw_lane(lane);
    for (std::size_t row = 0; row < vms_.size(); ++row) text += draw_vm(row);
    return fmt::format(
        "<svg width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"group\" aria-label=\"{2}\">\n{3}</svg>\n",
        find_width(), height(), escape_for_html("Networks and VMs on " + node_.name.value), text);
  }

 private:
  std::size_t find_lane(std::string_view network) const {
    const auto found = std::ranges::find(lanes_, network, &Lane::network);
    return static_cast<std::size_t>(found - lanes_.begin());
  }

  static int x_of(std::size_t lane) { return kBoxWidth + kLane + (static_cast<int>(lane) * kLane); }
  int head() const { return static_cast<int>(lanes_.size()) * kLabelRow + 8; }
  int y_of(std::size_t row) const { return head() + static_cast<int>(row) * kRow; }
  int height() const { return y_of(vms_.size()) + (vms_.empty() ? 8 : 0); }
  int x_of_plugs() const { return x_of(lanes_.size()) - (kLane / 2); }

  int find_width() const {
    int width = kBoxWidth + 4;
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane)
      width = std::max(width, x_of(lane) + 16 + width_of(lanes_[lane].label));
    for (const std::size_t index : vms_)
      width = std::max(width, x_of_plugs() + width_of(describe_plugs(landscape_.vms[index])));
    return width;
  }

  // Its name above it, each a step lower than the one before: no line goes through a name.
  std::string draw_lane(std::size_t lane) const {
    const int x = x_of(lane);
    const int y = static_cast<int>(lane) * kLabelRow + 12;
    return fmt::format(
        "<circle class=\"d{0}\" cx=\"{1}\" cy=\"{2}\" r=\"4\"/><text x=\"{3}\" y=\"{4}\">{5}</text>"
        "<line class=\"lane l{0}\" x1=\"{1}\" y1=\"{2}\" x2=\"{1}\" y2=\"{6}\"/>\n",
        lane % kColours, x, y, x + 12, y + 4, escape_for_html(lanes_[lane].label), height() - 6);
  }

  std::string draw_vm(std::size_t row) const {
    const VmConfiguration& vm = landscape_.vms[vms_[row]];
    const std::string made_of = vm.has_image() ? vm.image.name.value + ":" + vm.image.tag.value : "installed";
    const std::string name = shorten(vm.name.value, kMostOfName);
    const std::string id = id_of_vm(vms_[row]);
    const int y = y_of(row);
    const int middle = y + (kBoxHeight / 2);
    std::string text = fmt::format("<g id=\"drawn-{}\">{}", id, draw_wires(vm, middle));
    text += fmt::format(
        "<a href=\"#{}\"><title>{}</title><rect class=\"box\" x=\"1\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8\"/>",
        id, escape_for_html(vm.name.value + " " + made_of), y, kBoxWidth, kBoxHeight);
    text += fmt::format(
        "<text x=\"13\" y=\"{0}\">{1}</text><text class=\"quiet\" x=\"{2}\" y=\"{0}\" "
        "text-anchor=\"end\">{3}</text></a>",
        middle + 5, escape_for_html(name), kBoxWidth - 11,
        escape_for_html(shorten(made_of, kMostOfBox - count_characters(name))));
    const std::string plugs = describe_plugs(vm);
    if (!plugs.empty())
      text += fmt::format("<text class=\"quiet\" x=\"{}\" y=\"{}\">{}</text>", x_of_plugs(), middle + 5,
                          escape_for_html(plugs));
    return text + "</g>\n";
  }

  std::string draw_wires(const VmConfiguration& vm, int y) const {
    std::string dots;
    std::size_t last = 0;
    for (const std::string& network : networks_of(vm)) {
      const std::size_t lane = find_lane(network);
      last = std::max(last, lane);
      dots += fmt::format("<circle class=\"d{}\" cx=\"{}\" cy=\"{}\" r=\"5\"/>", lane % kColours, x_of(lane), y);
    }
    if (dots.empty()) return "";
    return fmt::format("<line class=\"wire\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>", kBoxWidth + 1, y, x_of(last),
                       y) +
           dots;
  }

  const LandscapeDescription& landscape_;
  const Node& node_;
  std::vector<Lane> lanes_;
  std::vector<std::size_t> vms_;
};

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

}  // namespace

std::vector<std::string> networks_of(const VmConfiguration& vm) {
  std::vector<std::string> names;
  for (const Interface& interface : vm.interfaces) {
    if (const std::optional<Text> network = network_of(interface)) add_once(names, network->value);
  }
  for (const VirtInstallOption& option : vm.domain.virt_install) {
    const auto* items = std::get_if<std::vector<OptionItem>>(&option.value);
    if (option.name.value != "network" || items == nullptr) continue;
    for (const OptionItem& item : *items) {
      for (const Suboption& each : item.suboptions) {
        const auto* value = std::get_if<Text>(&each.value);
        if (each.name.value == "network" && value != nullptr) add_once(names, value->value);
      }
    }
  }
  return names;
}

std::string id_of_vm(std::size_t index) {
  return "vm-" + std::to_string(index);
}

std::string draw_node(const LandscapeDescription& landscape, const Node& node) {
  return NodePicture(landscape, node).draw();
}

}  // namespace vmp
