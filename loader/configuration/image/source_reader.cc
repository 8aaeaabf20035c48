#include "loader/configuration/image/source_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <utility>

#include "loader/configuration/image/install_reader.h"
#include "loader/configuration/image/part_words.h"
#include "loader/configuration/image/source_base.h"
#include "loader/configuration/local_path.h"
#include "loader/configuration/settled_value.h"
#include "loader/configuration/steps/part_reader.h"

namespace vmp {

namespace {

constexpr std::string_view kUrl = "url";
constexpr std::array<std::string_view, 4> kTypes = {"image", "builder", "content", "install"};

// Keys that belong to one of the types.
struct KeyOfType {
  std::string_view key;
  std::string_view type;
};
constexpr std::array<KeyOfType, 5> kKeysOfTypes = {{{"sources", "builder"},
                                                    {"fileSystem", "content"},
                                                    {"partition", "content"},
                                                    {"label", "content"},
                                                    {"extra", "content"}}};

struct ContentKey {
  std::string_view key;
  std::string_view otherwise;
};
constexpr std::array<ContentKey, 3> kContentDefaults = {
    {{"extra", "64M"}, {"fileSystem", "ext4"}, {"partition", "none"}}};
constexpr std::array<std::string_view, 3> kFileSystems = {"ext2", "ext3", "ext4"};
constexpr std::array<std::string_view, 3> kPartitions = {"none", "mbr", "gpt"};

class SourceReader {
 public:
  SourceReader(const Value& build, const SourceSurroundings& around)
      : build_(build), from_(build.find("from")), around_(around), part_("\"from\"", around.mistakes) {}

  ImageSource run() {
    ImageSource source;
    source.place = from_ == nullptr ? build_.place() : from_->place();
    if (from_ == nullptr || from_->is_scalar()) {
      read_url(source);
    } else {
      read_map(source);
    }
    if (const Value* key = build_.find("rebuildKey")) add_words("rebuildKey", *key, source.words);
    finish(source);
    return source;
  }

 private:
  void finish(ImageSource& source) const {
    ImagePart counted = source;
    std::ranges::copy(counted_, std::back_inserter(counted.words));
    finish_part(counted);
    finish_part(source);
    source.digest = counted.digest;
  }

  void read_url(ImageSource& source) {
    source.type = kUrl;
    if (from_ != nullptr && from_->text() != kUrl) {
      part_.complain(from_->place(), fmt::format("\"from\" must be a map or \"url\", not \"{}\"", from_->text()),
                     "An image of this registry is {image: NAME:TAG}.");
      return;
    }
    const Image& image = around_.selection.image;
    if (image.url.value.empty()) {
      part_.complain(around_.selection.match.tag->place(),
                     fmt::format("image \"{}:{}\" is built from its \"url\", and its tag has none", image.name.value,
                                 image.tag.value),
                     "\"from\" may also be an image, a template of virt-builder, files or an installation.");
      return;
    }
    source.download = image;
    source.words = list_words(image);
    doubt_download(image, around_.warnings);
  }

  void read_map(ImageSource& source) {
    const Value* value = part_.need_one_of(*from_, kTypes, place_of_key());
    if (value == nullptr) return;
    const auto type =
        std::ranges::find_if(kTypes, [this](std::string_view key) { return from_->find(key) != nullptr; });
    source.type = *type;
    refuse_keys_of_others(source.type);
    if (source.type == "image") {
      read_base(*value, around_, source, source.words);
    } else if (source.type == "builder") {
      add_words("builder", *value, source.words);
      if (const Value* urls = from_->find("sources")) add_words("sources", *urls, source.words);
    } else if (source.type == "content") {
      read_content(*value, source);
    } else {
      read_install(*value, around_, source, counted_);
    }
  }

  Place place_of_key() const { return build_.find_key("from")->place(); }

  void refuse_keys_of_others(std::string_view type) {
    for (const auto& [key, of_type] : kKeysOfTypes) {
      const Value* given = from_->find_key(key);
      if (given == nullptr || of_type == type) continue;
      part_.complain(given->place(), fmt::format("\"{}\" belongs to \"{}\", and this is \"{}\"", key, of_type, type));
    }
  }

  void read_content(const Value& path, ImageSource& source) {
    const std::string name = tidy_path(path.text());
    source.files = around_.files.read_tree(path, "files/", "files/" + name.substr(name.rfind('/') + 1),
                                           AuthorFiles::Treatment::kAsItIs);
    refuse_other_files(path, source.files);
    for (const auto& [key, otherwise] : kContentDefaults) {
      const Value* own = from_->find(key);
      add_word(key, own == nullptr ? otherwise : std::string_view(own->text()), place_of_key(), source.words);
    }
    if (const Value* label = from_->find("label")) add_words("label", *label, source.words);
    if (const Value* system = from_->find("fileSystem")) part_.check_choice(*system, "fileSystem", kFileSystems);
    if (const Value* table = from_->find("partition")) part_.check_choice(*table, "partition", kPartitions);
    if (const Value* extra = from_->find("extra")) part_.check(*extra, "extra", "capacity");
  }

  // A folder's files have a "/" behind "files/" or come from it; one file alone is an archive.
  void refuse_other_files(const Value& path, const std::vector<AuthorFile>& files) {
    const std::string name = tidy_path(path.text());
    const bool is_archive = name.ends_with(".tar") || name.ends_with(".tar.gz");
    const bool is_one_file = files.size() == 1 && files.front().path == "files/" + name.substr(name.rfind('/') + 1);
    if (is_one_file && !is_archive) {
      part_.complain(path.place(),
                     fmt::format("content \"{}\" is neither a folder nor a .tar or .tar.gz", path.text()));
    } else if (files.empty() && around_.mistakes.empty()) {
      part_.complain(path.place(), fmt::format("folder \"{}\" has no files", path.text()));
    }
  }

  const Value& build_;
  const Value* from_;
  const SourceSurroundings& around_;
  PartReader part_;
  std::vector<ImageWord> counted_;  // for the digest, besides the source's words
};

}  // namespace

ImageSource read_source(const Value& build, const SourceSurroundings& surroundings) {
  return SourceReader(build, surroundings).run();
}

}  // namespace vmp
