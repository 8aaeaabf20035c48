#include <fmt/format.h>

#include <algorithm>

#include "cli/inventory/inventory.h"
#include "cli/inventory/page/page.h"
#include "cli/inventory/values.h"

namespace vmp {

namespace {

// More than this is too long to be seen at once: its picture is folded.
constexpr std::size_t kMostOfOpenPicture = 60;

std::string count(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

// Of a cell: its lines, those of a list each by itself.
std::string write_lines(const std::vector<std::string>& texts) {
  std::string html;
  for (const std::string& text : texts) html += fmt::format("<span>{}</span>", escape_for_html(text));
  return html;
}

std::string write_provisioner(const std::optional<Text>& provisioner) {
  return provisioner ? escape_for_html(provisioner->value) : "";
}

// A table with its heading. The first column names what a row is of.
class Table {
 public:
  Table(std::string id, std::string title, std::vector<std::string> columns)
      : id_(std::move(id)), title_(std::move(title)), columns_(std::move(columns)) {}

  // `cells` are HTML, one for each column behind the first.
  void add_row(const std::string& id, const std::string& name, const std::optional<Text>& description,
               const std::vector<std::string>& cells) {
    ++rows_;
    html_ += fmt::format("<tr{}><th scope=\"row\">{}{}</th>", id.empty() ? "" : fmt::format(" id=\"{}\"", id),
                         escape_for_html(name),
                         description ? "<small>" + escape_for_html(description->value) + "</small>" : "");
    for (std::size_t at = 0; at < cells.size(); ++at)
      html_ += fmt::format("<td data-label=\"{}\">{}</td>", columns_[at + 1], cells[at]);
    html_ += "</tr>\n";
  }

  std::string write() const {
    if (rows_ == 0) return "";
    std::string head;
    for (const std::string& column : columns_) head += "<th scope=\"col\">" + column + "</th>";
    return fmt::format(
        "<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1} <span class=\"count\">{2}</span></h2>\n"
        "<div class=\"panel\"><table>\n<thead><tr>{3}</tr></thead>\n<tbody>\n{4}</tbody>\n</table></div>\n</section>\n",
        id_, title_, rows_, head, html_);
  }

  std::string write_link() const { return rows_ == 0 ? "" : fmt::format("<a href=\"#{}\">{}</a>", id_, title_); }

 private:
  std::string id_;
  std::string title_;
  std::vector<std::string> columns_;
  std::string html_;
  std::size_t rows_ = 0;
};

class Page {
 public:
  Page(const LandscapeDescription& landscape, const std::vector<ImageDescription>& images, const std::string& title)
      : landscape_(landscape), images_(images), title_(escape_for_html(title)) {}

  std::string write() const {
    const std::vector<Table> tables = {list_vms(), list_networks(), list_nodes(), list_images()};
    std::string links = "<a href=\"#picture\">Picture</a>";
    std::string sections;
    for (const Table& table : tables) {
      links += table.write_link();
      sections += table.write();
    }
    return fmt::format("{}<header>\n<h1>{}</h1>\n<p>{}, {} and {}</p>\n</header>\n", write_head(), title_,
                       count(landscape_.vms.size(), "VM"), count(landscape_.networks.size(), "network"),
                       count(landscape_.nodes.size(), "node")) +
           fmt::format("<div class=\"bar\">\n<nav aria-label=\"Sections\">{}</nav>\n{}</div>\n<main>\n{}{}</main>\n",
                       links, kSearch, write_pictures(), sections) +
           fmt::format(
               "<footer>Written by vmp from the registry: it knows what is wanted, not what runs.</footer>\n"
               "<script>\n{}</script>\n</body>\n</html>\n",
               page_script());
  }

 private:
  static constexpr std::string_view kSearch =
      "<form class=\"search\" role=\"search\" hidden><input type=\"search\" aria-label=\"Search\" "
      "placeholder=\"Search: name, address, image\" autocomplete=\"off\" spellcheck=\"false\">"
      "<output aria-live=\"polite\"></output></form>\n";

  // Nothing comes from elsewhere, and nothing goes there.
  std::string write_head() const {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
        "<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
        title_, page_style());
  }

  std::string write_pictures() const {
    std::string text = "<section aria-labelledby=\"picture\">\n<h2 id=\"picture\">Picture</h2>\n";
    for (const NodeConfiguration& node : landscape_.nodes) {
      const std::string picture = draw_node(landscape_, node.node);
      if (picture.empty()) continue;
      text += fmt::format(
          "<details class=\"panel\"{}><summary>{} <span class=\"quiet\">{}</span></summary>\n"
          "<div class=\"picture scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n{}</div></details>\n",
          count_vms_on(node.node) > kMostOfOpenPicture ? "" : " open", escape_for_html(node.node.name.value),
          escape_for_html(node.node.uri.value), escape_for_html("Picture of " + node.node.name.value), picture);
    }
    return text + "</section>\n";
  }

  std::size_t count_vms_on(const Node& node) const {
    return static_cast<std::size_t>(std::ranges::count(landscape_.vms, node.name.value,
                                                       [](const VmConfiguration& vm) { return vm.node.name.value; }));
  }

  std::size_t count_vms_in(const NetworkConfiguration& network) const {
    return static_cast<std::size_t>(std::ranges::count_if(landscape_.vms, [&](const VmConfiguration& vm) {
      const std::vector<std::string> names = networks_of(vm);
      return vm.node.name.value == network.node.name.value &&
             std::ranges::find(names, network.name.value) != names.end();
    }));
  }

  Table list_vms() const {
    Table table("vms", "VMs", {"Name", "Node", "Image", "Address", "Networks", "Groups", "Waits for", "Provisioner"});
    for (std::size_t index = 0; index < landscape_.vms.size(); ++index) {
      const VmConfiguration& vm = landscape_.vms[index];
      std::vector<std::string> needed;
      for (const Dependency& each : vm.depends_on) needed.push_back(each.vm.value);
      table.add_row(id_of_vm(index), vm.name.value, vm.description,
                    {escape_for_html(vm.node.name.value),
                     vm.has_image() ? escape_for_html(vm.image.name.value + ":" + vm.image.tag.value) : "installed",
                     write_lines(list_addresses(vm)), write_lines(networks_of(vm)), write_lines(texts_of(vm.groups)),
                     write_lines(needed), escape_for_html(vm.provisioner.value)});
    }
    return table;
  }

  // The one that it is reached at comes first.
  static std::vector<std::string> list_addresses(const VmConfiguration& vm) {
    std::vector<std::string> addresses;
    const auto add = [&addresses](const std::string& address) {
      const bool is_known = std::ranges::find(addresses, address) != addresses.end();
      if (!address.empty() && !is_known) addresses.push_back(address);
    };
    add(find_access(vm).address);
    for (const Interface& interface : vm.interfaces) {
      for (const InterfaceAddress& each : interface.addresses) add(to_string(each.address));
    }
    return addresses;
  }

  Table list_networks() const {
    Table table("networks", "Networks", {"Name", "Node", "Addresses", "Domain", "VMs", "Provisioner"});
    for (const NetworkConfiguration& network : landscape_.networks) {
      std::vector<std::string> addresses;
      for (const NetworkAddress& each : network.addresses) addresses.push_back(to_string(each.prefix));
      table.add_row("", network.name.value, network.description,
                    {escape_for_html(network.node.name.value), write_lines(addresses),
                     network.domain ? escape_for_html(network.domain->name.value) : "",
                     std::to_string(count_vms_in(network)), write_provisioner(network.provisioner)});
    }
    return table;
  }

  Table list_nodes() const {
    Table table("nodes", "Nodes", {"Name", "libvirt", "VMs", "Provisioner"});
    for (const NodeConfiguration& node : landscape_.nodes) {
      table.add_row("", node.node.name.value, node.description,
                    {escape_for_html(node.node.uri.value), std::to_string(count_vms_on(node.node)),
                     write_provisioner(node.provisioner)});
    }
    return table;
  }

  Table list_images() const {
    Table table("images", "Images", {"Name", "Tag", "From", "VMs"});
    for (const ImageDescription& image : images_) {
      const Value* note = image.entry.find("description");
      std::optional<Text> description;
      if (note != nullptr && !note->is_null()) description = Text{note->text(), note->place()};
      for (const TagDescription& tag : image.tags) {
        const Value* url = tag.entry.find("url");
        table.add_row("", image.entry.find("name")->text(), description,
                      {escape_for_html(tag.only.value_or(tag.entry.find("pattern")->text())),
                       url != nullptr && !url->is_null() ? escape_for_html(url->text()) : "built",
                       std::to_string(tag.vms.size())});
      }
    }
    return table;
  }

  const LandscapeDescription& landscape_;
  const std::vector<ImageDescription>& images_;
  const std::string title_;
};

}  // namespace

std::string write_html_inventory(const LandscapeDescription& landscape, const std::vector<ImageDescription>& images,
                                 const std::string& title) {
  return Page(landscape, images, title).write();
}

}  // namespace vmp
