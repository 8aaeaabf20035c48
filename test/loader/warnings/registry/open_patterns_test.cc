#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// How many warnings an image with this pattern gives.
std::size_t warnings_for(const std::string& pattern) {
  const Registry registry({source("images: [{name: i, tags: [{pattern: '" + pattern + "', url: u, volumeName: v}]}]")});
  return find_open_patterns({registry, {}, {}, nullptr}).size();
}

}  // namespace

TEST_CASE("a pattern without an end is a warning") {
  for (const char* pattern : {"^12", "latest", "(?P<v>\\d+)", "12\\$", "a$b", "x.*\\)"}) {
    CAPTURE(pattern);
    CHECK(warnings_for(pattern) == 1);
  }
}

TEST_CASE("a pattern that ends, or takes all there is, is none") {
  for (const char* pattern : {"^12$", "(12|13)$", "(?:12$|13$)", "12\\z", "(?P<v>.*)", "12.+"}) {
    CAPTURE(pattern);
    CHECK(warnings_for(pattern) == 0);
  }
}
