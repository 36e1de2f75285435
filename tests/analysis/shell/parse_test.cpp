// The grammar of shell scripts, one small script a case.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/analysis/shell/dump.h"

namespace dflint {
namespace {

// What the script is, line by line; `want` begins with a newline.
void check(std::string_view text, std::string_view want) {
  const ScriptPtr script = parse_shell(std::string(text));
  EXPECT_EQ("\n" + dump(*script, script->text), want) << text;
}

// The problems alone.
void check_problems(std::string_view text, std::string_view want) {
  const ScriptPtr script = parse_shell(std::string(text));
  std::string got;
  for (const ShellProblem& it : script->problems) {
    got += fmt::format("<{}> {}\n", script->text.substr(it.span.begin, it.span.size()), it.message);
  }
  EXPECT_EQ(got, want) << text;
}

// Each word on its own, flags included.
void check_words(std::string_view text, std::string_view want) {
  const ScriptPtr script = parse_shell(std::string(text));
  ASSERT_FALSE(script->commands.empty()) << text;
  std::string got;
  for (const ShellWord& word : script->commands[0].words) {
    got += (got.empty() ? "" : " ") + dump(*script, word);
  }
  EXPECT_EQ(got, want) << text;
  EXPECT_TRUE(script->problems.empty()) << text;
}

TEST(ShellWords, Quotes) {
  check_words("a 'b c' \"d e\" f\\ g", "a 'b c'q 'd e'q 'f g'q");
  check_words("a'b'\"c\"d", "'abcd'q");
  check_words("'' \"\" x", "''q ''q x");
  check_words("\"a\\\"b\\$c\\d\\\\\"", "'a\"b$c\\d\\'q");
  check_words("'a\\b' \\' \\\\", "'a\\b'q '''q '\\'q");
  check_words("$'a\\tb\\x41\\101\\u00e4\\'' $\"x $y\"", "'a\tbAA\u00e4''q 'x ${y}'qx");
  check_words("a\\\nb c\\\n d \\\n e", "ab c d e");
  check_words("\"a\\\nb\"", "'ab'q");
  check_words("a\\", "a\\");
  check_words("x#y a=b {a,b} } in if", "x#y a=b {a,b} } in if");
}

TEST(ShellWords, Expansions) {
  check_words("$a ${a} x$a-y \"$a\"", "'${a}'x '${a}'x 'x${a}-y'x '${a}'qx");
  check_words("${a:-b c} ${a%%'}'} \"${a:-\"}\"}\"", "'${a:-b c}'x '${a%%'}'}'x '${a:-\"}\"}'qx");
  check_words("\"${a:-it's}\"", "'${a:-it's}'qx");
  check_words("$1 $@ ${#a} $ a$ $% '$b'", "'$1'x '$@'x '${#a}'x $ a$ $% '$b'q");
  check_words("$((1 + (2 * 3))) $(a b)c `d`", "'$((1 + (2 * 3)))'x '$(a b)c'x '`d`'x");
  check_words("<(a b) >(c)", "'<(a b)'x '>(c)'x");
}

TEST(ShellWords, Globs) {
  check_words("*.c a? [ab] [ ']' '*' \\*", "'*.c'g 'a?'g '[ab]'g [ ']'q '*'q '*'q");
  check_words("rm !(a|b) @(c d|e)*", "rm '!(a|b)'g '@(c d|e)*'g");
}

TEST(ShellLists, Joins) {
  check("a && b || c; d & e\nf", R"(
first: a
and: b
or: c #conditional
next: d
background: e
next: f
)");
  check("a &&\n\n b |\n c", R"(
first: a
and: b #pipe #piped
pipe: c #pipe
)");
  check("a || b && c", R"(
first: a
or: b #conditional
and: c
)");
}

TEST(ShellLists, Pipelines) {
  check("a | b |& c; d", R"(
first: a #pipe #piped
pipe: b #pipe #piped
pipe: c #pipe
next: d
)");
  check("! a | b && ! ! c", R"(
first: a #not #pipe #piped
pipe: b #not #pipe
and: c
)");
  check("time -p a | time b; time -v c; time (d); time", R"(
first: a #pipe #piped
pipe: b #pipe
next: time -v c
first: d #subshell1
next: time
)");
  check("{ a; b | c; } | d; (e) 2>&1 | (f; x=$(g))", R"(
first: a #pipe #piped
next: b #pipe #piped
pipe: c #pipe #piped
pipe: d #pipe
first: e #pipe #piped #subshell1
first: f #pipe #subshell1
next: x='$(g)'x #pipe #subshell1
first: g #subshell1 #substitution1
)");
}

TEST(ShellLists, CommandsOfAPipelineShareANumber) {
  const ScriptPtr script = parse_shell("a $(x | y) | b && c");
  std::string numbers;
  for (const Command& command : script->commands) {
    numbers += fmt::format("{}{} ", command.name(), command.pipeline);
  }
  EXPECT_EQ(numbers, "a0 x1 y1 b0 c2 ");
}

TEST(ShellCommands, Assignments) {
  check("A=1 B=\"x y\" c D=2", R"(
first: A=1 B='x y'q c D=2
)");
  check("A= B+=2 C[1]=$x", R"(
first: A='' B+=2 C='${x}'x
)");
  check("a=(1 'b c' $(d)\n e) f", R"(
first: a='(1 'b c' $(d)
 e)'x f
first: d #substitution1
)");
  check("declare -a x=(1 2) y", R"(
first: declare -a x=(1 2) y
)");
  check("1a=2 =3 a-b=4", R"(
first: 1a=2 =3 a-b=4
)");
}

TEST(ShellCommands, Redirections) {
  check("a >b 2>&1 <c >>d 3<>e >|f &>g &>>h <&- 2>/dev/null", R"(
first: a > b 2>& 1 < c >> d 3<> e >| f &> g &>> h <& - 2> /dev/null
)");
  check(">a b <<< \"c $d\"", R"(
first: b > a <<< 'c ${d}'qx
)");
  check("a 2 >b c2>d {fd}>e", R"(
first: a 2 c2 > b > d > e
)");
  check("a > $(b) < <(c)", R"(
first: a > '$(b)'x < '<(c)'x
first: b #substitution1
first: c #substitution1
)");
}

TEST(ShellCommands, HereDocuments) {
  check("cat <<EOF >x && b\nif ( ' $(c)\nEOF\nd", R"(
first: cat << EOF > x
and: b
next: d
)");
  check("cat <<-'E F' | b\n\tx\n\tE F\nc", R"(
first: cat <<- 'E F'q #pipe #piped
pipe: b #pipe
next: c
)");
  check("a <<X <<\\Y\n1\nX\n2 \\\nY\nb", R"(
first: a << X << 'Y'q
next: b
)");
  check("a <<$X\n$Y\n$X\nb", R"(
first: a << $X
next: b
)");
  check("a <<X\nb \\\nX\nX\nc", R"(
first: a << X
next: c
)");
  check("x=$(cat <<E\n)\nE\n) b", R"(
first: x='$(cat <<E
)
E
)'x b
first: cat << E #substitution1
)");
  check("cat <<E\r\na\r\nE\r\nb\r\n", R"(
first: cat << E
next: b
)");
  check_problems("a\nb <<-E\nE x\n", "<<<-E> here-document `E` is not closed\n");
  check_problems("a <<E", "<<<E> here-document `E` is not closed\n");
}

TEST(ShellCommands, ExternalHereDocuments) {
  ScriptSource source;
  source.text = "cat <<EOF\nb";
  source.pieces = {{0, 0}};
  source.span = {0, 11};
  source.external_heredocs = true;
  const ScriptPtr script = parse_script(source, {});
  EXPECT_EQ(dump(*script, script->text), "first: cat << EOF\nnext: b\n");
}

TEST(ShellCommands, Substitutions) {
  check("a $(b | c \"$(d)\") `e \\`f\\`` ${x:-$(g)} $((1 + $(h)))", R"~(
first: a '$(b | c "$(d)")'x '`e \`f\``'x '${x:-$(g)}'x '$((1 + $(h)))'x
first: b #pipe #piped #substitution1
pipe: c '$(d)'qx #pipe #substitution1
first: d #substitution2
first: e '`f`'x #substitution1
first: f #substitution2
first: g #substitution1
first: h #substitution1
)~");
  check("a \"`b \\\"c\\\"`\" $(case x in y) z;; esac) $( (d) ) $((e); f)", R"~(
first: a '`b \"c\"`'qx '$(case x in y) z;; esac)'x '$( (d) )'x '$((e); f)'x
first: b 'c'q #substitution1
first: z #conditional #substitution1
first: d #subshell1 #substitution1
first: e #subshell1 #substitution1
next: f #substitution1
)~");
}

TEST(ShellCommands, Tests) {
  check("[[ $a == b* && ( -n c || ! d ) ]] >e || f", R"(
first: [[ '${a}'x == 'b*'g && ( -n c || ! d ) ]] > e
or: f #conditional
)");
  check("[[ a =~ ^(b|c d)+$ && e < f ]] && g", R"(
first: [[ a =~ ^(b|c d)+$ && e < f ]]
and: g
)");
  check("[ a ] && b", R"(
first: [ a ]
and: b
)");
}

TEST(ShellCompound, If) {
  check("if a; then b; elif c && d; then e; else f; fi; g", R"(
first: a #conditional
first: b #conditional
first: c #conditional
and: d #conditional
first: e #conditional
first: f #conditional
next: g
)");
  check("if a\nthen if b; then c; fi fi >d", R"(
first: a #conditional
first: b #conditional
first: c #conditional
)");
}

TEST(ShellCompound, Loops) {
  check("for x in a $(b) *; do c; done; d", R"(
first: b #loop #substitution1
first: c #loop
next: d
)");
  check("for x do a; done; for x; do b; done; for x\nin y\ndo c\ndone", R"(
first: a #loop
first: b #loop
first: c #loop
)");
  check("for ((i = 0; i < 3; i++)); do a; done; for ((;;)) { b; }; select x in y; do c; done", R"(
first: a #loop
first: b #loop
first: c #loop
)");
  check("while a; do b; done < <(c) | d; until e; do f; done", R"(
first: a #pipe #piped #conditional #loop
first: b #pipe #piped #conditional #loop
first: c #substitution1
pipe: d #pipe
first: e #conditional #loop
first: f #conditional #loop
)");
}

TEST(ShellCompound, Case) {
  check("case $a in\n b|c*) d;;\n (e) f ;& g) ;;\n *) h\nesac && i", R"(
first: d #conditional
first: f #conditional
first: h #conditional
and: i
)");
  check("case x in done) a;; esac; case y in esac; case \"$(z)\" in\nb) c; d;;& esac", R"(
first: a #conditional
first: z #conditional #substitution1
first: c #conditional
next: d #conditional
)");
}

TEST(ShellCompound, Groups) {
  check("(a; (b)) && { c; } && ((d + $(e))) && f", R"(
first: a #subshell1
first: b #subshell2
first: c
first: e #substitution1
and: f
)");
  check("((a); b)", R"(
first: a #subshell2
next: b #subshell1
)");
}

TEST(ShellCompound, Functions) {
  check("f() { a; }\nfunction g { b; }; function h() (c); i ( )\n{ d; } >x; f", R"(
first: a #function
first: b #function
first: c #function #subshell1
first: d #function
next: f
)");
  check("function", R"(
first: function
)");
}

TEST(ShellProblems, ListsAndPipelines) {
  check_problems("a &&", "<&&> expected a command after `&&`\n");
  check_problems("a && # b && c", "<&&> expected a command after `&&`\n");
  check_problems("a || ; b", "<||> expected a command after `||`\n");
  check_problems("a && && b", "<&&> expected a command after `&&`\n");
  check_problems("a |", "<|> expected a command after `|`\n");
  check_problems("a | | b", "<|> expected a command after `|`\n");
  check_problems("&& a", "<&&> expected a command before `&&`\n");
  check_problems("| a", "<|> expected a command before `|`\n");
  check_problems("a; && b", "<&&> expected a command before `&&`\n");
  check_problems("; a", "<;> unexpected `;`\n");
  check_problems("a & ; b", "<;> unexpected `;`\n");
  check_problems("! && a", "<!> expected a command after `!`\n");
  check_problems("a >", "<>> expected a file name after `>`\n");
  check_problems("a 2> && b", "<2>> expected a file name after `>`\n");
  check_problems("a <<", "<<<> expected a name after `<<`\n");
}

TEST(ShellProblems, Unclosed) {
  check_problems("a 'b && c", "<'> quote is not closed\n");
  check_problems("a \"b && c", "<\"> quote is not closed\n");
  check_problems("a $'b", "<$'> quote is not closed\n");
  check_problems("a `b && c", "<`> backtick is not closed\n");
  check_problems("if a; then b \"c; fi", "<\"> quote is not closed\n");
  check_problems("a $(b", "<$(> expected `)` before the end of the script\n");
  check_problems("a ${b", "<${> expected `}` before the end of the script\n");
  check_problems("a=(b", "<(> expected `)` before the end of the script\n");
  check_problems("(a", "<(> expected `)` before the end of the script\n");
  check_problems("{ a", "<{> expected `}` before the end of the script\n");
  check_problems("[[ a", "<[[> expected `]]` before the end of the script\n");
  check_problems("[[ a; b", "<;> expected `]]` before `;`\n");
  check_problems("`(a`; b", "<(> expected `)` before the end of the substitution\n");
}

TEST(ShellProblems, Compound) {
  check_problems("if a; then b", "<if> expected `fi` before the end of the script\n");
  check_problems("if a; b; fi", "<fi> expected `then` before `fi`\n");
  check_problems("if a", "<if> expected `then` before the end of the script\n");
  check_problems("if a; then fi", "<fi> expected a command before `fi`\n");
  check_problems("if a; then b; then c; fi", "<then> unexpected `then`\n");
  check_problems("if a; then b; else c; else d; fi", "<else> unexpected `else`\n");
  check_problems("for x in a; do b", "<for> expected `done` before the end of the script\n");
  check_problems("for x in a do b; done", "<done> expected `do` before `done`\n");
  check_problems("for x in a; do if b; then c; done", "<done> expected `fi` before `done`\n");
  check_problems("for; do a; done", "<;> expected a variable name before `;`\n");
  check_problems("while a; b; done", "<done> expected `do` before `done`\n");
  check_problems("case a in b) c;;", "<case> expected `esac` before the end of the script\n");
  check_problems("case a in b c) d;; esac", "<c> expected `)` after the pattern before `c`\n");
  check_problems("case a b) c;; esac", "<b> expected `in` before `b`\n");
  check_problems("case a in |b) c;; esac", "<|> expected a pattern before `|`\n");
  check_problems("( )", "<)> expected a command before `)`\n");
  check_problems("{ a; } b", "<b> unexpected `b`\n");
  check_problems("f()", "<f> expected the body of the function before the end of the script\n");
  check_problems("echo (a)", "<(> unexpected `(`\n");
  check_problems("a)", "<)> unexpected `)`\n");
  check_problems("a; fi", "<fi> unexpected `fi`\n");
  check_problems("a; done; b", "<done> unexpected `done`\n");
}

TEST(ShellProblems, CommandsAroundThemAreFound) {
  check("a && ; b; fi; c | | d (e) ) f", R"(
first: a
next: b
next: c #pipe #piped
pipe: d #pipe
first: e #subshell1
next: f
2-4 <&&> expected a command after `&&`
10-12 <fi> unexpected `fi`
16-17 <|> expected a command after `|`
22-23 <(> unexpected `(`
26-27 <)> unexpected `)`
)");
  check("if a; then for x in y; do b; fi; c", R"(
first: a #conditional
first: b #conditional #loop
next: c
29-31 <fi> expected `done` before `fi`
)");
  check("case x in a b\nc) d;; esac; e", R"(
first: d #conditional
next: e
12-13 <b> expected `)` after the pattern before `b`
)");
  check("a 'b\nc", R"(
first: a 'b
c'q
2-3 <'> quote is not closed
)");
}

TEST(ShellProblems, ZshIsNotJudged) {
  const ScriptPtr script = parse_shell("for x (a b) c; if", "zsh");
  EXPECT_TRUE(script->problems.empty());
}

}  // namespace
}  // namespace dflint
