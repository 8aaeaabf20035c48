#include "loader/validation/outlines.h"

#include <map>
#include <string>

#include "loader/validation/compiled_schema.h"
#include "loader/validation/schema.h"
#include "loader/validation/schema_tokens.h"
#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

const std::string kVm = R"(
name: web
nodeName: lab
image: debian:12
provisioner: v1alpha1
template: base
vars: {A: b, C: 1}
libvirt:
  domain: {name: web, virtInstall: {memory: 1024, import: true, disk: [{name: root, options: {vol: p/web, bus: virtio}}]}}
  pools: [{name: p, directory: {path: /srv}, deletionPolicy: Retain}]
  volumes:
    - {name: root, poolName: p, format: raw, capacity: 20G}
    - {name: seed, poolName: p, uploadFile: {path: seed.iso}}
cloudInit: {noCloud: {seed: {path: seed.iso}, data: {user-data: {packages: [vim]}, meta-data: text}}}
ssh: {user: root, host: 10.0.0.1, password: secret, options: {LogLevel: ERROR, SendEnv: [A, B]}}
)";

Value schema_document() {
  return read_schema_tokens(schema_tokens());
}

// The value with each of its parts in turn replaced.
void replace_parts(const Value& value, const std::vector<Value>& others, const std::function<void(Value)>& use) {
  for (const Value& other : others) use(other);
  for (std::size_t at = 0; at < value.items().size(); ++at) {
    replace_parts(value.items()[at], others, [&](Value part) {
      List items = value.items();
      items[at] = std::move(part);
      use(Value::list(std::move(items)));
    });
  }
  for (const auto& [key, below] : value.entries()) {
    const std::string name = key.text();
    replace_parts(below, others, [&](Value part) { use(value.with_entry(name, std::move(part))); });
  }
}

}  // namespace

TEST_CASE("values of one outline get one verdict") {
  const Value document = schema_document();
  const Outlines outlines(document);
  const std::vector<Value> others = parse(
                                        "[a, a b, '', ~, '~', yes, 'yes', Delete, Retain, raw, sha256, 12, 20G, 1x, "
                                        "/a, ../a, a/../b, -a, 'a:b', é, [], "
                                        "{}, [a], {a: b}, {name: a}, [{name: a}], [{name: a/b}], {-a: b}, {A b: c}]")
                                        .items();
  for (const std::string name : {"configuredVm", "vm", "template", "tag"}) {
    CAPTURE(name);
    const Value reference = Value::map({{Value::scalar("$ref"), Value::scalar("#/definitions/" + name)}});
    const CompiledSchema schema(Value::map({{Value::scalar("definitions"), *document.find("definitions")},
                                            {Value::scalar("allOf"), Value::list({reference})}}));
    std::map<std::string, bool> verdicts;
    std::size_t different = 0;
    replace_parts(parse(kVm), others, [&](const Value& value) {
      const auto [verdict, is_new] = verdicts.emplace(outlines.of(value), schema.accepts(value));
      if (!is_new && verdict->second != schema.accepts(value)) ++different;
    });
    CHECK(different == 0);
    CHECK(verdicts.size() > 100);
  }
}

TEST_CASE("an outline has what the schema asks of a text, and not the text") {
  const Outlines outlines(schema_document());
  const auto outline = [&](const std::string& yaml) { return outlines.of(parse(yaml)); };
  CHECK(outline("{name: web, vars: {A: b}}") == outline("{name: db, vars: {A: c d}}"));
  CHECK(outline("{name: web}") != outline("{name: a/b}"));
  CHECK(outline("{name: web}") != outline("{name: }"));
  CHECK(outline("{name: web}") != outline("{nam: web}"));
  CHECK(outline("{type: xz}") != outline("{type: zip}"));
  CHECK(outline("{capacity: 20G}") == outline("{capacity: 1}"));
  CHECK(outline("{capacity: 20G}") != outline("{capacity: x}"));
  CHECK(outline("{other: yes}") != outline("{other: no}"));
  CHECK(outline("{other: yes}") != outline("{other: 'yes'}"));
  CHECK(outline("[a, [b]]") == outline("[c, [d]]"));
  CHECK(outline("[a, b]") != outline("[a, [b]]"));
}

TEST_CASE("a keyword that may ask for more is refused") {
  const auto make = [](const std::string& node) { return Outlines(parse("definitions: {a: " + node + "}")); };
  CHECK_NOTHROW(make("{type: array, items: {x-rule: name}}"));
  CHECK_THROWS_AS(make("{type: array, uniqueItems: true}"), std::logic_error);
  CHECK_THROWS_AS(make("{minLength: 2}"), std::logic_error);
  CHECK_THROWS_AS(make("{additionalProperties: {x-rule: name}}"), std::logic_error);
}
