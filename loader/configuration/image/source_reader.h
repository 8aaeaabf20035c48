#pragma once

#include <string_view>

#include "loader/configuration/image/image_configuration.h"
#include "loader/configuration/image/images.h"
#include "loader/configuration/steps/author_files.h"
#include "loader/configuration/variables/variables.h"
#include "loader/configuration/vm/image_reference.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/registry.h"
#include "loader/work/profile.h"

namespace vmp {

// What the source of a build is read with.
struct SourceSurroundings {
  const Registry& registry;
  const Images& images;
  const ImageSelection& selection;  // of the tag that is built
  std::string_view image_folder;    // where images are, as seen from the directory of a built one
  Variables& variables;
  AuthorFiles& files;
  Stopwatch& watch;
  Diagnostics& mistakes;
  Diagnostics& warnings;
};

// Reads what the disk of a settled build is at first. Of what is wrong there is a mistake at its place; the source is
// worth nothing then. Raises Error without diagnostics if it needs what has mistakes that are told already.
ImageSource read_source(const Value& build, const SourceSurroundings& surroundings);

}  // namespace vmp
