#include "generator/manifest.h"

#include "test/catch.h"

using namespace vmp;

using Paths = std::vector<std::string>;

TEST_CASE("a manifest is one comment line") {
  CHECK(write_manifest({"Makefile", "provisioner.sh", "seed.iso.d/meta-data"}) ==
        "# vmp-files: Makefile provisioner.sh seed.iso.d/meta-data\n");
  CHECK(write_manifest({"a b", "50%", "\xc3\xa4", "x\ny"}) == "# vmp-files: a%20b 50%25 %C3%A4 x%0Ay\n");
  CHECK(write_manifest({}) == "# vmp-files:\n");
}

TEST_CASE("a manifest reads back as it was written") {
  const Paths paths = {"Makefile", "a b/c#d", "$(x)", "%41", "\xff\t\x01", "x\r"};
  CHECK(read_manifest("# a comment\n\n" + write_manifest(paths) + "all:\n\ttrue\n") == paths);
}

TEST_CASE("a Makefile without a manifest is not ours") {
  CHECK(read_manifest("").empty());
  CHECK(read_manifest("all:\n\techo '# vmp-files: Makefile'\n").empty());
  CHECK(read_manifest("  # vmp-files: Makefile\n").empty());
  CHECK(read_manifest("# vmp-files:\n").empty());
}

TEST_CASE("an edited manifest cannot name files elsewhere") {
  CHECK(read_manifest("# vmp-files: /etc/passwd ../x a/../../x . ./x a//b a/ %2Fetc %2e%2e/x a%00b ok") == Paths{"ok"});
}

TEST_CASE("a damaged manifest gives what can be read") {
  CHECK(read_manifest("# vmp-files: a%2 b%zz %- c\r\n# vmp-files: d\n") == Paths{"c"});
}
