#include "cli/commands/commands.h"
#include "cli/load_registry.h"
#include "loader/configuration/vm/resolve_vm.h"

namespace vmp {

namespace {

ExitStatus run(const Arguments& arguments, const Surroundings& surroundings, Output& output) {
  const Registry& registry = load_registry(arguments, surroundings, output);
  output.text = resolve_image_url(registry, arguments.names.front()) + "\n";
  return kDone;
}

}  // namespace

const Command kImageUrlCommand = {
    .name = "image-url",
    .operands = {"IMAGE", 1, 1},
    .summary = "print where an image is downloaded from",
    .help = R"(Prints the URL of an image and tag, as a VM would name them. The tag is `latest` if
it is left out. One that is built from something else has none.

    $ vmp --registry registry.yaml image-url debian:12
    https://images.example/debian-12.qcow2
)",
    .options = {},
    .run = run,
};

}  // namespace vmp
