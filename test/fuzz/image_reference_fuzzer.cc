// A registry of images, and under "x-references" the references to look up in it.
#include "loader/configuration/vm/image_reference.h"

#include <algorithm>

#include "loader/configuration/vm/resolve_vm.h"
#include "loader/diagnostics/utf8.h"
#include "loader/document/write_yaml.h"
#include "loader/warnings/finders.h"
#include "test/fuzz/target.h"

namespace vmp::fuzz {

namespace {

// A registry that has nothing but the tag that was selected.
std::string write_alone(const ImageSelection& selection) {
  const Value image = Value::map({
      {Value::scalar("name"), *selection.entry->find("name")},
      {Value::scalar("tags"), Value::list({*selection.match.tag})},
  });
  return write_yaml(Value::map({{Value::scalar("images"), Value::list({image})}}));
}

void require_same(const Image& one, const Image& other) {
  require(one.name.value == other.name.value && one.tag.value == other.tag.value && one.url.value == other.url.value &&
              one.volume_name.value == other.volume_name.value && one.format.value == other.format.value,
          "an image is selected by the first tag that matches, and nothing else");
}

void require_fields_are_clean(const Image& image) {
  for (const Text* text : {&image.url, &image.volume_name, &image.format}) {
    require(without_control_characters(text->value).size() == text->value.size(), "fields are texts");
    examine(text->place);
  }
  require(!image.volume_name.value.empty() && image.volume_name.value.find('/') == std::string::npos,
          "a volume's name is a file's name");
}

void check_reference(const Registry& registry, const Value& reference) {
  const ImageSelection selection = select_image(registry, reference);
  const Image& image = selection.image;
  require(image.name.value == selection.entry->find("name")->text(), "the name leads to the image");
  require(image.name.value.find(':') == std::string::npos, "the name ends at the first colon");
  require_same(image, select_image(registry, Value::scalar(image.name.value + ":" + image.tag.value)).image);
  require(resolve_image_url(registry, reference.text()) == image.url.value, "the URL is the image's");
  require_fields_are_clean(image);
  if (has_raw(*selection.match.tag)) return;
  const Registry alone({as_source(write_alone(selection))});
  require_same(image, select_image(alone, reference).image);
}

}  // namespace

void check(const std::string& input) {
  const Registry registry({as_source(input)});
  examine(find_open_patterns({registry, {}, {}, nullptr}));
  for (const Value& document : registry.documents()) {
    const Value* references = document.find("x-references");
    if (references == nullptr) continue;
    for (const Value& reference : references->items()) {
      try {
        if (reference.is_scalar()) check_reference(registry, reference);
      } catch (const Error& error) {
        examine(error.diagnostics());
      }
    }
  }
}

}  // namespace vmp::fuzz
