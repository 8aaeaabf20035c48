#include "loader/configuration/image/disk_size.h"

#include <optional>
#include <string>

#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// "nothing" for a size that is not known.
std::string size_of(const std::optional<std::string>& of_base, const std::optional<std::string>& own) {
  ImageConfiguration image;
  image.source.type = "image";
  image.source.base.emplace();
  if (of_base) image.source.base->disk_size = Text{*of_base, {}};
  if (own) {
    ImageStep& step = image.steps.emplace_back();
    step.type = "size";
    step.words = {{"size", Text{*own, {}}}};
  }
  Diagnostics mistakes;
  find_disk_size(image, mistakes);
  return mistakes.empty() ? image.disk_size.value_or(Text{"nothing", {}}).value : render(mistakes);
}

}  // namespace

TEST_CASE("a disk has its own size, else that of what it is based on", "[disk_size]") {
  CHECK(size_of(std::nullopt, std::nullopt) == "nothing");
  CHECK(size_of("10G", std::nullopt) == "10G");
  CHECK(size_of(std::nullopt, "4G") == "4G");
  CHECK(size_of("10G", "10240M") == "10240M");
  CHECK(size_of("10G", "20G") == "20G");
}

TEST_CASE("a disk does not shrink", "[disk_size]") {
  CHECK(size_of("10G", "9G") == R"(
error: the disk has 10G already, and "size" is 9G
  A disk only grows. Leave "size" out, or let it be larger.
note: its size is given here
)");
}

TEST_CASE("of what is no size, another part tells", "[disk_size]") {
  CHECK(size_of("10G", "large") == "large");
  CHECK(size_of("large", "10G") == "10G");
}
