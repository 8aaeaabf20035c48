#include "provisioners/v1beta1/shell/secret_words.h"

#include <fmt/format.h>

#include "generator/make_text.h"

namespace vmp::v1beta1 {

std::string write_secrets(std::string_view variable, const std::vector<Secret>& secrets) {
  if (secrets.empty()) return "";
  std::string section = "\n# ---- Secrets: name, where the value is; it is fetched when it is needed ----\n\n";
  for (const Secret& secret : secrets) {
    section += fmt::format("{} += --secret {} {}", variable, make_word(secret.name), secret.kind);
    for (const Text& word : secret.words) section += " --secret-word " + make_word(word);
    section += '\n';
  }
  return section;
}

}  // namespace vmp::v1beta1
