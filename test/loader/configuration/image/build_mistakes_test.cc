// Resolves the images of build_mistakes.txt, in which something is wrong or doubtful, and compares all that is said.
//
//     # what it is
//     + a line of the image "web", beside its name
//     | a line of its tag's build
//     ! a line of what is said; DIR is the registry's folder
//
// VMP_ACCEPT=1 in the environment writes what is said into the file, and fails.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "test/catch.h"
#include "test/loader/configuration/image/resolved_image.h"
#include "test/source_directory.h"
#include "test/temporary_directory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

const std::string kMistakes = source_directory() + "/test/loader/configuration/image/build_mistakes.txt";

// More entries, to build on: "old" has no checksum, "one" and "two" are built on each other.
constexpr const char* kOthers = R"(
  - name: old
    tags: [{pattern: ^1$, url: "https://images.example/old.qcow2", volumeName: old.qcow2}]
  - name: one
    provisioner: v1beta1
    tags: [{pattern: ^1$, volumeName: one.qcow2, build: {from: {image: "two:1"}}}]
  - name: two
    provisioner: v1beta1
    tags: [{pattern: ^1$, volumeName: two.qcow2, build: {from: {image: "one:1"}}}]
nodes:
  - name: lab
    libvirt: {connection: {uri: "qemu:///system"}}
  - name: far
)";

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_files(const TemporaryDirectory& directory) {
  directory.write("setup.sh", "#!/bin/sh\n");
  std::filesystem::permissions(directory.path("setup.sh"), std::filesystem::perms::owner_all);
  directory.write("plain.sh", "#!/bin/sh\n");
  directory.write("debian.cfg", "d-i debian-installer/locale string C\n");
  directory.write("files/site/index.html", "<h1>{TITLE}</h1>\n{UNKNOWN}\n");
  directory.write("binary", "\xff\xfe");
  std::filesystem::create_directories(directory.path("empty"));
  directory.link("out", "/etc/hostname");
  directory.link("loop", "loop");
  std::filesystem::create_directories(directory.path("round"));
  directory.link("round/again", "../round");
  directory.write("odd/a\nb", "");
}

std::string say(const TemporaryDirectory& directory, const std::string& fields, const std::string& build) {
  const std::string text = images_with(build, fields) + std::string(kOthers).substr(1);
  std::string said;
  try {
    said = render(resolve_image_of(text, directory.path("r.yaml")).warnings);
  } catch (const Error& error) {
    said = render(error.diagnostics());
  }
  for (std::size_t at = said.find(directory.root()); at != std::string::npos; at = said.find(directory.root(), at)) {
    said.replace(at, directory.root().size(), "DIR");
  }
  return said.substr(1);
}

std::string mark(const std::string& said) {
  std::istringstream lines(said.empty() ? "nothing\n" : said);
  std::string marked;
  for (std::string line; std::getline(lines, line);) marked += line.empty() ? "!\n" : "! " + line + "\n";
  return marked;
}

// The file as it comes out now.
std::string replay(const TemporaryDirectory& directory, const std::string& mistakes) {
  std::istringstream stream(mistakes);
  std::string result;
  std::string fields;
  std::string build;
  bool is_open = false;
  const auto close = [&] {
    if (is_open) result += mark(say(directory, fields, build));
    fields.clear();
    build.clear();
    is_open = false;
  };
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("+ ") || line.starts_with("| ")) {
      (line.front() == '+' ? fields : build) += line.substr(2) + "\n";
      is_open = true;
    } else {
      close();
    }
    if (!line.starts_with('!')) result += line + "\n";
  }
  close();
  return result;
}

}  // namespace

TEST_CASE("what is wrong in a build is told where it is", "[resolve_image]") {
  const TemporaryDirectory directory;
  write_files(directory);
  const std::string expected = read_file(kMistakes);
  const std::string actual = replay(directory, expected);
  CHECK(actual == expected);
  if (actual != expected && std::getenv("VMP_ACCEPT") != nullptr) std::ofstream(kMistakes, std::ios::binary) << actual;
}
