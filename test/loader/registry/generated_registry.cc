#include "test/loader/registry/generated_registry.h"

#include <utility>

#include "test/loader/dice.h"

namespace vmp::test {

namespace {

constexpr std::size_t kVariables = 6;

Value text(std::string words) {
  return Value::scalar(std::move(words));
}

Value plain(std::string word) {
  return Value::scalar(std::move(word), Style::kPlain);
}

Value map(const std::vector<std::pair<std::string, Value>>& fields) {
  Map entries;
  for (const auto& [key, value] : fields) entries.push_back({text(key), value});
  return Value::map(std::move(entries));
}

// A few names, so that everything meets everything.
std::string numbered(const std::string& prefix, std::size_t number) {
  return prefix + std::to_string(number);
}

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : dice_(seed) {}

  GeneratedRegistry run() {
    GeneratedRegistry registry;
    add_section("nodes", 2, [&](std::size_t number) { return node(number); });
    add_section("images", 2, [&](std::size_t number) { return image(number); });
    add_section("templates", 6, [&](std::size_t number) { return number == 0 ? complete() : part("t", number); });
    add_section("vms", 3, [&](std::size_t number) { return part("vm", number); });
    registry.documents.push_back(map(sections_));
    for (std::size_t more = dice_.below(3); more > 0; --more) registry.documents.push_back(overrides());
    for (std::size_t number = 0; number < 3; ++number) registry.vms.push_back(numbered("vm", number));
    return registry;
  }

 private:
  template <typename Make>
  void add_section(const std::string& name, std::size_t count, const Make& make) {
    List entries;
    for (std::size_t number = 0; number < count; ++number) entries.push_back(make(number));
    sections_.emplace_back(name, Value::list(std::move(entries)));
  }

  // What a later source says of some entries.
  Value overrides() {
    List templates = {with_part(map({{"name", text(numbered("t", 1 + dice_.below(5)))}}))};
    List vms = {with_part(map({{"name", text(numbered("vm", dice_.below(3)))}}))};
    const Value node =
        map({{"name", text("n0")}, {"vars", map({{numbered("V", dice_.below(kVariables)), text("n")}})}});
    return map({{"nodes", dice_.one_in(2) ? Value::list({node}) : Value()},
                {"templates", Value::list(std::move(templates))},
                {"vms", Value::list(std::move(vms))}});
  }

  Value node(std::size_t number) {
    Map variables;
    for (std::size_t at = 0; at < kVariables; ++at) variables.push_back({text(numbered("V", at)), words(at)});
    dice_.shuffle(variables);
    return map({{"name", text(numbered("n", number))},
                {"vars", Value::map(std::move(variables))},
                {"libvirt", map({{"connection", map({{"uri", text("qemu:///{NODE_NAME}")}})}})}});
  }

  Value image(std::size_t number) {
    const Value exact = map({{"pattern", text("^(?P<g>[0-9]+)(-(?P<h>[a-z]+))?$")},
                             {"url", text("https://images.example/{g}/{h}")},
                             {"volumeName", text("image-{g}.qcow2")},
                             {"vars", map({{numbered("V", dice_.below(kVariables)), text("{g}<h>")}})}});
    const Value open = map({{"pattern", text("l(?P<rest>.*)")},
                            {"url", text("https://images.example/{rest}")},
                            {"volumeName", text("image-{rest}.raw")},
                            {"format", plain("raw")}});
    return map({{"name", text(numbered("i", number))},
                {"vars", dice_.one_in(2) ? Value() : map({{"V0", text("{V0}i")}})},
                {"tags", Value::list(dice_.one_in(2) ? List{exact, open} : List{open, exact})}});
  }

  // A template that makes VMs complete.
  Value complete() {
    const Value pool = map({{"name", text("p0")}, {"directory", map({{"path", text("/{V0}/p0")}})}});
    const Value blank = map({{"name", text("v0")}, {"poolName", text("p0")}, {"capacity", text("1G")}});
    const Value copy =
        map({{"name", text("v1")}, {"poolName", text("p0")}, {"uploadFile", map({{"path", text("<V1>")}})}});
    return map({{"name", text("t0")},
                {"provisioner", plain("v1alpha1")},
                {"nodeName", text("n0")},
                {"image", text("i0:12")},
                {"libvirt", map({{"domain", map({{"name", text("{VM_NAME}")}, {"virtInstall", virt_install()}})},
                                 {"pools", Value::list({pool})},
                                 {"volumes", Value::list({blank, copy})}})}});
  }

  Value part(const std::string& kind, std::size_t number) {
    List references = {text("t0")};
    const std::size_t known = kind == "t" ? number : 6;
    for (std::size_t more = dice_.below(3); more > 0; --more)
      references.push_back(text(numbered("t", dice_.below(known))));
    dice_.shuffle(references);
    const Value entry = map({{"name", text(numbered(kind, number))}});
    return with_part(references.size() == 1 ? entry.with_entry("template", references.front())
                                            : entry.with_entry("templates", Value::list(std::move(references))));
  }

  Value with_part(Value entry) {
    if (dice_.one_in(2)) entry = entry.with_entry("vars", variables());
    if (dice_.one_in(4))
      entry = entry.with_entry("image", text(dice_.pick<std::string>({"i0:12", "i1", "i0:{V9}7-a"})));
    if (dice_.one_in(6)) entry = entry.with_entry("nodeName", text("n1"));
    if (dice_.one_in(2)) entry = entry.with_entry("libvirt", libvirt());
    if (dice_.one_in(2)) entry = entry.with_entry("cloudInit", cloud_init());
    if (dice_.one_in(3)) entry = entry.with_entry("ssh", ssh());
    if (dice_.one_in(4)) entry = entry.with_entry("description", dice_.one_in(3) ? Value() : words(kVariables));
    return entry;
  }

  Value variables() {
    if (dice_.one_in(12)) return Value();
    Map entries = {{text("V9"), text(dice_.pick<std::string>({"1", "2"}))}};
    for (std::size_t at = 0; at < kVariables; ++at) {
      if (dice_.one_in(2)) continue;
      const Value extended = text("{" + numbered("V", at) + "}+");
      entries.push_back({text(numbered("V", at)), dice_.one_in(6) ? Value() : dice_.one_in(4) ? extended : words(at)});
    }
    dice_.shuffle(entries);
    return Value::map(std::move(entries));
  }

  // A text in every form that there is; it uses the variables below `level`.
  Value words(std::size_t level) {
    std::string words;
    for (std::size_t count = 1 + dice_.below(3); count > 0; --count) {
      const std::string name = level == 0 ? "DEFAULT_POOL_NAME" : numbered("V", dice_.below(level));
      words +=
          dice_.pick<std::string>({"w", "no", "{" + name + "}", "<" + name + ">", "{{w}}", "<<" + name + ">>", "<w>"});
    }
    const Value value = dice_.one_in(8) ? plain(dice_.pick<std::string>({"yes", "w"})) : text(words);
    return dice_.one_in(8) ? value.as_raw() : value;
  }

  Value libvirt() {
    if (dice_.one_in(2)) return map({{"domain", map({{"virtInstall", dice_.one_in(8) ? Value() : virt_install()}})}});
    if (dice_.one_in(3)) return map({{"pools", Value::list({pool(0), pool(1)})}, {"domain", map({})}});
    return map({{"volumes", Value::list(dice_.one_in(2) ? List{volume(0), volume(1)} : List{volume(dice_.below(2))})}});
  }

  Value pool(std::size_t number) {
    return map({{"name", text(numbered("p", number))}, {"directory", map({{"path", absolute(words(kVariables))}})}});
  }

  static Value absolute(const Value& path) {
    const Value absolute = text("/" + path.text());
    return path.is_raw() ? absolute.as_raw() : absolute;
  }

  // Of one name in two pools, with the pool left open, of another kind than below.
  Value volume(std::size_t number) {
    const Value volume = map({{"name", text(numbered("v", number))}});
    if (dice_.one_in(3)) return volume.with_entry("deletionPolicy", plain("Retain"));
    const Value placed = volume.with_entry("poolName", text("p0"));
    if (dice_.one_in(2)) return placed.with_entry("uploadFile", Value()).with_entry("capacity", text("2G"));
    const Value elsewhere = volume.with_entry("poolName", text("p1"));
    return dice_.one_in(2) ? elsewhere.with_entry("capacity", text("3G"))
                           : elsewhere.with_entry("uploadFile", map({{"path", words(kVariables)}}));
  }

  Value virt_install() {
    Map options;
    for (const char* name : {"x-memory", "x-disk", "x-import"}) {
      if (!dice_.one_in(3)) options.push_back({text(name), virt_install_option()});
    }
    dice_.shuffle(options);
    return Value::map(std::move(options));
  }

  Value virt_install_option() {
    if (dice_.one_in(6)) return Value();
    if (dice_.one_in(3)) return dice_.one_in(2) ? plain("no") : words(kVariables);
    List items;
    for (std::size_t count = dice_.below(3); count > 0; --count) {
      const Value options =
          map({{dice_.pick<std::string>({"bus", "size"}), dice_.one_in(4) ? Value() : words(kVariables)}});
      items.push_back(map({{"name", text(dice_.pick<std::string>({"a", "b"}))}, {"options", options}}));
    }
    return Value::list(std::move(items));
  }

  Value cloud_init() {
    const Value data = map({{"user-data", dice_.one_in(3) ? text("#cloud-config\na: <V0>\n") : any_map(0)},
                            {"meta-data", dice_.one_in(3) ? Value() : any_map(1)}});
    return map({{"noCloud", map({{"seed", map({{"path", text("{VM_NAME}.iso")}})}, {"data", data}})}});
  }

  Value any_value(int depth) {
    if (depth > 3 || dice_.one_in(3)) return dice_.one_in(4) ? Value() : words(kVariables);
    if (dice_.one_in(2)) return any_map(depth + 1);
    List items;
    const bool is_named = dice_.one_in(2);
    for (std::size_t count = dice_.below(4); count > 0; --count) {
      const Value name = text(dice_.pick<std::string>({"a", "b"}));
      items.push_back(is_named ? any_map(depth + 1).with_entry("name", name) : any_value(depth + 1));
    }
    return Value::list(std::move(items));
  }

  Value any_map(int depth) {
    Map entries;
    for (const char* key : {"users", "x", "y"}) {
      if (!dice_.one_in(3)) entries.push_back({text(key), any_value(depth)});
    }
    dice_.shuffle(entries);
    return Value::map(std::move(entries));
  }

  Value ssh() {
    const Value several = Value::list({text("a={V0}"), text("b")});
    return map({{"user", text(dice_.pick<std::string>({"{V9}user", "root"}))},
                {"options", map({{"SetEnv", dice_.one_in(2) ? several : Value()}, {"LogLevel", plain("no")}})}});
  }

  Dice dice_;
  std::vector<std::pair<std::string, Value>> sections_;
};

}  // namespace

GeneratedRegistry generate_registry(std::uint64_t seed) {
  return Generator(seed).run();
}

}  // namespace vmp::test
