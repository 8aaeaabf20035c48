#include "loader/configuration/image/install_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "loader/configuration/image/part_words.h"
#include "loader/configuration/image/source_base.h"
#include "loader/configuration/node/node_uri.h"
#include "loader/configuration/settled_value.h"
#include "loader/configuration/steps/part_reader.h"
#include "loader/configuration/vm/vm_reader.h"
#include "loader/diagnostics/warning.h"
#include "loader/document/merge.h"
#include "loader/validation/schema.h"

namespace vmp {

namespace {

constexpr long kDefaultSeconds = 60 * 60L;

constexpr std::array<std::string_view, 3> kPlaces = {"location", "kernel", "cdrom"};
constexpr std::array<std::string_view, 2> kPlainWords = {"extraArgs", "location"};

// What each kind of answers has in it.
struct AnswerKind {
  std::string_view kind;
  std::string_view mark;
};
constexpr std::array<AnswerKind, 4> kAnswerKinds = {
    {{"preseed", "d-i "}, {"kickstart", "%packages"}, {"autoyast", "<profile"}, {"autoinstall", "autoinstall:"}}};

// What the installation has itself for these.
constexpr std::array<std::string_view, 21> kTakenOptions = {
    "name",      "uuid",          "disk",       "metadata",      "cdrom",      "location",    "install",
    "import",    "initrd-inject", "extra-args", "noautoconsole", "noreboot",   "wait",        "transient",
    "print-xml", "serial",        "console",    "connect",       "cloud-init", "autoconsole", "unattended"};

class InstallReader {
 public:
  InstallReader(const Value& install, const SourceSurroundings& around, ImageSource& source,
                std::vector<ImageWord>& counted)
      : install_(install), around_(around), source_(source), counted_(counted), part_("\"install\"", around.mistakes) {}

  void run() {
    if (const Value* name = part_.need(install_, "nodeName", install_.place(), "nodeName")) find_node(*name);
    if (const Value* disk = part_.need(install_, "disk", install_.place(), "disk")) {
      part_.check(*disk, "disk", "capacity");
      add_words("disk", *disk, source_.words);
    }
    read_pool();
    read_installer();
    if (const Value* options = install_.find("virtInstall")) read_options(*options);
  }

  // What VMs have, too.
  void read_installer() {
    source_.timeout_seconds = part_.read_seconds(install_, "timeout", kDefaultSeconds);
    read_places();
    for (const std::string_view key : kPlainWords) {
      if (const Value* value = install_.find(key)) add_words(key, *value, source_.words);
    }
    if (const Value* answers = install_.find("autoinstall")) read_answers(*answers);
  }

 private:
  void find_node(const Value& name) {
    try {
      const Value& node = around_.registry.nodes().get(name, name.text());
      const Diagnostics unreachable =
          validate(remove_cleared(node), Shape::kReachableNode, fmt::format("node \"{}\"", name.text()), node);
      append(around_.mistakes, unreachable);
      if (unreachable.empty())
        source_.node = {{name.text(), node.find("name")->place()},
                        expand_node_uri(around_.registry, node, around_.mistakes)};
    } catch (const Error& error) {
      if (error.diagnostics().empty()) throw;
      append(around_.mistakes, error.diagnostics());
    }
  }

  void read_pool() {
    if (const Value* own = install_.find("poolName")) {
      part_.check(*own, "poolName", "name");
      add_word("pool", own->text(), own->place(), source_.words);
    } else {
      add_word("pool", *around_.variables.find("DEFAULT_POOL_NAME"), install_.place(), source_.words);
    }
  }

  void read_places() {
    // A kernel may be in an ISO.
    const Value* cdrom = install_.find("cdrom");
    const Value* kernel = install_.find("kernel");
    if (cdrom == nullptr || install_.find("location") != nullptr)
      part_.need_one_of(install_, kPlaces, install_.place());
    if (kernel != nullptr) {
      part_.need(install_, "initrd", install_.find_key("kernel")->place(), "initrd");
      add_words("kernel", *kernel, source_.words);
    }
    if (const Value* initrd = install_.find("initrd")) {
      part_.need(install_, "kernel", install_.find_key("initrd")->place(), "kernel");
      add_words("initrd", *initrd, source_.words);
    }
    if (cdrom != nullptr) read_base(*cdrom, around_, source_, counted_);
  }

  void read_answers(const Value& answers) {
    const Place& place = install_.find_key("autoinstall")->place();
    const Value* kind = part_.need(answers, "kind", place, "autoinstall.kind");
    const Value* file = part_.need(answers, "file", place, "autoinstall.file");
    if (kind == nullptr || file == nullptr) return;
    std::array<std::string_view, kAnswerKinds.size()> kinds;
    std::ranges::transform(kAnswerKinds, kinds.begin(), &AnswerKind::kind);
    if (!part_.check_choice(*kind, "kind", kinds)) return;
    add_words("autoinstall", *kind, source_.words);
    if (kind->text() == "preseed" && install_.find("cdrom") != nullptr && install_.find("kernel") == nullptr) {
      part_.complain(kind->place(), "a preseed file for an ISO needs \"kernel\" and \"initrd\"",
                     "They are paths in the ISO: the file goes into the initrd.");
    }
    const bool is_template = part_.read_flag(answers, "template", false);
    std::optional<AuthorFile> read = around_.files.read_file(
        *file, "autoinstall", is_template ? AuthorFiles::Treatment::kTemplate : AuthorFiles::Treatment::kAsItIs);
    if (!read) return;
    read->is_executable = false;
    doubt_answers(*kind, *file, read->content);
    source_.files.push_back(*std::move(read));
  }

  void doubt_answers(const Value& kind, const Value& file, std::string_view content) {
    const auto* const said = std::ranges::find(kAnswerKinds, kind.text(), &AnswerKind::kind);
    if (content.find(said->mark) != std::string_view::npos) return;
    const auto* const other = std::ranges::find_if(
        kAnswerKinds, [&](const AnswerKind& each) { return content.find(each.mark) != std::string_view::npos; });
    around_.warnings.push_back(
        warn(Warning::kAutoinstallKind, kind.place(),
             fmt::format("file \"{}\" does not look like {}: it has no \"{}\"", file.text(), said->kind, said->mark),
             other == kAnswerKinds.end() ? "" : fmt::format("Did you mean \"{}\"?", other->kind)));
  }

  void read_options(const Value& options) {
    for (const auto& [key, value] : options.entries()) {
      if (std::ranges::find(kTakenOptions, key.text()) != kTakenOptions.end()) {
        part_.complain(key.place(), fmt::format("option \"{}\" is the installation's own", key.text()),
                       "The other keys of \"install\" say what it needs to know.");
      }
      count_option(key.text(), value);
    }
    source_.virt_install = read_virt_install(options);
  }

  void count_option(const std::string& name, const Value& value) {
    if (value.is_scalar()) add_word("virtInstall", fmt::format("{}={}", name, value.text()), value.place(), counted_);
    for (const Value& item : value.items()) {
      const Value* suboptions = item.find("options");
      add_word("virtInstall", name, item.place(), counted_);
      if (suboptions == nullptr) continue;
      for (const auto& [key, text] : suboptions->entries()) {
        add_word("virtInstall", fmt::format("{}.{}={}", name, key.text(), text.text()), text.place(), counted_);
      }
    }
  }

  const Value& install_;
  const SourceSurroundings& around_;
  ImageSource& source_;
  std::vector<ImageWord>& counted_;
  PartReader part_;
};

}  // namespace

void read_install(const Value& install, const SourceSurroundings& surroundings, ImageSource& source,
                  std::vector<ImageWord>& counted) {
  InstallReader(install, surroundings, source, counted).run();
}

ImageSource read_installer(const Value& install, const SourceSurroundings& surroundings) {
  ImageSource source;
  source.type = "install";
  source.place = install.place();
  std::vector<ImageWord> counted;
  InstallReader(install, surroundings, source, counted).read_installer();
  finish_part(source);
  return source;
}

}  // namespace vmp
