// SPDX-License-Identifier: Apache-2.0
// The operation affinity from arguments to files: complexes, poses, explanations, and what is refused.
#include "dock/affinity_operation.h"

#include <map>  // for std::map

#include <gmock/gmock.h>  // for HasSubstr
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "dock/internal/pdb_fixture.h"  // for hollow_pdb, phenol_hetatms
#include "mol/chemistry.h"              // for add_hydrogens
#include "mol/read_structure.h"         // for read_structure

namespace maek::dock {
namespace {

using namespace fixture;
using nlohmann::json;
using ::testing::HasSubstr;

using Files = std::map<std::string, std::string>;
using Given = std::map<std::string, std::vector<std::string>>;

constexpr const char* kPhenol = "Oc1ccccc1";

std::string phenol_sdf() {
  const auto structure = mol::read_structure(hollow_pdb() + phenol_hetatms({0.4, -0.3, 0.2}) + "END\n", "c.pdb");
  const auto bonds = mol::read_smiles(kPhenol);
  const auto ligand = mol::molecule_from_residue(*structure, mol::find_residues(*structure, "IPH").front(), &*bonds);
  return mol::to_sdf({{ligand->with_name("first"), {}}, {ligand->with_name("second"), {}}});
}

const Files& disk() {
  static const Files files = {
      {"complex.pdb", hollow_pdb() + phenol_hetatms({0.4, -0.3, 0.2}) + "END\n"},
      {"hollow.pdb", hollow_pdb() + "END\n"},
      {"poses.sdf", phenol_sdf()},
      {"flat.smi", "Oc1ccccc1 phenol\n"},
      {"bad.sdf", "what\nis\nthis\n"},
  };
  return files;
}

Expected<OperationResult> run(const Given& given, const OperationContext& context = {}) {
  const Operation op = affinity_operation();
  const auto arguments = make_arguments(op, given, [](const std::string& name) -> Expected<Input> {
    const auto found = disk().find(name);
    if (found == disk().end()) return Error{ErrorCode::kNotFound, "there is no such file", name};
    return Input{name, found->second, true};
  });
  if (!arguments) return arguments.error();
  return op.run(*arguments, context);
}

std::string file(const OperationResult& result, const std::string& name) {
  for (const OutputFile& f : result.files) {
    if (f.name == name) return f.bytes;
  }
  ADD_FAILURE() << "no file " << name;
  return "";
}

TEST(AffinityOperation, ScoresTheLigandOfAComplexAsItScoresThePoseAlone) {
  const auto complex = run({{"complex", {"complex.pdb"}}, {"smiles", {kPhenol}}});
  const auto pose = run({{"receptor", {"hollow.pdb"}}, {"ligand", {"poses.sdf"}}});
  ASSERT_TRUE(complex) << complex.error().text();
  ASSERT_TRUE(pose) << pose.error().text();
  const json a = json::parse(complex->summary_json)["ligands"][0], b = json::parse(pose->summary_json)["ligands"][0];
  EXPECT_NEAR(a["vina"].get<double>(), b["vina"].get<double>(), 1e-3);
  EXPECT_NEAR(a["affinity"]["kcal_mol"].get<double>(), b["affinity"]["kcal_mol"].get<double>(), 0.02);
  EXPECT_EQ(a["ligand"], "IPH B 1");
  EXPECT_EQ(b["ligand"], "first");
}

TEST(AffinityOperation, ComparesLigandsOfOneReceptor) {
  const auto out = run({{"receptor", {"hollow.pdb"}}, {"ligand", {"poses.sdf"}}});
  ASSERT_TRUE(out) << out.error().text();
  const json summary = json::parse(out->summary_json);
  ASSERT_EQ(summary["ligands"].size(), 2u);
  for (const json& l : summary["ligands"]) EXPECT_NEAR(l["to_the_mean"]["pK"].get<double>(), 0, 1e-9) << "twins";
  EXPECT_THAT(out->table, HasSubstr("to the mean"));
  EXPECT_THAT(file(*out, "affinity.csv"), HasSubstr("\"second\","));
  EXPECT_THAT(file(*out, "poses.sdf"), HasSubstr("affinity_kcal_mol"));
}

TEST(AffinityOperation, TellsItsFitAndAttestsACalibratedPrediction) {
  const auto out = run({{"receptor", {"hollow.pdb"}}, {"ligand", {"poses.sdf"}}, {"minimize", {"no"}}});
  ASSERT_TRUE(out) << out.error().text();
  ASSERT_TRUE(out->prediction);
  const json p = json::parse(out->prediction->predicate_json);
  EXPECT_EQ(p["calibrated"], true);
  for (const char* name : {"kcal_mol", "pKd"}) {
    EXPECT_LE(p["interval"][name][0], p["values"][name]);
    EXPECT_LE(p["values"][name], p["interval"][name][1]);
  }
  EXPECT_GE(p["rests_on"].size(), 2u);
  const json summary = json::parse(out->summary_json);
  EXPECT_EQ(summary["minimized"], false);
  EXPECT_EQ(summary["ligands"][0]["moved"], 0);
  EXPECT_THAT(summary["model"]["fitted_on"].get<std::string>(), HasSubstr("ligands"));
}

TEST(AffinityOperation, ExplainsByResiduesFeaturesAndAPicture) {
  const auto out = run({{"complex", {"complex.pdb"}}, {"smiles", {kPhenol}}, {"explain", {"true"}}});
  ASSERT_TRUE(out) << out.error().text();
  const json ligand = json::parse(out->summary_json)["ligands"][0];
  EXPECT_GT(ligand["features"].size(), 50u);
  EXPECT_FALSE(ligand["residues"].empty());
  EXPECT_THAT(file(*out, "residues.csv"), HasSubstr("SER A"));
  EXPECT_THAT(file(*out, "interactions.svg"), HasSubstr("<svg"));
  EXPECT_EQ(file(*out, "interactions.png").substr(1, 3), "PNG");
}

TEST(AffinityOperation, SeveralComplexesAreScoredAndABadOneIsANote) {
  const auto out = run({{"complex", {"complex.pdb", "hollow.pdb", "complex.pdb"}}, {"smiles", {kPhenol}}});
  ASSERT_TRUE(out) << out.error().text();
  EXPECT_EQ(json::parse(out->summary_json)["ligands"].size(), 2u);
  EXPECT_THAT(out->notes, ::testing::Contains(HasSubstr("hollow.pdb: holds no ligand")));
}

TEST(AffinityOperation, RefusesWithAReason) {
  struct Case {
    Given given;
    const char* message;
  };
  const Case cases[] = {
      {{}, "what to score is not said"},
      {{{"complex", {"complex.pdb"}}, {"receptor", {"hollow.pdb"}}, {"ligand", {"poses.sdf"}}}, "both given"},
      {{{"receptor", {"hollow.pdb"}}}, "--receptor needs --ligand"},
      {{{"receptor", {"hollow.pdb"}}, {"ligand", {"A:478"}}}, "is no file with poses"},
      {{{"receptor", {"hollow.pdb"}}, {"ligand", {"flat.smi"}}}, "needs 3-D coordinates"},
      {{{"receptor", {"hollow.pdb"}}, {"ligand", {"bad.sdf"}}}, "bad.sdf"},
      {{{"complex", {"complex.pdb"}}, {"ligand", {"poses.sdf"}}}, "names a residue"},
      {{{"complex", {"complex.pdb"}}, {"ligand", {"X:9"}}}, "there is no residue 'X:9'"},
      {{{"complex", {"complex.pdb"}}, {"ligand", {"A:12"}}, {"smiles", {kPhenol}}}, "part of the polymer"},
      {{{"complex", {"complex.pdb"}}, {"smiles", {"C1CC"}}}, "SMILES"},
      {{{"complex", {"complex.pdb"}}, {"smiles", {"CCO"}}}, "IPH"},
      {{{"complex", {"hollow.pdb"}}}, "holds no ligand"},
      {{{"complex", {"poses.sdf"}}}, "poses.sdf"},
      {{{"complex", {"hollow.pdb", "hollow.pdb"}}}, "none of the complexes"},
  };
  for (const Case& c : cases) {
    const auto out = run(c.given);
    ASSERT_FALSE(out) << c.message;
    EXPECT_THAT(out.error().text(), HasSubstr(c.message));
  }
}

TEST(AffinityOperation, StopsWhenAskedTo) {
  Cancellation stop;
  stop.request();
  OperationContext context;
  context.cancellation = &stop;
  const auto out = run({{"receptor", {"hollow.pdb"}}, {"ligand", {"poses.sdf"}}}, context);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace maek::dock
