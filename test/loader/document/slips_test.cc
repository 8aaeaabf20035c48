// Checks the registries of slips.txt, which people wrote when they slipped, and compares all that is said of them.
//
//     # what the slip is
//     | a line of the registry, in which ␉ is a tab, ␍ a carriage return, ␛ an escape, ⍽ a no-break space, [BOM] a
//       byte order mark
//     ! a line of what "check" prints
//
// VMP_ACCEPT=1 in the environment writes what is said into the file, and fails.

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <utility>

#include "test/catch.h"
#include "test/cli/run_vmp.h"
#include "test/source_directory.h"

using namespace vmp::test;

namespace {

const std::string kSlips = source_directory() + "/test/loader/document/slips.txt";

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kSigns = {
    {{"␉", "\t"}, {"␍", "\r"}, {"␛", "\x1b"}, {"⍽", "\u00a0"}, {"[BOM]", "\ufeff"}}};

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string resolve_signs(std::string line) {
  for (const auto& [sign, meant] : kSigns) {
    for (std::size_t at = line.find(sign); at != std::string::npos; at = line.find(sign)) {
      line.replace(at, sign.size(), meant);
    }
  }
  return line;
}

std::string describe(const std::string& registry) {
  const Run run = run_vmp({"--registry", "-", "check"}, {.input = registry});
  std::istringstream said(run.output + run.errors);
  std::string marked;
  for (std::string line; std::getline(said, line);) marked += line.empty() ? "!\n" : "! " + line + "\n";
  return marked;
}

// The file as it comes out now.
std::string replay(const std::string& slips) {
  std::istringstream stream(slips);
  std::string result;
  std::string registry;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with('|')) {
      registry += line.size() < 2 ? "\n" : resolve_signs(line.substr(2)) + "\n";
    } else if (!registry.empty()) {
      result += describe(registry);
      registry.clear();
    }
    if (!line.starts_with('!')) result += line + "\n";
  }
  return registry.empty() ? result : result + describe(registry);
}

}  // namespace

TEST_CASE("slips are told as what they are, where they are") {
  const std::string expected = read_file(kSlips);
  const std::string actual = replay(expected);
  CHECK(actual == expected);
  if (actual != expected && std::getenv("VMP_ACCEPT") != nullptr) std::ofstream(kSlips, std::ios::binary) << actual;
}
