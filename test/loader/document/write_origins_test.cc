#include "loader/document/write_origins.h"

#include "loader/document/read_yaml.h"
#include "test/catch.h"

using namespace vmp;

namespace {

Value parse(const std::string& yaml) {
  return read_yaml(std::make_shared<const SourceFile>(SourceFile{.name = "r.yaml", .text = yaml})).at(0);
}

}  // namespace

TEST_CASE("write_yaml_with_origins puts the place of each value behind its line") {
  const Value value = parse(
      "memory: 2048\n"
      "script: |\n"
      "  echo a\n"
      "  echo b\n"
      "disks: [{name: root}, plain]\n"
      "empty: {}\n"
      "nothing:\n"
      "quoted: \"a # b\"\n");
  CHECK(write_yaml_with_origins(value) ==
        "memory: 2048  # r.yaml:1:9\n"
        "script: |  # r.yaml:2:9\n"
        "  echo a\n"
        "  echo b\n"
        "disks:\n"
        "- name: root  # r.yaml:5:16\n"
        "- plain  # r.yaml:5:23\n"
        "empty: {}  # r.yaml:6:8\n"
        "nothing:  # r.yaml:7:9\n"
        "quoted: \"a # b\"  # r.yaml:8:9\n");
}

TEST_CASE("write_yaml_with_origins leaves lines alone that no source wrote") {
  CHECK(write_yaml_with_origins(Value::map({{Value::scalar("a"), Value::scalar("b")}})) == "a: b\n");
}
