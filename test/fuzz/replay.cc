// Runs a target over files, for compilers without libFuzzer: replay FILE_OR_FOLDER... Fails where there is none.
// Each file is run as it is and mutated, the same in every run.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed);

// What libFuzzer has for bytes is not here: lines are mutated only.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t*, std::size_t size, std::size_t) {
  return size;
}

namespace {

[[noreturn]] void fail(const std::filesystem::path& path) {
  std::fprintf(stderr, "nothing to run in %s\n", path.c_str());
  std::exit(EXIT_FAILURE);
}

void run(const std::string& text) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

// Some mutations, one upon the other.
std::string mutate(const std::string& text, unsigned number) {
  constexpr std::size_t kMostBytes = 16384;
  constexpr unsigned kMutations = 3;
  std::string mutated = text;
  mutated.resize(kMostBytes);
  std::size_t size = text.size();
  for (unsigned mutation = 0; mutation < kMutations; ++mutation) {
    // The mutator takes odd numbers for lines.
    const auto seed = static_cast<unsigned>(text.size()) * 64 + (number * kMutations + mutation) * 2 + 1;
    size = LLVMFuzzerCustomMutator(reinterpret_cast<std::uint8_t*>(mutated.data()), size, kMostBytes, seed);
  }
  mutated.resize(size);
  return mutated;
}

// A finding ends the program: the last line that was printed is its input.
void replay(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::fprintf(stderr, "%s\n", path.c_str());
  run(text);
  constexpr unsigned kMutants = 2;
  for (unsigned number = 0; number < kMutants; ++number) {
    std::fprintf(stderr, "%s, mutant %u\n", path.c_str(), number);
    run(mutate(text, number));
  }
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
