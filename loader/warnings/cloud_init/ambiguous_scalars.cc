#include <fmt/format.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "loader/warnings/cloud_init/cloud_init_data.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

constexpr std::string_view kDigits = "0123456789";

bool consists_of(std::string_view text, std::string_view bytes) {
  return !text.empty() && text.find_first_not_of(bytes) == std::string_view::npos;
}

std::string_view without_sign(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return text;
}

// yes, no, on, off; everybody reads true and false alike.
bool is_word_flag(const Value& scalar) {
  constexpr std::string_view kTrueAndFalse = "tTfF";
  return scalar.is_flag() && kTrueAndFalse.find(scalar.text().front()) == std::string_view::npos;
}

// 0644: 420 for YAML 1.1, 644 for YAML 1.2.
bool is_octal(std::string_view text) {
  text = without_sign(text);
  return text.size() > 1 && text.front() == '0' && consists_of(text, "01234567_");
}

// 0o644: the same the other way round.
bool is_new_octal(std::string_view text) {
  return text.starts_with("0o") && consists_of(text.substr(2), "01234567");
}

// 12:30:45, also 10:20: base 60.
bool is_sexagesimal(std::string_view text) {
  text = without_sign(text);
  if (text.empty() || text.front() < '1' || text.front() > '9') return false;
  std::string_view part = text.substr(0, text.find(':'));
  if (part.size() == text.size() || !consists_of(part, kDigits)) return false;
  while (part.size() < text.size()) {
    text.remove_prefix(part.size() + 1);
    part = text.substr(0, text.find(':'));
    const bool is_below_60 = part.size() == 1 || (part.size() == 2 && part.front() < '6');
    if (!consists_of(part, kDigits) || !is_below_60) return false;
  }
  return true;
}

// 1_000
bool is_grouped(std::string_view text) {
  text = without_sign(text);
  return !text.empty() && text.front() >= '1' && text.front() <= '9' && consists_of(text, "0123456789_") &&
         text.find('_') != std::string_view::npos;
}

// 2024-01-01
bool is_date(std::string_view text) {
  constexpr std::size_t kLength = 10;
  if (text.size() != kLength) return false;
  for (std::size_t at = 0; at < kLength; ++at) {
    const bool is_dash = at == 4 || at == 7;
    if (is_dash ? text[at] != '-' : kDigits.find(text[at]) == std::string_view::npos) return false;
  }
  return true;
}

// What readers of YAML 1.1 and of YAML 1.2 take a plain scalar for, or nothing if they agree.
struct Readings {
  std::string yaml_1_1;
  std::string yaml_1_2;
};

Readings read_both_ways(const Value& scalar) {
  const std::string& text = scalar.text();
  if (is_word_flag(scalar)) return {scalar.flag() ? "true" : "false", "text"};
  if (is_octal(text)) return {"an octal number", "a decimal number"};
  if (is_new_octal(text)) return {"text", "an octal number"};
  if (is_sexagesimal(text)) return {"a number to base 60", "text"};
  if (is_grouped(text)) return {"a number", "text"};
  if (is_date(text)) return {"a date", "text"};
  return {};
}

using FindPlace = std::function<Place(const Value& scalar)>;

void find_in_data(const Value& value, const FindPlace& place_of, Diagnostics& warnings) {
  for (const Value& item : value.items()) find_in_data(item, place_of, warnings);
  for (const auto& [key, below] : value.entries()) {
    find_in_data(key, place_of, warnings);
    find_in_data(below, place_of, warnings);
  }
  if (!value.is_scalar() || value.style() != Style::kPlain) return;
  const Readings readings = read_both_ways(value);
  if (readings.yaml_1_1.empty()) return;
  const bool is_flag = value.is_flag();
  const std::string advice =
      is_flag ? fmt::format("Write {}, or quote it if it is text.", readings.yaml_1_1) : "Quote it if it is text.";
  warnings.push_back(warn(Warning::kAmbiguousScalar, place_of(value),
                          fmt::format("YAML readers differ over a plain \"{}\"", value.text()),
                          fmt::format("YAML 1.1, which cloud-init reads, takes it for {}, YAML 1.2 for {}. {}",
                                      readings.yaml_1_1, readings.yaml_1_2, advice)));
}

// meta-data and network-config are always YAML.
bool is_yaml(std::string_view name, const Value& text) {
  return name == "meta-data" || name == "network-config" || is_cloud_config(text);
}

void find_in_datum(std::string_view name, const Value& datum, Diagnostics& warnings) {
  if (datum.is_map()) {
    find_in_data(
        datum, [](const Value& scalar) { return scalar.place(); }, warnings);
  } else if (is_yaml(name, datum)) {
    DatumPlaces places(datum);
    const std::optional<Value> data = read_datum_text(datum);
    if (data)
      find_in_data(
          *data, [&places](const Value& scalar) { return places.find(scalar); }, warnings);
  }
}

void find_in_options(const Value& value, Diagnostics& warnings) {
  for (const Value& item : value.items()) find_in_options(item, warnings);
  for (const auto& [key, below] : value.entries()) find_in_options(below, warnings);
  if (!value.is_scalar() || !is_word_flag(value)) return;
  const std::string_view word = value.flag() ? "true" : "false";
  warnings.push_back(
      warn(Warning::kAmbiguousScalar, value.place(),
           fmt::format("a plain \"{}\" is the flag {}, not text", value.text(), word),
           fmt::format("Write {} if you mean the flag, and \"{}\" in quotes for the text.", word, value.text())));
}

}  // namespace

// A warning for each plain scalar that may be read as something else than its author thinks: in the maps of cloud-init,
// which stay as plain as they are written, and in its texts that are YAML, where readers of YAML 1.1 and 1.2 differ
// (https://yaml.org/type/, https://yaml.org/spec/1.2.2/#103-core-schema); in virtInstall, a flag that looks like a
// word.
Diagnostics find_ambiguous_scalars(const ResolvedVm& vm) {
  Diagnostics warnings;
  if (const Value* options = vm.vm.find_path({"libvirt", "domain", "virtInstall"})) find_in_options(*options, warnings);
  if (const Value* data = vm.vm.find_path({"cloudInit", "noCloud", "data"})) {
    for (const auto& [name, datum] : data->entries()) find_in_datum(name.text(), datum, warnings);
  }
  return warnings;
}

}  // namespace vmp
