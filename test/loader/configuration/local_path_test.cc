#include "loader/configuration/local_path.h"

#include "test/catch.h"

using namespace vmp;

TEST_CASE("a tidy path has nothing that says nothing") {
  CHECK(tidy_path("seed.iso") == "seed.iso");
  CHECK(tidy_path("./a//b/./seed.iso") == "a/b/seed.iso");
  CHECK(tidy_path(".//seed.iso") == "seed.iso");
  CHECK(tidy_path("//srv//images/") == "/srv/images");
  CHECK(tidy_path("./.images/..seed") == ".images/..seed");
}

TEST_CASE("a link may stand before \"..\", so that it stays") {
  CHECK(tidy_path("../.images/a") == "../.images/a");
  CHECK(tidy_path("./a/../b") == "a/../b");
}

TEST_CASE("a path of nothing stays one") {
  for (const char* path : {"", ".", "./", "/"}) CHECK(tidy_path(path) == path);
}

TEST_CASE("paths of VMs are compared as the base directory sees them") {
  CHECK(seen_from_base("web", "seed.iso") == "web/seed.iso");
  CHECK(seen_from_base("web", "../.images/a") == ".images/a");
  CHECK(seen_from_base("web", "../../a") == "../a");
  CHECK(seen_from_base("web", "/srv/a") == "/srv/a");
}
