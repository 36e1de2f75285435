// The graph as a drawing, light or dark as its reader is.
#include <fmt/core.h>
#include <algorithm>

#include "server/output/graph.h"
#include "server/output/graph_layout.h"
#include "server/output/utf8.h"

namespace dflint {
namespace {

constexpr uint32_t column = 8, padding = 12, box_height = 40, legend_height = 28, most_columns = 40;

constexpr std::string_view style = R"(<style>
svg { --ink: #1f2328; --soft: #656d76; --line: #8c959f; --stage: #ddf4ff; --image: #f6f8fa; --back: #ffffff }
@media (prefers-color-scheme: dark) {
svg { --ink: #e6edf3; --soft: #8d96a0; --line: #6e7681; --stage: #0c2d6b; --image: #21262d; --back: #0d1117 }
}
.back { fill: var(--back) }
text { font: 13px ui-monospace, monospace; fill: var(--ink); text-anchor: middle }
.small { font-size: 11px; fill: var(--soft) }
.legend { font-size: 11px; fill: var(--soft); text-anchor: start }
rect.stage { fill: var(--stage); stroke: var(--line) }
rect.image { fill: var(--image); stroke: var(--line) }
.last rect { stroke: var(--ink); stroke-width: 2 }
.unused { opacity: .55 }
.unused rect { stroke-dasharray: 4 3 }
path { fill: none; stroke: var(--line); stroke-width: 1.5 }
.copy { stroke-dasharray: 6 4 }
.mount { stroke-dasharray: 2 3 }
marker path { fill: var(--line); stroke: none }
</style>
)";

// As text or as the value of an attribute. XML has no place for some characters at all.
std::string escaped(std::string_view text) {
  std::string printable, result;
  append_printable(printable, text);
  for (size_t at = 0; at < printable.size();) {
    const CodePoint point = decode(std::string_view(printable).substr(at));
    switch (point.value) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        append_utf8(result, point.value == 0xFFFE || point.value == 0xFFFF ? 0xFFFD : point.value);
    }
    at += point.size;
  }
  return result;
}

uint32_t columns_of(std::string_view text) {
  std::string printable;
  return append_printable(printable, text);
}

// What fits into a box; the title has all of it.
std::string shortened(std::string_view text) {
  if (columns_of(text) <= most_columns) return std::string(text);
  uint32_t columns = 0;
  size_t at = 0;
  while (at < text.size()) {
    const CodePoint point = decode(text.substr(at));
    columns += std::max(width(point.value), 1u);
    if (columns >= most_columns) break;
    at += point.size;
  }
  return std::string(text.substr(0, at)) + "…";
}

class Drawing {
 public:
  Drawing(std::string& out, const StageGraph& graph) : out_(out), graph_(graph) {}

  void draw() {
    std::vector<uint32_t> widths;
    for (const std::string& image : graph_.images) widths.push_back(width_for(image, {}));
    for (uint32_t i = 0; i < graph_.stages.size(); ++i) {
      widths.push_back(width_for(graph_label(graph_, i), note(i)));
    }
    layout_ = lay_out(graph_, widths, box_height);
    head();
    for (const Arrow& arrow : layout_.arrows) draw(arrow);
    for (uint32_t i = 0; i < graph_.images.size(); ++i) image(i);
    for (uint32_t i = 0; i < graph_.stages.size(); ++i) stage(i);
    legend();
    out_ += "</svg>\n";
  }

 private:
  template <typename... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  static uint32_t width_for(std::string_view name, std::string_view note) {
    return std::max(columns_of(shortened(name)), columns_of(shortened(note))) * column +
           2 * padding;
  }

  std::string note(uint32_t number) const {
    const GraphStage& stage = graph_.stages[number];
    std::string text = fmt::format("line {}", stage.line);
    if (!stage.platform.empty()) text += ", " + stage.platform;
    if (number + 1 == graph_.stages.size())
      text += ", last";
    else if (!stage.needed)
      text += ", not needed";
    return text;
  }

  std::string label(uint32_t box) const {
    const auto images = static_cast<uint32_t>(graph_.images.size());
    return box < images ? graph_.images[box] : graph_label(graph_, box - images);
  }

  void head() {
    const uint32_t width = std::max(layout_.width, 260u), height = layout_.height + legend_height;
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
        "viewBox=\"0 0 {0} {1}\" role=\"img\" aria-labelledby=\"title desc\">\n",
        width, height);
    line(
        "<title id=\"title\">Stages of a Dockerfile</title>\n<desc id=\"desc\">{} stages and {} "
        "images; arrows lead from what is used to the stage that uses it.</desc>\n",
        graph_.stages.size(), graph_.images.size());
    out_ += style;
    out_ +=
        "<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" "
        "markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 "
        "8z\"/></marker></defs>\n";
    line("<rect class=\"back\" width=\"{}\" height=\"{}\"/>\n", width, height);
  }

  void draw(const Arrow& arrow) {
    constexpr std::string_view classes[] = {"base", "copy", "mount"};
    constexpr std::string_view verbs[] = {"is the base of", "is copied from by", "is mounted by"};
    const auto kind = static_cast<size_t>(arrow.kind);
    std::string lines;
    for (size_t i = 0; i < std::min<size_t>(arrow.lines.size(), 8); ++i) {
      lines += (i == 0 ? "" : ", ") + std::to_string(arrow.lines[i]);
    }
    if (arrow.lines.size() > 8) lines += ", …";
    std::string path = fmt::format("M{} {}", arrow.points[0].x, arrow.points[0].y);
    for (size_t i = 1; i < arrow.points.size(); ++i) {
      const Point a = arrow.points[i - 1], b = arrow.points[i];
      const bool in_lane = i % 2 == 0;  // between the two ends of one
      if (in_lane) {
        path += fmt::format("H{}", b.x);
      } else {
        const uint32_t middle = a.x < b.x ? a.x + (b.x - a.x) / 2 : b.x + (a.x - b.x) / 2;
        path += fmt::format("C{0} {1} {0} {2} {3} {2}", middle, a.y, b.y, b.x);
      }
    }
    line(
        "<path class=\"{}\" d=\"{}\" marker-end=\"url(#arrow)\"><title>{} {} {} (line "
        "{})</title></path>\n",
        classes[kind], path, escaped(label(arrow.from)), verbs[kind], escaped(label(arrow.to)),
        lines);
  }

  void image(uint32_t number) {
    const Box& box = layout_.boxes[number];
    const std::string& name = graph_.images[number];
    line(
        "<g><title>image {}</title><rect class=\"image\" x=\"{}\" y=\"{}\" width=\"{}\" "
        "height=\"{}\" rx=\"20\"/><text x=\"{}\" y=\"{}\">{}</text></g>\n",
        escaped(name), box.x, box.y, box.width, box.height, box.x + box.width / 2, box.y + 25,
        escaped(shortened(name)));
  }

  void stage(uint32_t number) {
    const Box& box = layout_.boxes[graph_.images.size() + number];
    const GraphStage& stage = graph_.stages[number];
    const std::string name = graph_label(graph_, number), small = note(number);
    const uint32_t middle = box.x + box.width / 2;
    line(
        "<g{}><title>{}, {}</title><rect class=\"stage\" x=\"{}\" y=\"{}\" width=\"{}\" "
        "height=\"{}\" rx=\"4\"/><text x=\"{}\" y=\"{}\">{}</text><text class=\"small\" x=\"{}\" "
        "y=\"{}\">{}</text></g>\n",
        number + 1 == graph_.stages.size() ? " class=\"last\""
        : stage.needed                     ? ""
                                           : " class=\"unused\"",
        escaped(name), escaped(small), box.x, box.y, box.width, box.height, middle, box.y + 17,
        escaped(shortened(name)), middle, box.y + 32, escaped(shortened(small)));
  }

  void legend() {
    constexpr std::string_view names[] = {"FROM", "COPY", "mount"};
    constexpr std::string_view classes[] = {"base", "copy", "mount"};
    const uint32_t y = layout_.height + 8;
    for (uint32_t i = 0; i < 3; ++i) {
      const uint32_t x = 16 + i * 80;
      line(
          "<path class=\"{}\" d=\"M{} {}h24\"/><text class=\"legend\" x=\"{}\" "
          "y=\"{}\">{}</text>\n",
          classes[i], x, y, x + 30, y + 4, names[i]);
    }
  }

  std::string& out_;
  const StageGraph& graph_;
  GraphLayout layout_;
};

}  // namespace

void write_graph_svg(std::string& out, const StageGraph& graph) { Drawing(out, graph).draw(); }

}  // namespace dflint
