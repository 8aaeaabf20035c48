#include "provisioners/v1beta1/vm/generate.h"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "test/catch.h"
#include "test/provisioners/example_configuration.h"
#include "test/provisioners/golden_directory.h"
#include "test/source_directory.h"

namespace vmp::v1beta1 {

namespace {

using test::is_script;
using test::lines_of;
using test::new_lines;
using test::read_file;

const std::filesystem::path kGolden =
    std::filesystem::path(test::source_directory()) / "test/provisioners/v1beta1/vm/golden";

void check_golden(const VmConfiguration& configuration) {
  const std::string& name = configuration.name.value;
  test::check_golden(generate_vm(configuration), name + "/", kGolden / name);
}

std::string makefile_of(const VmConfiguration& configuration) {
  return generate_vm(configuration).at(configuration.name.value + "/Makefile").text;
}

VmConfiguration live() {
  VmConfiguration configuration = live_configuration();
  configuration.provisioner = text("v1beta1");
  return configuration;
}

VmConfiguration plugged() {
  VmConfiguration configuration = plugged_configuration();
  configuration.provisioner = text("v1beta1");
  return configuration;
}

VmConfiguration cloud() {
  VmConfiguration configuration = cloud_configuration();
  configuration.provisioner = text("v1beta1");
  configuration.variables = {{"DEFAULT_IMAGE_DIR", {text("../.images")}},
                             {"V1BETA1_SSH_USER", {text("debian")}},
                             {"V1BETA1_SHUTDOWN_TIMEOUT_SECS", {text("120")}},
                             {"V1BETA1_NOTE", {text("$(LIBVIRT_DEFAULT_URI) #1")}}};
  return configuration;
}

std::vector<std::string> arguments_of(const VmConfiguration& configuration) {
  std::vector<std::string> arguments;
  for (const std::string& line : lines_of(makefile_of(configuration))) {
    if (line.starts_with("VM += --virt-install ")) arguments.push_back(line.substr(21));
  }
  return arguments;
}

// A step that brings files into the guest and one on this machine.
std::vector<ProvisionStep> steps() {
  ProvisionStep config;
  config.name = text("config");
  config.when = "changed";
  config.timeout_seconds = 600;
  config.files = {{.path = "files/etc/app.conf", .content = "a = 1\n"},
                  {.path = "run", .content = "#!/bin/sh\nset -e\nsystemctl reload app\n", .is_executable = true}};
  config.placed = {{.path = "/etc/app.conf", .mode = "0640", .owner = "app"}};
  ProvisionStep dns;
  dns.name = text("dns");
  dns.is_on_host = true;
  dns.when = "always";
  dns.timeout_seconds = 90;
  dns.files = {{.path = "run", .content = "#!/bin/bash\nnsupdate </dev/null\n", .is_executable = true}};
  return {config, dns};
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

TEST_CASE("v1beta1: a VM that boots a live image") {
  check_golden(live());
}

TEST_CASE("v1beta1: a VM from a cloud image") {
  check_golden(cloud());
}

TEST_CASE("v1beta1: a VM with interfaces") {
  check_golden(plugged());
}

TEST_CASE("v1beta1: each VM has the scripts that its targets use, those of the source tree") {
  const std::filesystem::path source = std::filesystem::path(test::source_directory()) / "provisioners/v1beta1";
  const auto scripts_of = [](const VmConfiguration& configuration) {
    std::map<std::string, std::string> scripts;
    for (const auto& [path, file] : generate_vm(configuration)) {
      if (is_script(path)) scripts[path.substr(path.find('/') + 1)] = file.bytes();
    }
    return scripts;
  };
  std::map<std::string, std::string> all;
  for (const char* folder : {"vm", "shell"}) {
    for (const auto& entry : std::filesystem::directory_iterator(source / folder)) {
      const std::string name = entry.path().filename().string();
      if (is_script(name)) all[name] = read_file(entry.path());
    }
  }
  // Installers have a test of their own.
  for (const char* name : {"console.sh", "install.sh", "install_media.sh", "installer.sh"}) all.erase(name);
  VmConfiguration built = cloud();
  built.image.built_by = Text{"images/web/12", {}};
  CHECK(scripts_of(built).at("built_image.sh") == all.at("built_image.sh"));
  for (const char* name : {"archives.sh", "checksums.sh", "image.sh"}) CHECK_FALSE(scripts_of(built).contains(name));
  all.erase("built_image.sh");
  VmConfiguration everything = cloud();
  everything.interfaces = plugged().interfaces;
  everything.provision = steps();
  everything.secrets = {{.name = text("token"), .kind = "env", .words = {text("TOKEN")}, .version = {}}};
  std::map<std::string, std::string> found = scripts_of(everything);
  CHECK(found == all);
  everything.secrets = {};
  for (const char* name : {"secrets.sh", "secret_files.sh"}) {
    CHECK_FALSE(scripts_of(everything).contains(name));
    all.erase(name);
  }
  for (const char* name : {"provision.sh", "provision_guest.sh"}) all.erase(name);
  for (const char* name : {"archives.sh", "checksums.sh", "consolidate.sh", "seed.sh"}) all.erase(name);
  CHECK(scripts_of(plugged()) == all);
  everything.interfaces = {plugged().interfaces[0]};
  CHECK_FALSE(scripts_of(everything).contains("register.sh"));
  for (const char* name : {"networks.sh", "register.sh"}) all.erase(name);
  CHECK(scripts_of(live()) == all);
}

TEST_CASE("v1beta1: steps of provision are a line each, and folders") {
  VmConfiguration configuration = live();
  const std::string before = makefile_of(configuration);
  configuration.provision = steps();
  std::vector<std::string> lines = new_lines(before, makefile_of(configuration));
  std::erase_if(lines, [](const std::string& line) { return !line.starts_with("VM +="); });
  CHECK(lines == std::vector<std::string>{"VM += --provision 01-config guest changed 600",
                                          "VM += --provision 02-dns host always 90"});
  std::map<std::string, std::string> found;
  for (const auto& [path, file] : generate_vm(configuration)) {
    if (!path.starts_with("live/provision.d/")) continue;
    found[path.substr(17)] = (file.access == Access::kExecutable ? "*" : "") + file.text;
  }
  CHECK(found == std::map<std::string, std::string>{
                     {"01-config/files/etc/app.conf", "a = 1\n"},
                     {"01-config/places", "0640 app /etc/app.conf\n"},
                     {"01-config/run", "*#!/bin/sh\nset -e\nsystemctl reload app\n"},
                     {"02-dns/run", "*#!/bin/bash\nnsupdate </dev/null\n"},
                 });
}

TEST_CASE("v1beta1: the seed's instance-id and who vouches for the host key are told") {
  VmConfiguration configuration = cloud();
  const auto words_of = [&](std::string_view option) {
    for (const std::string& line : lines_of(makefile_of(configuration))) {
      if (line.starts_with(option)) return line;
    }
    return std::string("none");
  };
  CHECK(words_of("VM += --instance-id") == "VM += --instance-id web");
  CHECK(words_of("VM += --host-key") == "none");
  configuration.cloud_init->meta_data =
      Value::map({{Value::scalar("instance-id"), Value::scalar("007", Style::kPlain)}});
  configuration.ssh.host_key = text("console");
  CHECK(words_of("VM += --instance-id") == "none");
  CHECK(words_of("VM += --host-key") == "VM += --host-key console");
}

TEST_CASE("v1beta1: the Makefile says where secrets are, and files have placeholders in double quotes") {
  VmConfiguration configuration = cloud();
  configuration.secrets = {
      {.name = text("token"), .kind = "env", .words = {text("TOKEN")}, .version = {}},
      {.name = text("db"), .kind = "command", .words = {text("pass"), text("show"), text("it's $1")}, .version = {}}};
  configuration.cloud_init->user_data =
      Value::map({}).with_entry("a", Value::scalar("@secret:token@")).with_entry("b", Value::scalar("plain"));
  using Lines = std::vector<std::string>;
  CHECK(new_lines(makefile_of(cloud()), makefile_of(configuration)).size() > 2);
  const Lines lines = lines_of(makefile_of(configuration));
  Lines of_secrets;
  for (const std::string& line : lines) {
    if (line.starts_with("VM += --secret")) of_secrets.push_back(line);
  }
  CHECK(of_secrets ==
        Lines{"VM += --secret token env --secret-word TOKEN",
              "VM += --secret db command --secret-word pass --secret-word show --secret-word 'it'\\''s $$1'"});
  CHECK(generate_vm(configuration).at("web/seed.iso.d/user-data").text ==
        "#cloud-config\na: \"@secret:token@\"\nb: plain\n");
}

TEST_CASE("v1beta1: git ignores what make writes, and nothing else") {
  VmConfiguration configuration = cloud();
  configuration.cloud_init->seed_path = text("a dir/se[e]d.iso");
  configuration.image.path = text(".images/debian.qcow2");
  const std::string written = generate_vm(configuration).at("web/.gitignore").text;
  CHECK(written.substr(written.find('\n') + 1) ==
        "/a\\ dir/se\\[e]d.iso\n/a\\ dir/se\\[e]d.iso.*\n!/a\\ dir/se\\[e]d.iso.d/\n/.images/debian.qcow2\n"
        "/.images/debian.qcow2.*\n/known_hosts\n/logs/\n/backups/\n/restoring\n");
  configuration.cloud_init = std::nullopt;
  configuration.image = {};
  configuration.installation = Installation();
  const std::string of_installed = generate_vm(configuration).at("web/.gitignore").text;
  CHECK(of_installed.substr(of_installed.find('\n') + 1) == "/known_hosts\n/logs/\n/backups/\n/restoring\n");
}

TEST_CASE("v1beta1: files with passwords are private") {
  std::set<std::string> private_files;
  for (const auto& [path, file] : generate_vm(cloud())) {
    if (file.access == Access::kPrivate) private_files.insert(path);
  }
  CHECK(private_files ==
        std::set<std::string>{"web/seed.iso.d/network-config", "web/seed.iso.d/user-data", "web/sshpass"});
}

TEST_CASE("v1beta1: a change of one field changes the lines that speak of it") {
  const VmConfiguration before = cloud();
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
  CHECK(new_lines(makefile_of(before), makefile_of(after)) == Lines{"export V1BETA1_SSH_USER = root"});
}

TEST_CASE("v1beta1: agent channel and console log are on unless the author says otherwise") {
  using Lines = std::vector<std::string>;
  const std::string channel = "'--channel=unix,target.type=virtio,target.name=org.qemu.guest_agent.0'";
  const std::string console = "'--console=pty,log.file=/var/log/libvirt/qemu/live-console.log,log.append=on'";
  VmConfiguration configuration = live();
  configuration.domain.virt_install = {option("network", "none"), option("osinfo", "linux2022")};
  const Lines own = arguments_of(configuration);
  const auto with = [&](const VirtInstallOption& given) {
    VmConfiguration changed = configuration;
    changed.domain.virt_install.push_back(given);
    Lines arguments = arguments_of(changed);
    arguments.erase(arguments.begin(), arguments.begin() + 2);
    return arguments;
  };
  CHECK(own == Lines{"'--network=none'", "'--osinfo=linux2022'", channel, console});
  CHECK(with(option("channel", "spicevmc")) == Lines{"'--channel=spicevmc'", console});
  CHECK(with({.name = text("channel"), .value = false}) == Lines{"'--channel=none'", console});
  CHECK(with(option("serial", "pty")) == Lines{"'--serial=pty'", channel});
  CHECK(with(option("console", "pty")) == Lines{"'--console=pty'", channel});
  CHECK(with({.name = text("console"), .value = false}) == Lines{channel});

  configuration.node.uri = text("qemu:///session");
  CHECK(arguments_of(configuration) == Lines{own[0], own[1], channel});
  configuration.node.uri = text("qemu+ssh://root@kvm1/system?keyfile=/root/key");
  CHECK(arguments_of(configuration) == own);
  configuration.node.uri = text("test:///default");
  CHECK(arguments_of(configuration) == Lines{own[0], own[1]});
}

TEST_CASE("v1beta1: what cannot be in a directory is refused") {
  VmConfiguration configuration = live();
  configuration.image.url = text("ftp://images.example/a");
  CHECK(message_of(configuration) == "url \"ftp://images.example/a\" cannot be downloaded");
  configuration = live();
  configuration.pools[0].path = text("/srv/a\nb");
  CHECK(message_of(configuration) == "value holds the control character U+000A");
  configuration = live();
  configuration.variables["V1BETA1_A.B"] = {text("x")};
  CHECK(message_of(configuration) == "variable \"V1BETA1_A.B\" cannot be a variable of make");
  configuration = live();
  configuration.domain.virt_install.push_back(option("metadata", std::string(131'000, 'x')));
  CHECK(message_of(configuration).starts_with("VM \"live\" has 13"));
}

}  // namespace vmp::v1beta1
