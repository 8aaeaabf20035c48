#include "cli/run_program.h"

#include "test/catch.h"

using namespace vmp;

TEST_CASE("a program's output, errors and status come back") {
  const ProgramResult result = run_program({"sh", "-c", "echo said; echo wrong >&2; exit 3"}, 60);
  CHECK(result.end == ProgramResult::End::kExited);
  CHECK(result.status == 3);
  CHECK(result.output == "said\n");
  CHECK(result.errors == "wrong\n");
}

TEST_CASE("a program that there is not is missing") {
  CHECK(run_program({"no-such-program"}, 60).end == ProgramResult::End::kMissing);
}

TEST_CASE("a program has nothing to read, no terminal and speaks English") {
  const ProgramResult result =
      run_program({"sh", "-c", "cat; (: </dev/tty) 2>/dev/null || echo none; echo $LC_ALL $SSH_ASKPASS_REQUIRE"}, 60);
  CHECK(result.output == "none\nC never\n");
}

TEST_CASE("a program may close its output and go on") {
  const ProgramResult result = run_program({"sh", "-c", "echo said; exec >&- 2>&-; exit 4"}, 60);
  CHECK(result.end == ProgramResult::End::kExited);
  CHECK(result.status == 4);
  CHECK(result.output == "said\n");
}

TEST_CASE("a program that takes too long is ended") {
  const ProgramResult result = run_program({"sleep", "1000"}, 0);
  CHECK(result.end == ProgramResult::End::kTimedOut);
  CHECK(result.status == 128 + 9);
}

TEST_CASE("a program that has no end of words is ended") {
  const ProgramResult result = run_program({"yes"}, 60);
  CHECK(result.end == ProgramResult::End::kTimedOut);
  CHECK(result.output.size() < 2'000'000);
}
