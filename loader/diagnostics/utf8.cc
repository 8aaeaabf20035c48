#include "loader/diagnostics/utf8.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <span>

namespace vmp {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

constexpr std::array kCombining = {
    Range{0x0300, 0x036f}, Range{0x0483, 0x0489}, Range{0x0591, 0x05bd}, Range{0x0610, 0x061a}, Range{0x064b, 0x065f},
    Range{0x093c, 0x093c}, Range{0x0941, 0x0948}, Range{0x094d, 0x094d}, Range{0x0e31, 0x0e31}, Range{0x0e34, 0x0e3a},
    Range{0x0e47, 0x0e4e}, Range{0x1ab0, 0x1aff}, Range{0x1dc0, 0x1dff}, Range{0x200b, 0x200d}, Range{0x20d0, 0x20ff},
    Range{0x302a, 0x302d}, Range{0x3099, 0x309a}, Range{0xfe00, 0xfe0f}, Range{0xfe20, 0xfe2f}, Range{0xe0100, 0xe01ef},
};

constexpr std::array kWide = {
    Range{0x1100, 0x115f},   Range{0x2e80, 0x303e},   Range{0x3041, 0x33ff},   Range{0x3400, 0x4dbf},
    Range{0x4e00, 0xa4cf},   Range{0xa960, 0xa97f},   Range{0xac00, 0xd7a3},   Range{0xf900, 0xfaff},
    Range{0xfe30, 0xfe6f},   Range{0xff01, 0xff60},   Range{0xffe0, 0xffe6},   Range{0x1f300, 0x1f64f},
    Range{0x1f680, 0x1f6ff}, Range{0x1f900, 0x1f9ff}, Range{0x20000, 0x3fffd},
};

bool is_in(std::span<const Range> ranges, char32_t code) {
  return std::ranges::any_of(ranges, [=](Range range) { return range.first <= code && code <= range.last; });
}

bool is_in_range(char32_t code, char32_t first, char32_t last) {
  return first <= code && code <= last;
}

// How long the sequence is that a byte begins; 0 for a byte that begins none.
std::size_t sequence_size(unsigned char byte) {
  if (byte < 0x80) return 1;
  if (is_in_range(byte, 0xc2, 0xdf)) return 2;
  if (is_in_range(byte, 0xe0, 0xef)) return 3;
  if (is_in_range(byte, 0xf0, 0xf4)) return 4;
  return 0;
}

}  // namespace

Character first_character(std::string_view text) {
  assert(!text.empty());
  constexpr Character kBad = {.code = 0xfffd, .size = 1, .is_valid = false};
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = sequence_size(lead);
  if (size == 1) return {.code = lead, .size = 1};
  if (size == 0 || size > text.size()) return kBad;

  char32_t code = lead & (0x7fU >> size);
  for (const char each : text.substr(1, size - 1)) {
    const auto byte = static_cast<unsigned char>(each);
    if ((byte & 0xc0U) != 0x80) return kBad;
    code = (code << 6U) | (byte & 0x3fU);
  }
  constexpr std::array<char32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kSmallest[size] || code > 0x10ffff || is_in_range(code, 0xd800, 0xdfff)) return kBad;
  return {.code = code, .size = size};
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    // Most texts are ASCII, which needs no decoding.
    const auto other = std::ranges::find_if(text, [](char byte) { return static_cast<unsigned char>(byte) >= 0x80; });
    text.remove_prefix(static_cast<std::size_t>(other - text.begin()));
    if (text.empty()) break;
    const Character character = first_character(text);
    if (!character.is_valid) return false;
    text.remove_prefix(character.size);
  }
  return true;
}

bool is_control_character(char32_t code) {
  return code < 0x20 || is_in_range(code, 0x7f, 0x9f) || is_in_range(code, 0x200e, 0x200f) ||
         is_in_range(code, 0x2028, 0x202e) || is_in_range(code, 0x2066, 0x2069) || code == 0xfeff ||
         is_in_range(code, 0xfffe, 0xffff);
}

std::size_t terminal_width(char32_t code) {
  if (code < 0x300) return 1;
  if (is_in(kCombining, code)) return 0;
  return is_in(kWide, code) ? 2 : 1;
}

std::string without_control_characters(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const Character character = first_character(text);
    if (!character.is_valid || is_control_character(character.code)) {
      shown += '?';
    } else {
      shown += text.substr(0, character.size);
    }
    text.remove_prefix(character.size);
  }
  return shown;
}

}  // namespace vmp
