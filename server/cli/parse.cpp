// One line of JSON for each file, in the words of the builder's own syntax tree.
#include "server/cli/parse.h"

#include <optional>

#include "analysis/directives.h"
#include "analysis/document.h"
#include "analysis/unicode.h"
#include "server/cli/output.h"
#include "server/cli/run.h"
#include "server/cli/source.h"
#include "server/output/json_text.h"

namespace dflint {
namespace {

// The value of `# syntax=` up to its first blank.
std::optional<std::string_view> syntax_directive(const Document& document) {
  const std::string_view bytes = document.text.bytes();
  for (const Directive& directive : read_directives(bytes).list) {
    if (directive.name != Directive::Name::syntax || !directive.honoured) continue;
    const Span span = directive.value_span;
    const std::string_view value = bytes.substr(span.begin, span.size());
    return value.substr(0, value.find_first_of(" \t\r"));
  }
  return std::nullopt;
}

class TreeWriter {
 public:
  TreeWriter(std::string& out, const Document& document) : json_(out), document_(document) {}

  void file(std::string_view path) {
    json_.begin_object();
    json_.member("file", path);
    json_.key("syntax_directive");
    const auto syntax = syntax_directive(document_);
    if (syntax)
      json_.string(*syntax);
    else
      json_.null();
    json_.member("escape", std::string(1, escape()));
    json_.key("instructions");
    json_.begin_array();
    for_each([&](size_t i) { instruction(i); });
    json_.end_array();
    json_.key("stages");
    json_.begin_array();
    for_each([&](size_t i) { stage(i); });
    json_.end_array();
    json_.key("problems");
    json_.begin_array();
    for (size_t i = 0; i < document_.instructions.size(); ++i) problems(i);
    json_.end_array();
    json_.end_object();
  }

 private:
  template <typename Action>
  void for_each(Action action) {
    for (size_t i = 0; i < document_.instructions.size(); ++i) {
      if (document_.instructions[i]->statement.keyword != Keyword::none) action(i);
    }
  }

  char escape() const {
    return document_.instructions.empty() ? '\\' : document_.instructions.back()->dialect.escape;
  }

  uint32_t line(size_t index, uint32_t offset) const {
    return document_.text.line_of(document_.starts[index] + offset);
  }

  void lines(size_t index) {
    const Span body = document_.instructions[index]->body;
    json_.key("start_line"), json_.number(line(index, body.begin));
    json_.key("end_line"), json_.number(line(index, body.end));
  }

  void instruction(size_t index) {
    const Instruction& in = *document_.instructions[index];
    json_.begin_object();
    json_.member("cmd", in.value(in.statement.word));
    lines(index);
    words(in, in.statement);
    if (!in.heredocs.empty()) heredocs(in);
    if (in.statement.trigger) {
      json_.key("sub");
      json_.begin_object();
      json_.member("cmd", in.value(in.statement.trigger->word));
      words(in, *in.statement.trigger);
      json_.end_object();
    }
    json_.end_object();
  }

  void words(const Instruction& in, const Statement& statement) {
    json_.key("flags");
    json_.begin_array();
    for (const Flag& flag : statement.flags) json_.string(in.value(flag.text));
    json_.end_array();
    json_.key("json"), json_.boolean(statement.exec_form);
    json_.key("args");
    json_.begin_array();
    // Of an instruction that the builder does not know it keeps no arguments, though we guess them.
    if (statement.keyword == Keyword::unknown || statement.recovered) {
      json_.string("");
      json_.end_array();
      return;
    }
    for (const Word& word : statement.args) json_.string(in.value(word));
    for (const Pair& pair : statement.pairs) {
      if (statement.keyword == Keyword::arg)
        argument(in, pair);
      else
        key_value(in, pair);
    }
    json_.end_array();
  }

  void argument(const Instruction& in, const Pair& pair) {
    std::string word(in.value(pair.key));
    if (pair.has_value) word += '=', word += in.value(pair.value);
    json_.string(word);
  }

  void key_value(const Instruction& in, const Pair& pair) {
    json_.string(in.value(pair.key));
    json_.string(in.value(pair.value));
    json_.string(pair.legacy ? "" : "=");
  }

  void heredocs(const Instruction& in) {
    json_.key("heredocs");
    json_.begin_array();
    for (const Heredoc& heredoc : in.heredocs) {
      json_.begin_object();
      json_.member("name", heredoc.name);
      json_.key("expand"), json_.boolean(heredoc.expand);
      json_.key("chomp"), json_.boolean(heredoc.chomp);
      json_.key("fd"), json_.number(heredoc.fd);
      if (!heredoc.body.empty()) json_.member("content", in.source(heredoc.body));
      json_.end_object();
    }
    json_.end_array();
  }

  void stage(size_t index) {
    const Instruction& in = *document_.instructions[index];
    const Statement& from = in.statement;
    if (from.keyword != Keyword::from || from.args.empty() || from.recovered) return;
    std::string_view platform;
    for (const Flag& flag : from.flags) {
      if (in.value(flag.name) == "platform") platform = in.value(flag.value);
    }
    json_.begin_object();
    json_.member("name", from.args.size() == 3 ? to_lower(in.value(from.args[2])) : "");
    json_.member("base", in.value(from.args[0]));
    json_.member("platform", platform);
    lines(index);
    json_.end_object();
  }

  void problems(size_t index) {
    for (const Problem& problem : document_.instructions[index]->problems) {
      json_.begin_object();
      json_.key("line"), json_.number(line(index, problem.span.begin));
      json_.member("message", problem.message);
      json_.end_object();
    }
  }

  JsonText json_;
  const Document& document_;
};

}  // namespace

int print_parse(Host& host, const ParseArguments& arguments) {
  Output output(host);
  bool all_read = true;
  for (const std::string& path : arguments.paths) {
    Result<std::string> text = read_dockerfile(host, path);
    if (!text.ok()) {
      output.trouble(path, text.error);
      all_read = false;
      continue;
    }
    const Document document = parse(Text(std::move(text.value)));
    std::string line;
    TreeWriter(line, document).file(path);
    output.write(line += '\n');
  }
  return output.finish() && all_read ? status_clean : status_trouble;
}

}  // namespace dflint
