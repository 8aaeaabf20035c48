#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/render.h"
#include "loader/diagnostics/source_file.h"
#include "loader/document/read_yaml.h"
#include "loader/document/value.h"

// Sources that are texts in a test, and the messages that people would see.
namespace vmp::test {

// A raw string begins on the line below its quote: that first line break is not part of the source.
inline std::shared_ptr<const SourceFile> source(std::string text, std::string name = "r.yaml") {
  if (text.starts_with('\n')) text.erase(0, 1);
  return std::make_shared<const SourceFile>(SourceFile{std::move(name), std::move(text)});
}

// The lines of an entry's fields, four blanks further to the right; empty ones are left out.
inline std::string indent(const std::string& fields) {
  std::string text;
  std::string line;
  for (const char byte : fields) {
    line += byte;
    if (byte != '\n') continue;
    if (line != "\n") text += "    " + line;
    line.clear();
  }
  return text;
}

// The only document of a text; null if the text has none.
inline Value parse(const std::string& yaml, const std::string& name = "r.yaml") {
  const std::vector<Value> documents = read_yaml(source(yaml, name));
  if (documents.size() > 1) throw std::logic_error("more than one document");
  return documents.empty() ? Value() : documents.front();
}

// Begins with a line break, as the raw string that it is compared with.
inline std::string render(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += render_as_text(diagnostic, Colour::kNever);
  return "\n" + text;
}

// The messages of the Error that an action raises; "no error" if it raises none.
template <typename Action>
std::string mistakes_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return render(error.diagnostics());
  }
  return "no error";
}

}  // namespace vmp::test
