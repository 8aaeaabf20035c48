#include "provisioners/v1alpha1/cloud_init_files.h"

#include <optional>
#include <string_view>

#include "loader/document/write_yaml.h"

namespace vmp::v1alpha1 {

namespace {

bool is_given(const std::optional<Value>& value) {
  return value && !value->is_null();
}

// A text byte for byte, a map as YAML behind its header line.
std::string write_datum(const Value& value, std::string_view header) {
  if (!value.is_scalar()) return std::string(header) + write_yaml(value);
  std::string text = value.text();
  if (!text.ends_with('\n')) text += '\n';
  return text;
}

Value with_instance_id(const std::optional<Value>& meta_data, const Text& vm_name) {
  Map entries;
  if (is_given(meta_data)) {
    if (meta_data->is_scalar() || meta_data->find("instance-id") != nullptr) return *meta_data;
    entries = meta_data->entries();
  }
  entries.insert(entries.begin(), {Value::scalar("instance-id"), Value::scalar(vm_name.value)});
  return Value::map(std::move(entries));
}

}  // namespace

std::vector<std::string> name_cloud_init_files(const CloudInit& cloud_init) {
  std::vector<std::string> names = {"meta-data", "user-data"};
  if (is_given(cloud_init.vendor_data)) names.emplace_back("vendor-data");
  if (is_given(cloud_init.network_config)) names.emplace_back("network-config");
  return names;
}

std::vector<CloudInitFile> write_cloud_init_files(const CloudInit& cloud_init, const Text& vm_name) {
  constexpr std::string_view kCloudConfig = "#cloud-config\n";
  std::vector<CloudInitFile> files;
  files.push_back({"meta-data", write_datum(with_instance_id(cloud_init.meta_data, vm_name), "")});
  const Value user_data = is_given(cloud_init.user_data) ? *cloud_init.user_data : Value::map({});
  files.push_back({"user-data", write_datum(user_data, kCloudConfig)});
  if (is_given(cloud_init.vendor_data)) {
    files.push_back({"vendor-data", write_datum(*cloud_init.vendor_data, kCloudConfig)});
  }
  if (is_given(cloud_init.network_config)) {
    files.push_back({"network-config", write_datum(*cloud_init.network_config, "")});
  }
  return files;
}

}  // namespace vmp::v1alpha1
