#include "loader/configuration/image/step_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "loader/configuration/image/part_words.h"
#include "loader/configuration/image/step_types.h"
#include "loader/configuration/local_path.h"
#include "loader/configuration/settled_value.h"
#include "loader/configuration/steps/part_reader.h"
#include "loader/configuration/steps/step_order.h"
#include "loader/configuration/steps/step_script.h"
#include "loader/diagnostics/suggestion.h"

namespace vmp {

namespace {

constexpr std::string_view kSize = "size";

std::string label_of(const Value& step) {
  return fmt::format("step \"{}\"", step.find("name")->text());
}

class StepReader {
 public:
  StepReader(const Value& step, long seconds, AuthorFiles& files, Diagnostics& mistakes)
      : step_(step), files_(files), part_(label_of(step), mistakes), place_(step.find("name")->place()) {
    part_.check(*step.find("name"), "name", "step name");
    result_.name = step.find("name")->text();
    result_.place = step.place();
    result_.timeout_seconds = part_.read_seconds(step, "timeout", seconds);
    const bool is_template = part_.read_flag(step, "template", false);
    treatment_ = is_template ? AuthorFiles::Treatment::kTemplate : AuthorFiles::Treatment::kAsItIs;
  }

  ImageStep run() {
    const StepType* type = find_type();
    if (type == nullptr) return std::move(result_);
    result_.type = type->name;
    for (const std::string_view key : type->keys) {
      if (const Value* value = step_.find(key)) read_value(key, *value);
    }
    if (const Value* key = step_.find("rebuildKey")) add_words("rebuildKey", *key, result_.words);
    finish_part(result_);
    return std::move(result_);
  }

 private:
  const StepType* find_type() {
    std::vector<const Value*> keys;  // the first of each type
    const StepType* last = nullptr;
    for (const Entry& entry : step_.entries()) {
      const StepType* type = find_step_type(entry.key.text());
      const bool is_known = type != nullptr && std::ranges::any_of(keys, [type](const Value* key) {
                              return find_step_type(key->text()) == type;
                            });
      if (type == nullptr || is_known) continue;
      keys.push_back(&entry.key);
      last = type;
    }
    if (keys.size() == 1) return last;
    complain_about_types(std::move(keys));
    return nullptr;
  }

  void complain_about_types(std::vector<const Value*> keys) {
    if (keys.empty()) {
      std::string all;
      for (const StepType& type : step_types()) {
        for (const std::string_view key : type.keys) all += fmt::format("{}{}", all.empty() ? "" : ", ", key);
      }
      part_.complain(place_, fmt::format("{} does nothing", part_.label()), fmt::format("It may have {}.", all));
      return;
    }
    Diagnostic mistake = {.place = keys.back()->place(),
                          .message = fmt::format("{} does more than one thing", part_.label()),
                          .help = "Make a step of each. In what is inherited, null takes a key away."};
    keys.pop_back();
    for (const Value* key : keys) {
      mistake.notes.push_back({key->place(), fmt::format("\"{}\" is given here", key->text())});
    }
    part_.mistakes().push_back(std::move(mistake));
  }

  void read_value(std::string_view key, const Value& value) {
    if (value.is_map()) {
      check_map(key, value);
      read_map(key, value);
    } else {
      check_texts(key, key, "", value);
      const bool is_of_paths = key == "delete" || key == "truncate";
      add_words(is_of_paths ? "path" : key, value, result_.words);
      if (value.is_list() && value.items().empty()) {
        part_.complain(value.place(), fmt::format("\"{}\" of {} has no items", key, part_.label()));
      }
    }
  }

  void check_map(std::string_view key, const Value& map) {
    for (const StepField& field : step_fields()) {
      if (field.key != key || !field.is_needed) continue;
      part_.need(map, field.name, step_.find_key(key)->place(), fmt::format("{}.{}", key, field.name));
    }
    for (const auto& [name, value] : map.entries()) check_texts(key, name.text(), name.text(), value);
  }

  void check_texts(std::string_view key, std::string_view called, std::string_view name, const Value& value) {
    const std::span<const StepField> fields = step_fields();
    const auto field =
        std::ranges::find_if(fields, [&](const StepField& each) { return each.key == key && each.name == name; });
    if (field == fields.end() || field->rule.empty()) return;
    if (value.is_scalar()) part_.check(value, called, field->rule);
    for (const Value& item : value.items()) part_.check(item, called, field->rule);
    for (const Entry& entry : value.entries()) part_.check(entry.key, called, field->rule);
  }

  void read_map(std::string_view key, const Value& map) {
    for (const auto& [name, value] : map.entries()) {
      if (!becomes_file(key, name.text())) add_words(name.text(), value, result_.words);
    }
    if (key == "run" || key == "firstboot" || key == "host") {
      read_script(map, key);
    } else if (key == "copy") {
      if (const Value* from = map.find("from")) read_copied(*from);
    } else if (key == "write") {
      if (const Value* text = map.find("text")) result_.files.push_back({"text", text->text(), false});
    } else if (key == "edit") {
      if (const Value* sed = map.find("sed")) result_.files.push_back({"sed", sed->text() + "\n", false});
    } else if (key == "seal") {
      check_operations(map);
    }
  }

  static bool becomes_file(std::string_view key, std::string_view name) {
    if (key == "run" || key == "firstboot" || key == "host") return name == "script" || name == "text";
    return (key == "copy" && name == "from") || (key == "write" && name == "text") || (key == "edit" && name == "sed");
  }

  void read_script(const Value& map, std::string_view key) {
    const Place& place = step_.find_key(key)->place();
    if (std::optional<AuthorFile> script = read_script_or_text(map, "script", place, part_, files_, treatment_)) {
      result_.files.push_back(*std::move(script));
    }
  }

  void read_copied(const Value& from) {
    const std::string path = tidy_path(from.text());
    const std::string base = path.substr(path.rfind('/') + 1);
    std::vector<AuthorFile> files =
        files_.read_tree(from, fmt::format("files/{}/", base), fmt::format("files/{}", base), treatment_);
    std::ranges::move(files, std::back_inserter(result_.files));
  }

  void check_operations(const Value& seal) {
    const std::span<const std::string_view> all = sysprep_operations();
    for (const Value& operation : items_of(seal, "operations")) {
      if (std::ranges::find(all, operation.text()) != all.end()) continue;
      part_.complain(operation.place(), fmt::format("virt-sysprep has no operation \"{}\"", operation.text()),
                     suggest(operation.text(), "operation", {all.begin(), all.end()}));
    }
  }

  const Value& step_;
  AuthorFiles& files_;
  PartReader part_;
  const Place& place_;
  AuthorFiles::Treatment treatment_ = AuthorFiles::Treatment::kAsItIs;
  ImageStep result_;
};

// The disk grows before anything is done to it.
std::optional<ImageStep> read_size(const Value& build, long seconds, Diagnostics& mistakes) {
  PartReader part("the build", mistakes);
  const Value* size = build.find(kSize);
  const Value* expand = build.find("expand");
  if (expand != nullptr) part.check(*expand, "expand", "guest path");
  if (size == nullptr) {
    if (expand != nullptr) {
      part.complain(build.find_key("expand")->place(), "\"expand\" needs a \"size\"",
                    "The partition grows with the disk.");
    }
    return std::nullopt;
  }
  part.check(*size, kSize, "capacity");
  ImageStep step;
  step.name = kSize;
  step.type = kSize;
  step.place = size->place();
  step.timeout_seconds = seconds;
  add_words(kSize, *size, step.words);
  if (expand != nullptr) add_words("expand", *expand, step.words);
  finish_part(step);
  return step;
}

// The step that "size" makes has that name.
std::map<std::string, Place> names_of_build(const Value& build) {
  std::map<std::string, Place> places;
  if (const Value* size = build.find_key(kSize)) places[std::string(kSize)] = size->place();
  return places;
}

}  // namespace

std::vector<ImageStep> read_steps(const Value& build, AuthorFiles& files, Diagnostics& mistakes) {
  const long seconds = PartReader("the build", mistakes).read_seconds(build, "timeout", kDefaultStepSeconds);
  std::vector<ImageStep> steps;
  if (std::optional<ImageStep> size = read_size(build, seconds, mistakes)) steps.push_back(*std::move(size));
  refuse_equal_names(build, "steps", names_of_build(build), mistakes);
  for (const Value& step : items_of(build, "steps")) {
    steps.push_back(StepReader(step, seconds, files, mistakes).run());
  }
  return steps;
}

}  // namespace vmp
