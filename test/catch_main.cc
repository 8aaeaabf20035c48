// Catch2 2 wants its main compiled once, by us; Catch2 3 links one.
#if VMP_CATCH2_VERSION == 2
#define CATCH_CONFIG_MAIN
#endif
#include "test/catch.h"
