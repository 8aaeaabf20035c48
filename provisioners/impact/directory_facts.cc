#include "provisioners/impact/directory_facts.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/read_guest_text.h"
#include "loader/document/write_json.h"
#include "provisioners/impact/makefile_facts.h"
#include "provisioners/impact/manifest_facts.h"
#include "provisioners/impact/xml_facts.h"

namespace vmp::impact {

namespace {

DirectoryKind find_kind(const MakefileText& makefile) {
  constexpr std::pair<std::string_view, DirectoryKind> kKinds[] = {{"VM", DirectoryKind::kVm},
                                                                   {"NETWORK", DirectoryKind::kNetwork},
                                                                   {"NODE", DirectoryKind::kNode},
                                                                   {"IMAGE", DirectoryKind::kImage},
                                                                   {"FLEET", DirectoryKind::kFleet}};
  for (const auto& [variable, kind] : kKinds) {
    if (std::ranges::find(makefile.lines, variable, &MakefileLine::variable) != makefile.lines.end()) return kind;
  }
  return DirectoryKind::kOther;
}

const Fact* find_fact(const Facts& facts, std::string_view type, std::string_view id = "") {
  const auto found = std::ranges::find_if(facts, [&](const Fact& fact) { return fact.type == type && fact.id == id; });
  return found == facts.end() ? nullptr : &*found;
}

bool is_recipe(std::string_view path) {
  if (path == ".gitignore") return true;
  return path.find('/') == std::string_view::npos &&
         (path.ends_with(".sh") || path.ends_with(".awk") || path.ends_with(".mk") || path.ends_with(".py"));
}

Fact describe_text(std::string type, std::string id, std::string text) {
  return {.type = std::move(type), .id = std::move(id), .parts = {{std::string(kAlone), std::move(text)}}};
}

Fact describe_hidden(std::string type, std::string id, std::string text) {
  Fact fact = describe_text(std::move(type), std::move(id), std::move(text));
  fact.is_hidden = true;
  return fact;
}

// Each key by itself, if it is a map: one of them begins a new instance.
Fact describe_meta_data(const std::string& text) {
  Fact fact = {.type = "seed", .id = "meta-data"};
  try {
    const std::vector<Value> documents = read_guest_text("meta-data", text);
    for (const Entry& entry : documents.size() == 1 ? documents.front().entries() : Map()) {
      fact.parts[entry.key.text()] = entry.value.is_scalar() ? entry.value.text() : write_json(entry.value);
    }
  } catch (const Error&) {
    fact.parts.clear();
  }
  return fact.parts.empty() ? describe_hidden("seed", "meta-data", text) : fact;
}

// A file that is no recipe, by what it is for.
class FileReader {
 public:
  FileReader(DirectoryKind kind, Facts& facts) : kind_(kind), facts_(facts) {
    if (const Fact* seed = find_fact(facts, "seed")) seed_directory_ = seed->get("path") + ".d/";
    is_on_cluster_ = find_fact(facts, "cluster") != nullptr;
    if (is_on_cluster_) seed_directory_ = "seed.d/";
  }

  void read(const std::string& path, std::string text) {
    if (!seed_directory_.empty() && path.starts_with(seed_directory_)) {
      read_seed(path.substr(seed_directory_.size()), std::move(text));
    } else if (path.starts_with("provision.d/")) {
      add(describe_hidden("provision file", path, std::move(text)));
    } else if (path.starts_with("install.d/")) {
      add(describe_hidden("installer's file", path, std::move(text)));
    } else if (path == "sshpass") {
      add(describe_hidden("ssh password", "", std::move(text)));
    } else if (kind_ == DirectoryKind::kNetwork && path == "network.xml") {
      std::ranges::move(read_network_facts(text), std::back_inserter(facts_));
    } else if (kind_ == DirectoryKind::kNode && path.starts_with("pools/") && path.ends_with(".xml")) {
      add(read_pool_facts(path.substr(6, path.size() - 10), text));
    } else if (is_on_cluster_ && path.ends_with(".yaml")) {
      for (Fact& fact : read_manifest_facts(path, text)) add(std::move(fact));
    } else {
      add(describe_hidden(path == "inventory" ? path : "file", path == "inventory" ? "" : path, std::move(text)));
    }
  }

 private:
  void read_seed(const std::string& name, std::string text) {
    add(name == "meta-data" ? describe_meta_data(text) : describe_hidden("seed", name, std::move(text)));
  }

  // Many have a line in the Makefile, too, which is one fact with the file.
  void add(Fact fact) {
    const auto line =
        std::ranges::find_if(facts_, [&](const Fact& each) { return each.type == fact.type && each.id == fact.id; });
    if (line == facts_.end()) {
      facts_.push_back(std::move(fact));
    } else {
      line->parts.merge(fact.parts);
      line->is_hidden = line->is_hidden || fact.is_hidden;
    }
  }

  DirectoryKind kind_;
  Facts& facts_;
  std::string seed_directory_;
  bool is_on_cluster_ = false;
};

bool changes_what_runs(const DirectoryFacts& directory) {
  const Fact* provisioner = find_fact(directory.facts, "provisioner");
  const Fact* live = find_fact(directory.facts, "variable", "LIVE");
  return provisioner != nullptr && provisioner->get(kAlone) != "v1alpha1" &&
         (live == nullptr || live->get(kAlone) != "no");
}

}  // namespace

DirectoryFacts read_directory_facts(const MakefileText& makefile, const ReadFile& read_file) {
  DirectoryFacts directory = {.kind = find_kind(makefile), .facts = read_makefile_facts(makefile), .not_there = {}};
  directory.is_of_older_program = makefile.version.starts_with("v0.");
  directory.is_live = changes_what_runs(directory);
  FileReader reader(directory.kind, directory.facts);
  std::string recipes = makefile.recipes;
  for (const std::string& path : makefile.files) {
    if (path == "Makefile") continue;
    std::optional<std::string> text = read_file(path);
    if (!text) {
      directory.not_there.push_back(path);
    } else if (is_recipe(path)) {
      recipes += path + "\n" + *text;
    } else {
      reader.read(path, std::move(*text));
    }
  }
  if (!recipes.empty()) directory.facts.push_back(describe_hidden("recipe", "", std::move(recipes)));
  return directory;
}

}  // namespace vmp::impact
