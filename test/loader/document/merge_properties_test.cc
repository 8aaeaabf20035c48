#include <algorithm>
#include <string>
#include <vector>

#include "loader/document/merge.h"
#include "test/catch.h"
#include "test/loader/dice.h"
#include "test/loader/flow_yaml.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// How the items of one seed's lists name their pools. Where a pool is left open, names are unique (merge.h).
enum class Pools { kNone, kAlways, kSometimesOne };

// Makes layers that meet in few keys and names, so that everything stands over everything.
class Layers {
 public:
  explicit Layers(std::uint64_t seed) : dice_(seed), pools_(static_cast<Pools>(dice_.below(3))) {}

  Value layer() { return map(0); }

 private:
  Value value(int depth) {
    switch (dice_.below(depth < 3 ? 9 : 4)) {
      case 0:
      case 1:
        return Value();
      case 2:
        return Value::scalar(dice_.pick<std::string>({"x", "y", "null"}));
      case 3:
        return dice_.one_in(2) ? Value::scalar("true", Style::kPlain) : Value::scalar("x").as_raw();
      case 4:
        return dice_.one_in(3) ? Value::list({Value::scalar("x"), Value()}) : Value::list({});
      case 5:
      case 6:
        return named_list(depth);
      default:
        return map(depth);
    }
  }

  Value map(int depth) {
    Map entries;
    for (const char* key : {"a", "b", "c"}) {
      if (!dice_.one_in(3)) entries.push_back({Value::scalar(key), value(depth + 1)});
    }
    dice_.shuffle(entries);
    return Value::map(std::move(entries));
  }

  Value named_list(int depth) {
    std::vector<std::string> names = {"m", "n", "o"};
    if (pools_ != Pools::kSometimesOne) names.push_back("n");
    dice_.shuffle(names);
    names.resize(dice_.below(names.size() + 1));
    List items;
    for (const std::string& name : names) items.push_back(item(name, depth));
    return Value::list(std::move(items));
  }

  Value item(const std::string& name, int depth) {
    Value item = map(depth).with_entry("name", Value::scalar(name));
    if (pools_ == Pools::kAlways)
      return item.with_entry("poolName", Value::scalar(dice_.pick<std::string>({"p", "q"})));
    if (pools_ == Pools::kNone || dice_.one_in(3)) return item;
    return item.with_entry("poolName", dice_.one_in(3) ? Value() : Value::scalar("p"));
  }

  Dice dice_;
  Pools pools_;
};

// All that there is to a value, its places too.
std::string show(const Value& value) {
  std::string text = to_string(value.place()) + (value.is_removal() ? " removal " : " ");
  if (value.is_scalar()) return text + write_flow_yaml(value) + "\n";
  for (const Value& item : value.items()) text += "- " + show(item);
  for (const auto& [key, each] : value.entries()) text += to_string(key.place()) + key.text() + ": " + show(each);
  return text + ".\n";
}

// The results of every way to put brackets around a sequence of layers.
std::vector<Value> merge_in_every_grouping(const std::vector<Value>& layers) {
  if (layers.size() == 1) return layers;
  std::vector<Value> results;
  for (auto middle = layers.begin() + 1; middle != layers.end(); ++middle) {
    const std::vector<Value> lower = merge_in_every_grouping({layers.begin(), middle});
    const std::vector<Value> upper = merge_in_every_grouping({middle, layers.end()});
    for (const Value& base : lower) {
      for (const Value& over : upper) results.push_back(merge_strategically(base, over));
    }
  }
  return results;
}

std::vector<Value> parse_layers(const std::vector<std::string>& texts) {
  std::vector<Value> layers;
  for (const std::string& text : texts) layers.push_back(parse(text, "layer" + std::to_string(layers.size())));
  return layers;
}

bool every_grouping_is_the_same(const std::vector<std::string>& texts) {
  const std::vector<Value> results = merge_in_every_grouping(parse_layers(texts));
  return std::ranges::all_of(results, [&](const Value& each) { return show(each) == show(results.front()); });
}

}  // namespace

TEST_CASE("sources may be merged in any grouping") {
  CHECK(every_grouping_is_the_same({"{a: {b: 1}}", "{a: null}", "{a: {c: 2}}"}));
  CHECK(every_grouping_is_the_same({"{a: {b: 1}}", "{a: text}", "{a: {c: 2}}"}));
  CHECK(every_grouping_is_the_same({"{a: {b: 1}}", "{a: text}", "{a: {}}", "{a: {c: 2}}"}));
  CHECK(every_grouping_is_the_same({"{a: [{name: x}]}", "{a: [x]}", "{a: []}", "{a: [{name: y}]}"}));
  CHECK(every_grouping_is_the_same({"[{name: x}]", "[{name: x, a: 1}, {name: x, a: 2}]", "[{name: x, a: 3}]"}));
}

TEST_CASE("generated layers may be merged in any grouping") {
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    Layers layers(seed);
    std::vector<std::string> texts;
    std::string shown;
    for (int i = 0; i < 4; ++i) texts.push_back(write_flow_yaml(layers.layer()));
    for (const std::string& text : texts) shown += "\n---\n" + text;
    INFO("seed " << seed << shown);
    REQUIRE(every_grouping_is_the_same(texts));
  }
}

TEST_CASE("only what an open pool means depends on what is below it") {
  const std::vector<Value> layers =
      parse_layers({"[{name: r, poolName: p}]", "[{name: r, x: 1}]", "[{name: r, poolName: q}]"});
  const auto merge = [&](int base, int over) { return merge_strategically(layers[base], layers[over]); };
  CHECK(write_flow_yaml(merge_strategically(merge(0, 1), layers[2])) ==
        R"([{"name": r, "poolName": p, "x": 1}, {"name": r, "poolName": q}])");
  CHECK(write_flow_yaml(merge_strategically(layers[0], merge(1, 2))) ==
        R"([{"name": r, "poolName": p}, {"name": r, "x": 1, "poolName": q}])");
}
