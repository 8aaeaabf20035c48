#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/text.h"

namespace vmp::libvirt {

// An element of a definition, which is written as libvirt writes its own, so that both can be compared: two blanks a
// level, values in single quotes, and the five characters that have a meaning as entities. It never holds a control
// character: those end lines in the files that libvirt makes of a definition.
class XmlElement {
 public:
  explicit XmlElement(std::string_view name) : name_(name) {}
  // With a text instead of children. Raises Error for control characters.
  XmlElement(std::string_view name, const Text& text);
  XmlElement(std::string_view name, std::string_view text);

  // Attributes in the order in which they are set. Raises Error for control characters.
  XmlElement& set(std::string_view name, const Text& value);
  XmlElement& set(std::string_view name, std::string_view value);
  XmlElement& set(std::string_view name, long value);

  XmlElement& add(XmlElement child);
  // With all that is below it.
  XmlElement& write_in_a_line();

  bool is_bare() const { return attributes_.empty() && text_.empty() && children_.empty(); }

  // Ends with a newline.
  std::string write(int level = 0) const;

 private:
  std::string write_line() const;

  std::string name_;
  std::string attributes_;  // as they are written
  std::string text_;
  std::vector<XmlElement> children_;
  bool is_in_a_line_ = false;
};

}  // namespace vmp::libvirt
