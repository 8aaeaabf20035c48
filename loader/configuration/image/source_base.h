#pragma once

#include <vector>

#include "loader/configuration/image/image_configuration.h"
#include "loader/configuration/image/source_reader.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// The words of a download that count for a digest.
std::vector<ImageWord> list_words(const Image& download);

// A warning for a download that may be another one tomorrow, for it has no checksum.
void doubt_download(const Image& download, Diagnostics& warnings);

// Reads the image of the registry, NAME:TAG, that a source needs: its base, and its download unless it is built. The
// words that count for the digest go to `words`.
void read_base(const Value& reference, const SourceSurroundings& surroundings, ImageSource& source,
               std::vector<ImageWord>& words);

}  // namespace vmp
