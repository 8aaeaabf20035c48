#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vmp {

enum class ManualForm { kText, kMarkdown };

// What `vmp help` prints: usage, commands, topics, general options.
std::string write_overview();

// One command or topic; empty if there is none of that name.
std::string write_topic(std::string_view name, ManualForm form);

// The whole manual in Markdown.
std::string write_reference();

// The names of all commands and topics.
std::vector<std::string> names_of_topics();

}  // namespace vmp
