#include "loader/validation/image_rules.h"

#include <string>

#include "test/catch.h"

using namespace vmp;

namespace {

using Rule = std::optional<BrokenRule> (*)(std::string_view);

void accepts(Rule rule, std::initializer_list<const char*> texts) {
  for (const char* text : texts) {
    CAPTURE(text);
    CHECK_FALSE(rule(text));
  }
}

void refuses(Rule rule, std::initializer_list<const char*> texts) {
  for (const char* text : texts) {
    CAPTURE(text);
    CHECK(rule(text));
  }
}

}  // namespace

TEST_CASE("a time of a build has a unit and an end", "[image_rules]") {
  CHECK(read_duration("90s") == 90);
  CHECK(read_duration("20m") == 1'200);
  CHECK(read_duration("1h") == 3'600);
  CHECK(read_duration("30d") == 30 * 86'400L);
  refuses(check_duration,
          {"", "90", "0s", "-1m", "1.5h", "1w", "1h ", "1h30m", "31d", "721h", "99999999999999999999s", "s"});
}

TEST_CASE("paths in a guest are absolute", "[image_rules]") {
  accepts(check_guest_path, {"/", "/etc/motd", "/a b"});
  refuses(check_guest_path, {"", "etc/motd", "./a"});
}

TEST_CASE("owners are users, with a group or without", "[image_rules]") {
  accepts(check_guest_owner, {"root", "www-data:www-data", "0:0", "a.b:_c"});
  refuses(check_guest_owner, {"", ":", "root:", ":root", "a b", "a:b:c", "-x", "$(id)"});
}

TEST_CASE("names of users, steps, variables and packages have no signs that a shell reads", "[image_rules]") {
  accepts(check_guest_name, {"ops", "_apt", "a-b.c"});
  refuses(check_guest_name, {"", "-a", "a:b", "a,b", "a b", "a\nb", "123456789012345678901234567890123"});
  accepts(check_step_name, {"a", "10-nginx", "a_b+c@d.e"});
  refuses(check_step_name, {"", "-a", "a/b", "a b", "a\nb", "..\t", "\xc3\xa9"});
  accepts(check_environment_name, {"LEVEL", "_x1"});
  refuses(check_environment_name, {"", "1A", "A-B", "A B", "A="});
  accepts(check_package_name, {"nginx", "libc6:amd64", "g++", "nginx=1.2-3~x", "@core", "php8*"});
  refuses(check_package_name, {"", "-y", "a b", "a;b", "$(id)"});
}

TEST_CASE("time zones are names below zoneinfo", "[image_rules]") {
  accepts(check_time_zone, {"UTC", "Europe/Berlin", "Etc/GMT+1"});
  refuses(check_time_zone, {"", "/etc", "-x", "a b", "../x"});
}

TEST_CASE("what is only set cannot be false", "[image_rules]") {
  accepts(check_set, {"true", "yes"});
  refuses(check_set, {"", "false", "no", "1"});
}
