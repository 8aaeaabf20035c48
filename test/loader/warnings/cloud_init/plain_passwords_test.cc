#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& fields) {
  return render(find_plain_passwords(resolve({web(fields)})));
}

std::string warnings_about_user_data(const std::string& data) {
  return warnings_about("    cloudInit: {noCloud: {seed: {path: s.iso}, data: {user-data: " + data + "}}}\n");
}

}  // namespace

TEST_CASE("a password of ssh is plain text") {
  CHECK(warnings_about("    ssh: {password: secret}\n") == R"(
r.yaml:4:21: warning: this password is plain text [plain-password]
    4 |     ssh: {password: secret}
      |                     ^~~~~~
  Whoever reads the registry or the provisioner can read it. A key needs no password.
)");
}

TEST_CASE("a password of a display is plain text") {
  CHECK(warnings_about("    libvirt: {domain: {virtInstall: {graphics: \"vnc,password=x\"}}}\n") == R"(
r.yaml:4:48: warning: this password is plain text [plain-password]
    4 |     libvirt: {domain: {virtInstall: {graphics: "vnc,password=x"}}}
      |                                                ^~~~~~~~~~~~~~~~
  Whoever reads the registry or the provisioner can read it. Without a password, listen on 127.0.0.1 only.
)");
  CHECK(warnings_about(
            "    libvirt: {domain: {virtInstall: {graphics: \"vnc,listen=x\", network: \"a,password=x\"}}}\n") == "\n");
}

TEST_CASE("passwords of cloud-init are plain unless they are hashed") {
  CHECK(warnings_about_user_data("{users: [{name: a, plain_text_passwd: secret}]}") == R"(
r.yaml:4:104: warning: this password is plain text [plain-password]
    4 |     cloudInit: {noCloud: {seed: {path: s.iso}, data: {user-data: {users: [{name: a, plain_text_passwd: secret}]}}}}
      |                                                                                                        ^~~~~~
  Whoever reads the registry or the provisioner can read it. "openssl passwd -6" makes a hash of it.
)");
  const std::string text = warnings_about_user_data("\"#cloud-config\\npassword: secret\"");
  CHECK(text.find("r.yaml:4:66: warning: this password is plain text") == 1);
  for (const char* plain : {
           "{password: secret}",
           "{users: [{name: a, passwd: secret}]}",
           "{chpasswd: {users: [{name: a, password: secret, type: text}]}}",
           "{chpasswd: {list: \"a:$6$x\\nb:secret\"}}",
           "{chpasswd: {list: [\"b:secret\"]}}",
       }) {
    CHECK(warnings_about_user_data(plain).find("plain text") != std::string::npos);
  }
  for (const char* right : {
           "{password: $6$salt$hash}",
           "{users: [{name: a, passwd: \"*\", lock_passwd: true}, default]}",
           "{users: [{name: a, passwd: \"!\"}]}",
           "{chpasswd: {users: [{name: a, type: RANDOM}], expire: false}}",
           "{chpasswd: {list: \"a:RANDOM\\nb:R\\nc:$6$x\"}}",
           "{password: }",
           "{password: {a: b}}",
           "\"#!/bin/sh\\npassword: secret\"",
       }) {
    CHECK(warnings_about_user_data(right) == "\n");
  }
}
