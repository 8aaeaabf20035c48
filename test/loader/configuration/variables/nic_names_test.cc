#include "loader/configuration/variables/nic_names.h"

#include "test/catch.h"

using namespace vmp;

TEST_CASE("each interface has six variables", "[nic_names]") {
  CHECK(list_nic_variable_names(0).empty());
  CHECK(list_nic_variable_names(2).size() == 12);
  CHECK(list_nic_variable_names(2).back() == "NIC_1_DOMAIN");
  for (const std::string& name : list_nic_variable_names(11)) CHECK(is_nic_variable(name));
}

TEST_CASE("other names are free", "[nic_names]") {
  for (const char* name :
       {"NIC_", "NIC_0", "NIC_MAC", "NIC__MAC", "NIC_0_", "NIC_0_MACS", "NIC_x_MAC", "MY_NIC_0_MAC"}) {
    CHECK_FALSE(is_nic_variable(name));
  }
}
