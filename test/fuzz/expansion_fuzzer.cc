// The last document of an input holds texts, those before it are layers of variables, low to high.
#include <algorithm>
#include <map>
#include <utility>

#include "loader/configuration/variables/expansion.h"
#include "loader/configuration/variables/variables.h"
#include "test/fuzz/target.h"

namespace vmp::fuzz {

namespace {

struct Expanded {
  std::string text;
  bool has_errors = false;
};

// A second opinion: what REGISTRY.md, section 5, says of texts without mistakes, in the plainest way.
class Model {
 public:
  void add_layer(const Value& layer) {
    for (const auto& [key, value] : layer.entries()) {
      if (!value.is_null()) values_[key.text()].push_back(value);
    }
  }

  std::string expand(std::string_view text) { return expand(text, nullptr, 0); }

 private:
  // `own` is the variable that the text is a value of, if any, in its layer `level`.
  std::string expand(std::string_view text, const std::string* own, std::size_t level) {
    std::string result;
    while (!text.empty()) {
      const std::size_t brace = text.find('}');
      const std::size_t angle = text.find('>');
      if (text.starts_with("{{") || text.starts_with("}}")) {
        result += text.front();
        text.remove_prefix(2);
      } else if (text.starts_with('{')) {
        result += value_of(std::string(text.substr(1, brace - 1)), own, level);
        text.remove_prefix(brace + 1);
      } else if (text.starts_with("<<") && text.substr(angle + 1).starts_with('>') && has(text.substr(2, angle - 2))) {
        result += text.substr(1, angle);
        text.remove_prefix(angle + 2);
      } else if (text.starts_with('<') && angle != text.npos && has(text.substr(1, angle - 1))) {
        result += value_of(std::string(text.substr(1, angle - 1)), own, level);
        text.remove_prefix(angle + 1);
      } else {
        result += text.front();
        text.remove_prefix(1);
      }
    }
    return result;
  }

  bool has(std::string_view name) const { return values_.contains(std::string(name)); }

  const std::string& value_of(const std::string& name, const std::string* own, std::size_t level) {
    const std::vector<Value>& values = values_.at(name);
    const std::size_t at = own != nullptr && name == *own ? level - 1 : values.size() - 1;
    const auto known = expanded_.find({name, at});
    if (known != expanded_.end()) return known->second;
    const Value& value = values.at(at);
    std::string text = value.is_raw() || value.is_binary() ? value.text() : expand(value.text(), &name, at);
    return expanded_[{name, at}] = std::move(text);
  }

  std::map<std::string, std::vector<Value>> values_;
  std::map<std::pair<std::string, std::size_t>, std::string> expanded_;
};

// The variables of an input, always as if nobody had asked for one yet.
class Layers {
 public:
  explicit Layers(const std::vector<Value>& documents) {
    for (const Value& document : documents) layers_.push_back(only_scalars(document));
  }

  Expanded expand(const Value& scalar) const {
    Diagnostics mistakes;
    Variables variables = make_variables(mistakes);
    const Value value = expand_variables(scalar, variables, mistakes);
    examine(mistakes);
    return {value.text(), has_errors(mistakes)};
  }

  std::string expand_by_model(const std::string& text) const {
    Model model;
    for (const Value& layer : layers_) model.add_layer(layer);
    return model.expand(text);
  }

  Expanded expand(std::string text) const { return expand(Value::scalar(std::move(text))); }

  // Whether a variable's name has one of these bytes.
  bool have_in_a_name(std::string_view bytes) const {
    return std::ranges::any_of(names(),
                               [&](const std::string& name) { return name.find_first_of(bytes) != name.npos; });
  }

  bool has(std::string_view name) const { return std::ranges::count(names(), name) > 0; }

  void require_order_does_not_matter() const {
    Diagnostics mistakes;
    const std::map<std::string, Variable> all = make_variables(mistakes).expand_all();
    examine(mistakes);
    if (has_errors(mistakes)) return;
    Variables variables = make_variables(mistakes);
    for (auto each = all.rbegin(); each != all.rend(); ++each) {
      require(*variables.find(each->first) == each->second.value, "variables are the same in any order of asking");
      examine(each->second.place);
    }
  }

 private:
  static Value only_scalars(const Value& map) {
    Map entries;
    std::ranges::copy_if(map.entries(), std::back_inserter(entries),
                         [](const Entry& entry) { return entry.value.is_scalar(); });
    return Value::map(std::move(entries), map.place());
  }

  static bool has_errors(const Diagnostics& mistakes) {
    return std::ranges::any_of(mistakes, [](const Diagnostic& each) { return each.severity == Severity::kError; });
  }

  Variables make_variables(Diagnostics& mistakes) const {
    Variables variables(mistakes);
    for (const Value& layer : layers_) variables.add_layer(layer);
    return variables;
  }

  std::vector<std::string> names() const {
    Diagnostics mistakes;
    return make_variables(mistakes).all();
  }

  std::vector<Value> layers_;
};

// The text that expands to `text` (REGISTRY.md, section 5).
std::string write_literally(std::string_view text, const Layers& layers) {
  std::string literal;
  while (!text.empty()) {
    const std::size_t end = text.starts_with('<') ? text.find_first_of("<>", 1) : text.npos;
    std::size_t length = 1;
    if (end != text.npos && text[end] == '>' && layers.has(text.substr(1, end - 1))) {
      length = end + 1;
      literal.append("<").append(text.substr(0, length)).append(">");
    } else {
      literal.append(text.starts_with('{') || text.starts_with('}') ? 2 : 1, text.front());
    }
    text.remove_prefix(length);
  }
  return literal;
}

void check_text(const Value& scalar, const Layers& layers) {
  const Expanded expanded = layers.expand(scalar);
  const bool is_ordinary =
      scalar.is_raw() || scalar.is_binary() || scalar.text().find_first_of("{}<") == std::string::npos;
  if (is_ordinary) require(expanded.text == scalar.text() && !expanded.has_errors, "an ordinary text stays as it is");
  if (!layers.have_in_a_name("{}<>")) {
    const Expanded literal = layers.expand(write_literally(scalar.text(), layers));
    require(literal.text == scalar.text() && !literal.has_errors, "every text can be written literally");
  }
  if (scalar.is_raw() || scalar.is_binary() || expanded.has_errors) return;
  if (!layers.have_in_a_name("{}<>")) {
    require(expanded.text == layers.expand_by_model(scalar.text()), "a text expands as REGISTRY.md says");
  }
  if (!layers.have_in_a_name(" ")) {
    const Expanded twice = layers.expand(scalar.text() + " " + scalar.text());
    require(twice.text == expanded.text + " " + expanded.text, "parts of a text expand one by one");
  }
}

void check_texts(const Value& value, const Layers& layers) {
  if (value.is_scalar()) return check_text(value, layers);
  for (const Value& item : value.items()) check_texts(item, layers);
  for (const Entry& entry : value.entries()) check_texts(entry.value, layers);
}

}  // namespace

void check(const std::string& input) {
  std::vector<Value> documents = read(input);
  if (documents.empty()) return;
  const Value texts = std::move(documents.back());
  documents.pop_back();
  const Layers layers(documents);
  layers.require_order_does_not_matter();
  check_texts(texts, layers);
}

}  // namespace vmp::fuzz
