#include "loader/validation/letters.h"

#include <algorithm>
#include <iterator>

namespace vmp {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// What is no letter, by https://www.unicode.org/Public/UCD/latest/ucd/Blocks.txt.
constexpr Range kNoLetters[] = {
    {0x0080, 0x00a9},     // C1 controls, Latin-1 punctuation
    {0x00ab, 0x00b4},     // Latin-1 punctuation, but not U+00AA and U+00B5
    {0x00b6, 0x00b9},     //
    {0x00bb, 0x00bf},     // but not U+00BA
    {0x00d7, 0x00d7},     // multiplication sign
    {0x00f7, 0x00f7},     // division sign
    {0x02c2, 0x036f},     // modifier symbols, combining diacritical marks
    {0x0600, 0x061f},     // Arabic signs and punctuation
    {0x0964, 0x0965},     // danda
    {0x1680, 0x1680},     // ogham space
    {0x180e, 0x180e},     // Mongolian vowel separator
    {0x2000, 0x2bff},     // punctuation, currency, letter-like, arrows, mathematics, boxes, dingbats
    {0x2e00, 0x2e7f},     // more punctuation
    {0x2ff0, 0x3004},     // description characters, ideographic space and punctuation
    {0x3008, 0x3020},     // brackets
    {0x3190, 0x319f},     // kanbun
    {0x31c0, 0x31ef},     // strokes
    {0x3200, 0x33ff},     // enclosed and squared characters
    {0x4dc0, 0x4dff},     // hexagrams
    {0xd800, 0xf8ff},     // surrogates, private use
    {0xfd3e, 0xfd4f},     // ornate parentheses
    {0xfe00, 0xfe6f},     // variation selectors, vertical and small forms
    {0xfeff, 0xff20},     // byte order mark, wide punctuation and digits
    {0xff3b, 0xff40},     //
    {0xff5b, 0xff65},     //
    {0xffe0, 0xffff},     // wide signs, specials
    {0x1cf00, 0x1d3ff},   // musical and other notation
    {0x1f000, 0x1fbff},   // emoji, pictographs, game pieces
    {0xe0000, 0x10ffff},  // tags, variation selectors, private use
};

}  // namespace

bool is_letter_beyond_ascii(char32_t code) {
  const Range* range = std::ranges::lower_bound(kNoLetters, code, {}, &Range::last);
  return range == std::end(kNoLetters) || code < range->first;
}

bool is_space(char32_t code) {
  return (0x09 <= code && code <= 0x0d) || code == 0x20 || code == 0x85 || code == 0xa0 || code == 0x1680 ||
         (0x2000 <= code && code <= 0x200a) || code == 0x2028 || code == 0x2029 || code == 0x202f || code == 0x205f ||
         code == 0x3000;
}

}  // namespace vmp
