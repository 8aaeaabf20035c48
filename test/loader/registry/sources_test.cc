#include "loader/registry/sources.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <sstream>

#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/glob.h"
#include "test/catch.h"
#include "test/temporary_directory.h"

using namespace vmp;
using vmp::test::TemporaryDirectory;

namespace {

// Names and texts, with the directory's path cut off: "vms/web.yaml=text".
std::vector<std::string> read(const TemporaryDirectory& directory, std::vector<std::string> sources,
                              const std::string& standard_input = "") {
  for (std::string& source : sources) {
    if (source != "-" && !source.starts_with('/')) source = directory.path(source);
  }
  std::istringstream stream(standard_input);
  std::vector<std::string> result;
  for (const auto& file : read_sources(sources, stream)) {
    const bool is_below = file->name.starts_with(directory.root());
    result.push_back((is_below ? file->name.substr(directory.root().size() + 1) : file->name) + "=" + file->text);
  }
  return result;
}

// The messages of the Error that reading raises, with the directory's path cut off.
std::vector<std::string> mistakes(const TemporaryDirectory& directory, const std::vector<std::string>& sources) {
  try {
    read(directory, sources);
  } catch (const Error& error) {
    CHECK(error.failure() == Failure::kInputOutput);
    std::vector<std::string> result;
    for (const Diagnostic& diagnostic : error.diagnostics()) {
      std::string message = diagnostic.message;
      for (std::size_t at = 0; (at = message.find(directory.root() + "/", at)) != std::string::npos;) {
        message.erase(at, directory.root().size() + 1);
      }
      result.push_back(message);
    }
    return result;
  }
  return {};
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("sources are read in the order given") {
  const TemporaryDirectory directory;
  directory.write("b.yaml", "1");
  directory.write("a.yaml", "2");
  CHECK(read(directory, {"b.yaml", "-", "a.yaml"}, "in") == Names{"b.yaml=1", "<stdin>=in", "a.yaml=2"});
}

TEST_CASE("a file's bytes are kept, whatever they are") {
  const TemporaryDirectory directory;
  const std::string text(
      "\xEF\xBB\xBF"
      "a\r\n\0\xff",
      8);
  directory.write("a.yaml", text);
  directory.write("empty.yaml", "");
  CHECK(read(directory, {"a.yaml", "empty.yaml"}) == Names{"a.yaml=" + text, "empty.yaml="});
  const std::string large(1'000'000, 'x');
  directory.write("large.yaml", large);
  CHECK(read(directory, {"large.yaml"}) == Names{"large.yaml=" + large});
  CHECK(read(directory, {"-"}, large) == Names{"<stdin>=" + large});
}

TEST_CASE("a glob's matches are sorted by path, byte by byte") {
  const TemporaryDirectory directory;
  for (const char* name : {"b.yaml", "B.yaml", "a/z.yaml", "a.yaml", "\xc3\xa4.yaml", "a-b.yaml"}) {
    directory.write(name, "");
  }
  CHECK(read(directory, {"**/*.yaml"}) ==
        Names{"B.yaml=", "a-b.yaml=", "a.yaml=", "a/z.yaml=", "b.yaml=", "\xc3\xa4.yaml="});
}

TEST_CASE("a glob's components match as in a shell") {
  const TemporaryDirectory directory;
  for (const char* name : {"r/a.yaml", "r/b.yml", "r/x/a.yaml", "r/x/y/a.yaml", "r/x/y/b.yaml", "s/a.yaml"}) {
    directory.write(name, "");
  }
  CHECK(read(directory, {"r/*"}) == Names{"r/a.yaml=", "r/b.yml="});
  CHECK(read(directory, {"?/a.yaml"}) == Names{"r/a.yaml=", "s/a.yaml="});
  CHECK(read(directory, {"[!r]/[a-c].y*ml"}) == Names{"s/a.yaml="});
  CHECK(read(directory, {"r/*/a.yaml"}) == Names{"r/x/a.yaml="});
  CHECK(read(directory, {"r/**/y/*.yaml"}) == Names{"r/x/y/a.yaml=", "r/x/y/b.yaml="});
  CHECK(read(directory, {"**/**/y/**"}) == Names{"r/x/y/a.yaml=", "r/x/y/b.yaml="});
  CHECK(read(directory, {"s/**"}) == Names{"s/a.yaml="});
  CHECK(read(directory, {"s/**.yaml"}) == Names{"s/a.yaml="});
  CHECK(read(directory, {"r/x/../../s/*"}) == Names{"r/x/../../s/a.yaml="});
}

TEST_CASE("a directory stands for every YAML file below it") {
  const TemporaryDirectory directory;
  for (const char* name : {"r/b.yml", "r/a/c.yaml", "r/README.md", "r/x.yxml", "r/.hidden.yaml", "r/.git/d.yaml"}) {
    directory.write(name, "");
  }
  CHECK(read(directory, {"r"}) == Names{"r/a/c.yaml=", "r/b.yml="});
  CHECK(read(directory, {"r/"}) == Names{"r/a/c.yaml=", "r/b.yml="});
}

TEST_CASE("hidden entries are skipped unless they are named") {
  const TemporaryDirectory directory;
  for (const char* name : {".a.yaml", "b.yaml", ".c/d.yaml"}) directory.write(name, "");
  CHECK(read(directory, {"**/*.yaml"}) == Names{"b.yaml="});
  CHECK(read(directory, {".*.yaml"}) == Names{".a.yaml="});
  CHECK(read(directory, {".c/*.yaml"}) == Names{".c/d.yaml="});
}

TEST_CASE("a directory that matches a glob is skipped") {
  const TemporaryDirectory directory;
  directory.write("a.yaml/b.yaml", "");
  directory.write("c.yaml", "");
  CHECK(read(directory, {"*.yaml"}) == Names{"c.yaml="});
  CHECK(read(directory, {"**/*.yaml"}) == Names{"a.yaml/b.yaml=", "c.yaml="});
}

TEST_CASE("a file whose name looks like a glob is that file") {
  const TemporaryDirectory directory;
  directory.write("[a].yaml", "brackets");
  directory.write("a.yaml", "");
  directory.write("back\\slash1.yaml", "");
  CHECK(read(directory, {"[a].yaml"}) == Names{"[a].yaml=brackets"});
  CHECK(read(directory, {"back\\slash?.yaml"}) == Names{"back\\slash1.yaml="});
}

TEST_CASE("links are followed, loops are not") {
  const TemporaryDirectory directory;
  directory.write("r/a.yaml", "");
  directory.write("elsewhere/b.yaml", "");
  directory.link("r/linked", "../elsewhere");
  directory.link("r/loop", ".");
  directory.link("elsewhere/back", "../r");
  CHECK(read(directory, {"r/**/*.yaml"}) == Names{"r/a.yaml=", "r/linked/b.yaml="});
  directory.link("r/self.yaml", "self.yaml");
  CHECK(mistakes(directory, {"r"}) == Names{"cannot read source \"r/self.yaml\": Too many levels of symbolic links"});
}

TEST_CASE("a source that is not there is an error that names it") {
  const TemporaryDirectory directory;
  directory.write("r/README.md", "");
  directory.write("file", "");
  CHECK(mistakes(directory, {"none.yaml", "file/x.yaml", "*.yml", "none/**/*.yaml", "r", "r/*/"}) ==
        Names{"cannot read source \"none.yaml\": No such file or directory",
              "cannot read source \"file/x.yaml\": Not a directory", "source \"*.yml\" matches no file",
              "source \"none/**/*.yaml\" matches no file", "source \"r\" is a directory without *.yaml and *.yml files",
              "source \"r/*/\" matches no file"});
  std::istringstream none;
  CHECK_THROWS_WITH(read_sources({""}, none), "the name of a source is empty");
}

TEST_CASE("only regular files are read") {
  const TemporaryDirectory directory;
  REQUIRE(::mkfifo(directory.path("pipe.yaml").c_str(), 0600) == 0);
  CHECK(mistakes(directory, {"pipe.yaml", "*.yaml", "/dev/null"}) ==
        Names{"source \"pipe.yaml\" is a pipe, not a file", "source \"pipe.yaml\" is a pipe, not a file",
              "source \"/dev/null\" is a device, not a file"});
}

TEST_CASE("a link to nothing is an error, not skipped") {
  const TemporaryDirectory directory;
  directory.write("a.yaml", "");
  directory.link("b.yaml", "gone.yaml");
  CHECK(mistakes(directory, {"*.yaml"}) == Names{"cannot read source \"b.yaml\": No such file or directory"});
}

TEST_CASE("a file beyond the limit is refused without reading it all") {
  const TemporaryDirectory directory;
  directory.write("huge.yaml", "");
  REQUIRE(::truncate(directory.path("huge.yaml").c_str(), 1'000'000'000'000) == 0);
  CHECK(mistakes(directory, {"huge.yaml"}) == Names{"source \"huge.yaml\" is larger than 512 MB"});
}

TEST_CASE("sources beyond the limit together are refused") {
  const TemporaryDirectory directory;
  directory.write("a.yaml", "x");
  directory.write("b.yaml", "");
  REQUIRE(::truncate(directory.path("b.yaml").c_str(), 512'000'000) == 0);
  CHECK(mistakes(directory, {"*.yaml"}) == Names{"the sources are larger than 512 MB together"});
}

TEST_CASE("unreadable files and directories are errors") {
  if (::geteuid() == 0) return;  // root may read everything
  const TemporaryDirectory directory;
  directory.write("a.yaml", "");
  directory.write("secret/b.yaml", "");
  ::chmod(directory.path("a.yaml").c_str(), 0);
  ::chmod(directory.path("secret").c_str(), 0);
  CHECK(mistakes(directory, {"a.yaml"}) == Names{"cannot read source \"a.yaml\": Permission denied"});
  CHECK(mistakes(directory, {"**/*.yaml"}) ==
        Names{"cannot read directory \"secret/\" of source \"**/*.yaml\": Permission denied"});
  ::chmod(directory.path("secret").c_str(), 0700);
}

TEST_CASE("standard input is read once, and its failure is told") {
  std::istringstream stream("text");
  CHECK_THROWS_WITH(read_sources({"-", "-"}, stream), "standard input is given as a source more than once");
  stream.setstate(std::ios::badbit);
  CHECK_THROWS_WITH(read_sources({"-"}, stream), "cannot read standard input");
}

TEST_CASE("a glob does not search more directories than the limit") {
  const TemporaryDirectory directory;
  for (const char* file : {"a.yaml", "one/b.yaml", "two/c.yaml"}) directory.write(file, "");
  const std::string pattern = directory.path("**/*.yaml");
  // Each is listed twice: for what it holds and for where "**" may go on.
  CHECK(expand_glob(pattern, 6).size() == 3);
  try {
    expand_glob(pattern, 5);
    FAIL();
  } catch (const Error& error) {
    CHECK(error.failure() == Failure::kInputOutput);
    CHECK(error.what() == fmt::format("source \"{}\" has more than 5 directories to search", pattern));
    CHECK(error.diagnostics().front().help == "Name a directory nearer to the registry.");
  }
}
