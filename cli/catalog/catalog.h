#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vmp {

// A registry of images of distributions: cli/catalog/images.yaml, byte by byte. It is one list, in which a blank line
// is before each image.
std::string_view catalog_text();

// The names of its images, in order.
std::vector<std::string> names_of_catalog();

// An image as its file has it, with the comment above it: an item of the list of a registry's "images". Empty if there
// is none of that name.
std::string_view find_in_catalog(std::string_view name);

// The catalog's own comment, and its first line, "images:".
std::string_view head_of_catalog();

}  // namespace vmp
