#include "loader/document/write_yaml.h"

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/read_yaml.h"
#include "test/catch.h"
#include "test/loader/document/yaml_samples.h"

using namespace vmp;

namespace {

Value text(const std::string& text) {
  return Value::scalar(text);
}
Value plain(const std::string& text) {
  return Value::scalar(text, Style::kPlain);
}

// A list with each of the texts, as one string.
std::string items(const std::vector<std::string>& texts) {
  List list;
  for (const std::string& each : texts) list.push_back(text(each));
  return write_yaml(Value::list(list));
}

std::string plain_items(const std::vector<std::string>& texts) {
  List list;
  for (const std::string& each : texts) list.push_back(plain(each));
  return write_yaml(Value::list(list));
}

Value read_back(const std::string& yaml) {
  const auto source = std::make_shared<const SourceFile>(SourceFile{.name = "written.yaml", .text = yaml});
  const std::vector<Value> documents = read_yaml(source);
  return documents.empty() ? Value() : documents.front();
}

bool is_same(const Value& left, const Value& right) {
  return left.kind() == right.kind() && left.text() == right.text() && left.is_null() == right.is_null() &&
         left.is_flag() == right.is_flag();
}

}  // namespace

TEST_CASE("write_yaml writes a document as people would") {
  const Value users = Value::list({
      plain("default"),
      Value::map({{plain("name"), text("ops")},
                  {plain("sudo"), text("ALL=(ALL) NOPASSWD:ALL")},
                  {plain("groups"), Value::list({text("adm"), text("sudo")})},
                  {plain("lock_passwd"), plain("false")}}),
  });
  const Value document = Value::map({
      {plain("users"), users},
      {plain("packages"), Value::list({})},
      {plain("power_state"), Value::map({{plain("delay"), plain("now")}, {plain("condition"), plain("")}})},
      {plain("growpart"), Value::map({})},
      {plain("runcmd"), Value::list({Value::list({text("ls"), text("-l")}), text("echo done")})},
  });
  CHECK(write_yaml(document) ==
        "users:\n"
        "- default\n"
        "- name: ops\n"
        "  sudo: ALL=(ALL) NOPASSWD:ALL\n"
        "  groups:\n"
        "  - adm\n"
        "  - sudo\n"
        "  lock_passwd: false\n"
        "packages: []\n"
        "power_state:\n"
        "  delay: now\n"
        "  condition:\n"
        "growpart: {}\n"
        "runcmd:\n"
        "- - ls\n"
        "  - -l\n"
        "- echo done\n");
}

TEST_CASE("write_yaml leaves simple text plain") {
  CHECK(items({"hello world", "/etc/foo", "10.0.0.1", "10.0.0.0/8", "a:b", "a#b", "--flag", "it's", "é漢", "C:\\x",
               "52:54:00:AB:34:56", "1.2.3", "user@host", "$HOME", "a, b", "nobody", "0755x", "2024-W01"}) ==
        "- hello world\n- /etc/foo\n- 10.0.0.1\n- 10.0.0.0/8\n- a:b\n- a#b\n- --flag\n- it's\n- é漢\n- C:\\x\n"
        "- 52:54:00:AB:34:56\n- 1.2.3\n- user@host\n- $HOME\n- a, b\n- nobody\n- 0755x\n- 2024-W01\n");
}

TEST_CASE("write_yaml quotes text that a reader could take for something else") {
  CHECK(items({"1", "0644", "1.10", "yes", "No", "ON", "y", "N", "true", "null", "~", "2024-01-01"}) ==
        "- \"1\"\n- \"0644\"\n- \"1.10\"\n- \"yes\"\n- \"No\"\n- \"ON\"\n- \"y\"\n- \"N\"\n- \"true\"\n- \"null\"\n"
        "- \"~\"\n- \"2024-01-01\"\n");
  CHECK(items({"12:30", "52:54:00:12:34:56", "0x10", "0o17", "1_000", ".5", "+1", ".inf", "1e3", "=", "<<", ""}) ==
        "- \"12:30\"\n- \"52:54:00:12:34:56\"\n- \"0x10\"\n- \"0o17\"\n- \"1_000\"\n- \".5\"\n- \"+1\"\n- \".inf\"\n"
        "- \"1e3\"\n- \"=\"\n- \"<<\"\n- \"\"\n");
}

TEST_CASE("write_yaml quotes text that would break the document") {
  CHECK(items({"@x",    "%x",   "`x",   ",",  "}",  "|",  ">",   "{",   "'q'",  "\"q\"",
               "{{x}}", "a: b", "a #b", "a:", " a", "a ", "- a", "---", "\\\"", "#"}) ==
        "- \"@x\"\n- \"%x\"\n- \"`x\"\n- \",\"\n- \"}\"\n- \"|\"\n- \">\"\n- \"{\"\n- \"'q'\"\n- '\"q\"'\n- \"{{x}}\"\n"
        "- \"a: b\"\n- \"a #b\"\n- \"a:\"\n- \" a\"\n- \"a \"\n- \"- a\"\n- \"---\"\n- \\\"\n- \"#\"\n");
  CHECK(items({"it's: \"x\"", "a\tb", "a\rb", "\x1b[31m", "\xe2\x80\xa8", "\xef\xbb\xbfx", std::string(1, '\0')}) ==
        "- 'it''s: \"x\"'\n- \"a\\tb\"\n- \"a\\rb\"\n- \"\\e[31m\"\n- \"\\L\"\n- \"\\uFEFFx\"\n- \"\\0\"\n");
}

TEST_CASE("write_yaml writes text of several lines as a block where it can") {
  const Value document = Value::map({
      {text("script"), text("#!/bin/sh\nif true; then\n\n    echo é: \"x\"\n")},
      {text("open"), text("a\nb")},
      {text("list"), Value::list({text("a\nb\n"), Value::map({{text("deep"), text("c\nd")}})})},
      {text("leading blank"), text(" a\nb")},
      {text("many newlines"), text("a\n\n")},
      {text("return"), text("a\r\nb\n")},
      {text("newline"), text("\n")},
  });
  CHECK(write_yaml(document) ==
        "script: |\n"
        "  #!/bin/sh\n"
        "  if true; then\n"
        "\n"
        "      echo é: \"x\"\n"
        "open: |-\n"
        "  a\n"
        "  b\n"
        "list:\n"
        "- |\n"
        "  a\n"
        "  b\n"
        "- deep: |-\n"
        "    c\n"
        "    d\n"
        "leading blank: \" a\\nb\"\n"
        "many newlines: \"a\\n\\n\"\n"
        "return: \"a\\r\\nb\\n\"\n"
        "newline: \"\\n\"\n");
}

TEST_CASE("write_yaml escapes what libyaml never writes in a block: tabs, trailing blanks, characters beyond U+FFFF") {
  CHECK(items({"a\n\tb\n", "a \nb\n", "a\n😀\n", "😀"}) ==
        "- \"a\\n\\tb\\n\"\n- \"a \\nb\\n\"\n- \"a\\n\\U0001F600\\n\"\n- \"\\U0001F600\"\n");
}

TEST_CASE("write_yaml leaves plain scalars as they were written") {
  CHECK(plain_items({"", "~", "Yes", "0644", "1_000", "12:30", "2024-02-29", "hello world", "<NAME>"}) ==
        "-\n- ~\n- Yes\n- 0644\n- 1_000\n- 12:30\n- 2024-02-29\n- hello world\n- <NAME>\n");
}

TEST_CASE("write_yaml quotes plain scalars that cannot stand there") {
  CHECK(plain_items({"a: b", "{x}", "a\nb", "=", "<<", "2024-02-30", "0x_"}) ==
        "- \"a: b\"\n- \"{x}\"\n- |-\n  a\n  b\n- \"=\"\n- \"<<\"\n- \"2024-02-30\"\n- \"0x_\"\n");
}

TEST_CASE("write_yaml quotes keys by the same rules and marks keys that readers would not find") {
  const std::string long_key(1025, 'k');
  const Value document = Value::map({
      {text("on"), text("push")},
      {plain("on"), text("push")},
      {text("a\nb"), text("lines")},
      {text(long_key), Value::map({{text("a"), text("b")}})},
      {text(long_key + ":"), text("c")},
  });
  CHECK(write_yaml(document) ==
        "\"on\": push\non: push\n? \"a\\nb\"\n: lines\n? " + long_key + "\n: a: b\n? \"" + long_key + ":\"\n: c\n");
}

TEST_CASE("write_yaml keeps a key that is null apart from an empty text") {
  CHECK(write_yaml(Value::map({{plain(""), text("a")}, {text("b"), text("c")}})) == "!!null '': a\nb: c\n");
  CHECK(write_yaml(Value::map({{text(""), text("a")}, {plain("~"), text("b")}})) == "\"\": a\n~: b\n");
}

TEST_CASE("write_yaml writes documents that are one scalar or empty") {
  CHECK(write_yaml(Value()) == "null\n");
  CHECK(write_yaml(text("")) == "\"\"\n");
  CHECK(write_yaml(text("a\nb\n")) == "\"a\\nb\\n\"\n");
  CHECK(write_yaml(Value::list({})) == "[]\n");
  CHECK(write_yaml(Value::map({})) == "{}\n");
}

TEST_CASE("write_yaml does not write !raw") {
  CHECK(write_yaml(Value::map({{text("a"), text("{x}").as_raw()}})) == "a: \"{x}\"\n");
}

TEST_CASE("write_yaml refuses text that is not UTF-8") {
  CHECK_THROWS_AS(write_yaml(text("a\xff")), Error);
}

TEST_CASE("read_yaml reads back what write_yaml wrote") {
  std::vector<Value> samples;
  for (const std::string& each : test::hostile_texts()) samples.push_back(text(each));
  for (const std::string& each : test::plain_scalars()) samples.push_back(plain(each));
  std::size_t mistakes = 0;
  for (const Value& sample : samples) {
    const Value map = Value::map({{text("key of " + sample.text()), Value::list({sample, Value::list({sample})})}});
    const std::string yaml = write_yaml(map);
    const Value read = read_back(yaml);
    const bool is_read = read.entries().size() == 1 && read.entries()[0].key.text() == map.entries()[0].key.text() &&
                         read.entries()[0].value.items().size() == 2;
    const bool is_right = is_read && is_same(read.entries()[0].value.items()[0], sample) &&
                          is_same(read.entries()[0].value.items()[1].items().at(0), sample);
    if (is_right) continue;
    ++mistakes;
    UNSCOPED_INFO(yaml);
  }
  CHECK(mistakes == 0);
}

TEST_CASE("binary data keeps its tag") {
  const auto binary = [](const char* base64) { return Value::scalar(base64).as_binary(); };
  CHECK(write_yaml(Value::map({{text("a"), binary("QUJD")}, {text("b"), Value::list({binary("1234"), binary("")})}})) ==
        "a: !!binary QUJD\nb:\n- !!binary \"1234\"\n- !!binary \"\"\n");
  CHECK(write_yaml(Value::map({{text("a"), binary("QUJD\nREVG\n")}})) == "a: !!binary |\n  QUJD\n  REVG\n");
  CHECK(write_yaml(binary("QUJD")) == "!!binary QUJD\n");
}
