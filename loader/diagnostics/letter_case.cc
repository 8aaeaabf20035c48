#include "loader/diagnostics/letter_case.h"

namespace vmp {

char to_lower(char byte) {
  return 'A' <= byte && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

std::string to_lower(std::string_view text) {
  std::string result(text);
  for (char& byte : result) byte = to_lower(byte);
  return result;
}

}  // namespace vmp
