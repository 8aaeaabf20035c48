#include "loader/document/yaml_events.h"

#include <fmt/format.h>

#include <new>
#include <utility>

#include "loader/diagnostics/utf8.h"
#include "loader/document/source_cursor.h"
#include "loader/document/syntax/explain.h"
#include "loader/document/syntax/rescan.h"

namespace vmp {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

const unsigned char* as_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

YamlEvents::YamlEvents(std::shared_ptr<const SourceFile> source, const SourcePart& part)
    : source_(std::move(source)), text_(part.text), lines_before_(part.lines_before) {
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
  return {source_, static_cast<std::uint32_t>(mark.line + 1) + lines_before_,
          static_cast<std::uint32_t>(mark.column + 1), 0};
}

Error YamlEvents::syntax_error() const {
  SyntaxProblem problem = {.what = parser_.problem, .place = place(parser_.problem_mark)};
  if (parser_.context != nullptr) {
    problem.context = parser_.context;
    problem.began = place(parser_.context_mark);
  }
  problem.before = rescan(source_, {text_, lines_before_}, parser_.problem_mark.index);
  return Error(explain_syntax(problem));
}

Error YamlEvents::encoding_error() const {
  const bool is_control = std::string_view(parser_.problem) == "control characters are not allowed";
  SourceCursor cursor(source_);
  // libyaml points at the byte that it did not expect, which may be behind the one that is wrong.
  const auto is_problem = [&](std::string_view rest) {
    return is_control ? rest.size() + parser_.problem_offset <= text_.size() : !first_character(rest).is_valid;
  };
  while (!cursor.is_at_end() && !is_problem(cursor.rest())) cursor.advance();
  const Place& place = cursor.place();
  if (is_control) {
    return Error(Diagnostic{.place = place,
                            .message = fmt::format("control character U+{:04X} is not allowed", parser_.problem_value),
                            .help = "In a double-quoted text it may be written as an escape, such as \"\\x1b\"."});
  }
  return Error(Diagnostic{.place = place, .message = "the source is not UTF-8", .help = "Convert it with iconv(1)."});
}

}  // namespace vmp
