#include "provisioners/v1beta1/network/generate.h"

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "generator/manifest.h"
#include "loader/configuration/identity.h"
#include "loader/diagnostics/diagnostic.h"
#include "test/catch.h"
#include "test/provisioners/golden_directory.h"
#include "test/provisioners/v1beta1/network/example_networks.h"
#include "test/source_directory.h"

namespace vmp::v1beta1 {

namespace {

using test::new_lines;
using test::read_file;

const std::filesystem::path kSource = test::source_directory();
const std::filesystem::path kGolden = kSource / "test/provisioners/v1beta1/network/golden";

void check_golden(const NetworkConfiguration& configuration, const std::string& golden) {
  test::check_golden(generate_network(configuration), "networks/" + configuration.name.value + "/", kGolden / golden);
}

std::string read_generated(const NetworkConfiguration& configuration, const std::string& name) {
  return std::string(generate_network(configuration).at("networks/" + configuration.name.value + "/" + name).bytes());
}

using Lines = std::vector<std::string>;

std::string xml_of(const NetworkConfiguration& configuration) {
  return read_generated(configuration, "network.xml");
}

std::string definition_of(const NetworkConfiguration& configuration) {
  const std::string xml = xml_of(configuration);
  const std::size_t at = xml.find("definition='") + 12;
  return xml.substr(at, 32);
}

std::string definition_after(const NetworkConfiguration& configuration,
                             const std::function<void(NetworkConfiguration&)>& change) {
  NetworkConfiguration changed = configuration;
  change(changed);
  return definition_of(changed);
}

}  // namespace

TEST_CASE("a network that is translated") {
  check_golden(nat_network(), "nat");
}

TEST_CASE("a network that is routed") {
  check_golden(route_network(), "route");
}

TEST_CASE("a network without rules of libvirt's") {
  check_golden(open_network(), "open");
}

TEST_CASE("a network without a way out") {
  check_golden(isolated_network(), "isolated");
}

TEST_CASE("a network without an address") {
  check_golden(switch_network(), "switch");
}

TEST_CASE("a network on a bridge of the node's") {
  check_golden(bridge_network(), "bridge");
}

TEST_CASE("a network on devices of the node's") {
  check_golden(macvtap_network(), "macvtap");
}

TEST_CASE("a network on an Open vSwitch") {
  check_golden(openvswitch_network(), "openvswitch");
}

TEST_CASE("a network of hostile texts") {
  check_golden(hostile_network(), "hostile");
}

TEST_CASE("the network of the behaviour tests") {
  check_golden(lan_network(), "lan");
}

TEST_CASE("a new VM is its reservation and its name in network.xml, and nothing else") {
  const NetworkConfiguration before = lan_network();
  const NetworkConfiguration after = lan_network_with_another_vm();
  CHECK(new_lines(xml_of(before), xml_of(after)) ==
        Lines{"    <host ip='10.77.0.13'><hostname>three</hostname></host>",
              "      <host mac='52:54:00:00:00:03' name='three' ip='10.77.0.13'/>"});
  CHECK(new_lines(xml_of(after), xml_of(before)).empty());
  CHECK(read_generated(before, "Makefile") == read_generated(after, "Makefile"));
}

TEST_CASE("a change of one field changes the lines that speak of it, and the mark") {
  NetworkConfiguration after = lan_network();
  after.mtu = 1400;
  CHECK(new_lines(xml_of(lan_network()), xml_of(after)) ==
        Lines{"    <vmp:vmp xmlns:vmp='https://vmp.invalid/v1beta1' definition='" + definition_of(after) + "'/>",
              "  <mtu size='1400'/>"});
}

TEST_CASE("what changes while a network runs is not in the digest of its definition") {
  const NetworkConfiguration lan = lan_network();
  const std::string digest = definition_of(lan);
  CHECK(definition_after(lan, [](auto& c) { c.hosts.pop_back(); }) == digest);
  CHECK(definition_after(lan, [](auto& c) { c.addresses[0].dhcp->ranges[0] = range("10.77.0.3", "10.77.0.9"); }) ==
        digest);
  CHECK(definition_after(lan, [](auto& c) { c.dns.txt.clear(); }) == digest);
  CHECK(definition_after(lan, [](auto& c) { c.dns.srv.clear(); }) == digest);
  CHECK(definition_after(bridge_network(), [](auto& c) { c.portgroups.pop_back(); }) ==
        definition_of(bridge_network()));
  CHECK(definition_after(macvtap_network(), [](auto& c) { c.devices.pop_back(); }) == definition_of(macvtap_network()));
  CHECK(definition_after(lan, [](auto& c) { c.fleet = text("m3"); }) == digest);
  CHECK(definition_after(lan, [](auto& c) { c.description = text("other"); }) == digest);
  CHECK(definition_after(lan, [](auto& c) { c.autostart = false; }) == digest);
}

TEST_CASE("what waits for a restart is in the digest of its definition") {
  const NetworkConfiguration nat = nat_network();
  const std::string digest = definition_of(nat);
  const auto changes = std::vector<std::function<void(NetworkConfiguration&)>>{
      [](auto& c) { c.mode = NetworkMode::kRoute; }, [](auto& c) { c.bridge = text("virbr9"); },
      [](auto& c) { c.mac = text("52:54:00:00:00:99"); }, [](auto& c) { c.mtu.reset(); }, [](auto& c) { c.stp = true; },
      [](auto& c) { c.domain.reset(); }, [](auto& c) { c.addresses.pop_back(); },
      [](auto& c) { c.addresses[0].prefix = read_ip_prefix("192.168.155.253/24").value(); },
      [](auto& c) { c.dns.forwarders.pop_back(); }, [](auto& c) { c.dns.forward_plain_names.reset(); },
      [](auto& c) { c.dns.register_names = true; }, [](auto& c) { c.routes.pop_back(); },
      [](auto& c) { c.bandwidth.reset(); }, [](auto& c) { c.devices = {text("eth0")}; },
      [](auto& c) { c.isolated_ports = true; }, [](auto& c) { c.dnsmasq_options.clear(); },
      // libvirt does not switch DHCP of one family on or off while the other one has it.
      [](auto& c) { c.addresses[1].dhcp.reset(); }};
  std::set<std::string> digests = {digest};
  for (const auto& change : changes) digests.insert(definition_after(nat, change));
  CHECK(digests.size() == changes.size() + 1);
}

TEST_CASE("DHCP of one family comes and goes while the network runs") {
  NetworkConfiguration network = lan_network();
  network.addresses.pop_back();
  CHECK(definition_after(network, [](auto& c) { c.addresses[0].dhcp.reset(); }) == definition_of(network));
}

TEST_CASE("an IPv6 reservation goes by the name that the guest sends, where no DUID is known") {
  NetworkConfiguration network = lan_network();
  CHECK(xml_of(network).find("\n      <host name='one' ip='fd00:77::11'/>\n") != std::string::npos);
  network.hosts[1].duid = text("00:03:00:01:52:54:00:00:00:01");
  CHECK(xml_of(network).find("\n      <host id='00:03:00:01:52:54:00:00:00:01' name='one' ip='fd00:77::11'/>\n") !=
        std::string::npos);
}

TEST_CASE("times of leases have the biggest unit that fits") {
  NetworkConfiguration network = lan_network();
  const auto lease = [&](long seconds) {
    network.addresses[0].dhcp->lease_seconds = seconds;
    const std::string xml = xml_of(network);
    const std::size_t at = xml.find("<lease");
    return xml.substr(at, xml.find("/>", at) + 2 - at);
  };
  CHECK(lease(0) == "<lease expiry='0'/>");
  CHECK(lease(121) == "<lease expiry='121' unit='seconds'/>");
  CHECK(lease(180) == "<lease expiry='3' unit='minutes'/>");
  CHECK(lease(7200) == "<lease expiry='2' unit='hours'/>");
}

TEST_CASE("a network's directory holds the scripts of the source tree") {
  const GeneratedFiles files = generate_network(lan_network());
  std::set<std::string> names;
  for (const auto& [path, file] : files) {
    const std::string name = path.substr(std::string("networks/lan/").size());
    names.insert(name);
    if (name == "Makefile" || name == "network.xml") continue;
    CAPTURE(name);
    const std::filesystem::path own = kSource / "provisioners/v1beta1/network" / name;
    const std::filesystem::path shared = kSource / "provisioners/v1beta1/shell" / name;
    CHECK(file.bytes() == read_file(std::filesystem::exists(own) ? own : shared));
  }
  const auto manifest = read_manifest(read_generated(lan_network(), "Makefile"));
  CHECK(std::set<std::string>(manifest.begin(), manifest.end()) == names);
  CHECK(names.contains("network.sh"));
}

TEST_CASE("a network's description cannot name files that would be removed") {
  CHECK(read_manifest(read_generated(nat_network(), "Makefile")) ==
        read_manifest(read_generated(lan_network(), "Makefile")));
}

TEST_CASE("a control character is refused at its place, wherever it stands in a network") {
  const auto file = std::make_shared<SourceFile>(SourceFile{.name = "lan.yaml", .text = "x\n"});
  const Text hostile = {.value = "a\nb", .place = {.file = file, .line = 1, .column = 7, .width = 1}};
  const auto places = std::vector<std::function<void(NetworkConfiguration&)>>{
      [&](auto& c) { c.node.name = hostile; },
      [&](auto& c) { c.node.uri = hostile; },
      [&](auto& c) { c.bridge = hostile; },
      [&](auto& c) { c.mac = hostile; },
      [&](auto& c) { c.domain->name = hostile; },
      [&](auto& c) { c.dns.forwarders = {{.domain = hostile, .address = {}}}; },
      [&](auto& c) { c.dns.txt[0].name = hostile; },
      [&](auto& c) { c.dns.txt[0].value = hostile; },
      [&](auto& c) { c.dns.srv[0].service = hostile; },
      [&](auto& c) { c.dns.srv[0].protocol = hostile; },
      [&](auto& c) { c.dns.srv[0].domain = hostile; },
      [&](auto& c) { c.dns.srv[0].target = hostile; },
      [&](auto& c) { c.hosts[1].name = hostile; },
      [&](auto& c) { c.hosts[1].aliases = {hostile}; },
      [&](auto& c) { c.hosts[1].mac = hostile; },
      [&](auto& c) { c.hosts[1].duid = hostile; },
      [&](auto& c) { c.devices = {hostile}; },
      [&](auto& c) { c.portgroups = {{.name = hostile, .is_default = false, .bandwidth = {}, .vlan = {}}}; },
      [&](auto& c) { c.virtual_port = VirtualPort{.type = hostile, .parameters = {}}; },
      [&](auto& c) {
        c.virtual_port = VirtualPort{.type = text("x"), .parameters = {{text("y"), hostile}}};
      },
      [&](auto& c) { c.dnsmasq_options = {hostile}; },
  };
  for (std::size_t index = 0; index < places.size(); ++index) {
    CAPTURE(index);
    NetworkConfiguration network = lan_network();
    places[index](network);
    try {
      generate_network(network);
      FAIL("it was taken");
    } catch (const Error& error) {
      CHECK(std::string(error.what()) == "value holds the control character U+000A");
      CHECK(to_string(error.diagnostics().front().place) == "lan.yaml:1:7");
    }
  }
}

TEST_CASE("what libvirt does not escape in its own files is refused") {
  const auto message_of = [](const NetworkConfiguration& network) {
    try {
      generate_network(network);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  NetworkConfiguration network = bridge_network();
  network.portgroups[1].name = text("it's");
  CHECK(message_of(network) == "port group \"it's\" holds \"'\"");
  network = openvswitch_network();
  network.virtual_port->parameters = {{text("profileid"), text("a & b")}};
  CHECK(message_of(network) == "virtual port's profileid \"a & b\" holds \"&\"");
}

TEST_CASE("what means something in XML does not in a network's definition") {
  NetworkConfiguration network = lan_network();
  network.dns.txt[0].value = text("'/><!-- ]]> --> & \"$(x)\" `y`");
  CHECK(xml_of(network).find("value='&apos;/&gt;&lt;!-- ]]&gt; --&gt; &amp; &quot;$(x)&quot; `y`'/>") !=
        std::string::npos);
}

}  // namespace vmp::v1beta1
