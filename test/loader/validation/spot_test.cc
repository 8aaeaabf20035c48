#include "loader/validation/spot.h"

#include <memory>
#include <string>

#include "loader/document/read_yaml.h"
#include "test/catch.h"

namespace vmp {
namespace {

Value read(const std::string& yaml) {
  return read_yaml(std::make_shared<const SourceFile>(SourceFile{"r.yaml", yaml})).at(0);
}

const Value& schema() {
  static const Value kSchema = read(R"(
definitions:
  volume: {title: volume, allOf: [{description: part, properties: {size: {description: size}}}]}
properties:
  volumes: {items: {$ref: "#/definitions/volume"}}
)");
  return kSchema;
}

const Value& value() {
  static const Value kValue = read("volumes:\n- name: root\n  size: 1\n- size: 2\n");
  return kValue;
}

Trail follow(const std::vector<std::string>& path) {
  return follow_path(schema(), {.value = &value(), .nodes = expand_node(schema(), schema(), value())}, path);
}

}  // namespace

TEST_CASE("a path leads to a value and what the schema says of it", "[spot]") {
  const Trail trail = follow({"volumes", "1", "size"});
  CHECK(trail.size() == 4);
  CHECK(trail.back().value->text() == "2");
  CHECK(trail.back().nodes.size() == 1);
  CHECK(trail.back().nodes.at(0)->find("description")->text() == "size");
  CHECK(trail[2].nodes.size() == 2);
}

TEST_CASE("a spot is called by its title and name, its list or its key", "[spot]") {
  CHECK(describe_spot(follow({}), "the registry") == "the registry");
  CHECK(describe_spot(follow({"volumes"}), "the registry") == "\"volumes\"");
  CHECK(describe_spot(follow({"volumes", "0"}), "the registry") == "volume \"root\"");
  CHECK(describe_spot(follow({"volumes", "1"}), "the registry") == "an entry of \"volumes\"");
  CHECK(describe_spot(trail_to_entry(follow({"volumes", "0", "size"})), "the registry") == "volume \"root\"");
}

TEST_CASE("a spot is pointed at by its name, its key or itself", "[spot]") {
  CHECK(to_string(place_of_spot(follow({}).back())) == "r.yaml:1:1");
  CHECK(to_string(place_of_spot(follow({"volumes", "0"}).back())) == "r.yaml:2:9");
  CHECK(to_string(place_of_spot(follow({"volumes", "0", "size"}).back())) == "r.yaml:3:3");
  CHECK(to_string(place_of_spot(follow({"volumes", "1"}).back())) == "r.yaml:4:3");
}

}  // namespace vmp
