#include "loader/validation/text_rules.h"

#include <string>
#include <string_view>
#include <vector>

#include "test/catch.h"

namespace vmp {
namespace {

// What is wrong with a text, or "".
std::string complaint(std::string_view rule, std::string_view text) {
  const auto broken = find_broken_rule(rule, text);
  return broken ? broken->complaint : "";
}

bool keeps(std::string_view rule, const std::vector<std::string_view>& texts) {
  for (const std::string_view text : texts) {
    INFO(text);
    CHECK(complaint(rule, text).empty());
  }
  return !texts.empty();
}

}  // namespace

TEST_CASE("a name has letters, digits and . _ + @ -", "[text_rules]") {
  CHECK(keeps("name", {"web", "_x", "7up", "a.b_c+d@e-f", "größe", "日本", "Ωmega", "deadbeef", "ª"}));
  CHECK(keeps("name", {std::string(128, 'a'), "1b4e28ba-2fa1-11d2-883f-0016d3cca42g"}));
  CHECK(complaint("name", "") == "must not be empty");
  CHECK(complaint("name", "../x") == "must not contain \"/\"");
  CHECK(complaint("name", "a b") == "must not contain blanks");
  CHECK(complaint("name", "a\nb") == "must not contain the character U+000A");
  CHECK(complaint("name", std::string_view("a\0b", 3)) == "must not contain the character U+0000");
  CHECK(complaint("name", "t-e$f") == "must not contain \"$\"");
  CHECK(complaint("name", "a\u00a0b") == "must not contain the character U+00A0");
  CHECK(complaint("name", "e\u0301") == "must not contain the character U+0301");
  CHECK(complaint("name", "a😀") == "must not contain \"😀\"");
  CHECK(complaint("name", "a€") == "must not contain \"€\"");
  CHECK(complaint("name", "-a") == "must not begin with \"-\"");
  CHECK(complaint("name", "..") == "must not begin with \".\"");
  CHECK(complaint("name", "+a") == "must not begin with \"+\"");
  CHECK(complaint("name", std::string(129, 'a')) == "must not be longer than 128 bytes");
  CHECK(complaint("name", "123") == "must not be digits alone");
  CHECK(complaint("name", "1b4e28ba-2fa1-11d2-883f-0016d3cca427") == "must not look like a UUID");
  CHECK(complaint("name", "1B4E28BA2FA111D2883F0016D3CCA427") == "must not look like a UUID");
}

TEST_CASE("the bytes of a name count, not its characters", "[text_rules]") {
  std::string name;
  for (int count = 0; count < 64; ++count) name += "ä";
  CHECK(complaint("name", name).empty());
  CHECK(complaint("name", name + "a") == "must not be longer than 128 bytes");
}

TEST_CASE("a format is one that libvirt knows, where no variable may come to one", "[text_rules]") {
  CHECK(keeps("volume format", {"qcow2", "raw", "iso", "vmdk"}));
  CHECK(keeps("volume format text", {"qcow2", "{FORMAT}", "<FORMAT>"}));
  CHECK(keeps("image format text", {"vhdx", "{format}"}));
  for (const char* rule : {"volume format", "volume format text", "image format text"}) {
    CHECK(complaint(rule, "banana") == "is no format that libvirt knows");
    CHECK(find_broken_rule(rule, "qcov2")->help == "Did you mean \"qcow2\"?");
  }
  CHECK(find_broken_rule("volume format", "banana")->help ==
        "The formats are bochs, cloop, cow, dir, dmg, fat, iso, ploop, qcow, qcow2, qed, raw, vdi, vhd, vmdk, vpc.");
  CHECK_FALSE(complaint("volume format", "{FORMAT}").empty());
}

TEST_CASE("a URI is one of libvirt, where no variable may come to one", "[text_rules]") {
  CHECK(keeps("libvirt URI", {"qemu:///system", "{URI}", "qemu+ssh://{HOST}"}));
  CHECK(complaint("libvirt URI", "banana") == "is no libvirt URI");
  CHECK(find_broken_rule("libvirt URI", "banana")->help ==
        "One looks like qemu:///system, or qemu+ssh://USER@HOST/system.");
}

TEST_CASE("a pool's directory is absolute, where no variable may come to that", "[text_rules]") {
  CHECK(keeps("absolute path", {"/", "/pools"}));
  CHECK(keeps("absolute path text", {"/pools", "{DEFAULT_POOL_PATH}/web", "<DEFAULT_POOL_PATH>"}));
  for (const char* rule : {"absolute path", "absolute path text"}) {
    CHECK(complaint(rule, "pools/{VM_NAME}") == "must be absolute");
    CHECK(complaint(rule, "~/pools") == "must be absolute");
  }
  CHECK(complaint("absolute path", "{POOLS}") == "must be absolute");
}

TEST_CASE("a deletion policy is one of two words, where no variable may come to one", "[text_rules]") {
  for (const char* rule : {"deletion policy", "deletion policy text"}) {
    CHECK(keeps(rule, {"Delete", "Retain"}));
    CHECK(complaint(rule, "retain") == "must be \"Delete\" or \"Retain\"");
    CHECK(find_broken_rule(rule, "retain")->help == "Did you mean \"Retain\"?");
    CHECK(complaint(rule, "") == "must be \"Delete\" or \"Retain\"");
  }
  CHECK(keeps("deletion policy text", {"{P}", "<P>", "Re{P}"}));
  CHECK(complaint("deletion policy", "{P}") == "must be \"Delete\" or \"Retain\"");
}

TEST_CASE("an image's name ends before a colon", "[text_rules]") {
  CHECK(keeps("image name", {"debian", "debian cloud", "a/b"}));
  CHECK(complaint("image name", "") == "must not be empty");
  CHECK(complaint("image name", "debian:12") == "must not contain \":\"");
}

TEST_CASE("a checksum has its algorithm and as many digits as it needs", "[text_rules]") {
  CHECK(keeps("checksum", {"sha256:" + std::string(64, 'a'), "sha512:" + std::string(128, 'F'), "sha256:{digest}"}));
  CHECK(keeps("checksum", {"{sum}", "{a}:{b}", "<sum>", "sha512:<digest>"}));
  CHECK(complaint("checksum", "") == "must be sha256:HEX or sha512:HEX");
  CHECK(complaint("checksum", "md5:abc") == "must be sha256:HEX or sha512:HEX");
  CHECK(complaint("checksum", "md5:{a}") == "must be sha256:HEX or sha512:HEX");
  CHECK(complaint("checksum", "sha256") == "must be sha256:HEX or sha512:HEX");
  CHECK(complaint("checksum", "sha256:abc") == "must have 64 hexadecimal digits after \"sha256:\"");
  CHECK(complaint("checksum", "sha512:" + std::string(128, 'g')) ==
        "must have 128 hexadecimal digits after \"sha512:\"");
}

TEST_CASE("a capacity is as libvirt takes it", "[text_rules]") {
  CHECK(keeps("capacity", {"0", "1024", "20G", "64MiB", "1kb", "5B", "5bytes", "1e", "20GIB"}));
  for (const std::string_view text : {"", "G", "1.5G", "-1", "1 G", "20X", "20GBB", "20bit"}) {
    INFO(text);
    CHECK(complaint("capacity", text) == "must be a size");
  }
}

TEST_CASE("a capacity is one that can be counted", "[text_rules]") {
  CHECK(keeps("capacity", {"9223372036854775807", "8191P", "9EB", "00000000000000000000001"}));
  for (const std::string_view text :
       {"9223372036854775808", "18446744073709551617", "8E", "16E", "10EB", "99999999P"}) {
    INFO(text);
    CHECK(complaint("capacity", text) == "must be less than 8E");
  }
}

TEST_CASE("what ssh gets is no option and one word", "[text_rules]") {
  CHECK(keeps("ssh word", {"ops", "10.0.0.5", "fd00::1", "web.example.org", "o-p-s", "müller"}));
  CHECK(complaint("ssh word", "") == "must not be empty");
  CHECK(complaint("ssh word", "-oProxyCommand=x") == "must not begin with \"-\"");
  CHECK(complaint("ssh word", "a b") == "must not contain blanks");
  CHECK(complaint("ssh word", "a\tb") == "must not contain the character U+0009");
}

TEST_CASE("an inner path stays inside and names a file", "[text_rules]") {
  CHECK(keeps("inner path", {"seed.iso", "a/b/seed.iso", "..seed", "./seed.iso", "my seed.iso"}));
  CHECK(complaint("inner path", "") == "must not be empty");
  CHECK(complaint("inner path", "/seed.iso") == "must stay inside the VM's directory");
  CHECK(complaint("inner path", "..") == "must stay inside the VM's directory");
  CHECK(complaint("inner path", "a/../../b") == "must stay inside the VM's directory");
  CHECK(complaint("inner path", "seed/") == "must name a file");
  CHECK(complaint("inner path", ".") == "must name a file");
}

TEST_CASE("options are written as their programs know them", "[text_rules]") {
  CHECK(keeps("virt-install option", {"memory", "os-variant", "tpm", "x86"}));
  for (const std::string_view text : {"", "1", "Memory", "a b", "--disk", "a_b", "a=b", "ä"}) {
    INFO(text);
    CHECK(complaint("virt-install option", text) == "must have lower-case letters, digits and dashes only");
  }
  CHECK(keeps("suboption", {"size", "source.path", "xpath0.set", "vnc", "/a/b c"}));
  CHECK(complaint("suboption", "") == "must not be empty");
  CHECK(complaint("suboption", "a,b") == "must not contain \",\"");
  CHECK(complaint("suboption", "a=b") == "must not contain \"=\"");
  CHECK(complaint("suboption", "a\nb") == "must not contain the character U+000A");
  CHECK(keeps("ssh option", {"Port", "StrictHostKeyChecking", "no"}));
  for (const std::string_view text : {"", "-o", "a b", "Port=1", "1a"}) {
    INFO(text);
    CHECK(complaint("ssh option", text) == "must have letters and digits only");
  }
}

}  // namespace vmp
