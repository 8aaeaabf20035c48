#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "loader/validation/text_rules.h"

namespace vmp {

// The formats of storage volumes (https://libvirt.org/storage.html, virStorageFileFormat of libvirt).
std::span<const std::string_view> volume_formats();

// Those, and what else qemu-img reads.
std::span<const std::string_view> image_formats();

// Whether a volume of that format may have a backing volume, as qemu-img makes it.
bool can_have_backing(std::string_view volume_format);

// What is wrong with a connection URI (https://libvirt.org/uri.html), whose variables are expanded.
std::optional<BrokenRule> find_uri_mistake(std::string_view uri);

}  // namespace vmp
