#include "loader/diagnostics/allow_comment.h"

#include "loader/diagnostics/warning.h"
#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// Whether a warning about a line is allowed there.
bool is_allowed(const std::string& text, std::uint32_t line, Warning warning = Warning::kOpenPattern) {
  return AllowComments().allow(warn(warning, {source(text), line, 1, 1}, "m"));
}

}  // namespace

TEST_CASE("a comment behind a line allows a warning there") {
  CHECK(is_allowed("a: b  # vmp: allow open-pattern", 1));
  CHECK(is_allowed("a: b  # because. # vmp: allow open-pattern", 1));
  CHECK(is_allowed("a: b  # vmp: allow open-pattern\r\nc: d", 1));
  CHECK_FALSE(is_allowed("a: b  # vmp: allow unused-image", 1));
  CHECK_FALSE(is_allowed("a: b  # vmp: allow open-patterns", 1));
  CHECK_FALSE(is_allowed("a: b  # vmp: open-pattern", 1));
  CHECK_FALSE(is_allowed("a: b\nc: d  # vmp: allow open-pattern", 1));
}

TEST_CASE("a comment on a line of its own allows a warning on the next line") {
  CHECK(is_allowed("a:\n  # vmp: allow open-pattern\n  b: c", 3));
  CHECK_FALSE(is_allowed("a:\n  # vmp: allow open-pattern\n\n  b: c", 4));
  CHECK_FALSE(is_allowed("a: b  # vmp: allow open-pattern\nc: d", 2));
}

TEST_CASE("a comment names several warnings") {
  for (const char* text :
       {"a: b # vmp: allow unused-image, open-pattern", "a: b # vmp: allow unused-image,open-pattern x",
        "a: b # vmp: allow open-pattern unused-image"}) {
    CHECK(is_allowed(text, 1));
    CHECK(is_allowed(text, 1, Warning::kUnusedImage));
    CHECK_FALSE(is_allowed(text, 1, Warning::kBadMac));
  }
}

TEST_CASE("errors, and warnings without a place, are never allowed by a comment") {
  CHECK_FALSE(AllowComments().allow({.place = {source("a # vmp: allow open-pattern"), 1, 1, 1}, .message = "m"}));
  CHECK_FALSE(AllowComments().allow(warn(Warning::kOpenPattern, {}, "m")));
  CHECK_FALSE(AllowComments().allow(warn(Warning::kOpenPattern, {source("a"), 0, 0, 0}, "m")));
}

TEST_CASE("many warnings, lines and sources have one finder") {
  const auto first = source("a\nb # vmp: allow open-pattern\nc # vmp: allow bad-mac\n");
  const auto second = source("a # vmp: allow open-pattern\nb\n");
  AllowComments comments;
  const auto allows = [&](const auto& file, std::uint32_t line) {
    return comments.allow(warn(Warning::kOpenPattern, {file, line, 1, 1}, "m"));
  };
  CHECK_FALSE(allows(first, 1));
  CHECK(allows(first, 2));
  CHECK_FALSE(allows(first, 3));
  CHECK(allows(second, 1));
  CHECK_FALSE(allows(second, 2));
}
