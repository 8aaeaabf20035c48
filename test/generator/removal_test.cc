#include "generator/removal.h"

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
