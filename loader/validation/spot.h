#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "loader/document/value.h"

namespace vmp {

// A value inside the one that is checked, and the schema nodes that speak of it. Refers to both.
struct Spot {
  const Value* value = nullptr;
  const Value* key = nullptr;  // its own, or that of the list around it; none for the whole value
  bool is_item = false;        // of a list
  std::vector<const Value*> nodes = {};
};

// The way from the whole value to a spot, both included.
using Trail = std::vector<Spot>;

// The node and what it refers to by "$ref" (in `document`) and "allOf", and by "then" and "else" for that value.
std::vector<const Value*> expand_node(const Value& document, const Value& node, const Value& value);

// The nodes for what is behind a key of a map (which it need not have), or for an item of a list.
std::vector<const Value*> nodes_for_key(const Value& document, const Spot& map, std::string_view key);
std::vector<const Value*> nodes_for_item(const Value& document, const Spot& list, const Value& item);

// The spot at the end of a path of keys and indexes.
Trail follow_path(const Value& document, const Spot& whole, const std::vector<std::string>& path);

// `volume "root"` where the schema has a title and the value a name, else `an entry of "volumes"`, `"libvirt"`,
// or `whole` for the whole value.
std::string describe_spot(const Trail& trail, std::string_view whole);

// The last spot of a trail that describe_spot can tell from its neighbours: the whole value or an item.
Trail trail_to_entry(const Trail& trail);

// Where to point when something about the spot as a whole is wrong: its name, its key or itself.
const Place& place_of_spot(const Spot& spot);

}  // namespace vmp
