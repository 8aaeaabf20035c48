// Runs the commands of test/cli/transcripts/*.txt and compares all that they print.
//
//     # a comment
//     $ vmp --registry lab.yaml list        run in this process; "NAME=VALUE" before and "< FILE" behind it
//     | web                                 a line of standard output
//     ! error: ...                          a line of standard error
//     ? 1                                   the exit status, if it is not 0
//     $ ls                                  any other command is run by the shell
//
// Each transcript has a fresh directory with a copy of transcripts/files. VMP_ACCEPT=1 in the environment
// writes what the commands print into the transcripts, and fails.

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "test/catch.h"
#include "test/cli/run_vmp.h"
#include "test/source_directory.h"
#include "test/temporary_directory.h"

using namespace vmp::test;

namespace {

namespace fs = std::filesystem;

const std::string kTranscripts = source_directory() + "/test/cli/transcripts";

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Every line with a mark before it; what does not end with a line break gets a sign of that.
std::string mark(const std::string& text, const std::string& mark) {
  std::istringstream stream(text);
  std::string result;
  for (std::string line; std::getline(stream, line);) result += mark + (line.empty() ? "" : " " + line) + "\n";
  if (!text.empty() && !text.ends_with('\n')) result += mark + "(no line break)\n";
  return result;
}

// Words as a shell splits them, as far as single quotes go.
std::vector<std::string> split(const std::string& command) {
  std::vector<std::string> words;
  bool is_quoted = false;
  bool is_word = false;
  for (const char byte : command) {
    if (byte == ' ' && !is_quoted) {
      is_word = false;
      continue;
    }
    if (!is_word) words.emplace_back();
    is_word = true;
    if (byte == '\'') {
      is_quoted = !is_quoted;
    } else {
      words.back() += byte;
    }
  }
  return words;
}

bool is_assignment(const std::string& word) {
  return word.find('=') != std::string::npos && !word.starts_with('-');
}

std::string run_own(std::vector<std::string> words) {
  World world;
  while (is_assignment(words.front())) {
    const std::size_t equals = words.front().find('=');
    world.variables[words.front().substr(0, equals)] = words.front().substr(equals + 1);
    words.erase(words.begin());
  }
  if (words.size() >= 2 && words[words.size() - 2] == "<") {
    world.input = read_file(words.back());
    words.resize(words.size() - 2);
  }
  words.erase(words.begin());
  const Run run = run_vmp(words, world);
  const std::string status = run.status == 0 ? "" : "? " + std::to_string(run.status) + "\n";
  return mark(run.output, "|") + mark(run.errors, "!") + status;
}

std::string run_shell(const std::string& command) {
  std::string output;
  FILE* pipe = ::popen(("{ " + command + "\n} 2>&1").c_str(), "r");
  for (int byte = std::fgetc(pipe); byte != EOF; byte = std::fgetc(pipe)) output += static_cast<char>(byte);
  const int status = ::pclose(pipe);
  return mark(output, "|") + (status == 0 ? "" : "? shell\n");
}

std::string run_line(const std::string& command) {
  std::vector<std::string> words = split(command);
  for (const std::string& word : words) {
    if (word == "vmp") return run_own(std::move(words));
    if (!is_assignment(word)) break;
  }
  return run_shell(command);
}

// The transcript as it comes out now.
std::string replay(const std::string& transcript) {
  std::istringstream stream(transcript);
  std::string result;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("$ ")) {
      result += line + "\n" + run_line(line.substr(2));
    } else if (line.empty() || line.starts_with('#')) {
      result += line + "\n";
    }
  }
  return result;
}

std::string replay_in_fresh_directory(const std::string& transcript) {
  const TemporaryDirectory directory;
  fs::copy(kTranscripts + "/files", directory.root(), fs::copy_options::recursive);
  const fs::path before = fs::current_path();
  fs::current_path(directory.root());
  std::string result = replay(transcript);
  fs::current_path(before);
  return result;
}

std::vector<std::string> list_transcripts() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(kTranscripts)) {
    if (entry.path().extension() == ".txt") names.push_back(entry.path().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST_CASE("commands print what their transcripts say") {
  for (const std::string& path : list_transcripts()) {
    INFO(path);
    const std::string expected = read_file(path);
    const std::string actual = replay_in_fresh_directory(expected);
    CHECK(actual == expected);
    if (actual != expected && std::getenv("VMP_ACCEPT") != nullptr) std::ofstream(path, std::ios::binary) << actual;
  }
}
