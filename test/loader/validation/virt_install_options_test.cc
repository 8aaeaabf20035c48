#include "loader/validation/virt_install_options.h"

#include <algorithm>

#include "test/catch.h"

using namespace vmp;

TEST_CASE("the table tells the kind of an option's value") {
  CHECK(find_known_option("import")->kind == OptionKind::kFlag);
  CHECK(find_known_option("machine")->kind == OptionKind::kText);
  CHECK(find_known_option("ram")->kind == OptionKind::kNumber);
  CHECK(find_known_option("file-size")->kind == OptionKind::kDecimal);
  CHECK(find_known_option("disk")->kind == OptionKind::kWords);
  CHECK(find_known_option("florp") == nullptr);
  CHECK(find_known_option("wait")->may_lack_value);
  CHECK_FALSE(find_known_option("vcpus")->may_lack_value);
}

TEST_CASE("the table tells the kinds of suboptions") {
  const KnownOption& vcpus = *find_known_option("vcpus");
  CHECK(*vcpus.find(vcpus.leading) == OptionKind::kNumber);
  CHECK(*find_known_option("memory")->find("memory") == OptionKind::kMebibytes);
  CHECK(*find_known_option("disk")->find("vol") == OptionKind::kVolume);
  CHECK(*find_known_option("disk")->find("readonly") == OptionKind::kSwitch);
  CHECK(*find_known_option("network")->find("mac") == OptionKind::kMac);
  CHECK(*find_known_option("disk")->find("path") == OptionKind::kText);
  CHECK(find_known_option("disk")->find("pathh") == nullptr);
  CHECK(find_known_option("boot")->leading.empty());
}

TEST_CASE("suboptions may be numbered") {
  const KnownOption& boot = *find_known_option("boot");
  CHECK(boot.find("boot12.dev") != nullptr);
  CHECK(boot.find("boot.dev") != nullptr);
  CHECK(boot.find("bootx.dev") == nullptr);
}

TEST_CASE("the names of options are sorted") {
  const std::vector<std::string> names = known_option_names();
  CHECK(names.size() > 100);
  CHECK(std::ranges::is_sorted(names));
}
