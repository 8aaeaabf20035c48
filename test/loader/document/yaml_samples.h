#pragma once

#include <string>
#include <vector>

namespace vmp::test {

// Texts that writers and readers of YAML get wrong, thousands of them and the same in every run: what
// looks like something else, indicators in every order, every kind of character, lines, lengths.
std::vector<std::string> hostile_texts();

// Plain scalars as authors write them, whose meaning must survive.
std::vector<std::string> plain_scalars();

}  // namespace vmp::test
