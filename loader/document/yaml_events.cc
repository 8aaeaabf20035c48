#include "loader/document/yaml_events.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <new>
#include <utility>

namespace vmp {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

const unsigned char* as_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
}

// `name: {NAME}-x` is the mistake that everybody makes once: YAML takes the brace for a map.
bool looks_like_unquoted_variable(std::string_view line) {
  const std::size_t brace = line.find_first_not_of(' ', line.find(": ") + 1);
  return line.find(": ") != std::string_view::npos && brace != std::string_view::npos && line[brace] == '{' &&
         line.find(':', brace) == std::string_view::npos;
}

}  // namespace

YamlEvents::YamlEvents(std::shared_ptr<const SourceFile> source) : source_(std::move(source)), text_(source_->text) {
  if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
  if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
  // Without this libyaml would also take UTF-16.
  yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&parser_, as_bytes(text_), text_.size());
}

void YamlEvents::next(YamlEvent& event) {
  yaml_event_delete(event.get());
  if (yaml_parser_parse(&parser_, event.get()) != 0) return;
  if (parser_.error == YAML_MEMORY_ERROR) throw std::bad_alloc();
  throw parser_.error == YAML_READER_ERROR ? encoding_error() : syntax_error();
}

Place YamlEvents::place(const yaml_event_t& event) const {
  Place place = this->place(event.start_mark);
  if (event.end_mark.line == event.start_mark.line) {
    place.width = static_cast<std::uint32_t>(event.end_mark.column - event.start_mark.column);
  }
  return place;
}

Place YamlEvents::place(const yaml_mark_t& mark) const {
  return {source_, static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1), 0};
}

Error YamlEvents::syntax_error() const {
  const std::string context = parser_.context != nullptr ? fmt::format(" {}", parser_.context) : "";
  Diagnostic diagnostic = {.place = place(parser_.problem_mark),
                           .message = fmt::format("bad YAML: {}{}", parser_.problem, context)};
  // libyaml notices some mistakes only on the line behind them, where the context began on the line itself.
  const std::uint32_t context_line = static_cast<std::uint32_t>(parser_.context_mark.line + 1);
  for (const std::uint32_t line : {diagnostic.place.line, diagnostic.place.line - 1, context_line}) {
    if (!looks_like_unquoted_variable(source_->line(line))) continue;
    diagnostic.help = "A value that begins with a brace is a map in YAML; quote it to use a variable: \"{NAME}\".";
  }
  if (parser_.context != nullptr && parser_.context_mark.line != parser_.problem_mark.line) {
    diagnostic.notes.push_back({place(parser_.context_mark), "it began here"});
  }
  return Error(diagnostic);
}

Error YamlEvents::encoding_error() const {
  const std::string_view before = text_.substr(0, parser_.problem_offset);
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0: the first line
  Place place = {source_, 1, 1, 1};
  place.line += static_cast<std::uint32_t>(std::ranges::count(before, '\n'));
  place.column +=
      static_cast<std::uint32_t>(std::ranges::count_if(before.substr(line_start), std::not_fn(is_continuation)));
  if (std::string_view(parser_.problem) == "control characters are not allowed") {
    return Error(Diagnostic{.place = place,
                            .message = fmt::format("control character U+{:04X} is not allowed", parser_.problem_value),
                            .help = "In a double-quoted text it may be written as an escape, such as \"\\x1b\"."});
  }
  return Error(Diagnostic{.place = place, .message = "the source is not UTF-8", .help = "Convert it with iconv(1)."});
}

}  // namespace vmp
