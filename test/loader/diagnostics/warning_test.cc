#include "loader/diagnostics/warning.h"

#include <algorithm>

#include "test/catch.h"

using namespace vmp;

TEST_CASE("a warning is found by its name") {
  CHECK(name_of(Warning::kOpenPattern) == "open-pattern");
  CHECK(find_warning("open-pattern") == Warning::kOpenPattern);
  CHECK(find_warning("open_pattern") == std::nullopt);
}

TEST_CASE("warnings stand in the order of their names") {
  CHECK(std::ranges::is_sorted(warning_kinds(), {}, &WarningKind::name));
}
