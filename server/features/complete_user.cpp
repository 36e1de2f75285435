// Completes users and groups: of the base image, and those that the stage made before.
#include <algorithm>
#include <string>

#include <fmt/core.h>

#include "analysis/image.h"
#include "analysis/shell/callee.h"
#include "server/features/completion_items.h"
#include "server/features/image_table.h"
#include "server/features/option_table.h"

namespace dflint {
namespace {

// Flags of useradd, adduser, groupadd and addgroup with a value behind them.
constexpr std::string_view with_value =
    "-u -g -G -d -s -c -h -k -p -e -f -b -K --uid --gid --groups --home --home-dir --shell "
    "--comment --gecos --ingroup --base-dir --firstuid --lastuid";

// The names that commands of a stage make, newest first.
class Accounts {
 public:
  Accounts(const Document& document, const Plan& plan) : document_(document), plan_(plan) {}

  void read(uint32_t stage, uint32_t end) {
    std::vector<bool> seen(plan_.stages.size());
    while (stage < seen.size() && !seen[stage]) {
      seen[stage] = true;
      const Stage& of = plan_.stages[stage];
      for (uint32_t i = std::min(of.end, end); i-- > of.first && left_ > 0;) {
        --left_;
        const Step& step = plan_.steps[i];
        if (document_.instructions[i]->statement.keyword == Keyword::run && step.script) {
          for (const Command& command : step.script->commands) read(command);
        }
        if (document_.instructions[i]->statement.keyword == Keyword::user) add(users, step.value);
      }
      base = of.base;
      stage = of.parent;
      end = none;
    }
  }

  std::vector<std::string> users, groups;
  std::string_view base;  // of the first stage of the chain

 private:
  void read(const Command& command) {
    if (command.words.empty()) return;
    const Callee call = callee(command);
    const bool user = call.name == "useradd" || call.name == "adduser";
    const bool group = call.name == "groupadd" || call.name == "addgroup";
    if (!user && !group) return;
    // The last operand; `adduser user group` adds to a group.
    std::string_view name;
    bool no_group = false;
    for (size_t i = 1; i < call.words.size(); ++i) {
      const std::string_view word = call.text(i);
      if (in_list(word, with_value)) {
        if (i + 1 < call.words.size() && (word == "-g" || word == "--gid" || word == "-G"))
          no_group = true;
        ++i;
      } else if (!word.starts_with('-') && !call.words[i].expands && name.empty()) {
        name = word;
      } else if (!word.starts_with('-') && call.name == "useradd") {
        name = word;
      }
    }
    if (name.empty()) return;
    if (user) add(users, name);
    if (group || !no_group) add(groups, name);
  }

  static void add(std::vector<std::string>& names, std::string_view name) {
    name = name.substr(0, name.find(':'));
    if (name.empty() || name.size() > 64 || names.size() >= 50) return;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  }

  const Document& document_;
  const Plan& plan_;
  uint32_t left_ = 500;  // instructions to look at
};

std::string_view without_tag(std::string_view image) {
  const ImageReference parts = split_image(image);
  if (parts.repository.empty()) return image;
  const size_t end =
      static_cast<size_t>(parts.repository.data() - image.data()) + parts.repository.size();
  return image.substr(0, std::min(end, image.size()));
}

void add(CompletionItems& items, std::string_view name, std::string_view detail, Rank rank) {
  if (CompletionItem* item = items.add(name, CompletionKind::value, rank)) {
    item->detail = detail;
    item->commit_characters = ":";
  }
}

}  // namespace

void complete_user(CompletionItems& items, bool with_group) {
  Accounts accounts(items.snapshot.document, items.snapshot.plan);
  if (items.place.stage != none) accounts.read(items.place.stage, items.place.index);
  const KnownImage* image = known_image(without_tag(accounts.base));
  const size_t colon = items.word().find(':');
  const bool group = with_group && colon != std::string_view::npos;
  if (group) items.replace_last(items.word().size() - colon - 1, " \t\r\n");
  for (const std::string& name : group ? accounts.groups : accounts.users) {
    add(items, name, group ? "group of this stage" : "user of this stage", Rank::first);
  }
  if (image) {
    for_words(image->users, [&](std::string_view name) {
      add(items, name, fmt::format("of the image {}", image->name),
          name == "nobody" ? Rank::low : Rank::high);
    });
  }
  add(items, "root", "may do everything", Rank::normal);
  if (!image && !group) add(items, "nobody", "owns nothing", Rank::low);
}

}  // namespace dflint
