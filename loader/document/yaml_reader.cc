#include "loader/document/yaml_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "loader/diagnostics/utf8.h"
#include "loader/document/anchors.h"
#include "loader/document/read_yaml.h"
#include "loader/document/syntax/line_text.h"
#include "loader/document/yaml_events.h"

namespace vmp {

namespace {

constexpr std::string_view kYamlTags = "tag:yaml.org,2002:";
constexpr std::string_view kBinaryTag = "tag:yaml.org,2002:binary";

std::string_view as_text(const yaml_char_t* bytes) {
  return bytes == nullptr ? std::string_view() : reinterpret_cast<const char*>(bytes);
}

Style style_of(const yaml_event_t& event) {
  const auto& scalar = event.data.scalar;
  switch (scalar.style) {
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE:
      return Style::kBlock;
    case YAML_PLAIN_SCALAR_STYLE:
      return Style::kPlain;
    default:
      return Style::kQuoted;
  }
}

// Lines of any length, as guests read them (RFC 2045, section 6.8).
bool is_base64(std::string_view text) {
  std::size_t count = 0;
  std::size_t padding = 0;
  for (const char byte : text) {
    if (byte == ' ' || byte == '\n' || byte == '\t') continue;
    const bool is_letter = ('a' <= byte && byte <= 'z') || ('A' <= byte && byte <= 'Z');
    const bool is_data = is_letter || ('0' <= byte && byte <= '9') || byte == '+' || byte == '/';
    if (!is_data && byte != '=') return false;
    if (is_data && padding > 0) return false;
    padding += is_data ? 0 : 1;
    ++count;
  }
  return count % 4 == 0 && padding <= 2;
}

// Finds keys that were given before; a set only where a map is long enough to need one.
class SeenKeys {
 public:
  // The entry of `entries` with this key, or nullptr. Call once for each key, before its entry is added.
  const Entry* find_or_remember(const Map& entries, const std::string& key) {
    if (entries.size() == kLong) {
      for (std::size_t index = 0; index < entries.size(); ++index) indices_.emplace(entries[index].key.text(), index);
    }
    if (entries.size() >= kLong) {
      const auto [found, is_new] = indices_.emplace(key, entries.size());
      return is_new ? nullptr : &entries[found->second];
    }
    const auto found = std::ranges::find(entries, key, [](const Entry& entry) { return entry.key.text(); });
    return found == entries.end() ? nullptr : &*found;
  }

 private:
  static constexpr std::size_t kLong = 16;
  std::unordered_map<std::string, std::size_t> indices_;
};

// What the "<<" keys of a map bring, as in PyYAML: of the maps of one "<<" the first wins, of several "<<" the last.
class MergedEntries {
 public:
  // The maps of one "<<".
  void add(const List& maps) {
    std::unordered_set<std::string_view> keys;
    for (const Value& map : maps) {
      for (const Entry& entry : map.entries()) {
        if (keys.insert(entry.key.text()).second) put(entry);
      }
    }
  }
  const Map& entries() const { return entries_; }

 private:
  void put(const Entry& entry) {
    const auto [found, is_new] = indices_.emplace(entry.key.text(), entries_.size());
    if (is_new) {
      entries_.push_back(entry);
    } else {
      entries_[found->second] = entry;
    }
  }

  Map entries_;
  std::unordered_map<std::string, std::size_t> indices_;
};

// Composes values from events. Recursive, as deep as kMaxDepth.
class YamlReader {
 public:
  YamlReader(const std::shared_ptr<const SourceFile>& source, const SourcePart& part)
      : events_(source, part), level_(part.level), tags_(part.tags), max_values_(max_values_of(*source)) {}

  ReadPart read() {
    ReadPart part;
    try {
      read_into(part);
    } catch (const Error& error) {
      append(mistakes_, error.diagnostics());
    }
    throw_if_errors(mistakes_);
    part.values = values_;
    part.repeated = anchors_.repeated();
    return part;
  }

 private:
  void read_into(ReadPart& part) {
    for (events_.next(event_); event_.type() != YAML_STREAM_END_EVENT; events_.next(event_)) {
      if (event_.type() == YAML_DOCUMENT_END_EVENT && (*event_).data.document_end.implicit == 0) ++part.ended;
      if (event_.type() != YAML_DOCUMENT_START_EVENT) continue;
      ++part.begun;
      anchors_.forget_names();
      events_.next(event_);
      Value document = read_value(level_);
      if (!document.is_null()) part.documents.push_back(std::move(document));
    }
  }

  // The value that begins with the current event, inside `level` lists and maps; leaves its last event current.
  Value read_value(int level) {
    const Place place = events_.place(*event_);
    if (++values_ > max_values_) {
      throw Error(
          Diagnostic{.place = place, .message = fmt::format("the source has more than {} values", max_values_)});
    }
    if (event_.type() == YAML_ALIAS_EVENT) return anchors_.repeat(as_text((*event_).data.alias.anchor), level, place);
    const bool is_scalar = event_.type() == YAML_SCALAR_EVENT;
    // Maps have theirs where lists have it.
    const std::string anchor(as_text(is_scalar ? (*event_).data.scalar.anchor : (*event_).data.sequence_start.anchor));
    const Anchors::Extent before = anchors_.start_value(anchor, level);
    if (!is_scalar) anchors_.reach_level(level + 1, place);
    Value value = read_content(level, place);
    anchors_.finish_value(anchor, value, level, before);
    return value;
  }

  Value read_content(int level, const Place& place) {
    if (event_.type() == YAML_SCALAR_EVENT) return read_scalar(place);
    return event_.type() == YAML_SEQUENCE_START_EVENT ? read_list(place, level) : read_map(place, level);
  }

  Value read_scalar(const Place& place) {
    const auto& scalar = (*event_).data.scalar;
    const std::string_view tag = as_text(scalar.tag);
    Style style = style_of(*event_);
    bool is_binary = false;
    if (tag.starts_with(kYamlTags)) {
      style = style_of_tag(tag.substr(kYamlTags.size()), style, place);
      is_binary = tag == kBinaryTag;
    }
    anchors_.add_text(scalar.length);
    Value value = Value::scalar({reinterpret_cast<const char*>(scalar.value), scalar.length}, style, place);
    if (is_binary) return read_binary(value);
    return is_raw(tag, place) ? value.as_raw() : value;
  }

  Value read_binary(const Value& text) {
    if (!is_base64(text.text())) {
      complain({.place = text.place(),
                .message = "the text behind \"!!binary\" is no base64",
                .help = "base64(1) makes it. Variables are not expanded in it."});
    }
    return text.as_binary();
  }

  // YAML's own tags decide whether a scalar is text or may be something else.
  Style style_of_tag(std::string_view tag, Style written, const Place& place) {
    if (tag == "str" || tag == "timestamp" || tag == "binary")
      return written == Style::kPlain ? Style::kQuoted : written;
    if (tag == "int" || tag == "float" || tag == "bool" || tag == "null") return Style::kPlain;
    refuse_yaml_tag(tag, "text", place);
    return written;
  }

  bool is_raw(std::string_view tag, const Place& place) {
    if (tag == "!raw" && tags_ == Tags::kOurs) return true;
    if (!tag.empty() && tag != "!" && !tag.starts_with(kYamlTags)) refuse_tag(tag, place);
    return false;
  }

  bool is_raw_collection(std::string_view tag, std::string_view own, const Place& place) {
    if (tag.starts_with(kYamlTags) && tag.substr(kYamlTags.size()) != own) {
      refuse_yaml_tag(tag.substr(kYamlTags.size()), own == "seq" ? "a list" : "a map", place);
    }
    return is_raw(tag, place);
  }

  // One that is unknown, or of another kind of value.
  void refuse_yaml_tag(std::string_view tag, std::string_view kind, const Place& place) {
    constexpr std::array<std::string_view, 9> kKnown = {"str",       "int",    "float", "bool", "null",
                                                        "timestamp", "binary", "seq",   "map"};
    constexpr std::array<std::string_view, 3> kOfGuests = {"set", "omap", "pairs"};
    if (tags_ == Tags::kOfGuests && std::ranges::find(kOfGuests, tag) != kOfGuests.end()) return;
    const std::string shown = fmt::format("!!{}", tag);
    if (std::ranges::find(kKnown, tag) == kKnown.end()) return refuse_tag(shown, place);
    complain({.place = place, .message = fmt::format("tag \"{}\" does not fit {}", shown, kind)});
  }

  void refuse_tag(std::string_view tag, const Place& place) {
    complain(
        {.place = place,
         .message = fmt::format("unknown tag \"{}\"", tag),
         .help = fmt::format("The known tags are {}!!str, !!int, !!float, !!bool, !!null, !!binary, !!seq and !!map."
                             "{}",
                             tags_ == Tags::kOurs ? "!raw, " : "",
                             tag.starts_with("!!") ? "" : " A text that begins with \"!\" needs quotes.")});
  }

  Value read_list(const Place& place, int level) {
    const bool raw = is_raw_collection(as_text((*event_).data.sequence_start.tag), "seq", place);
    List items;
    for (events_.next(event_); event_.type() != YAML_SEQUENCE_END_EVENT; events_.next(event_)) {
      items.push_back(read_value(level + 1));
    }
    items.shrink_to_fit();  // it grew by doubling, and stays as long as the registry
    const Value value = Value::list(std::move(items), place);
    return raw ? value.as_raw() : value;
  }

  Value read_map(const Place& place, int level) {
    const bool raw = is_raw_collection(as_text((*event_).data.mapping_start.tag), "map", place);
    Map own;
    MergedEntries merged;
    SeenKeys seen;
    for (events_.next(event_); event_.type() != YAML_MAPPING_END_EVENT; events_.next(event_)) {
      Value key = read_value(level + 1);
      if (!key.is_scalar()) throw Error(not_a_key(key));
      events_.next(event_);
      Value value = read_value(level + 1);
      if (key.style() == Style::kPlain && key.text() == "<<") {
        add_merged(merged, value);
      } else if (const Entry* first = seen.find_or_remember(own, key.text())) {
        complain({.place = key.place(),
                  .message = fmt::format("key \"{}\" is given twice", key.text()),
                  .notes = {{first->key.place(), "first given here"}}});
      } else {
        own.push_back({std::move(key), std::move(value)});
      }
    }
    own.shrink_to_fit();
    const Value value =
        Value::map(merged.entries().empty() ? std::move(own) : override_merged(merged.entries(), own), place);
    return raw ? value.as_raw() : value;
  }

  // {NAME} and {{NAME}} without quotes are maps whose key is NAME, or {NAME}.
  static Diagnostic not_a_key(const Value& key) {
    const Place& place = key.place();
    Diagnostic mistake = {.place = place, .message = fmt::format("a key must be text, not {}", describe_kind(key))};
    if (key.entries().size() != 1 || !key.entries().front().value.is_null()) return mistake;
    std::string text = "{" + without_control_characters(key.entries().front().key.text()) + "}";
    const std::string_view doubled = find_doubled_braces(place);
    if (!doubled.empty()) text = without_control_characters(doubled);
    mistake.help = fmt::format("A text that begins with a brace needs quotes: \"{}\".", text);
    return mistake;
  }

  // "{{ NAME }}", where `place` is its second brace, or nothing.
  static std::string_view find_doubled_braces(const Place& place) {
    if (!text_before(place).ends_with('{')) return {};
    const std::string_view line = line_of(place);
    const std::size_t start = text_before(place).size() - 1;
    const std::size_t end = line.find('}', start);
    return end != std::string_view::npos && line.substr(end).starts_with("}}") ? line.substr(start, end + 2 - start)
                                                                               : std::string_view();
  }

  // Goes on reading, to find them all.
  void complain(Diagnostic mistake) {
    if (mistakes_.size() == kMaxMistakes) throw Error(too_many_mistakes(mistake.place));
    mistakes_.push_back(std::move(mistake));
  }

  // The entries behind "<<": a map, or a list of maps.
  static void add_merged(MergedEntries& merged, const Value& value) {
    const List maps = value.is_list() ? value.items() : List{value};
    for (const Value& map : maps) {
      if (map.is_map()) continue;
      throw Error(
          Diagnostic{.place = map.place(),
                     .message = fmt::format("\"<<\" takes a map or a list of maps, not {}", describe_kind(map))});
    }
    merged.add(maps);
  }

  // A map's own entries win over merged ones, which come first, as in PyYAML.
  static Map override_merged(const Map& merged, const Map& own) {
    std::unordered_map<std::string_view, const Value*> overrides;
    for (const Entry& entry : own) overrides.emplace(entry.key.text(), &entry.value);
    Map result;
    std::unordered_set<std::string_view> taken;
    for (const Entry& entry : merged) {
      const auto found = overrides.find(entry.key.text());
      taken.insert(entry.key.text());
      result.push_back({entry.key, found == overrides.end() ? entry.value : *found->second});
    }
    std::ranges::copy_if(own, std::back_inserter(result),
                         [&](const Entry& entry) { return !taken.contains(entry.key.text()); });
    return result;
  }

  YamlEvents events_;
  YamlEvent event_;
  Anchors anchors_;
  int level_;
  Tags tags_;
  std::size_t max_values_;
  std::size_t values_ = 0;
  Diagnostics mistakes_;
};

}  // namespace

std::size_t max_values_of(const SourceFile& source) {
  return std::max(kMaxValues, source.text.size() / kMinBytesOfValue);
}

ReadPart read_part(const std::shared_ptr<const SourceFile>& source, const SourcePart& part) {
  return YamlReader(source, part).read();
}

}  // namespace vmp
