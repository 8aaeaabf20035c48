#include "loader/validation/libvirt_words.h"

#include "test/catch.h"

using namespace vmp;

TEST_CASE("a libvirt URI has a scheme, maybe with a transport") {
  for (const char* uri : {"qemu:///system", "qemu+ssh://root@host.example/system?keyfile=/k", "test:///default",
                          "qemu+libssh2://[::1]:22/system", "xen://host/", "qemu+unix:///session", "x://y"}) {
    CAPTURE(uri);
    CHECK_FALSE(find_uri_mistake(uri).has_value());
  }
  for (const char* uri : {"", "banana", "qemu:/system", "qemu://", "://host/system", "my host://system", "/system"}) {
    CAPTURE(uri);
    CHECK(find_uri_mistake(uri)->complaint == "is no libvirt URI");
  }
}

TEST_CASE("a transport that libvirt does not know is told, with a near match") {
  CHECK(find_uri_mistake("qemu+shs://host/system")->complaint ==
        "has the transport \"shs\", which libvirt does not know");
  CHECK(find_uri_mistake("qemu+shs://host/system")->help == "Did you mean \"ssh\"?");
  CHECK(find_uri_mistake("qemu+carrier://host/system")->help ==
        "One looks like qemu:///system, or qemu+ssh://USER@HOST/system.");
}

TEST_CASE("only some formats of volumes have backing volumes") {
  CHECK(can_have_backing("qcow2"));
  CHECK_FALSE(can_have_backing("raw"));
  CHECK(volume_formats().size() < image_formats().size());
}
