#include "provisioners/impact/manifest_facts.h"

#include <fmt/format.h>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/read_guest_text.h"
#include "loader/document/write_json.h"

namespace vmp::impact {

namespace {

std::string text_at(const Value& object, std::initializer_list<std::string_view> keys) {
  const Value* value = object.find_path(keys);
  return value == nullptr ? std::string() : value->text();
}

bool has_names(const Value& list) {
  for (const Value& item : list.items()) {
    if (item.find("name") == nullptr) return false;
  }
  return !list.items().empty();
}

std::string describe(const Value& value) {
  std::string text = value.is_scalar() ? value.text() : write_json(value);
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

void add_fields(Fact& fact, const std::string& path, const Value& value) {
  if (value.is_map() && !value.entries().empty()) {
    for (const Entry& entry : value.entries())
      add_fields(fact, path.empty() ? entry.key.text() : path + "." + entry.key.text(), entry.value);
  } else if (value.is_list() && has_names(value)) {
    for (const Value& item : value.items())
      add_fields(fact, fmt::format("{}[{}]", path, item.find("name")->text()), item);
  } else if (!path.ends_with("].name")) {  // which is in the path
    fact.parts[path] = describe(value);
  }
}

Fact describe_object(const Value& object) {
  const bool is_vm = text_at(object, {"kind"}) == "VirtualMachine";
  Fact fact = {.type = is_vm ? "virtual machine" : "data volume",
               .id = is_vm ? "" : text_at(object, {"metadata", "name"})};
  if (const Value* spec = object.find("spec")) add_fields(fact, is_vm ? "" : "spec", *spec);
  if (const Value* annotations = object.find_path({"metadata", "annotations"}))
    add_fields(fact, "annotations", *annotations);
  return fact;
}

}  // namespace

Facts read_manifest_facts(std::string_view path, std::string_view text) {
  try {
    Facts facts;
    for (const Value& object : read_guest_text(path, std::string(text))) facts.push_back(describe_object(object));
    return facts;
  } catch (const Error&) {
    return {{.type = "file",
             .id = std::string(path),
             .parts = {{std::string(kAlone), std::string(text)}},
             .is_hidden = true}};
  }
}

}  // namespace vmp::impact
