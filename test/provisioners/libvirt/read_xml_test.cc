#include "provisioners/libvirt/read_xml.h"

#include <string>

#include "provisioners/libvirt/xml.h"
#include "test/catch.h"

namespace vmp::libvirt {

TEST_CASE("XML is read back as it was written, whatever is in it") {
  std::string hostile = "<a b='c' d=\"e\">&amp; ]]> <!-- é \xff";
  for (int byte = 0x20; byte < 0x7f; ++byte) hostile += static_cast<char>(byte);
  XmlElement line("line");
  line.set("c", hostile).add(XmlElement("e", hostile)).add(XmlElement("g")).write_in_a_line();
  XmlElement outer("outer");
  outer.set("xmlns:x", "y").add(line).add(XmlElement("e", hostile));
  const auto read = read_xml("<!-- a comment -->\n" + outer.write());
  REQUIRE(read);
  CHECK(read->name == "outer");
  CHECK(read->attribute("xmlns:x") == "y");
  REQUIRE(read->children.size() == 2);
  CHECK(read->children[0].attribute("c") == hostile);
  REQUIRE(read->children[0].children.size() == 2);
  CHECK(read->children[0].children[0].text == hostile);
  CHECK(read->children[0].children[1].name == "g");
  CHECK(read->children[1].text == hostile);
}

TEST_CASE("what is no XML of ours cannot be read") {
  for (const char* text :
       {"", "<", "<a", "<a>", "<a></b>", "<a/><b/>", "<a b=c/>", "<a b='c/>", "a", "<a>&b;</a>", "<!--"}) {
    INFO(text);
    CHECK_FALSE(read_xml(text));
  }
}

TEST_CASE("XML that is deeper than any definition cannot be read") {
  std::string deep;
  for (int level = 0; level < 100'000; ++level) deep += "<a>";
  CHECK_FALSE(read_xml(deep));
}

}  // namespace vmp::libvirt
