#include "loader/configuration/image/chain.h"

#include <set>
#include <string>
#include <vector>

#include "test/catch.h"

namespace vmp {

namespace {

ImageWord word(std::string key, std::string value) {
  return {std::move(key), {std::move(value), {}}};
}

ImageStep step(std::string name, std::string type, std::vector<ImageWord> words, std::vector<AuthorFile> files = {}) {
  ImageStep result;
  result.name = std::move(name);
  result.type = std::move(type);
  result.words = std::move(words);
  result.files = std::move(files);
  result.digest = digest_part(result);
  return result;
}

ImageConfiguration some_image() {
  ImageConfiguration image;
  image.source.type = "url";
  image.source.words = {word("checksum", "sha256:ab"), word("url", "https://example.org/a.qcow2")};
  image.source.digest = digest_part(image.source);
  image.steps = {step("tools", "packages", {word("install", "nginx"), word("install", "curl")}),
                 step("setup", "run", {word("env", "LEVEL=3")}, {{"script", "#!/bin/sh\ndate\n", true}})};
  image.result.type = "export";
  image.result.words = {word("format", "qcow2")};
  image.result.digest = digest_part(image.result);
  return image;
}

}  // namespace

TEST_CASE("the digests of a chain are those that sha256sum finds") {
  // printf 'vmp image 1\nrun\nenv=LEVEL=3\n' | sha256sum, and so on, as chain.h has it
  const ImageConfiguration image = some_image();
  CHECK(image.steps[1].digest == "9c7a0dd7747761062ab8f31c1f27b00bb734592ff17cd37a22b7ffbaf5be5a62");
  CHECK(digest_chain(image) ==
        std::vector<std::string>{"2b198064320268d48a6ac9890b57827ea3cebe47abe932e4c5d7baa970cd7a79",
                                 "e8eddcad46d6759049edc3b46dec48842161e6ff0ee97259e63a7fb20b916708",
                                 "08055731f593ded0b415f575532408090eec24e8b91ce3bf482a3076a057bea5",
                                 "b7aa0e2727c7988f2bd492b834736c4eb149ce8d6aa18f4d2b2fbda7c3f612b6"});
}

TEST_CASE("a word of several lines is one line of what is digested") {
  CHECK(step("a", "write", {word("x", "1\ny=2")}).digest !=
        step("a", "write", {word("x", "1"), word("y", "2")}).digest);
  CHECK(step("a", "write", {word("x", "\\n")}).digest != step("a", "write", {word("x", "\n")}).digest);
}

TEST_CASE("what a step says and brings counts for it and all behind it, its name does not") {
  const std::vector<std::string> before = digest_chain(some_image());
  ImageConfiguration image = some_image();
  image.steps[0].name = "other";
  CHECK(digest_chain(image) == before);
  image.steps[1].files[0].content += "true\n";
  std::vector<std::string> after = digest_chain(image);
  CHECK((after[0] == before[0] && after[1] == before[1] && after[2] != before[2] && after[3] != before[3]));
  std::set<std::string> seen = {before[2], after[2]};
  image.steps[1].files[0].is_executable = false;
  CHECK(seen.insert(digest_chain(image)[2]).second);
  image.steps[1].files[0].path = "other";
  CHECK(seen.insert(digest_chain(image)[2]).second);
  image.steps[1].type = "host";
  image.steps[1].digest = digest_part(image.steps[1]);
  CHECK(seen.insert(digest_chain(image)[2]).second);
}

TEST_CASE("a result's name has its chain before the extension") {
  const std::string chain = "3f9c2a7d00";
  CHECK(name_result("web-12.qcow2", chain) == "web-12-3f9c2a7d.qcow2");
  CHECK(name_result("debian12.golden.qcow2", chain) == "debian12.golden-3f9c2a7d.qcow2");
  CHECK(name_result("web", chain) == "web-3f9c2a7d");
  CHECK(name_result(".web", chain) == ".web-3f9c2a7d");
}

}  // namespace vmp
