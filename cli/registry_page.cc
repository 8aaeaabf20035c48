// vmp-registry(5). A definition of the schema has a part of its own where it has a title or several places refer to it,
// else its keys stand where it is referred to, as in schema/REFERENCE.md.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include "cli/manual_page.h"
#include "cli/roff.h"
#include "loader/document/read_yaml.h"
#include "loader/validation/schema.h"

namespace vmp {

namespace {

constexpr std::string_view kDescription =
    R"(A registry is YAML with the sections below. It may be one file or many, which are merged; see
`vmp help registry`. In paths, `[]` stands for each item of a list and `NAME` for a key of your choice. A text may
look like a number or a flag: it stays as written. `null` takes away what is inherited.

`vmp schema` prints what this page is made from, for editors, which complete keys and mark mistakes.
)";

std::string_view text_of(const Value& node, std::string_view key) {
  const Value* value = node.find(key);
  return value == nullptr ? std::string_view() : std::string_view(value->text());
}

class RegistryPage {
 public:
  RegistryPage()
      : schema_(read_yaml(std::make_shared<SourceFile>("schema", std::string(registry_schema_text()))).front()),
        page_("vmp-registry", 5, "what the registry of vmp may say") {
    count_references(*schema_.find("properties"));
  }

  std::string write() {
    page_.add_heading("DESCRIPTION");
    page_.add_body(kDescription);
    page_.add_heading("SECTIONS");
    add_keys(schema_, "");
    page_.add_heading("PARTS");
    // Parts are met while others are written.
    for (std::size_t at = 0; at < parts_.size(); ++at) add_part(parts_[at]);
    page_.add_heading("SEE ALSO");
    page_.add_body("`vmp`(1), `virt-install`(1), `ssh_config`(5)\n");
    return page_.text();
  }

 private:
  static std::string definition_of(const Value& node) {
    const std::string_view reference = text_of(node, "$ref");
    return std::string(reference.substr(reference.rfind('/') + 1));
  }

  const Value& definition(const std::string& name) const { return *schema_.find_path({"definitions", name}); }

  // In all that a registry can have; a definition that refers to itself is looked at once.
  void count_references(const Value& node) {
    for (const Value& item : node.items()) count_references(item);
    for (const Entry& entry : node.entries()) count_references(entry.value);
    const std::string name = definition_of(node);
    if (!name.empty() && references_[name]++ == 0) count_references(definition(name));
  }

  // What a node says, or else what it refers to does.
  const Value* find(const Value& node, std::string_view key) const {
    if (const Value* own = node.find(key)) return own;
    const std::string name = definition_of(node);
    return name.empty() ? nullptr : find(definition(name), key);
  }

  std::string text(const Value& node, std::string_view key) const {
    const Value* found = find(node, key);
    return found == nullptr ? "" : found->text();
  }

  bool has_keys(const Value& node) const {
    for (const char* key : {"properties", "patternProperties", "if"}) {
      if (find(node, key) != nullptr) return true;
    }
    const Value* items = find(node, "items");
    return items != nullptr && has_keys(*items);
  }

  // The part that tells of a node's keys; empty if they are told where it stands.
  std::string part_of(const Value& node) const {
    const std::string name = definition_of(node);
    if (!name.empty() && has_keys(node) && (definition(name).find("title") != nullptr || references_.at(name) > 1))
      return name;
    const Value* items = node.find("items");
    return items == nullptr ? "" : part_of(*items);
  }

  std::string kind_of(const Value& node) const {
    const Value* type = find(node, "type");
    if (type == nullptr) return "any";
    List types = type->items();
    if (type->is_scalar()) types.push_back(*type);
    std::string kinds;
    for (const auto& [name, kind] : {std::pair{"string", "text"}, {"object", "map"}, {"array", "list"}}) {
      const bool is_one = std::ranges::any_of(types, [name = name](const Value& each) { return each.text() == name; });
      if (is_one) kinds += (kinds.empty() ? "" : " or ") + std::string(kind);
    }
    return kinds.empty() ? "any" : kinds;
  }

  std::string list_of(const Value& node, std::string_view key) const {
    std::string list;
    const Value* values = find(node, key);
    if (values == nullptr) return "";
    for (const Value& value : values->items()) {
      if (!value.text().empty() && !value.is_null())
        list += fmt::format("{}`{}`", list.empty() ? "" : ", ", value.text());
    }
    return list;
  }

  std::string tell(const Value& node, bool is_needed) {
    std::string told = text(node, "description");
    if (is_needed) told += " It is needed.";
    if (const std::string words = list_of(node, "enum"); !words.empty()) told += fmt::format(" One of {}.", words);
    if (const std::string value = text(node, "default"); !value.empty()) told += fmt::format(" Default: `{}`.", value);
    if (const std::string examples = list_of(node, "examples"); !examples.empty())
      told += fmt::format(" Such as {}.", examples);
    if (const std::string part = part_of(node); !part.empty()) {
      told += fmt::format(" See `{}` below.", part);
      if (std::ranges::find(parts_, part) == parts_.end()) parts_.push_back(part);
    }
    return told;
  }

  void add_key(const std::string& path, const Value& node, bool is_needed) {
    page_.add_item(fmt::format("{} ({})", path, kind_of(node)), tell(node, is_needed));
    if (part_of(node).empty()) add_keys(node, path);
  }

  // The keys below a node. Items are no keys, but what is below them is.
  void add_keys(const Value& node, const std::string& path) {
    if (const Value* items = find(node, "items")) add_keys(*items, path + "[]");
    const std::string start = path.empty() ? "" : path + ".";
    const Value* required = find(node, "required");
    if (const Value* properties = find(node, "properties")) {
      for (const Entry& entry : properties->entries()) {
        const bool is_needed =
            required != nullptr && std::ranges::any_of(required->items(), [&entry](const Value& key) {
              return key.text() == entry.key.text();
            });
        add_key(start + entry.key.text(), entry.value, is_needed);
      }
    }
    if (const Value* patterns = find(node, "patternProperties")) {
      if (const Value* own = patterns->find("^x-")) add_key(start + "x-NAME", *own, false);
    }
    const Value* others = find(node, "additionalProperties");
    if (others != nullptr && others->is_map()) add_key(start + "NAME", *others, false);
  }

  // A definition that is one of others, by a word in it.
  void add_choice(const Value& node) {
    const Value* choice = &node;
    for (; choice->find("if") != nullptr; choice = choice->find("else")) {
      const Entry& condition = choice->find_path({"if", "properties"})->entries().front();
      const Value* then = choice->find("then");
      page_.add_item(fmt::format("{}: {}", condition.key.text(), condition.value.find("enum")->items().front().text()),
                     tell(*then, false));
    }
    page_.add_item("else", tell(*choice, false));
  }

  void add_part(const std::string& name) {
    const Value& part = definition(name);
    page_.add_subheading(name);
    if (const Value* description = part.find("description")) page_.add_body(description->text() + "\n");
    if (part.find("if") != nullptr) return add_choice(part);
    add_keys(part, "");
  }

  Value schema_;
  RoffPage page_;
  std::map<std::string, int> references_;
  std::vector<std::string> parts_;
};

}  // namespace

std::string write_registry_page() {
  return RegistryPage().write();
}

}  // namespace vmp
