// SPDX-License-Identifier: Apache-2.0
// From arguments to files: the verb pockets, and dock with --blind and with --minimize of stored complexes.
#include <map>   // for std::map

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "dock/internal/pdb_fixture.h"   // for hollow_pdb
#include "dock/operation.h"              // for dock_operation
#include "dock/pockets_operation.h"      // for pockets_operation
#include "mol/read_structure.h"          // for read_structure

namespace maek::dock {
namespace {

using namespace fixture;
using nlohmann::json;
using ::testing::Contains;
using ::testing::HasSubstr;

using Given = std::map<std::string, std::vector<std::string>>;

Expected<OperationResult> run(const Operation& op, const std::map<std::string, std::string>& disk, const Given& given) {
  const auto arguments = make_arguments(op, given, [&disk](const std::string& name) -> Expected<Input> {
    const auto found = disk.find(name);
    if (found == disk.end()) return Error{ErrorCode::kNotFound, "there is no such file", name};
    return Input{name, found->second, true};
  });
  if (!arguments) return arguments.error();
  return op.run(*arguments, {});
}

std::string file(const OperationResult& result, const std::string& name) {
  for (const OutputFile& f : result.files) {
    if (f.name == name) return f.bytes;
  }
  ADD_FAILURE() << "no file " << name;
  return "";
}

const std::map<std::string, std::string>& disk() {
  static const std::map<std::string, std::string> files = {
      {"hollow.pdb", hollow_pdb() + "END\n"},
      {"complex.pdb", hollow_pdb() + phenol_hetatms({0.4, -0.3, 0.2}) + "END\n"},
      {"empty.pdb", ""},
  };
  return files;
}

TEST(PocketsOperation, TellsPlaceSizeAndResidues) {
  const auto result = run(pockets_operation(), disk(), {{"receptor", {"hollow.pdb"}}});
  ASSERT_TRUE(result) << result.error().text();
  const json summary = json::parse(result->summary_json);
  ASSERT_GE(summary.at("pockets").size(), 1u);
  const json& best = summary["pockets"][0];
  EXPECT_GT(best.at("volume").get<double>(), 80);
  EXPECT_GT(best.at("residues").size(), 3u);
  // What the table says fits --box, and the balls are a PDB file of as many atoms.
  EXPECT_THAT(result->table, HasSubstr(best.at("box_option").get<std::string>()));
  const auto balls = mol::read_structure(file(*result, "pockets.pdb"), "pockets.pdb");
  ASSERT_TRUE(balls) << balls.error().text();
  std::size_t count = 0;
  for (const json& p : summary["pockets"]) count += p.at("spheres").get<std::size_t>();
  EXPECT_EQ(balls->atoms.size(), count);
}

TEST(PocketsOperation, ALigandIsTakenOutUnlessItIsToStay) {
  const auto empty = run(pockets_operation(), disk(), {{"receptor", {"hollow.pdb"}}});
  const auto out = run(pockets_operation(), disk(), {{"receptor", {"complex.pdb"}}});
  const auto kept = run(pockets_operation(), disk(), {{"receptor", {"complex.pdb"}}, {"keep-ligands", {"true"}}});
  ASSERT_TRUE(empty && out && kept);
  EXPECT_EQ(json::parse(empty->summary_json)["pockets"], json::parse(out->summary_json)["pockets"]);
  EXPECT_THAT(out->notes, Contains(HasSubstr("taken out")));
  EXPECT_NE(json::parse(kept->summary_json)["pockets"], json::parse(out->summary_json)["pockets"]);
}

TEST(PocketsOperation, BadInputIsRefused) {
  const auto empty = run(pockets_operation(), disk(), {{"receptor", {"empty.pdb"}}});
  ASSERT_FALSE(empty);
  EXPECT_THAT(empty.error().text(), HasSubstr("empty.pdb"));
  const auto unknown = run(pockets_operation(), disk(), {{"receptor", {"hollow.pdb"}}, {"remove", {"Z:999"}}});
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().text(), HasSubstr("Z:999"));
  EXPECT_FALSE(run(pockets_operation(), disk(), {{"receptor", {"hollow.pdb"}}, {"spacing", {"0.1"}}}));
  EXPECT_FALSE(run(pockets_operation(), disk(), {{"receptor", {"hollow.pdb"}}, {"pockets", {"0"}}}));
}

TEST(BlindDocking, FindsThePlaceAndTellsThePocketOfEachPose) {
  const Given given = {{"receptor", {"hollow.pdb"}}, {"ligand", {"Oc1ccccc1"}}, {"blind", {"true"}},
                       {"exhaustiveness", {"1"}},    {"conformers", {"1"}},     {"pictures", {"none"}}};
  const auto result = run(dock_operation(), disk(), given);
  ASSERT_TRUE(result) << result.error().text();
  const json summary = json::parse(result->summary_json);
  const std::size_t pockets = summary.at("pockets").size();
  ASSERT_GE(pockets, 1u);
  ASSERT_LE(pockets, 3u);
  EXPECT_FALSE(summary.contains("box"));
  double last = -1e9;
  for (const json& pose : summary.at("poses")) {
    EXPECT_GE(pose.at("pocket").get<std::size_t>(), 1u);
    EXPECT_LE(pose.at("pocket").get<std::size_t>(), pockets);
    EXPECT_GE(pose.at("total").get<double>(), last);
    last = pose.at("total").get<double>();
  }
  EXPECT_LT(summary["poses"][0].at("score").get<double>(), 0);
  const auto again = run(dock_operation(), disk(), given);
  ASSERT_TRUE(again);
  EXPECT_EQ(file(*again, "poses.sdf"), file(*result, "poses.sdf"));
}

TEST(BlindDocking, APlaceBesideItIsRefused) {
  for (const auto& [name, value] : {std::pair{"box", "0,0,0,20,20,20"}, {"minimize", "true"}, {"score-only", "true"}}) {
    const auto result = run(dock_operation(), disk(),
                            {{"receptor", {"hollow.pdb"}}, {"ligand", {"CCO"}}, {"blind", {"true"}}, {name, {value}}});
    ASSERT_FALSE(result) << name;
    EXPECT_THAT(result.error().text(), HasSubstr("--blind")) << name;
  }
}

/// A complex that knows the bonds of its ligand: what docking wrote.
std::map<std::string, std::string> stored() {
  const auto docked = run(dock_operation(), disk(),
                          {{"receptor", {"hollow.pdb"}},
                           {"ligand", {"Oc1ccccc1"}},
                           {"box", {"0,0,0,16,16,16"}},
                           {"exhaustiveness", {"1"}},
                           {"conformers", {"1"}},
                           {"pictures", {"none"}}});
  EXPECT_TRUE(docked);
  return {{"a/pose.cif", file(*docked, "complexes/pose_1.cif")},
          {"b/pose.cif", file(*docked, "complexes/pose_2.cif")},
          {"hollow.pdb", hollow_pdb() + "END\n"}};
}

TEST(MinimizeComplexes, EachGoesDownhillAndIsWritten) {
  const auto files = stored();
  const auto result = run(dock_operation(), files, {{"minimize", {"true"}}, {"complex", {"a/pose.cif", "b/pose.cif"}}});
  ASSERT_TRUE(result) << result.error().text();
  const json rows = json::parse(result->summary_json).at("complexes");
  ASSERT_EQ(rows.size(), 2u);
  for (const json& row : rows) {
    EXPECT_LE(row.at("after").at("total").get<double>(), row.at("before").at("total").get<double>() + 1e-4);
    EXPECT_LT(row.at("moved").get<double>(), 1);
  }
  int complexes = 0;
  for (const OutputFile& f : result->files) complexes += f.name.rfind("complexes/", 0) == 0;
  EXPECT_EQ(complexes, 2);   // of one base name, in two files
}

TEST(MinimizeComplexes, AFileThatCannotBeUsedStopsNothing) {
  const auto files = stored();
  const auto result = run(dock_operation(), files, {{"minimize", {"true"}}, {"complex", {"hollow.pdb", "a/pose.cif"}}});
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_THAT(result->notes, Contains(HasSubstr("holds no small molecule")));
  EXPECT_TRUE(json::parse(result->summary_json).at("complexes")[0].contains("error"));
  const auto none = run(dock_operation(), files, {{"minimize", {"true"}}, {"complex", {"hollow.pdb"}}});
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().text(), HasSubstr("holds no small molecule"));
}

TEST(MinimizeComplexes, WhatDoesNotGoTogetherIsRefused) {
  const auto files = stored();
  EXPECT_FALSE(run(dock_operation(), files, {{"complex", {"a/pose.cif"}}}));
  EXPECT_FALSE(run(dock_operation(), files,
                   {{"minimize", {"true"}}, {"complex", {"a/pose.cif"}}, {"receptor", {"hollow.pdb"}}}));
  const auto missing = run(dock_operation(), files, {{"minimize", {"true"}}, {"ligand", {"CCO"}}});
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().text(), HasSubstr("--receptor is required"));
}

}  // namespace
}  // namespace maek::dock
