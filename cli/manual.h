#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vmp {

enum class ManualForm { kText, kMarkdown };

// Of vmp itself, in the form of a command's texts: how it is called, what it is for, the first calls, and where options
// go.
std::string_view usage();
std::string_view introduction();
std::string_view examples();
std::string_view place_of_options();

// What `vmp help` prints: usage, commands, topics, general options.
std::string write_overview();

// One command or topic; empty if there is none of that name.
std::string write_topic(std::string_view name, ManualForm form);

// The whole manual in Markdown.
std::string write_reference();

// The names of all commands and topics.
std::vector<std::string> names_of_topics();

}  // namespace vmp
