#include "provisioners/v1alpha1/generate.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "generator/manifest.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/utf8.h"
#include "provisioners/v1alpha1/embedded_texts.h"
#include "test/catch.h"
#include "test/provisioners/example_configuration.h"
#include "test/provisioners/golden_directory.h"
#include "test/source_directory.h"

namespace vmp::v1alpha1 {

namespace {

using test::lines_of;
using test::new_lines;
using test::read_file;

const std::filesystem::path kGolden =
    std::filesystem::path(test::source_directory()) / "test/provisioners/v1alpha1/golden";

void check_golden(const VmConfiguration& configuration) {
  const std::string& name = configuration.name.value;
  test::check_golden(generate_vm(configuration), name + "/", kGolden / name);
}

std::string makefile_of(const VmConfiguration& configuration) {
  return generate_vm(configuration).at(configuration.name.value + "/Makefile").text;
}

std::string message_of(const VmConfiguration& configuration) {
  try {
    generate_vm(configuration);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a VM that boots a live image") {
  check_golden(live_configuration());
}

TEST_CASE("a VM from a cloud image") {
  check_golden(cloud_configuration());
}

TEST_CASE("the Makefile of the cloud image has at most 200 lines") {
  CHECK(lines_of(makefile_of(cloud_configuration())).size() <= 200);
}

TEST_CASE("a description cannot name files that would be removed") {
  VmConfiguration configuration = live_configuration();
  configuration.description = text("A VM.\nvmp-files: notes.txt keep/me.txt");
  CHECK(read_manifest(makefile_of(configuration)) == read_manifest(makefile_of(live_configuration())));
}

TEST_CASE("every VM gets the same scripts, those of the source tree") {
  const GeneratedFiles live = generate_vm(live_configuration());
  const GeneratedFiles cloud = generate_vm(cloud_configuration());
  for (const std::string name : {"provisioner.sh", "node.sh", "build.sh", "guest.sh"}) {
    const std::string script =
        read_file(std::filesystem::path(test::source_directory()) / "provisioners/v1alpha1" / name);
    CHECK(live.at("live/" + name).bytes() == script);
    CHECK(cloud.at("web/" + name).bytes() == script);
  }
}

TEST_CASE("Makefile and scripts are what a stranger reads in one sitting") {
  const GeneratedFiles files = generate_vm(cloud_configuration());
  const auto lines_of = [&](const std::string& name) {
    return std::ranges::count(files.at("web/" + name).bytes(), '\n');
  };
  CHECK(lines_of("Makefile") <= 200);
  CHECK(lines_of("provisioner.sh") <= 700);
}

TEST_CASE("files with passwords are private") {
  std::set<std::string> private_files;
  for (const auto& [path, file] : generate_vm(cloud_configuration())) {
    if (file.access == Access::kPrivate) private_files.insert(path);
  }
  CHECK(private_files ==
        std::set<std::string>{"web/seed.iso.d/network-config", "web/seed.iso.d/user-data", "web/sshpass"});
}

TEST_CASE("the password stands in its file only, without a newline") {
  const GeneratedFiles files = generate_vm(cloud_configuration());
  CHECK(files.at("web/sshpass").text == "se$cret");
  CHECK(files.at("web/Makefile").text.find("cret") == std::string::npos);
}

TEST_CASE("a change of one field changes the lines that speak of it") {
  const VmConfiguration before = cloud_configuration();
  using Lines = std::vector<std::string>;

  VmConfiguration after = before;
  after.domain.virt_install[0] = option("memory", "4096");
  CHECK(new_lines(makefile_of(before), makefile_of(after)) == Lines{"VM += --virt-install '--memory=4096'"});

  after = before;
  after.volumes[1].capacity = text("30G");
  CHECK(new_lines(makefile_of(before), makefile_of(after)) ==
        Lines{"VM += --volume web/root.qcow2 qcow2 Delete --capacity 30G --backing default/debian-12.qcow2 qcow2"});

  after = before;
  after.pools[1].deletion_policy = DeletionPolicy::kDelete;
  CHECK(new_lines(makefile_of(before), makefile_of(after)) == Lines{"VM += --pool keep /srv/keep Delete"});

  after = before;
  after.ssh.user = text("root");
  CHECK(new_lines(makefile_of(before), makefile_of(after)) == Lines{"export V1ALPHA1_SSH_USER = root"});
}

TEST_CASE("ssh.user wins over an image's V1ALPHA1_SSH_USER") {
  VmConfiguration configuration = cloud_configuration();
  CHECK(makefile_of(configuration).find("export V1ALPHA1_SSH_USER = ops\n") != std::string::npos);
  configuration.ssh.user.reset();
  CHECK(makefile_of(configuration).find("export V1ALPHA1_SSH_USER = debian\n") != std::string::npos);
}

TEST_CASE("a control character is refused at its place") {
  const auto file = std::make_shared<SourceFile>(SourceFile{.name = "web.yaml", .text = "path: a\n"});
  VmConfiguration configuration = cloud_configuration();
  configuration.pools[0].path = {.value = "/srv/a\nb", .place = {.file = file, .line = 1, .column = 7, .width = 1}};
  try {
    generate_vm(configuration);
    FAIL("it was taken");
  } catch (const Error& error) {
    CHECK(std::string(error.what()) == "value holds the control character U+000A");
    CHECK(to_string(error.diagnostics().front().place) == "web.yaml:1:7");
  }
}

TEST_CASE("a make variable whose reference does not end is refused") {
  VmConfiguration configuration = live_configuration();
  configuration.variables["V1ALPHA1_IP_CMD"] = {text("echo $(HOST")};
  CHECK(message_of(configuration) == "a make reference in variable \"V1ALPHA1_IP_CMD\" has no end");
  configuration.variables["V1ALPHA1_IP_CMD"] = {text("echo $")};
  CHECK(message_of(configuration) == "a make reference in variable \"V1ALPHA1_IP_CMD\" has no end");
  configuration.variables["V1ALPHA1_IP_CMD"] = {text("echo $$(host -t A a | awk '{ print $$4 }') ${E}")};
  CHECK(message_of(configuration) == "no error");
}

TEST_CASE("a message about a make variable's value names the variable") {
  VmConfiguration configuration = live_configuration();
  configuration.variables["V1ALPHA1_NOTE"] = {text("a\nb")};
  CHECK(message_of(configuration) == "variable \"V1ALPHA1_NOTE\" holds the control character U+000A");
}

TEST_CASE("a make variable's name has letters, digits and _ only") {
  const auto file = std::make_shared<SourceFile>(SourceFile{.name = "web.yaml", .text = "vars:\n"});
  for (const char* end : {"$(shell touch f)", "A\nB", "A=B", "A#B", "A:B", "A B", "A\tB", "A%", "\u00e4", "A.B"}) {
    CAPTURE(end);
    const std::string name = "V1ALPHA1_" + std::string(end);
    VmConfiguration configuration = live_configuration();
    configuration.variables[name] = {text("x"), {.file = file, .line = 2, .column = 3, .width = 1}};
    try {
      generate_vm(configuration);
      FAIL("it was taken");
    } catch (const Error& error) {
      CHECK(std::string(error.what()) ==
            "variable \"" + without_control_characters(name) + "\" cannot be a variable of make");
      CHECK(to_string(error.diagnostics().front().place) == "web.yaml:2:3");
    }
  }
  VmConfiguration configuration = live_configuration();
  configuration.variables["A $(B)"] = {text("x")};
  configuration.variables["V1ALPHA1_a_9"] = {text("x")};
  CHECK(makefile_of(configuration).find("export V1ALPHA1_a_9 = x\n") != std::string::npos);
}

TEST_CASE("a URL is one that curl is let take") {
  VmConfiguration configuration = live_configuration();
  for (const char* url :
       {"x/y", "ftp://images.example/a", "images.example/a.qcow2", "https://", "://a", "/images/a", ""}) {
    CAPTURE(url);
    configuration.image.url = text(url);
    CHECK(message_of(configuration) == "url \"" + std::string(url) + "\" cannot be downloaded");
  }
  for (const char* url : {"http://images.example/a", "HTTPS://images.example/a", "file:///images/a"}) {
    CAPTURE(url);
    configuration.image.url = text(url);
    CHECK(message_of(configuration) == "no error");
  }
  configuration.image.checksum =
      Checksum{.algorithm = "sha256", .digest = {}, .url = text("images.example/SHA256SUMS"), .place = {}};
  CHECK(message_of(configuration) == "url \"images.example/SHA256SUMS\" cannot be downloaded");
}

TEST_CASE("more data than one command takes is refused") {
  VmConfiguration configuration = live_configuration();
  configuration.domain.virt_install.push_back(option("metadata", std::string(131'000, 'x')));
  CHECK(message_of(configuration).starts_with("VM \"live\" has 13"));
}

}  // namespace vmp::v1alpha1
