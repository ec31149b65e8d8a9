// SPDX-License-Identifier: Apache-2.0
#include "evidence/provenance_picture.h"

#include <gtest/gtest.h>

#include <cstdlib>       // for std::getenv
#include <filesystem>    // for std::filesystem
#include <fstream>       // for std::ofstream
#include <string>        // for std::string
#include <vector>        // for std::vector

#include "evidence/internal/display_text.h"   // for display_text
#include "evidence/internal/layers.h"         // for lay_out
#include "evidence/internal/sample_graph.h"   // for sample_graph

namespace maek::evidence {
namespace {

/// Open elements at the end of `xml`, -1 at a tag that closes another: enough to find an escape that was forgotten.
int unclosed(const std::string& xml) {
  std::vector<std::string> open;
  for (std::size_t at = 0; (at = xml.find('<', at)) != std::string::npos;) {
    const std::size_t end = xml.find('>', at);
    if (end == std::string::npos) return -1;
    const std::string tag = xml.substr(at + 1, end - at - 1);
    const std::string name = tag.substr(0, tag.find_first_of(" /", 1));
    if (tag[0] == '/') {
      if (open.empty() || "/" + open.back() != tag) return -1;
      open.pop_back();
    } else if (tag.back() != '/') {
      open.push_back(name);
    }
    at = end;
  }
  return static_cast<int>(open.size());
}

std::size_t count(const std::string& text, const std::string& word) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += word.size()) ++n;
  return n;
}

TEST(DisplayText, CutsAndCleans) {
  const struct {
    std::string text;
    std::size_t columns;
    const char* shown;
  } cases[] = {
      {"plain", 5, "plain"},
      {"plain", 4, "pla\u2026"},
      {"맥박", 4, "맥박"},
      {"맥박", 3, "맥\u2026"},
      {"맥박", 2, "\u2026"},
      {"", 5, ""},
      {"abc", 0, "\u2026"},
      {"a\nb\tc\x7F", 9, "a b c "},
      {"\xFF\xC0\x80x", 9, "\uFFFD\uFFFD\uFFFDx"},
      {"\xED\xA0\x80", 9, "\uFFFD\uFFFD\uFFFD"},
      {"cut \xEB\xA7", 9, "cut \uFFFD\uFFFD"},
      {"x\u202Egnp.exe", 20, "x gnp.exe"},
      {"\xEF\xBF\xBF|\xEF\xBB\xBF", 9, " | "},
  };
  for (const auto& one : cases) EXPECT_EQ(display_text(one.text, one.columns), one.shown);
  EXPECT_EQ(dot_escaped("a\"b\\n"), "a\\\"b\\\\n");
}

TEST(Layers, PutsWhatIsReachedIntoLaterColumns) {
  const std::vector<std::pair<std::size_t, std::size_t>> edges{{0, 1}, {1, 2}, {0, 2}, {3, 2}};
  const Layers layers = lay_out(4, edges);
  EXPECT_EQ(layers.column, (std::vector<int>{0, 1, 2, 0}));
  EXPECT_EQ(layers.columns, 3);
  EXPECT_EQ(layers.bends[2].size(), 1u);   // passes the column of node 1
  EXPECT_EQ(layers.bends[3].size(), 1u);
}

TEST(Layers, NeverPutsTwoBoxesOverEachOther) {
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  constexpr std::size_t kNodes = 60;
  for (std::size_t i = 0; i < kNodes; ++i) {
    for (std::size_t k = 1; k <= 3; ++k) edges.emplace_back(i, (i * i * 7 + k * 11) % kNodes);  // circles and loops too
  }
  const Layers layers = lay_out(kNodes, edges);
  for (std::size_t a = 0; a < kNodes; ++a) {
    EXPECT_GE(layers.row[a], 0.5 - 1e-9);
    EXPECT_LE(layers.row[a], layers.rows - 0.5 + 1e-9);
    for (std::size_t b = a + 1; b < kNodes; ++b) {
      if (layers.column[a] == layers.column[b]) {
        EXPECT_GE(std::abs(layers.row[a] - layers.row[b]), 1 - 1e-9);
      }
    }
  }
  EXPECT_EQ(lay_out(kNodes, edges).row, layers.row);
}

TEST(Layers, EndsOnCirclesAndOnLongChains) {
  EXPECT_EQ(lay_out(2, {{0, 1}, {1, 0}}).columns, 2);
  EXPECT_EQ(lay_out(1, {{0, 0}}).columns, 1);
  EXPECT_EQ(lay_out(0, {}).columns, 0);
  std::vector<std::pair<std::size_t, std::size_t>> chain;
  constexpr std::size_t kLong = 1000;
  for (std::size_t i = 0; i + 1 < kLong; ++i) {
    chain.emplace_back(i, i + 1);
    chain.emplace_back(0, i + 1);  // and each from the first: half a million passages, were there no limit
  }
  EXPECT_EQ(lay_out(kLong, chain).columns, static_cast<int>(kLong));
}

TEST(ProvenancePicture, DrawsEveryNodeAndEdge) {
  const ProvenanceGraph graph = sample_graph();
  const auto svg = write_svg(graph);
  ASSERT_TRUE(svg) << svg.error().text();
  EXPECT_EQ(count(*svg, "<g>"), graph.nodes.size());
  EXPECT_EQ(count(*svg, "class=\"e\""), graph.edges.size());
  EXPECT_EQ(unclosed(*svg), 0);
  EXPECT_NE(svg->find("요약.json"), std::string::npos);
  EXPECT_NE(svg->find("sha256 " + sha256("poses.sdf").hex().substr(0, 12) + "\u2026"), std::string::npos);
  EXPECT_NE(svg->find("used (receptor)"), std::string::npos);
  EXPECT_NE(svg->find("&lt;&amp;&quot;&#39;&gt;"), std::string::npos);  // from the ligand's name
  EXPECT_EQ(svg->find('\x01'), std::string::npos);
  EXPECT_EQ(svg->find('\xFF'), std::string::npos);
  EXPECT_EQ(*write_svg(graph), *svg);
  // Nothing in it can run or fetch.
  for (const char* word : {"<script", "href", "<image", "<foreignObject", "@import"})
    EXPECT_EQ(svg->find(word), std::string::npos);
  if (const char* folder = std::getenv("MAEK_PICTURES")) {
    std::ofstream(std::filesystem::path(folder) / "provenance.svg") << *svg;
    std::ofstream(std::filesystem::path(folder) / "provenance.dot") << *write_dot(graph);
  }
}

TEST(ProvenancePicture, WritesGraphvizText) {
  const ProvenanceGraph graph = sample_graph();
  const auto dot = write_dot(graph);
  ASSERT_TRUE(dot) << dot.error().text();
  EXPECT_EQ(count(*dot, " -> "), graph.edges.size());
  EXPECT_EQ(count(*dot, "shape="), graph.nodes.size());
  EXPECT_NE(dot->find("<&\\\"'> \\\\ ]]>"), std::string::npos);
  // Quotes that are not escaped come in pairs on every line.
  bool in_quotes = false;
  for (std::size_t i = 0; i < dot->size(); ++i) {
    if ((*dot)[i] == '\\')
      ++i;
    else if ((*dot)[i] == '"')
      in_quotes = !in_quotes;
    else if ((*dot)[i] == '\n') {
      EXPECT_FALSE(in_quotes);
    }
  }
}

TEST(ProvenancePicture, RefusesWhatNobodyCouldRead) {
  ProvenanceGraph graph;
  for (std::size_t i = 0; i <= kMostDrawnNodes; ++i) graph.add({NodeKind::kEntity, std::to_string(i), "x"});
  const auto svg = write_svg(graph);
  ASSERT_FALSE(svg);
  EXPECT_EQ(svg.error().code, ErrorCode::kTooLarge);
  EXPECT_TRUE(write_dot(graph));
  EXPECT_TRUE(write_svg(ProvenanceGraph{}));
}

}  // namespace
}  // namespace maek::evidence
