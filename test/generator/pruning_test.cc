#include "generator/pruning.h"

#include "test/generator/base_directory.h"
#include "test/unprivileged.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("pruning removes what our manifests name and nothing else") {
  const TemporaryDirectory base;
  write(base, files_of("kept", {{"a", ""}}));
  write(base, files_of("old", {{"a", ""}, {"seed.d/b", ""}}));
  write(base, files_of("used", {{"a", ""}}));
  base.write("used/disk.qcow2", "built");
  base.write("theirs/Makefile", "all:\n");
  base.write("notes", "");
  base.write("outside/Makefile", write_manifest({"Makefile"}));
  fs::create_directory(base.path("links"));
  fs::rename(base.path("outside"), base.path("links/outside"));
  base.link("linked", "links/outside");
  const Lines expected = {"- old/Makefile", "- old/a", "- old/seed.d/b", "- used/Makefile", "- used/a"};
  CHECK(prune(base, {"kept"}, Effect::kCheck) == expected);
  CHECK(base.exists("old/a"));
  CHECK(prune(base, {"kept"}) == expected);
  CHECK(list(base.root()) == Lines{"kept/", "kept/Makefile", "kept/a", "linked -> links/outside", "links/",
                                   "links/outside/", "links/outside/Makefile", "notes", "theirs/", "theirs/Makefile",
                                   "used/", "used/disk.qcow2"});
  CHECK(prune(base, {"kept"}).empty());
}

TEST_CASE("pruning a base directory that is not there does nothing") {
  const TemporaryDirectory base;
  std::vector<Change> changes;
  prune_directories({}, base.path("none"), Effect::kWrite, changes);
  CHECK(changes.empty());
}

TEST_CASE("what is closed to us is not ours, and stops nobody") {
  const TemporaryDirectory base;
  for (const char* name : {"closed", "listless", "passless", "unreadable", "old"}) write(base, files_of(name, {}));
  ::chmod(base.path("closed").c_str(), 0);
  ::chmod(base.path("listless").c_str(), 0711);
  ::chmod(base.path("passless").c_str(), 0744);
  ::chmod(base.path("unreadable/Makefile").c_str(), 0);
  ::chmod(base.path("old").c_str(), 0777);
  const Unprivileged unprivileged(base.root());
  CHECK(find_left_over({}, base.root()) == Lines{"old"});
  CHECK(prune(base, {}) == Lines{"- old/Makefile"});
}

TEST_CASE("what is ours and cannot be removed is an error, and what was removed before it is told") {
  const TemporaryDirectory base;
  write(base, files_of("first", {}));
  write(base, files_of("second", {{"seed.d/a", ""}}));
  ::chmod(base.path("first").c_str(), 0777);
  ::chmod(base.path("second").c_str(), 0777);
  const Unprivileged unprivileged(base.root());
  std::vector<Change> changes;
  CHECK_THROWS_MATCHES(
      prune_directories({}, base.root(), Effect::kWrite, changes), Error,
      Catch::Matchers::Message("cannot remove \"" + base.path("second/seed.d/a") + "\": Permission denied"));
  CHECK(describe(changes) == Lines{"- first/Makefile"});
}

TEST_CASE("looking for directories that are left over needs no files but their manifests") {
  const TemporaryDirectory base;
  write(base, files_of("old", {{"a", ""}, {"seed.d/b", ""}}));
  write(base, files_of("kept", {}));
  ::chmod(base.path("old/seed.d").c_str(), 0);
  const Unprivileged unprivileged(base.root());
  CHECK(find_left_over({.paths = {"kept"}, .kinds = {}}, base.root()) == Lines{"old"});
  CHECK(find_left_over({}, base.path("none")).empty());
}

TEST_CASE("directories of a kind are pruned one by one") {
  const TemporaryDirectory base;
  for (const char* name : {"web", "networks/service", "networks/old"}) write(base, files_of(name, {{"a", ""}}));
  base.write("networks/notes/Makefile", "all:\n");
  CHECK(find_left_over({.paths = {"web"}, .kinds = {{"networks", 1}}}, base.root()) ==
        Lines{"networks/old", "networks/service"});
  CHECK(prune(base, {"web", "networks/service"}) == Lines{"- networks/old/Makefile", "- networks/old/a"});
  base.write("networks/service/mine", "");
  CHECK(prune(base, {"web"}) == Lines{"- networks/service/Makefile", "- networks/service/a"});
  CHECK(list(base.root()) == Lines{"networks/", "networks/notes/", "networks/notes/Makefile", "networks/service/",
                                   "networks/service/mine", "web/", "web/Makefile", "web/a"});
}

TEST_CASE("an image is pruned tag by tag") {
  const TemporaryDirectory base;
  for (const char* name : {"images/web/12", "images/web/13", "images/old/1"}) write(base, files_of(name, {{"a", ""}}));
  const KnownDirectories known = {.paths = {"images/web/13"}, .kinds = {{"images", 2}}};
  CHECK(find_left_over(known, base.root()) == Lines{"images/old/1", "images/web/12"});
  CHECK(prune(base, {"images/web/13"}) ==
        Lines{"- images/old/1/Makefile", "- images/old/1/a", "- images/web/12/Makefile", "- images/web/12/a"});
  CHECK(list(base.root()) ==
        Lines{"images/", "images/web/", "images/web/13/", "images/web/13/Makefile", "images/web/13/a"});
}

TEST_CASE("the fleet's files go with the fleet") {
  const TemporaryDirectory base;
  write(base, files_of(".", {{"fleet.sh", ""}}));
  write(base, files_of("web", {}));
  CHECK(find_left_over({.paths = {".", "web"}, .kinds = {}}, base.root()).empty());
  CHECK(prune(base, {".", "web"}).empty());
  CHECK(find_left_over({.paths = {"web"}, .kinds = {}}, base.root()) == Lines{"."});
  CHECK(prune(base, {"web"}) == Lines{"- Makefile", "- fleet.sh"});
  CHECK(list(base.root()) == Lines{"web/", "web/Makefile"});
}
