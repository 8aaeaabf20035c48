#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "generator/generated_path.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/utf8.h"
#include "provisioners/impact/compare_facts.h"
#include "provisioners/impact/impact.h"
#include "provisioners/impact/tree.h"

namespace vmp::impact {

namespace {

std::optional<std::string> read_nothing(const std::string&) {
  return std::nullopt;
}

DirectoryFacts read_words_of(const Generated& generated) {
  return read_directory_facts(generated.makefile, read_nothing);
}

// Which domain, network or pool a directory speaks of, whatever its name is; "" if nothing tells.
std::string identity_of(const Facts& facts) {
  for (const Fact& fact : facts) {
    const bool has_uuid = fact.type == "domain" || fact.type == "network";
    if (has_uuid && fact.find("uuid") != nullptr) return fact.type + " " + fact.get("uuid");
  }
  return "";
}

class TreeComparer {
 public:
  void compare_two(const std::string& name, const Generated& before, const Generated& after) {
    ++result_.directories;
    // What one of them lacks tells nothing of the other one: a file that is not in git, a Makefile alone.
    std::set<std::string> missing;
    const auto reader_of = [&](const Generated& generated) {
      return [&](const std::string& path) { return missing.contains(path) ? std::nullopt : generated.read(path); };
    };
    DirectoryFacts was = read_directory_facts(before.makefile, reader_of(before));
    DirectoryFacts is = read_directory_facts(after.makefile, reader_of(after));
    missing.insert(was.not_there.begin(), was.not_there.end());
    missing.insert(is.not_there.begin(), is.not_there.end());
    if (!missing.empty()) {
      was = read_directory_facts(before.makefile, reader_of(before));
      is = read_directory_facts(after.makefile, reader_of(after));
      if (before.directory && after.directory) tell_missing(name, missing);
    }
    if (was.is_of_older_program || is.is_of_older_program) {
      add(name, compare_older(was, is));
    } else {
      add(name, compare_facts(was, is));
    }
  }

  void add_whole(const std::string& name, const Generated& generated, bool is_new) {
    ++result_.directories;
    const DirectoryFacts facts = read_words_of(generated);
    Change change;
    change.directory = name;
    change.subject = "directory";
    (is_new ? change.after : change.before) = describe_whole(facts);
    change.impact = is_new                                                                       ? Impact::kLive
                    : facts.kind == DirectoryKind::kFleet || facts.kind == DirectoryKind::kImage ? Impact::kClient
                                                                                                 : Impact::kLoss;
    change.note = is_new ? make_new(facts.kind) : leave_behind(facts.kind);
    result_.changes.push_back(std::move(change));
  }

  Comparison finish() && {
    std::ranges::stable_sort(result_.changes, {}, &Change::directory);
    return std::move(result_);
  }

 private:
  void add(const std::string& name, std::vector<Change> changes) {
    for (Change& change : changes) {
      change.directory = name;
      result_.changes.push_back(std::move(change));
    }
  }

  void tell_missing(const std::string& name, const std::set<std::string>& paths) {
    for (const std::string& path : paths) result_.not_there.push_back(path_in(name, path));
  }

  static std::vector<Change> compare_older(const DirectoryFacts& before, const DirectoryFacts& after) {
    std::vector<Change> changes = compare_facts(before, after);
    std::erase_if(changes, [](const Change& change) { return change.subject != "provisioner"; });
    for (Change& change : changes)
      change.note = "words of the older program are not read: make diff in the new directory";
    return changes;
  }

  // What there is of it on the node, or will be.
  static std::string describe_whole(const DirectoryFacts& directory) {
    std::string text;
    for (const Fact& fact : directory.facts) {
      const bool is_domain = fact.type == "domain" || fact.type == "network";
      if (is_domain && fact.find("name") == nullptr) continue;
      const bool is_made = is_domain || fact.type == "volume" || fact.type == "pool" || fact.type == "storage pool" ||
                           fact.type == "data volume" || fact.type == "built image";
      if (!is_made) continue;
      text += (text.empty() ? "" : ", ") + fact.type + " " + (fact.id.empty() ? fact.get("name") : fact.id);
      if (fact.get("deletionPolicy") == "Retain") text += " (Retain)";
    }
    return text;
  }

  static std::string make_new(DirectoryKind kind) {
    return kind == DirectoryKind::kImage   ? "make build makes it"
           : kind == DirectoryKind::kFleet ? ""
                                           : "make up makes it";
  }

  static std::string leave_behind(DirectoryKind kind) {
    if (kind == DirectoryKind::kFleet) return "";
    if (kind == DirectoryKind::kImage) return "its result and cache stay on this machine: make clean-all in it before";
    return "all of it stays on the node: make down in it before";
  }

  Comparison result_;
};

// Those of a side that the other one has not, by what they speak of.
std::map<std::string, std::string> find_identities(const Tree& tree, const std::vector<std::string>& paths) {
  std::map<std::string, std::string> identities;
  for (const std::string& path : paths) {
    const std::optional<Generated> generated = open_generated(tree, path);
    const std::string identity = generated ? identity_of(read_words_of(*generated).facts) : "";
    if (!identity.empty()) identities[identity] = path;
  }
  return identities;
}

std::vector<std::string> without(const std::vector<std::string>& paths, const std::vector<std::string>& others) {
  std::vector<std::string> left;
  std::ranges::set_difference(paths, others, std::back_inserter(left));
  return left;
}

// A directory that has another name now, by its old one.
std::map<std::string, std::string> find_moved(const Tree& before, const Tree& after) {
  std::map<std::string, std::string> moved;
  const auto is = find_identities(after, without(after.directories, before.directories));
  for (const auto& [identity, path] : find_identities(before, without(before.directories, after.directories))) {
    const auto found = is.find(identity);
    if (found != is.end()) moved[path] = found->second;
  }
  return moved;
}

Comparison compare_many(const Tree& before, const Tree& after) {
  TreeComparer comparer;
  const std::map<std::string, std::string> moved = find_moved(before, after);
  std::set<std::string> compared;
  for (const std::string& path : before.directories) {
    const auto other = moved.find(path);
    const std::string name = other == moved.end() ? path : other->second;
    const std::optional<Generated> was = open_generated(before, path);
    if (!was) continue;
    const bool is_there = std::ranges::binary_search(after.directories, name);
    const std::optional<Generated> is = is_there ? open_generated(after, name) : std::nullopt;
    if (is) {
      comparer.compare_two(name, *was, *is);
      compared.insert(name);
    } else {
      comparer.add_whole(path, *was, false);
    }
  }
  for (const std::string& path : after.directories) {
    if (compared.contains(path)) continue;
    if (const std::optional<Generated> is = open_generated(after, path)) comparer.add_whole(path, *is, true);
  }
  return std::move(comparer).finish();
}

std::string name_of_generated(const Generated& generated) {
  const DirectoryFacts directory = read_words_of(generated);
  for (const Fact& fact : directory.facts) {
    if (fact.type == "VM") return fact.get("name");
    if (fact.type == "network") return "networks/" + fact.get("name");
    if (fact.type == "node name") return "nodes/" + fact.get(kAlone);
    if (fact.type == "built image") return "images/" + fact.get("name") + "/" + fact.get("tag");
  }
  return std::string(kBaseDirectory);
}

void refuse_different_sorts(const Tree& before, const Tree& after) {
  const Tree& one = before.alone ? before : after;
  const Tree& many = before.alone ? after : before;
  throw Error(Failure::kInputOutput,
              fmt::format("\"{}\" is a base directory, and \"{}\" is one generated directory",
                          without_control_characters(many.path), without_control_characters(one.path)),
              "Give two of the same sort. An empty directory stands for nothing.");
}

}  // namespace

Comparison compare(const std::string& before, const std::string& after) {
  const Tree was = open_tree(before);
  const Tree is = open_tree(after);
  if (was.base && is.base) return compare_many(was, is);
  TreeComparer comparer;
  if (was.alone && is.alone) {
    comparer.compare_two(name_of_generated(*is.alone), *was.alone, *is.alone);
  } else if (was.alone && is.directories.empty()) {
    comparer.add_whole(name_of_generated(*was.alone), *was.alone, false);
  } else if (is.alone && was.directories.empty()) {
    comparer.add_whole(name_of_generated(*is.alone), *is.alone, true);
  } else {
    refuse_different_sorts(was, is);
  }
  return std::move(comparer).finish();
}

}  // namespace vmp::impact
