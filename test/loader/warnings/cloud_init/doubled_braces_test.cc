#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& text) {
  const auto registry =
      registry_of({"templates: [{name: t, cloudInit: {noCloud: {data: {user-data: {a: " + text + "}}}}}]"});
  return warnings_of_registry(*registry, find_doubled_braces);
}

}  // namespace

TEST_CASE("an expression of another language in doubled braces is told") {
  CHECK(warnings_about("'docker ps --format \"{{.Names}}\"'") == R"(
r.yaml:1:67: warning: doubled braces become single ones [doubled-braces]
    1 | templates: [{name: t, cloudInit: {noCloud: {data: {user-data: {a: 'docker ps --format "{{.Names}}"'}}}}}]
      |                                                                   ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  "{{" is how a literal "{" is written. Put !raw before a text to leave all braces alone in it.
)");
  CHECK(warnings_about("'{{ v1.instance_id }}'") == R"(
r.yaml:1:67: warning: doubled braces become single ones [doubled-braces]
    1 | templates: [{name: t, cloudInit: {noCloud: {data: {user-data: {a: '{{ v1.instance_id }}'}}}}}]
      |                                                                   ^~~~~~~~~~~~~~~~~~~~~~
  "{{" is how a literal "{" is written. Put !raw before a text to leave all braces alone in it.
)");
  for (const char* text : {"'{{- if x }}'", "'{{v1.region}}'", "'{{ x | upper }}'", "'{{{{a}}}} {{ b }}'"}) {
    CAPTURE(text);
    CHECK(warnings_about(text) != "\n");
  }
}

TEST_CASE("a variable of a VM in doubled braces is told, be it without blanks") {
  const auto warnings_about_web = [](const std::string& text) {
    const auto registry = registry_of({web("    description: " + text + "\n")});
    return warnings_of_registry(*registry, find_doubled_braces);
  };
  CHECK(warnings_about_web("'{{VM_NAME}}'") == R"(
r.yaml:4:18: warning: "{{VM_NAME}}" is text: doubled braces become single ones [doubled-braces]
    4 |     description: '{{VM_NAME}}'
      |                  ^~~~~~~~~~~~~
  Write "{VM_NAME}" for the variable. Put !raw before a text to leave all braces alone in it.
)");
  CHECK(warnings_about_web("'{{ VM_NAME }}'") == R"(
r.yaml:4:18: warning: "{{ VM_NAME }}" is text: doubled braces become single ones [doubled-braces]
    4 |     description: '{{ VM_NAME }}'
      |                  ^~~~~~~~~~~~~~~
  Write "{VM_NAME}" for the variable. Put !raw before a text to leave all braces alone in it.
)");
  CHECK(warnings_about_web("'${{VM_NAME}} {{OTHER}} {VM_NAME}'") == "\n");
}

TEST_CASE("literal braces of JSON, awk and shells, and raw texts, are right") {
  for (const char* text :
       {"'{{\"a\": 1}}'", "'{{print $1}}'", "'f() {{ echo; }}'", "'{{}}'", "'{{'", "!raw '{{ a.b }}'"}) {
    CAPTURE(text);
    CHECK(warnings_about(text) == "\n");
  }
}
