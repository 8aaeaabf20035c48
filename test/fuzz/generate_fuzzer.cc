// From the bytes of a source to the generated files of every VM, in memory: files or diagnostics, nothing else.
#include <cstdint>
#include <memory>

#include "loader/configuration/resolve.h"
#include "loader/diagnostics/render.h"
#include "loader/registry/registry.h"
#include "provisioners/versions.h"

namespace {

void show(const vmp::Error& error) {
  for (const vmp::Diagnostic& diagnostic : error.diagnostics()) render_as_text(diagnostic, vmp::Colour::kNever);
}

void generate(const vmp::Registry& registry, const std::string& name) {
  try {
    const vmp::ResolvedVm vm = resolve_vm(registry, name);
    vmp::find_provisioner_version(vm.configuration.provisioner).generate(vm.configuration);
  } catch (const vmp::Error& error) {
    show(error);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    const vmp::Registry registry(
        {std::make_shared<const vmp::SourceFile>(vmp::SourceFile{.name = "fuzz.yaml", .text = text})});
    for (const std::string& name : registry.vms().names()) generate(registry, name);
  } catch (const vmp::Error& error) {
    show(error);
  }
  return 0;
}
