#include "loader/validation/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loader/document/read_yaml.h"
#include "loader/validation/sentences.h"
#include "loader/validation/text_rules.h"
#include "test/catch.h"
#include "test/loader/validation/rendered_mistakes.h"

namespace vmp {
namespace {

Value read_schema() {
  const auto source =
      std::make_shared<const SourceFile>(SourceFile{"registry.schema.json", std::string(registry_schema_text())});
  return read_yaml(source).at(0);
}

// Every node of the schema with its path: the keywords below which nodes stand are the same for all schemas.
void collect_nodes(const std::string& path, const Value& node, std::vector<std::pair<std::string, Value>>& nodes) {
  nodes.emplace_back(path, node);
  for (const char* keyword : {"properties", "patternProperties", "definitions"}) {
    const Value* children = node.find(keyword);
    if (children == nullptr) continue;
    for (const auto& [name, child] : children->entries()) collect_nodes(path + "/" + name.text(), child, nodes);
  }
  for (const char* keyword : {"items", "additionalProperties"}) {
    const Value* child = node.find(keyword);
    if (child != nullptr && child->is_map()) collect_nodes(path + "/" + keyword, *child, nodes);
  }
}

std::vector<std::pair<std::string, Value>> schema_nodes() {
  std::vector<std::pair<std::string, Value>> nodes;
  collect_nodes("", read_schema(), nodes);
  return nodes;
}

}  // namespace

TEST_CASE("an empty registry is valid, and so are its empty sections", "[schema]") {
  CHECK(mistakes_in_registry("{}") == "valid");
  CHECK(mistakes_in_registry("{nodes: , images: ~, templates: [], vms: null}") == "valid");
}

TEST_CASE("keys that begin with x- are free", "[schema]") {
  CHECK(mistakes_in_registry("{x-common: {a: [1, {b: ~}]}, x-: 1}") == "valid");
}

TEST_CASE("an entry of a source needs no more than its name", "[schema]") {
  CHECK(mistakes_in_registry("{nodes: [{name: a}], images: [{name: a}], templates: [{name: a}], vms: [{name: a}]}") ==
        "valid");
  CHECK(mistakes_in_registry(R"(
vms:
  - name: web
    libvirt:
      domain: {virtInstall: {disk: [{name: root}]}}
      pools: [{name: p}]
      volumes: [{name: v}]
    cloudInit: {noCloud: {}}
)") == "valid");
}

TEST_CASE("null clears an inherited value everywhere", "[schema]") {
  CHECK(mistakes_in_registry(R"(
nodes: [{name: n, description: , vars: , libvirt: {connection: {uri: }}}, {name: m, libvirt: {connection: }}]
images: [{name: i, vars: {A: }, tags: [{pattern: a, url: b, volumeName: c, format: , archive: , checksum: , vars: }]}]
templates: [{name: t, template: , templates: , libvirt: , cloudInit: , ssh: , nodeName: , image: , provisioner: }]
vms:
  - name: web
    libvirt:
      domain: {name: , virtInstall: {memory: , disk: [{name: root, options: {size: }}, {name: data, options: }]}}
      pools: [{name: p, directory: {path: }, deletionPolicy: }, {name: q, directory: }]
      volumes:
        - {name: v, poolName: , format: , capacity: , deletionPolicy: , backingVolume: , uploadFile: }
        - {name: w, backingVolume: {name: , poolName: , format: }, uploadFile: {path: }}
    cloudInit: {noCloud: {seed: {path: }, data: {meta-data: , user-data: , vendor-data: , network-config: }}}
    ssh: {user: , host: , password: , options: {LogLevel: }}
  - {name: db, libvirt: {domain: , pools: , volumes: }, cloudInit: {noCloud: }, ssh: {options: }}
)") == "valid");
}

TEST_CASE("a plain scalar is text wherever text is wanted", "[schema]") {
  CHECK(mistakes_in_registry(R"(
vms:
  - name: yes
    image: 1.10
    vars: {A: 0123, B: 52:54:00:12:34:56, C: 2024-01-01, D: true, E: .inf}
    libvirt: {domain: {virtInstall: {memory: 1024, import: true, wait: off, graphics: none, network: [{name: 1}]}}}
    ssh: {options: {Port: 22, StrictHostKeyChecking: no, SendEnv: [1, yes]}}
)") == "valid");
}

TEST_CASE("the checksum and the templates have two forms", "[schema]") {
  CHECK(mistakes_in_registry(R"(
images:
  - name: i
    tags:
      - {pattern: a, url: b, volumeName: c, checksum: "sha256:{digest}", archive: {type: tar.gz, path: "{v}.raw"}}
      - {pattern: a, url: b, volumeName: c, checksum: {algorithm: sha512, url: "https://x/{v}/SUMS"}}
templates: [{name: a, templates: b}, {name: c, templates: [a, b]}, {name: d, template: ~, templates: [a]}]
)") == "valid");
}

TEST_CASE("a complete VM is valid", "[schema]") {
  CHECK(mistakes_in_vm(kCompleteVm) == "valid");
  CHECK(mistakes_in_vm(kCompleteVm + R"(
  pools: [{name: p, directory: {path: /srv/p}}]
  volumes:
    - {name: base.qcow2, poolName: default, uploadFile: {path: ../.images/base.qcow2}, deletionPolicy: Retain}
    - {name: root.qcow2, poolName: p, capacity: 20G, backingVolume: {name: base.qcow2, poolName: default}}
    - {name: data.qcow2, poolName: p, capacity: 64MiB, format: raw}
cloudInit: {noCloud: {seed: {path: seed/web.iso}, data: {user-data: "#!/bin/sh"}}}
ssh: {user: ops, host: fd00::1}
)") == "valid");
  CHECK(mistakes_in_vm(kCompleteVm + "cloudInit: {}\nssh: {}") == "valid");
  CHECK(mistakes_in_node("{name: lab, libvirt: {connection: {uri: qemu:///system}}}") == "valid");
}

TEST_CASE("one mistake is one message", "[schema]") {
  const auto source = std::make_shared<const SourceFile>(SourceFile{
      "r.yaml", "vms: [{name: web, libvirt: {volumes: [{name: a, uploadFile: [], deletionPolcy: x}]}}, web, {}]"});
  const Diagnostics mistakes = validate(read_yaml(source).at(0), Shape::kRegistry, "the registry");
  std::vector<std::string> messages;
  for (const Diagnostic& mistake : mistakes) messages.push_back(mistake.message);
  CHECK(messages == std::vector<std::string>{
                        "\"uploadFile\" must be a map, not a list", "unknown key \"deletionPolcy\" in volume \"a\"",
                        "an entry of \"vms\" must be a map, not text", "an entry of \"vms\" has no \"name\""});
}

TEST_CASE("a text too long for a regular expression on the stack does no harm", "[schema]") {
  CHECK(mistakes_in_registry("vms: [{name: " + std::string(1'000'000, 'a') + "}]").find("128 bytes") !=
        std::string::npos);
}

TEST_CASE("a long section is judged alike by one thread and by several", "[schema]") {
  std::string text = "vms:\n";
  for (int number = 0; number < 300; ++number) {
    text += fmt::format("  - {{name: vm{}, vars: {{V{}: {}}}}}\n", number, number % 7, number == 250 ? "[]" : "x");
  }
  const auto source = std::make_shared<const SourceFile>(SourceFile{"r.yaml", text});
  const Value registry = read_yaml(source).at(0);
  for (const std::size_t threads : {1, 2, 5}) {
    const Verdict verdict = judge(registry, Shape::kRegistry, "the registry", threads);
    CHECK(verdict.broken.contains(ValuePath{"vms", "250", "vars", "V5"}));
    REQUIRE(verdict.mistakes.size() == 1);
    CHECK(verdict.mistakes.front().message == "\"V5\" must be text, not a list");
    CHECK(verdict.mistakes.front().place.line == 252);
  }
}

TEST_CASE("everything in the schema has a description", "[schema]") {
  for (const auto& [path, node] : schema_nodes()) {
    INFO(path);
    CHECK((node.find("$ref") != nullptr || node.find("description") != nullptr));
  }
}

TEST_CASE("every keyword of the schema has a sentence or needs none", "[schema]") {
  const std::vector<std::string_view> kWithout = {"$schema",
                                                  "$id",
                                                  "$ref",
                                                  "title",
                                                  "description",
                                                  "definitions",
                                                  "properties",
                                                  "items",
                                                  "allOf",
                                                  "if",
                                                  "then",
                                                  "else",
                                                  "examples",
                                                  "default",
                                                  "pattern",
                                                  "maxLength",
                                                  "propertyNames",
                                                  "additionalProperties",
                                                  "x-help",
                                                  "x-keys",
                                                  "errorMessage",
                                                  "patternProperties",
                                                  "patternErrorMessage"};
  for (const auto& [path, node] : schema_nodes()) {
    for (const auto& [keyword, argument] : node.entries()) {
      INFO(path << ": " << keyword.text());
      const bool has_sentence = std::ranges::any_of(
          sentences(), [&, key = keyword.text()](const Sentence& sentence) { return sentence.keyword == key; });
      CHECK((has_sentence || std::ranges::find(kWithout, keyword.text()) != kWithout.end()));
    }
  }
}

TEST_CASE("what vmp does not look at stands beside a rule, or waits for variables", "[schema]") {
  for (const auto& [path, node] : schema_nodes()) {
    INFO(path);
    const Value* rule = node.find("x-rule");
    const Value* key_rule = node.find("x-key-rule");
    const Value* pattern = node.find("pattern");
    const bool is_for_variables = pattern != nullptr && pattern->text().starts_with("^(.*[{<]|");
    CHECK((pattern == nullptr || is_for_variables || rule != nullptr));
    const bool is_for_editors = !path.starts_with("/configured");
    CHECK((rule == nullptr || pattern != nullptr || !is_for_editors));
    CHECK((node.find("propertyNames") != nullptr) == (key_rule != nullptr));
    CHECK((node.find("maxLength") == nullptr || rule != nullptr));
    if (rule != nullptr) CHECK(is_text_rule(rule->text()));
    if (key_rule != nullptr) CHECK(is_text_rule(key_rule->text()));
  }
}

TEST_CASE("the patterns refuse nothing that their rules take", "[schema]") {
  const std::vector<std::string> texts = {"web",
                                          "_x",
                                          "7up",
                                          "a.b_c+d@e-f",
                                          "größe",
                                          "日本",
                                          "debian cloud",
                                          "20G",
                                          "64MiB",
                                          "5bytes",
                                          "1024",
                                          "fd00::1",
                                          "o-p-s",
                                          "a/b.iso",
                                          "..seed",
                                          "memory",
                                          "os-variant",
                                          "source.path",
                                          "/a/b c",
                                          "LogLevel",
                                          "sha256:" + std::string(64, 'a'),
                                          "sha512:" + std::string(128, 'F'),
                                          "sha256:{digest}"};
  for (const auto& [path, node] : schema_nodes()) {
    const Value* rule = node.find("x-rule");
    const Value* key_rule = node.find("x-key-rule");
    if (rule == nullptr && key_rule == nullptr) continue;
    if (rule != nullptr && node.find("pattern") == nullptr) continue;
    const Value& pattern = rule != nullptr ? *node.find("pattern") : *node.find("propertyNames")->find("pattern");
    const std::regex regex(pattern.text());
    for (const std::string& text : texts) {
      INFO(path << ": " << text);
      const bool is_taken = !find_broken_rule((rule != nullptr ? rule : key_rule)->text(), text);
      CHECK((!is_taken || std::regex_search(text, regex)));
    }
  }
}

}  // namespace vmp
