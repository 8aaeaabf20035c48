#include "cli/manual.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include "cli/roff.h"
#include "test/catch.h"
#include "test/cli/run_vmp.h"
#include "test/source_directory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// VMP_ACCEPT=1 in the environment writes the file, and fails.
void check_file(const std::string& path, const std::vector<std::string>& words) {
  CAPTURE(path);
  std::ifstream file(source_directory() + "/" + path, std::ios::binary);
  const std::string written((std::istreambuf_iterator<char>(file)), {});
  const std::string printed = run_vmp(words).output;
  CHECK(printed == written);
  if (std::getenv("VMP_ACCEPT") != nullptr) std::ofstream(source_directory() + "/" + path) << printed;
}

}  // namespace

TEST_CASE("what is written of the manual is what `vmp` prints") {
  check_file("cli/REFERENCE.md", {"help", "--markdown"});
  check_file("cli/vmp.1", {"help", "--man"});
  check_file("schema/vmp-registry.5", {"schema", "--man"});
}

TEST_CASE("every page fits a terminal of 80 columns") {
  std::string manual = write_overview();
  for (const std::string& name : names_of_topics()) manual += write_topic(name, ManualForm::kText);
  std::istringstream lines(manual);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK((line.size() <= 80));
    CHECK_FALSE(line.ends_with(' '));
    CHECK(line.find('`') == std::string::npos);
  }
}

TEST_CASE("a manual page prints what means something to roff as it is") {
  RoffPage page("an-example", 7, "it's a \"test\"");
  page.add_heading("FIRST - PART");
  page.add_body(
      ".not a macro, and `--code -x`, C:\\dir, ~ ^ '.\n"
      "Goes on.\n"
      "\n"
      "    .example --with\n"
      "\n"
      "    a 'quote'\n"
      "\n"
      "Behind, with a `tick that is not closed.\n");
  page.add_item("--option VALUE", ".value of it; see `vmp help`.");
  page.add_subheading("part");
  page.add_code("vmp [--option]");
  const std::string version = run_vmp({"version"}).output;
  CHECK(page.text() == ".TH AN\\-EXAMPLE 7 \"2026-11-30\" \"vmp " + version.substr(0, version.find('\n')) + R"("
.ad l
.SH NAME
an\-example \- it\(aqs a \(dqtest\(dq
.SH FIRST - PART
\&.not a macro, and \fB\-\-code \-x\fR, C:\edir, \(ti \(ha \(aq.
Goes on.
.PP
.RS 4
.EX
\&.example \-\-with

a \(aqquote\(aq
.EE
.RE
.PP
Behind, with a \(gatick that is not closed.
.TP
\fB\-\-option VALUE\fR
\&.value of it; see \fBvmp help\fR.
.SS part
\fBvmp [\-\-option]\fR
)");
}
