#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "generator/read_makefile.h"
#include "provisioners/impact/fact.h"

namespace vmp::impact {

// What a generated directory is for. The name of the enumerators are those of variables in its Makefile.
enum class DirectoryKind { kVm, kNetwork, kNode, kImage, kFleet, kOther };

// All that a generated directory says.
struct DirectoryFacts {
  DirectoryKind kind = DirectoryKind::kOther;
  bool is_of_older_program = false;  // whose words are not read
  bool is_live = false;              // its up changes guests that run
  Facts facts;
  std::vector<std::string> not_there;  // files that it should have
};

// The text of a file of the directory, by its path in there; nothing where there is none.
using ReadFile = std::function<std::optional<std::string>(const std::string&)>;

DirectoryFacts read_directory_facts(const MakefileText& makefile, const ReadFile& read_file);

}  // namespace vmp::impact
