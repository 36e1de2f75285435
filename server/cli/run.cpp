// Hands the command line to the subcommand that it names.
#include "server/cli/run.h"

#include "server/cli/arguments.h"
#include "server/cli/check.h"
#include "server/cli/config.h"
#include "server/cli/explain.h"
#include "server/cli/format.h"
#include "server/cli/graph.h"
#include "server/cli/init.h"
#include "server/cli/parse.h"
#include "server/cli/rules.h"
#include "server/lsp/serve.h"

namespace dflint {
namespace {

struct Runner {
  Host& host;

  int operator()(const Answer& answer) const {
    host.write(answer.status == 0 ? Stream::out : Stream::err, answer.text);
    return answer.status;
  }
  int operator()(const CheckArguments& arguments) const { return check(host, arguments); }
  int operator()(const FormatArguments& arguments) const { return format(host, arguments); }
  int operator()(const ParseArguments& arguments) const { return print_parse(host, arguments); }
  int operator()(const GraphArguments& arguments) const { return print_graph(host, arguments); }
  int operator()(const RulesArguments& arguments) const { return list_rules(host, arguments); }
  int operator()(const ExplainArguments& arguments) const { return explain(host, arguments); }
  int operator()(const ConfigArguments& arguments) const { return show_config(host, arguments); }
  int operator()(const InitArguments& arguments) const { return init(host, arguments); }
  int operator()(const LspArguments& arguments) const {
    return lsp::serve(host, {arguments.config, arguments.shellcheck});
  }
};

}  // namespace

int run(Host& host, const std::vector<std::string>& words) {
  return std::visit(Runner{host}, read_arguments(words));
}

}  // namespace dflint
