#include "loader/document/syntax/rescan.h"

#include <new>

namespace vmp {
namespace {

// One token of libyaml's, freed with its owner.
class YamlToken {
 public:
  YamlToken() = default;
  ~YamlToken() { yaml_token_delete(&token_); }
  YamlToken(const YamlToken&) = delete;
  YamlToken& operator=(const YamlToken&) = delete;

  yaml_token_t* get() { return &token_; }
  const yaml_token_t* operator->() const { return &token_; }

 private:
  yaml_token_t token_ = {};
};

class Rescan {
 public:
  Rescan(const std::shared_ptr<const SourceFile>& source, const SourcePart& part)
      : source_(source), lines_before_(part.lines_before) {
    if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    const auto* bytes = reinterpret_cast<const unsigned char*>(part.text.data());
    yaml_parser_set_input_string(&parser_, bytes, part.text.size());
  }
  ~Rescan() { yaml_parser_delete(&parser_); }
  Rescan(const Rescan&) = delete;
  Rescan& operator=(const Rescan&) = delete;

  ReadBefore run(std::size_t problem_index) {
    while (true) {
      YamlToken token;
      if (yaml_parser_scan(&parser_, token.get()) == 0 || token->type == YAML_STREAM_END_TOKEN) break;
      const bool is_at_problem = token->start_mark.index >= problem_index;
      if (token->type == YAML_BLOCK_END_TOKEN) {
        ++closed_;
      } else if (is_at_problem) {
        break;
      } else {
        forget_closed();
        take(*token.get());
      }
    }
    return std::move(before_);
  }

 private:
  // What one line closed is of no use to the next.
  void forget_closed() {
    for (; closed_ > 0 && !before_.blocks.empty(); --closed_) before_.blocks.pop_back();
    closed_ = 0;
  }

  void take(const yaml_token_t& token) {
    before_.end = place(token.end_mark);
    before_.is_document_ended = token.type == YAML_DOCUMENT_END_TOKEN;
    switch (token.type) {
      case YAML_SCALAR_TOKEN:
        take_text(token);
        break;
      case YAML_BLOCK_SEQUENCE_START_TOKEN:
      case YAML_BLOCK_MAPPING_START_TOKEN:
        before_.blocks.push_back({place(token.start_mark), token.type == YAML_BLOCK_SEQUENCE_START_TOKEN});
        break;
      case YAML_FLOW_SEQUENCE_START_TOKEN:
      case YAML_FLOW_MAPPING_START_TOKEN:
        ++before_.brackets;
        break;
      case YAML_FLOW_SEQUENCE_END_TOKEN:
      case YAML_FLOW_MAPPING_END_TOKEN:
        --before_.brackets;
        break;
      default:
        break;
    }
  }

  void take_text(const yaml_token_t& token) {
    const yaml_scalar_style_t style = token.data.scalar.style;
    const bool is_block = style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE;
    before_.text = ReadText{place(token.start_mark), place(token.end_mark), style == YAML_PLAIN_SCALAR_STYLE, is_block};
  }

  Place place(const yaml_mark_t& mark) const {
    return {source_, static_cast<std::uint32_t>(mark.line + 1) + lines_before_,
            static_cast<std::uint32_t>(mark.column + 1), 0};
  }

  const std::shared_ptr<const SourceFile>& source_;
  std::uint32_t lines_before_;
  yaml_parser_t parser_ = {};
  ReadBefore before_;
  std::size_t closed_ = 0;  // of the last blocks, by the line that is being read
};

}  // namespace

ReadBefore rescan(const std::shared_ptr<const SourceFile>& source, const SourcePart& part, std::size_t problem_index) {
  return Rescan(source, part).run(problem_index);
}

}  // namespace vmp
