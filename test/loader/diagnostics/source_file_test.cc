#include "loader/diagnostics/source_file.h"

#include "loader/diagnostics/utf8.h"
#include "test/catch.h"

using namespace vmp;

namespace {

std::vector<std::string> lines(const std::string& text, std::uint32_t count) {
  const SourceFile file = {.name = "a.yaml", .text = text};
  std::vector<std::string> result;
  for (std::uint32_t number = 1; number <= count; ++number) result.emplace_back(file.line(number));
  return result;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("lines end where YAML 1.1 ends them") {
  CHECK(lines("a\nb\r\nc\rd\xc2\x85"
              "e\xe2\x80\xa8"
              "f\xe2\x80\xa9g",
              7) == Lines{"a", "b", "c", "d", "e", "f", "g"});
  CHECK(lines("\n\n\r\r\nx", 5) == Lines{"", "", "", "", "x"});
}

TEST_CASE("other characters that begin like a line break end no line") {
  CHECK(lines("a\xc2\xa0"
              "b\xe2\x80\xa6"
              "c\n",
              1) == Lines{"a\xc2\xa0"
                          "b\xe2\x80\xa6"
                          "c"});
}

TEST_CASE("lines behind the end are empty") {
  CHECK(lines("a\n", 3) == Lines{"a", "", ""});
  CHECK(lines("", 2) == Lines{"", ""});
}

TEST_CASE("the first line has no byte order mark") {
  CHECK(lines("\xef\xbb\xbf"
              "a\nb",
              2) == Lines{"a", "b"});
}

TEST_CASE("wherever a column of a long line is, a milestone is near") {
  std::string line;
  for (int number = 0; number < 5'000; ++number) line += number % 7 == 0 ? "\xc3\xa4" : number % 11 == 0 ? "\xff" : "a";
  const SourceFile file = {.name = "a.json", .text = "short\n" + line + "\nend"};
  for (std::uint32_t column = 1; column <= 5'001; ++column) {
    const Milestone milestone = file.milestone_before(2, column);
    std::uint32_t walked = milestone.column;
    std::size_t offset = milestone.offset;
    for (; walked < column && offset < line.size(); ++walked) {
      offset += first_character(std::string_view(line).substr(offset)).size;
    }
    CHECK(walked - milestone.column < Milestones::kStride);
    if (column % 499 == 1) {
      std::size_t from_start = 0;
      for (std::uint32_t at = 1; at < column; ++at) from_start += first_character(line.substr(from_start)).size;
      CHECK(offset == from_start);
    }
  }
  CHECK(file.milestone_before(2, 9'999).column == 4'865);
  CHECK(file.milestone_before(1, 300).column == 1);
  CHECK(file.milestone_before(9, 300).column == 1);
}

TEST_CASE("a place is shown as editors take it") {
  const auto file = std::make_shared<const SourceFile>(SourceFile{.name = "<stdin>", .text = ""});
  CHECK(to_string(Place{file, 3, 14, 1}) == "<stdin>:3:14");
  CHECK(to_string(Place{file}) == "<stdin>");
  CHECK(Place{file}.is_known());
  CHECK_FALSE(Place{}.is_known());
}
