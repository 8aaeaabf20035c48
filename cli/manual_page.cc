#include "cli/manual_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "cli/command.h"
#include "cli/manual.h"
#include "cli/roff.h"
#include "cli/topics.h"

namespace vmp {

namespace {

void add_options(RoffPage& page, std::span<const Option> options) {
  for (const Option& option : options) page.add_item(spell(option), option.help);
}

void add_command(RoffPage& page, const Command& command) {
  page.add_subheading(fmt::format("vmp {}: {}", command.name, command.summary));
  page.add_code(usage_of(command));
  page.add_body(command.help);
  add_options(page, command.options);
}

// A topic that man(1) wants as a section of its own, under its usual name.
bool is_section(const Topic& topic) {
  return topic.name == "environment" || topic.name == "exit-status";
}

std::string name_of_section(std::string_view topic) {
  std::string name(topic);
  std::ranges::replace(name, '-', ' ');
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::toupper(c); });
  return name;
}

}  // namespace

std::string write_command_page() {
  RoffPage page("vmp", 1, "write Makefiles that make, reach and remove virtual machines of libvirt");
  page.add_heading("SYNOPSIS");
  page.add_code(usage());
  page.add_heading("DESCRIPTION");
  page.add_body(introduction());
  page.add_heading("OPTIONS");
  page.add_body(place_of_options());
  add_options(page, general_options());
  page.add_heading("COMMANDS");
  for (const Command* command : commands()) add_command(page, *command);
  page.add_heading("TOPICS");
  for (const Topic& topic : topics()) {
    if (is_section(topic)) continue;
    page.add_subheading(fmt::format("{}: {}", topic.name, topic.summary));
    page.add_body(topic.text);
  }
  for (const Topic& topic : topics()) {
    if (!is_section(topic)) continue;
    page.add_heading(name_of_section(topic.name));
    page.add_body(topic.text);
  }
  page.add_heading("EXAMPLES");
  page.add_body(examples());
  page.add_heading("SEE ALSO");
  page.add_body("`vmp-registry`(5), `make`(1), `virsh`(1), `virt-install`(1), `ssh`(1)\n");
  return page.text();
}

}  // namespace vmp
