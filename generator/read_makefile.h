#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vmp {

// One assignment of a generated Makefile.
struct MakefileLine {
  std::string variable;  // without "export" or "override"
  std::string value;     // as it is written, which read_value and read_words read
};

// What a generated Makefile says.
struct MakefileText {
  std::string version;  // of the provisioner: "v1beta1"; of the older program "v0.1.1", and then nothing else
  std::string title;    // lines of its head: 'VM "web" on node "lab", ...' and the description
  std::vector<std::string> files;   // those of its manifest
  std::vector<MakefileLine> lines;  // in their order
  std::string recipes;              // all from "# ---- Targets ----" on, which is the same in every one of a kind
};

// Reads what write_makefile_head and make_text.h have written; nothing for what no vmp has. Any bytes can be given.
std::optional<MakefileText> read_makefile(std::string_view makefile);

// What make_value was given for a right side. References but those of make_text.h's own stay as they are written.
std::string read_value(std::string_view value);

// The same of a right side that has several make_word, or plain words, with blanks between.
std::vector<std::string> read_words(std::string_view value);

}  // namespace vmp
