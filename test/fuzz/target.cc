#include "test/fuzz/target.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "loader/diagnostics/render.h"
#include "loader/diagnostics/utf8.h"
#include "loader/document/read_yaml.h"
#include "loader/document/write_json.h"
#include "loader/document/write_origins.h"
#include "loader/document/write_yaml.h"

namespace vmp::fuzz {

namespace {

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); text.remove_prefix(first_character(text).size)) ++count;
  return count;
}

bool has_control_characters(std::string_view line) {
  return without_control_characters(line) != line;
}

void examine_text(std::string_view text) {
  require(text.ends_with('\n'), "a rendered diagnostic ends with a newline");
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    require(!has_control_characters(text.substr(0, end)), "a rendered diagnostic drives no terminal");
    text.remove_prefix(end + 1);
  }
}

// libyaml takes no longer keys in flow style, which JSON is to it.
bool has_long_key(const Value& value) {
  constexpr std::size_t kLongest = 150;  // bytes of \u0000 escapes come to less than 1024
  return std::ranges::any_of(value.items(), has_long_key) ||
         std::ranges::any_of(value.entries(), [](const Entry& entry) {
           return entry.key.text().size() > kLongest || has_long_key(entry.value);
         });
}

// What was written, read again: one document, or none where a null is all of it.
Value read_back(const Value& value, const std::string& written, std::string_view writer) {
  const std::vector<Value> again = read(written);
  require(again.size() == (value.is_null() ? 0 : 1), std::string(writer) + " writes one document");
  return again.empty() ? value : again.front();
}

}  // namespace

void require(bool holds, std::string_view property) {
  if (holds) return;
  std::fprintf(stderr, "This does not hold: %.*s.\n", static_cast<int>(property.size()), property.data());
  std::abort();
}

std::shared_ptr<const SourceFile> as_source(std::string text) {
  return std::make_shared<const SourceFile>(SourceFile{.name = "fuzz.yaml", .text = std::move(text)});
}

std::vector<Value> read(std::string text) {
  return read_yaml(as_source(std::move(text)));
}

void examine(const Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) {
    require(!diagnostic.message.empty() && !diagnostic.message.ends_with('.'), "a message has no full stop");
    examine(diagnostic.place);
    for (const Note& note : diagnostic.notes) examine(note.place);
    examine_text(render_as_text(diagnostic, Colour::kNever));
    render_as_text(diagnostic, Colour::kAlways);
  }
  const std::vector<Value> documents = read(render_as_json(diagnostics));
  require(documents.size() == 1 && documents.front().items().size() == diagnostics.size(),
          "JSON has one object for each diagnostic");
  require(read(render_as_sarif(diagnostics, diagnostics, "fuzz")).size() == 1, "SARIF is one document");
}

void examine(const Place& place) {
  if (!place.is_known()) return;
  require(place.line >= 1 && place.column >= 1, "lines and columns count from 1");
  const std::size_t length = count_characters(place.file->line(place.line));
  require(place.column - 1 + place.width <= length + 1, "a place lies in its line");
}

bool are_same(const Value& one, const Value& other) {
  const auto are_same_entries = [](const Entry& left, const Entry& right) {
    return are_same(left.key, right.key) && are_same(left.value, right.value);
  };
  return one.kind() == other.kind() && one.text() == other.text() && one.is_null() == other.is_null() &&
         one.is_flag() == other.is_flag() && one.is_binary() == other.is_binary() &&
         std::ranges::equal(one.items(), other.items(), are_same) &&
         std::ranges::equal(one.entries(), other.entries(), are_same_entries);
}

void require_round_trip(const Value& value) {
  const std::string yaml = write_yaml(value);
  const Value again = read_back(value, yaml, "write_yaml");
  require(are_same(value, again), "write_yaml is read back as the same");
  require(write_yaml(again) == yaml, "what is written again stays as it is");
  const Value with_origins = read_back(value, write_yaml_with_origins(value), "write_yaml_with_origins");
  require(are_same(value, with_origins), "write_yaml_with_origins is read back as the same");
  const std::string json = write_json(value);
  if (has_long_key(value)) return;
  require(write_json(read_back(value, json, "write_json")) == json, "write_json is read back as the same");
}

bool has_raw(const Value& value) {
  return value.is_raw() || std::ranges::any_of(value.items(), has_raw) ||
         std::ranges::any_of(value.entries(),
                             [](const Entry& entry) { return has_raw(entry.key) || has_raw(entry.value); });
}

}  // namespace vmp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    vmp::fuzz::check(std::string(reinterpret_cast<const char*>(data), size));
  } catch (const vmp::Error& error) {
    vmp::fuzz::examine(error.diagnostics());
  }
  return 0;
}
