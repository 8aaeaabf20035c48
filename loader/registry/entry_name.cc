#include "loader/registry/entry_name.h"

namespace vmp {

EntryName read_entry_name(std::string_view text) {
  if (!text.starts_with(kNetworkKind.directory)) return {&kVmKind, std::string(text)};
  return {&kNetworkKind, std::string(text.substr(kNetworkKind.directory.size()))};
}

}  // namespace vmp
