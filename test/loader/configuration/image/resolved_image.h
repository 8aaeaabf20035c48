#pragma once

#include <memory>
#include <string>
#include <vector>

#include "loader/configuration/image/images.h"
#include "loader/configuration/image/resolve_image.h"
#include "loader/document/write_yaml.h"
#include "loader/registry/registry.h"
#include "test/loader/in_memory.h"

// Images that are built, resolved from sources in a test.
namespace vmp::test {

// An image to build on, with a checksum, and "web" with these fields, and with those of its only tag's build.
inline std::string images_with(const std::string& build, const std::string& fields = "") {
  return R"(
images:
  - name: debian
    tags:
      - {pattern: ^12$, url: "https://images.example/debian-12.qcow2", volumeName: debian-12.qcow2, checksum: "sha256:)" +
         std::string(64, 'a') + R"("}
  - name: web
)" + (fields.find("provisioner:") == std::string::npos ? "    provisioner: v1beta1\n" : "") +
         indent(fields) +
         R"(    tags:
      - pattern: ^12$
        volumeName: web-12.qcow2
        build:
)" + indent(indent(indent(build + "\n")));
}

inline BuiltName web() {
  return {"web", "12"};
}

// Without its registry: what of it the registry owns is gone.
inline ResolvedImage resolve_image_of(const std::string& text, const std::string& name = "r.yaml") {
  return resolve_image(Registry({source(text, name)}), web());
}

inline ResolvedImage build_of(const std::string& build, const std::string& fields = "") {
  return resolve_image_of(images_with(build, fields));
}

inline std::string mistakes_in_build(const std::string& build, const std::string& fields = "") {
  return mistakes_of([&] { build_of(build, fields); });
}

// Its parts, a line each: words and files.
inline std::string show(const ImagePart& part) {
  std::string text = part.type;
  for (const ImageWord& word : part.words) text += " " + word.key + "=" + word.value.value;
  for (const AuthorFile& file : part.files) text += " [" + file.path + (file.is_executable ? "*" : "") + "]";
  return text + "\n";
}

inline std::string show_steps(const ImageConfiguration& image) {
  std::string text = "\n";
  for (const ImageStep& step : image.steps) {
    text += step.name + " " + std::to_string(step.timeout_seconds) + "s: " + show(step);
  }
  return text;
}

}  // namespace vmp::test
