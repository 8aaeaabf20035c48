#include "provisioners/v1beta1/image/generate.h"

#include <filesystem>
#include <string>
#include <vector>

#include "generator/manifest.h"
#include "loader/diagnostics/diagnostic.h"
#include "provisioners/v1beta1/image/makefile.h"
#include "test/catch.h"
#include "test/provisioners/golden_directory.h"
#include "test/provisioners/v1beta1/image/example_images.h"
#include "test/source_directory.h"

namespace vmp::v1beta1 {

namespace {

using namespace vmp::test;

const std::filesystem::path kSource = source_directory();
const std::filesystem::path kGolden = kSource / "test/provisioners/v1beta1/image/golden";

std::string directory_of(const ImageConfiguration& image) {
  return "images/" + image.directory() + "/";
}

void check_golden(const ImageConfiguration& image) {
  test::check_golden(generate_image(image), directory_of(image), kGolden / image.name.value);
}

std::vector<ImageConfiguration> all_images() {
  return {web_image(), shop_image(), tool_image(), golden_image()};
}

}  // namespace

TEST_CASE("an image of a download with steps of all sorts") {
  check_golden(web_image());
}

TEST_CASE("an image on one that is built") {
  check_golden(shop_image());
}

TEST_CASE("an image of files") {
  check_golden(tool_image());
}

TEST_CASE("an image that is installed on a node") {
  check_golden(golden_image());
}

TEST_CASE("an image that is installed from a disc") {
  check_golden(disc_image());
  ImageConfiguration image = disc_image();
  image.source.base->is_built = true;
  const std::string makefile(generate_image(image).at(directory_of(image) + "Makefile").bytes());
  CHECK(makefile.find(" --cdrom ../../../.images/debian.qcow2 --cdrom-built-by ../../debian/12 ") != std::string::npos);
}

TEST_CASE("the manifest of an image names all its files, and their modes are the registry's") {
  for (const ImageConfiguration& image : all_images()) {
    const GeneratedFiles files = generate_image(image);
    std::vector<std::string> paths;
    for (const std::string& name : read_manifest(files.at(directory_of(image) + "Makefile").bytes())) {
      paths.push_back(directory_of(image) + name);
    }
    std::ranges::sort(paths);
    std::vector<std::string> generated;
    for (const auto& [path, file] : files) generated.push_back(path);
    CHECK(paths == generated);
  }
  const GeneratedFiles files = generate_image(tool_image());
  CHECK(files.at("images/tool/12/source.d/files/run").access == Access::kExecutable);
  CHECK(files.at("images/tool/12/source.d/files/etc/motd").access == Access::kPublic);
}

TEST_CASE("an image's scripts are those of the source tree that it uses") {
  for (const ImageConfiguration& image : all_images()) {
    for (const auto& [path, file] : generate_image(image)) {
      const std::string name = path.substr(directory_of(image).size());
      if (!is_script(name)) continue;
      CAPTURE(path);
      const std::filesystem::path folder = kSource / "provisioners/v1beta1";
      const bool is_own = std::filesystem::exists(folder / "image" / name);
      CHECK(std::string(file.bytes()) == read_file(folder / (is_own ? "image" : "shell") / name));
    }
  }
  const GeneratedFiles files = generate_image(tool_image());
  CHECK(files.contains("images/tool/12/content.sh"));
  for (const char* name : {"session.sh", "builder.sh", "install.sh", "seal.sh", "image.sh"}) {
    CHECK_FALSE(files.contains(directory_of(tool_image()) + name));
  }
}

TEST_CASE("every script of an image's folder goes into some image") {
  ImageConfiguration image = golden_image();
  for (const char* type :
       {"builder", "content", "update", "copy", "user", "run", "size", "firstboot", "boot", "host"}) {
    image.steps.push_back(step_of(type, {}));
  }
  const GeneratedFiles files = generate_image(image);
  for (const auto& entry : std::filesystem::directory_iterator(kSource / "provisioners/v1beta1/image")) {
    const std::string name = entry.path().filename();
    if (!is_script(name)) continue;
    CAPTURE(name);
    CHECK(files.contains(directory_of(image) + name));
  }
}

TEST_CASE("the name of a step is a part of a path, and its number has as many digits as it needs") {
  ImageConfiguration image = web_image();
  image.steps[1].name = "a/b c";
  CHECK(name_step(image, 1) == "02-a,2Fb,20c");
  image.steps.resize(100, image.steps[0]);
  CHECK(name_step(image, 99) == "100-size");
  CHECK(name_step(image, 0) == "001-size");
}

TEST_CASE("a control character and too many words reach no file of an image") {
  for (const char* text : {"a\nb", "a\x01"}) {
    ImageConfiguration image = web_image();
    image.steps[1].words[0].value = text_of(text);
    CHECK_THROWS_AS(generate_image(image), Error);
  }
  ImageConfiguration image = web_image();
  image.steps[1].words[0].value = text_of(std::string(131'072, 'a'));
  CHECK_THROWS_AS(generate_image(image), Error);
}

}  // namespace vmp::v1beta1
