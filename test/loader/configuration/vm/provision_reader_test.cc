#include "loader/configuration/vm/provision_reader.h"

#include "test/catch.h"
#include "test/loader/configuration/vm/resolved_vm.h"
#include "test/temporary_directory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::unique_ptr<const Registry> registry_in(const TemporaryDirectory& directory, const std::string& text) {
  directory.write("plain.sh", "#!/bin/sh\n");
  directory.write("data", "1\n");
  directory.write("site/a", "a");
  directory.write("site/sub/b", "b");
  return std::make_unique<const Registry>(
      std::vector<std::shared_ptr<const SourceFile>>{source(kLab, "lab.yaml"), source(text, directory.path("r.yaml"))});
}

std::string show(const std::vector<ProvisionStep>& steps) {
  std::string text = "\n";
  for (const ProvisionStep& step : steps) {
    text += step.name.value + " " + (step.is_on_host ? "host " : "guest ") + step.when + " " +
            std::to_string(step.timeout_seconds) + "s:";
    for (const AuthorFile& file : step.files) text += " [" + file.path + (file.is_executable ? "*]" : "]");
    for (const PlacedFile& file : step.placed) text += " " + file.mode + " " + file.owner + " " + file.path;
    text += "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("steps of a template and of a VM merge by name, in an order that the VM can say", "[provision]") {
  const TemporaryDirectory directory;
  const auto registry = registry_in(directory, R"(
templates:
  - name: steps
    provision:
      - {name: gone, text: "true"}
      - {name: kept, text: "echo {VM_NAME}", timeout: 90s}
vms:
  - name: web
    templates: [base, steps]
    provisioner: v1beta1
    provision:
      - {name: gone, text: null}
      - {name: kept, when: once}
      - {name: first, before: kept, files: [{from: data, to: /etc/}, {from: site, to: //srv/./www, owner: "33:33"}]}
      - {name: last, text: "true", on: host, files: [{from: site}]}
)");
  const ResolvedVm vm = resolve_vm(*registry, "web");
  CHECK(show(vm.configuration.provision) == R"(
first guest changed 600s: [files/etc/data] [files/srv/www/a] [files/srv/www/sub/b] 0644 root:root /etc/data 0644 33:33 /srv/www/a 0644 33:33 /srv/www/sub/b
kept guest once 90s: [run*]
last host changed 600s: [files/site/a] [files/site/sub/b] [run*]
)");
  CHECK(vm.configuration.provision[1].files[0].content == "#!/bin/sh\nset -e\necho web\n");
}

TEST_CASE("what is wrong in a step is told where it is", "[provision]") {
  const TemporaryDirectory directory;
  const auto registry = registry_in(directory, R"(
vms:
  - name: web
    template: base
    provisioner: v1beta1
    provision:
      - {name: -x, text: a, on: gest, when: never, timeout: soon}
      - {name: nothing, when: once}
      - {name: both, text: a, script: plain.sh}
      - {name: host, text: a, on: host, files: [{from: data, to: /etc/a}]}
      - {name: here, on: host, files: [{from: data}]}
      - {name: up, files: [{from: data, to: /etc/../a}, {from: data, to: etc}]}
      - {name: mode, text: a, files: [{from: data, mode: "0640"}]}
      - {name: rights, files: [{from: data, to: /a, mode: "9"}, {from: data, to: /b, owner: a b}]}
      - {name: twice, files: [{from: data, to: /etc}, {from: data, to: /etc/data}]}
      - {name: plain, script: plain.sh}
      - {name: lost, script: no.sh, after: nobody}
      - {name: same, text: a}
      - {name: same, text: a}
)");
  std::string said = mistakes_of([&] { resolve_vm(*registry, "web"); });
  for (std::size_t at = said.find(directory.root()); at != std::string::npos; at = said.find(directory.root(), at)) {
    said.replace(at, directory.root().size(), "DIR");
  }
  CHECK(said == R"(
DIR/r.yaml:6:16: error: name "-x" is no name of a step
    6 |       - {name: -x, text: a, on: gest, when: never, timeout: soon}
      |                ^~
  One begins with a letter or digit and has those and . _ + @ -, at most 64; "make provision/NAME" has it.
DIR/r.yaml:6:33: error: "on" must be "guest" or "host", not "gest"
    6 |       - {name: -x, text: a, on: gest, when: never, timeout: soon}
      |                                 ^~~~
  Did you mean "guest"?
DIR/r.yaml:6:45: error: "when" must be "changed", "once" or "always", not "never"
    6 |       - {name: -x, text: a, on: gest, when: never, timeout: soon}
      |                                             ^~~~~
DIR/r.yaml:6:61: error: timeout "soon" must be a time
    6 |       - {name: -x, text: a, on: gest, when: never, timeout: soon}
      |                                                             ^~~~
  A time is a number with its unit, at most 30 days: 90s, 20m, 1h.
DIR/r.yaml:7:16: error: step "nothing" does nothing
    7 |       - {name: nothing, when: once}
      |                ^~~~~~~
  It may have script, text, files.
DIR/r.yaml:8:22: error: step "both" needs exactly one of "script" and "text"
    8 |       - {name: both, text: a, script: plain.sh}
      |                      ^~~~
DIR/r.yaml:8:31: note: "script" is given here
DIR/r.yaml:9:62: error: step "host" runs on this machine, so "to" says nothing
    9 |       - {name: host, text: a, on: host, files: [{from: data, to: /etc/a}]}
      |                                                              ^~
  The script finds the file below files/ of its folder.
DIR/r.yaml:10:16: error: step "here" does nothing
   10 |       - {name: here, on: host, files: [{from: data}]}
      |                ^~~~
  It may have script, text, files.
DIR/r.yaml:11:45: error: to "/etc/../a" must have no ".."
   11 |       - {name: up, files: [{from: data, to: /etc/../a}, {from: data, to: etc}]}
      |                                             ^~~~~~~~~
DIR/r.yaml:11:74: error: to "etc" must be absolute
   11 |       - {name: up, files: [{from: data, to: /etc/../a}, {from: data, to: etc}]}
      |                                                                          ^~~
  It is a path in the guest.
DIR/r.yaml:12:52: error: step "mode" has no "to" for this file, so "mode" says nothing
   12 |       - {name: mode, text: a, files: [{from: data, mode: "0640"}]}
      |                                                    ^~~~
  The script finds the file below files/ of its folder.
DIR/r.yaml:13:59: error: mode "9" must be permissions
   13 |       - {name: rights, files: [{from: data, to: /a, mode: "9"}, {from: data, to: /b, owner: a b}]}
      |                                                           ^~~
  They are octal: "0711".
DIR/r.yaml:13:93: error: owner "a b" must be USER or USER:GROUP
   13 |       - {name: rights, files: [{from: data, to: /a, mode: "9"}, {from: data, to: /b, owner: a b}]}
      |                                                                                             ^~~
  Names in the guest, or numbers.
DIR/r.yaml:14:62: error: two files of step "twice" are to be "/etc"
   14 |       - {name: twice, files: [{from: data, to: /etc}, {from: data, to: /etc/data}]}
      |                                                              ^~~~
DIR/r.yaml:15:31: error: script "DIR/plain.sh" is not executable
   15 |       - {name: plain, script: plain.sh}
      |                               ^~~~~~~~
  "chmod +x" makes it so; git keeps that.
DIR/r.yaml:16:44: error: there is no step "nobody" to place step "lost"
   16 |       - {name: lost, script: no.sh, after: nobody}
      |                                            ^~~~~~
  The steps are "-x", "nothing", "both", "host", "here", "up", "mode", "rights", "twice", "plain" and 2 more.
DIR/r.yaml:18:16: error: two steps have the name "same"
   18 |       - {name: same, text: a}
      |                ^~~~
DIR/r.yaml:17:16: note: the first is here
)");
}
