#pragma once

#include <yaml.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// One event of libyaml's, freed with its owner.
class YamlEvent {
 public:
  YamlEvent() = default;
  ~YamlEvent() { yaml_event_delete(&event_); }
  YamlEvent(const YamlEvent&) = delete;
  YamlEvent& operator=(const YamlEvent&) = delete;

  yaml_event_type_t type() const { return event_.type; }
  const yaml_event_t& operator*() const { return event_; }
  yaml_event_t* get() { return &event_; }

 private:
  yaml_event_t event_ = {};
};

// Whose YAML is read: ours, or that of a guest, whose tags are PyYAML's.
enum class Tags { kOurs, kOfGuests };

// Lines of a source that are read on their own: they are inside of `level` lists and maps.
struct SourcePart {
  std::string_view text;
  std::uint32_t lines_before = 0;
  int level = 0;
  Tags tags = Tags::kOurs;
};

// libyaml's parser over a part of one source. The only place that knows how libyaml counts and complains.
class YamlEvents {
 public:
  YamlEvents(std::shared_ptr<const SourceFile> source, const SourcePart& part);
  ~YamlEvents() { yaml_parser_delete(&parser_); }
  YamlEvents(const YamlEvents&) = delete;
  YamlEvents& operator=(const YamlEvents&) = delete;

  // Reads the next event into `event`. Raises Error for bad syntax and for bytes that are not UTF-8.
  void next(YamlEvent& event);

  // Where an event stands; the width is that of its first line.
  Place place(const yaml_event_t& event) const;

 private:
  Place place(const yaml_mark_t& mark) const;
  Error syntax_error() const;
  Error encoding_error() const;

  std::shared_ptr<const SourceFile> source_;
  std::string_view text_;  // without a byte order mark
  std::uint32_t lines_before_;
  yaml_parser_t parser_ = {};
};

}  // namespace vmp
