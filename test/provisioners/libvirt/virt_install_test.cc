#include "provisioners/libvirt/virt_install.h"

#include <string>
#include <vector>

#include "loader/configuration/identity.h"
#include "loader/diagnostics/diagnostic.h"
#include "test/catch.h"
#include "test/provisioners/example_configuration.h"

namespace vmp::libvirt {

namespace {

using Strings = std::vector<std::string>;

VmConfiguration with_options(std::vector<VirtInstallOption> options) {
  VmConfiguration configuration = live_configuration();
  configuration.domain.virt_install = std::move(options);
  return configuration;
}

// Without what is added where it is missing.
Strings arguments_of(std::vector<VirtInstallOption> options) {
  Strings arguments;
  options.push_back(option("osinfo", "x"));
  options.push_back({.name = text("nonetworks"), .value = true});
  for (const Text& argument : make_virt_install(with_options(std::move(options))).arguments) {
    arguments.push_back(argument.value);
  }
  arguments.resize(arguments.size() - 2);
  return arguments;
}

std::string message_of(std::vector<VirtInstallOption> options) {
  try {
    make_virt_install(with_options(std::move(options)));
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("text, true and false make an option, a bare one and none") {
  CHECK(arguments_of({option("memory", "1024"),
                      {.name = text("import"), .value = true},
                      {.name = text("noapic"), .value = false}}) == Strings{"--memory=1024", "--import"});
}

TEST_CASE("suboptions keep the author's order, and their names and values are quoted as a shell would") {
  CHECK(arguments_of({{.name = text("graphics"),
                       .value = std::vector{item({{.name = text("vnc"), .value = true},
                                                  suboption("listen", "0.0.0.0"),
                                                  {.name = text("gl"), .value = false},
                                                  suboption("password", "a,b'c d"),
                                                  suboption("it's", "1")})}}}) ==
        Strings{R"(--graphics=vnc,listen=0.0.0.0,password='a,b'\''c d','it'\''s'=1)"});
}

TEST_CASE("an item without suboptions is left out") {
  CHECK(arguments_of({{.name = text("disk"), .value = std::vector{item({})}}}).empty());
}

TEST_CASE("network cards get a fixed address unless they have one") {
  CHECK(arguments_of({{.name = text("network"),
                       .value = std::vector{item({suboption("network", "a")}),
                                            item({suboption("network", "b"), suboption("mac", "52:54:00:00:00:01")}),
                                            item({suboption("network", "c")})}}}) ==
        Strings{"--network=network=a,mac=52:a1:fd:4c:7e:bf", "--network=network=b,mac=52:54:00:00:00:01",
                "--network=network=c,mac=52:8e:4e:45:fc:68"});
  CHECK(arguments_of({option("network", "default")}) == Strings{"--network=default,mac=52:a1:fd:4c:7e:bf"});
  CHECK(arguments_of({option("network", "none")}) == Strings{"--network=none"});
  CHECK(arguments_of({option("network", "bridge=b,mac=52:54:00:00:00:01")}) ==
        Strings{"--network=bridge=b,mac=52:54:00:00:00:01"});
}

TEST_CASE("what virt-install would ask for or choose at random is added") {
  Strings arguments;
  for (const Text& argument : make_virt_install(with_options({option("memory", "1")})).arguments) {
    arguments.push_back(argument.value);
  }
  CHECK(arguments ==
        Strings{"--memory=1", "--network=default,mac=52:a1:fd:4c:7e:bf", "--osinfo=detect=on,require=off"});
}

TEST_CASE("the registry may give the UUID and autostart") {
  const VirtInstall result = make_virt_install(with_options(
      {option("uuid", "6BA7B811-9DAD-11D1-80B4-00C04FD430C8"), {.name = text("autostart"), .value = true}}));
  CHECK(result.uuid == "6ba7b811-9dad-11d1-80b4-00c04fd430c8");
  CHECK(result.autostart);
  CHECK_FALSE(result.transient);
}

TEST_CASE("a transient domain is no argument of virt-install, and has no autostart") {
  const VirtInstallOption transient{.name = text("transient"), .value = true};
  const VirtInstallOption autostart{.name = text("autostart"), .value = true};
  CHECK(make_virt_install(with_options({transient})).transient);
  CHECK(arguments_of({transient}).empty());
  CHECK(message_of({transient, autostart}) == "a transient domain cannot have autostart");
  CHECK(message_of({autostart, transient}) == "a transient domain cannot have autostart");
}

TEST_CASE("what is not the registry's to give is refused") {
  CHECK(message_of({option("name", "x")}) == "virt-install option \"name\" cannot be given here");
  CHECK(message_of({option("connect", "x")}) == "virt-install option \"connect\" cannot be given here");
  CHECK(message_of({option("uuid", "12-34")}) == "\"12-34\" is not a UUID");
}

TEST_CASE("interfaces are the first network cards, and those of virt-install are counted behind them") {
  VmConfiguration configuration = plugged_configuration();
  const auto networks_of = [&] {
    Strings networks;
    for (const Text& argument : make_virt_install(configuration).arguments) {
      if (argument.value.starts_with("--network")) networks.push_back(argument.value);
    }
    return networks;
  };
  Strings expected = {
      "--network=network=service,mac.address=52:54:00:00:00:01,model.type=virtio",
      R"(--network=network='their net',portgroup='port '\''a'\''',mac.address=52:54:00:00:00:02,model.type=virtio)",
      "--network=bridge=br0,mac.address=52:54:00:00:00:03,model.type=e1000",
      "--network=type=direct,source=eno1,source.mode=private,mac.address=52:54:00:00:00:04,model.type=virtio",
      "--network=user,mac.address=52:54:00:00:00:05,model.type=virtio",
  };
  configuration.domain.virt_install = {option("network", "bridge=br1")};
  const std::string sixth = mac_address(configuration.node.uri.value, "plugged", 5);
  expected.push_back("--network=bridge=br1,mac=" + sixth);
  CHECK(networks_of() == expected);

  configuration.domain.virt_install.clear();
  expected.pop_back();
  CHECK(networks_of() == expected);
}

}  // namespace vmp::libvirt
