#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/vm/resolve_vm.h"
#include "loader/diagnostics/source_file.h"
#include "loader/registry/registry.h"

namespace vmp {

// What one layer says of a value, as it was written: variables not expanded.
struct Setting {
  std::string author;  // `template "base"`, `VM "web"`, "default"
  Value value;         // with its place, if a source wrote it
};

// A variable that a value uses, straight or through another variable.
struct UsedVariable {
  std::string name;
  Text text;      // its final value, with the place that set it
  int depth = 0;  // 0: the value itself uses it; 1: a variable of depth 0 does
};

// How a scalar (or an empty list or map) of a resolved VM's document came to be.
struct Explanation {
  std::string path;                     // "vm.libvirt.domain.virtInstall.disk.root.options.bus"
  Value value;                          // in the document
  std::vector<Setting> settings;        // the one that won, then those that it overrode, highest first
  std::vector<UsedVariable> variables;  // of the one that won
};

// Explains every value at a path or below it, in the document's order; everything without a path. Keys are joined
// by ".", items of a list stand under their name, or their number from 0; the leading "vm." may be left out.
// Raises Error, with near matches, if there is nothing at the path.
std::vector<Explanation> explain(const Registry& registry, const ResolvedVm& vm, std::string_view path);

}  // namespace vmp
