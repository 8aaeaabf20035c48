#include "provisioners/libvirt/xml.h"

#include <fmt/format.h>

#include <utility>

#include "generator/make_text.h"

namespace vmp::libvirt {

namespace {

std::string escape(const Text& text) {
  refuse_control_characters(text);
  std::string escaped;
  for (const char byte : text.value) {
    switch (byte) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '\'':
        escaped += "&apos;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += byte;
    }
  }
  return escaped;
}

Text our_own(std::string_view text) {
  return {.value = std::string(text), .place = {}};
}

}  // namespace

XmlElement::XmlElement(std::string_view name, const Text& text) : name_(name), text_(escape(text)) {}

XmlElement::XmlElement(std::string_view name, std::string_view text) : XmlElement(name, our_own(text)) {}

XmlElement& XmlElement::set(std::string_view name, const Text& value) {
  attributes_ += fmt::format(" {}='{}'", name, escape(value));
  return *this;
}

XmlElement& XmlElement::set(std::string_view name, std::string_view value) {
  return set(name, our_own(value));
}

XmlElement& XmlElement::set(std::string_view name, long value) {
  return set(name, std::to_string(value));
}

XmlElement& XmlElement::add(XmlElement child) {
  children_.push_back(std::move(child));
  return *this;
}

XmlElement& XmlElement::write_in_a_line() {
  is_in_a_line_ = true;
  return *this;
}

std::string XmlElement::write(int level) const {
  const std::string indent(static_cast<std::size_t>(level) * 2, ' ');
  if (children_.empty() || is_in_a_line_) return indent + write_line() + "\n";
  std::string xml = fmt::format("{}<{}{}>\n", indent, name_, attributes_);
  for (const XmlElement& child : children_) xml += child.write(level + 1);
  return xml + fmt::format("{}</{}>\n", indent, name_);
}

std::string XmlElement::write_line() const {
  std::string content = text_;
  for (const XmlElement& child : children_) content += child.write_line();
  if (content.empty()) return fmt::format("<{}{}/>", name_, attributes_);
  return fmt::format("<{}{}>{}</{}>", name_, attributes_, content, name_);
}

}  // namespace vmp::libvirt
