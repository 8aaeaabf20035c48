#include "loader/configuration/claims/claims.h"

#include "test/catch.h"

using namespace vmp;

namespace {

using Messages = std::vector<std::string>;

Text text(std::string value) {
  return {std::move(value), {}};
}

VmConfiguration vm(const std::string& name, const std::string& uri = "qemu:///system") {
  VmConfiguration configuration;
  configuration.name = text(name);
  configuration.node = {text("lab"), text(uri)};
  configuration.domain.name = text(name);
  return configuration;
}

Volume blank(const std::string& name) {
  return {
      .name = text(name), .pool_name = text("p"), .format = text("qcow2"), .capacity = text("1G"), .source = Blank()};
}

Volume upload(const std::string& name, DeletionPolicy policy = DeletionPolicy::kRetain,
              const std::string& path = ".images/i") {
  return {.name = text(name),
          .pool_name = text("p"),
          .format = text("qcow2"),
          .capacity = std::nullopt,
          .deletion_policy = policy,
          .source = UploadFile{text(path)}};
}

Volume overlay(const std::string& name, const std::string& base) {
  Volume volume = blank(name);
  volume.source = BackingVolume{text(base), text("p"), text("qcow2")};
  return volume;
}

VmConfiguration with_volumes(VmConfiguration configuration, std::vector<Volume> volumes) {
  configuration.volumes = std::move(volumes);
  return configuration;
}

VmConfiguration with_pools(VmConfiguration configuration, std::vector<Pool> pools) {
  configuration.pools = std::move(pools);
  return configuration;
}

OptionItem item(const std::string& name, const std::string& value) {
  return {text(name), {{text(name), text(value)}}};
}

VmConfiguration with_network(VmConfiguration configuration, decltype(VirtInstallOption::value) value) {
  configuration.domain.virt_install.push_back({text("network"), std::move(value)});
  return configuration;
}

Diagnostics find(const std::vector<VmConfiguration>& vms) {
  std::vector<Claims> claims;
  for (const VmConfiguration& vm : vms) claims.push_back(list_claims(vm));
  return find_conflicts(claims);
}

Messages conflicts(const std::vector<VmConfiguration>& vms) {
  Messages messages;
  for (const Diagnostic& diagnostic : find(vms)) messages.push_back(diagnostic.message);
  return messages;
}

}  // namespace

TEST_CASE("a node has a domain's name once") {
  VmConfiguration second = vm("b");
  second.domain.name = text("a");
  VmConfiguration elsewhere = second;
  elsewhere.node.uri = text("qemu+ssh://other/system");
  VmConfiguration third = second;
  third.name = text("c");
  CHECK(conflicts({vm("a"), second, elsewhere, third}) ==
        Messages{"VM \"b\" and VM \"a\" both have domain \"a\" on node \"lab\"",
                 "VM \"c\" and VM \"a\" both have domain \"a\" on node \"lab\""});
  CHECK(conflicts({vm("a"), vm("b")}).empty());
  CHECK(conflicts({}).empty());
}

TEST_CASE("the mistake is told at the later place, with a note at the earlier one") {
  const auto file = std::make_shared<SourceFile>(SourceFile{"r.yaml", "a\nb\n"});
  VmConfiguration first = vm("a");
  first.domain.name = {"d", {file, 1, 1, 1}};
  VmConfiguration second = vm("b");
  second.name.place = {file, 2, 1, 1};
  second.domain.name = text("d");  // a default has no place: the VM's name has one
  const Diagnostics found = find({first, second});
  REQUIRE(found.size() == 1);
  CHECK(to_string(found[0].place) == "r.yaml:2:1");
  REQUIRE(found[0].notes.size() == 1);
  CHECK(to_string(found[0].notes[0].place) == "r.yaml:1:1");
  CHECK(found[0].notes[0].message == "domain \"d\" of VM \"a\"");
}

TEST_CASE("a node has an explicit MAC address once, however it is written") {
  const VmConfiguration first = with_network(vm("a"), std::vector<OptionItem>{item("mac", "52:54:00:AA:00:01")});
  const VmConfiguration second = with_network(vm("b"), text("bridge=br0,mac.address=52:54:00:aa:00:01,model=e1000"));
  CHECK(conflicts({first, second}) ==
        Messages{"VM \"b\" and VM \"a\" both have MAC address \"52:54:00:aa:00:01\" on node \"lab\""});
  const VmConfiguration twice = with_network(
      vm("a"), std::vector<OptionItem>{item("mac", "52:54:00:00:00:01"), item("mac.address", "52:54:00:00:00:01")});
  CHECK(conflicts({twice}) == Messages{"VM \"a\" has MAC address \"52:54:00:00:00:01\" twice on node \"lab\""});
}

TEST_CASE("what is no address is no conflict") {
  for (const char* value : {"bridge=br0", "mac=RANDOM", "model=mac,x", "", ",", "mac"}) {
    CHECK(conflicts({with_network(vm("a"), text(value)), with_network(vm("b"), text(value))}).empty());
  }
  CHECK(conflicts({with_network(vm("a"), true), with_network(vm("b"), true)}).empty());
}

TEST_CASE("a VM has a pool once") {
  CHECK(conflicts({with_pools(vm("a"), {{text("p"), text("/a")}, {text("p"), text("/a")}})}) ==
        Messages{"VM \"a\" has pool \"p\" twice on node \"lab\""});
  CHECK(conflicts({with_pools(vm("a"), {{text("p"), text("/a")}, {text("q"), text("/a")}})}).empty());
}

TEST_CASE("VMs share a pool if it is in one directory") {
  const VmConfiguration first = with_pools(vm("a"), {{text("p"), text("/srv/p")}});
  for (const char* same : {"/srv/p", "/srv/p/", "//srv//p"}) {
    CHECK(conflicts({first, with_pools(vm("b"), {{text("p"), text(same), DeletionPolicy::kRetain}})}).empty());
  }
  CHECK(conflicts({first, with_pools(vm("b"), {{text("p"), text("/srv/q")}})}) ==
        Messages{"VM \"b\" and VM \"a\" define pool \"p\" differently on node \"lab\""});
  CHECK(conflicts({first, with_pools(vm("b", "qemu+ssh://other/system"), {{text("p"), text("/srv/q")}})}).empty());
}

TEST_CASE("a node has a volume of a VM once") {
  const Volume elsewhere = {
      .name = text("v"), .pool_name = text("q"), .format = text("qcow2"), .capacity = std::nullopt, .source = Blank()};
  CHECK(conflicts({with_volumes(vm("a"), {blank("v")}), with_volumes(vm("b"), {blank("v")})}) ==
        Messages{"VM \"b\" and VM \"a\" both have volume \"v\" of pool \"p\" on node \"lab\""});
  CHECK(conflicts({with_volumes(vm("a"), {overlay("v", "base")}), with_volumes(vm("b"), {overlay("v", "base")})})
            .size() == 1);
  CHECK(conflicts({with_volumes(vm("a"), {blank("v")}), with_volumes(vm("b"), {elsewhere})}).empty());
}

TEST_CASE("VMs share a volume that they upload alike and keep") {
  CHECK(conflicts({with_volumes(vm("a"), {upload("v")}), with_volumes(vm("b"), {upload("v")})}).empty());
  CHECK(conflicts({with_volumes(vm("a"), {upload("v")}),
                   with_volumes(vm("b"), {upload("v", DeletionPolicy::kRetain, ".images/other")})}) ==
        Messages{"VM \"b\" and VM \"a\" define volume \"v\" of pool \"p\" differently on node \"lab\""});
}

TEST_CASE("VMs share a volume that is only the backing of others") {
  const Volume base = upload("base", DeletionPolicy::kDelete);
  CHECK(conflicts(
            {with_volumes(vm("a"), {base, overlay("x", "base")}), with_volumes(vm("b"), {overlay("y", "base"), base})})
            .empty());
  CHECK(conflicts({with_volumes(vm("a"), {base}), with_volumes(vm("b"), {base})}).size() == 1);
}

TEST_CASE("a seed is never shared: its file is another in each VM's directory") {
  VmConfiguration first = with_volumes(vm("a"), {upload("v", DeletionPolicy::kRetain, "seed.iso")});
  first.cloud_init = CloudInit{text("seed.iso"), {}, {}, {}, {}};
  VmConfiguration second = first;
  second.name = text("b");
  second.domain.name = text("b");
  CHECK(conflicts({first, second}).size() == 1);
}

TEST_CASE("VMs of a node cannot have each other's volumes below their own") {
  const VmConfiguration a = with_volumes(vm("a"), {overlay("x", "y")});
  CHECK(conflicts({a, with_volumes(vm("b"), {overlay("y", "x")})}) ==
        Messages{"volume \"x\" is its own backing volume, through others"});
  CHECK(conflicts({a, with_volumes(vm("b", "qemu+ssh://h/system"), {overlay("y", "x")})}).empty());
}

TEST_CASE("a network has the bridge that it makes for itself, and a MAC address with nobody") {
  const auto network = [](const std::string& name, NetworkMode mode) {
    NetworkConfiguration configuration;
    configuration.name = text(name);
    configuration.node = {text("lab"), text("qemu:///system")};
    configuration.mode = mode;
    configuration.bridge = text("br7");
    return configuration;
  };
  NetworkConfiguration second = network("b", NetworkMode::kIsolated);
  second.mac = text("52:54:00:00:00:aa");
  const VmConfiguration web = with_network(vm("web"), std::vector{item("mac", "52:54:00:00:00:AA")});
  const std::vector<Claims> claims = {list_claims(web), list_claims(network("a", NetworkMode::kNat)),
                                      list_claims(second), list_claims(network("c", NetworkMode::kBridge))};
  Messages messages;
  for (const Diagnostic& diagnostic : find_conflicts(claims)) messages.push_back(diagnostic.message);
  CHECK(messages == Messages{
                        "network \"b\" and network \"a\" both have bridge \"br7\" on node \"lab\"",
                        "network \"b\" and VM \"web\" both have MAC address \"52:54:00:00:00:aa\" on node \"lab\"",
                    });
}

TEST_CASE("a VM shares a pool of its node in the same directory only") {
  NodeConfiguration node;
  node.node = vm("a").node;
  node.pools = {{.name = text("p"), .kind = DirectoryPool{text("/srv/p"), {}}},
                {.name = text("q"), .kind = ZfsPool{text("tank")}}};
  const auto conflicts_with = [&node](const std::string& pool, const std::string& path) {
    const std::vector<Claims> claims = {list_claims(node),
                                        list_claims(with_pools(vm("a"), {{text(pool), text(path)}}))};
    Messages messages;
    for (const Diagnostic& mistake : find_conflicts(claims)) messages.push_back(mistake.message);
    return messages;
  };
  CHECK(conflicts_with("p", "/srv//p/").empty());
  CHECK(conflicts_with("p", "/srv") ==
        Messages{"VM \"a\" and node \"lab\" define pool \"p\" differently on node \"lab\""});
  CHECK(conflicts_with("q", "/tank") ==
        Messages{"VM \"a\" and node \"lab\" define pool \"q\" differently on node \"lab\""});
}
