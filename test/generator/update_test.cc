#include "generator/update.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <thread>

#include "generator/ownership.h"
#include "test/generator/base_directory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

bool is_locked(const std::string& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  REQUIRE(descriptor >= 0);
  const bool is_free = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0;
  ::close(descriptor);
  return !is_free;
}

}  // namespace

TEST_CASE("files are written below the base directory, which is made") {
  const TemporaryDirectory directory;
  const GeneratedFiles files = files_of("vm1", {{"seed.iso.d/meta-data", "a\n"}});
  const std::string base = directory.path("out/put");
  CHECK(describe(update({files}, base)) == Lines{"+ vm1/Makefile", "+ vm1/seed.iso.d/meta-data"});
  CHECK(directory.read("out/put/vm1/Makefile") == "# vmp-files: Makefile seed.iso.d/meta-data\n");
  CHECK(directory.read("out/put/vm1/seed.iso.d/meta-data") == "a\n");
  CHECK(list(base) == Lines{"vm1/", "vm1/Makefile", "vm1/seed.iso.d/", "vm1/seed.iso.d/meta-data"});
}

TEST_CASE("nothing to write makes nothing") {
  const TemporaryDirectory directory;
  CHECK(update({}, directory.path("none")).empty());
  CHECK_FALSE(directory.exists("none"));
}

TEST_CASE("a file that has its bytes is left alone") {
  const TemporaryDirectory base;
  GeneratedFiles files = files_of("vm1", {{"a", "1"}, {"b", "2"}, {"c", "longer"}});
  write(base, files);
  const struct stat before = status_of(base.path("vm1/a"));
  files["vm1/b"].text = "3";
  files["vm1/c"].text = "long";
  CHECK(write(base, files) == Lines{"+ vm1/b", "+ vm1/c"});
  CHECK(base.read("vm1/b") == "3");
  CHECK(base.read("vm1/c") == "long");
  const struct stat after = status_of(base.path("vm1/a"));
  CHECK(after.st_ino == before.st_ino);
  CHECK(after.st_mtim.tv_nsec == before.st_mtim.tv_nsec);
  CHECK(write(base, files).empty());
}

TEST_CASE("a file with a password is private from its first byte") {
  const TemporaryDirectory base;
  GeneratedFiles files = files_of("vm1", {{"sshpass", "secret"}});
  files["vm1/sshpass"].access = Access::kPrivate;
  const mode_t umask_before = ::umask(002);
  write(base, files);
  CHECK((status_of(base.path("vm1/sshpass")).st_mode & 07777) == 0600);
  CHECK((status_of(base.path("vm1/Makefile")).st_mode & 07777) == 0644);
  ::chmod(base.path("vm1/sshpass").c_str(), 0640);
  ::chmod(base.path("vm1/Makefile").c_str(), 0664);
  CHECK(write(base, files, Effect::kCheck).empty());
  CHECK(write(base, files) == Lines{"+ vm1/sshpass"});
  CHECK((status_of(base.path("vm1/sshpass")).st_mode & 07777) == 0600);
  ::umask(077);
  files["vm1/Makefile"].text += "#\n";
  write(base, files);
  CHECK((status_of(base.path("vm1/Makefile")).st_mode & 07777) == 0600);
  ::umask(umask_before);
}

TEST_CASE("a script may be run, and one that may not be is written anew") {
  const TemporaryDirectory base;
  GeneratedFiles files = files_of("vm1", {{"setup.sh", "date"}});
  files["vm1/setup.sh"].access = Access::kExecutable;
  const mode_t umask_before = ::umask(027);
  write(base, files);
  ::umask(umask_before);
  CHECK((status_of(base.path("vm1/setup.sh")).st_mode & 07777) == 0750);
  CHECK(write(base, files).empty());
  ::chmod(base.path("vm1/setup.sh").c_str(), 0644);
  CHECK(write(base, files, Effect::kCheck) == Lines{"+ vm1/setup.sh"});
  CHECK(write(base, files) == Lines{"+ vm1/setup.sh"});
  CHECK((status_of(base.path("vm1/setup.sh")).st_mode & S_IXUSR) != 0);
}

TEST_CASE("a directory of the user's own is filled without losing its files") {
  const TemporaryDirectory base;
  base.write("vm1/sshpass", "mine");
  CHECK(write(base, files_of("vm1", {{"a", ""}})) == Lines{"+ vm1/Makefile", "+ vm1/a"});
  CHECK(base.read("vm1/sshpass") == "mine");
}

TEST_CASE("checking lists the same changes and makes none") {
  const TemporaryDirectory base;
  const GeneratedFiles first = files_of("vm1", {{"a", "1"}, {"b.d/c", "2"}});
  CHECK(write(base, first, Effect::kCheck) == Lines{"+ vm1/Makefile", "+ vm1/a", "+ vm1/b.d/c"});
  CHECK(list(base.root()).empty());
  write(base, first);
  GeneratedFiles second = files_of("vm1", {{"a", "3"}});
  const Lines expected = {"+ vm1/Makefile", "+ vm1/a", "- vm1/b.d/c"};
  CHECK(write(base, second, Effect::kCheck) == expected);
  CHECK(base.read("vm1/a") == "1");
  CHECK(base.exists("vm1/b.d/c"));
  CHECK(write(base, second) == expected);
  CHECK(write(base, second, Effect::kCheck).empty());
  CHECK(describe(update({second}, base.path("none"), Effect::kCheck)) == Lines{"+ vm1/Makefile", "+ vm1/a"});
  CHECK_FALSE(base.exists("none"));
}

TEST_CASE("paths that leave the directory of a VM are refused") {
  const TemporaryDirectory base;
  for (const char* path : {"../x", "/x", "vm1/../../x", "x", "", "vm1//x", "./x", "vm1/"}) {
    GeneratedFiles files;
    files[path].text = "";
    CHECK(message_of(base, {files}) == "refused to write \"" + std::string(path) + "\": it is not below a provisioner");
  }
  CHECK(list(base.root()).empty());
}

TEST_CASE("many at once end as one alone") {
  const TemporaryDirectory base;
  std::vector<GeneratedFiles> provisioners;
  for (int number = 10; number < 30; ++number) {
    provisioners.push_back(files_of("vm" + std::to_string(number), {{"a", "1"}, {"seed.d/b", "2"}}));
  }
  std::vector<std::thread> threads;
  for (int number = 0; number < 8; ++number) {
    threads.emplace_back([&] {
      for (int round = 0; round < 5; ++round) {
        update(provisioners, base.root());
        update({files_of("vm13", {{"c", std::string(50'000, 'x')}})}, base.root());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  update(provisioners, base.root());
  Lines expected;
  for (const GeneratedFiles& files : provisioners) {
    for (const auto& [path, file] : files) {
      expected.push_back(path);
      CHECK(base.read(path) == file.bytes());
    }
  }
  Lines found = list(base.root());
  std::erase_if(found, [](const std::string& line) { return line.ends_with('/'); });
  CHECK(found == expected);
}

TEST_CASE("an update has the base directory for itself until it is applied, a check never") {
  const TemporaryDirectory base;
  Update update(base.root(), Effect::kWrite);
  CHECK(is_locked(base.root()));
  apply(update);
  CHECK_FALSE(is_locked(base.root()));
  const Update check(base.root(), Effect::kCheck);
  CHECK_FALSE(is_locked(base.root()));
}

TEST_CASE("an update tells that it waits for another, once") {
  const TemporaryDirectory base;
  std::optional<Update> other(std::in_place, base.root(), Effect::kWrite);
  int told = 0;
  const Update update(base.root(), Effect::kWrite, [&] {
    ++told;
    other.reset();
  });
  CHECK(told == 1);
  CHECK(is_locked(base.root()));
}

TEST_CASE("of two updates that saw no base directory the second sees what the first wrote") {
  const TemporaryDirectory directory;
  const std::string base = directory.path("new");
  Update first(base, Effect::kWrite);
  Update second(base, Effect::kWrite);
  first.add("vm1", files_of("vm1", {{"a", "1"}, {"b", "2"}}));
  second.add("vm1", files_of("vm1", {{"a", "1"}}));
  CHECK(describe(apply(first)) == Lines{"+ vm1/Makefile", "+ vm1/a", "+ vm1/b"});
  CHECK(describe(apply(second)) == Lines{"+ vm1/Makefile", "- vm1/b"});
  CHECK(list(base) == Lines{"vm1/", "vm1/Makefile", "vm1/a"});
}

TEST_CASE("what was changed before a failure is told, each once") {
  const TemporaryDirectory base;
  write(base, files_of("vm1", {{"stale", ""}}));
  write(base, files_of("vm3", {{"c", "old"}}));
  Update update(base.root(), Effect::kWrite);
  update.add("vm1", files_of("vm1", {{"a", ""}}));
  update.add("vm2", files_of("vm2", {{"b", ""}}));
  update.add("vm3", files_of("vm3", {{"c", ""}}));
  // It was a file when it was compared.
  fs::remove(base.path("vm3/c"));
  fs::create_directory(base.path("vm3/c"));
  std::vector<Change> changes;
  CHECK_THROWS_MATCHES(update.apply(changes), Error,
                       Catch::Matchers::Message("cannot write \"" + base.path("vm3/c") + "\": Is a directory"));
  CHECK(describe(changes) == Lines{"+ vm1/Makefile", "+ vm1/a", "- vm1/stale", "+ vm2/Makefile", "+ vm2/b"});
}

TEST_CASE("what is wrong with the disk is raised when the update is applied, of the first VM by name") {
  const TemporaryDirectory base;
  base.link("vm1", "nowhere");
  base.write("vm2", "");
  Update update(base.root(), Effect::kWrite);
  for (const char* vm : {"vm3", "vm2", "vm1"}) update.add(vm, files_of(vm, {}));
  const std::string expected = "\"" + base.path("vm1") + "\" is a symbolic link or a file, not a directory";
  CHECK_THROWS_MATCHES(apply(update), Error, Catch::Matchers::Message(expected));
  CHECK_FALSE(base.exists("vm3"));

  Update nowhere(base.path("vm2"), Effect::kWrite);
  nowhere.add("vm1", files_of("vm1", {}));
  const std::string other = "cannot open directory \"" + base.path("vm2") + "\": Not a directory";
  CHECK_THROWS_MATCHES(apply(nowhere), Error, Catch::Matchers::Message(other));
}

TEST_CASE("a directory may have several parts") {
  const TemporaryDirectory base;
  CHECK(write(base, files_of("networks/service", {{"network.xml", "<network/>"}})) ==
        Lines{"+ networks/service/Makefile", "+ networks/service/network.xml"});
  CHECK(write(base, files_of("networks/service", {{"network.xml", "<network/>"}})).empty());
  CHECK(write(base, files_of("networks/service", {})) ==
        Lines{"+ networks/service/Makefile", "- networks/service/network.xml"});
}

TEST_CASE("the fleet's files are in the base directory itself") {
  const TemporaryDirectory base;
  const GeneratedFiles files = files_of(".", {{"fleet.sh", "1"}});
  CHECK(write(base, files, Effect::kCheck) == Lines{"+ Makefile", "+ fleet.sh"});
  CHECK(describe(update({files, files_of("web", {})}, base.root())) ==
        Lines{"+ Makefile", "+ fleet.sh", "+ web/Makefile"});
  CHECK(list(base.root()) == Lines{"Makefile", "fleet.sh", "web/", "web/Makefile"});
  CHECK(write(base, files).empty());
  CHECK(write(base, files_of(".", {{"fleet.sh", "2"}, {"more", ""}})) == Lines{"+ Makefile", "+ fleet.sh", "+ more"});
  CHECK(write(base, files_of(".", {{"fleet.sh", "2"}})) == Lines{"+ Makefile", "- more"});
}

TEST_CASE("a .gitignore of its author's stays, also where a manifest names it, and ours is kept up to date") {
  const TemporaryDirectory base;
  const std::string mark = std::string(kMarkOfSharedFile) + "\n";
  base.write("vm1/.gitignore", "mine\n");
  const GeneratedFiles first = files_of("vm1", {{".gitignore", mark + "/a\n"}});
  CHECK(write(base, first) == Lines{"+ vm1/Makefile"});
  CHECK(write(base, first, Effect::kCheck).empty());
  CHECK(write(base, files_of("vm1", {})) == Lines{"+ vm1/Makefile"});
  CHECK(base.read("vm1/.gitignore") == "mine\n");
  write(base, first);
  CHECK(prune(base, {}) == Lines{"- vm1/Makefile"});
  CHECK(base.read("vm1/.gitignore") == "mine\n");

  CHECK(write(base, files_of("vm2", {{".gitignore", mark + "/a\n"}})) == Lines{"+ vm2/.gitignore", "+ vm2/Makefile"});
  CHECK(write(base, files_of("vm2", {{".gitignore", mark + "/b\n"}})) == Lines{"+ vm2/.gitignore"});
  CHECK(prune(base, {}) == Lines{"- vm2/.gitignore", "- vm2/Makefile"});
}
