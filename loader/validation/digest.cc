#include "loader/validation/digest.h"

#include <fmt/format.h>

#include <array>

namespace vmp {

namespace {

struct Algorithm {
  std::size_t digits;
  std::string_view title;
  std::string_view name;  // as a checksum names it; "" for one that vmp does not take
};

constexpr std::array kAlgorithms = {Algorithm{32, "MD5", ""},     Algorithm{40, "SHA-1", ""},
                                    Algorithm{56, "SHA-224", ""}, Algorithm{64, "SHA-256", "sha256"},
                                    Algorithm{96, "SHA-384", ""}, Algorithm{128, "SHA-512", "sha512"}};

constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";

}  // namespace

std::string help_with_digest(std::string_view checksum) {
  const std::size_t colon = checksum.find(':');
  const std::string_view digest = colon == std::string_view::npos ? checksum : checksum.substr(colon + 1);
  if (digest.find_first_not_of(kHexDigits) != std::string_view::npos) return "";
  for (const auto& [digits, title, name] : kAlgorithms) {
    if (digest.size() != digits) continue;
    if (!name.empty()) return fmt::format("{} digits look like {}: write \"{}:\" before them.", digits, title, name);
    return fmt::format("{} digits look like {}: take the SHA-256 or SHA-512 of the same file.", digits, title);
  }
  return "";
}

}  // namespace vmp
