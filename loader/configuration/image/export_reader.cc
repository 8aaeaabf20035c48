#include "loader/configuration/image/export_reader.h"

#include <array>
#include <string_view>

#include "loader/configuration/image/part_words.h"
#include "loader/configuration/settled_value.h"
#include "loader/configuration/steps/part_reader.h"

namespace vmp {

namespace {

constexpr std::string_view kExport = "export";
constexpr std::string_view kQcow2 = "qcow2";
constexpr std::string_view kNone = "none";

constexpr std::array<std::string_view, 5> kFormats = {kQcow2, "raw", "vmdk", "vdi", "vhdx"};
constexpr std::array<std::string_view, 3> kCompressions = {"zstd", "zlib", kNone};
constexpr std::array<std::string_view, 3> kArchives = {"xz", "zst", "gz"};

}  // namespace

Value fill_in_export_defaults(const Value& build) {
  const Value* own = build.find(kExport);
  Value complete = with_default(own == nullptr ? Value::map({}) : *own, "format", kQcow2);
  complete = with_default(complete, "compress", complete.find("format")->text() == kQcow2 ? "zstd" : kNone);
  return build.with_entry(kExport, with_default(complete, "sparsify", "false"));
}

ImagePart read_export(const Value& build, Diagnostics& mistakes) {
  const Value& complete = *build.find(kExport);
  PartReader part("\"export\"", mistakes);
  ImagePart result;
  result.type = kExport;
  result.place = complete.place();
  const Value& format = *complete.find("format");
  const Value& compress = *complete.find("compress");
  part.check_choice(format, "format", kFormats);
  if (part.check_choice(compress, "compress", kCompressions) && compress.text() != kNone && format.text() != kQcow2) {
    part.complain(compress.place(), "only a qcow2 image can be compressed", "\"archive\" packs every format.");
  }
  if (const Value* archive = complete.find("archive")) {
    part.check_choice(*archive, "archive", kArchives);
    add_words("archive", *archive, result.words);
  }
  const bool sparsifies = part.read_flag(complete, "sparsify", false);
  add_words("format", format, result.words);
  add_words("compress", compress, result.words);
  add_word("sparsify", sparsifies ? "true" : "false", complete.find("sparsify")->place(), result.words);
  finish_part(result);
  return result;
}

}  // namespace vmp
