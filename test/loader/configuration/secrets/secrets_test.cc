#include "loader/configuration/secrets/secrets.h"

#include "test/catch.h"
#include "test/loader/configuration/image/resolved_image.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// "web" with these lines, of v1beta1.
std::string web_with(const std::string& lines) {
  return "vms:\n  - name: web\n    template: base\n    provisioner: v1beta1\n" + indent(lines + "\n");
}

std::string with_user_data(const std::string& data, const std::string& secrets = "[{name: token, env: TOKEN}]") {
  return web_with("secrets: " + secrets + "\ncloudInit: {noCloud: {seed: {path: seed.iso}, data: {user-data: " + data +
                  "}}}\n");
}

// A secret in a line: where its value is.
std::string show(const std::vector<Secret>& secrets) {
  std::string text;
  for (const Secret& secret : secrets) {
    text += secret.name.value + " " + secret.kind;
    for (const Text& word : secret.words) text += " " + word.value;
    text += secret.version ? ", version " + secret.version->value + "\n" : "\n";
  }
  return text;
}

std::string token_in_steps(const std::string& steps) {
  return mistakes_in_build("from: {image: \"debian:12\"}\nsteps: " + steps, "secrets: [{name: token, env: TOKEN}]\n");
}

}  // namespace

TEST_CASE("a VM's secrets are merged by name, and those are kept that it refers to", "[secrets]") {
  const ResolvedVm vm = resolve({R"(
templates:
  - name: secret
    secrets:
      - {name: token, env: TOKEN}
      - {name: unused, env: UNUSED}
      - {name: db, command: [pass, show, "vms/{VM_NAME}"]}
vms:
  - name: web
    templates: [base, secret]
    provisioner: v1beta1
    vars: {USER: ops}
    secrets: [{name: token, env: null, file: ~/token, version: 2}]
    ssh: {user: "{USER}", password: "{secret:db}"}
    cloudInit: {noCloud: {seed: {path: seed.iso}, data: {user-data: {a: ["{USER}={secret:token}"], b: !raw "{secret:token}"}}}}
)"});
  CHECK(show(vm.configuration.secrets) == "token file ~/token, version 2\ndb command pass show vms/web\n");
  CHECK(vm.configuration.ssh.password->value == "@secret:db@");
  CHECK(write_yaml(*vm.configuration.cloud_init->user_data) == "a:\n- ops=@secret:token:2@\nb: \"{secret:token}\"\n");
  CHECK(write_yaml(*vm.vm.find_path({"cloudInit", "noCloud", "data"})) ==
        "user-data:\n  a:\n  - ops={secret:token}\n  b: \"{secret:token}\"\n");
  CHECK(vm.vm.find("ssh")->find("password")->text() == "{secret:db}");
}

TEST_CASE("each way of getting a secret is looked at, and there is one", "[secrets]") {
  CHECK(mistakes_in_vm({web_with(R"(secrets:
- {name: none}
- {name: two, env: A, file: b}
- {name: a b, env: A-B, version: "1:2"}
- {name: c, file: ""}
- {name: d, command: []}
- {name: d, command: ["", x]}
- {name: "", env: A}
)")}) == R"(
r.yaml:6:14: error: secret "none" needs exactly one of "env", "file" and "command"
    6 |     - {name: none}
      |              ^~~~
r.yaml:7:27: error: secret "two" needs exactly one of "env", "file" and "command"
    7 |     - {name: two, env: A, file: b}
      |                           ^~~~
r.yaml:7:19: note: "env" is given here
r.yaml:8:14: error: name "a b" must have letters, digits and . _ - only
    8 |     - {name: a b, env: A-B, version: "1:2"}
      |              ^~~
r.yaml:8:24: error: env "A-B" is no name of a variable
    8 |     - {name: a b, env: A-B, version: "1:2"}
      |                        ^~~
  In an environment, names have letters, digits and _.
r.yaml:8:38: error: version "1:2" must have letters, digits and . _ - only
    8 |     - {name: a b, env: A-B, version: "1:2"}
      |                                      ^~~~~
r.yaml:9:23: error: "file" of secret "c" is empty
    9 |     - {name: c, file: ""}
      |                       ^~
r.yaml:10:26: error: "command" of secret "d" is empty
   10 |     - {name: d, command: []}
      |                          ^
r.yaml:11:14: error: two secrets have the name "d"
   11 |     - {name: d, command: ["", x]}
      |              ^
r.yaml:10:14: note: the first is here
r.yaml:11:26: error: "command" of secret "d" is empty
   11 |     - {name: d, command: ["", x]}
      |                          ^
r.yaml:12:14: error: name "" must have letters, digits and . _ - only
   12 |     - {name: "", env: A}
      |              ^~
)");
}

TEST_CASE("a reference to a secret that is not there is told with near matches", "[secrets]") {
  CHECK(mistakes_in_vm({with_user_data("{a: \"{secret:tokn}\", b: \"{secret:other}\", c: \"{secret:}\"}")}) == R"(
r.yaml:6:74: error: secret "tokn" is not defined
    6 |     cloudInit: {noCloud: {seed: {path: seed.iso}, data: {user-data: {a: "{secret:tokn}", b: "{secret:other}", c: "{secre...
      |                                                                          ^~~~~~~~~~~~~
  Did you mean "token"?
r.yaml:6:94: error: secret "other" is not defined
    6 |     cloudInit: {noCloud: {seed: {path: seed.iso}, data: {user-data: {a: "{secret:tokn}", b: "{secret:other}", c: "{secre...
      |                                                                                              ^~~~~~~~~~~~~~
  Define it: "secrets: [{name: other, env: VARIABLE}]".
r.yaml:6:115: error: a secret's name is missing
    6 | ...secret:tokn}", b: "{secret:other}", c: "{secret:}"}}}}
      |                                            ^~~~~~~~~
  Write {secret:NAME}.
)");
  CHECK(mistakes_in_vm({web_with("ssh: {password: \"{secret:db}\"}")}) == R"(
r.yaml:5:22: error: secret "db" is not defined
    5 |     ssh: {password: "{secret:db}"}
      |                      ^~~~~~~~~~~
  Define it: "secrets: [{name: db, env: VARIABLE}]".
)");
}

TEST_CASE("a secret stands where only its value is read, and where v1beta1 is", "[secrets]") {
  CHECK(mistakes_in_vm({web_with(R"(secrets: [{name: token, env: TOKEN}, {name: x, file: "x{secret:token}"}]
vars: {V: "{secret:token}"}
description: "{secret:token}"
ssh: {user: "{secret:token}", password: "{V}"}
)")}) == R"(
r.yaml:5:60: error: a secret cannot stand here
    5 |     secrets: [{name: token, env: TOKEN}, {name: x, file: "x{secret:token}"}]
      |                                                            ^~~~~~~~~~~~~~
  It may stand in cloud-init's data, ssh.password and the steps of a build that take a password, a text or an environment, with provisioner v1beta1; not in a variable.
r.yaml:6:16: error: a secret cannot stand here
    6 |     vars: {V: "{secret:token}"}
      |                ^~~~~~~~~~~~~~
  It may stand in cloud-init's data, ssh.password and the steps of a build that take a password, a text or an environment, with provisioner v1beta1; not in a variable.
r.yaml:7:19: error: a secret cannot stand here
    7 |     description: "{secret:token}"
      |                   ^~~~~~~~~~~~~~
  It may stand in cloud-init's data, ssh.password and the steps of a build that take a password, a text or an environment, with provisioner v1beta1; not in a variable.
r.yaml:8:18: error: a secret cannot stand here
    8 |     ssh: {user: "{secret:token}", password: "{V}"}
      |                  ^~~~~~~~~~~~~~
  It may stand in cloud-init's data, ssh.password and the steps of a build that take a password, a text or an environment, with provisioner v1beta1; not in a variable.
)");
  CHECK(mistakes_in_vm({"vms: [{name: web, template: base, ssh: {password: \"{secret:db}\"}}]"}) == R"(
r.yaml:1:52: error: a secret cannot stand here
    1 | vms: [{name: web, template: base, ssh: {password: "{secret:db}"}}]
      |                                                    ^~~~~~~~~~~
  It may stand in cloud-init's data, ssh.password and the steps of a build that take a password, a text or an environment, with provisioner v1beta1; not in a variable.
)");
  CHECK(mistakes_in_vm({"vms: [{name: web, template: base, secrets: [{name: db, env: DB}]}]"}) == R"(
r.yaml:1:35: error: provisioner "v1alpha1" has no "secrets"; "v1beta1" has
    1 | vms: [{name: web, template: base, secrets: [{name: db, env: DB}]}]
      |                                   ^~~~~~~
  Write "provisioner: v1beta1".
lab.yaml:12:18: note: the provisioner is "v1alpha1"
)");
}

TEST_CASE("in a text of cloud-init nothing quotes a value, so only a script may have one", "[secrets]") {
  CHECK(mistakes_in_vm({with_user_data("\"#cloud-config\\npassword: {secret:token}\"")}) == R"(
r.yaml:6:95: error: a secret cannot stand in this text
    6 |     cloudInit: {noCloud: {seed: {path: seed.iso}, data: {user-data: "#cloud-config\npassword: {secret:token}"}}}
      |                                                                                               ^~~~~~~~~~~~~~
  Write a map instead: its values are quoted, whatever is in them. Of texts, only a script may hold secrets, which begins with "#!".
)");
  CHECK(warnings_of_vm({with_user_data("\"#!/bin/sh\\necho {secret:token}\"")}) == R"(
r.yaml:6:69: warning: the script has the value of a secret in it as it is [secret-in-script]
    6 |     cloudInit: {noCloud: {seed: {path: seed.iso}, data: {user-data: "#!/bin/sh\necho {secret:token}"}}}
      |                                                                     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  What is a quote or "$" in it is code. With a map, write_files puts it into a file that a script can read.
)");
}

TEST_CASE("what stands for a secret cannot be a text", "[secrets]") {
  CHECK(mistakes_in_vm({with_user_data("{a: \"@secret:token@\", \"@secret:token@\": b, c: !raw \"@secret:token@\", d: "
                                       "\"{secret:token} @secret:\"}")}) ==
        R"(
r.yaml:6:73: error: "@secret:" cannot stand in a text that may hold secrets
    6 |     cloudInit: {noCloud: {seed: {path: seed.iso}, data: {user-data: {a: "@secret:token@", "@secret:token@": b, c: !raw "...
      |                                                                         ^~~~~~~~~~~~~~~~
  It is what stands for a secret in what is generated. Write {secret:NAME} for one.
r.yaml:6:91: error: "@secret:" cannot stand in a text that may hold secrets
    6 |     cloudInit: {noCloud: {seed: {path: seed.iso}, data: {user-data: {a: "@secret:token@", "@secret:token@": b, c: !raw "...
      |                                                                                           ^~~~~~~~~~~~~~~~
  It is what stands for a secret in what is generated. Write {secret:NAME} for one.
r.yaml:6:115: error: "@secret:" cannot stand in a text that may hold secrets
    6 | ...secret:token@", "@secret:token@": b, c: !raw "@secret:token@", d: "{secret:token} @secret:"}}}}
      |                                            ^~~~~~~~~~~~~~~~~~~~~
  It is what stands for a secret in what is generated. Write {secret:NAME} for one.
r.yaml:6:141: error: "@secret:" cannot stand in a text that may hold secrets
    6 | ...oken@": b, c: !raw "@secret:token@", d: "{secret:token} @secret:"}}}}
      |                                            ^~~~~~~~~~~~~~~~~~~~~~~~~
  It is what stands for a secret in what is generated. Write {secret:NAME} for one.
)");
  CHECK(mistakes_in_vm({with_user_data("{a: \"@secret:token@\"}", "[]")}) == "no error");
}

TEST_CASE("a step of a build has secrets in its environment, texts and passwords", "[secrets]") {
  const ResolvedImage image = build_of(R"(from: {image: "debian:12"}
steps:
  - {name: run, run: {text: "true", env: {A: "{secret:a}"}}}
  - {name: text, write: {to: /a, text: "{secret:a}"}}
  - {name: user, user: {name: ops, password: "{secret:b}"}}
)",
                                       "secrets: [{name: a, env: A}, {name: b, env: B, version: x}]\n");
  CHECK(show(image.configuration.secrets) == "a env A\nb env B, version x\n");
  CHECK(show_steps(image.configuration) == R"(
run 1800s: run env=A=@secret:a@ [script*]
text 1800s: write to=/a [text]
user 1800s: user name=ops password=@secret:b:x@
)");
  CHECK(write_yaml(*image.image.find("secrets")) == R"(- name: a
  env: A
- name: b
  env: B
  version: x
)");
  CHECK(token_in_steps(
            "[{name: a, append: {file: /a, line: \"{secret:token}\"}}, {name: b, install: [\"{secret:token}\"]}, "
            "{name: c, run: {text: \"{secret:token}\"}}]") == R"(
r.yaml:13:57: error: a secret cannot stand here
   13 |             steps: [{name: a, append: {file: /a, line: "{secret:token}"}}, {name: b, install: ["{secret:token}"]}, {name...
      |                                                         ^~~~~~~~~~~~~~
  It may stand in cloud-init's data, ssh.password and the steps of a build that take a password, a text or an environment, with provisioner v1beta1; not in a variable.
r.yaml:13:97: error: a secret cannot stand here
   13 |             steps: [{name: a, append: {file: /a, line: "{secret:token}"}}, {name: b, install: ["{secret:token}"]}, {name...
      |                                                                                                 ^~~~~~~~~~~~~~
  It may stand in cloud-init's data, ssh.password and the steps of a build that take a password, a text or an environment, with provisioner v1beta1; not in a variable.
r.yaml:13:139: error: a secret cannot stand here
   13 | ...ecret:token}"]}, {name: c, run: {text: "{secret:token}"}}]
      |                                            ^~~~~~~~~~~~~~
  It may stand in cloud-init's data, ssh.password and the steps of a build that take a password, a text or an environment, with provisioner v1beta1; not in a variable.
)");
  CHECK(token_in_steps("[{name: a, password: {user: a, password: \"{secret:tokens}\"}}]") == R"(
r.yaml:13:62: error: secret "tokens" is not defined
   13 |             steps: [{name: a, password: {user: a, password: "{secret:tokens}"}}]
      |                                                              ^~~~~~~~~~~~~~~
  Did you mean "token"?
)");
}

TEST_CASE("only the version of a secret counts for digests", "[secrets]") {
  const auto chain_with = [](const std::string& secret) {
    return build_of("from: {image: \"debian:12\"}\nsteps: [{name: a, write: {to: /a, text: \"{secret:a}\"}}]",
                    "secrets: [{name: a, " + secret + "}]\n")
        .configuration.chain;
  };
  CHECK(chain_with("env: A") == chain_with("command: [cat, /a]"));
  CHECK(chain_with("env: A, version: 2") != chain_with("env: A"));
}
