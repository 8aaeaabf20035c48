// Half of the mutations change whole lines and what stands before and behind their colons, as an author would: bytes
// alone seldom leave YAML that is worth resolving. The other half is libFuzzer's own.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

using Lines = std::vector<std::string>;

Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::size_t copy_joined(const Lines& lines, std::uint8_t* data, std::size_t max_size) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  const std::size_t size = std::min(text.size(), max_size);
  std::memcpy(data, text.data(), size);
  return size;
}

std::size_t indent_of(const std::string& line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

class LineMutator {
 public:
  LineMutator(Lines& lines, unsigned seed) : lines_(lines), random_(seed) {}

  void run() {
    constexpr void (LineMutator::*kMutations[])() = {&LineMutator::remove_block,    &LineMutator::repeat_block,
                                                     &LineMutator::exchange_values, &LineMutator::copy_value,
                                                     &LineMutator::copy_key,        &LineMutator::shift_block,
                                                     &LineMutator::clear_value,     &LineMutator::split_documents};
    (this->*kMutations[below(std::size(kMutations))])();
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }
  std::size_t any() { return below(lines_.size()); }

  // Behind the last line of a block: of one line and all that are indented deeper.
  std::size_t end_of_block(std::size_t first) const {
    std::size_t end = first + 1;
    while (end < lines_.size() && indent_of(lines_[end]) > indent_of(lines_[first])) ++end;
    return end;
  }

  auto at(std::size_t index) { return lines_.begin() + static_cast<std::ptrdiff_t>(index); }

  void remove_block() {
    const std::size_t first = any();
    if (const std::size_t end = end_of_block(first); end - first < lines_.size()) lines_.erase(at(first), at(end));
  }

  void repeat_block() {
    const std::size_t first = any();
    const Lines block(at(first), at(end_of_block(first)));
    lines_.insert(at(any()), block.begin(), block.end());
  }

  void shift_block() {
    const std::size_t first = any();
    const bool is_deeper = below(2) == 0;
    for (std::size_t index = first, end = end_of_block(first); index < end; ++index) {
      if (is_deeper) {
        lines_[index].insert(0, "  ");
      } else {
        lines_[index].erase(0, std::min<std::size_t>(2, indent_of(lines_[index])));
      }
    }
  }

  static std::size_t value_of(const std::string& line) {
    const std::size_t colon = line.find(": ");
    return colon == std::string::npos ? indent_of(line) : colon + 2;
  }

  void copy_value() {
    const std::string& from = lines_[any()];
    const std::string value = from.substr(value_of(from));
    std::string& to = lines_[any()];
    to.replace(value_of(to), std::string::npos, value);
  }

  void exchange_values() {
    std::string& one = lines_[any()];
    std::string& other = lines_[any()];
    const std::string value = one.substr(value_of(one));
    one.replace(value_of(one), std::string::npos, other.substr(value_of(other)));
    if (&one != &other) other.replace(value_of(other), std::string::npos, value);
  }

  void copy_key() {
    const std::string& from = lines_[any()];
    const std::size_t indent = indent_of(from);
    const std::string key =
        from.substr(indent, std::min(from.find(':'), from.size()) - std::min(indent, from.find(':')));
    std::string& to = lines_[any()];
    const std::size_t start = indent_of(to);
    if (const std::size_t colon = to.find(':', start); colon != std::string::npos)
      to.replace(start, colon - start, key);
  }

  void clear_value() {
    std::string& line = lines_[any()];
    line.erase(value_of(line));
  }

  void split_documents() { lines_.insert(at(any()), "---"); }

  Lines& lines_;
  std::minstd_rand random_;
};

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  Lines lines = split({reinterpret_cast<const char*>(data), size});
  if (lines.empty() || seed % 2 == 0) return LLVMFuzzerMutate(data, size, max_size);
  LineMutator(lines, seed).run();
  return copy_joined(lines, data, max_size);
}

// Lines of one input and then lines of another.
extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* first, std::size_t first_size,
                                                 const std::uint8_t* second, std::size_t second_size, std::uint8_t* out,
                                                 std::size_t max_size, unsigned seed) {
  Lines lines = split({reinterpret_cast<const char*>(first), first_size});
  const Lines others = split({reinterpret_cast<const char*>(second), second_size});
  std::minstd_rand random(seed);
  lines.resize(random() % (lines.size() + 1));
  lines.insert(lines.end(), others.begin() + static_cast<std::ptrdiff_t>(random() % (others.size() + 1)), others.end());
  return copy_joined(lines, out, max_size);
}
