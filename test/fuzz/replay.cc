// Runs a target over files, for compilers without libFuzzer: replay FILE_OR_FOLDER...
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

// A finding ends the program: the last name that was printed is its input.
void replay(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::fprintf(stderr, "%s\n", path.c_str());
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

}  // namespace

int main(int count, char** arguments) {
  for (int index = 1; index < count; ++index) {
    if (!std::filesystem::is_directory(arguments[index])) {
      replay(arguments[index]);
      continue;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(arguments[index])) {
      if (entry.is_regular_file()) replay(entry.path());
    }
  }
}
