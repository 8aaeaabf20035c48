#pragma once

#include <string_view>

#include "provisioners/impact/fact.h"

namespace vmp::impact {

// What network.xml says, element by element. What cannot be read is one fact, the text.
Facts read_network_facts(std::string_view xml);

// What the definition of a storage pool says: one fact, whose parts are "source/host" and the like.
Fact read_pool_facts(std::string_view pool, std::string_view xml);

}  // namespace vmp::impact
