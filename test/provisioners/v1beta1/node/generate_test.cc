#include "provisioners/v1beta1/node/generate.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "generator/manifest.h"
#include "loader/diagnostics/diagnostic.h"
#include "test/catch.h"
#include "test/provisioners/v1beta1/node/example_nodes.h"

namespace vmp::v1beta1 {

namespace {

const std::filesystem::path kSource = VMP_SOURCE_DIR;
const std::filesystem::path kGolden = kSource / "test/provisioners/v1beta1/node/golden";

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool is_script(const std::string& name) {
  return name.ends_with(".sh") || name.ends_with(".awk");
}

// All but the scripts, which are the same everywhere. With VMP_ACCEPT=1, writes what was generated over the golden and
// fails, so that nobody takes it for a pass.
void check_golden(const NodeConfiguration& configuration) {
  const std::string directory = "nodes/" + configuration.node.name.value + "/";
  for (const auto& [path, file] : generate_node(configuration)) {
    CAPTURE(path);
    REQUIRE(path.starts_with(directory));
    const std::string name = path.substr(directory.size());
    const std::filesystem::path golden = kGolden / configuration.node.name.value / name;
    if (is_script(name)) continue;
    if (std::getenv("VMP_ACCEPT") != nullptr) {
      std::filesystem::create_directories(golden.parent_path());
      std::ofstream(golden, std::ios::binary) << file.bytes();
    } else {
      CHECK(std::string(file.bytes()) == read_file(golden));
    }
  }
  if (std::getenv("VMP_ACCEPT") != nullptr) FAIL("accepted the golden " << directory << ": look at it with git diff");
}

}  // namespace

TEST_CASE("a node with pools, a network and a VM") {
  check_golden(lab_node());
}

TEST_CASE("a node with every kind of pool and every requirement") {
  check_golden(full_node());
}

TEST_CASE("the manifest of a node names all its files") {
  const GeneratedFiles files = generate_node(lab_node());
  std::vector<std::string> paths;
  for (const std::string& name : read_manifest(files.at("nodes/lab/Makefile").bytes())) {
    paths.push_back("nodes/lab/" + name);
  }
  std::ranges::sort(paths);
  std::vector<std::string> generated;
  for (const auto& [path, file] : files) generated.push_back(path);
  CHECK(paths == generated);
}

TEST_CASE("a node's scripts are those of the source tree") {
  for (const auto& [path, file] : generate_node(lab_node())) {
    const std::string name = std::filesystem::path(path).filename();
    if (!is_script(name)) continue;
    CAPTURE(name);
    const std::filesystem::path folder = kSource / "provisioners/v1beta1";
    const bool is_own = std::filesystem::exists(folder / "node" / name);
    CHECK(std::string(file.bytes()) == read_file(folder / (is_own ? "node" : "shell") / name));
  }
}

TEST_CASE("a control character reaches no file of a node") {
  for (const char* text : {"/srv/a\nb", "/srv/a\x01"}) {
    NodeConfiguration node = lab_node();
    node.pools[0].kind = DirectoryPool{at(text), {}};
    CHECK_THROWS_AS(generate_node(node), Error);
  }
}

}  // namespace vmp::v1beta1
