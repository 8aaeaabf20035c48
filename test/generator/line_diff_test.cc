#include "generator/line_diff.h"

#include <random>
#include <string>

#include "test/catch.h"

using namespace vmp;

namespace {

using Lines = std::vector<std::string_view>;

// The edits, a sign each: "= - +".
std::string compare(const Lines& older, const Lines& newer, int most_edits = 1000) {
  std::string signs;
  for (const Edit edit : compare_lines(older, newer, most_edits)) {
    signs += edit == Edit::kKeep ? '=' : edit == Edit::kRemove ? '-' : '+';
  }
  return signs;
}

// The newer lines as the edits make them of the older ones.
Lines follow(const std::string& signs, const Lines& older, const Lines& newer) {
  Lines made;
  std::size_t at = 0;
  for (const char sign : signs) {
    if (sign == '=') made.push_back(older.at(at));
    if (sign == '+') made.push_back(newer.at(made.size()));
    at += sign != '+';
  }
  CHECK(at == older.size());
  return made;
}

// The length of the longest common subsequence, by the table that everybody knows.
std::size_t count_common(const Lines& older, const Lines& newer) {
  std::vector<std::vector<std::size_t>> best(older.size() + 1, std::vector<std::size_t>(newer.size() + 1));
  for (std::size_t row = 0; row < older.size(); ++row) {
    for (std::size_t column = 0; column < newer.size(); ++column) {
      best[row + 1][column + 1] =
          older[row] == newer[column] ? best[row][column] + 1 : std::max(best[row][column + 1], best[row + 1][column]);
    }
  }
  return best.back().back();
}

}  // namespace

TEST_CASE("a text is cut behind its line breaks") {
  CHECK(split_lines("").empty());
  CHECK(split_lines("a") == Lines{"a"});
  CHECK(split_lines("a\n\nb") == Lines{"a\n", "\n", "b"});
  CHECK(split_lines("a\r\nb\n") == Lines{"a\r\n", "b\n"});
}

TEST_CASE("lines are kept, removed and inserted") {
  CHECK(compare({}, {}).empty());
  CHECK(compare({"a", "b"}, {"a", "b"}) == "==");
  CHECK(compare({"a"}, {}) == "-");
  CHECK(compare({}, {"a", "b"}) == "++");
  CHECK(compare({"a", "b", "c"}, {"a", "c"}) == "=-=");
  CHECK(compare({"a", "c"}, {"a", "b", "c", "d"}) == "=+=+");
  CHECK(compare({"a", "b", "c"}, {"a", "x", "c"}) == "=-+=");
}

TEST_CASE("what is inserted into like lines comes behind them") {
  CHECK(compare({"a", "b"}, {"a", "b", "a", "b"}) == "==++");
}

TEST_CASE("edits are as few as there can be") {
  std::mt19937 dice(7);
  const Lines letters = {"a", "b", "c", "d"};
  for (int round = 0; round < 2000; ++round) {
    Lines older(dice() % 12);
    Lines newer(dice() % 12);
    for (std::string_view& line : older) line = letters[dice() % letters.size()];
    for (std::string_view& line : newer) line = letters[dice() % letters.size()];
    const std::string signs = compare(older, newer);
    CHECK(follow(signs, older, newer) == newer);
    CHECK(static_cast<std::size_t>(std::ranges::count(signs, '=')) == count_common(older, newer));
  }
}

TEST_CASE("beyond so many edits everything between the ends is replaced") {
  const Lines older = {"first", "a", "b", "c", "last"};
  const Lines newer = {"first", "x", "b", "y", "last"};
  CHECK(compare(older, newer, 4) == "=-+=-+=");
  CHECK(compare(older, newer, 3) == "=---+++=");
}
