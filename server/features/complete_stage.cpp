// Completes stages, by name or number, images and their tags.
#include <algorithm>
#include <string>

#include <fmt/core.h>

#include "server/features/completion_items.h"
#include "server/features/image_table.h"
#include "server/features/option_table.h"

namespace dflint {
namespace {

std::string described(const Stage& stage) {
  return fmt::format("stage {}, FROM {}", stage.index, stage.base);
}

void tags(CompletionItems& items, std::string_view name) {
  const KnownImage* image = known_image(name);
  if (!image) return;
  uint32_t number = 0;
  for_words(image->tags, [&](std::string_view tag) {
    CompletionItem* item = items.add(tag, CompletionKind::image, Rank::high);
    if (!item) return;
    item->detail = fmt::format("{}:{}", name, tag);
    item->data = fmt::format("image:{}", image->name);
    item->commit_characters = " ";
    ++number;
  });
}

}  // namespace

void complete_stage(CompletionItems& items, bool numbers) {
  const std::vector<Stage>& stages = items.snapshot.plan.stages;
  const uint32_t here = items.place.stage;
  if (here == none) return;
  // A later stage hides an earlier one of the same name; the nearest comes first.
  for (size_t i = std::min<size_t>(here, stages.size()); i-- > 0;) {
    const Stage& stage = stages[i];
    const std::string number = std::to_string(stage.index);
    const std::string_view name = stage.name.empty() ? std::string_view(number) : stage.name;
    if (stage.name.empty() && !numbers) continue;
    if (CompletionItem* item = items.add(name, CompletionKind::stage, Rank::first)) {
      item->detail = described(stage);
      item->commit_characters = " ";
      if (stage.name.empty()) item->label = number;
    }
    if (numbers && !stage.name.empty() && items.options.asked && !items.word().empty()) {
      if (CompletionItem* item = items.add(number, CompletionKind::stage, Rank::last)) {
        item->detail = fmt::format("{}; better by its name, {}", described(stage), stage.name);
      }
    }
  }
}

void complete_image(CompletionItems& items) {
  const std::string_view word = items.word();
  if (word.find('@') != std::string_view::npos) return;
  const size_t colon = word.rfind(':');
  if (colon != std::string_view::npos && word.find('/', colon) == std::string_view::npos) {
    const std::string name(word.substr(0, colon));
    items.replace_last(word.size() - colon - 1, " \t\r\n@,");
    return tags(items, name);
  }
  for (const KnownImage& image : known_images()) {
    CompletionItem* item = items.add(image.name, CompletionKind::image, Rank::normal);
    if (!item) continue;
    item->detail = image.about;
    item->data = fmt::format("image:{}", image.name);
    item->commit_characters = ":";
  }
  if (CompletionItem* item = items.add("scratch", CompletionKind::image, Rank::normal)) {
    item->detail = "nothing at all: for static programs";
    item->data = "image:scratch";
  }
}

}  // namespace dflint
