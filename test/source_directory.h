#pragma once

#include <string>

namespace vmp::test {

// The root of the sources that the tests were built from: where the goldens are. In an object of its own, so that all
// others are the same in each work tree, and ccache knows them.
std::string source_directory();

}  // namespace vmp::test
