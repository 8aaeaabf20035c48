#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/steps/author_file.h"
#include "loader/configuration/variables/expansion.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// They become part of a git tree, and are all in memory.
inline constexpr std::size_t kMaxBytesOfAuthor = 64UL << 20U;
inline constexpr std::size_t kMaxFilesOfAuthor = 10'000;

// Reads the files of a registry's author that an entry names: each path is relative to the folder of the source that
// names it, and stays in there. Links are followed unless they lead out of it.
//
// What cannot be read is a mistake at the text that names it, and is left out.
class AuthorFiles {
 public:
  // Variables of `names` are expanded in the files of templates; mistakes in there are at their own places.
  AuthorFiles(Names& names, Diagnostics& mistakes) : names_(names), mistakes_(mistakes) {}

  enum class Treatment { kAsItIs, kTemplate };

  // The file that a text names, to be called `path` in its part.
  std::optional<AuthorFile> read_file(const Value& text, std::string path, Treatment treatment);
  // The same of a file that has to be executable.
  std::optional<AuthorFile> read_script(const Value& text, std::string path, Treatment treatment);
  // The files below the folder that a text names, each with `prefix` before its path in there, sorted; where it names
  // a file, that one, called `path_of_file`. Folders without files are nowhere.
  std::vector<AuthorFile> read_tree(const Value& text, const std::string& prefix, const std::string& path_of_file,
                                    Treatment treatment);

 private:
  class Reading;

  Names& names_;
  Diagnostics& mistakes_;
  std::size_t bytes_ = 0;
  std::size_t files_ = 0;
};

}  // namespace vmp
