#include "loader/warnings/open_patterns.h"

#include "loader/document/read_yaml.h"
#include "test/catch.h"

using namespace vmp;

namespace {

// How many warnings an image with this pattern gives.
std::size_t warnings_for(const std::string& pattern) {
  const auto source =
      std::make_shared<SourceFile>(SourceFile{"r.yaml", "- name: i\n  tags: [{pattern: '" + pattern + "'}]\n"});
  Section images("image");
  Diagnostics mistakes;
  images.fold(read_yaml(source).front(), mistakes);
  REQUIRE(mistakes.empty());
  return find_open_patterns(images).size();
}

}  // namespace

TEST_CASE("a pattern without an end is a warning") {
  for (const char* pattern : {"^12", "latest", "(?P<v>\\d+)", "12\\$", "a$b", "", "x.*\\)"}) {
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
