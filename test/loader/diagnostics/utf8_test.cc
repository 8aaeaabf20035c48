#include "loader/diagnostics/utf8.h"

#include "loader/diagnostics/json_string.h"
#include "test/catch.h"

using namespace vmp;

namespace {

void check_character(const std::string& text, char32_t code) {
  const Character character = first_character(text + "a");
  CHECK(character.code == code);
  CHECK(character.size == text.size());
  CHECK(character.is_valid);
}

}  // namespace

TEST_CASE("characters of one to four bytes are read") {
  check_character(std::string(1, '\0'), 0);
  check_character("a", 'a');
  check_character("\x7f", 0x7f);
  check_character("\xc2\x80", 0x80);
  check_character("\xdf\xbf", 0x7ff);
  check_character("\xe0\xa0\x80", 0x800);
  check_character("\xed\x9f\xbf", 0xd7ff);
  check_character("\xef\xbf\xbf", 0xffff);
  check_character("\xf0\x90\x80\x80", 0x10000);
  check_character("\xf4\x8f\xbf\xbf", 0x10ffff);
}

TEST_CASE("bytes that are not UTF-8 are taken one by one") {
  for (const char* text : {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2z", "\xe0\x9f\xbf", "\xe0\xa0",
                           "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf0\x90\x80", "\xf4\x90\x80\x80", "\xf5", "\xff"}) {
    const Character character = first_character(text);
    CHECK_FALSE(character.is_valid);
    CHECK(character.size == 1);
    CHECK(character.code == 0xfffd);
  }
}

TEST_CASE("control characters become question marks") {
  CHECK(without_control_characters("a\tb\x1b[0m\xc2\x9b\xe2\x80\xae\xffz é漢") == "a?b?[0m???z é漢");
}

TEST_CASE("terminal widths know East Asian text and combining marks") {
  CHECK(terminal_width('a') == 1);
  CHECK(terminal_width(0xe9) == 1);
  CHECK(terminal_width(0x301) == 0);
  CHECK(terminal_width(0x200d) == 0);
  CHECK(terminal_width(0x6f22) == 2);
  CHECK(terminal_width(0xac00) == 2);
  CHECK(terminal_width(0xff01) == 2);
  CHECK(terminal_width(0x1f600) == 2);
}

TEST_CASE("a JSON string escapes what it must and nothing else") {
  CHECK(json_string("") == "\"\"");
  CHECK(json_string("a/b é漢😀") == "\"a/b é漢😀\"");
  CHECK(json_string("\"\\\n\r\t\x08\x1b\x7f") == R"("\"\\\n\r\t\u0008\u001b\u007f")");
  CHECK(json_string(std::string(1, '\0') + "\xe2\x80\xa8\xff") == "\"\\u0000\\u2028\xef\xbf\xbd\"");
}
