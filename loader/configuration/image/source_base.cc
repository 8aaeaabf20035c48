#include "loader/configuration/image/source_base.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "loader/configuration/local_path.h"
#include "loader/diagnostics/warning.h"

namespace vmp {

std::vector<ImageWord> list_words(const Image& download) {
  std::vector<ImageWord> words = {{"url", download.url}, {"format", download.format}};
  if (download.archive) words.push_back({"archive", download.archive->type});
  if (download.archive && download.archive->path) words.push_back({"member", *download.archive->path});
  if (download.checksum) {
    const Checksum& checksum = *download.checksum;
    const Text& what = checksum.digest ? *checksum.digest : *checksum.url;
    words.push_back({checksum.digest ? "checksum" : "checksumList",
                     {fmt::format("{}:{}", checksum.algorithm, what.value), what.place}});
  }
  return words;
}

void doubt_download(const Image& download, Diagnostics& warnings) {
  if (download.checksum) return;
  warnings.push_back(warn(Warning::kUncheckedDownload, download.url.place,
                          "an image is built on this download, which has no \"checksum\"",
                          "When what is behind the URL changes, nothing tells that the image is to be built anew."));
}

void read_base(const Value& reference, const SourceSurroundings& surroundings, ImageSource& source,
               std::vector<ImageWord>& words) {
  ImageSelection selection;
  const ResolvedImage* built = nullptr;
  try {
    selection = select_image(surroundings.registry, reference);
    built = surroundings.images.find(selection.image.name.value, selection.image.tag.value, surroundings.watch);
  } catch (const Error& error) {
    if (error.diagnostics().empty()) throw;
    append(surroundings.mistakes, error.diagnostics());
    return;
  }
  Image& image = selection.image;
  if (built != nullptr) {
    const ImageConfiguration& base = built->configuration;
    source.base = {image.name, image.tag, true, base.result_path, base.format(), base.disk_size};
    words.push_back({"chain", {base.chain, reference.place()}});
    return;
  }
  image.path = {tidy_path(fmt::format("{}/{}", surroundings.image_folder, image.volume_name.value)),
                image.volume_name.place};
  source.base = {image.name, image.tag, false, image.path, image.format, {}};
  std::ranges::copy(list_words(image), std::back_inserter(words));
  doubt_download(image, surroundings.warnings);
  source.download = std::move(image);
}

}  // namespace vmp
