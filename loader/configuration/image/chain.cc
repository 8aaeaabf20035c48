#include "loader/configuration/image/chain.h"

#include <fmt/format.h>

#include "loader/configuration/sha256.h"

namespace vmp {

namespace {

constexpr std::string_view kVersion = "vmp image 1\n";
constexpr std::size_t kDigitsOfNames = 8;

// A word has a line, whatever is in it.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (c == '\n') {
      line += "\\n";
    } else {
      if (c == '\\') line += '\\';
      line += c;
    }
  }
  return line;
}

std::string list_files(const ImagePart& part) {
  std::string lines;
  for (const AuthorFile& file : part.files) {
    lines += fmt::format("{} {}  {}\n", file.is_executable ? "755" : "644", sha256(file.content), file.path);
  }
  return lines;
}

}  // namespace

std::string digest_part(const ImagePart& part) {
  std::string text = fmt::format("{}{}\n", kVersion, part.type);
  for (const ImageWord& word : part.words) text += fmt::format("{}={}\n", word.key, on_one_line(word.value.value));
  return sha256(text);
}

std::vector<std::string> digest_chain(const ImageConfiguration& image) {
  std::vector<std::string> chain = {sha256(fmt::format("{}\n{}", image.source.digest, list_files(image.source)))};
  for (const ImageStep& step : image.steps) {
    chain.push_back(sha256(fmt::format("{}\n{}\n{}", chain.back(), step.digest, list_files(step))));
  }
  chain.push_back(sha256(fmt::format("{}\n{}\n", chain.back(), image.result.digest)));
  return chain;
}

std::string name_result(std::string_view volume_name, std::string_view chain) {
  const std::size_t dot = volume_name.rfind('.');
  const std::size_t end = dot == 0 || dot == std::string_view::npos ? volume_name.size() : dot;
  return fmt::format("{}-{}{}", volume_name.substr(0, end), chain.substr(0, kDigitsOfNames), volume_name.substr(end));
}

}  // namespace vmp
