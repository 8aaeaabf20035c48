#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/image/resolve_image.h"
#include "loader/configuration/layers.h"
#include "loader/configuration/network/resolve_network.h"
#include "loader/configuration/node/resolve_node.h"
#include "loader/configuration/text.h"
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

// How a scalar (or an empty list or map) of a configuration's document came to be.
struct Explanation {
  std::string path;                     // "vm.libvirt.domain.virtInstall.disk.root.options.bus"
  Value value;                          // in the document
  std::vector<Setting> settings;        // the one that won, then those that it overrode, highest first
  std::vector<UsedVariable> variables;  // of the one that won
};

// What is explained: the document of a configuration, and how to find what each layer says of a section of it.
struct Explained {
  std::string label;              // `VM "web"`
  std::string_view main_section;  // "vm.": may be left out in front of a path
  Value document;
  const std::map<std::string, Variable>& variables;
  std::function<std::vector<Layer>(std::string_view section)> find_layers;
  std::shared_ptr<const void> resolved = {};  // what the others refer to, where it is kept here
};

// All refer to the registry and to what was resolved.
Explained explain_vm(const Registry& registry, const ResolvedVm& vm);
Explained explain_network(const Registry& registry, const ResolvedNetwork& network);
Explained explain_image(const Registry& registry, const ResolvedImage& image);
Explained explain_node(const Registry& registry, const ResolvedNode& node);

// Explains every value at a path or below it, in the document's order; everything without a path. Keys are joined
// by ".", items of a list stand under their name, or their number from 0; the leading main section may be left out.
// Raises Error, with near matches, if there is nothing at the path.
std::vector<Explanation> explain(const Explained& explained, std::string_view path);

}  // namespace vmp
