#include "generator/patch.h"

#include "test/catch.h"

using namespace vmp;

namespace {

std::string patch(const std::string& older, const std::string& newer) {
  return write_patch("vm1/a", older, {.text = newer});
}

// The text of `count` numbered lines, with another in place of one.
std::string numbered(int count, int changed = 0, const std::string& line = "") {
  std::string text;
  for (int number = 1; number <= count; ++number) text += (number == changed ? line : std::to_string(number)) + "\n";
  return text;
}

}  // namespace

TEST_CASE("a changed line has three others around it") {
  CHECK(patch(numbered(20), numbered(20, 10, "x")) ==
        "diff --git a/vm1/a b/vm1/a\n--- a/vm1/a\n+++ b/vm1/a\n"
        "@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+x\n 11\n 12\n 13\n");
  CHECK(patch("1\n2\n", "1\n2\n3\n") ==
        "diff --git a/vm1/a b/vm1/a\n--- a/vm1/a\n+++ b/vm1/a\n@@ -1,2 +1,3 @@\n 1\n 2\n+3\n");
  CHECK(patch("1\n2\n", "2\n") == "diff --git a/vm1/a b/vm1/a\n--- a/vm1/a\n+++ b/vm1/a\n@@ -1,2 +1 @@\n-1\n 2\n");
}

TEST_CASE("changes share a hunk if up to six lines are between them") {
  std::string near = numbered(30, 10, "x");
  CHECK(patch(near, numbered(30, 17, "y")) ==
        "diff --git a/vm1/a b/vm1/a\n--- a/vm1/a\n+++ b/vm1/a\n"
        "@@ -7,14 +7,14 @@\n 7\n 8\n 9\n-x\n+10\n 11\n 12\n 13\n 14\n 15\n 16\n-17\n+y\n 18\n 19\n 20\n");
  CHECK(patch(near, numbered(30, 18, "y")) ==
        "diff --git a/vm1/a b/vm1/a\n--- a/vm1/a\n+++ b/vm1/a\n"
        "@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-x\n+10\n 11\n 12\n 13\n"
        "@@ -15,7 +15,7 @@\n 15\n 16\n 17\n-18\n+y\n 19\n 20\n 21\n");
}

TEST_CASE("all that is removed comes before what takes its place") {
  CHECK(patch("a\nb\n", "x\ny\nz\n") ==
        "diff --git a/vm1/a b/vm1/a\n--- a/vm1/a\n+++ b/vm1/a\n@@ -1,2 +1,3 @@\n-a\n-b\n+x\n+y\n+z\n");
}

TEST_CASE("a missing line break at the end is told") {
  CHECK(patch("a\nb", "a\nb\n") ==
        "diff --git a/vm1/a b/vm1/a\n--- a/vm1/a\n+++ b/vm1/a\n"
        "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
}

TEST_CASE("a new file and an empty one") {
  CHECK(write_patch("vm1/a", std::nullopt, {.text = "1\n2\n"}) ==
        "diff --git a/vm1/a b/vm1/a\nnew file mode 100644\n--- /dev/null\n+++ b/vm1/a\n@@ -0,0 +1,2 @@\n+1\n+2\n");
  CHECK(write_patch("vm1/a", std::nullopt, {}) == "diff --git a/vm1/a b/vm1/a\nnew file mode 100644\n");
  CHECK(write_patch("vm1/a", std::nullopt, {.access = Access::kExecutable}) ==
        "diff --git a/vm1/a b/vm1/a\nnew file mode 100755\n");
  CHECK(write_patch("vm1/a", "", {.access = Access::kExecutable}) ==
        "diff --git a/vm1/a b/vm1/a\nold mode 100644\nnew mode 100755\n");
  CHECK(write_patch("vm1/a", "", {.constant = "1\n"}) ==
        "diff --git a/vm1/a b/vm1/a\n--- a/vm1/a\n+++ b/vm1/a\n@@ -0,0 +1 @@\n+1\n");
}

TEST_CASE("no line of a private file is shown") {
  const GeneratedFile secret = {.text = "new secret\n", .access = Access::kPrivate};
  CHECK(write_patch("vm1/a", "old secret\n", secret) ==
        "diff --git a/vm1/a b/vm1/a\nPrivate files a/vm1/a and b/vm1/a differ\n");
  CHECK(write_patch("vm1/a", std::nullopt, secret) ==
        "diff --git a/vm1/a b/vm1/a\nnew file mode 100644\nPrivate files /dev/null and b/vm1/a differ\n");
}

TEST_CASE("no line of a removed file is shown: it may have been private") {
  CHECK(write_removing_patch("vm1/a") == "diff --git a/vm1/a b/vm1/a\ndeleted file mode 100644\n");
}

TEST_CASE("bytes that would drive a terminal are not shown") {
  const std::string binary = "diff --git a/vm1/a b/vm1/a\nBinary files a/vm1/a and b/vm1/a differ\n";
  CHECK(patch("\x1b[2J\n", "a\n") == binary);
  CHECK(patch("a\n", std::string("a\0b\n", 4)) == binary);
  CHECK(patch("a\tb\r\n", "a\tb\n") ==
        "diff --git a/vm1/a b/vm1/a\n--- a/vm1/a\n+++ b/vm1/a\n@@ -1 +1 @@\n-a\tb\r\n+a\tb\n");
}

TEST_CASE("paths are quoted for git") {
  CHECK(write_removing_patch("vm 1/a") == "diff --git a/vm 1/a b/vm 1/a\ndeleted file mode 100644\n");
  CHECK(write_removing_patch("\"\\\n\xc3\xa4") ==
        "diff --git \"a/\\\"\\\\\\012\\303\\244\" \"b/\\\"\\\\\\012\\303\\244\"\ndeleted file mode 100644\n");
  CHECK(write_removing_patch("/tmp/a") == "diff --git a/tmp/a b/tmp/a\ndeleted file mode 100644\n");
}
