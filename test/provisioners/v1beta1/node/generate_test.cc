#include "provisioners/v1beta1/node/generate.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "generator/manifest.h"
#include "loader/diagnostics/diagnostic.h"
#include "test/catch.h"
#include "test/provisioners/golden_directory.h"
#include "test/provisioners/v1beta1/node/example_nodes.h"
#include "test/source_directory.h"

namespace vmp::v1beta1 {

namespace {

using test::is_script;
using test::read_file;

const std::filesystem::path kSource = test::source_directory();
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

TEST_CASE("a node of hostile texts") {
  const NodeConfiguration node = hostile_node();
  test::check_golden(generate_node(node), "nodes/" + node.node.name.value + "/", kGolden / "hostile");
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

TEST_CASE("a control character is refused at its place, wherever it stands in a node") {
  const auto file = std::make_shared<SourceFile>(SourceFile{.name = "lab.yaml", .text = "x\n"});
  const Text hostile = {.value = "a\nb", .place = {.file = file, .line = 1, .column = 7, .width = 1}};
  const Text good = at("a");
  const auto pool = [](const auto& kind) { return [kind](NodeConfiguration& c) { c.pools[0].kind = kind; }; };
  const auto places = std::vector<std::function<void(NodeConfiguration&)>>{
      [&](auto& c) { c.node.name = hostile; },
      [&](auto& c) { c.node.uri = hostile; },
      pool(DirectoryPool{hostile, {}}),
      pool(DirectoryPool{good, hostile}),
      pool(FilesystemPool{hostile, {}, good}),
      pool(FilesystemPool{good, hostile, good}),
      pool(FilesystemPool{good, {}, hostile}),
      pool(NetfsPool{hostile, good, {}, {}, good}),
      pool(NetfsPool{good, hostile, {}, {}, good}),
      pool(NetfsPool{good, good, hostile, {}, good}),
      pool(NetfsPool{good, good, {}, hostile, good}),
      pool(NetfsPool{good, good, {}, {}, hostile}),
      pool(LogicalPool{hostile, {}}),
      pool(LogicalPool{good, {hostile}}),
      pool(DiskPool{hostile, {}}),
      pool(DiskPool{good, hostile}),
      pool(IscsiPool{hostile, good, {}}),
      pool(IscsiPool{good, hostile, {}}),
      pool(IscsiPool{good, good, PoolLogin{hostile, good}}),
      pool(IscsiPool{good, good, PoolLogin{good, hostile}}),
      pool(RbdPool{{hostile}, good, {}}),
      pool(RbdPool{{good}, hostile, {}}),
      pool(RbdPool{{good}, good, PoolLogin{hostile, good}}),
      pool(RbdPool{{good}, good, PoolLogin{good, hostile}}),
      pool(ZfsPool{hostile}),
      [&](auto& c) { c.requirements.libvirt = hostile; },
      [&](auto& c) { c.requirements.qemu = hostile; },
      [&](auto& c) { c.requirements.virt_type = hostile; },
      [&](auto& c) { c.requirements.machine = hostile; },
      [&](auto& c) { c.requirements.firmware = hostile; },
      [&](auto& c) { c.requirements.devices = {hostile}; },
  };
  for (std::size_t index = 0; index < places.size(); ++index) {
    CAPTURE(index);
    NodeConfiguration node = lab_node();
    places[index](node);
    try {
      generate_node(node);
      FAIL("it was taken");
    } catch (const Error& error) {
      CHECK(std::string(error.what()) == "value holds the control character U+000A");
      CHECK(to_string(error.diagnostics().front().place) == "lab.yaml:1:7");
    }
  }
}

}  // namespace vmp::v1beta1
