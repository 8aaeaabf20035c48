#include "loader/warnings/cloud_init/cloud_init_data.h"

#include "loader/document/write_json.h"
#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("a map is a datum as it is") {
  CHECK(write_json(*read_datum(parse("{a: 1}"))) == write_json(parse("{a: 1}")));
}

TEST_CASE("a text is read as YAML, with every value at its place") {
  const Value text = parse("- \"#cloud-config\\na: [b]\"").items().front();
  const std::optional<Value> datum = read_datum(text);
  CHECK(write_json(*datum) == write_json(parse("a: [b]")));
  CHECK(to_string(datum->find("a")->items().front().place()) == "r.yaml:1:3");
  CHECK(to_string(datum->find_key("a")->place()) == "r.yaml:1:3");
}

TEST_CASE("scripts, bad YAML and nothing are no datum") {
  CHECK_FALSE(read_datum(std::nullopt));
  CHECK_FALSE(read_datum(Value::scalar("#!/bin/sh\necho")));
  CHECK_FALSE(read_datum(Value::scalar("a: [")));
  CHECK_FALSE(read_datum(Value::scalar("a: b\n---\nc: d")));
  CHECK_FALSE(read_datum(Value::scalar("")));
}

TEST_CASE("the values of a text have places in its source") {
  const Value text = parse("- |\n  ä: &anchor bc\n  d: *anchor\n  e: f\n").items().front();
  const Value datum = *read_datum_text(text);
  DatumPlaces places(text);
  CHECK(to_string(places.find(*datum.find("ä"))) == "r.yaml:2:6");
  CHECK(to_string(places.find(*datum.find("e"))) == "r.yaml:4:6");
  CHECK(to_string(places.find(*datum.find("ä"))) == to_string(text.place()));
}

TEST_CASE("maps, and texts that say so, are configuration") {
  CHECK(is_cloud_config(parse("{a: 1}")));
  CHECK(is_cloud_config(Value::scalar("#cloud-config\na: 1")));
  CHECK_FALSE(is_cloud_config(Value::scalar("#!/bin/sh")));
}
