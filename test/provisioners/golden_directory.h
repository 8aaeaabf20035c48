#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "generator/generated_files.h"
#include "test/catch.h"

// Generated directories compared with those under golden/. With VMP_ACCEPT=1, what was generated is written over the
// golden and the test fails, so that nobody takes it for a pass.
namespace vmp::test {

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline bool is_accepting() {
  return std::getenv("VMP_ACCEPT") != nullptr;
}

inline void write_golden(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

inline void check_golden_file(const std::string& text, const std::filesystem::path& path) {
  if (is_accepting()) {
    write_golden(path, text);
    FAIL("accepted " << path << ": look at it with git diff");
  }
  CHECK(text == read_file(path));
}

inline bool is_script(const std::string& path) {
  return path.ends_with(".sh") || path.ends_with(".awk");
}

// All files below a folder, by their paths in it.
inline std::map<std::string, std::string> read_directory(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  if (!std::filesystem::exists(folder)) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files[std::filesystem::relative(entry.path(), folder).string()] = read_file(entry.path());
  }
  return files;
}

// What was generated into `directory` ("web/") but the scripts, which are the same everywhere and no goldens.
inline void check_golden(const GeneratedFiles& files, const std::string& directory,
                         const std::filesystem::path& golden) {
  std::map<std::string, std::string> texts;
  for (const auto& [path, file] : files) {
    REQUIRE(path.starts_with(directory));
    if (!is_script(path)) texts[path.substr(directory.size())] = file.bytes();
  }
  if (is_accepting()) {
    for (const auto& [path, text] : texts) write_golden(golden / path, text);
    FAIL("accepted " << golden << ": look at it with git diff");
  }
  CHECK(texts == read_directory(golden));
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// The lines that `after` has and `before` has not.
inline std::vector<std::string> new_lines(const std::string& before, const std::string& after) {
  std::multiset<std::string> old;
  for (const std::string& line : lines_of(before)) old.insert(line);
  std::vector<std::string> fresh;
  for (const std::string& line : lines_of(after)) {
    if (const auto found = old.find(line); found != old.end()) {
      old.erase(found);
    } else {
      fresh.push_back(line);
    }
  }
  return fresh;
}

}  // namespace vmp::test
