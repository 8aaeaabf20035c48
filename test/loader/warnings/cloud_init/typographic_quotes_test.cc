#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& fields) {
  return render(find_typographic_quotes(resolve({web(fields)})));
}

std::string warnings_about_data(const std::string& data) {
  return warnings_about("    cloudInit: {noCloud: {seed: {path: s}, data: {user-data: " + data + "}}}\n");
}

}  // namespace

TEST_CASE("quotation marks of typesetters around a value or in a command are told") {
  CHECK(warnings_about_data("{hostname: “web”, runcmd: [echo ‘a b’, [touch, “x”]]}") == R"(
r.yaml:4:73: warning: “ is no quotation mark for a program [typographic-quote]
    4 |     cloudInit: {noCloud: {seed: {path: s}, data: {user-data: {hostname: “web”, runcmd: [echo ‘a b’, [touch, “x”]]}}}}
      |                                                                         ^~~~~
  Word processors and web pages make it. Write " or '.
r.yaml:4:89: warning: ‘ is no quotation mark for a program [typographic-quote]
    4 |     cloudInit: {noCloud: {seed: {path: s}, data: {user-data: {hostname: “web”, runcmd: [echo ‘a b’, [touch, “x”]]}}}}
      |                                                                                         ^~~~~~~~~~
  Word processors and web pages make it. Write " or '.
r.yaml:4:109: warning: “ is no quotation mark for a program [typographic-quote]
    4 |     cloudInit: {noCloud: {seed: {path: s}, data: {user-data: {hostname: “web”, runcmd: [echo ‘a b’, [touch, “x”]]}}}}
      |                                                                                                             ^~~
  Word processors and web pages make it. Write " or '.
)");
  CHECK(warnings_about("    ssh: {options: {SetEnv: A=“b c”}}\n") == R"(
r.yaml:4:29: warning: “ is no quotation mark for a program [typographic-quote]
    4 |     ssh: {options: {SetEnv: A=“b c”}}
      |                             ^~~~~~~
  Word processors and web pages make it. Write " or '.
)");
  CHECK(warnings_about("    libvirt: {domain: {virtInstall: {disk: 'vol=p/v,serial=“x”'}}}\n") == R"(
r.yaml:4:44: warning: “ is no quotation mark for a program [typographic-quote]
    4 |     libvirt: {domain: {virtInstall: {disk: 'vol=p/v,serial=“x”'}}}
      |                                            ^~~~~~~~~~~~~~~~~~~~
  Word processors and web pages make it. Write " or '.
)");
  CHECK(warnings_about_data("\"#!/bin/sh\\n# “Hello”\\necho “Hello”\"") == R"(
r.yaml:4:62: warning: “ is no quotation mark for a program [typographic-quote]
    4 |     cloudInit: {noCloud: {seed: {path: s}, data: {user-data: "#!/bin/sh\n# “Hello”\necho “Hello”"}}}
      |                                                              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  Word processors and web pages make it. Write " or '.
)");
}

TEST_CASE("texts for people, quotes in quotes and apostrophes are right") {
  for (const char* data : {"{write_files: [{content: “a”}], final_message: “done”, motd: He said “no”}",
                           "{runcmd: [\"echo 'say “hi”'\", echo don’t, \"true # “why”\"]}",
                           "{runcmd: [\"cat << E\\n “prose” \\nE\"]}", "\"#!/bin/sh\\necho \\\"“Hello”\\\"\""}) {
    CAPTURE(data);
    CHECK(warnings_about_data(data) == "\n");
  }
  CHECK(warnings_about("    libvirt: {domain: {virtInstall: {metadata: title=“x”}}}\n") == "\n");
}
