#include "loader/configuration/image/image_variables.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "loader/configuration/variables/computed_variables.h"
#include "loader/diagnostics/suggestion.h"

namespace vmp {

namespace {

constexpr std::string_view kComputed = "computed";
constexpr std::string_view kCustomizable = "customizable";

// Calls a function for each variable that a layer gives a value.
template <typename Function>
void for_each_given(const Value& layer, const Function& function) {
  for (const Entry& entry : layer.entries()) {
    if (!entry.value.is_null()) function(entry);
  }
}

bool names(const Value& list, std::string_view name) {
  return std::ranges::find(list.items(), name, [](const Value& item) { return std::string_view(item.text()); }) !=
         list.items().end();
}

}  // namespace

ImageVariables::ImageVariables(const Registry& registry, const ImageSelection& selection, Stopwatch& watch)
    : selection_(selection) {
  const Value& image = *selection.entry;
  if (!template_references(image).empty()) {
    merged_.emplace(registry, kImageKind, kComputedForImages, image, watch);
    layers_ = merged_->variable_layers();
  } else if (const Value* own = image.find("vars"); own != nullptr && own->is_map()) {
    layers_ = {*own};
  }
}

void ImageVariables::add_layers(Variables& variables) const {
  for (const Value& layer : layers_) variables.add_layer(layer);
  const Value* of_tag = selection_.match.tag->find("vars");
  if (of_tag != nullptr && of_tag->is_map()) variables.add_layer(*of_tag, &selection_.match.groups);
}

void ImageVariables::add_computed(Variables& variables) const {
  if (const Value* computed = find_list(kComputed)) variables.add_layer(*computed);
}

Diagnostics ImageVariables::find_mistakes() const {
  Diagnostics mistakes;
  if (const Value* computed = find_list(kComputed)) {
    for_each_given(*computed, [&](const Entry& entry) {
      const Value* own = find_own(entry.key.text());
      if (own == nullptr) return;
      mistakes.push_back({.place = own->place(),
                          .message = fmt::format("variable \"{}\" is computed: nothing overrides it", entry.key.text()),
                          .help = "Take one of the two out.",
                          .notes = {{entry.value.place(), "it is computed here"}}});
    });
  }
  const Value* customizable = find_list(kCustomizable);
  if (customizable == nullptr) return mistakes;
  std::vector<std::string> known;
  for (const Value& layer : layers_)
    for_each_given(layer, [&](const Entry& each) { known.push_back(each.key.text()); });
  if (const Value* of_tag = selection_.match.tag->find("vars")) {
    for_each_given(*of_tag, [&](const Entry& each) { known.push_back(each.key.text()); });
  }
  for (const Value& name : customizable->items()) {
    if (find_own(name.text()) != nullptr) continue;
    mistakes.push_back({.place = name.place(),
                        .message = fmt::format("image \"{}\" has no variable \"{}\" that could be customizable",
                                               selection_.image.name.value, name.text()),
                        .help = did_you_mean(name.text(), known)});
  }
  return mistakes;
}

Diagnostics ImageVariables::find_forbidden(const std::vector<Value>& layers_of_vm) const {
  const Value* computed = find_list(kComputed);
  const Value* customizable = find_list(kCustomizable);
  Diagnostics mistakes;
  if (computed == nullptr && customizable == nullptr) return mistakes;
  const std::string image = fmt::format("image \"{}\"", selection_.image.name.value);
  for (const Value& layer : layers_of_vm) {
    for_each_given(layer, [&](const Entry& entry) {
      const std::string& name = entry.key.text();
      const Value* fixed = computed == nullptr ? nullptr : computed->find(name);
      const Value* own = find_own(name);
      if (fixed != nullptr && !fixed->is_null()) {
        mistakes.push_back(
            {.place = entry.key.place(),
             .message = fmt::format("variable \"{}\" is computed by {}: nothing overrides it", name, image),
             .help = "Give the variable another name, or leave it out.",
             .notes = {{fixed->place(), "it is computed here"}}});
      } else if (own != nullptr && customizable != nullptr && !names(*customizable, name)) {
        mistakes.push_back({.place = entry.key.place(),
                            .message = fmt::format("{} does not let VMs set its variable \"{}\"", image, name),
                            .help = "The image's \"customizable\" names those that they may set.",
                            .notes = {{own->place(), "the image's value is here"},
                                      {customizable->place(), "\"customizable\" is here"}}});
      }
    });
  }
  return mistakes;
}

const Value* ImageVariables::find_own(std::string_view name) const {
  const Value* of_tag = selection_.match.tag->find("vars");
  const Value* found = of_tag == nullptr ? nullptr : of_tag->find(name);
  if (found != nullptr && !found->is_null()) return found;
  for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer) {
    found = layer->find(name);
    if (found != nullptr && !found->is_null()) return found;
  }
  return nullptr;
}

const Value* ImageVariables::find_list(std::string_view key) const {
  const Value* found = (merged_ ? merged_->value() : *selection_.entry).find(key);
  return found == nullptr || found->is_null() ? nullptr : found;
}

}  // namespace vmp
