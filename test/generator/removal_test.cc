#include "generator/removal.h"

#include <unistd.h>

#include "test/generator/base_directory.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("files that are no longer generated go, and others stay") {
  const TemporaryDirectory base;
  write(base,
        files_of("vm1", {{"old.d/a", ""}, {"old.d/deep/b", ""}, {"kept.d/a", ""}, {"sshpass", ""}, {"gone", ""}}));
  base.write("vm1/seed.iso", "built");
  base.write("vm1/kept.d/notes", "mine");
  fs::remove(base.path("vm1/gone"));
  const GeneratedFiles files = files_of("vm1", {{"new.d/a", ""}});
  CHECK(write(base, files) == Lines{"+ vm1/Makefile", "- vm1/kept.d/a", "+ vm1/new.d/a", "- vm1/old.d/a",
                                    "- vm1/old.d/deep/b", "- vm1/sshpass"});
  CHECK(list(base.path("vm1")) == Lines{"Makefile", "kept.d/", "kept.d/notes", "new.d/", "new.d/a", "seed.iso"});
}

TEST_CASE("removing never leaves the directory of the VM") {
  const TemporaryDirectory base;
  base.write("outside/a", "");
  base.write("vm1/Makefile", "# vmp-files: ../outside/a " + base.path("outside/a") + " linked/a dir file/x link\n");
  base.write("vm1/file", "");
  base.link("vm1/linked", "../outside");
  base.link("vm1/link", "../outside/a");
  fs::create_directory(base.path("vm1/dir"));
  const Lines expected = {"+ vm1/Makefile", "- vm1/link"};
  CHECK(write(base, files_of("vm1", {}), Effect::kCheck) == expected);
  CHECK(write(base, files_of("vm1", {})) == expected);
  CHECK(list(base.root()) ==
        Lines{"outside/", "outside/a", "vm1/", "vm1/Makefile", "vm1/dir/", "vm1/file", "vm1/linked -> ../outside"});
}

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

TEST_CASE("pruning passes by what is closed to it") {
  if (::geteuid() == 0) return;  // root may open everything
  const TemporaryDirectory base;
  write(base, files_of("closed", {}));
  write(base, files_of("unreadable", {}));
  write(base, files_of("old", {}));
  ::chmod(base.path("closed").c_str(), 0);
  ::chmod(base.path("unreadable/Makefile").c_str(), 0);
  CHECK(prune(base, {}) == Lines{"- old/Makefile"});
  ::chmod(base.path("closed").c_str(), 0700);
}
