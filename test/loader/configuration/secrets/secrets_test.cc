#include "loader/configuration/secrets/secrets.h"

#include "test/catch.h"
#include "test/loader/configuration/image/resolved_image.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// "web" with these lines, of v1beta1.
std::string web_with(const std::string& lines) {
  return "vms:\n  - name: web\n    template: base\n    provisioner: v1beta1\n" + indent(lines);
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
r.yaml:6:12: error: secret "none" needs exactly one of "env", "file" and "command"
    6 |     - {name: none}
      |              ^~~~
)");
}

TEST_CASE("a reference to a secret that is not there is told with near matches", "[secrets]") {
  CHECK(mistakes_in_vm({with_user_data("{a: \"{secret:tokn}\", b: \"{secret:other}\", c: \"{secret:}\"}")}) == R"(
)");
  CHECK(mistakes_in_vm({web_with("ssh: {password: \"{secret:db}\"}")}) == R"(
)");
}

TEST_CASE("a secret stands where only its value is read, and where v1beta1 is", "[secrets]") {
  CHECK(mistakes_in_vm({web_with(R"(secrets: [{name: token, env: TOKEN}, {name: x, file: "{secret:token}"}]
vars: {V: "{secret:token}"}
description: "{secret:token}"
ssh: {user: "{secret:token}", password: "{V}"}
)")}) == R"(
)");
  CHECK(mistakes_in_vm({"vms: [{name: web, template: base, ssh: {password: \"{secret:db}\"}}]"}) == R"(
)");
  CHECK(mistakes_in_vm({"vms: [{name: web, template: base, secrets: [{name: db, env: DB}]}]"}) == R"(
)");
}

TEST_CASE("in a text of cloud-init nothing quotes a value, so only a script may have one", "[secrets]") {
  CHECK(mistakes_in_vm({with_user_data("\"#cloud-config\\npassword: {secret:token}\"")}) == R"(
)");
  CHECK(warnings_of_vm({with_user_data("\"#!/bin/sh\\necho {secret:token}\"")}) == R"(
)");
}

TEST_CASE("what stands for a secret cannot be a text", "[secrets]") {
  CHECK(mistakes_in_vm({with_user_data(
            "{a: \"@secret:token@\", \"@secret:token@\": b, c: !raw \"@secret:token@\", d: \"{secret:token} @secret:\"}")}) ==
        R"(
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
)");
  CHECK(write_yaml(*image.image.find("secrets")) == "");
  CHECK(token_in_steps("[{name: a, append: {file: /a, line: \"{secret:token}\"}}, {name: b, install: [\"{secret:token}\"]}, "
                       "{name: c, run: {text: \"{secret:token}\"}}]") == R"(
)");
  CHECK(token_in_steps("[{name: a, password: {user: a, password: \"{secret:tokens}\"}}]") == R"(
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
