// SPDX-License-Identifier: Apache-2.0
// Provenance graphs, and the two research documents made of them: written, checked, and compared with foreign documents.
#include "evidence/provenance_graph.h"

#include <gtest/gtest.h>

#include <set>  // for std::set
#include <string>  // for std::string

#include <nlohmann/json.hpp>

#include "evidence/internal/package_path.h"  // for path_to_uri
#include "evidence/internal/sample_graph.h"  // for sample_graph
#include "evidence/prov_jsonld.h"  // for write_prov_jsonld
#include "evidence/ro_crate.h"  // for write_ro_crate
#include "tests/test_data.h"  // for test_data

namespace maek::evidence {
namespace {

using nlohmann::json;

const CrateDescription kDescription{"A docking run", "Poses of indinavir", "2026-11-24",
                                    "https://spdx.org/licenses/CC0-1.0"};

std::set<std::string> codes(const std::vector<Violation>& found) {
  std::set<std::string> all;
  for (const Violation& one : found) all.insert(one.code);
  return all;
}

std::string texts(const std::vector<Violation>& found) {
  std::string all;
  for (const Violation& one : found) all += one.code + " " + one.where + ": " + one.message + "\n";
  return all;
}

const json* entity(const json& document, const std::string& id) {
  for (const json& one : document.at("@graph")) {
    if (one.contains("@id") && one.at("@id") == id) return &one;
  }
  return nullptr;
}

TEST(ProvenanceGraph, KnowsNodesById) {
  ProvenanceGraph graph = sample_graph();
  const auto nodes = graph.nodes.size();
  const auto edges = graph.edges.size();
  EXPECT_EQ(graph.add({NodeKind::kEntity, "entry:12", "another title"}), *graph.find("entry:12"));
  EXPECT_EQ(graph.nodes.size(), nodes);
  EXPECT_EQ(graph.nodes[*graph.find("entry:12")].title, "maek dock");
  graph.connect(EdgeKind::kDelegated, *graph.find("agent:maek"), *graph.find("agent:lab"));
  EXPECT_EQ(graph.edges.size(), edges);
  EXPECT_FALSE(graph.find("entry:99"));
}

TEST(ProvenanceGraph, RefusesWhatCannotBe) {
  ASSERT_TRUE(check_graph(sample_graph())) << check_graph(sample_graph()).error().text();
  const auto refused = [](auto&& change, const char* word) {
    ProvenanceGraph graph = sample_graph();
    change(graph);
    const auto good = check_graph(graph);
    ASSERT_FALSE(good) << word;
    EXPECT_NE(good.error().text().find(word), std::string::npos) << good.error().text();
    EXPECT_FALSE(write_prov_jsonld(graph));
    EXPECT_FALSE(write_ro_crate(graph, kDescription));
  };
  refused([](auto& g) { g.nodes[0].id = ""; }, "no id");
  refused([](auto& g) { g.nodes[0].id = "a\xFF"; }, "not UTF-8");
  refused([](auto& g) { g.nodes[0].id = "a\nb"; }, "not UTF-8");
  refused([](auto& g) { g.nodes[0].id = g.nodes[1].id; }, "of another");
  refused([](auto& g) { g.nodes[0].begin = "yesterday"; }, "RFC 3339");
  refused([](auto& g) { g.nodes[0].path = "../x"; }, "path");
  refused([](auto& g) { g.nodes[0].path = "/etc/x"; }, "path");
  refused([](auto& g) { g.edges[0].to = 1000; }, "no node");
  refused([](auto& g) { std::swap(g.edges[0].from, g.edges[0].to); }, "cannot lead from an activity to an entity");
  refused([](auto& g) { g.edges[0].time = "2026"; }, "RFC 3339");
}

TEST(PackagePath, StaysInside) {
  for (const char* good : {"a", "a/b.txt", "논문.pdf", "a b", "...", "a/..b"})
    EXPECT_TRUE(is_package_path(good)) << good;
  for (const char* bad : {"", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a\\b", "a\nb"}) {
    EXPECT_FALSE(is_package_path(bad)) << bad;
  }
  for (const char* good : {"a", "a/", "./a", "evidence/논문.pdf", "a%20b", "100%25.txt"})
    EXPECT_TRUE(is_package_uri(good)) << good;
  for (const char* bad : {"", "/a", "../a", "a/../../b", "%2e%2e/a", "a/%2E%2E/%2e%2e/b", "a%2f..%2f..%2fb", "a b",
                          "a?b", "a%", "a%zz", "C:\\x", "a\\b", "a%00b", "a%5C..%5Cb", "//host/a", "x:y"}) {
    EXPECT_FALSE(is_package_uri(bad)) << bad;
  }
  for (const char* path : {"a b%", "논문 1.pdf", "x#y?z", "a:b", "q\"<>|"}) {
    EXPECT_TRUE(is_package_uri(path_to_uri(path))) << path_to_uri(path);
  }
  EXPECT_EQ(path_to_uri("a\xFF/논"), "a%FF/%EB%85%BC");
  EXPECT_EQ(path_to_uri("Results and Diagrams/almost-50%.png"), "Results%20and%20Diagrams/almost-50%25.png");
  EXPECT_TRUE(is_absolute_uri("https://doi.org/10.1234/x"));
  EXPECT_TRUE(is_absolute_uri("urn:x:y"));
  for (const char* bad : {"C:/x", "a/b:c", ":x", "https:", "", "1a:b", "ht tp:x", "https://a b"})
    EXPECT_FALSE(is_absolute_uri(bad)) << bad;
}

TEST(ProvJsonld, WritesADocumentWithoutViolations) {
  const auto text = write_prov_jsonld(sample_graph());
  ASSERT_TRUE(text) << text.error().text();
  const json document = json::parse(*text);
  EXPECT_TRUE(check_prov_jsonld(document).empty()) << texts(check_prov_jsonld(document));
  const ProvenanceGraph graph = sample_graph();
  EXPECT_EQ(document.at("@graph").size(), graph.nodes.size() + graph.edges.size());
  const json* run = entity(document, "maek:entry:12");
  ASSERT_NE(run, nullptr);
  EXPECT_EQ(run->at("endTime"), "2026-11-24T09:00:12Z");
  const json* poses = entity(document, "maek:sha256:" + sha256("poses.sdf").hex());
  ASSERT_NE(poses, nullptr);
  EXPECT_EQ(poses->at("maek:sha256")[0].at("@value"), sha256("poses.sdf").hex());
  const json usage{{"@type", "Usage"},
                   {"activity", "maek:entry:12"},
                   {"entity", "maek:sha256:" + sha256("1hsg.pdb").hex()},
                   {"role", json::array({json{{"@value", "receptor"}}})},
                   {"time", "2026-11-24T09:00:00Z"}};
  EXPECT_NE(std::find(document.at("@graph").begin(), document.at("@graph").end(), usage), document.at("@graph").end());
}

TEST(ProvJsonld, WritesEveryKindOfEdgeAsTheSubmissionKnowsIt) {
  for (int kind = 0; kind < kEdgeKinds; ++kind) {
    for (const NodeKind from : {NodeKind::kEntity, NodeKind::kActivity, NodeKind::kAgent}) {
      for (const NodeKind to : {NodeKind::kEntity, NodeKind::kActivity, NodeKind::kAgent}) {
        ProvenanceGraph graph;
        graph.add({from, "a", "A"});
        graph.add({to, "b", "B"});
        graph.connect(static_cast<EdgeKind>(kind), 0, 1, "part", "2026-11-24T09:00:00Z");
        if (!check_graph(graph)) continue;
        const json document = json::parse(*write_prov_jsonld(graph));
        EXPECT_TRUE(check_prov_jsonld(document).empty()) << kind << texts(check_prov_jsonld(document));
        EXPECT_TRUE(check_ro_crate(json::parse(*write_ro_crate(graph, kDescription))).empty());
      }
    }
  }
}

TEST(ProvJsonld, NamesWhatIsBroken) {
  const json good = json::parse(*write_prov_jsonld(sample_graph()));
  const auto broken = [&](const char* pointer, const json& value) {
    json document = good;
    document[json::json_pointer(pointer)] = value;
    return codes(check_prov_jsonld(document));
  };
  using Codes = std::set<std::string>;
  EXPECT_EQ(codes(check_prov_jsonld(json::array())), Codes{"J1"});
  EXPECT_EQ(broken("/@context", json::array({"https://example.org/c"})), Codes{"J2"});
  EXPECT_EQ(broken("/@context/0", 7), Codes{"J2"});
  EXPECT_EQ(broken("/@graph", json::object()), Codes{"J3"});
  EXPECT_EQ(broken("/@graph/0", 7), Codes{"J3"});
  EXPECT_EQ(broken("/@graph/0/@type", "prov:Entity"), Codes{"J4"});  // the draft of 2020
  EXPECT_EQ(broken("/@graph/0", json{{"@type", "Activity"}}), Codes{"J5"});
  EXPECT_EQ(broken("/@graph/0/@id", 7), Codes{"J6"});
  EXPECT_EQ(broken("/@graph/0", (json{{"@type", "Activity"}, {"@id", "a:b"}, {"startTime", "24 Nov 2026"}})),
            Codes{"J6"});
  EXPECT_EQ(broken("/@graph/0/label", "a title"), Codes{"J6"});
  EXPECT_EQ(broken("/@graph/0/maek:x", 7), Codes{"J6"});
  EXPECT_EQ(broken("/@graph/0/colour", "red"), Codes{"J7"});
  EXPECT_EQ(broken("/@graph/0/:colour", "red"), Codes{"J7"});
  EXPECT_EQ(broken("/@graph/0", (json{{"@type", "Agent"}, {"@id", "a:b"}, {"value", {"x"}}})), Codes{"J7"});
  json bundle = good;
  bundle["@type"] = "Bundle";
  bundle["@id"] = "maek:b";
  EXPECT_EQ(broken("/@graph/0", bundle), Codes{});
  json inner = bundle;
  inner["@graph"].push_back(bundle);
  EXPECT_EQ(broken("/@graph/0", inner), Codes{"J8"});
  EXPECT_EQ(
      broken("/@graph/0", (json{{"@type", "provext:Membership"}, {"collection", "a:c"}, {"entity", {"a:b", "a:d"}}})),
      Codes{});
}

TEST(ProvJsonld, GivesTheVerdictsOfTheVectors) {
  const auto path = test_data("data/vectors/provenance/prov_jsonld.json");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/provenance/prov_jsonld.json");
  const json vectors = json::parse(file_bytes(*path));
  ASSERT_EQ(vectors.at("cases").size(), 8u);
  for (const json& one : vectors.at("cases")) {
    const auto found = check_prov_jsonld(one.at("document"));
    EXPECT_EQ(found.empty(), one.at("valid").get<bool>()) << one.at("id") << texts(found);
  }
}

TEST(RoCrate, WritesACrateWithoutViolations) {
  const auto text = write_ro_crate(sample_graph(), kDescription);
  ASSERT_TRUE(text) << text.error().text();
  const json document = json::parse(*text);
  EXPECT_TRUE(check_ro_crate(document).empty()) << texts(check_ro_crate(document));
  const json* root = entity(document, "./");
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->at("hasPart"), json::array({json{{"@id", "out/poses%201.sdf"}}, json{{"@id", "out/요약.json"}}}));
  const json* poses = entity(document, "out/poses%201.sdf");
  ASSERT_NE(poses, nullptr);
  EXPECT_EQ(poses->at("sha256"), sha256("poses.sdf").hex());
  EXPECT_EQ(poses->at("contentSize"), "178686");
  EXPECT_EQ(poses->at("encodingFormat"), "chemical/x-pdb");
  const json* run = entity(document, "#entry%3A12");
  ASSERT_NE(run, nullptr);
  EXPECT_EQ(run->at("@type"), "CreateAction");
  EXPECT_EQ(run->at("instrument"), (json{{"@id", "#agent%3Amaek"}}));
  EXPECT_EQ(run->at("object").size(), 2u);
  EXPECT_EQ(run->at("result"), root->at("hasPart"));
  EXPECT_EQ(run->at("endTime"), "2026-11-24T09:00:12Z");
}

TEST(RoCrate, RefusesADescriptionThatSaysNothing) {
  for (std::string CrateDescription::* member :
       {&CrateDescription::name, &CrateDescription::description, &CrateDescription::date, &CrateDescription::licence}) {
    CrateDescription description = kDescription;
    description.*member = "";
    EXPECT_FALSE(write_ro_crate(sample_graph(), description));
  }
  CrateDescription words = kDescription;
  words.licence = "여기서만 쓸 수 있음";
  EXPECT_TRUE(check_ro_crate(json::parse(*write_ro_crate(sample_graph(), words))).empty());
  ProvenanceGraph graph = sample_graph();
  graph.nodes[0].path = kCrateFile;
  EXPECT_FALSE(write_ro_crate(graph, kDescription));
  graph.nodes[0].path = graph.nodes[1].path;
  EXPECT_FALSE(write_ro_crate(graph, kDescription));
}

TEST(RoCrate, NamesEscapesFromTheCrate) {
  const json good = json::parse(*write_ro_crate(sample_graph(), kDescription));
  for (const char* bad : {"../x", "a/../../x", "%2e%2e/x", "/etc/x", "a\\b", "C:/x"}) {
    json document = good;
    document.at("@graph").push_back(json{{"@id", bad}, {"@type", "File"}});
    document.at("@graph").at(1).at("hasPart").push_back(json{{"@id", bad}});
    EXPECT_EQ(codes(check_ro_crate(document)), std::set<std::string>{"P2"}) << bad;
  }
}

TEST(RoCrate, ReachesPartsThroughFoldersThatHoldEachOther) {
  json document = json::parse(*write_ro_crate(sample_graph(), kDescription));
  document.at("@graph").push_back(json{{"@id", "a/"}, {"@type", "Dataset"}, {"hasPart", {{"@id", "b/"}}}});
  document.at("@graph").push_back(
      json{{"@id", "b/"}, {"@type", {"Dataset", "X"}}, {"hasPart", json::array({json{{"@id", "a/"}}})}});
  EXPECT_EQ(codes(check_ro_crate(document)), std::set<std::string>{"P1"});
  document.at("@graph").at(1).at("hasPart").push_back(json{{"@id", "a/"}});
  EXPECT_TRUE(check_ro_crate(document).empty()) << texts(check_ro_crate(document));
}

TEST(RoCrate, FindsTheViolationsOfTheVectors) {
  const auto path = test_data("data/vectors/provenance/rocrate.json");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/provenance/rocrate.json");
  const json vectors = json::parse(file_bytes(*path));
  ASSERT_EQ(vectors.at("cases").size(), 23u);
  for (const json& one : vectors.at("cases")) {
    const auto found = check_ro_crate(one.at("crate"));
    EXPECT_EQ(codes(found), one.at("violations").get<std::set<std::string>>()) << one.at("id") << texts(found);
  }
}

TEST(RoCrate, SurvivesAnythingInAnyPlace) {
  // Every value of a good document, replaced by values of every other kind: a verdict, never an exception.
  const json crate = json::parse(*write_ro_crate(sample_graph(), kDescription));
  const json prov = json::parse(*write_prov_jsonld(sample_graph()));
  const json values[] = {nullptr,         true, 7, "", "x", json::array(), json::array({nullptr}), json::object(),
                         json{{"@id", 7}}};
  for (const json& good : {crate, prov}) {
    const json leaves = good.flatten();
    for (const auto& [pointer, value] : leaves.items()) {
      for (json::json_pointer at(pointer); !at.empty(); at = at.parent_pointer()) {
        for (const json& other : values) {
          json document = good;
          document[at] = other;
          (void)check_ro_crate(document);
          (void)check_prov_jsonld(document);
        }
      }
    }
  }
}

}  // namespace
}  // namespace maek::evidence
