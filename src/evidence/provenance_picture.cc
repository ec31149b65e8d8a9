// SPDX-License-Identifier: Apache-2.0
#include "evidence/provenance_picture.h"

#include <algorithm>   // for std::max
#include <utility>     // for std::pair
#include <vector>    // for std::vector

#include <fmt/format.h>

#include "base/xml_text.h"                     // for xml_escaped
#include "evidence/internal/display_text.h"   // for display_text
#include "evidence/internal/layers.h"         // for lay_out

namespace maek::evidence {
namespace {

// All lengths in pixels of SVG.
constexpr double kBoxWidth = 250;
constexpr double kBoxHeight = 64;
constexpr double kRow = 86;        // from box to box in a column
constexpr double kColumn = 410;    // from column to column
constexpr double kMargin = 24;
constexpr std::size_t kTitleColumns = 28;
constexpr std::size_t kIdentityColumns = 32;
constexpr std::size_t kLineColumns = 40;
constexpr std::size_t kTooltipColumns = 400;
constexpr std::size_t kShownDigits = 12;

struct Look {
  const char* fill;
  const char* line;
  double radius;       // of the corners
  const char* shape;   // Graphviz
};
// The colours that PROV's own diagrams use: entities yellow, activities blue, agents orange.
constexpr Look kLooks[] = {
    {"#fff8d9", "#a88a1a", 18, "ellipse"}, {"#e3ecfb", "#3d66b0", 3, "box"}, {"#fde6d3", "#c26a1b", 10, "house"}};
constexpr const char* kTainted = "#b3261e";

const Look& look_of(const ProvenanceNode& node) { return kLooks[static_cast<int>(node.kind)]; }

std::string title_of(const ProvenanceNode& node) { return node.title.empty() ? node.id : node.title; }

/// "sha256 2c26b46b68ff…", or what else tells this node from others.
std::string identity_of(const ProvenanceNode& node) {
  if (node.digest) return fmt::format("sha256 {}\u2026", node.digest->hex().substr(0, kShownDigits));
  return node.id;
}

std::string kind_of(const ProvenanceNode& node) {
  std::string text = node.role.empty() ? node_word(node.kind) : fmt::format("{}: {}", node_word(node.kind), node.role);
  for (const std::string& status : node.status) text += " \u2022 " + status;
  if (!node.begin.empty()) text += " \u2022 " + node.begin;
  return text;
}

std::string label_of(const ProvenanceEdge& edge) {
  return edge.role.empty() ? edge_word(edge.kind) : fmt::format("{} ({})", edge_word(edge.kind), edge.role);
}

std::string svg_line(double x, double y, const char* css, const std::string& text) {
  return fmt::format("<text class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", css, x, y, xml_escaped(text));
}

std::string svg_node(const ProvenanceNode& node, double x, double middle) {
  const Look& look = look_of(node);
  const double y = middle - kBoxHeight / 2;
  const bool is_tainted = !node.status.empty();
  std::string tooltip = title_of(node);
  if (node.digest) tooltip += " | sha256 " + node.digest->hex();
  tooltip += " | " + node.id;
  std::string out = fmt::format("<g><title>{}</title>\n", xml_escaped(display_text(tooltip, kTooltipColumns)));
  out += fmt::format(
      "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{}\" height=\"{}\" rx=\"{}\" fill=\"{}\" stroke=\"{}\" "
      "stroke-width=\"{}\"/>\n",
      x, y, kBoxWidth, kBoxHeight, look.radius, look.fill, is_tainted ? kTainted : look.line, is_tainted ? 2.5 : 1.2);
  const double text_x = x + 14;
  out += svg_line(text_x, y + 21, "t", display_text(title_of(node), kTitleColumns));
  out += svg_line(text_x, y + 38, "d", display_text(identity_of(node), kIdentityColumns));
  out += svg_line(text_x, y + 54, is_tainted ? "s" : "k", display_text(kind_of(node), kLineColumns));
  return out + "</g>\n";
}

struct Point {
  double x;
  double y;
};

/// Curves through the places that the layout keeps for an edge; level where they pass a column.
std::string svg_edge(const std::vector<Point>& points, const std::string& label) {
  std::string path = fmt::format("M{:.1f} {:.1f}", points[0].x, points[0].y);
  for (std::size_t i = 1; i < points.size(); ++i) {
    const Point& a = points[i - 1];
    const Point& b = points[i];
    const double middle = (a.x + b.x) / 2;
    path += fmt::format("C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", middle, a.y, middle, b.y, b.x, b.y);
  }
  const Point& a = points[0];
  const Point& b = points[1];
  std::string out = fmt::format("<path class=\"e\" d=\"{}\" marker-end=\"url(#a)\"/>\n", path);
  return out + svg_line((a.x + b.x) / 2, (a.y + b.y) / 2 - 4, "l", display_text(label, kTitleColumns));
}

constexpr const char* kStyle =
    "<style>text{font-family:'Noto Sans CJK KR','Noto Sans KR','Malgun Gothic','Apple SD Gothic Neo','DejaVu "
    "Sans',sans-serif;"
    "fill:#1c1c1c}.t{font-size:14px;font-weight:600}.d{font-size:11px;font-family:'DejaVu Sans "
    "Mono',monospace;fill:#444}"
    ".k{font-size:11px;fill:#555}.s{font-size:11px;font-weight:600;fill:#b3261e}"
    ".l{font-size:10.5px;fill:#555;text-anchor:middle;paint-order:stroke;stroke:#fff;stroke-width:4px}"
    ".e{fill:none;stroke:#8a8a8a;stroke-width:1.2}</style>\n";

}  // namespace

Expected<std::string> write_dot(const ProvenanceGraph& graph) {
  if (auto good = check_graph(graph); !good) return good.error();
  std::string out =
      "digraph provenance {\n  rankdir=LR;\n  charset=\"UTF-8\";\n  node [style=filled, fontname=\"sans-serif\", "
      "fontsize=11];\n"
      "  edge [fontname=\"sans-serif\", fontsize=9, color=\"#808080\"];\n";
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const ProvenanceNode& node = graph.nodes[i];
    const Look& look = look_of(node);
    const auto line = [](const std::string& text) { return dot_escaped(display_text(text, kLineColumns)); };
    out += fmt::format("  n{} [label=\"{}\\n{}\\n{}\", shape={}, fillcolor=\"{}\", color=\"{}\"];\n", i,
                       line(title_of(node)), line(identity_of(node)), line(kind_of(node)), look.shape, look.fill,
                       node.status.empty() ? look.line : kTainted);
  }
  for (const ProvenanceEdge& edge : graph.edges) {
    out += fmt::format("  n{} -> n{} [label=\"{}\"];\n", edge.from, edge.to,
                       dot_escaped(display_text(label_of(edge), kLineColumns)));
  }
  return out + "}\n";
}

Expected<std::string> write_svg(const ProvenanceGraph& graph) {
  if (auto good = check_graph(graph); !good) return good.error();
  if (graph.nodes.size() > kMostDrawnNodes || graph.edges.size() > kMostDrawnEdges) {
    return Error{ErrorCode::kTooLarge,
                 fmt::format("{} nodes and {} edges; at most {} and {} are drawn", graph.nodes.size(),
                             graph.edges.size(), kMostDrawnNodes, kMostDrawnEdges),
                 "provenance", "write Graphviz text or JSON"};
  }
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  for (const ProvenanceEdge& edge : graph.edges) edges.emplace_back(edge.from, edge.to);
  const Layers layers = lay_out(graph.nodes.size(), edges);
  const auto left = [&](std::size_t node) { return kMargin + kColumn * layers.column[node]; };
  const auto height = [&](double row) { return kMargin + kRow * row; };

  const double width = 2 * kMargin + kColumn * std::max(layers.columns - 1, 0) + kBoxWidth;
  const double total = 2 * kMargin + kRow * layers.rows;
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} "
      "{1:.0f}\">\n",
      width, total);
  out += "<title>Provenance</title>\n";
  out += kStyle;
  out +=
      "<defs><marker id=\"a\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" "
      "orient=\"auto\">"
      "<path d=\"M0 0L10 5L0 10z\" fill=\"#8a8a8a\"/></marker></defs>\n<rect width=\"100%\" height=\"100%\" "
      "fill=\"#fff\"/>\n";
  for (std::size_t e = 0; e < edges.size(); ++e) {
    const auto [from, to] = edges[e];
    std::vector<Point> points{{left(from) + kBoxWidth, height(layers.row[from])}};
    for (std::size_t i = 0; i < layers.bends[e].size(); ++i) {
      const double x = left(from) + kColumn * static_cast<double>(i + 1);
      const double y = height(layers.bends[e][i]);
      points.push_back({x, y});
      points.push_back({x + kBoxWidth, y});
    }
    points.push_back({left(to), height(layers.row[to])});
    out += svg_edge(points, label_of(graph.edges[e]));
  }
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) out += svg_node(graph.nodes[i], left(i), height(layers.row[i]));
  return out + "</svg>\n";
}

}  // namespace maek::evidence
