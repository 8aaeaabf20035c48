#include "loader/configuration/configuration_document.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>

#include "loader/configuration/engine.h"
#include "loader/document/merge.h"

namespace vmp {

namespace {

Value as_value(const Text& text) {
  return Value::scalar(text.value, Style::kQuoted, text.place);
}

// A scalar, or a map of maps and scalars, in which every scalar is text and nulls say nothing.
Value as_texts(const Value& value) {
  if (value.is_scalar()) return value.style() == Style::kPlain ? as_value({value.text(), value.place()}) : value;
  Map entries;
  for (const auto& [key, below] : value.entries()) {
    if (!below.is_null()) entries.push_back({key, as_texts(below)});
  }
  return Value::map(std::move(entries), value.place());
}

// With what it takes to reach it expanded.
Value with_connection(const Value& node, const Node& reached) {
  if (const auto& cluster = reached.cluster) {
    const Value& kubernetes = *node.find("kubernetes");
    return node.with_entry("kubernetes", kubernetes.with_entry("context", as_value(cluster->context))
                                             .with_entry("namespace", as_value(cluster->name_space)));
  }
  const Value& libvirt = *node.find("libvirt");
  const Value connection = libvirt.find("connection")->with_entry("uri", as_value(reached.uri));
  return node.with_entry("libvirt", libvirt.with_entry("connection", connection));
}

// What a node is to those on it.
Value describe_node(const Value& node, const Node& reached, const Engine& engine = libvirt_engine()) {
  const std::array<std::string_view, 4> keys = {"name", "description", "vars", engine.node_key};
  Map entries;
  std::ranges::copy_if(with_connection(node, reached).entries(), std::back_inserter(entries),
                       [&](const Entry& entry) { return std::ranges::find(keys, entry.key.text()) != keys.end(); });
  return as_texts(Value::map(std::move(entries), node.place()));
}

Value describe_archive(const Archive& archive) {
  const Value document = Value::map({}).with_entry("type", as_value(archive.type));
  return archive.path ? document.with_entry("path", as_value(*archive.path)) : document;
}

Value describe_checksum(const Checksum& checksum) {
  if (checksum.digest) return as_value({checksum.algorithm + ":" + checksum.digest->value, checksum.digest->place});
  return Value::map({})
      .with_entry("algorithm", as_value({checksum.algorithm, checksum.place}))
      .with_entry("url", as_value(*checksum.url));
}

// The variables of an image, with those of the tag over them.
Value image_variables(const ResolvedVm& vm) {
  const Value* of_image = vm.image->find("vars");
  const Value* of_tag = vm.tag->find("vars");
  const Value base = of_image == nullptr ? Value::map({}) : *of_image;
  return as_texts(of_tag == nullptr ? base : merge_strategically(base, *of_tag));
}

Value describe_image(const ResolvedVm& vm) {
  const Image& image = vm.configuration.image;
  Value document = Value::map({})
                       .with_entry("name", as_value(image.name))
                       .with_entry("tag", as_value(image.tag))
                       .with_entry(image.built_by ? "builtBy" : "url", as_value(image.built_by.value_or(image.url)))
                       .with_entry("volumeName", as_value(image.volume_name))
                       .with_entry("format", as_value(image.format));
  if (image.archive) document = document.with_entry("archive", describe_archive(*image.archive));
  if (image.checksum) document = document.with_entry("checksum", describe_checksum(*image.checksum));
  const Value variables = image_variables(vm);
  return variables.entries().empty() ? document : document.with_entry("vars", variables);
}

Value describe_variables(const std::map<std::string, Variable>& variables) {
  Map entries;
  for (const auto& [name, text] : variables) entries.push_back({Value::scalar(name), as_value(text)});
  return Value::map(std::move(entries));
}

}  // namespace

Value describe_configuration(const ResolvedVm& vm) {
  const VmConfiguration& configuration = vm.configuration;
  Value document = Value::map({}).with_entry(
      "node", describe_node(*vm.node, configuration.node, find_engine(configuration.provisioner.value)));
  if (configuration.has_image()) document = document.with_entry("image", describe_image(vm));
  return document.with_entry("vars", describe_variables(configuration.variables)).with_entry("vm", vm.vm);
}

Value describe_configuration(const ResolvedNetwork& network) {
  const NetworkConfiguration& configuration = network.configuration;
  return Value::map({})
      .with_entry("node", describe_node(*network.node, configuration.node))
      .with_entry("vars", describe_variables(configuration.variables))
      .with_entry("network", network.network);
}

Value describe_configuration(const ResolvedImage& image) {
  return Value::map({})
      .with_entry("vars", describe_variables(image.configuration.variables))
      .with_entry("image", image.image);
}

Value describe_configuration(const ResolvedNode& node) {
  return Value::map({})
      .with_entry("vars", describe_variables(node.configuration.variables))
      .with_entry("node", node.node);
}

}  // namespace vmp
