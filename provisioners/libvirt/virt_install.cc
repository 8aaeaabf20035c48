#include "provisioners/libvirt/virt_install.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "generator/quoting.h"
#include "loader/configuration/identity.h"
#include "loader/diagnostics/diagnostic.h"
#include "provisioners/libvirt/network_card.h"

namespace vmp::libvirt {

namespace {

struct ReservedOption {
  std::string_view name;
  std::string_view help;
};

constexpr std::array kReservedOptions = {
    ReservedOption{"name", "The domain's name is libvirt.domain.name."},
    ReservedOption{"connect", "The node's libvirt.connection.uri says where the domain is."},
    ReservedOption{"print-xml", "The generated Makefile uses it itself."},
    ReservedOption{"dry-run", "The generated Makefile uses it itself."},
    ReservedOption{"reinstall", "The generated Makefile uses it itself."},
    ReservedOption{"cloud-init", "Write cloudInit.noCloud, and the seed as a volume and a disk."},
};

void refuse_reserved(const Text& name) {
  const auto found = std::ranges::find(kReservedOptions, name.value, &ReservedOption::name);
  if (found == kReservedOptions.end()) return;
  throw Error({.place = name.place,
               .message = fmt::format("virt-install option \"{}\" cannot be given here", name.value),
               .help = std::string(found->help)});
}

void refuse_autostart_of_transient(const VirtInstall& result, const Text& option) {
  if (!result.autostart || !result.transient) return;
  throw Error({.place = option.place,
               .message = "a transient domain cannot have autostart",
               .help = "It is forgotten when it stops, so there is nothing to start with the node."});
}

bool is_on(const VirtInstallOption& option) {
  const bool* flag = std::get_if<bool>(&option.value);
  return flag == nullptr || *flag;
}

std::string read_uuid(const Text& text) {
  std::string digits;
  for (const char byte : text.value) {
    if (byte >= 'A' && byte <= 'F') {
      digits += static_cast<char>(byte - 'A' + 'a');
    } else if ((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f')) {
      digits += byte;
    } else if (byte != '-') {
      digits.clear();
      break;
    }
  }
  if (digits.size() != 32) {
    throw Error({.place = text.place,
                 .message = fmt::format("\"{}\" is not a UUID", text.value),
                 .help = "A UUID has 32 hexadecimal digits. Without the option, one is made from the names."});
  }
  for (const std::size_t at : {20u, 16u, 12u, 8u}) digits.insert(at, "-");
  return digits;
}

bool has_mac(const OptionItem& item) {
  return std::ranges::any_of(item.suboptions, [](const Suboption& suboption) {
    const bool* flag = std::get_if<bool>(&suboption.value);
    return (suboption.name.value == "mac" || suboption.name.value == "mac.address") && (flag == nullptr || *flag);
  });
}

// virt-install splits by the shell's rules, so the shell's quoting holds there too; it takes every option for
// "name=value" at the first "=".
std::string join_suboptions(const OptionItem& item) {
  std::string joined;
  for (const Suboption& suboption : item.suboptions) {
    const bool* flag = std::get_if<bool>(&suboption.value);
    if (flag != nullptr && !*flag) continue;
    if (!joined.empty()) joined += ',';
    joined += quote_for_shell(suboption.name.value);
    if (flag == nullptr) joined += "=" + quote_for_shell(std::get<Text>(suboption.value).value);
  }
  return joined;
}

Place place_of(const OptionItem& item) {
  return item.suboptions.empty() ? item.name.place : item.suboptions.front().name.place;
}

// Collects the arguments, and counts the network cards for their addresses.
class ArgumentWriter {
 public:
  explicit ArgumentWriter(const VmConfiguration& configuration) : configuration_(configuration) {}

  void add(const VirtInstallOption& option) {
    if (!is_on(option)) return;
    const std::string& name = option.name.value;
    if (std::holds_alternative<bool>(option.value)) {
      push("--" + name, option.name.place);
    } else if (const Text* text = std::get_if<Text>(&option.value)) {
      push("--" + name + "=" + text->value + (is_network(name) ? mac_for(text->value) : ""), text->place);
    } else {
      for (const OptionItem& item : std::get<std::vector<OptionItem>>(option.value)) add_item(name, item);
    }
  }

  std::vector<Text> take() && { return std::move(arguments_); }

 private:
  static bool is_network(std::string_view name) { return name == "network"; }

  void push(std::string argument, const Place& place) { arguments_.push_back({std::move(argument), place}); }

  void add_item(const std::string& name, const OptionItem& item) {
    std::string joined = join_suboptions(item);
    if (joined.empty()) return;
    if (is_network(name) && (has_mac(item) || joined == "none"))
      ++cards_;
    else if (is_network(name))
      joined += "," + next_mac();
    push("--" + name + "=" + joined, place_of(item));
  }

  // A text is virt-install's own syntax; only "none" and an address of its own keep ours out.
  std::string mac_for(const std::string& text) {
    if (text == "none" || ("," + text).find(",mac=") != std::string::npos ||
        ("," + text).find(",mac.address=") != std::string::npos) {
      ++cards_;
      return "";
    }
    return (text.empty() ? "" : ",") + next_mac();
  }

  std::string next_mac() {
    return "mac=" + mac_address(configuration_.node.uri.value, configuration_.domain.name.value, cards_++);
  }

  const VmConfiguration& configuration_;
  std::size_t cards_ = 0;
  std::vector<Text> arguments_;
};

}  // namespace

VirtInstall make_virt_install(const VmConfiguration& configuration) {
  VirtInstall result;
  result.uuid = domain_uuid(configuration.node.uri.value, configuration.domain.name.value);
  ArgumentWriter writer(configuration);
  for (const Interface& interface : configuration.interfaces) writer.add(describe_card(interface));
  bool has_osinfo = false;
  bool has_network = !configuration.interfaces.empty();
  for (const VirtInstallOption& option : configuration.domain.virt_install) {
    const std::string& name = option.name.value;
    refuse_reserved(option.name);
    if (!is_on(option)) continue;
    if (name == "uuid" && std::holds_alternative<Text>(option.value)) {
      result.uuid = read_uuid(std::get<Text>(option.value));
      continue;
    }
    if (name == "autostart" || name == "transient") {
      (name == "autostart" ? result.autostart : result.transient) = true;
      refuse_autostart_of_transient(result, option.name);
      continue;
    }
    has_osinfo = has_osinfo || name == "osinfo" || name == "os-variant";
    has_network = has_network || name == "network" || name == "nonetworks";
    writer.add(option);
  }
  // Without one, virt-install adds a card by itself, with another address at every definition.
  if (!has_network) writer.add({.name = {"network", {}}, .value = Text{"default", {}}});
  // virt-install takes no domain without one of these, and most registries were written before that.
  if (!has_osinfo) writer.add({.name = {"osinfo", {}}, .value = Text{"detect=on,require=off", {}}});
  result.arguments = std::move(writer).take();
  return result;
}

}  // namespace vmp::libvirt
