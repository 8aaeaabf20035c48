#include "loader/validation/letters.h"

#include <cstdint>
#include <string_view>

#include "test/catch.h"

namespace vmp {

TEST_CASE("letters of all scripts are letters", "[letters]") {
  for (const char32_t code : std::u32string_view(U"äßéøΩжאعकกあ漢한𝒜")) {
    INFO(static_cast<std::uint32_t>(code));
    CHECK(is_letter_beyond_ascii(code));
  }
}

TEST_CASE("signs, blanks, emoji and private characters are no letters", "[letters]") {
  for (const char32_t code : std::u32string_view(
           U"\u0085\u00a0§«×÷–’†€→∞①■❤⸺　、（！～￥🀀😀🧨\ue000\ufeff\ufffd"
           U"\U000e0041")) {
    INFO(static_cast<std::uint32_t>(code));
    CHECK_FALSE(is_letter_beyond_ascii(code));
  }
}

TEST_CASE("blanks are spaces of any width", "[letters]") {
  for (const char32_t code : std::u32string_view(U"\t\n \u00a0\u2003\u3000")) CHECK(is_space(code));
  CHECK_FALSE(is_space(U'a'));
  CHECK_FALSE(is_space(U'\u200b'));
}

}  // namespace vmp
