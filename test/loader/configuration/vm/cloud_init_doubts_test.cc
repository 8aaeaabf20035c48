#include "loader/configuration/vm/cloud_init_doubts.h"

#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string doubts_about(const std::string& data) {
  return render(find_cloud_init_doubts(parse("cloudInit:\n  noCloud:\n    data:\n      " + data)));
}

constexpr auto kNone = "\n";

}  // namespace

TEST_CASE("a text for cloud-init begins with a header that it knows") {
  CHECK(doubts_about("user-data: \"#!/bin/sh\\necho\\n\"") == kNone);
  CHECK(doubts_about("user-data: \"## template: jinja\\n#cloud-config\\n{% x %}\\n\"") == kNone);
  CHECK(doubts_about("user-data: \"Content-Type: multipart/mixed\\n\"") == kNone);
  CHECK(doubts_about("user-data: ''") == kNone);
  CHECK(doubts_about("vendor-data: \"echo hello\"") == R"(
r.yaml:4:20: warning: "vendor-data" begins with nothing that cloud-init knows [cloud-init-header]
    4 |       vendor-data: "echo hello"
      |                    ^~~~~~~~~~~~
  Its first line says what it is: "#cloud-config" for YAML, "#!/bin/sh" for a script.
)");
}

TEST_CASE("a text that says it is cloud-config is YAML") {
  CHECK(doubts_about("user-data: \"#cloud-config\\npackages: [a]\\n\"") == kNone);
  CHECK(doubts_about("user-data: \"#cloud-config\\npackages: [a\\n\"") == R"(
r.yaml:4:18: warning: line 2 of "user-data": the list that begins here is not closed [cloud-init-yaml]
    4 |       user-data: "#cloud-config\npackages: [a\n"
      |                  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  Write "]" behind its last item.
)");
}

TEST_CASE("maps and other files are not doubted") {
  CHECK(doubts_about("user-data: {packages: [a]}") == kNone);
  CHECK(doubts_about("meta-data: hello") == kNone);
  CHECK(render(find_cloud_init_doubts(parse("name: web"))) == kNone);
}

TEST_CASE("what the guest reads is not doubted because libyaml would not") {
  CHECK(doubts_about("user-data: \"#cloud-config\\na: !!binary QUJD\\nb: !!set {c}\\n\"") == kNone);
  CHECK(doubts_about("user-data: \"#cloud-config\\na: |\\n  \\tb\\nc: d\\n\"") == kNone);
}
