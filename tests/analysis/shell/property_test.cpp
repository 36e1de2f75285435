// What holds for every script, however broken: random edits of good ones, and hostile long ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/analysis/shell/dump.h"

namespace dflint {
namespace {

constexpr std::string_view seeds[] = {
    "apt-get update && apt-get install -y \"a b\" $PKG=1 || exit 1 # note\nrm -rf /x/*",
    "if [ -f a ]; then b; elif [[ $c =~ ^(d|e)+$ && f ]]; then g; else h; fi | i",
    "for x in a \"$(b | c)\" *; do d $x >>\"$e\" 2>&1; done; for ((i=0;i<3;i++)); do f; done",
    "while read -r a; do b; done < <(c \"${d:-$(e 'f')}\") && until g; do h & done",
    "case \"$a\" in b|c) d;; (e*) f $(g) ;& *) h `i \\`j\\` \"k\"`;; esac",
    "f() { local a=(1 \"2 3\" $(b)); A=1 B+=x c; }; function g { (cd d && ! e); }; { f; } |& g",
    "cat <<EOF >x <<-'E F' && a\n$b ${c}\nEOF\n\tif '\n\tE F\nd",
    "echo $'a\\tb\\x41' $\"c $d\" \\; a\\\nb ${#e} ${f[0]} $((1 + (2*$g))) @(h|i)* "
    "\xc3\xa4\r\n((x++))",
};
constexpr std::string_view pieces[] = {
    ";",         "&&",    "||",     "|",      "&",      "\n",     "(",    ")",      "{",
    "}",         "if ",   " then ", " fi ",   " else ", " elif ", " do ", " done ", "while ",
    "for ",      " in ",  "case ",  " esac ", ";;",     "$(",     "`",    "\"",     "'",
    "<",         ">",     "<<",     "<<E\n",  "!",      "[[ ",    " ]]",  "((",     "))",
    " a ",       "$x",    "${",     "#",      "=",      "\\",     "\\\n", "a=(",    "f()",
    "function ", "time ", "<(",     "$((",    "$'",     "\r\n",   "*",    "\t",     "\xff",
};

std::string broken(std::mt19937& random) {
  const auto below = [&random](size_t n) { return size_t(random() % n); };
  std::string text(seeds[below(std::size(seeds))]);
  if (below(4) == 0) text += std::string(seeds[below(std::size(seeds))]);
  for (size_t edits = below(5); edits > 0; --edits) {
    const size_t at = below(text.size() + 1);
    if (below(3) == 0) {
      text.erase(at, 1 + below(4));
    } else if (below(4) == 0) {
      text.insert(at, text.substr(below(text.size() + 1), below(20)));
    } else {
      text.insert(at, pieces[below(std::size(pieces))]);
    }
  }
  return text;
}

bool inside(Span inner, Span outer) {
  return outer.begin <= inner.begin && inner.begin <= inner.end && inner.end <= outer.end;
}

// What is wrong with a command; empty: nothing.
std::string fault(const Script& script, const Command& command) {
  const size_t bytes = script.text.size() + script.values.size();
  if (command.script != &script) return "belongs to another script";
  if (!inside(command.span, script.span)) return "outside of the script";
  if (command.words.empty() && command.assignments.empty() && command.redirections.empty()) {
    return "empty";
  }
  if (command.piped_to_next && !command.in_pipe) return "piped without a pipe";
  const auto bad = [&](const ShellWord& word) {
    return !inside(word.span, command.span) || word.begin > word.end || word.end > bytes;
  };
  uint32_t end = command.span.begin;
  for (const ShellWord& word : command.words) {
    if (bad(word) || word.span.empty()) return "bad word";
    if (word.span.begin < end) return "words overlap";
    end = word.span.end;
  }
  for (const Assignment& it : command.assignments) {
    if (bad(it.name_word) || bad(it.value)) return "bad assignment";
    if (it.name_word.span.end >= it.value.span.begin) return "no = in an assignment";
    if (it.name != script.value(it.name_word)) return "bad name of a variable";
  }
  for (const Redirection& it : command.redirections) {
    if (bad(it.target) || !inside(it.span, command.span)) return "bad redirection";
    if (it.op.empty()) return "no operator";
  }
  return "";
}

std::string fault(const Script& script) {
  uint32_t begin = script.span.begin;
  for (const Command& command : script.commands) {
    if (command.span.begin < begin) return "commands out of order";
    begin = command.span.begin;
    const std::string what = fault(script, command);
    if (!what.empty()) return what + ": " + dump(script, command);
  }
  for (const Expansion& it : script.expansions) {
    if (!inside(it.span, script.span) || it.span.size() < 2) return "bad expansion";
    if (!it.name.empty() && !inside(it.name, it.span)) return "bad name of an expansion";
    if (it.command != UINT32_MAX && it.command >= script.commands.size()) return "bad command";
  }
  for (const ShellProblem& it : script.problems) {
    if (!inside(it.span, script.span) || it.span.empty()) return "bad problem: " + it.message;
  }
  for (Span it : script.comments) {
    if (!inside(it, script.span) || it.empty()) return "bad comment";
  }
  return "";
}

TEST(ShellProperties, HoldForBrokenScripts) {
  std::mt19937 random(20240607);
  size_t problems = 0;
  for (int round = 0; round < 8000; ++round) {
    const std::string text = broken(random);
    const ScriptPtr script = parse_shell(text);
    ASSERT_EQ(fault(*script), "") << text;
    ASSERT_EQ(script->text, text);
    problems += !script->problems.empty();
  }
  // The generator is worth its name only if it finds both kinds.
  EXPECT_GT(problems, 2000u);
  EXPECT_LT(problems, 7600u);
}

// A script cut in two by continuations has the same commands, and spans that lie in order.
TEST(ShellProperties, PiecesDoNotMatter) {
  std::mt19937 random(7);
  for (int round = 0; round < 1500; ++round) {
    const std::string text = broken(random);
    const ScriptPtr whole = parse_shell(text);
    ScriptSource source;
    source.text = text;
    uint32_t at = 0, shift = 4;
    while (at < text.size()) {
      source.pieces.push_back({at, at + shift});
      at += 1 + uint32_t(random() % 30);
      shift += 2 + uint32_t(random() % 5);
    }
    if (source.pieces.empty()) continue;
    source.span = {4, uint32_t(text.size()) + shift};
    const ScriptPtr parts = parse_script(source, shell_named("bash"));
    ASSERT_EQ(fault(*parts), "") << text;
    ASSERT_EQ(whole->commands.size(), parts->commands.size()) << text;
    for (size_t i = 0; i < whole->commands.size(); ++i) {
      ASSERT_EQ(dump(*whole, whole->commands[i]), dump(*parts, parts->commands[i]));
    }
    ASSERT_EQ(whole->problems.size(), parts->problems.size()) << text;
  }
}

// What stands before a broken end is found, whatever the end is.
TEST(ShellProperties, TheBrokenEndHidesNothing) {
  std::mt19937 random(11);
  for (int round = 0; round < 1500; ++round) {
    const ScriptPtr script = parse_shell("first one && second $(third)\n" + broken(random));
    ASSERT_GE(script->commands.size(), 3u);
    EXPECT_EQ(dump(*script, script->commands[0]), "first: first one");
    EXPECT_EQ(script->commands[1].name(), "second");
    EXPECT_EQ(script->commands[2].name(), "third");
  }
}

std::string repeat(std::string_view text, size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (; count > 0; --count) out += text;
  return out;
}

// Long scripts of one kind; each is read in linear time, whatever its depth.
TEST(ShellProperties, HostileScripts) {
  const auto commands = [](std::string text) {
    const ScriptPtr script = parse_shell(std::move(text));
    EXPECT_EQ(fault(*script), "");
    return script->commands.size();
  };
  EXPECT_EQ(commands(repeat("a b;", 210000)), 210000u);
  EXPECT_EQ(commands(repeat("a|", 50000) + "a"), 50001u);
  EXPECT_EQ(commands(repeat("! ", 50000) + "a"), 1u);
  EXPECT_EQ(commands(repeat("A=1 ", 50000)), 1u);
  EXPECT_EQ(commands("a; " + repeat("if b; then ", 10000) + "c" + repeat("; fi", 10000)), 201u);
  EXPECT_EQ(commands(repeat("{ ", 150) + repeat("a;", 50000) + repeat("} | b;", 150)), 50150u);
  EXPECT_EQ(commands("a; " + repeat("$(", 20000)), 202u);
  EXPECT_EQ(commands("a; " + repeat("(", 20000)), 1u);
  EXPECT_EQ(commands(repeat("(", 20000) + "a" + repeat(")", 20000)), 0u);
}

TEST(ShellProperties, HostileScriptsTakeLinearTime) {
  constexpr std::string_view kinds[] = {
      "(",
      ")",
      "{ ",
      "$((",
      "\"$(",
      "${x:-",
      "\"${x:-",
      "`",
      "\\`",
      "`a \\`b\\` c` ",
      "'",
      "\\",
      "a'b'$(",
      "f() ",
      "a=(",
      "@(",
      "<(",
      "<<E ",
      "a <<E\n",
      "[[ ( ",
      "case a in b) ",
      "for (( ",
      "#\n",
      "a[1",
      "time ",
      ";",
      "&&",
      "fi ",
      "while a; do b; ",
      "function f ",
      "\\\n",
      "\r\n",
      "0",
      "$'\\n",
      "a`b",
      "if a; else ",
      "case a in b ",
      "$(a\"b\" ",
  };
  for (std::string_view kind : kinds) {
    // Quadratic would be minutes, more than a test may take.
    const ScriptPtr script = parse_shell(repeat(kind, (size_t{1} << 18) / kind.size()));
    EXPECT_EQ(fault(*script), "") << kind;
    EXPECT_LE(script->problems.size(), 100u) << kind;
  }
}

}  // namespace
}  // namespace dflint
