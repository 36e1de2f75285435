// Scripts as rules see them: commands, flags, operands, spans, dialects.
#include "analysis/shell/script.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/analysis/shell/dump.h"

namespace dflint {
namespace {

ScriptPtr one(std::string_view text) {
  ScriptPtr script = parse_shell(std::string(text));
  EXPECT_EQ(script->commands.size(), 1u) << text;
  return script;
}

TEST(Command, Is) {
  const auto check = [](std::string_view text, std::string_view name, std::string_view sub) {
    return one(text)->commands[0].is(name, sub);
  };
  EXPECT_TRUE(check("apt-get install x", "apt-get", "install"));
  EXPECT_TRUE(check("apt-get -qq --yes install x", "apt-get", "install"));
  EXPECT_TRUE(check("'apt-get' \"install\" x", "apt-get", "install"));
  EXPECT_TRUE(check("A=1 apt-get >log install x", "apt-get", "install"));
  EXPECT_FALSE(check("apt-get", "apt-get", "install"));
  EXPECT_FALSE(check("apt-get update install", "apt-get", "install"));
  EXPECT_FALSE(check("apt-get --install", "apt-get", "install"));
  EXPECT_FALSE(check("apt install x", "apt-get", "install"));
}

TEST(Command, HasFlag) {
  const auto check = [](std::string_view text, std::string_view flag) {
    return one(text)->commands[0].has_flag(flag);
  };
  EXPECT_TRUE(check("apt-get -y install", "-y"));
  EXPECT_TRUE(check("apt-get install -qy", "-y"));
  EXPECT_TRUE(check("apt-get install -yq", "-y"));
  EXPECT_TRUE(check("apt-get install --yes", "--yes"));
  EXPECT_TRUE(check("apt-get install --yes=true", "--yes"));
  EXPECT_TRUE(check("wget -nv x", "-nv"));
  EXPECT_TRUE(check("curl \"-s\" x", "-s"));
  EXPECT_FALSE(check("apt-get install --yes", "-y"));
  EXPECT_FALSE(check("apt-get install --yesterday", "--yes"));
  EXPECT_FALSE(check("apt-get install y", "-y"));
  EXPECT_FALSE(check("apt-get install -- -y", "-y"));
  EXPECT_FALSE(check("make -j4y", "-y"));
  EXPECT_FALSE(check("-y", "-y"));
}

TEST(Command, Operands) {
  const auto check = [](std::string_view text, size_t skip) {
    const ScriptPtr script = one(text);
    std::string out;
    for (const ShellWord* word : script->commands[0].operands(skip)) {
      out += std::string(script->value(*word)) + ";";
    }
    return out;
  };
  EXPECT_EQ(check("apt-get -y install --x curl jq", 1), "install;curl;jq;");
  EXPECT_EQ(check("apt-get -y install --x curl jq", 2), "curl;jq;");
  EXPECT_EQ(check("apt-get -y install --x curl jq", 0), "apt-get;install;curl;jq;");
  EXPECT_EQ(check("tar - -- x", 1), "x;");
  EXPECT_EQ(check("ls", 2), "");
}

TEST(Command, HasArgument) {
  const ScriptPtr script = one("rm -rf 'a b'");
  const Command& command = script->commands[0];
  EXPECT_TRUE(command.has_argument("-rf"));
  EXPECT_TRUE(command.has_argument("a b"));
  EXPECT_FALSE(command.has_argument("rm"));
  EXPECT_EQ(command.name(), "rm");
  EXPECT_EQ(one("A=1")->commands[0].name(), "");
}

TEST(ShellNamed, Kinds) {
  const auto check = [](std::string_view program) {
    constexpr std::string_view kinds[] = {"posix", "powershell", "cmd", "other", "exec"};
    const Shell shell = shell_named(program);
    return shell.name + ":" + std::string(kinds[size_t(shell.kind)]);
  };
  for (std::string_view name : {"sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "busybox"}) {
    EXPECT_EQ(check(name), std::string(name) + ":posix");
  }
  EXPECT_EQ(check("/usr/bin/bash"), "bash:posix");
  EXPECT_EQ(check("C:\\Program Files\\Git\\BASH.EXE"), "bash:posix");
  EXPECT_EQ(check("PowerShell"), "powershell:powershell");
  EXPECT_EQ(check("C:/pwsh.exe"), "pwsh:powershell");
  EXPECT_EQ(check("cmd"), "cmd:cmd");
  EXPECT_EQ(check("CMD.exe"), "cmd:cmd");
  EXPECT_EQ(check("/usr/bin/python3"), "python3:other");
  EXPECT_EQ(check(""), ":other");
}

TEST(ParseScript, OtherShellsStayOpaque) {
  for (std::string_view shell : {"pwsh", "cmd", "python3"}) {
    const ScriptPtr script = parse_shell("if ( { 'x", shell);
    EXPECT_EQ(script->text, "if ( { 'x");
    EXPECT_EQ(script->dialect, shell);
    EXPECT_TRUE(script->commands.empty());
    EXPECT_TRUE(script->problems.empty());
  }
}

// What the pieces say: "RUN echo one && \⏎ # note⏎  ech\⏎o two", joined.
TEST(ParseScript, SpansGoThroughContinuations) {
  const std::string source = "RUN echo one && \\\n # note\n  ech\\\no 'two'\n";
  ScriptSource from;
  from.text = "echo one &&   echo 'two'";
  from.pieces = {{0, 4}, {12, 26}, {17, 33}};
  from.span = {4, 40};
  const ScriptPtr script = parse_script(from, {});
  ASSERT_EQ(script->commands.size(), 2u);
  const auto at = [&](Span span) { return source.substr(span.begin, span.size()); };
  EXPECT_EQ(at(script->commands[0].span), "echo one");
  EXPECT_EQ(at(script->commands[1].span), "ech\\\no 'two'");
  EXPECT_EQ(at(script->commands[1].words[0].span), "ech\\\no");
  EXPECT_EQ(at(script->commands[1].words[1].span), "'two'");
  EXPECT_EQ(script->commands[1].name(), "echo");
}

TEST(ParseScript, SpansInsideEscapedBackticks) {
  const std::string source = "a `b \\`c \\$d\\` e`";
  const ScriptPtr script = parse_shell(source);
  ASSERT_EQ(script->commands.size(), 3u);
  const auto at = [&](Span span) { return source.substr(span.begin, span.size()); };
  EXPECT_EQ(at(script->commands[1].words[2].span), "e");
  EXPECT_EQ(at(script->commands[2].words[0].span), "c");
  EXPECT_EQ(at(script->commands[2].words[1].span), "$d");
  EXPECT_EQ(script->value(script->commands[2].words[1]), "${d}");
}

TEST(ExecScript, OneCommand) {
  Instruction in;
  in.text = "RUN [\"sh\", \"-c\", \"a \\\"b\\\"\"]";
  in.decoded = "sh-ca \"b\"";
  const std::vector<Word> words = {
      {{5, 9}, 0, 2, true}, {{11, 15}, 2, 4, true}, {{17, 26}, 4, 9, true}};
  const ScriptPtr script = exec_script(in, words);
  EXPECT_EQ(script->kind, ShellKind::exec);
  ASSERT_EQ(script->commands.size(), 1u);
  const Command& command = script->commands[0];
  EXPECT_TRUE(command.is("sh", "a \"b\""));
  EXPECT_TRUE(command.has_flag("-c"));
  EXPECT_EQ(command.span, (Span{5, 26}));
  EXPECT_EQ(command.words[2].span, (Span{17, 26}));
  EXPECT_EQ(script->text, "sh -c a \"b\"");
  EXPECT_TRUE(exec_script(in, {})->commands.empty());
}

TEST(Script, Expansions) {
  const auto check = [](std::string_view text) {
    const ScriptPtr script = parse_shell(std::string(text));
    std::string out;
    for (const Expansion& it : script->expansions) {
      out += fmt::format("{}:{}{}{}\n", script->text.substr(it.span.begin, it.span.size()),
                         script->name(it), it.quoted ? " quoted" : "", it.splits ? " splits" : "");
    }
    return out;
  };
  EXPECT_EQ(check("a $b \"$c\" '$d' \\$e"), "$b:b splits\n$c:c quoted\n");
  EXPECT_EQ(check("A=$b [[ $c ]]"), "$b:b\n$c:c splits\n");
  EXPECT_EQ(check("[[ $c ]]"), "$c:c\n");
  EXPECT_EQ(check("a >$b"), "$b:b\n");
  EXPECT_EQ(check("for x in $b; do c; done"), "$b:b splits\n");
  EXPECT_EQ(check("case $b in $c) d;; esac"), "$b:b\n$c:c\n");
  EXPECT_EQ(check("a ${b:-$c} ${#d} ${e[0]} $1 $@"),
            "${b:-$c}:b splits\n$c:c splits\n${#d}:d splits\n${e[0]}:e splits\n$1:1 splits\n"
            "$@:@ splits\n");
  EXPECT_EQ(check("a $(b $c) \"`d`\" $((1+$e))"),
            "$(b $c): splits\n$c:c splits\n`d`: quoted\n$((1+$e)): splits\n$e:e quoted\n");
  EXPECT_EQ(check("cat <<E\n$b \\$c ${d}\nE\ncat <<'E'\n$f\nE"), "$b:b quoted\n${d}:d quoted\n");
}

TEST(Script, ExpansionsKnowTheirCommand) {
  const ScriptPtr script = parse_shell("a $b $(c $d); for e in $f; do g $h; done");
  std::string out;
  for (const Expansion& it : script->expansions) {
    out += it.command == UINT32_MAX ? "-" : script->commands[it.command].name();
  }
  EXPECT_EQ(out, "aac-g");
}

TEST(Script, Comments) {
  const std::string text = "a #b && c\n# d\r\ne#f '#g' $#; (#h\n)";
  const ScriptPtr script = parse_shell(text);
  std::string out;
  for (Span it : script->comments) out += text.substr(it.begin, it.size()) + "|";
  EXPECT_EQ(out, "#b && c|# d|#h|");
}

TEST(Script, HasPipeAndFunctions) {
  EXPECT_TRUE(parse_shell("a | b")->has_pipe);
  EXPECT_TRUE(parse_shell("a $(b |& c)")->has_pipe);
  EXPECT_FALSE(parse_shell("a || b '|'")->has_pipe);
  EXPECT_TRUE(parse_shell("f() { a; }")->has_functions);
  EXPECT_FALSE(parse_shell("f a")->has_functions);
}

}  // namespace
}  // namespace dflint
