#include "test/source_directory.h"

namespace vmp::test {

std::string source_directory() {
  return VMP_SOURCE_DIR;
}

}  // namespace vmp::test
