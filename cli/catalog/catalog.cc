#include "cli/catalog/catalog.h"

#include <algorithm>

namespace vmp {

namespace {

constexpr std::string_view kFirstLine = "images:\n";
constexpr std::string_view kNameLine = "\n  - name: ";

// What is behind the first line, in pieces that blank lines part.
std::vector<std::string_view> read_items() {
  std::string_view rest = catalog_text().substr(head_of_catalog().size());
  std::vector<std::string_view> items;
  while (!rest.empty()) {
    items.push_back(rest.substr(0, std::min(rest.find("\n\n"), rest.size() - 1) + 1));
    rest.remove_prefix(std::min(items.back().size() + 1, rest.size()));
  }
  return items;
}

std::string_view name_of(std::string_view item) {
  const std::string_view behind = item.substr(item.find(kNameLine) + kNameLine.size());
  return behind.substr(0, behind.find('\n'));
}

}  // namespace

std::vector<std::string> names_of_catalog() {
  std::vector<std::string> names;
  for (const std::string_view item : read_items()) names.emplace_back(name_of(item));
  return names;
}

std::string_view find_in_catalog(std::string_view name) {
  const std::vector<std::string_view> items = read_items();
  const auto found = std::ranges::find(items, name, name_of);
  return found == items.end() ? std::string_view() : *found;
}

std::string_view head_of_catalog() {
  const std::string_view text = catalog_text();
  return text.substr(0, text.find(kFirstLine) + kFirstLine.size());
}

}  // namespace vmp
