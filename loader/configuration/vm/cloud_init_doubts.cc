#include "loader/configuration/vm/cloud_init_doubts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "loader/configuration/secrets/secrets.h"
#include "loader/diagnostics/warning.h"
#include "loader/document/read_guest_text.h"

namespace vmp {

namespace {

constexpr std::string_view kCloudConfig = "#cloud-config";

// https://cloudinit.readthedocs.io/en/latest/explanation/format.html. MIME parts have these headers in any order.
constexpr std::array<std::string_view, 11> kHeaders = {
    "#!",           kCloudConfig,    "#cloud-boothook", "#include",      "#part-handler", "#upstart-job",
    "## template:", "Content-Type:", "MIME-Version:",   "content-type:", "mime-version:"};

std::string_view first_line(std::string_view text) {
  std::string_view line = text.substr(0, text.find('\n'));
  while (line.ends_with(' ') || line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

void check_header(std::string_view name, const Value& text, Diagnostics& doubts) {
  const bool is_known =
      std::ranges::any_of(kHeaders, [&](std::string_view header) { return text.text().starts_with(header); });
  if (is_known || text.text().empty()) return;
  doubts.push_back(warn(Warning::kCloudInitHeader, text.place(),
                        fmt::format("\"{}\" begins with nothing that cloud-init knows", name),
                        "Its first line says what it is: \"#cloud-config\" for YAML, \"#!/bin/sh\" for a script."));
}

void check_cloud_config(std::string_view name, const Value& text, Diagnostics& doubts) {
  if (first_line(text.text()) != kCloudConfig) return;
  try {
    read_guest_text(name, text.text());
  } catch (const Error& error) {
    const Diagnostic& mistake = error.diagnostics().front();
    doubts.push_back(warn(Warning::kCloudInitYaml, text.place(),
                          fmt::format("line {} of \"{}\": {}", mistake.place.line, name, mistake.message),
                          mistake.help));
  }
}

void check_secrets(const Value& text, Diagnostics& doubts) {
  if (text.text().find(kPlaceholder) == std::string::npos) return;
  doubts.push_back(
      warn(Warning::kSecretInScript, text.place(), "the script has the value of a secret in it as it is",
           "What is a quote or \"$\" in it is code. With a map, write_files puts it into a file that a script "
           "can read."));
}

}  // namespace

Diagnostics find_cloud_init_doubts(const Value& vm) {
  Diagnostics doubts;
  const Value* data = vm.find_path({"cloudInit", "noCloud", "data"});
  if (data == nullptr) return doubts;
  for (const std::string_view name : {"user-data", "vendor-data"}) {
    const Value* text = data->find(name);
    if (text == nullptr || !text->is_scalar()) continue;
    check_header(name, *text, doubts);
    check_cloud_config(name, *text, doubts);
    if (vm.find("secrets") != nullptr) check_secrets(*text, doubts);
  }
  return doubts;
}

}  // namespace vmp
