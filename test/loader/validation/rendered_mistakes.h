#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "loader/diagnostics/render.h"
#include "loader/document/read_yaml.h"
#include "loader/validation/schema.h"

namespace vmp {

// All that a VM needs.
inline const std::string kCompleteVm = R"(name: web
nodeName: lab
image: debian:12
provisioner: v1alpha1
libvirt:
  domain: {name: web}
)";

// What validate says of a YAML text, as people see it after an empty line, or "valid".
inline std::string render_mistakes(Shape shape, std::string_view whole, const std::string& yaml) {
  const auto source = std::make_shared<const SourceFile>(SourceFile{"r.yaml", yaml});
  std::string text;
  for (const Diagnostic& mistake : validate(read_yaml(source).at(0), shape, whole)) {
    text += render_as_text(mistake, Colour::kNever);
  }
  return text.empty() ? "valid" : "\n" + text;
}

inline std::string mistakes_in_registry(const std::string& yaml) {
  return render_mistakes(Shape::kRegistry, "the registry", yaml);
}

inline std::string mistakes_in_node(const std::string& yaml) {
  return render_mistakes(Shape::kReachableNode, "node \"lab\"", yaml);
}

inline std::string mistakes_in_vm(const std::string& yaml) {
  return render_mistakes(Shape::kConfiguredVm, "VM \"web\"", yaml);
}

}  // namespace vmp
