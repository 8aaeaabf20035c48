// Runs a target over files, for compilers without libFuzzer: replay FILE_OR_FOLDER... Fails where there is none.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

[[noreturn]] void fail(const std::filesystem::path& path) {
  std::fprintf(stderr, "nothing to run in %s\n", path.c_str());
  std::exit(EXIT_FAILURE);
}

// A finding ends the program: the last name that was printed is its input.
void replay(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::fprintf(stderr, "%s\n", path.c_str());
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

void replay_folder(const std::filesystem::path& folder) {
  bool is_empty = true;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    replay(entry.path());
    is_empty = false;
  }
  if (is_empty) fail(folder);
}

}  // namespace

int main(int count, char** arguments) {
  for (int index = 1; index < count; ++index) {
    if (std::filesystem::is_directory(arguments[index])) {
      replay_folder(arguments[index]);
    } else {
      replay(arguments[index]);
    }
  }
}
