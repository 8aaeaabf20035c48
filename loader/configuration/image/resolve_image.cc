#include "loader/configuration/image/resolve_image.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "loader/configuration/image/chain.h"
#include "loader/configuration/image/disk_size.h"
#include "loader/configuration/image/export_reader.h"
#include "loader/configuration/image/image_variables.h"
#include "loader/configuration/image/images.h"
#include "loader/configuration/image/source_reader.h"
#include "loader/configuration/image/step_reader.h"
#include "loader/configuration/image/step_types.h"
#include "loader/configuration/local_path.h"
#include "loader/configuration/merged_entry.h"
#include "loader/configuration/secrets/secrets.h"
#include "loader/configuration/settled_value.h"
#include "loader/configuration/steps/author_files.h"
#include "loader/configuration/steps/part_reader.h"
#include "loader/configuration/steps/step_order.h"
#include "loader/configuration/variables/default_variables.h"
#include "loader/configuration/variables/settle.h"
#include "loader/configuration/variables/variables.h"
#include "loader/configuration/vm/image_reference.h"
#include "loader/diagnostics/warning.h"
#include "loader/document/merge.h"
#include "loader/registry/image_builds.h"

namespace vmp {

namespace {

constexpr std::string_view kSteps = "steps";

bool is_step_type(std::string_view key) {
  return find_step_type(key) != nullptr;
}

// Resolves one tag that is built, step by step; a step that finds mistakes is the last one.
class ImageResolver {
 public:
  ImageResolver(const Registry& registry, const Images& images, ImageSelection selection, Stopwatch& watch)
      : registry_(registry),
        images_(images),
        watch_(watch),
        selection_(std::move(selection)),
        entry_(registry, kImageKind, kComputedForImages, *selection_.entry, watch) {}

  ResolvedImage run() {
    const Value merged = merge();
    const ImageVariables own(registry_, selection_, watch_);
    entry_.stop_at_mistakes(own.find_mistakes());
    Diagnostics mistakes;
    Variables variables(mistakes, "the image, its tag or a template");
    add_variables(own, variables);
    ResolvedImage result;
    ImageConfiguration& image = result.configuration;
    read_names(variables, image, mistakes);
    Value secret_list = settle("secrets", merge_secrets(), variables, mistakes);
    Secrets secrets(secret_list, mistakes);
    Value build = settle("build", merged, variables, mistakes, &secrets);
    entry_.stop_at_mistakes(mistakes);
    build = fill_in_export_defaults(arrange_steps(build, kSteps, mistakes));
    const std::string folder = find_folder(variables, mistakes);
    AuthorFiles files(variables, mistakes);
    image.source = read_source(
        build, {registry_, images_, selection_, folder, variables, files, watch_, mistakes, result.warnings});
    image.steps = read_steps(build, files, mistakes);
    find_disk_size(image, mistakes);
    image.result = read_export(build, mistakes);
    find_plain_passwords(image, result.warnings);
    image.has_network = PartReader("the build", mistakes).read_flag(build, "network", true);
    entry_.stop_at_mistakes(mistakes);
    name_result(variables, folder, image);
    image.variables = variables.list_used();
    image.secrets = secrets.list_used();
    result.image = describe(image, show_secrets(build));
    if (!secrets.is_empty()) result.image = result.image.with_entry("secrets", secret_list);
    result.entry = selection_.entry;
    result.tag = selection_.match.tag;
    append(result.warnings, mistakes);  // none of them an error
    append(result.warnings, find_computed_variables(entry_.value(), kComputedForImages));
    entry_.add_notes(result.warnings);
    sort_and_unique(result.warnings);
    return result;
  }

 private:
  Value merge() const {
    const std::optional<Value> build = merge_build(registry_.inheritance(), *selection_.entry, *selection_.match.tag);
    if (build) return remove_cleared(remove_cleared_steps(*build, kSteps, is_step_type));
    throw Error(describe_unbuilt(selection_));
  }

  // Those of templates, of the image and of the tag.
  Value merge_secrets() const {
    Value merged = Value::list({});
    for (const Value* entry : {&entry_.value(), selection_.match.tag}) {
      if (const Value* list = entry->find("secrets")) merged = merge_strategically(merged, *list);
    }
    return remove_cleared(merged);
  }

  void add_variables(const ImageVariables& own, Variables& variables) const {
    const Value* provisioner = entry_.value().find("provisioner");
    variables.add_layer(default_variables(provisioner == nullptr ? "" : provisioner->text()));
    own.add_layers(variables);
    own.add_computed(variables);
    for (const auto& [name, text] : selection_.match.groups) variables.add(name, Value::scalar(text).as_raw());
    for (const std::string_view name : kComputedForVms.names) {
      if (kComputedForImages.contains(name)) continue;
      variables.make_unavailable(name, "An image is the same for all its VMs: it knows its own variables alone.");
    }
    variables.add("IMAGE_NAME", Value::scalar(selection_.image.name.value).as_raw());
    variables.add("IMAGE_TAG", Value::scalar(selection_.image.tag.value).as_raw());
  }

  // What there is to say of the image besides its build.
  void read_names(Variables& variables, ImageConfiguration& image, Diagnostics& mistakes) const {
    image.name = {selection_.image.name.value, selection_.entry->find("name")->place()};
    image.tag = {selection_.image.tag.value, selection_.match.tag->find("pattern")->place()};
    image.volume_name = selection_.image.volume_name;
    const Value* provisioner = entry_.value().find("provisioner");
    if (provisioner == nullptr || provisioner->is_null()) {
      mistakes.push_back({.place = image.name.place,
                          .message = fmt::format("image \"{}\" is built and has no \"provisioner\"", image.name.value),
                          .help = "Write \"provisioner: v1beta1\"."});
    } else {
      image.provisioner = read_text(settle("provisioner", *provisioner, variables, mistakes));
    }
    const Value* description = entry_.value().find("description");
    if (description != nullptr && !description->is_null()) {
      image.description = read_text(settle("description", *description, variables, mistakes));
    }
  }

  // Where images are, as seen from the directory of a built one. Variables give it as seen from a VM's.
  std::string find_folder(Variables& variables, Diagnostics& mistakes) const {
    constexpr std::string_view kUpFromVm = "../";
    const std::string folder = *variables.find("DEFAULT_IMAGE_DIR");
    if (folder.starts_with('/')) return folder;
    if (!folder.starts_with(kUpFromVm)) {
      mistakes.push_back({.place = variables.list_used().at("DEFAULT_IMAGE_DIR").place,
                          .message = fmt::format("DEFAULT_IMAGE_DIR \"{}\" is inside of a VM's directory", folder),
                          .help = "What is built is for several VMs: \"../.images\" is beside their directories."});
    }
    return "../../" + folder;
  }

  static void find_plain_passwords(const ImageConfiguration& image, Diagnostics& warnings) {
    for (const ImageStep& step : image.steps) {
      for (const auto& [key, value] : step.words) {
        const bool is_plain = !value.value.starts_with('$') && value.value.find(kPlaceholder) == std::string::npos;
        if (key != "password" || !is_plain) continue;
        warnings.push_back(
            warn(Warning::kPlainPassword, value.place, "this password is plain text",
                 "Whoever reads the registry or the image's directory can read it. With \"secrets: [{name: "
                 "NAME, env: VARIABLE}]\", write \"{secret:NAME}\" here. \"openssl passwd -6\" makes a hash."));
      }
    }
  }

  static void name_result(Variables& variables, const std::string& folder, ImageConfiguration& image) {
    image.chain = digest_chain(image).back();
    image.result_name = vmp::name_result(image.volume_name.value, image.chain);
    const std::string seen_from_vm = *variables.find("DEFAULT_IMAGE_DIR") + "/" + image.result_name;
    image.vm_path = {tidy_path(seen_from_vm), image.volume_name.place};
    image.result_path = {tidy_path(folder + "/" + image.result_name), image.volume_name.place};
  }

  // What `vmp config` prints.
  static Value describe(const ImageConfiguration& image, const Value& build) {
    const auto scalar = [](const Text& text) { return Value::scalar(text.value, Style::kQuoted, text.place); };
    Value document = Value::map({}).with_entry("name", scalar(image.name)).with_entry("tag", scalar(image.tag));
    if (image.description) document = document.with_entry("description", scalar(*image.description));
    document = document.with_entry("provisioner", scalar(image.provisioner));
    if (image.source.type == "url") document = document.with_entry("url", scalar(image.source.download->url));
    return document.with_entry("volumeName", scalar(image.volume_name))
        .with_entry("build", build)
        .with_entry("chain", scalar({image.chain, image.volume_name.place}))
        .with_entry("file", scalar(image.vm_path));
  }

  const Registry& registry_;
  const Images& images_;
  Stopwatch& watch_;
  ImageSelection selection_;
  MergedEntry entry_;
};

void refuse_empty_tag(const BuiltName& name) {
  if (!name.tag.empty()) return;
  throw Error(Diagnostic{.message = fmt::format("image \"{}\" is built, and has an empty tag", name.name)});
}

}  // namespace

Diagnostic describe_unbuilt(const ImageSelection& selection) {
  return {.place = selection.entry->find("name")->place(),
          .message = fmt::format("image \"{}:{}\" is downloaded, not built", selection.image.name.value,
                                 selection.image.tag.value),
          .help = "What is built has a \"build\" at the tag, the image or a template."};
}

ResolvedImage resolve_image(const Registry& registry, const Images& images, const BuiltName& name, Stopwatch& watch) {
  refuse_empty_tag(name);
  ImageSelection selection = select_image(registry, Value::scalar(name.reference()));
  return ImageResolver(registry, images, std::move(selection), watch).run();
}

ResolvedImage resolve_image(const Registry& registry, const BuiltName& name) {
  Stopwatch watch(nullptr, Stage::kResolve);
  return resolve_image(registry, Images(registry), name, watch);
}

}  // namespace vmp
