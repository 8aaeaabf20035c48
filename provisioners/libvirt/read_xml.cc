#include "provisioners/libvirt/read_xml.h"

#include <algorithm>
#include <array>

namespace vmp::libvirt {

namespace {

// No definition of ours is deeper than a few.
constexpr int kMostLevels = 64;

constexpr std::array<std::pair<std::string_view, char>, 5> kEntities = {
    {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&apos;", '\''}, {"&quot;", '"'}}};

// Reads from the front of a text; what does not fit ends the reading.
class XmlReader {
 public:
  explicit XmlReader(std::string_view text) : rest_(text) {}

  std::optional<ReadXmlElement> read_document() {
    skip_blanks();
    while (take("<!--")) {
      if (!skip_behind("-->")) return std::nullopt;
      skip_blanks();
    }
    std::optional<ReadXmlElement> element = read_element(0);
    skip_blanks();
    return rest_.empty() ? element : std::nullopt;
  }

 private:
  bool take(std::string_view prefix) {
    if (!rest_.starts_with(prefix)) return false;
    rest_.remove_prefix(prefix.size());
    return true;
  }

  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \n"), rest_.size())); }

  bool skip_behind(std::string_view end) {
    const std::size_t at = rest_.find(end);
    if (at == std::string_view::npos) return false;
    rest_.remove_prefix(at + end.size());
    return true;
  }

  std::string take_until(std::string_view ends) {
    const std::string_view text = rest_.substr(0, rest_.find_first_of(ends));
    rest_.remove_prefix(text.size());
    return std::string(text);
  }

  static std::optional<std::string> unescape(std::string_view text) {
    std::string result;
    while (!text.empty()) {
      const auto found =
          std::ranges::find_if(kEntities, [&](const auto& each) { return text.starts_with(each.first); });
      if (text.front() == '&' && found == kEntities.end()) return std::nullopt;
      result += found == kEntities.end() ? text.front() : found->second;
      text.remove_prefix(found == kEntities.end() ? 1 : found->first.size());
    }
    return result;
  }

  bool read_attributes(ReadXmlElement& element) {
    while (take(" ")) {
      std::string name = take_until("= />");
      if (name.empty() || !take("='")) return false;
      std::optional<std::string> value = unescape(take_until("'"));
      if (!value || !take("'")) return false;
      element.attributes.emplace_back(std::move(name), std::move(*value));
    }
    return true;
  }

  bool read_content(ReadXmlElement& element, int level) {
    std::string text = take_until("<");
    if (text.find_first_not_of(" \n") != std::string::npos) {
      std::optional<std::string> value = unescape(text);
      if (!value) return false;
      element.text = std::move(*value);
    }
    while (!rest_.starts_with("</")) {
      std::optional<ReadXmlElement> child = read_element(level + 1);
      if (!child) return false;
      element.children.push_back(std::move(*child));
      skip_blanks();
    }
    return take("</") && take(element.name) && take(">");
  }

  // NOLINTNEXTLINE(misc-no-recursion): kMostLevels ends it
  std::optional<ReadXmlElement> read_element(int level) {
    ReadXmlElement element;
    if (level > kMostLevels || !take("<")) return std::nullopt;
    element.name = take_until(" />");
    if (element.name.empty() || !read_attributes(element)) return std::nullopt;
    if (take("/>")) return element;
    if (!take(">") || !read_content(element, level)) return std::nullopt;
    return element;
  }

  std::string_view rest_;
};

}  // namespace

std::string ReadXmlElement::attribute(std::string_view attribute_name) const {
  for (const auto& [key, value] : attributes) {
    if (key == attribute_name) return value;
  }
  return "";
}

std::optional<ReadXmlElement> read_xml(std::string_view text) {
  return XmlReader(text).read_document();
}

}  // namespace vmp::libvirt
