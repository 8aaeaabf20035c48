#include "generator/quoting.h"

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "test/catch.h"
#include "test/temporary_directory.h"

namespace vmp {

namespace {

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string output;
  char buffer[4096];
  while (const std::size_t count = fread(buffer, 1, sizeof buffer, pipe.get())) output.append(buffer, count);
  return output;
}

// Whatever could mean something to make, to a shell or to neither.
std::vector<std::string> hostile_texts() {
  std::vector<std::string> texts = {
      "",       " ",     "a b", "--x",   "~",           "~root", "a'b",  "''",   "'\\''", "\"a\"",  "`id`",
      "$(id)",  "$HOME", "$$",  "${x}",  "$(shell id)", "a#b",   "\\#",  "a\\",  "a\\\\", "*",      "?",
      "[a-z]*", "{a,b}", "a;b", "a|b",   "a&b",         "a>b",   "<a",   "!x",   "a=b",   "A=b",    "%",
      "%h",     "a,b",   "(",   ")",     "$(",          "é",     "日本", "\xff", "-n",    "-e \\n", ":",
      "a:b",    "@x",    "+x",  "a\tb",  " a",          "a ",    "$@",   "$<",   "$^",    "$(@D)",  "\\",
      "'",      "\"",    "$",   "&amp;", "</a>",        "\\$",   "$\\",  "#",    "##"};
  for (int byte = 0x21; byte < 0x7f; ++byte) texts.push_back(std::string("x") + static_cast<char>(byte) + "y");
  return texts;
}

}  // namespace

TEST_CASE("plain words stay readable") {
  CHECK(quote_for_shell("web/root.qcow2") == "web/root.qcow2");
  CHECK(quote_for_shell("52:54:00:aa") == "52:54:00:aa");
  CHECK(quote_for_shell("ops@host+1-2_3") == "ops@host+1-2_3");
}

TEST_CASE("all other words are quoted") {
  CHECK(quote_for_shell("") == "''");
  CHECK(quote_for_shell("a b") == "'a b'");
  CHECK(quote_for_shell("a=b") == "'a=b'");
  CHECK(quote_for_shell("it's") == R"('it'\''s')");
  CHECK(quote_for_shell("$HOME") == "'$HOME'");
}

TEST_CASE("make gets its dollar signs doubled, and nothing else") {
  CHECK(escape_for_make("$a $$ #b \\") == "$$a $$$$ #b \\");
}

TEST_CASE("names in targets keep letters and digits") {
  CHECK(encode_target_name("web-1.x_y+z@b") == "web-1.x_y+z@b");
  CHECK(encode_target_name("é b,") == ",C3,A9,20b,2C");
  CHECK(encode_target_name("a/b") == "a,2Fb");
}

TEST_CASE("every word arrives at a command byte for byte, through make and the shell") {
  const test::TemporaryDirectory directory;
  std::string makefile = "all:\n";
  std::string expected;
  for (const std::string& text : hostile_texts()) {
    makefile += "\t@printf '[%s]' " + escape_for_make(quote_for_shell(text)) + "\n";
    expected += "[" + text + "]";
  }
  directory.write("Makefile", makefile);
  for (const std::string shell : {"/bin/sh", "/bin/bash"}) {
    CHECK(output_of("make --no-print-directory -C " + directory.root() + " SHELL=" + shell) == expected);
  }
}

}  // namespace vmp
