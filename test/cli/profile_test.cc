#include <regex>

#include "test/catch.h"
#include "test/cli/run_vmp.h"
#include "test/source_directory.h"
#include "test/temporary_directory.h"

using namespace vmp::test;

namespace {

Run generate(const std::vector<std::string>& more) {
  const TemporaryDirectory base;
  std::vector<std::string> words = {"--registry", source_directory() + "/examples/basic", "gen", "--base-dir",
                                    base.root()};
  words.insert(words.end(), more.begin(), more.end());
  return run_vmp(words);
}

}  // namespace

TEST_CASE("gen --profile closes with the time of each stage") {
  const std::regex profile(
      "(Generated .*\n)+read +\\d+\\.\\d ms\nvalidate +\\d+\\.\\d ms\nmerge +\\d+\\.\\d ms\nresolve +\\d+\\.\\d ms\n"
      "generate +\\d+\\.\\d ms\nwrite +\\d+\\.\\d ms\n");
  const Run run = generate({"--profile"});
  CAPTURE(run.errors);
  CHECK(run.status == 0);
  CHECK(std::regex_match(run.errors, profile));
}

TEST_CASE("gen says nothing of time by itself") {
  CHECK(generate({}).errors.find(" ms") == std::string::npos);
}
