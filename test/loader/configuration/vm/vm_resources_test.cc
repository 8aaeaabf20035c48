#include "loader/configuration/vm/vm_resources.h"

#include <string>

#include "test/catch.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp;
using namespace vmp::test;

namespace {

VmConfiguration with_options(const std::string& options) {
  return resolve({"vms: [{name: web, template: base, libvirt: {domain: {virtInstall: {" + options + "}}}}]"})
      .configuration;
}

std::string memory_of(const std::string& options) {
  const auto memory = find_memory(with_options(options));
  return memory ? std::to_string(memory->number / 1024 / 1024) : "unknown";
}

std::string vcpus_of(const std::string& options) {
  const auto vcpus = find_vcpus(with_options(options));
  return vcpus ? std::to_string(vcpus->number) : "unknown";
}

}  // namespace

TEST_CASE("memory is what the guest may grow to, in mebibytes", "[vm_resources]") {
  CHECK(memory_of("memory: 2048") == "2048");
  CHECK(memory_of("ram: 2048") == "2048");
  CHECK(memory_of("memory: \"1024,maxmemory=4096\"") == "4096");
  CHECK(memory_of("memory: [{name: m, options: {memory: 512, currentMemory: 256}}]") == "512");
  CHECK(memory_of("memory: 0") == "unknown");
  CHECK(memory_of("import: true") == "unknown");
}

TEST_CASE("processors are counted, or made of sockets, cores and threads", "[vm_resources]") {
  CHECK(vcpus_of("vcpus: 4") == "4");
  CHECK(vcpus_of("vcpus: \"2,maxvcpus=8\"") == "8");
  CHECK(vcpus_of("vcpus: \"sockets=2,cores=4,threads=2\"") == "16");
  CHECK(vcpus_of("memory: 1") == "unknown");
}
