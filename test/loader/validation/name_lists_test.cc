#include "loader/validation/name_lists.h"

#include "test/catch.h"

using namespace vmp;

TEST_CASE("the lists hold names, a line each, and no comments") {
  CHECK(NameList("# comment\na\n\nb").names == std::vector<std::string>{"a", "b"});
  CHECK(cloud_config_keys().contains("runcmd"));
  CHECK(osinfo_names().contains("debian11"));
  CHECK(ssh_options().contains("StrictHostKeyChecking"));
  CHECK_FALSE(ssh_options().contains("# comment"));
}
