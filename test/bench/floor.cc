// Writes a tree of files again, as plainly as can be: open, write, close. Reads all of them first, and times only
// the writing.
//
// usage: floor FROM TO    prints seconds
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;  // a directory has no text and ends with "/"

Files read_tree(const std::filesystem::path& from) {
  Files files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(from)) {
    const std::string path = entry.path().lexically_relative(from).string();
    if (entry.is_directory()) {
      files.emplace_back(path + "/", "");
    } else {
      std::ifstream stream(entry.path(), std::ios::binary);
      files.emplace_back(path, std::string(std::istreambuf_iterator<char>(stream), {}));
    }
  }
  return files;
}

bool write_tree(const Files& files, const std::string& to) {
  for (const auto& [path, text] : files) {
    const std::string target = to + "/" + path;
    if (path.ends_with('/')) {
      if (::mkdir(target.c_str(), 0755) != 0) return false;
      continue;
    }
    const int file = ::open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file < 0 || std::cmp_not_equal(::write(file, text.data(), text.size()), text.size()) || ::close(file) != 0) {
      return false;
    }
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const Files files = read_tree(argv[1]);
  const auto begin = std::chrono::steady_clock::now();
  if (::mkdir(argv[2], 0755) != 0 || !write_tree(files, argv[2])) return 1;
  fmt::print("{:.6f}\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
}
