#include "loader/registry/entry_name.h"

namespace vmp {

EntryName read_entry_name(std::string_view text) {
  for (const Kind* kind : {&kNetworkKind, &kNodeKind, &kImageKind}) {
    if (text.starts_with(kind->directory)) return {kind, std::string(text.substr(kind->directory.size()))};
  }
  return {&kVmKind, std::string(text)};
}

}  // namespace vmp
