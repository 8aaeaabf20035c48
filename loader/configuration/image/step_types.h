#pragma once

#include <span>
#include <string_view>

namespace vmp {

// What a step of a build may do, and what it has to say of it. provisioners/v1beta1/image has a function for each.
struct StepType {
  std::string_view name;                   // of ImageStep::type
  std::span<const std::string_view> keys;  // of the registry, that may stand together
};
std::span<const StepType> step_types();

// The type that has a key; nullptr for keys that say something else of a step.
const StepType* find_step_type(std::string_view key);

// What there is to check of a field of a map behind a step's key; of a value that is no map, where the name is empty.
struct StepField {
  std::string_view key;
  std::string_view name;
  std::string_view rule = "";  // text_rules.h, of a text, or each in a list
  bool is_needed = false;
};
std::span<const StepField> step_fields();

// What virt-sysprep does to make an image fit for copies (its --list-operations, without "customize" and "script").
std::span<const std::string_view> sysprep_operations();

}  // namespace vmp
