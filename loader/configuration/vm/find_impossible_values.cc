#include "loader/configuration/vm/find_impossible_values.h"

#include "loader/configuration/vm/impossible_options.h"
#include "loader/configuration/vm/impossible_volumes.h"

namespace vmp {

namespace {

constexpr Diagnostics (*kFinders[])(const VmConfiguration& vm) = {find_impossible_options, find_impossible_volumes};

}  // namespace

Diagnostics find_impossible_values(const VmConfiguration& vm) {
  Diagnostics mistakes;
  for (const auto& find : kFinders) append(mistakes, find(vm));
  return mistakes;
}

}  // namespace vmp
