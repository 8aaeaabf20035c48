#include "loader/configuration/vm/image_reference.h"

#include <fmt/format.h>

#include "test/catch.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// An image named "box" with one tag, whose pattern is ^(?P<v>\d+)(-(?P<b>\w+))?$ and whose further fields are given.
std::unique_ptr<const Registry> box_with(const std::string& fields) {
  return registry_of({R"(
images:
  - name: box
    tags:
      - pattern: ^(?P<v>\d+)(-(?P<b>\w+))?$
)" + fields});
}

const std::string kPlaces = "        url: https://x/{v}/{b}.img\n        volumeName: box-{v}.img\n";

Image select(const std::string& fields, const std::string& reference) {
  return select_image(*box_with(fields), Value::scalar(reference)).image;
}

std::string mistakes_in(const std::string& fields, const std::string& reference = "box:3") {
  const auto registry = box_with(fields);
  return mistakes_of([&] { select_image(*registry, parse("'" + reference + "'", "use.yaml")); });
}

std::string url_of(const std::vector<std::string>& patterns, const std::string& reference) {
  std::string yaml = "images:\n  - name: box\n    tags:\n";
  for (const std::string& pattern : patterns) {
    yaml += fmt::format("      - {{pattern: '{0}', url: '{0}', volumeName: x}}\n", pattern);
  }
  return resolve_image_url(*registry_of({yaml}), reference);
}

}  // namespace

TEST_CASE("groups of the pattern are filled in") {
  const Image image =
      select(kPlaces + "        archive: {type: 7z, path: 'disk-{v}'}\n        format: raw\n", "box:3-a");
  CHECK(image.name.value == "box");
  CHECK(image.tag.value == "3-a");
  CHECK(image.url.value == "https://x/3/a.img");
  CHECK(image.volume_name.value == "box-3.img");
  CHECK(image.format.value == "raw");
  CHECK(image.archive->type.value == "7z");
  CHECK(image.archive->path->value == "disk-3");
  CHECK_FALSE(image.checksum);
}

TEST_CASE("J3: a group that took no part is the empty text") {
  CHECK(select(kPlaces, "box:3").url.value == "https://x/3/.img");
}

TEST_CASE("the format is qcow2 by default, a null brings the default back") {
  CHECK(select(kPlaces, "box:3").format.value == "qcow2");
  const Image image = select(kPlaces + "        format: null\n        archive: ~\n        checksum: ~\n", "box:3");
  CHECK(image.format.value == "qcow2");
  CHECK_FALSE(image.archive);
  CHECK_FALSE(image.checksum);
}

TEST_CASE("J8: the tag begins behind the first colon, and is latest without one") {
  CHECK(url_of({"latest", "a:b", "$"}, "box") == "latest");
  CHECK(url_of({"latest", "a:b", "$"}, "box:a:b") == "a:b");
  CHECK(url_of({"latest", "a:b", "$"}, "box:") == "$");
}

TEST_CASE("literal braces, brackets and !raw in a URL") {
  CHECK(select("        url: 'x/{{v}}/<v>/<<v>>/<u>'\n        volumeName: '{v}'\n", "box:3").url.value ==
        "x/{v}/3/<v>/<u>");
  CHECK(select("        url: !raw 'x/{v}'\n        volumeName: '{v}'\n", "box:3").url.value == "x/{v}");
}

TEST_CASE("a checksum is a digest or a file that lists it") {
  const std::string digest(64, 'A');
  const Image one = select(kPlaces + "        checksum: sha256:" + digest + "\n", "box:3");
  CHECK(one.checksum->algorithm == "sha256");
  CHECK(one.checksum->digest->value == std::string(64, 'a'));
  const Image listed = select(kPlaces + "        checksum: {algorithm: sha512, url: 'x/{v}/SUMS'}\n", "box:3");
  CHECK(listed.checksum->algorithm == "sha512");
  CHECK(listed.checksum->url->value == "x/3/SUMS");
  CHECK_FALSE(listed.checksum->digest);
}

TEST_CASE("a group of the pattern may be all of a checksum") {
  const auto registry = registry_of(
      {"images: [{name: box, tags: [{pattern: '^(?P<sum>.*)$', url: u, volumeName: v, checksum: '{sum}'}]}]"});
  const auto checksum_of = [&](const std::string& tag) {
    return *select_image(*registry, parse("'box:" + tag + "'", "use.yaml")).image.checksum;
  };
  const std::string digest(64, 'a');
  CHECK(checksum_of("sha256:" + digest).digest->value == digest);
  CHECK(mistakes_of([&] { checksum_of("md5:1"); }) == R"(
r.yaml:1:89: error: bad checksum "md5:1"
    1 | images: [{name: box, tags: [{pattern: '^(?P<sum>.*)$', url: u, volumeName: v, checksum: '{sum}'}]}]
      |                                                                                         ^~~~~~~
  A checksum is "sha256:" with 64 or "sha512:" with 128 hexadecimal digits, or a map with "algorithm" and the "url" of a SUMS file.
)");
}

TEST_CASE("A1: an unknown image is an error, with a near match") {
  CHECK(mistakes_in(kPlaces, "bxo:3") == R"(
use.yaml:1:1: error: image "bxo" is not defined
    1 | 'bxo:3'
      | ^~~~~~~
  Did you mean "box"? It is defined at r.yaml:2:11.
)");
}

TEST_CASE("J9: a tag that no pattern matches is an error that lists the patterns") {
  CHECK(mistakes_in(kPlaces, "box") == R"text(
use.yaml:1:1: error: image "box" has no tag "latest"
    1 | 'box'
      | ^~~~~
  The only pattern is "^(?P<v>\d+)(-(?P<b>\w+))?$".
r.yaml:2:11: note: image "box" is defined here
)text");
  CHECK(mistakes_of([] {
          url_of({"a", "b"}, "box:c");
        }) == R"(
error: image "box" has no tag "c"
  The patterns are "a" and "b".
r.yaml:2:11: note: image "box" is defined here
)");
  const auto registry = registry_of({"images: [{name: box}]"});
  CHECK(mistakes_of([&] { resolve_image_url(*registry, "box:1"); }) == R"(
error: image "box" has no tag "1"
  The image has no tags.
r.yaml:1:17: note: image "box" is defined here
)");
}

TEST_CASE("J4, J7: an unknown group is an error at its place") {
  CHECK(mistakes_in("        url: x/{version}\n        volumeName: 'x{b.c}'\n") == R"(
r.yaml:5:16: error: the tag's pattern has no group "version"
    5 |         url: x/{version}
      |                ^~~~~~~~~
  The groups are "b" and "v".
r.yaml:6:23: error: "{b.c}" uses Python's format syntax, which is not available
    6 |         volumeName: 'x{b.c}'
      |                       ^~~~~
  Write the variable alone: "{b}".
)");
  CHECK(mistakes_of([] { url_of({"a{1}"}, "box:a"); }) == R"(
r.yaml:4:34: error: the tag's pattern has no group "1"
    4 |       - {pattern: 'a{1}', url: 'a{1}', volumeName: x}
      |                                  ^~~
  The pattern has no named groups, which are (?P<name>...).
)");
}

TEST_CASE("J8: a volume's name is a file's name") {
  CHECK(mistakes_in("        url: x\n        volumeName: ../{v}\n") == R"(
r.yaml:6:21: error: "volumeName" is not a file's name: "../3"
    6 |         volumeName: ../{v}
      |                     ^~~~~~
  It names the image's file in DEFAULT_IMAGE_DIR, so it has no "/".
)");
  CHECK(mistakes_in("        url: x\n        volumeName: '{b}'\n").find("not a file's name: \"\"") !=
        std::string::npos);
  CHECK(mistakes_in("        url: x\n        volumeName: ..\n").find("not a file's name: \"..\"") != std::string::npos);
}

TEST_CASE("J2: control characters are refused in references and fields") {
  CHECK(mistakes_of([] { url_of({"a"}, "box:a\n"); }) == R"(
error: "image" holds a line break
  The text becomes a part of a line in a Makefile, which cannot hold it. Write it in one line; ">-" folds several into one.
)");
  CHECK(mistakes_in("        url: \"x\\ny\"\n        volumeName: \"x\\ty\"\n") == R"(
r.yaml:5:14: error: "url" holds a line break
    5 |         url: "x\ny"
      |              ^~~~~~
  The text becomes a part of a line in a Makefile, which cannot hold it. Write it in one line; ">-" folds several into one.
r.yaml:6:21: error: "volumeName" holds the control character U+0009
    6 |         volumeName: "x\ty"
      |                     ^~~~~~
  The text becomes a part of a line in a Makefile, which cannot hold it. Write blanks instead of the tab.
)");
}

TEST_CASE("a checksum that comes out wrong is an error") {
  CHECK(mistakes_in(kPlaces + "        checksum: 'sha256:{v}'\n") == R"(
r.yaml:7:19: error: bad checksum "sha256:3"
    7 |         checksum: 'sha256:{v}'
      |                   ^~~~~~~~~~~~
  A checksum is "sha256:" with 64 or "sha512:" with 128 hexadecimal digits, or a map with "algorithm" and the "url" of a SUMS file.
)");
}
