// Any bytes are read or refused with diagnostics that can be shown; what was read is written and read back as the
// same text.
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "loader/diagnostics/render.h"
#include "loader/document/read_yaml.h"
#include "loader/document/write_json.h"
#include "loader/document/write_yaml.h"

namespace {

std::vector<vmp::Value> read(std::string text) {
  return vmp::read_yaml(
      std::make_shared<const vmp::SourceFile>(vmp::SourceFile{.name = "fuzz.yaml", .text = std::move(text)}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    for (const vmp::Value& document : read({reinterpret_cast<const char*>(data), size})) {
      const std::vector<vmp::Value> again = read(vmp::write_yaml(document));
      if (again.size() != 1 || vmp::write_json(again.front()) != vmp::write_json(document)) std::abort();
    }
  } catch (const vmp::Error& error) {
    for (const vmp::Diagnostic& diagnostic : error.diagnostics()) render_as_text(diagnostic, vmp::Colour::kAlways);
    render_as_json(error.diagnostics());
  }
  return 0;
}
