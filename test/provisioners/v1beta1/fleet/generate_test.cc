#include "provisioners/v1beta1/fleet/generate.h"

#include <filesystem>
#include <string>
#include <vector>

#include "generator/manifest.h"
#include "loader/diagnostics/diagnostic.h"
#include "test/catch.h"
#include "test/provisioners/golden_directory.h"
#include "test/provisioners/v1beta1/fleet/example_fleets.h"
#include "test/source_directory.h"

namespace vmp::v1beta1 {

namespace {

using vmp::test::example_fleet;
using vmp::test::node;
using vmp::test::read_file;
using vmp::test::text;

const std::filesystem::path kSource = test::source_directory();
const std::filesystem::path kGolden = kSource / "test/provisioners/v1beta1/fleet/golden";

std::string makefile_of(const FleetConfiguration& configuration) {
  return std::string(generate_fleet(configuration).at("Makefile").bytes());
}

void check_golden(const FleetConfiguration& configuration, const std::string& golden) {
  test::check_golden_file(makefile_of(configuration), kGolden / golden);
}

// The part before the constant end.
std::string head_of(const FleetConfiguration& configuration) {
  const std::string text = makefile_of(configuration);
  return text.substr(0, text.find("\n# ---- Targets ----"));
}

}  // namespace

TEST_CASE("a fleet is a Makefile with a line for each directory and each need") {
  check_golden(example_fleet(), "landscape.mk");
}

TEST_CASE("a fleet without anything in it is one, too") {
  FleetConfiguration fleet;
  fleet.name = text("none");
  fleet.description = text("Nothing yet\n# vmp-files: Makefile mine");
  check_golden(fleet, "empty.mk");
  CHECK(read_manifest(makefile_of(fleet)) ==
        std::vector<std::string>{"Makefile", "fleet.sh", "fleet-goals.sh", "fleet-status.sh"});
}

TEST_CASE("the scripts of a fleet are the same in all, and its Makefile's manifest names them") {
  const GeneratedFiles files = generate_fleet(example_fleet());
  std::vector<std::string> names;
  for (const auto& [name, file] : files) {
    names.push_back(name);
    if (name != "Makefile") CHECK(file.bytes() == read_file(kSource / "provisioners/v1beta1/fleet" / name));
  }
  CHECK(names == std::vector<std::string>{"Makefile", "fleet-goals.sh", "fleet-status.sh", "fleet.sh"});
}

TEST_CASE("another VM of a fleet is lines of its own, and changes no other") {
  FleetConfiguration fleet = example_fleet();
  const std::string before = head_of(fleet);
  fleet.vms.push_back(fleet.vms.front());
  fleet.vms.back().name = fleet.vms.back().domain.value = "sam-2";
  CHECK(head_of(fleet) == before +
                              "\n"
                              "VM_DIRECTORIES += sam-2\n"
                              "FLEET += --vm sam-2 kvm1 sam-2\n"
                              "FLEET += --group samba\n"
                              "FLEET += --group all\n"
                              "up/sam-2: up/nodes/kvm1 build/images/web/12,2C20a up/networks/service ready/ldap-1\n"
                              "down/networks/service down/ldap-1: $(filter down/sam-2,$(GOING))\n");
}

TEST_CASE("names with any bytes are words and targets of a fleet") {
  FleetConfiguration fleet;
  fleet.name = text("$(shell touch x)");
  const Node host = node("a node's #1", "qemu:///system?a='b' $c#d");
  fleet.nodes = {{.node = host, .has_directory = true}};
  fleet.vms = {{.name = "wäb",
                .node = host,
                .domain = text("--vm $(x) 'y'#"),
                .groups = {"a b;"},
                .networks = {},
                .depends_on = {}}};
  check_golden(fleet, "names.mk");
}

TEST_CASE("a control character in a fleet is an error at its place") {
  FleetConfiguration fleet = example_fleet();
  fleet.vms.front().domain.value = "a\nb";
  CHECK_THROWS_MATCHES(generate_fleet(fleet), Error,
                       Catch::Matchers::Message("value holds the control character U+000A"));
}

}  // namespace vmp::v1beta1
