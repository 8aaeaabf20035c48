#include "provisioners/libvirt/cloud_init_files.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "loader/configuration/secrets/secrets.h"
#include "loader/document/scalar_quoting.h"
#include "loader/document/write_yaml.h"

namespace vmp::libvirt {

namespace {

bool is_given(const std::optional<Value>& value) {
  return value && !value->is_null();
}

// A text byte for byte, a map as YAML behind its header line.
std::string write_datum(const Value& value, std::string_view header, std::string_view quoted) {
  if (!value.is_scalar()) return std::string(header) + write_yaml(value, quoted);
  std::string text = value.text();
  if (!text.ends_with('\n')) text += '\n';
  return text;
}

// An instance-id or a local-hostname of null is not given.
Value complete_meta_data(const std::optional<Value>& meta_data, const Text& vm_name) {
  if (is_given(meta_data) && meta_data->is_scalar()) return *meta_data;
  Map entries = meta_data ? meta_data->entries() : Map();
  std::erase_if(entries, [](const Entry& entry) {
    return entry.value.is_null() && (entry.key.text() == "instance-id" || entry.key.text() == "local-hostname");
  });
  const bool has_id =
      std::ranges::any_of(entries, [](const Entry& entry) { return entry.key.text() == "instance-id"; });
  if (!has_id) entries.insert(entries.begin(), {Value::scalar("instance-id"), Value::scalar(vm_name.value)});
  return Value::map(std::move(entries));
}

}  // namespace

std::vector<std::string> name_cloud_init_files(const CloudInit& cloud_init) {
  std::vector<std::string> names = {"meta-data", "user-data"};
  if (is_given(cloud_init.vendor_data)) names.emplace_back("vendor-data");
  if (is_given(cloud_init.network_config)) names.emplace_back("network-config");
  return names;
}

std::optional<std::string> find_instance_id(const CloudInit& cloud_init, const Text& vm_name) {
  const Value meta_data = complete_meta_data(cloud_init.meta_data, vm_name);
  const Value* id = meta_data.is_map() ? meta_data.find("instance-id") : nullptr;
  if (id == nullptr || !id->is_scalar()) return std::nullopt;
  // A plain number or date is another text once cloud-init has read it.
  const bool is_text = id->style() != Style::kPlain || choose_quoting(id->text(), Style::kQuoted) == Quoting::kPlain;
  const bool is_line = std::ranges::all_of(id->text(), [](char byte) { return byte >= ' ' && byte != '\x7f'; });
  return is_text && is_line ? std::optional(id->text()) : std::nullopt;
}

std::vector<CloudInitFile> write_cloud_init_files(const CloudInit& cloud_init, const Text& vm_name, bool has_secrets) {
  constexpr std::string_view kCloudConfig = "#cloud-config\n";
  const std::string_view quoted = has_secrets ? kPlaceholder : "";
  std::vector<CloudInitFile> files;
  files.push_back({"meta-data", write_datum(complete_meta_data(cloud_init.meta_data, vm_name), "", quoted)});
  const Value user_data = is_given(cloud_init.user_data) ? *cloud_init.user_data : Value::map({});
  files.push_back({"user-data", write_datum(user_data, kCloudConfig, quoted)});
  if (is_given(cloud_init.vendor_data)) {
    files.push_back({"vendor-data", write_datum(*cloud_init.vendor_data, kCloudConfig, quoted)});
  }
  if (is_given(cloud_init.network_config)) {
    files.push_back({"network-config", write_datum(*cloud_init.network_config, "", quoted)});
  }
  return files;
}

}  // namespace vmp::libvirt
