#include "generator/journal.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "test/generator/base_directory.h"
#include "test/unprivileged.h"

using namespace vmp;
using namespace vmp::test;

namespace {

const std::string kLarge(100'000, 'x');

// An update in a process of its own, which the first file that is too large kills.
void update_and_be_killed(const TemporaryDirectory& base, const GeneratedFiles& files) {
  const pid_t child = ::fork();
  if (child == 0) {
    const struct rlimit none = {0, 0};
    const struct rlimit small = {65536, 65536};
    ::setrlimit(RLIMIT_CORE, &none);
    ::setrlimit(RLIMIT_FSIZE, &small);
    std::signal(SIGXFSZ, SIG_DFL);
    write(base, files);
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
}

}  // namespace

TEST_CASE("what a killed run left is taken over by the next") {
  const TemporaryDirectory base;
  write(base, files_of("vm1", {{"a", "old"}, {"stale", ""}}));
  const GeneratedFiles files = files_of("vm1", {{"a", "new"}, {"b.d/c", kLarge}});
  update_and_be_killed(base, files);
  CHECK(list(base.root()) == Lines{".vmp-journal", "vm1/", "vm1/.vmp-new.Makefile", "vm1/.vmp-new.a", "vm1/Makefile",
                                   "vm1/a", "vm1/b.d/", "vm1/b.d/.vmp-new.c", "vm1/stale"});
  CHECK(write(base, files) == Lines{"+ vm1/Makefile", "+ vm1/a", "+ vm1/b.d/c", "- vm1/stale"});
  CHECK(list(base.root()) == Lines{"vm1/", "vm1/Makefile", "vm1/a", "vm1/b.d/", "vm1/b.d/c"});
}

TEST_CASE("what a killed run left goes when nobody wants it any more") {
  const TemporaryDirectory base;
  const GeneratedFiles old = files_of("vm1", {});
  write(base, old);
  const Lines before = list(base.root());
  const GeneratedFiles files = files_of("vm1", {{"sshpass", "secret"}, {"z.d/large", kLarge}});

  update_and_be_killed(base, files);
  REQUIRE(base.read("vm1/.vmp-new.sshpass") == "secret");
  CHECK(write(base, old).empty());
  CHECK(list(base.root()) == before);

  update_and_be_killed(base, files);
  CHECK(prune(base, {"vm1"}).empty());
  CHECK(list(base.root()) == before);

  update_and_be_killed(base, files_of("vm2", {{"large", kLarge}}));
  CHECK(write(base, old).empty());
  CHECK(list(base.root()) == before);
}

TEST_CASE("a journal stays for nothing but a killed run") {
  const TemporaryDirectory base;
  write(base, files_of("vm1", {}));
  CHECK(list(base.root()) == Lines{"vm1/", "vm1/Makefile"});
}

TEST_CASE("a journal that somebody else wrote removes temporary files and nothing else") {
  const TemporaryDirectory base;
  base.write("vm1/a", "");
  base.write("vm1/.vmp-new.b", "");
  base.write("outside/.vmp-new.c", "");
  base.write(".vmp-new.d", "");
  base.link("link", "outside");
  base.write(".vmp-journal", write_manifest({"vm1/a", "vm1/b", "link/c", "d", "vm2/e"}));
  CHECK(write(base, {}).empty());
  CHECK(list(base.root()) == Lines{"link -> outside", "outside/", "outside/.vmp-new.c", "vm1/", "vm1/a"});
}

TEST_CASE("where no journal can be written, files can be all the same") {
  const TemporaryDirectory base;
  write(base, files_of("vm1", {}));
  ::chmod(base.path("vm1").c_str(), 0777);
  const Unprivileged unprivileged(base.root());
  ::chmod(base.root().c_str(), 0555);
  CHECK(write(base, files_of("vm1", {{"a", ""}})) == Lines{"+ vm1/Makefile", "+ vm1/a"});
  ::chmod(base.root().c_str(), 0755);
}
