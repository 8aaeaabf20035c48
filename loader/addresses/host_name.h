#pragma once

#include <string_view>

namespace vmp {

// Names of hosts and domains, RFC 1123, section 2.1: labels of letters, digits and hyphens inside, of at most 63 bytes.

// One label: what a host is called without its domain.
bool is_host_label(std::string_view text);

// Labels with dots between them, of at most 253 bytes together.
bool is_dns_name(std::string_view text);

// The same where labels may begin with an underscore (RFC 8552), as those of TXT and SRV records do.
bool is_record_name(std::string_view text);

}  // namespace vmp
