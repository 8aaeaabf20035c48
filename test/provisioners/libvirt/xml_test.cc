#include "provisioners/libvirt/xml.h"

#include "loader/diagnostics/diagnostic.h"
#include "test/catch.h"

namespace vmp::libvirt {

TEST_CASE("XML is written as libvirt writes it") {
  XmlElement inner("inner");
  inner.set("a", "1").set("b", 2L);
  XmlElement line("line");
  line.set("c", "d").add(XmlElement("e", "f")).add(XmlElement("g")).write_in_a_line();
  XmlElement outer("outer");
  outer.add(inner).add(line);
  CHECK(outer.write() ==
        "<outer>\n"
        "  <inner a='1' b='2'/>\n"
        "  <line c='d'><e>f</e><g/></line>\n"
        "</outer>\n");
}

TEST_CASE("the five characters with a meaning in XML are entities") {
  CHECK(XmlElement("a", "<b c='d' e=\"f\">&</b>").write() ==
        "<a>&lt;b c=&apos;d&apos; e=&quot;f&quot;&gt;&amp;&lt;/b&gt;</a>\n");
  CHECK(XmlElement("a").set("b", "<'\">&").write() == "<a b='&lt;&apos;&quot;&gt;&amp;'/>\n");
}

TEST_CASE("an XML element without anything is bare") {
  CHECK(XmlElement("a").is_bare());
  CHECK_FALSE(XmlElement("a").set("b", "").is_bare());
  CHECK_FALSE(XmlElement("a", "b").is_bare());
  CHECK_FALSE(XmlElement("a").add(XmlElement("b")).is_bare());
}

TEST_CASE("XML takes no control characters") {
  for (const char* text : {"a\nb", "\t", "\x1b", "\x7f"}) {
    CHECK_THROWS_AS(XmlElement("a", text), Error);
    CHECK_THROWS_AS(XmlElement("a").set("b", text), Error);
  }
}

}  // namespace vmp::libvirt
