#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/surroundings.h"

namespace vmp {

// What a shell is to complete a word with.
struct Completion {
  enum class Kind { kWords, kFiles, kDirectories };
  struct Word {
    std::string text;  // the whole word, not only what is missing
    std::string description;
  };

  Kind kind = Kind::kWords;  // else the shell looks for those itself
  std::vector<Word> words;   // those that begin like the last one typed, in the order of the manual or the registry
};

// How the last of `words` can go on, the command line behind "vmp", up to the cursor: a command, an option, its
// choices, a name of the registry that the line or VMP_REGISTRY names. Standard input is never read. Raises nothing:
// where the registry cannot be read, there are no names.
Completion complete(const std::vector<std::string>& words, const Surroundings& surroundings);

// The first word of the command line with which a shell asks, which no manual names. What follows is not parsed: a
// command line that is not finished is wrong most of the time.
inline constexpr std::string_view kCompletionWord = "__complete";

// What `vmp __complete WORD...` prints for the scripts in cli/completions: "words", "files" or "directories", then a
// line for each word, with a tab and its description behind it. Words that a line cannot hold are left out.
std::string write_completion(const Completion& completion);

}  // namespace vmp
