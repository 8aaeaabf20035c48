#pragma once

#include <string_view>

namespace vmp {

// The text of schema/virt_install_options.txt.
std::string_view virt_install_options_text();

}  // namespace vmp
