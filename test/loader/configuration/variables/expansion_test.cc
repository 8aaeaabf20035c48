#include "loader/configuration/variables/expansion.h"

#include "loader/configuration/variables/variables.h"
#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

constexpr const char* kVariables = "{VM_NAME: web, DIR: /srv, 'a b': blank, x-y: dash, BRACES: '{DIR}', EMPTY: ''}";

struct Expanded {
  std::string text;
  std::string mistakes;
};

Expanded expand_value(const Value& value) {
  Diagnostics mistakes;
  Variables variables(mistakes);
  const Value layer = parse(kVariables);
  for (const Entry& entry : layer.entries()) variables.add(entry.key.text(), entry.value.as_raw());
  const std::string text = expand_variables(value, variables, mistakes).text();
  return {text, render(mistakes)};
}

std::string expand(const std::string& text) {
  const Expanded expanded = expand_value(Value::scalar(text));
  CHECK(expanded.mistakes == "\n");
  return expanded.text;
}

// The mistakes in the value of "a" in a source.
std::string mistakes_in(const std::string& yaml) {
  return expand_value(*parse(yaml).find("a")).mistakes;
}

}  // namespace

TEST_CASE("a name in braces is the variable's value") {
  CHECK(expand("{VM_NAME}") == "web");
  CHECK(expand("x{VM_NAME}y{DIR}/{VM_NAME}") == "xweby/srv/web");
  CHECK(expand("{EMPTY}") == "");
}

TEST_CASE("D12: names with blanks and dashes are names") {
  CHECK(expand("{a b}{x-y}<a b><x-y>") == "blankdashblankdash");
}

TEST_CASE("D4: doubled braces are literal ones") {
  CHECK(expand("{{VM_NAME}}") == "{VM_NAME}");
  CHECK(expand("{{{VM_NAME}}}") == "{web}");
  CHECK(expand("{{{{ ds.x }}}}") == "{{ ds.x }}");
  CHECK(expand("${{HOME}} {{}}") == "${HOME} {}");
}

TEST_CASE("D14: the result is not expanded again") {
  CHECK(expand("{BRACES} <BRACES>") == "{DIR} {DIR}");
}

TEST_CASE("a name in angle brackets is the variable's value, if there is one") {
  CHECK(expand("<VM_NAME>.<DIR>") == "web./srv");
  CHECK(expand("a < b > c <b> <a href=x> 1<2") == "a < b > c <b> <a href=x> 1<2");
  CHECK(expand("<") == "<");
  CHECK(expand("<>") == "<>");
  CHECK(expand("<VM_NAME") == "<VM_NAME");
  CHECK(expand("x<<VM_NAME>y") == "x<weby");
}

TEST_CASE("doubled angle brackets around a variable's name are literal ones") {
  CHECK(expand("<<VM_NAME>>") == "<VM_NAME>");
  CHECK(expand("<<NONE>> << >> <<<VM_NAME>>>") == "<<NONE>> << >> <<VM_NAME>>");
}

TEST_CASE("heredocs and redirections stay") {
  CHECK(expand("cat <<EOF >/etc/motd\n<VM_NAME>\nEOF\n") == "cat <<EOF >/etc/motd\nweb\nEOF\n");
  CHECK(expand("cat <<-'EOF'\n$HOME <$DIR >out 2>&1\nEOF") == "cat <<-'EOF'\n$HOME <$DIR >out 2>&1\nEOF");
  CHECK(expand("sort <in >out <<<word") == "sort <in >out <<<word");
}

TEST_CASE("D5: a text under !raw is left alone") {
  CHECK(expand_value(parse("!raw '${HOME} {VM_NAME} <VM_NAME> {{ x }}'")).text ==
        "${HOME} {VM_NAME} <VM_NAME> {{ x }}");
}

TEST_CASE("what was expanded is text, what was not stays what it was") {
  Diagnostics mistakes;
  Variables variables(mistakes);
  variables.add("NO", Value::scalar("no"));
  CHECK(expand_variables(parse("<NO>"), variables, mistakes).style() == Style::kQuoted);
  CHECK(expand_variables(parse("no"), variables, mistakes).is_flag());
  CHECK(expand_variables(*parse("a: |\n  {NO}").find("a"), variables, mistakes).style() == Style::kBlock);
}

TEST_CASE("A1: an unknown name is an error at its place, with a near match") {
  CHECK(mistakes_in("a: x {VM_NAM}\n") == R"(
r.yaml:1:6: error: variable "VM_NAM" is not defined
    1 | a: x {VM_NAM}
      |      ^~~~~~~~
  Did you mean "VM_NAME"?
)");
  CHECK(mistakes_in("a: echo ${HOME}\n") == R"(
r.yaml:1:10: error: variable "HOME" is not defined
    1 | a: echo ${HOME}
      |          ^~~~~~
  Set it under "vars" of the VM, a template, its image or its node.
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
)");
}

TEST_CASE("every mistake of a text is reported, where it stands") {
  CHECK(mistakes_in(R"(
a: |
  first {ONE}
    second {TWO} "{THREE}"
)") == R"(
r.yaml:2:9: error: variable "ONE" is not defined
    2 |   first {ONE}
      |         ^~~~~
  Set it under "vars" of the VM, a template, its image or its node.
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
r.yaml:3:12: error: variable "TWO" is not defined
    3 |     second {TWO} "{THREE}"
      |            ^~~~~
  Set it under "vars" of the VM, a template, its image or its node.
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
r.yaml:3:19: error: variable "THREE" is not defined
    3 |     second {TWO} "{THREE}"
      |                   ^~~~~~~
  Set it under "vars" of the VM, a template, its image or its node.
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
)");
}

TEST_CASE("D3: lone and empty braces are errors") {
  CHECK(mistakes_in("a: '{} { VM'") == R"(
r.yaml:1:5: error: "{}" names no variable
    1 | a: '{} { VM'
      |     ^~
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
r.yaml:1:8: error: lone "{"
    1 | a: '{} { VM'
      |        ^
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
)");
  CHECK(mistakes_in("a: x}") == R"(
r.yaml:1:5: error: lone "}"
    1 | a: x}
      |     ^
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
)");
  CHECK(mistakes_in("a: '{0}'") == R"(
r.yaml:1:5: error: variable "0" is not defined
    1 | a: '{0}'
      |     ^~~
  Set it under "vars" of the VM, a template, its image or its node.
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
)");
}

TEST_CASE("JSON and shell in braces are told from names") {
  CHECK(mistakes_in(R"(a: '{"name": "x"}')") == R"(
r.yaml:1:5: error: the text in braces is no variable's name
    1 | a: '{"name": "x"}'
      |     ^~~~~~~~~~~~~
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
)");
  CHECK(mistakes_in("a: |\n  f() {\n    true\n  }\n") == R"(
r.yaml:2:7: error: the text in braces is no variable's name
    2 |   f() {
      |       ^
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
)");
}

TEST_CASE("D1, D2: Python's format syntax is refused, with what to write") {
  for (const char* field : {"{VM_NAME.__class__}", "{VM_NAME[0]}", "{VM_NAME:.2}", "{VM_NAME:>10}", "{VM_NAME!r}",
                            "{VM_NAME:{W}}", "{VM_NAME:{DIR}}"}) {
    CAPTURE(field);
    CHECK(mistakes_in("a: 'x " + std::string(field) + " y'") ==
          "\nr.yaml:1:7: error: \"" + std::string(field) +
              "\" uses Python's format syntax, which is not available\n"
              "    1 | a: 'x " +
              field + " y'\n      |       ^" + std::string(std::string(field).size() - 1, '~') +
              "\n  Write the variable alone: \"{VM_NAME}\".\n");
  }
}

TEST_CASE("a variable that is nearly named in angle brackets is a warning") {
  CHECK(mistakes_in("a: |\n  hostname <VM_NAM>\n") == R"(
r.yaml:2:12: warning: "<VM_NAM>" is no variable and stays as it is [near-variable]
    2 |   hostname <VM_NAM>
      |            ^~~~~~~~
  Did you mean "<VM_NAME>"?
)");
  CHECK(mistakes_in("a: <html> <title> <Vm.name> <V M_NAME>") == "\n");
}

TEST_CASE("a mistake in a text that was made elsewhere has no place") {
  CHECK(expand_value(Value::scalar("{NONE}")).mistakes == R"(
error: variable "NONE" is not defined
  Set it under "vars" of the VM, a template, its image or its node.
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
)");
}

TEST_CASE("a text that expands too far is an error") {
  Diagnostics mistakes;
  Variables variables(mistakes);
  variables.add("LONG", Value::scalar(std::string(1U << 20U, 'x')));
  std::string text;
  for (int i = 0; i < 33; ++i) text += "{LONG}";
  CHECK(mistakes_of([&] {
          expand_variables(parse("'" + text + "'"), variables, mistakes);
        }).starts_with("\nr.yaml:1:1: error: variables expand to more than 32 MiB\n"));
}

TEST_CASE("of one text a hundred mistakes are told") {
  Diagnostics mistakes;
  Variables variables(mistakes);
  std::string text;
  for (int i = 0; i < 200; ++i) text += "{ ";
  expand_variables(parse("'" + text + "'"), variables, mistakes);
  REQUIRE(mistakes.size() == 100);
  CHECK(to_string(mistakes.back().place) == "r.yaml:1:200");
}

TEST_CASE("binary data has no variables") {
  CHECK(expand_value(Value::scalar("{VM_NAME}").as_binary()).text == "{VM_NAME}");
}
