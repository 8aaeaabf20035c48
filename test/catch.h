#pragma once

// Catch2's header is named differently in version 2 (Debian 12) and 3 (newer systems).
#if VMP_CATCH2_VERSION == 2
#include <catch2/catch.hpp>
#else
#include <catch2/catch_all.hpp>
#endif
