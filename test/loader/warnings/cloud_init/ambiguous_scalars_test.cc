#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& fields) {
  return render(find_ambiguous_scalars(resolve({web(fields)})));
}

std::string warnings_about_data(const std::string& user_data) {
  return warnings_about("    cloudInit: {noCloud: {seed: {path: s.iso}, data: {user-data: " + user_data + "}}}\n");
}

}  // namespace

TEST_CASE("in cloud-init's maps, words that only some readers take for flags are told") {
  CHECK(warnings_about(R"(    cloudInit:
      noCloud:
        seed: {path: s.iso}
        data:
          user-data:
            package_update: yes
            on: [No]
)") == R"(
r.yaml:9:29: warning: YAML readers differ over a plain "yes" [ambiguous-scalar]
    9 |             package_update: yes
      |                             ^~~
  YAML 1.1, which cloud-init reads, takes it for true, YAML 1.2 for text. Write true, or quote it if it is text.
r.yaml:10:13: warning: YAML readers differ over a plain "on" [ambiguous-scalar]
   10 |             on: [No]
      |             ^~
  YAML 1.1, which cloud-init reads, takes it for true, YAML 1.2 for text. Write true, or quote it if it is text.
r.yaml:10:18: warning: YAML readers differ over a plain "No" [ambiguous-scalar]
   10 |             on: [No]
      |                  ^~
  YAML 1.1, which cloud-init reads, takes it for false, YAML 1.2 for text. Write false, or quote it if it is text.
)");
}

TEST_CASE("in cloud-init's maps, numbers that only some readers take for such are told") {
  CHECK(warnings_about_data("{permissions: 0644}") == R"(
r.yaml:4:80: warning: YAML readers differ over a plain "0644" [ambiguous-scalar]
    4 |     cloudInit: {noCloud: {seed: {path: s.iso}, data: {user-data: {permissions: 0644}}}}
      |                                                                                ^~~~
  YAML 1.1, which cloud-init reads, takes it for an octal number, YAML 1.2 for a decimal number. Quote it if it is text.
)");
  const auto reading_of = [](const std::string& scalar) {
    const std::string warnings = warnings_about_data("{a: " + scalar + "}");
    const std::string start = "takes it for ";
    const std::size_t at = warnings.find(start);
    return at == std::string::npos ? ""
                                   : warnings.substr(at + start.size(), warnings.find(". Quote") - at - start.size());
  };
  CHECK(reading_of("-017") == "an octal number, YAML 1.2 for a decimal number");
  CHECK(reading_of("0o17") == "text, YAML 1.2 for an octal number");
  CHECK(reading_of("12:30") == "a number to base 60, YAML 1.2 for text");
  CHECK(reading_of("52:54:00:12:34:56") == "a number to base 60, YAML 1.2 for text");
  CHECK(reading_of("1_000") == "a number, YAML 1.2 for text");
  CHECK(reading_of("2024-01-31") == "a date, YAML 1.2 for text");
  for (const char* clear : {"0", "7", "10", "1.10", "0.5", "10.0.0.1", "089", "52:54:00:ab:cd:ef", "12:60", "true",
                            "False", "null", "\"0644\"", "'no'", "o17", "_1", "2024-1-1", "x"}) {
    CHECK(reading_of(clear) == "");
  }
}

TEST_CASE("in virtInstall, flags that look like words are told") {
  CHECK(warnings_about(
            "    libvirt: {domain: {virtInstall: {features: [{name: a, options: {acpi: off}}], pxe: on}}}\n") ==
        R"(
r.yaml:4:75: warning: a plain "off" is the flag false, not text [ambiguous-scalar]
    4 |     libvirt: {domain: {virtInstall: {features: [{name: a, options: {acpi: off}}], pxe: on}}}
      |                                                                           ^~~
  Write false if you mean the flag, and "off" in quotes for the text.
r.yaml:4:88: warning: a plain "on" is the flag true, not text [ambiguous-scalar]
    4 |     libvirt: {domain: {virtInstall: {features: [{name: a, options: {acpi: off}}], pxe: on}}}
      |                                                                                        ^~
  Write true if you mean the flag, and "on" in quotes for the text.
)");
  CHECK(warnings_about(
            "    libvirt: {domain: {virtInstall: {features: [{name: a, options: {acpi: \"off\"}}], pxe: true}}}\n") ==
        "\n");
}

TEST_CASE("in cloud-init's texts that are YAML, the same scalars are told, at their own places") {
  CHECK(warnings_about(R"(    cloudInit:
      noCloud:
        seed: {path: s.iso}
        data:
          user-data: |
            #cloud-config
            ssh_pwauth: no
            write_files:
              - path: /ä
                permissions: 0644
          network-config: !raw "{ä: 12:30, b: 'no'}"
)") == R"(
r.yaml:10:25: warning: YAML readers differ over a plain "no" [ambiguous-scalar]
   10 |             ssh_pwauth: no
      |                         ^~
  YAML 1.1, which cloud-init reads, takes it for false, YAML 1.2 for text. Write false, or quote it if it is text.
r.yaml:13:30: warning: YAML readers differ over a plain "0644" [ambiguous-scalar]
   13 |                 permissions: 0644
      |                              ^~~~
  YAML 1.1, which cloud-init reads, takes it for an octal number, YAML 1.2 for a decimal number. Quote it if it is text.
r.yaml:14:37: warning: YAML readers differ over a plain "12:30" [ambiguous-scalar]
   14 |           network-config: !raw "{ä: 12:30, b: 'no'}"
      |                                     ^~~~~
  YAML 1.1, which cloud-init reads, takes it for a number to base 60, YAML 1.2 for text. Quote it if it is text.
)");
  CHECK(warnings_about_data("\"#cloud-config\\na: no\\nb: {VM_NAME}\\n\"") == R"(
r.yaml:4:85: warning: YAML readers differ over a plain "no" [ambiguous-scalar]
    4 |     cloudInit: {noCloud: {seed: {path: s.iso}, data: {user-data: "#cloud-config\na: no\nb: {VM_NAME}\n"}}}
      |                                                                                     ^~
  YAML 1.1, which cloud-init reads, takes it for false, YAML 1.2 for text. Write false, or quote it if it is text.
)");
}

TEST_CASE("elsewhere every scalar is text, and scripts are nobody else's business") {
  CHECK(warnings_about("    vars: {A: no}\n    ssh: {options: {StrictHostKeyChecking: no}}\n") == "\n");
  CHECK(warnings_about_data("\"#!/bin/sh\\na: no\\n\"") == "\n");
  CHECK(warnings_about_data("\"#cloud-config\\na: [no\\n\"") == "\n");
}
