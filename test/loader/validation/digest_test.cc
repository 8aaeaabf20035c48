#include "loader/validation/digest.h"

#include "test/catch.h"

using namespace vmp;

namespace {

std::string digits(std::size_t count) {
  return std::string(count, 'a');
}

}  // namespace

TEST_CASE("a digest tells by its length which algorithm made it") {
  const std::string other = "take the SHA-256 or SHA-512 of the same file.";
  CHECK(help_with_digest(digits(32)) == "32 digits look like MD5: " + other);
  CHECK(help_with_digest("md5:" + digits(32)) == "32 digits look like MD5: " + other);
  CHECK(help_with_digest("sha256:" + digits(32)) == "32 digits look like MD5: " + other);
  CHECK(help_with_digest("sha1:" + digits(40)) == "40 digits look like SHA-1: " + other);
  CHECK(help_with_digest(digits(56)) == "56 digits look like SHA-224: " + other);
  CHECK(help_with_digest(digits(96)) == "96 digits look like SHA-384: " + other);
}

TEST_CASE("a digest that is taken lacks only its name") {
  CHECK(help_with_digest(digits(64)) == "64 digits look like SHA-256: write \"sha256:\" before them.");
  CHECK(help_with_digest("sha256:" + digits(128)) == "128 digits look like SHA-512: write \"sha512:\" before them.");
}

TEST_CASE("nothing is said of what is no digest") {
  for (const std::string& text : {std::string(), std::string("x"), digits(33), "sha256:" + digits(31) + "g"}) {
    CHECK(help_with_digest(text).empty());
  }
}
