#include "loader/registry/sources.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <istream>
#include <system_error>
#include <utility>

#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/glob.h"

namespace vmp {

namespace {

using Sources = std::vector<std::shared_ptr<const SourceFile>>;

std::string describe_type(mode_t mode) {
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  if (S_ISDIR(mode)) return "a directory";
  return "a device";
}

class OpenFile {
 public:
  // Without waiting for a pipe's writer.
  explicit OpenFile(const std::string& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

// Reads sources one after the other and notes what is wrong with each.
class Reader {
 public:
  explicit Reader(std::istream& standard_input) : standard_input_(standard_input) {}

  void read(const std::string& source) {
    if (source == "-") {
      read_stream();
    } else {
      for (const std::string& file : find_files(source)) read_file(file);
    }
  }

  Sources take_sources() {
    if (!mistakes_.empty()) throw Error(mistakes_, Failure::kInputOutput);
    return std::move(sources_);
  }

 private:
  // The files that one source names, which may turn out to be unreadable.
  std::vector<std::string> find_files(const std::string& source) {
    if (source.empty()) {
      report("the name of a source is empty");
      return {};
    }
    struct stat status = {};
    const bool exists = ::stat(source.c_str(), &status) == 0;
    const bool is_directory = exists && S_ISDIR(status.st_mode);
    if (!is_directory && (exists || !is_glob(source))) return {source};
    std::vector<std::string> files = is_directory ? find_yaml_files(source) : expand_glob(source);
    if (files.empty()) {
      report(fmt::format("source \"{}\" {}", source,
                         is_directory ? "is a directory without *.yaml and *.yml files" : "matches no file"));
    }
    return files;
  }

  void read_file(const std::string& path) {
    const OpenFile file(path);
    struct stat status = {};
    if (file.descriptor() < 0 || ::fstat(file.descriptor(), &status) != 0) {
      report_unreadable(path);
    } else if (!S_ISREG(status.st_mode)) {
      report(fmt::format("source \"{}\" is {}, not a file", path, describe_type(status.st_mode)),
             S_ISFIFO(status.st_mode) ? "Give \"-\" to read standard input." : "");
    } else {
      read_regular_file(path, file.descriptor(), status.st_size);
    }
  }

  // The size is a hint only: the file may grow, and those of /proc say 0.
  void read_regular_file(const std::string& path, int descriptor, off_t size) {
    if (size > static_cast<off_t>(kMaxSourceBytes)) return report_too_large(path);
    refuse_too_many_bytes(static_cast<std::size_t>(size));
    std::string text(static_cast<std::size_t>(std::max<off_t>(size, 4095)) + 1, '\0');
    std::size_t length = 0;
    while (length <= kMaxSourceBytes) {
      const ssize_t count = ::read(descriptor, text.data() + length, text.size() - length);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return report_unreadable(path);
      if (count == 0) break;
      length += static_cast<std::size_t>(count);
      if (length == text.size()) text.resize(text.size() * 2);
    }
    text.resize(length);
    add(path, std::move(text));
  }

  void read_stream() {
    std::string text;
    std::array<char, 65536> buffer = {};
    do {
      standard_input_.read(buffer.data(), buffer.size());
      text.append(buffer.data(), static_cast<std::size_t>(standard_input_.gcount()));
    } while (standard_input_ && text.size() <= kMaxSourceBytes);
    if (standard_input_.bad()) report("cannot read standard input");
    add("<stdin>", std::move(text));
  }

  void add(const std::string& name, std::string text) {
    if (text.size() > kMaxSourceBytes) return report_too_large(name);
    refuse_too_many_bytes(text.size());
    bytes_ += text.size();
    sources_.push_back(std::make_shared<SourceFile>(SourceFile{name, std::move(text)}));
  }

  void refuse_too_many_bytes(std::size_t more) const {
    if (bytes_ + more <= kMaxSourceBytes) return;
    throw Error(Failure::kInputOutput,
                fmt::format("the sources are larger than {} MB together", kMaxSourceBytes / 1'000'000));
  }

  void report(std::string message, std::string help = "") {
    mistakes_.push_back({.message = std::move(message), .help = std::move(help)});
  }

  void report_too_large(const std::string& name) {
    report(fmt::format("source \"{}\" is larger than {} MB", name, kMaxSourceBytes / 1'000'000));
  }

  void report_unreadable(const std::string& path) {
    report(fmt::format("cannot read source \"{}\": {}", path, std::generic_category().message(errno)));
  }

  std::istream& standard_input_;
  std::size_t bytes_ = 0;  // of all sources
  Sources sources_;
  Diagnostics mistakes_;
};

}  // namespace

Sources read_sources(const std::vector<std::string>& sources, std::istream& standard_input) {
  if (std::ranges::count(sources, "-") > 1) {
    throw Error(Failure::kUsage, "standard input is given as a source more than once");
  }
  Reader reader(standard_input);
  for (const std::string& source : sources) reader.read(source);
  return reader.take_sources();
}

}  // namespace vmp
