#include "loader/document/write_yaml.h"

#include <yaml.h>

#include <new>
#include <string_view>
#include <utility>

#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/utf8.h"
#include "loader/document/scalar_quoting.h"

namespace vmp {
namespace {

constexpr const char* kBinaryTag = "tag:yaml.org,2002:binary";

yaml_scalar_style_t style_of(Quoting quoting) {
  switch (quoting) {
    case Quoting::kPlain:
      return YAML_PLAIN_SCALAR_STYLE;
    case Quoting::kSingleQuotes:
      return YAML_SINGLE_QUOTED_SCALAR_STYLE;
    case Quoting::kLiteralBlock:
      return YAML_LITERAL_SCALAR_STYLE;
    case Quoting::kDoubleQuotes:
      break;
  }
  return YAML_DOUBLE_QUOTED_SCALAR_STYLE;
}

// libyaml's emitter, writing one document into a string.
class YamlWriter {
 public:
  explicit YamlWriter(std::string_view quoted) : quoted_(quoted) {
    if (yaml_emitter_initialize(&emitter_) == 0) throw std::bad_alloc();
    yaml_emitter_set_output(&emitter_, append_bytes, &yaml_);
    yaml_emitter_set_unicode(&emitter_, 1);
    constexpr int kUnlimited = -1;
    yaml_emitter_set_width(&emitter_, kUnlimited);
  }
  ~YamlWriter() { yaml_emitter_delete(&emitter_); }
  YamlWriter(const YamlWriter&) = delete;
  YamlWriter& operator=(const YamlWriter&) = delete;

  std::string write_document(const Value& root) {
    emit([](yaml_event_t* event) { return yaml_stream_start_event_initialize(event, YAML_UTF8_ENCODING); });
    emit([](yaml_event_t* event) { return yaml_document_start_event_initialize(event, nullptr, nullptr, nullptr, 1); });
    if (root.is_scalar()) {
      write_line_scalar(root.is_null() ? Value::scalar("null", Style::kPlain) : root);
    } else {
      write_value(root);
    }
    emit([](yaml_event_t* event) { return yaml_document_end_event_initialize(event, 1); });
    emit([](yaml_event_t* event) { return yaml_stream_end_event_initialize(event); });
    return std::move(yaml_);
  }

 private:
  static int append_bytes(void* yaml, unsigned char* bytes, std::size_t size) {
    static_cast<std::string*>(yaml)->append(reinterpret_cast<const char*>(bytes), size);
    return 1;
  }

  // All that is left to go wrong is memory: texts are checked before.
  template <typename Initialize>
  void emit(Initialize initialize) {
    yaml_event_t event;
    if (initialize(&event) == 0 || yaml_emitter_emit(&emitter_, &event) == 0) throw std::bad_alloc();
  }

  bool must_be_quoted(const Value& scalar) const {
    return !quoted_.empty() && scalar.text().find(quoted_) != std::string::npos;
  }

  void write_value(const Value& value) {
    switch (value.kind()) {
      case Value::Kind::kScalar:
        write_scalar(value,
                     must_be_quoted(value) ? Quoting::kDoubleQuotes : choose_quoting(value.text(), value.style()));
        return;
      case Value::Kind::kList:
        write_list(value);
        return;
      case Value::Kind::kMap:
        write_map(value);
        return;
    }
  }

  // Keys and whole documents cannot be blocks.
  void write_line_scalar(const Value& scalar) {
    const Quoting quoting = choose_quoting(scalar.text(), scalar.style());
    write_scalar(scalar, quoting == Quoting::kLiteralBlock ? Quoting::kDoubleQuotes : quoting);
  }

  void write_key(const Value& key) {
    if (key.is_null() && key.text().empty()) {
      // libyaml quotes an empty key: without the tag it would be a text.
      write_scalar(key, Quoting::kSingleQuotes, YAML_NULL_TAG);
    } else {
      write_line_scalar(key);
    }
  }

  void write_scalar(const Value& scalar, Quoting quoting, const char* tag = nullptr) {
    const std::string& text = scalar.text();
    if (scalar.is_binary()) tag = kBinaryTag;
    if (!is_utf8(text)) throw Error(Diagnostic{.place = scalar.place(), .message = "text is not UTF-8"});
    emit([&](yaml_event_t* event) {
      const auto* bytes = reinterpret_cast<const yaml_char_t*>(text.data());
      const auto* tag_bytes = reinterpret_cast<const yaml_char_t*>(tag);
      const int is_implicit = tag == nullptr ? 1 : 0;
      return yaml_scalar_event_initialize(event, nullptr, tag_bytes, bytes, static_cast<int>(text.size()), is_implicit,
                                          is_implicit, style_of(quoting));
    });
  }

  void write_list(const Value& list) {
    emit([](yaml_event_t* event) {
      return yaml_sequence_start_event_initialize(event, nullptr, nullptr, 1, YAML_BLOCK_SEQUENCE_STYLE);
    });
    for (const Value& item : list.items()) write_value(item);
    emit([](yaml_event_t* event) { return yaml_sequence_end_event_initialize(event); });
  }

  void write_map(const Value& map) {
    emit([](yaml_event_t* event) {
      return yaml_mapping_start_event_initialize(event, nullptr, nullptr, 1, YAML_BLOCK_MAPPING_STYLE);
    });
    for (const Entry& entry : map.entries()) {
      write_key(entry.key);
      write_value(entry.value);
    }
    emit([](yaml_event_t* event) { return yaml_mapping_end_event_initialize(event); });
  }

  std::string_view quoted_;
  yaml_emitter_t emitter_ = {};
  std::string yaml_;
};

}  // namespace

std::string write_yaml(const Value& value, std::string_view quoted) {
  return YamlWriter(quoted).write_document(value);
}

}  // namespace vmp
