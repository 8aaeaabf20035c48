#include "loader/warnings/registry/author_texts.h"

#include <utility>

namespace vmp {

namespace {

class TextFinder {
 public:
  explicit TextFinder(std::string_view part) : part_(part) {}

  void walk(const Value& value) {
    for (const Value& item : value.items()) walk(item);
    for (const auto& [key, below] : value.entries()) walk(below);
    const bool is_text = value.is_scalar() && !value.is_raw();
    if (is_text && value.text().find(part_) != std::string::npos) texts_.push_back(&value);
  }

  std::vector<const Value*> take_texts() { return std::move(texts_); }

 private:
  std::string_view part_;
  std::vector<const Value*> texts_;
};

}  // namespace

std::vector<const Value*> list_texts_with(std::string_view part, const Registry& registry) {
  TextFinder finder(part);
  for (const Section* section :
       {&registry.nodes(), &registry.networks(), &registry.images(), &registry.templates(), &registry.vms()}) {
    for (const Value& entry : section->entries()) finder.walk(entry);
  }
  return finder.take_texts();
}

std::set<std::string, std::less<>> list_variables(std::span<const VmConfiguration> vms) {
  std::set<std::string, std::less<>> names;
  for (const VmConfiguration& vm : vms) {
    for (const auto& [name, variable] : vm.variables) names.insert(name);
  }
  return names;
}

}  // namespace vmp
