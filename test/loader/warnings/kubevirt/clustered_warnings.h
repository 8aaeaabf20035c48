#pragma once

#include <string>

#include "loader/warnings/finders.h"
#include "test/loader/configuration/vm/kubevirt/clustered_vm.h"

namespace vmp::test {

// What a function of finders.h finds in a VM on a cluster whose template.spec has these fields over those of kCluster.
inline std::string warnings_of_spec(Diagnostics (*find)(const ResolvedVm&), const std::string& fields,
                                    const std::string& others = "") {
  return render(find(resolve(with_cluster(
      {"vms:\n  - name: web\n    template: clustered\n    kubevirt:\n      virtualMachine:\n        template:\n"
       "          spec: " +
       fields + "\n" + others}))));
}

}  // namespace vmp::test
