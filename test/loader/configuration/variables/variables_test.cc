#include "loader/configuration/variables/variables.h"

#include <fmt/format.h>

#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// All variables of some layers, low to high: "A=1 B=2", then the mistakes.
std::string expand_layers(const std::vector<std::string>& layers) {
  Diagnostics mistakes;
  Variables variables(mistakes);
  for (const std::string& layer : layers) variables.add_layer(parse(layer));
  std::string text;
  for (const auto& [name, value] : variables.expand_all()) text += fmt::format("{}={} ", name, value.value);
  return mistakes.empty() ? text : text + render(mistakes);
}

}  // namespace

TEST_CASE("a higher layer wins") {
  CHECK(expand_layers({"{A: 1, B: 1}", "{B: 2, C: 2}"}) == "A=1 B=2 C=2 ");
}

TEST_CASE("B7, B8: values keep their text, null says nothing") {
  CHECK(expand_layers({"{A: 1.50, B: true, C: 0o17, D: 0123}"}) == "A=1.50 B=true C=0o17 D=0123 ");
  CHECK(expand_layers({"{A: 1}", "{A: null, B: ~}"}) == "A=1 ");
}

TEST_CASE("variables use variables, in any order and across layers") {
  CHECK(expand_layers({"{A: '{B}a', B: '{C}b'}", "{C: c}"}) == "A=cba B=cb C=c ");
  CHECK(expand_layers({"{A: '{B}'}", "{B: 1}", "{B: 2}"}) == "A=2 B=2 ");
  CHECK(expand_layers({"{A: <B>, B: '{{x}}'}"}) == "A={x} B={x} ");
}

TEST_CASE("D8: a value that uses its own name means the layers below") {
  CHECK(expand_layers({"{X: a}", "{X: '{X}/b'}"}) == "X=a/b ");
  CHECK(expand_layers({"{X: a}", "{X: '{X}/b'}", "{Y: y}", "{X: '{X}/{Y}/{X}'}"}) == "X=a/b/y/a/b Y=y ");
  CHECK(expand_layers({"{X: '{Y}'}", "{X: '<X>/b', Y: y}"}) == "X=y/b Y=y ");
}

TEST_CASE("a value that uses its own name without a layer below is an error") {
  CHECK(expand_layers({"{A: '{A}'}"}) == R"(A= 
r.yaml:1:6: error: variable "A" refers to itself
    1 | {A: '{A}'}
      |      ^~~
  In the value of "A", "{A}" means the value of lower precedence, and there is none.
)");
  CHECK(expand_layers({"{A: 'x<A>'}", "{A: '{A}/y'}"}) == R"(A=x/y 
r.yaml:1:7: error: variable "A" refers to itself
    1 | {A: 'x<A>'}
      |       ^~~
  In the value of "A", "{A}" means the value of lower precedence, and there is none.
)");
}

TEST_CASE("D7: a cycle is an error that shows it, once") {
  CHECK(expand_layers({"A: '{B}'\nB: '{C}'\nC: '{A}'\nD: '{C}'"}) == R"(A= B= C= D= 
r.yaml:1:4: error: variable "A" refers to itself: A -> B -> C -> A
    1 | A: '{B}'
      |    ^~~~~
r.yaml:2:4: note: "B" is given here
r.yaml:3:4: note: "C" is given here
)");
}

TEST_CASE("a cycle that begins behind its first variable shows the cycle alone") {
  CHECK(expand_layers({"A: '{B}'\nB: '{C}'\nC: '{B}'"}) == R"(A= B= C= 
r.yaml:2:4: error: variable "B" refers to itself: B -> C -> B
    2 | B: '{C}'
      |    ^~~~~
r.yaml:3:4: note: "C" is given here
)");
}

TEST_CASE("a mistake in a variable is reported once, however often it is used") {
  CHECK(expand_layers({"{A: '{B}{B}', B: '{NOPE}', C: '{B}'}"}) == R"(A= B= C= 
r.yaml:1:19: error: variable "NOPE" is not defined
    1 | {A: '{B}{B}', B: '{NOPE}', C: '{B}'}
      |                   ^~~~~~
  Set it under "vars" of the VM, a template, its image or its node.
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
)");
}

TEST_CASE("D6: mistakes of variables that nothing uses are found too") {
  CHECK(expand_layers({"{A: '{NOPE}'}"}).find("variable \"NOPE\" is not defined") != std::string::npos);
}

TEST_CASE("mistakes of values that are overridden are not") {
  CHECK(expand_layers({"{A: '{NOPE}'}", "{A: 1}"}) == "A=1 ");
}

TEST_CASE("D13: a tag's groups are seen by its own values and no others") {
  Diagnostics mistakes;
  Variables variables(mistakes);
  const Groups groups = {{"v", "12"}};
  variables.add_layer(parse("{A: '{v}', v: 'd{v}'}"), &groups);
  variables.add_layer(parse("{B: '{A}{v}', C: '<v>'}"));
  CHECK(*variables.find("A") == "12");
  CHECK(*variables.find("v") == "d12");
  CHECK(*variables.find("B") == "12d12");
  CHECK(*variables.find("C") == "d12");
  variables.add_layer(parse("{D: '{vv}', E: '{version}'}"), &groups);
  variables.expand_all();
  CHECK(mistakes.size() == 2);
}

TEST_CASE("a group is nobody else's variable") {
  Diagnostics mistakes;
  Variables variables(mistakes);
  const Groups groups = {{"version", "12"}};
  variables.add_layer(parse("{A: '{version}'}"), &groups);
  variables.add_layer(parse("{B: '{version}'}"));
  variables.expand_all();
  CHECK(render(mistakes) == R"(
r.yaml:1:6: error: variable "version" is not defined
    1 | {B: '{version}'}
      |      ^~~~~~~~~
  Set it under "vars" of the VM, a template, its image or its node.
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
)");
}

TEST_CASE("a variable without a value here is an error that says why") {
  Diagnostics mistakes;
  Variables variables(mistakes);
  variables.add_layer(parse("{TAG: mine, A: '{TAG} <TAG>'}"));
  variables.make_unavailable("TAG", "It comes later.");
  variables.expand_all();
  CHECK(render(mistakes) == R"(
r.yaml:1:17: error: variable "TAG" is not known here
    1 | {TAG: mine, A: '{TAG} <TAG>'}
      |                 ^~~~~
  It comes later.
r.yaml:1:23: error: variable "TAG" is not known here
    1 | {TAG: mine, A: '{TAG} <TAG>'}
      |                       ^~~~~
  It comes later.
)");
}

TEST_CASE("every variable has the places of the layer that won") {
  Diagnostics mistakes;
  Variables variables(mistakes);
  variables.add_layer(parse("{A: 1, B: 1}", "low"));
  variables.add_layer(parse("{A: 2}", "high"));
  const auto texts = variables.expand_all();
  CHECK(to_string(texts.at("A").place) == "high:1:5");
  CHECK(to_string(texts.at("A").name_place) == "high:1:2");
  CHECK(to_string(texts.at("B").place) == "low:1:11");
  CHECK(to_string(texts.at("B").name_place) == "low:1:8");
}

TEST_CASE("!raw values are not expanded, where they are used neither") {
  CHECK(expand_layers({"{A: !raw '{X} <B>', B: 'b {A}'}"}) == "A={X} <B> B=b {X} <B> ");
}

TEST_CASE("variables may use each other 1000 deep, not deeper") {
  const auto chain = [](int length) {
    std::string yaml;
    for (int i = 0; i < length - 1; ++i) yaml += fmt::format("V{:05}: \"{{V{:05}}}\"\n", i, i + 1);
    return yaml + fmt::format("V{:05}: end\n", length - 1);
  };
  CHECK(expand_layers({chain(1000)}).starts_with("V00000=end "));
  CHECK(mistakes_of([&] { expand_layers({chain(1001)}); }) == R"(
r.yaml:1001:9: error: variables use each other deeper than 1000 levels
 1001 | V01000: end
      |         ^~~
)");
}

TEST_CASE("variables that double sixty times are refused soon") {
  std::string yaml = "V00: xxxxxxxxxxxxxxxx\n";
  for (int i = 1; i < 60; ++i) yaml += fmt::format("V{:02}: \"{{V{:02}}}{{V{:02}}}\"\n", i, i - 1, i - 1);
  CHECK(mistakes_of([&] { expand_layers({yaml}); }) == R"(
r.yaml:22:6: error: variables expand to more than 32 MiB
   22 | V21: "{V20}{V20}"
      |      ^~~~~~~~~~~~
)");
}

TEST_CASE("of variables that all use each other a hundred circles are told") {
  std::string all;
  for (int i = 0; i < 30; ++i) all += fmt::format("{{V{:02}}}", i);
  std::string yaml;
  for (int i = 0; i < 30; ++i) yaml += fmt::format("V{:02}: \"{}\"\n", i, all);
  const std::string shown = expand_layers({yaml});
  std::size_t circles = 0;
  for (std::size_t at = shown.find("refers to itself:"); at != std::string::npos;
       at = shown.find("refers to itself:", at + 1)) {
    ++circles;
  }
  CHECK(circles == 100);
}

TEST_CASE("among more than a thousand variables no near match is looked for") {
  Diagnostics mistakes;
  Variables variables(mistakes);
  for (int i = 0; i < 1'000; ++i) variables.add(fmt::format("V{:04}", i), Value::scalar("x"));
  CHECK(variables.complain_about("V00000").help == "Did you mean \"V0000\"?");
  variables.add("MORE", Value::scalar("x"));
  CHECK(variables.complain_about("V00000").help.starts_with("Set it under \"vars\" of the VM, a template, "));
}
