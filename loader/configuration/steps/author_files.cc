#include "loader/configuration/steps/author_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "loader/diagnostics/utf8.h"

namespace vmp {

namespace {

namespace fs = std::filesystem;

// The folder of the source that a text is in; the current one for standard input.
fs::path folder_of(const Value& text) {
  if (!text.place().is_known()) return ".";
  const fs::path folder = fs::path(text.place().file->name).parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

bool leads_up(const fs::path& path) {
  return path.is_absolute() || std::ranges::find(path, fs::path("..")) != path.end();
}

bool is_below(const fs::path& path, const fs::path& folder) {
  const auto [end_of_folder, rest] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return end_of_folder == folder.end();
}

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char byte) { return static_cast<unsigned char>(byte) < ' ' || byte == '\x7f'; });
}

}  // namespace

// Reads what one text names.
class AuthorFiles::Reading {
 public:
  Reading(AuthorFiles& files, const Value& text, Treatment treatment)
      : files_(files), text_(text), treatment_(treatment), folder_(folder_of(text)) {}

  // Where the named file or folder is, if it is there and in its place.
  std::optional<fs::path> find() {
    const fs::path named = fs::path(text_.text()).lexically_normal();
    if (text_.text().empty() || named == ".") return complain("a path must name a file or folder", "");
    if (leads_up(named)) {
      return complain(fmt::format("path \"{}\" must stay in its folder", text_.text()),
                      "It is relative to the folder of the registry's file that names it, without \"..\".");
    }
    std::error_code error;
    home_ = fs::canonical(folder_, error);
    if (error) return complain_about(folder_, error);
    const fs::path path = (folder_ / named).lexically_normal();
    return follow(path) ? std::optional(path) : std::nullopt;
  }

  std::optional<AuthorFile> read(const fs::path& file, std::string path) {
    if (has_control_character(path)) {
      complain(fmt::format("the name of file \"{}\" has a control character", without_control_characters(path)), "");
      return std::nullopt;
    }
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (error) return complain_about(file, error), std::nullopt;
    if (!fs::is_regular_file(status))
      return complain(fmt::format("\"{}\" is no file", file.string()), ""), std::nullopt;
    if (!has_room(file)) return std::nullopt;
    std::optional<std::string> content = read_bytes(file);
    if (!content) return std::nullopt;
    const bool is_executable = (status.permissions() & fs::perms::owner_exec) != fs::perms::none;
    return AuthorFile{std::move(path), treat(file, *std::move(content)), is_executable};
  }

  // `open` are the folders that lead here: a link back to one of them would have no end.
  void read_folder(const fs::path& folder, const std::string& prefix, std::vector<fs::path>& open,
                   std::vector<AuthorFile>& found) {
    std::error_code error;
    std::vector<fs::path> paths;
    for (fs::directory_iterator each(folder, error); !error && each != fs::directory_iterator();
         each.increment(error)) {
      paths.push_back(each->path());
    }
    if (error) return void(complain_about(folder, error));
    std::ranges::sort(paths);
    for (const fs::path& each : paths) read_entry(each, prefix + each.filename().string(), open, found);
  }

  std::nullopt_t complain(std::string message, std::string help) {
    files_.mistakes_.push_back({.place = text_.place(), .message = std::move(message), .help = std::move(help)});
    return std::nullopt;
  }

 private:
  void read_entry(const fs::path& entry, std::string path, std::vector<fs::path>& open,
                  std::vector<AuthorFile>& found) {
    const std::optional<fs::path> real = follow(entry);
    if (!real) return;
    if (!fs::is_directory(*real)) {
      if (std::optional<AuthorFile> file = read(entry, std::move(path))) found.push_back(*std::move(file));
      return;
    }
    if (std::ranges::find(open, *real) != open.end()) {
      complain(fmt::format("link \"{}\" leads to a folder that it is in", entry.string()), "");
      return;
    }
    open.push_back(*real);
    read_folder(entry, path + "/", open, found);
    open.pop_back();
  }

  // The path itself if all links in it stay below the folder of the source.
  std::optional<fs::path> follow(const fs::path& path) {
    std::error_code error;
    fs::path real = fs::canonical(path, error);
    if (error) return complain_about(path, error);
    if (is_below(real, home_)) return real;
    return complain(fmt::format("link \"{}\" leads out of \"{}\"", path.string(), folder_.string()),
                    "All of it comes from the folder of the registry's file that names it.");
  }

  bool has_room(const fs::path& file) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    files_.bytes_ += error ? 0 : static_cast<std::size_t>(size);
    ++files_.files_;
    if (files_.bytes_ <= kMaxBytesOfAuthor && files_.files_ <= kMaxFilesOfAuthor) return true;
    const std::string message = fmt::format("the files of one entry are more than {} MiB, or more than {}",
                                            kMaxBytesOfAuthor >> 20U, kMaxFilesOfAuthor);
    throw Error(Diagnostic{.place = text_.place(),
                           .message = message,
                           .help = "They are copied into its directory. Let a step download what is large."});
  }

  std::optional<std::string> read_bytes(const fs::path& file) {
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    std::string content((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    if (stream.is_open() && !stream.bad()) return content;
    return complain_about(file, {errno, std::generic_category()}), std::nullopt;
  }

  std::string treat(const fs::path& file, std::string content) {
    if (treatment_ == Treatment::kAsItIs) return content;
    if (!is_utf8(content)) {
      complain(fmt::format("template \"{}\" is not UTF-8", file.string()), "");
      return content;
    }
    const auto source = std::make_shared<const SourceFile>(SourceFile{file.string(), content});
    const Value text = Value::scalar(std::move(content), Style::kPlain, {source, 1, 1, 0});
    return expand_variables(text, files_.names_, files_.mistakes_).text();
  }

  std::nullopt_t complain_about(const fs::path& path, const std::error_code& error) {
    if (error == std::errc::no_such_file_or_directory) {
      const std::string named_in = text_.place().is_known() ? text_.place().file->name : "the registry";
      return complain(fmt::format("there is no file \"{}\"", path.string()),
                      fmt::format("It is looked for in the folder of \"{}\", which names it.", named_in));
    }
    return complain(fmt::format("cannot read \"{}\": {}", path.string(), error.message()), "");
  }

  AuthorFiles& files_;
  const Value& text_;
  Treatment treatment_;
  fs::path folder_;
  fs::path home_;
};

std::optional<AuthorFile> AuthorFiles::read_file(const Value& text, std::string path, Treatment treatment) {
  Reading reading(*this, text, treatment);
  const std::optional<fs::path> found = reading.find();
  return found ? reading.read(*found, std::move(path)) : std::nullopt;
}

std::optional<AuthorFile> AuthorFiles::read_script(const Value& text, std::string path, Treatment treatment) {
  std::optional<AuthorFile> script = read_file(text, std::move(path), treatment);
  if (script && !script->is_executable) {
    const std::string file = (folder_of(text) / text.text()).lexically_normal().string();
    mistakes_.push_back({.place = text.place(),
                         .message = fmt::format("script \"{}\" is not executable", file),
                         .help = "\"chmod +x\" makes it so; git keeps that."});
  }
  return script;
}

std::vector<AuthorFile> AuthorFiles::read_tree(const Value& text, const std::string& prefix,
                                               const std::string& path_of_file, Treatment treatment) {
  std::vector<AuthorFile> found;
  Reading reading(*this, text, treatment);
  const std::optional<fs::path> path = reading.find();
  if (!path) return found;
  if (fs::is_directory(*path)) {
    std::vector<fs::path> open = {fs::canonical(*path)};
    reading.read_folder(*path, prefix, open, found);
    std::ranges::sort(found, {}, &AuthorFile::path);
  } else if (std::optional<AuthorFile> file = reading.read(*path, path_of_file)) {
    found.push_back(*std::move(file));
  }
  return found;
}

}  // namespace vmp
