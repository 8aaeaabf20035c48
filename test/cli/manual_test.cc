#include "cli/manual.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include "test/catch.h"
#include "test/cli/run_vmp.h"

using namespace vmp;
using namespace vmp::test;

// VMP_ACCEPT=1 in the environment writes the file, and fails.
TEST_CASE("cli/REFERENCE.md is what `vmp help --markdown` prints") {
  std::ifstream file(VMP_SOURCE_DIR "/cli/REFERENCE.md", std::ios::binary);
  const std::string reference((std::istreambuf_iterator<char>(file)), {});
  const std::string printed = run_vmp({"help", "--markdown"}).output;
  CHECK(printed == reference);
  if (std::getenv("VMP_ACCEPT") != nullptr) std::ofstream(VMP_SOURCE_DIR "/cli/REFERENCE.md") << printed;
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
