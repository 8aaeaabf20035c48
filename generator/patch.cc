#include "generator/patch.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "generator/line_diff.h"

namespace vmp {

namespace {

constexpr std::size_t kContext = 3;

bool is_control(unsigned char byte) {
  return byte < 0x20 || byte == 0x7F;
}

// A path that is not plain, as git reads it.
std::string quote_path(const std::string& path) {
  const auto is_odd = [](unsigned char byte) { return is_control(byte) || byte > 0x7F || byte == '"' || byte == '\\'; };
  if (std::ranges::none_of(path, is_odd)) return path;
  std::string quoted = "\"";
  for (const char byte : path) {
    if (byte == '"' || byte == '\\') {
      quoted += std::string("\\") + byte;
    } else if (is_odd(static_cast<unsigned char>(byte))) {
      quoted += fmt::format("\\{:03o}", static_cast<unsigned char>(byte));
    } else {
      quoted += byte;
    }
  }
  return quoted + "\"";
}

// "a/vm1/Makefile"
std::string side(char name, std::string_view path) {
  return quote_path(fmt::format("{}{}{}", name, path.starts_with('/') ? "" : "/", path));
}

std::string headline(std::string_view path) {
  return fmt::format("diff --git {} {}\n", side('a', path), side('b', path));
}

// What would drive a terminal or end a text is for no log.
bool is_text(std::string_view bytes) {
  return std::ranges::none_of(
      bytes, [](unsigned char byte) { return is_control(byte) && byte != '\t' && byte != '\n' && byte != '\r'; });
}

// One of the edits, with the lines of both texts at which it is.
struct Step {
  Edit edit;
  std::size_t older;
  std::size_t newer;
};

std::vector<Step> number_lines(const std::vector<Edit>& edits) {
  std::vector<Step> steps;
  std::size_t older = 0;
  std::size_t newer = 0;
  for (const Edit edit : edits) {
    steps.push_back({edit, older, newer});
    older += edit != Edit::kInsert;
    newer += edit != Edit::kRemove;
  }
  return steps;
}

// "12,3", or "12" for a single line; an empty range is behind the line before it.
std::string range(std::size_t first, std::size_t count) {
  if (count == 1) return fmt::format("{}", first + 1);
  return fmt::format("{},{}", count == 0 ? first : first + 1, count);
}

class Hunks {
 public:
  Hunks(std::string_view older, std::string_view newer)
      : older_(split_lines(older)), newer_(split_lines(newer)), steps_(number_lines(compare_lines(older_, newer_))) {}

  std::string write() const {
    std::string text;
    std::size_t at = 0;
    while ((at = next_change(at)) < steps_.size()) {
      const std::size_t begin = at - std::min(at, kContext);
      const std::size_t end = end_of_hunk(at);
      text += write_hunk(begin, end);
      at = end;
    }
    return text;
  }

 private:
  std::size_t next_change(std::size_t at) const {
    while (at < steps_.size() && steps_[at].edit == Edit::kKeep) ++at;
    return at;
  }

  // Changes share a hunk where their contexts touch.
  std::size_t end_of_hunk(std::size_t change) const {
    std::size_t end = change;
    for (std::size_t at = change; at < steps_.size() && at <= end + 1 + 2 * kContext; at = next_change(at + 1))
      end = at;
    return std::min(end + 1 + kContext, steps_.size());
  }

  std::string write_hunk(std::size_t begin, std::size_t end) const {
    std::string removed;
    std::string inserted;
    std::string body;
    std::size_t kept = 0;
    std::size_t removals = 0;
    for (std::size_t at = begin; at < end; ++at) {
      const Step& step = steps_[at];
      if (step.edit == Edit::kRemove) removed += write_line('-', older_[step.older]);
      if (step.edit == Edit::kInsert) inserted += write_line('+', newer_[step.newer]);
      removals += step.edit == Edit::kRemove;
      if (step.edit != Edit::kKeep) continue;
      ++kept;
      body += removed + inserted + write_line(' ', older_[step.older]);
      removed.clear();
      inserted.clear();
    }
    const std::size_t insertions = end - begin - kept - removals;
    return fmt::format("@@ -{} +{} @@\n", range(steps_[begin].older, kept + removals),
                       range(steps_[begin].newer, kept + insertions)) +
           body + removed + inserted;
  }

  static std::string write_line(char sign, std::string_view line) {
    const char* const end = line.ends_with('\n') ? "" : "\n\\ No newline at end of file\n";
    return fmt::format("{}{}{}", sign, line, end);
  }

  std::vector<std::string_view> older_;
  std::vector<std::string_view> newer_;
  std::vector<Step> steps_;
};

std::string new_file_line(const GeneratedFile& file) {
  return fmt::format("new file mode {}\n", file.access == Access::kExecutable ? "100755" : "100644");
}

}  // namespace

std::string write_patch(std::string_view path, const std::optional<std::string>& older, const GeneratedFile& newer) {
  std::string text = headline(path) + (older ? "" : new_file_line(newer));
  const std::string older_side = older ? side('a', path) : "/dev/null";
  if (newer.access == Access::kPrivate) {
    return text + fmt::format("Private files {} and {} differ\n", older_side, side('b', path));
  }
  if (!is_text(older.value_or("")) || !is_text(newer.bytes())) {
    return text + fmt::format("Binary files {} and {} differ\n", older_side, side('b', path));
  }
  const std::string hunks = Hunks(older.value_or(""), newer.bytes()).write();
  if (hunks.empty() && older && newer.access == Access::kExecutable) return text + "old mode 100644\nnew mode 100755\n";
  if (hunks.empty()) return text;
  return text + fmt::format("--- {}\n+++ {}\n", older_side, side('b', path)) + hunks;
}

std::string write_removing_patch(std::string_view path) {
  return headline(path) + "deleted file mode 100644\n";
}

}  // namespace vmp
