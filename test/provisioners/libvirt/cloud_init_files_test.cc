#include "provisioners/libvirt/cloud_init_files.h"

#include <map>
#include <string>

#include "test/catch.h"
#include "test/provisioners/example_configuration.h"

namespace vmp::libvirt {

namespace {

using Files = std::map<std::string, std::string>;

Files files_of(const CloudInit& cloud_init) {
  Files files;
  for (const CloudInitFile& file : write_cloud_init_files(cloud_init, text("web"))) files[file.name] = file.text;
  return files;
}

Value map(const std::string& key, const std::string& value) {
  return Value::map({{Value::scalar(key), Value::scalar(value)}});
}

}  // namespace

TEST_CASE("meta-data and user-data are always there") {
  CHECK(files_of({}) == Files{{"meta-data", "instance-id: web\n"}, {"user-data", "#cloud-config\n{}\n"}});
}

TEST_CASE("an instance-id of the registry stays, a missing one is the VM's name") {
  CloudInit cloud_init;
  cloud_init.meta_data = map("instance-id", "i-1");
  CHECK(files_of(cloud_init)["meta-data"] == "instance-id: i-1\n");
  cloud_init.meta_data = map("local-hostname", "www");
  CHECK(files_of(cloud_init)["meta-data"] == "instance-id: web\nlocal-hostname: www\n");
}

TEST_CASE("an instance-id or a local-hostname of null is not given") {
  CloudInit cloud_init;
  cloud_init.meta_data = Value::map({{Value::scalar("cloud-name"), Value()},
                                     {Value::scalar("instance-id"), Value::scalar("~", Style::kPlain)},
                                     {Value::scalar("local-hostname"), Value()}});
  CHECK(files_of(cloud_init)["meta-data"] == "instance-id: web\ncloud-name:\n");
}

TEST_CASE("a text is written byte for byte, with a newline at its end") {
  CloudInit cloud_init;
  cloud_init.user_data = Value::scalar("#!/bin/sh\necho $HOME  \\");
  cloud_init.vendor_data = Value::scalar("#cloud-config\n\n");
  const Files files = files_of(cloud_init);
  CHECK(files.at("user-data") == "#!/bin/sh\necho $HOME  \\\n");
  CHECK(files.at("vendor-data") == "#cloud-config\n\n");
}

TEST_CASE("maps of user-data and vendor-data say that they are cloud-config") {
  CloudInit cloud_init;
  cloud_init.user_data = map("password", "0123");
  cloud_init.vendor_data = map("timezone", "UTC");
  cloud_init.network_config = map("version", "no");
  const Files files = files_of(cloud_init);
  CHECK(files.at("user-data") == "#cloud-config\npassword: \"0123\"\n");
  CHECK(files.at("vendor-data") == "#cloud-config\ntimezone: UTC\n");
  CHECK(files.at("network-config") == "version: \"no\"\n");
}

TEST_CASE("binary data of a map goes to the guest with its tag") {
  CloudInit cloud_init;
  cloud_init.user_data = Value::map({{Value::scalar("content"), Value::scalar("QUJD\nREVG\n").as_binary()}});
  CHECK(files_of(cloud_init)["user-data"] == "#cloud-config\ncontent: !!binary |\n  QUJD\n  REVG\n");
}

}  // namespace vmp::libvirt
