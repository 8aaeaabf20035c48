// Catch2 2 is one header of 18,000 lines, which nearly every test includes: compiled once, the tests build in
// half the time.
#include "test/catch.h"
