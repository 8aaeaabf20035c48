#include "provisioners/impact/makefile_facts.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "provisioners/impact/virt_install_facts.h"

namespace vmp::impact {

namespace {

// What the words behind an option mean, in each of the variables that hold words. "#" marks the one that tells facts of
// a type apart. What comes behind them are options again ("--capacity 20G"): parts of that name.
struct Shape {
  std::string_view variable;
  std::string_view option;
  std::string_view type;
  std::string_view words;
};

constexpr std::array kShapes = {
    Shape{"VM", "--vm", "VM", "name node"},
    Shape{"VM", "--domain", "domain", "name uuid"},
    Shape{"VM", "--fleet", "fleet", "="},
    Shape{"VM", "--autostart", "autostart", ""},
    Shape{"VM", "--transient", "transient", ""},
    Shape{"VM", "--interface", "interface", "#mac"},
    Shape{"VM", "--pool", "pool", "#name path deletionPolicy"},
    Shape{"VM", "--volume", "volume", "#name format deletionPolicy"},
    Shape{"VM", "--image", "image", "path url"},
    Shape{"VM", "--archive", "image archive", "type member"},
    Shape{"VM", "--checksum", "image checksum", "algorithm digest"},
    Shape{"VM", "--checksum-list", "image checksum", "algorithm url"},
    Shape{"VM", "--built-by", "image built by", "="},
    Shape{"VM", "--seed", "seed", "path"},
    Shape{"VM", "--seed-file", "seed", "#name"},
    Shape{"VM", "--sshpass", "ssh password", ""},
    Shape{"VM", "--cluster", "cluster", "context namespace"},
    Shape{"VM", "--uuid", "domain", "uuid"},
    Shape{"VM", "--run-strategy", "virtual machine", "runStrategy"},
    Shape{"VM", "--data-volume", "data volume", "#name deletionPolicy"},
    Shape{"VM", "--seed-key", "seed key", "#key path"},
    Shape{"NETWORK", "--network", "network", "name node"},
    Shape{"NETWORK", "--uuid", "network", "uuid"},
    Shape{"NETWORK", "--parking", "parking", "="},
    Shape{"NETWORK", "--autostart", "network autostart", ""},
    Shape{"NETWORK", "--retain", "network retain", ""},
    Shape{"NETWORK", "--ssh", "way by ssh", "="},
    Shape{"NODE", "--node", "node name", "="},
    Shape{"NODE", "--fleet", "fleet", "="},
    Shape{"NODE", "--pool", "storage pool", "#name uuid kind deletionPolicy options"},
    Shape{"NODE", "--requires", "requirement", "#key ="},
    Shape{"NODE", "--device", "required device", "#name by"},
    Shape{"NODE", "--secret", "required secret", "#type usage"},
    Shape{"NODE", "--ssh", "way by ssh", "="},
    Shape{"IMAGE", "--image", "built image", "name tag"},
    Shape{"IMAGE", "--result", "result", "path chain"},
    Shape{"IMAGE", "--network", "appliance network", "="},
    Shape{"IMAGE", "--from", "source", "type digest"},
    Shape{"IMAGE", "--step", "step", "#name type digest timeout"},
    Shape{"IMAGE", "--export", "export", "digest"},
};

constexpr std::array<std::string_view, 4> kOfTwoWords = {"--backing", "--checksum", "--checksum-list", "--node"};

// Names of parts of targets, which follow from the words.
constexpr std::array<std::string_view, 2> kDerived = {"POOLS", "VOLUMES"};

const Shape* find_shape(std::string_view variable, std::string_view option) {
  const auto found = std::ranges::find_if(
      kShapes, [&](const Shape& shape) { return shape.variable == variable && shape.option == option; });
  return found == kShapes.end() ? nullptr : &*found;
}

// Several values of a part are one.
void add_value(Fact& fact, std::string_view part, const std::string& value) {
  const auto [place, is_new] = fact.parts.try_emplace(std::string(part), value);
  if (!is_new) place->second += (part == kAlone ? " " : ", ") + value;
}

// Numbers in front of the names of steps say where they stand.
void split_step(Fact& fact) {
  const std::size_t dash = fact.id.find('-');
  if (fact.type != "step" || dash == std::string::npos) return;
  fact.parts["position"] = fact.id.substr(0, dash);
  fact.id.erase(0, dash + 1);
}

class WordsReader {
 public:
  explicit WordsReader(std::vector<std::string> words) : words_(std::move(words)) {}

  Fact read(std::string_view variable) {
    const std::string option = take();
    const Shape* shape = find_shape(variable, option);
    if (shape == nullptr) {
      Fact fact = {.type = "word " + option, .id = {}};
      while (!is_at_end()) add_value(fact, kAlone, take());
      return fact;
    }
    Fact fact = {.type = std::string(shape->type), .id = {}};
    read_positions(fact, shape->words);
    read_options(fact);
    split_step(fact);
    return fact;
  }

 private:
  bool is_at_end() const { return at_ == words_.size(); }
  std::string take() { return is_at_end() ? std::string() : std::move(words_[at_++]); }

  void read_positions(Fact& fact, std::string_view names) {
    while (!names.empty() && !is_at_end()) {
      std::string_view name = names.substr(0, names.find(' '));
      names.remove_prefix(std::min(name.size() + 1, names.size()));
      if (name.starts_with('#')) {
        fact.id = take();
      } else {
        add_value(fact, name, take());
      }
    }
  }

  void read_options(Fact& fact) {
    while (!is_at_end()) {
      const std::string word = take();
      if (!word.starts_with("--") || fact.type == "way by ssh") {
        add_value(fact, kAlone, word);
        continue;
      }
      std::string value = take();
      if (std::ranges::find(kOfTwoWords, word) != kOfTwoWords.end()) value += " " + take();
      add_value(fact, word.substr(2), value);
    }
  }

  std::vector<std::string> words_;
  std::size_t at_ = 0;
};

bool holds_words(std::string_view variable) {
  return std::ranges::find(kShapes, variable, &Shape::variable) != kShapes.end();
}

// "V1BETA1_SSH_USER" is "SSH_USER": what moves from one version to the next stays the same.
std::string_view without_version(std::string_view variable) {
  for (const std::string_view prefix : {"KUBEVIRT_V1ALPHA1_", "V1ALPHA1_", "V1BETA1_"}) {
    if (variable.starts_with(prefix)) return variable.substr(prefix.size());
  }
  return {};
}

// A variable that make and its author may have written in several lines.
void add_variable(Facts& facts, std::string_view type, std::string_view id, const std::string& value) {
  const auto found = std::ranges::find_if(facts, [&](const Fact& fact) { return fact.type == type && fact.id == id; });
  if (found == facts.end()) {
    facts.push_back({.type = std::string(type), .id = std::string(id), .parts = {{std::string(kAlone), value}}});
    facts.back().is_hidden = type == "fleet's order";  // very long
  } else {
    std::string& before = found->parts[std::string(kAlone)];
    before += (before.empty() ? "" : " ") + value;
  }
}

void read_line(Facts& facts, const MakefileLine& line, bool is_fleet) {
  const std::string& variable = line.variable;
  if (variable == "LIBVIRT_DEFAULT_URI") {
    facts.push_back({.type = "node", .id = {}, .parts = {{"uri", read_value(line.value)}}});
  } else if (is_fleet) {
    // Who is in it, and what waits for what, follows from the directories.
    add_variable(facts, "fleet's order", "", variable + line.value);
  } else if (!without_version(variable).empty()) {
    add_variable(facts, "variable", without_version(variable), line.value);
  } else if (!holds_words(variable)) {
    if (std::ranges::find(kDerived, variable) == kDerived.end())
      add_variable(facts, "make variable", variable, line.value);
  } else if (std::vector<std::string> words = read_words(line.value); words.empty()) {
    return;
  } else if (words.size() == 2 && words.front() == "--virt-install") {
    facts.push_back(read_virt_install(words.back()));
  } else {
    facts.push_back(WordsReader(std::move(words)).read(variable));
  }
}

}  // namespace

Facts read_makefile_facts(const MakefileText& makefile) {
  Facts facts;
  const std::string alone(kAlone);
  facts.push_back({.type = "provisioner", .id = {}, .parts = {{alone, makefile.version}}});
  if (!makefile.title.empty()) {
    facts.push_back({.type = "title", .id = {}, .parts = {{alone, makefile.title}}, .is_hidden = true});  // has lines
  }
  const bool is_fleet = std::ranges::find(makefile.lines, "FLEET", &MakefileLine::variable) != makefile.lines.end();
  for (const MakefileLine& line : makefile.lines) read_line(facts, line, is_fleet);
  return facts;
}

}  // namespace vmp::impact
