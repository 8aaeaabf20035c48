#include "cli/catalog/catalog.h"

#include "cli/commands/commands.h"
#include "loader/diagnostics/suggestion.h"

namespace vmp {

namespace {

std::string select(const std::vector<std::string>& names) {
  std::string text(head_of_catalog());
  bool is_first = true;
  for (const std::string& name : names) {
    const std::string_view item = find_in_catalog(name);
    if (item.empty()) {
      throw Error(Failure::kUsage, "image \"" + name + "\" is not in the catalog",
                  suggest(name, "image", names_of_catalog()));
    }
    text += (is_first ? "" : "\n") + std::string(item);
    is_first = false;
  }
  return text;
}

ExitStatus run(const Arguments& arguments, const Surroundings&, Output& output) {
  output.text = arguments.names.empty() ? std::string(catalog_text()) : select(arguments.names);
  return kDone;
}

}  // namespace

const Command kCatalogCommand = {
    .name = "catalog",
    .operands = {"[DISTRIBUTION...]", 0, 100},
    .summary = "print images of distributions, to put into a registry",
    .help = R"(Prints a registry of images: all that vmp knows, or those of the names given. Each has
the checksums that its distribution publishes, and tags for versions and, where they are
kept, for dated builds. It is a beginning: from then on the file is yours.

    vmp catalog debian fedora > registry/images.yaml
    vmp --registry registry list images --tags

Where distributions have moved what they offer since this version of vmp, `make build`
says that the download failed.
)",
    .options = {},
    .run = run,
};

}  // namespace vmp
