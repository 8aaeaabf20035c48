#include "generator/staging.h"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

#include "test/generator/base_directory.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("a disk that fills up changes nothing") {
  const TemporaryDirectory base;
  const GeneratedFiles old = files_of("vm1", {{"a", "old"}, {"old", ""}});
  write(base, old);
  const std::vector<GeneratedFiles> provisioners = {
      files_of("vm0", {}), files_of("vm1", {{"a", "new"}, {"b.d/large", std::string(100'000, 'x')}})};
  // A limit on the size of files fails a write half-way, as a full disk does.
  struct rlimit before = {};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const struct rlimit small = {65536, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  const std::string message = message_of(base, provisioners);
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  CHECK(message == "cannot write \"BASE/vm1/b.d/large\": File too large");
  CHECK(list(base.root()) == Lines{"vm1/", "vm1/Makefile", "vm1/a", "vm1/old"});
  CHECK(base.read("vm1/a") == "old");
  CHECK(base.read("vm1/Makefile") == old.at("vm1/Makefile").text);
}

TEST_CASE("a run killed after any step forgets no file") {
  // The steps of `apply`, cut off after each: then the registry changes back, and nothing of it may stay.
  const GeneratedFiles old = files_of("vm1", {{"stale", ""}});
  const GeneratedFiles files = files_of("vm1", {{"new", ""}});
  for (int steps = 0; steps <= 3; ++steps) {
    const TemporaryDirectory base;
    write(base, old);
    if (steps >= 1) fs::remove(base.path("vm1/stale"));
    if (steps >= 2) base.write("vm1/Makefile", files.at("vm1/Makefile").text);
    if (steps >= 3) base.write("vm1/new", "");
    write(base, files_of("vm1", {}));
    CHECK(list(base.root()) == Lines{"vm1/", "vm1/Makefile"});
  }
}

TEST_CASE("without a lock the temporary names are our own, and none stays") {
  const TemporaryDirectory base;
  base.write("vm1/.vmp-new.a", "another's");
  const std::optional<Directory> directory = Directory::open(base.root());
  {
    Staging staging(*directory, Staging::Lock::kMissing);
    staging.write("vm1/a", {"1"});
    staging.write("vm1/seed.d/b", {"2"});
    CHECK(base.read("vm1/.vmp-new.a." + std::to_string(::getpid())) == "1");
    staging.put_in_place("vm1/a");
  }
  CHECK(list(base.root()) == Lines{"vm1/", "vm1/.vmp-new.a", "vm1/a"});
  CHECK(base.read("vm1/.vmp-new.a") == "another's");
}
