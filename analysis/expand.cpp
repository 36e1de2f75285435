// The builder's own word lexer: quotes, escapes and $variables, as BuildKit's shell/lex.go.
#include "analysis/expand.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "analysis/pattern.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

constexpr int deepest = 100;
constexpr char end_of_text = '\0';

bool is_special_parameter(char32_t c) {
  return c < 0x80 &&
         std::string_view("@*#?-$!0").find(static_cast<char>(c)) != std::string_view::npos;
}

// Splits at blanks what is added as plain text, keeps together what is added raw.
class Words {
 public:
  explicit Words(std::vector<ExpandedWord>* out) : out_(out) {}

  // One code point that may separate words.
  void add(std::string_view bytes, uint32_t from, uint32_t to) {
    if (!out_) return;
    if (!is_space(decode(bytes).value)) return add_raw(bytes, from, to);
    if (!word_.text.empty()) finish();
  }

  void add_text(std::string_view text, uint32_t from, uint32_t to) {
    if (!out_) return;
    while (!text.empty()) {
      const auto plain = [](char c) { return c > ' ' && c < '\x7F'; };
      const auto end = std::find_if_not(text.begin(), text.end(), plain);
      if (end != text.begin()) {
        add_raw({text.begin(), end}, from, to);
        text = {end, text.end()};
        continue;
      }
      const uint32_t size = decode(text).size;
      add(text.substr(0, size), from, to);
      text.remove_prefix(size);
    }
  }

  void add_raw(std::string_view bytes, uint32_t from, uint32_t to) {
    if (!out_) return;
    if (!in_word_) word_.begin = from;
    in_word_ = true;
    word_.text += bytes;
    word_.end = to;
  }

  void finish() {
    if (!out_) return;
    if (!word_.text.empty()) out_->push_back(std::move(word_));
    word_ = {};
    in_word_ = false;
  }

 private:
  std::vector<ExpandedWord>* out_;
  ExpandedWord word_;
  bool in_word_ = false;
};

class Lexer {
 public:
  Lexer(std::string_view text, const LexOptions& options, const Environment& environment)
      : text_(text), options_(options), environment_(environment) {}

  ExpandedText run() {
    Words words(options_.split ? &out_.words : nullptr);
    if (!until(end_of_text, options_.raw_escapes, out_.text, words)) {
      out_.text.clear();
      out_.words.clear();
    }
    return std::move(out_);
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  char peek() const { return at_end() ? end_of_text : text_[at_]; }
  bool peek_is(char c) const { return !at_end() && text_[at_] == c; }
  // The bytes of the code point here, consumed.
  std::string_view next() {
    if (at_end()) return {};
    const uint32_t size = decode(text_.substr(at_)).size;
    at_ += size;
    return text_.substr(at_ - size, size);
  }

  // The bytes from here on that stand for themselves, consumed; `stop` is not among them.
  std::string_view plain_run(char stop) {
    const uint32_t begin = at_;
    const auto is_plain = [&](char c) {
      return c != '$' && c != '"' && c != '\'' && c != '<' && c != options_.escape && c != stop;
    };
    while (!at_end() && is_plain(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  bool fail(uint32_t begin, uint32_t end, std::string message) {
    out_.missing_value = false;
    out_.error = std::move(message);
    out_.error_begin = begin;
    out_.error_end = std::min<uint32_t>(end, text_.size());
    return false;
  }

  bool put(std::string& result, std::string_view text) {
    if (out_.gave_up) return true;
    if (result.size() + text.size() > options_.longest &&
        result.size() + text.size() > text_.size()) {
      out_.gave_up = true;
      return true;
    }
    result += text;
    return true;
  }

  // Reads up to `stop`, which is consumed, or to the end of the text.
  bool until(char stop, bool raw_escapes, std::string& result, Words& words) {
    const uint32_t opened = at_;
    const bool outer = std::exchange(raw_escapes_, raw_escapes);
    while (!at_end()) {
      const uint32_t from = at_;
      const char c = peek();
      if (stop != end_of_text && c == stop) {
        ++at_;
        raw_escapes_ = outer;
        words.finish();
        return true;
      }
      if (c == '$') {
        std::string value;
        if (!dollar(value)) return false;
        put(result, value);
        words.add_text(value, from, at_);
      } else if (!options_.no_quotes && (c == '\'' || c == '"')) {
        std::string value;
        if (!(c == '"' ? double_quoted(value) : single_quoted(value))) return false;
        put(result, value);
        words.add_raw(value, from, at_);
      } else if (c == options_.escape) {
        ++at_;
        if (raw_escapes_) {
          result += c;
          words.add_raw({&options_.escape, 1}, from, at_);
        }
        const std::string_view escaped = next();
        if (escaped.empty()) break;
        put(result, escaped);
        words.add_raw(escaped, from, at_);
      } else if (c == '<') {
        // What follows << belongs to the same word, blanks between them too.
        ++at_;
        if (peek_is('<')) {
          ++at_;
          at_ += leading_space(text_.substr(at_));
        }
        put(result, text_.substr(from, at_ - from));
        words.add_raw(text_.substr(from, at_ - from), from, at_);
      } else {
        // Words need to know where each of their characters stood.
        std::string_view plain = options_.split ? std::string_view() : plain_run(stop);
        if (plain.empty()) plain = next();
        put(result, plain);
        words.add(plain, from, at_);
      }
    }
    raw_escapes_ = outer;
    if (stop != end_of_text) {
      return fail(opened, at_,
                  fmt::format("unexpected end of statement while looking for matching {}", stop));
    }
    words.finish();
    return true;
  }

  bool single_quoted(std::string& value) {
    const uint32_t begin = at_;
    const size_t close = text_.find('\'', at_ + 1);
    if (close == std::string_view::npos) {
      return fail(begin, text_.size(), "unclosed single quote");
    }
    at_ = close + 1;
    value = options_.raw_quotes ? text_.substr(begin, at_ - begin)
                                : text_.substr(begin + 1, at_ - begin - 2);
    return true;
  }

  bool double_quoted(std::string& value) {
    const uint32_t begin = at_++;
    if (options_.raw_quotes) value += '"';
    while (!at_end()) {
      const char c = peek();
      if (c == '"') {
        ++at_;
        if (options_.raw_quotes) value += '"';
        return true;
      }
      if (c == '$') {
        std::string inner;
        if (!dollar(inner)) return false;
        put(value, inner);
      } else if (c == options_.escape) {
        ++at_;
        if (raw_escapes_) value += c;
        if (at_end()) break;
        // Only these can be escaped; before anything else the escape character stays.
        const bool escapable = peek_is('"') || peek_is('$') || peek_is(options_.escape);
        value += escapable ? text_[at_++] : c;
      } else {
        const std::string_view plain = plain_run('"');
        put(value, plain.empty() ? next() : plain);
      }
    }
    return fail(begin, text_.size(), "unclosed double quote");
  }

  std::string_view name() {
    const uint32_t begin = at_;
    if (at_end()) return {};
    CodePoint c = decode(text_.substr(at_));
    if (is_digit(c.value)) {
      while (!at_end() && is_digit((c = decode(text_.substr(at_))).value)) at_ += c.size;
    } else if (is_special_parameter(c.value)) {
      ++at_;
    } else {
      while (!at_end()) {
        c = decode(text_.substr(at_));
        if (!is_letter(c.value) && !is_digit(c.value) && c.value != '_') break;
        at_ += c.size;
      }
    }
    return text_.substr(begin, at_ - begin);
  }

  std::optional<std::string_view> find(std::string_view name, VariableUse use) {
    const auto value = environment_.find(name);
    use.end = at_;
    use.found = value.has_value();
    out_.uses.push_back(use);
    return value;
  }

  bool dollar(std::string& value) {
    const uint32_t begin = at_++;
    if (!peek_is('{')) {
      VariableUse use{begin, 0, at_, 0};
      const std::string_view variable = name();
      use.name_end = at_;
      if (variable.empty()) return put(value, "$");
      const auto found = find(variable, use);
      return put(value, !found && options_.keep_unset ? text_.substr(begin, at_ - begin)
                                                      : found.value_or(std::string_view()));
    }
    if (depth_ >= deepest) {
      out_.gave_up = true;
      return put(value, next());
    }
    ++depth_;
    const bool good = braced(begin, value);
    --depth_;
    return good;
  }

  bool braced(uint32_t begin, std::string& value) {
    ++at_;
    if (at_end()) return fail(begin, at_, "`${` without a closing brace");
    if (peek_is('{') || peek_is('}') || peek_is(':')) {
      return fail(begin, at_ + 1, "a variable name must follow `${`");
    }
    VariableUse use{begin, 0, at_, 0};
    const std::string_view variable = name();
    use.name_end = at_;
    if (at_end()) return fail(begin, at_, "`${` without a closing brace");
    const uint32_t modifier_at = at_;
    const std::string_view first = next();
    if (first == "}") {
      const auto found = find(variable, use);
      return put(value, !found && options_.keep_unset ? text_.substr(begin, at_ - begin)
                                                      : found.value_or(std::string_view()));
    }
    if (first == "/") return replaced(begin, variable, use, value);
    use.colon = first == ":";
    const std::string_view modifier = use.colon ? next() : first;
    const char kind = modifier.size() == 1 ? modifier[0] : '\0';
    const std::string_view known = use.colon ? "" : "+-?#%";
    if (!use.colon && (kind == '\0' || known.find(kind) == std::string_view::npos)) {
      // bash's ${x^^}, ${x,,}, ${x@Q}: both characters.
      const bool twice = !at_end() && (peek_is(first[0]) || (first == "@" && !peek_is('}')));
      if (twice) next();
      return fail(modifier_at, at_,
                  fmt::format("the builder knows no `{}` in `${{…}}`",
                              text_.substr(modifier_at, at_ - modifier_at)));
    }
    use.modifier = kind;
    std::string word;
    Words ignored(nullptr);
    const bool pattern = kind == '#' || kind == '%';
    if (!until('}', pattern, word, ignored)) {
      if (at_end()) return fail(begin, at_, "`${` without a closing brace");
      return false;
    }
    const auto found = find(variable, use);
    if (!found && options_.keep_unset) return put(value, text_.substr(begin, at_ - begin));
    return modified(begin, variable, use, found, word, value);
  }

  bool modified(uint32_t begin, std::string_view variable, const VariableUse& use,
                std::optional<std::string_view> found, std::string_view word, std::string& value) {
    const bool unset = !found || (use.colon && found->empty());
    if (use.colon && (use.modifier == '#' || use.modifier == '%')) return unsupported(begin, use);
    switch (use.modifier) {
      case '-':
        return put(value, unset ? word : *found);
      case '+':
        return put(value, unset ? std::string_view() : word);
      case '?':
        if (!unset) return put(value, *found);
        fail(begin, at_,
             word.empty() ? fmt::format("`{}` has no value, and `?` asks for one", variable)
                          : fmt::format("`{}` has no value: {}", variable, word));
        out_.missing_value = true;
        return false;
      case '#':
      case '%': {
        const bool longest = !word.empty() && word[0] == use.modifier;
        if (longest) word.remove_prefix(1);
        const auto pattern = Pattern::read(word);
        if (!pattern) return fail(begin, at_, fmt::format("`{}` is no pattern", word));
        const std::string_view whole = found.value_or(std::string_view());
        out_.gave_up |= pattern->too_long(whole);
        return put(value, use.modifier == '#' ? pattern->without_prefix(whole, longest)
                                              : pattern->without_suffix(whole, longest));
      }
      default:
        return unsupported(begin, use);
    }
  }

  bool unsupported(uint32_t begin, const VariableUse& use) {
    return fail(begin, at_,
                fmt::format("the builder knows no `{}{}` in `${{…}}`", use.colon ? ":" : "",
                            text_.substr(use.name_end + (use.colon ? 1 : 0), 1)));
  }

  // After "${name/".
  bool replaced(uint32_t begin, std::string_view variable, VariableUse use, std::string& value) {
    use.modifier = '/';
    const bool all = peek_is('/');
    if (all) ++at_;
    std::string pattern_text, replacement;
    Words ignored(nullptr);
    if (!until('/', true, pattern_text, ignored)) {
      if (at_end()) return fail(begin, at_, "missing `/` in `${name/pattern/replacement}`");
      return false;
    }
    if (!until('}', true, replacement, ignored)) {
      if (at_end()) return fail(begin, at_, "`${` without a closing brace");
      return false;
    }
    const auto found = find(variable, use);
    if (!found && options_.keep_unset) return put(value, text_.substr(begin, at_ - begin));
    const auto pattern = Pattern::read(pattern_text);
    if (!pattern) return fail(begin, at_, fmt::format("`{}` is no pattern", pattern_text));
    out_.gave_up |= pattern->too_long(found.value_or(std::string_view()));
    return put(value, pattern->replace(found.value_or(std::string_view()), replacement, all));
  }

  std::string_view text_;
  const LexOptions& options_;
  const Environment& environment_;
  uint32_t at_ = 0;
  int depth_ = 0;
  bool raw_escapes_ = false;
  ExpandedText out_;
};

}  // namespace

ExpandedText expand(std::string_view text, const LexOptions& options,
                    const Environment& environment) {
  return Lexer(text, options, environment).run();
}

bool needs_expansion(std::string_view text, char escape) {
  for (const char c : text) {
    if (c == '$' || c == '"' || c == '\'' || c == escape) return true;
  }
  return false;
}

}  // namespace dflint
