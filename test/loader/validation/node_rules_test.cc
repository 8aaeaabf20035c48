#include "loader/validation/node_rules.h"

#include <string>

#include "test/catch.h"

using namespace vmp;

namespace {

using Rule = std::optional<BrokenRule> (*)(std::string_view);

void accepts(Rule rule, std::initializer_list<const char*> texts) {
  for (const char* text : texts) {
    CAPTURE(text);
    CHECK_FALSE(rule(text));
  }
}

void refuses(Rule rule, std::initializer_list<const char*> texts, const std::string& complaint) {
  for (const char* text : texts) {
    CAPTURE(text);
    REQUIRE(rule(text));
    CHECK(rule(text)->complaint == complaint);
  }
}

}  // namespace

TEST_CASE("paths of a node are absolute", "[node_rules]") {
  accepts(check_node_path, {"/", "/dev/disk/by-id/a b"});
  refuses(check_node_path, {"", "srv", "./srv"}, "must be absolute");
}

TEST_CASE("a file's mode is three octal digits", "[node_rules]") {
  accepts(check_file_mode, {"711", "0711"});
  refuses(check_file_mode, {"", "11", "0788", "rwx", "4711", "07110"}, "must be permissions");
}

TEST_CASE("a host has a name or an address", "[node_rules]") {
  accepts(check_host, {"nas", "nas.example.org", "192.0.2.7", "2001:db8::7"});
  refuses(check_host, {"", "a b", "-a", "a/b", "nas:/export"}, "is no name or address of a host");
}

TEST_CASE("a version is numbers with points", "[node_rules]") {
  accepts(check_version, {"9", "9.0", "10.1.2"});
  refuses(check_version, {"", ".", "9.", ".9", "9..0", "v9", "9.0-rc1"}, "must be a version");
}

TEST_CASE("a count is from one on", "[node_rules]") {
  accepts(check_count, {"1", "64"});
  refuses(check_count, {"", "0", "-1", "1.5", "4k", "99999999999999999999"},
          "must be a whole number from 1 to 1000000");
}

TEST_CASE("names of storage are those that it can have", "[node_rules]") {
  accepts(check_volume_group, {"vg0", "a-b_c+d.e"});
  refuses(check_volume_group, {"", "-a", "a/b", "a b"}, "is no name of a volume group");
  accepts(check_iscsi_name, {"iqn.2026-01.org.example:vms", "eui.02004567A425678D"});
  refuses(check_iscsi_name, {"", "vms", "iqn.a b"}, "is no name of an iSCSI target");
  accepts(check_zfs_dataset, {"tank", "tank/vms/a:b"});
  refuses(check_zfs_dataset, {"", "/tank", "tank/", "tank//vms", "a@b"}, "is no name of a ZFS dataset");
}
