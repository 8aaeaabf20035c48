#include "generator/directory.h"

#include "test/generator/base_directory.h"
#include "test/unprivileged.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("links in place of our files are replaced, never followed") {
  const TemporaryDirectory base;
  const GeneratedFiles files = files_of("vm1", {{"a", "1"}, {"b", "2"}});
  base.write("outside", "1");
  base.write("vm1/Makefile", write_manifest({"Makefile", "a", "b"}));
  base.link("vm1/a", "../outside");  // its bytes would be the right ones
  base.link("vm1/b", "nowhere");
  CHECK(write(base, files) == Lines{"+ vm1/a", "+ vm1/b"});
  CHECK(list(base.root()) == Lines{"outside", "vm1/", "vm1/Makefile", "vm1/a", "vm1/b"});
}

TEST_CASE("a link to a manifest is none") {
  const TemporaryDirectory base;
  base.write("outside", write_manifest({"Makefile", "a"}));
  fs::create_directory(base.path("vm1"));
  base.link("vm1/Makefile", "../outside");
  CHECK(message_of(base, {files_of("vm1", {})}) ==
        "refused to overwrite \"BASE/vm1/Makefile\": vmp did not generate it");
  CHECK(list(base.root()) == Lines{"outside", "vm1/", "vm1/Makefile -> ../outside"});
}

TEST_CASE("a pipe in place of our file is replaced without being opened") {
  const TemporaryDirectory base;
  base.write("vm1/Makefile", write_manifest({"Makefile", "a"}));
  REQUIRE(::mkfifo(base.path("vm1/a").c_str(), 0600) == 0);
  CHECK(write(base, files_of("vm1", {{"a", "1"}})) == Lines{"+ vm1/a"});
  CHECK(base.read("vm1/a") == "1");
}

TEST_CASE("links in place of directories are errors and nothing is written") {
  const TemporaryDirectory base;
  fs::create_directories(base.path("elsewhere"));
  base.link("vm2", "elsewhere");
  const std::vector<GeneratedFiles> provisioners = {files_of("vm1", {}), files_of("vm2", {})};
  for (const Effect effect : {Effect::kWrite, Effect::kCheck}) {
    CHECK(message_of(base, provisioners, effect) == "\"BASE/vm2\" is a symbolic link or a file, not a directory");
  }
  CHECK(list(base.root()) == Lines{"elsewhere/", "vm2 -> elsewhere"});

  fs::create_directory(base.path("vm3"));
  base.link("vm3/seed.d", "../elsewhere");
  CHECK(message_of(base, {files_of("vm3", {{"seed.d/a", ""}})}) ==
        "\"BASE/vm3/seed.d\" is a symbolic link or a file, not a directory");
  CHECK(list(base.path("vm3")) == Lines{"seed.d -> ../elsewhere"});
}

TEST_CASE("the base directory itself may be a link") {
  const TemporaryDirectory directory;
  fs::create_directory(directory.path("real"));
  directory.link("base", "real");
  update({files_of("vm1", {})}, directory.path("base"));
  CHECK(directory.exists("real/vm1/Makefile"));
}

TEST_CASE("a directory in place of a file is an error before anything is written") {
  const TemporaryDirectory base;
  fs::create_directories(base.path("vm2/Makefile"));
  const std::vector<GeneratedFiles> provisioners = {files_of("vm1", {}), files_of("vm2", {})};
  CHECK(message_of(base, provisioners) == "cannot write \"BASE/vm2/Makefile\": there is a directory of that name");
  CHECK(list(base.root()) == Lines{"vm2/", "vm2/Makefile/"});
}

TEST_CASE("a base directory that cannot be used is one clear error") {
  const TemporaryDirectory base;
  base.write("file", "");
  try {
    update({files_of("vm1", {})}, base.path("file/x"));
    FAIL("written");
  } catch (const Error& error) {
    CHECK(error.what() == "cannot open directory \"" + base.path("file/x") + "\": Not a directory");
  }
}

TEST_CASE("what may not be written is named") {
  const TemporaryDirectory base;
  const Unprivileged unprivileged(base.root());
  ::chmod(base.root().c_str(), 0555);
  CHECK(message_of(base, {files_of("vm1", {})}) == "cannot make directory \"BASE/vm1\": Permission denied");
  ::chmod(base.root().c_str(), 0755);
  write(base, files_of("vm1", {{"a", "1"}}));
  ::chmod(base.path("vm1").c_str(), 0555);
  CHECK(write(base, files_of("vm1", {{"a", "1"}})).empty());
  CHECK(message_of(base, {files_of("vm1", {{"a", "2"}})}) == "cannot write \"BASE/vm1/a\": Permission denied");
  ::chmod(base.path("vm1").c_str(), 0755);
}
