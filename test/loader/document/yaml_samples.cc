#include "test/loader/document/yaml_samples.h"

#include <cstdint>
#include <iterator>
#include <string_view>

namespace vmp::test {
namespace {

using Texts = std::vector<std::string>;

std::string as_utf8(char32_t code) {
  const auto tail = [&](unsigned shift) { return static_cast<char>(0x80 | ((code >> shift) & 0x3f)); };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xc0 | (code >> 6U)), tail(0)};
  if (code < 0x10000) return {static_cast<char>(0xe0 | (code >> 12U)), tail(6), tail(0)};
  return {static_cast<char>(0xf0 | (code >> 18U)), tail(12), tail(6), tail(0)};
}

void add_misleading_words(Texts& texts) {
  for (const char* text : {"1",
                           "0",
                           "-1",
                           "+1",
                           "0644",
                           "0123",
                           "08",
                           "1.10",
                           ".5",
                           "-.5",
                           "1.",
                           "._",
                           "._1",
                           "1e3",
                           "1E+3",
                           "1.5e-7",
                           "12e03",
                           "0x10",
                           "0X1F",
                           "0o17",
                           "0O17",
                           "0b11",
                           "0x",
                           "0b_",
                           "0x_",
                           "1_000",
                           "_1",
                           "1,000",
                           "12:30",
                           "12:30:45.5",
                           "190:20:30",
                           "-1:30",
                           ".inf",
                           "-.Inf",
                           "+.INF",
                           ".nan",
                           ".NaN",
                           "inf",
                           "nan",
                           "Infinity",
                           "0x1p-2",
                           "1__",
                           "0_",
                           "1e",
                           "685_230.15",
                           "+12e3",
                           "-0",
                           "00",
                           "y",
                           "Y",
                           "n",
                           "N",
                           "yes",
                           "Yes",
                           "YES",
                           "yEs",
                           "no",
                           "No",
                           "NO",
                           "on",
                           "On",
                           "ON",
                           "off",
                           "Off",
                           "OFF",
                           "true",
                           "True",
                           "TRUE",
                           "false",
                           "False",
                           "FALSE",
                           "null",
                           "Null",
                           "NULL",
                           "nUll",
                           "~",
                           "",
                           "=",
                           "<<",
                           "<<<",
                           "2024-01-01",
                           "2024-1-1",
                           "2024-13-45",
                           "0000-0-0",
                           "2024-01-0",
                           "2024-02-30",
                           "20240101",
                           "2024-",
                           "2024-01-01T10:00:00Z",
                           "2024-01-01 10:00:00.5 +2",
                           "2001-12-14t21:59:43.10-05:00",
                           "52:54:00:12:34:56",
                           "52:54:00:AB:34:56",
                           "10.0.0.1",
                           "10.0.0.0/8",
                           "1.2.3",
                           "1.2.3.4.5",
                           "---",
                           "--- a",
                           "...",
                           "... a",
                           "---a",
                           "-",
                           "- a",
                           "-a",
                           "--a",
                           "?",
                           "? a",
                           "?a",
                           ":",
                           ": a",
                           ":a",
                           "a:",
                           "a: b",
                           "a:b",
                           "a :b",
                           "a #b",
                           "a#b",
                           "#a",
                           "&a",
                           "*a",
                           "!a",
                           "!!str a",
                           "!raw",
                           "|",
                           "|-",
                           ">",
                           "%a",
                           "%YAML 1.1",
                           "@a",
                           "`a",
                           "'",
                           "\"",
                           "'a'",
                           "\"a\"",
                           "a'b",
                           "a\"b",
                           "a'b\"c",
                           "\\",
                           "\\n",
                           "\"\\\"",
                           "'\\'",
                           "{",
                           "}",
                           "[",
                           "]",
                           ",",
                           "{a}",
                           "{{x}}",
                           "[a]",
                           "a, b",
                           "a{b}",
                           "$a ${b} `c`",
                           " ",
                           " a",
                           "a ",
                           "  a  ",
                           "hello world",
                           "/etc/foo",
                           "ALL=(ALL) NOPASSWD:ALL",
                           "ssh-ed25519 AAAA+/== a@b",
                           "C:\\x",
                           "http://a/b?c=d#e",
                           "user:pass",
                           "a\\: b",
                           "a ? b : c"}) {
    texts.emplace_back(text);
  }
}

void add_characters(Texts& texts) {
  std::vector<char32_t> codes;
  for (char32_t code = 0; code < 0x300; ++code) codes.push_back(code);
  for (char32_t code = 0x2000; code < 0x2070; ++code) codes.push_back(code);
  for (char32_t code = 0x300; code < 0xd800; code += 0x1f3) codes.push_back(code);
  for (const char32_t code : {0x3000U, 0xd7ffU, 0xe000U, 0xfdd0U, 0xfeffU, 0xfff9U, 0xfffdU, 0xfffeU, 0xffffU, 0x10000U,
                              0x1f600U, 0x1fffeU, 0xe0001U, 0x10fffdU, 0x10ffffU}) {
    codes.push_back(code);
  }
  for (const char32_t code : codes) {
    const std::string character = as_utf8(code);
    texts.push_back(character);
    texts.push_back(character + "a " + character);
    texts.push_back("a" + character + "b: " + character + " #");
    texts.push_back("first\n" + character + "second" + character + "\n");
  }
}

// Every text of up to `length` characters of an alphabet.
void add_combinations(Texts& texts, std::string_view alphabet, std::size_t length) {
  std::size_t from = texts.size();
  for (const char character : alphabet) texts.emplace_back(1, character);
  for (std::size_t size = 2; size <= length; ++size) {
    const std::size_t to = texts.size();
    for (; from < to; ++from) {
      for (const char character : alphabet) texts.push_back(texts[from] + character);
    }
  }
}

void add_lines(Texts& texts) {
  const std::string_view lines[] = {"",    "a",   " a",   "a ",  "\ta", "a\t", " ",
                                    "# a", "- a", "a: b", "---", "...", "\"",  "\r"};
  for (const std::string_view first : lines) {
    for (const std::string_view second : lines) {
      for (const char* third : {"", "\n", "\n\n", "\nz", "\n z\n", "\n\nz\n\n"}) {
        texts.push_back(std::string(first).append("\n").append(second).append(third));
      }
    }
  }
}

void add_lengths(Texts& texts) {
  for (const std::size_t size : {79U, 80U, 81U, 127U, 128U, 129U, 1023U, 1024U, 1025U, 5000U, 70000U}) {
    texts.emplace_back(size, 'k');
    texts.push_back(std::string(size - 1, 'k') + ":");
    texts.push_back(std::string(size / 2, 'k') + " " + std::string(size / 2, 'k'));
  }
}

// Knuth's linear congruence: the same on every machine.
void add_mixtures(Texts& texts, std::size_t count) {
  const std::string_view pieces[] = {"a",    "b",    " ",  ": ", " #",  "\n", "\n\n", "\t", "'", "\"",
                                     "\\",   "- ",   "{",  "}",  "0",   ":",  ",",    "é",  "😀", "\xe2\x80\xa8",
                                     "\x1b", "\r\n", "  ", "%",  "|\n", "&",  "*",    "!"};
  std::uint64_t state = 1;
  const auto below = [&](std::size_t limit) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state >> 33U) % limit;
  };
  for (std::size_t index = 0; index < count; ++index) {
    std::string text;
    for (std::size_t left = 1 + below(12); left > 0; --left) text += pieces[below(std::size(pieces))];
    texts.push_back(text);
  }
}

}  // namespace

std::vector<std::string> hostile_texts() {
  Texts texts;
  add_misleading_words(texts);
  add_characters(texts);
  add_combinations(texts, " -?:,[]{}#&*!|>'\"%@`~=<+.0x1_eEynT\t\n\r\\a", 2);
  add_combinations(texts, " -:#a0.\n\"'", 3);
  add_lines(texts);
  add_lengths(texts);
  add_mixtures(texts, 1500);
  return texts;
}

std::vector<std::string> plain_scalars() {
  return {
      "",     "~",     "null",       "true",       "Yes",        "off",  "1",    "-1",  "0644",  "0o17",
      "0x10", "1_000", "1.10",       "1e3",        ".5",         ".inf", ".nan", "y",   "12:30", "52:54:00:12:34:56",
      "=",    "<<",    "2024-01-01", "2024-02-30", "2024-13-45", "0b_",  "+0x_", "?x",  ":x",    "hello world",
      "a#b",  "a:b",   "<NAME>",     "10.0.0.1",   "C:\\x",      "-x",   "é",    "a'b", "a\nb",  "x{y}"};
}

}  // namespace vmp::test
