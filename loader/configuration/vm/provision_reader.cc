#include "loader/configuration/vm/provision_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "loader/configuration/local_path.h"
#include "loader/configuration/settled_value.h"
#include "loader/configuration/steps/part_reader.h"
#include "loader/configuration/steps/step_order.h"
#include "loader/configuration/steps/step_script.h"

namespace vmp {

namespace {

constexpr std::string_view kHost = "host";
constexpr std::array<std::string_view, 2> kSides = {"guest", kHost};
constexpr std::array<std::string_view, 3> kTimes = {"changed", "once", "always"};
constexpr std::string_view kRootUser = "root:root";

bool says_what(std::string_view key) {
  return key == "script" || key == "text" || key == "files";
}

Value complete_step(const Value& step) {
  const Value complete = with_default(with_default(step, "on", kSides.front()), "when", kTimes.front());
  return with_default(complete, "timeout", "10m");
}

// A folder of the guest without what says nothing: "/etc//app/" is "/etc/app", "/" is "".
std::string tidy_guest_path(std::string_view path) {
  std::string tidy = std::filesystem::path(path).lexically_normal().string();
  while (tidy.ends_with('/')) tidy.pop_back();
  return tidy;
}

std::string name_of(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

// Whether one path is the other one or leads to it.
bool is_in_the_way(std::string_view one, std::string_view other) {
  return other.starts_with(one) && (other.size() == one.size() || other[one.size()] == '/');
}

class ProvisionReader {
 public:
  ProvisionReader(const Value& step, AuthorFiles& files, Diagnostics& mistakes)
      : step_(step), files_(files), part_(fmt::format("step \"{}\"", step.find("name")->text()), mistakes) {}

  ProvisionStep run() {
    const Value& name = *step_.find("name");
    part_.check(name, "name", "provision name");
    result_.name = read_text(name);
    for (const auto& [key, words] : {std::pair{"on", std::span<const std::string_view>(kSides)}, {"when", kTimes}}) {
      part_.check_choice(*step_.find(key), key, words);
    }
    result_.is_on_host = step_.find("on")->text() == kHost;
    result_.when = step_.find("when")->text();
    result_.timeout_seconds = part_.read_seconds(step_, "timeout", 0);
    read_script();
    for (const Value& file : items_of(step_, "files")) read_file(file);
    std::ranges::sort(result_.files, {}, &AuthorFile::path);
    std::ranges::sort(result_.placed, {}, &PlacedFile::path);
    return std::move(result_);
  }

 private:
  void read_script() {
    const bool has_script = step_.find("script") != nullptr || step_.find("text") != nullptr;
    if (!has_script && !result_.is_on_host && !items_of(step_, "files").empty()) return;
    if (!has_script) {
      part_.complain(step_.find("name")->place(), fmt::format("{} does nothing", part_.label()),
                     "It may have script, text, files.");
      return;
    }
    std::optional<AuthorFile> script =
        read_script_or_text(step_, "run", step_.find("name")->place(), part_, files_, AuthorFiles::Treatment::kAsItIs);
    if (script) result_.files.push_back(*std::move(script));
  }

  void read_file(const Value& file) {
    const Value& from = *file.find("from");
    const std::string base = name_of(tidy_path(from.text()));
    const std::optional<std::string> to = find_destination(file, base);
    if (!to) return;
    const std::string path = "files" + (to->empty() ? "/" + base : *to);
    std::vector<AuthorFile> found = files_.read_tree(from, path + "/", path, AuthorFiles::Treatment::kAsItIs);
    for (AuthorFile& each : found) {
      if (is_taken(each, from)) return;
      if (!to->empty()) place(each, file);
      result_.files.push_back(std::move(each));
    }
  }

  // The path in the guest; empty for what stays beside the script.
  std::optional<std::string> find_destination(const Value& file, const std::string& base) {
    const Value* to = file.find("to");
    if (to == nullptr || result_.is_on_host) {
      for (const std::string_view key : {"to", "mode", "owner"}) {
        const Value* given = file.find_key(key);
        if (given == nullptr) continue;
        const std::string why = result_.is_on_host ? "runs on this machine" : "has no \"to\" for this file";
        part_.complain(given->place(), fmt::format("{} {}, so \"{}\" says nothing", part_.label(), why, key),
                       "The script finds the file below files/ of its folder.");
        return std::nullopt;
      }
      return "";
    }
    if (!check_destination(file)) return std::nullopt;
    const std::string path = tidy_guest_path(to->text());
    return to->text().ends_with('/') ? path + "/" + base : path;
  }

  bool check_destination(const Value& file) {
    const Value& to = *file.find("to");
    if (!part_.check(to, "to", "guest path")) return false;
    const std::filesystem::path path(to.text());
    if (std::ranges::find(path, std::filesystem::path("..")) != path.end()) {
      part_.complain(to.place(), fmt::format("to \"{}\" must have no \"..\"", to.text()));
      return false;
    }
    const Value* mode = file.find("mode");
    const Value* owner = file.find("owner");
    return (mode == nullptr || part_.check(*mode, "mode", "file mode")) &&
           (owner == nullptr || part_.check(*owner, "owner", "guest owner"));
  }

  bool is_taken(const AuthorFile& file, const Value& from) {
    for (const AuthorFile& other : result_.files) {
      if (!is_in_the_way(file.path, other.path) && !is_in_the_way(other.path, file.path)) continue;
      part_.complain(from.place(), fmt::format("two files of {} are to be \"{}\"", part_.label(),
                                               other.path.substr(std::string_view("files").size())));
      return true;
    }
    return false;
  }

  void place(const AuthorFile& file, const Value& item) {
    const Value* mode = item.find("mode");
    const Value* owner = item.find("owner");
    const std::string_view usual = file.is_executable ? "0755" : "0644";
    result_.placed.push_back({.path = file.path.substr(std::string_view("files").size()),
                              .mode = std::string(mode == nullptr ? usual : mode->text()),
                              .owner = std::string(owner == nullptr ? kRootUser : owner->text())});
  }

  const Value& step_;
  AuthorFiles& files_;
  PartReader part_;
  ProvisionStep result_;
};

}  // namespace

Value remove_cleared_provision(const Value& vm) {
  return remove_cleared_steps(vm, kProvision, says_what);
}

Value complete_provision(const Value& vm, Diagnostics& mistakes) {
  const Value arranged = arrange_steps(vm, kProvision, mistakes);
  const Value* steps = arranged.find(kProvision);
  if (steps == nullptr) return arranged;
  List complete;
  std::ranges::transform(steps->items(), std::back_inserter(complete), complete_step);
  return arranged.with_entry(kProvision, Value::list(std::move(complete), steps->place()));
}

std::vector<ProvisionStep> read_provision(const Value& vm, AuthorFiles& files, Diagnostics& mistakes) {
  refuse_equal_names(vm, kProvision, {}, mistakes);
  std::vector<ProvisionStep> steps;
  for (const Value& step : items_of(vm, kProvision)) steps.push_back(ProvisionReader(step, files, mistakes).run());
  return steps;
}

}  // namespace vmp
