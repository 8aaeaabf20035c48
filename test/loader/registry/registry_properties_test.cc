// What holds for every registry: tried on generated ones.
#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "loader/configuration/configuration_document.h"
#include "loader/configuration/vm/resolve_vm.h"
#include "loader/registry/registry.h"
#include "test/catch.h"
#include "test/loader/dice.h"
#include "test/loader/flow_yaml.h"
#include "test/loader/in_memory.h"
#include "test/loader/registry/generated_registry.h"

using namespace vmp;
using namespace vmp::test;

namespace {

constexpr std::uint64_t kSeeds = 200;

using Documents = std::vector<Value>;

std::string show(const Documents& documents) {
  std::string text;
  for (const Value& document : documents) text += "--- " + write_flow_yaml(document) + "\n";
  return text;
}

// What VMs resolve to, in order; for a VM with a mistake, the message. Each text is a source.
std::vector<std::string> resolve(const std::vector<std::string>& texts, const std::vector<std::string>& vms) {
  std::vector<std::shared_ptr<const SourceFile>> sources;
  for (const std::string& text : texts) sources.push_back(source(text));
  const Registry registry(sources);
  std::vector<std::string> results;
  for (const std::string& vm : vms) {
    try {
      results.push_back(write_flow_yaml(describe_configuration(resolve_vm(registry, vm))));
    } catch (const Error& error) {
      results.push_back(std::string("error: ") + error.what());
    }
  }
  return results;
}

std::vector<std::string> resolve(const Documents& documents, const std::vector<std::string>& vms) {
  return resolve(std::vector<std::string>{show(documents)}, vms);
}

bool is_good(const std::string& resolved) {
  return !resolved.starts_with("error: ");
}

// Calls `check` with generated registries and what their VMs resolve to; sees to it that most VMs are good ones.
void for_each_registry(
    const std::function<void(const GeneratedRegistry&, const std::vector<std::string>& resolved)>& check) {
  std::ptrdiff_t good = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const GeneratedRegistry registry = generate_registry(seed);
    INFO("seed " << seed << "\n" << show(registry.documents));
    const std::vector<std::string> resolved = resolve(registry.documents, registry.vms);
    check(registry, resolved);
    good += std::ranges::count_if(resolved, is_good);
  }
  CHECK(good > static_cast<std::ptrdiff_t>(kSeeds) * 3 * 3 / 4);
}

// With the keys of every map in another order.
Value with_keys(const Value& value, const std::function<void(Map&)>& reorder) {
  if (value.is_list()) {
    List items;
    for (const Value& item : value.items()) items.push_back(with_keys(item, reorder));
    return Value::list(std::move(items));
  }
  if (!value.is_map()) return value;
  Map entries;
  for (const auto& [key, each] : value.entries()) entries.push_back({key, with_keys(each, reorder)});
  reorder(entries);
  return Value::map(std::move(entries));
}

void sort_keys(Map& entries) {
  std::ranges::sort(entries, {}, [](const Entry& entry) { return entry.key.text(); });
}

// The entries of a section that `keeps` takes.
Value filter(const Value& document, const std::string& section,
             const std::function<bool(const std::string& name)>& keeps) {
  const Value* entries = document.find(section);
  if (entries == nullptr || !entries->is_list()) return document;
  List kept;
  std::ranges::copy_if(entries->items(), std::back_inserter(kept),
                       [&](const Value& entry) { return keeps(entry.find("name")->text()); });
  return document.with_entry(section, Value::list(std::move(kept)));
}

// Each entry of each section in documents of its own, one for each field.
Documents take_apart(const Value& document) {
  Documents parts;
  for (const auto& [section, entries] : document.entries()) {
    for (const Value& entry : entries.items()) {
      for (const auto& [key, value] : entry.entries()) {
        // Not a Map that grows: g++ 12 takes the moving of a variant for an overflow.
        const Value name = Value::map({}).with_entry("name", *entry.find("name"));
        const Value field = name.with_entry(key.text(), value);
        parts.push_back(Value::map({{section, Value::list({field})}}));
      }
    }
  }
  return parts;
}

}  // namespace

TEST_CASE("the order of keys does not matter") {
  Dice dice(0);
  for_each_registry([&](const GeneratedRegistry& registry, const std::vector<std::string>& resolved) {
    Documents shuffled;
    for (const Value& document : registry.documents) {
      shuffled.push_back(with_keys(document, [&](Map& entries) { dice.shuffle(entries); }));
    }
    const std::vector<std::string> again = resolve(shuffled, registry.vms);
    for (std::size_t at = 0; at < resolved.size(); ++at) {
      REQUIRE(is_good(again[at]) == is_good(resolved[at]));
      if (!is_good(resolved[at])) continue;  // of several mistakes another one comes first
      REQUIRE(write_flow_yaml(with_keys(parse(again[at]), sort_keys)) ==
              write_flow_yaml(with_keys(parse(resolved[at]), sort_keys)));
    }
  });
}

TEST_CASE("a VM is the same alone and among others") {
  for_each_registry([](const GeneratedRegistry& registry, const std::vector<std::string>& resolved) {
    for (std::size_t at = 0; at < resolved.size(); ++at) {
      Documents alone;
      for (const Value& document : registry.documents) {
        alone.push_back(filter(document, "vms", [&](const std::string& name) { return name == registry.vms[at]; }));
      }
      REQUIRE(resolve(alone, {registry.vms[at]}).front() == resolved[at]);
    }
  });
}

TEST_CASE("a VM is the same from one source and from many") {
  for_each_registry([](const GeneratedRegistry& registry, const std::vector<std::string>& resolved) {
    std::vector<std::string> sources;
    Documents parts;
    for (const Value& document : registry.documents) {
      sources.push_back(show({document}));
      std::ranges::copy(take_apart(document), std::back_inserter(parts));
    }
    REQUIRE(resolve(sources, registry.vms) == resolved);
    REQUIRE(resolve(parts, registry.vms) == resolved);
  });
}
