#include "provisioners/v1beta1/node/generate.h"

#include <filesystem>
#include <string>
#include <vector>

#include "generator/manifest.h"
#include "loader/diagnostics/diagnostic.h"
#include "test/catch.h"
#include "test/provisioners/golden_directory.h"
#include "test/provisioners/v1beta1/node/example_nodes.h"

namespace vmp::v1beta1 {

namespace {

using test::is_script;
using test::read_file;

const std::filesystem::path kSource = VMP_SOURCE_DIR;
const std::filesystem::path kGolden = kSource / "test/provisioners/v1beta1/node/golden";

void check_golden(const NodeConfiguration& configuration) {
  const std::string& name = configuration.node.name.value;
  test::check_golden(generate_node(configuration), "nodes/" + name + "/", kGolden / name);
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
