#pragma once

#include <memory>
#include <string>
#include <vector>

#include "loader/configuration/configuration_document.h"
#include "loader/configuration/vm/resolve_vm.h"
#include "loader/document/write_yaml.h"
#include "loader/registry/registry.h"
#include "test/loader/in_memory.h"

// VMs that are resolved from sources in a test.
namespace vmp::test {

// A node, an image and a template, so that `{name: web, template: base}` is a complete VM.
inline const std::string kLab = R"(
nodes:
  - name: lab
    libvirt: {connection: {uri: "qemu:///system"}}
images:
  - name: debian
    tags:
      - pattern: ^(?P<v>\d+)$
        url: https://images.example/debian-{v}.qcow2
        volumeName: debian-{v}.qcow2
templates:
  - name: base
    provisioner: v1alpha1
    nodeName: lab
    image: debian:12
    libvirt: {domain: {name: "{VM_NAME}"}}
)";

// The registry of kLab (lab.yaml) and these sources: r.yaml, r2.yaml, r3.yaml...
inline std::unique_ptr<const Registry> registry_of(const std::vector<std::string>& texts) {
  std::vector<std::shared_ptr<const SourceFile>> sources = {source(kLab, "lab.yaml")};
  for (const std::string& text : texts) {
    const std::string number = sources.size() == 1 ? "" : std::to_string(sources.size());
    sources.push_back(source(text, "r" + number + ".yaml"));
  }
  return std::make_unique<const Registry>(sources);
}

// Without its registry: what of it the registry owns is gone.
inline ResolvedVm resolve(const std::vector<std::string>& texts, const std::string& name = "web") {
  return resolve_vm(*registry_of(texts), name);
}

// What `vmp config` prints below a path of keys, as YAML; "nothing" if there is no such key.
inline std::string resolved(const std::vector<std::string>& texts, const std::vector<std::string>& path) {
  const auto registry = registry_of(texts);
  const Value document = describe_configuration(resolve_vm(*registry, "web"));
  const Value* value = &document;
  for (const std::string& key : path) {
    value = value->find(key);
    if (value == nullptr) return "nothing";
  }
  return write_yaml(*value);
}

inline std::string mistakes_in_vm(const std::vector<std::string>& texts) {
  return mistakes_of([&] { resolve(texts); });
}

inline std::string warnings_of_vm(const std::vector<std::string>& texts) {
  return render(resolve(texts).warnings);
}

}  // namespace vmp::test
