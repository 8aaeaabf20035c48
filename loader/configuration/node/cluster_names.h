#pragma once

#include <string>
#include <string_view>

namespace vmp {

// What keeps a text from being a name in a cluster, by RFC 1123: "has \"_\""; empty if nothing does. A label is a name
// of at most 63 bytes, a subdomain several with dots between them, of at most 253.
std::string find_label_mistake(std::string_view text);
std::string find_subdomain_mistake(std::string_view text);

// How such names look, for help.
inline constexpr std::string_view kLabelHelp =
    "Names in a cluster have lower-case letters, digits and -, begin and end with a letter or a digit, "
    "and have at most 63 characters (RFC 1123).";
inline constexpr std::string_view kSubdomainHelp =
    "Names in a cluster have lower-case letters, digits, - and single dots, begin and end with a letter or a digit, "
    "and have at most 253 characters (RFC 1123).";

}  // namespace vmp
