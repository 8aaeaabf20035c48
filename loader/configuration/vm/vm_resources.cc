#include "loader/configuration/vm/vm_resources.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "loader/configuration/vm/suboptions.h"
#include "loader/validation/capacity.h"

namespace vmp {

namespace {

constexpr long long kMost = 1'000'000'000;  // no mebibytes or processors are more

std::optional<PlacedNumber> read_number(const Text& text) {
  long long number = 0;
  const char* const end = text.value.data() + text.value.size();
  const auto [rest, error] = std::from_chars(text.value.data(), end, number);
  if (error != std::errc() || rest != end || number < 1 || number > kMost) return std::nullopt;
  return PlacedNumber{number, text.place};
}

std::vector<OptionWord> words_of(const VmConfiguration& vm, std::initializer_list<std::string_view> names) {
  for (const VirtInstallOption& option : vm.domain.virt_install) {
    if (std::ranges::find(names, option.name.value) != names.end()) return list_words(option);
  }
  return {};
}

// The value of the first of these suboptions that is there, in their order; "" is the word that has no name.
std::optional<PlacedNumber> find_first(const std::vector<OptionWord>& words,
                                       std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    for (const OptionWord& word : words) {
      if (name.empty() && word.is_first && !word.value) return read_number(word.name);
      if (word.value && word.name.value == name) return read_number(*word.value);
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<PlacedNumber> find_memory(const VmConfiguration& vm) {
  constexpr long long kMebibyte = 1024 * 1024;
  auto memory = find_first(words_of(vm, {"memory", "ram"}), {"maxmemory", "maxMemory", "", "memory"});
  if (memory) memory->number *= kMebibyte;
  return memory;
}

std::optional<PlacedNumber> find_vcpus(const VmConfiguration& vm) {
  const std::vector<OptionWord> words = words_of(vm, {"vcpus"});
  if (const auto vcpus = find_first(words, {"maxvcpus", "", "vcpus", "vcpu"})) return vcpus;
  std::optional<PlacedNumber> product;
  for (const char* part : {"sockets", "dies", "cores", "threads"}) {
    const auto number = find_first(words, {part});
    if (!number) continue;
    if (!product) product = PlacedNumber{1, number->place};
    product->number = std::min(product->number * number->number, kMost);
  }
  return product;
}

std::optional<PlacedNumber> find_capacity(const Volume& volume) {
  if (!volume.capacity) return std::nullopt;
  const auto bytes = parse_capacity(volume.capacity->value);
  if (!bytes || *bytes > kMostBytes) return std::nullopt;
  return PlacedNumber{static_cast<long long>(*bytes), volume.capacity->place};
}

}  // namespace vmp
