#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "test/catch.h"
#include "test/cli/run_vmp.h"
#include "test/source_directory.h"
#include "test/temporary_directory.h"
#include "test/unprivileged.h"

using namespace vmp::test;

TEST_CASE("what was written before a failure is reported before it") {
  if (::geteuid() != 0) return;  // only root can make the file of another
  const TemporaryDirectory base;
  // Everybody may add files, and only its owner may replace this one.
  base.write("web/Makefile", "# vmp-files: Makefile\n");
  ::chmod(base.path("web").c_str(), 01777);
  std::ifstream lab(source_directory() + "/test/cli/transcripts/files/lab.yaml");
  const World world = {.input = {std::istreambuf_iterator<char>(lab), {}}};
  const Unprivileged unprivileged(base.root());
  const Run run = run_vmp({"gen", "--jobs", "1", "--base-dir", base.root()}, world);
  CHECK(run.status == 3);
  CHECK(run.errors ==
        "Generated db/Makefile\n"
        "Generated db/build.sh\n"
        "Generated db/guest.sh\n"
        "Generated db/node.sh\n"
        "Generated db/provisioner.sh\n"
        "error: cannot write \"" +
            base.path("web/Makefile") + "\": Operation not permitted\n");
}
