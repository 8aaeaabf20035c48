#include "loader/configuration/image/images.h"

#include <string>
#include <vector>

#include "test/catch.h"
#include "test/loader/configuration/image/resolved_image.h"

using namespace vmp;
using namespace vmp::test;

namespace {

const ResolvedImage* find(const Images& images, const std::string& name, const std::string& tag) {
  Stopwatch watch(nullptr, Stage::kResolve);
  return images.find(name, tag, watch);
}

std::string list(const std::string& text) {
  std::string paths;
  for (const BuiltName& each : list_built_images(Registry({source(text)}))) paths += each.path() + " ";
  return paths;
}

}  // namespace

TEST_CASE("an image is resolved once, and only if it is built", "[images]") {
  const Registry registry({source(images_with("from: {image: \"debian:12\"}"))});
  const Images images(registry);
  const ResolvedImage* web = find(images, "web", "12");
  REQUIRE(web != nullptr);
  CHECK(web == find(images, "web", "12"));
  CHECK(find(images, "debian", "12") == nullptr);
  CHECK(find(images, "debian", "11") == nullptr);
  CHECK(find(images, "fedora", "40") == nullptr);
}

TEST_CASE("a base that is built counts by its chain", "[images]") {
  const auto chain_of = [](const std::string& line) {
    const Registry registry(
        {source(images_with("from: {image: \"debian:12\"}\nsteps: [{name: a, run: {text: " + line + "}}]\n") +
                R"(  - name: shop
    provisioner: v1beta1
    tags: [{pattern: ^1$, volumeName: shop.qcow2, build: {from: {image: "web:12"}}}]
)")});
    const ImageConfiguration shop = resolve_image(registry, {"shop", "1"}).configuration;
    CHECK(shop.source.base->is_built);
    CHECK(shop.source.base->directory() == "web/12");
    CHECK(shop.source.base->format.value == "qcow2");
    CHECK(shop.source.base->path.value == resolve_image(registry, web()).configuration.result_path.value);
    CHECK_FALSE(shop.source.download);
    return shop.chain;
  };
  CHECK(chain_of("one") == chain_of("one"));
  CHECK(chain_of("one") != chain_of("two"));
}

TEST_CASE("images with mistakes are told once", "[images]") {
  const Registry registry({source(images_with("from: {image: \"debian:11\"}"))});
  const Images images(registry);
  CHECK(mistakes_of([&] { find(images, "web", "12"); }) == R"text(
r.yaml:11:27: error: image "debian" has no tag "11"
   11 |             from: {image: "debian:11"}
      |                           ^~~~~~~~~~~
  The only pattern is "^12$".
r.yaml:2:11: note: image "debian" is defined here
)text");
  CHECK(mistakes_of([&] { find(images, "web", "12"); }) == "\n");
}

TEST_CASE("images that are built on each other are told from the same one, whichever is asked for", "[images]") {
  const std::string text = R"(
images:
  - {name: a, provisioner: v1beta1, tags: [{pattern: ^1$, volumeName: a, build: {from: {image: "c:1"}}}]}
  - {name: b, provisioner: v1beta1, tags: [{pattern: ^1$, volumeName: b, build: {from: {image: "a:1"}}}]}
  - {name: c, provisioner: v1beta1, tags: [{pattern: ^1$, volumeName: c, build: {from: {image: "b:1"}}}]}
)";
  for (const char* first : {"a", "b", "c"}) {
    CAPTURE(first);
    CHECK(mistakes_of([&] {
            resolve_image(Registry({source(text)}), {first, "1"});
          }) == R"text(
r.yaml:2:12: error: image "a:1" is built on itself: a:1 -> c:1 -> b:1 -> a:1
    2 |   - {name: a, provisioner: v1beta1, tags: [{pattern: ^1$, volumeName: a, build: {from: {image: "c:1"}}}]}
      |            ^
r.yaml:2:12: note: image "a" is defined here
r.yaml:4:12: note: image "c" is defined here
r.yaml:3:12: note: image "b" is defined here
)text");
  }
}

TEST_CASE("tags of one text have directories by themselves", "[images]") {
  CHECK(list(R"(
templates: [{name: base, kind: image, build: {from: {builder: debian-12}}}]
images:
  - name: a
    template: base
    provisioner: v1beta1
    tags:
      - {pattern: ^1$, volumeName: a}
      - {pattern: '^1\.2$', volumeName: a}
      - {pattern: ^3, volumeName: a}
      - {pattern: '^\d$', volumeName: a}
      - {pattern: 4$, volumeName: a}
      - {pattern: '^5|6$', volumeName: a}
      - {pattern: ^7$, volumeName: a, build: null, url: "https://x/y"}
      - {pattern: ^3.$, volumeName: a}
      - {pattern: ^33$, volumeName: a}
      - {pattern: ^$, volumeName: a}
      - {pattern: ^a b$, volumeName: a}
  - name: b
    tags: [{pattern: ^1$, volumeName: b, url: "https://x/y"}]
)") == "a/1 a/1.2 a/a,20b ");
}

TEST_CASE("what names no tag of an image is told with those there are", "[images]") {
  const Registry registry({source(images_with("from: {image: \"debian:12\"}"))});
  CHECK(mistakes_of([&] { get_built_name(registry, "web"); }) == R"text(
error: "images/web" names no tag of an image
  Did you mean "images/web/12"?
)text");
  CHECK(mistakes_of([&] {
          resolve_image(registry, {"debian", "12"});
        }) == R"text(
r.yaml:2:11: error: image "debian:12" is downloaded, not built
    2 |   - name: debian
      |           ^~~~~~
  What is built has a "build" at the tag, the image or a template.
)text");
  CHECK(mistakes_of([&] {
          resolve_image(registry, {"web", "13"});
        }) == R"text(
error: image "web" has no tag "13"
  The only pattern is "^12$".
r.yaml:5:11: note: image "web" is defined here
)text");
  CHECK(mistakes_of([&] {
          resolve_image(registry, {"wep", "12"});
        }) == R"text(
error: image "wep" is not defined
  Did you mean "web"? It is defined at r.yaml:5:11.
)text");
}
