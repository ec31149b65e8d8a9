// SPDX-License-Identifier: Apache-2.0
// The operation dock from arguments to files: docking, scoring, relaxing, and what is refused.
#include "dock/operation.h"

#include <map>       // for std::map
#include <sstream>   // for std::istringstream

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "dock/internal/pdb_fixture.h"   // for hollow_pdb, phenol_hetatms
#include "dock/internal/toy_fixture.h"   // for make_cage, make_tree
#include "mol/chemistry.h"               // for remove_hydrogens
#include "mol/read_structure.h"          // for read_structure
#include "tests/archive.h"               // for read_archive
#include "tests/test_data.h"             // for test_data

namespace maek::dock {
namespace {

using namespace fixture;
using nlohmann::json;
using ::testing::HasSubstr;

constexpr double kJsonDigits = 6e-5;   // kcal/mol: the summary holds four decimals

using Files = std::map<std::string, std::string>;
using Given = std::map<std::string, std::vector<std::string>>;

/// Runs the operation as a door does, on an invented disk.
Expected<OperationResult> run(const Files& disk, const Given& given, const OperationContext& context = {}) {
  const Operation op = dock_operation();
  const auto arguments = make_arguments(op, given, [&disk](const std::string& name) -> Expected<Input> {
    const auto found = disk.find(name);
    if (found == disk.end()) return Error{ErrorCode::kNotFound, "there is no such file", name};
    return Input{name, found->second, true};
  });
  if (!arguments) return arguments.error();
  return op.run(*arguments, context);
}

const std::string& file(const OperationResult& result, const std::string& name) {
  for (const OutputFile& f : result.files) {
    if (f.name == name) return f.bytes;
  }
  static const std::string none;
  ADD_FAILURE() << "no file " << name;
  return none;
}

const Files& disk() {
  static const Files files = {
      {"hollow.pdb", hollow_pdb() + "END\n"},
      {"complex.pdb", hollow_pdb() + phenol_hetatms({0.4, -0.3, 0.2}) + "END\n"},
      {"cage.pdbqt", mol::to_pdbqt(make_cage())},
      {"ligand.pdbqt", mol::to_pdbqt(ligands()[2].tree)},
  };
  return files;
}

Given quick(const Given& more) {
  Given given = {{"receptor", {"complex.pdb"}},
                 {"around", {"B:1"}},
                 {"ligand", {"Oc1ccccc1 phenol"}},
                 {"exhaustiveness", {"1"}},
                 {"conformers", {"2"}},
                 {"pictures", {"none"}},
                 {"poses", {"3"}}};
  for (const auto& [name, values] : more) given[name] = values;
  return given;
}

TEST(DockOperation, DocksAFragmentAndTellsEverything) {
  const auto result = run(disk(), quick({{"reference", {"B:1"}}}));
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_FALSE(result->partial);
  EXPECT_THAT(result->notes, ::testing::Contains(HasSubstr("IPH B 1 was taken out")));

  const json summary = json::parse(result->summary_json);
  EXPECT_EQ(summary.at("mode"), "dock");
  EXPECT_EQ(summary.at("scoring"), "vina");
  EXPECT_EQ(summary.at("ligand").at("heavy_atoms"), 7);
  EXPECT_EQ(summary.at("ligand").at("name"), "phenol");
  EXPECT_EQ(summary.at("box").at("size").size(), 3u);
  EXPECT_GT(summary.at("search").at("steps").get<int>(), 0);
  const auto& poses = summary.at("poses");
  ASSERT_GE(poses.size(), 1u);
  ASSERT_LE(poses.size(), 3u);
  double last = -1e9;
  for (std::size_t i = 0; i < poses.size(); ++i) {
    EXPECT_EQ(poses[i].at("rank"), i + 1);
    const auto& t = poses[i].at("terms");
    const double energy = t.at("inter").get<double>() + t.at("intra").get<double>();
    EXPECT_GE(energy, last - kJsonDigits) << "poses are ordered by what the search lowers";
    last = energy;
    EXPECT_LT(poses[i].at("score").get<double>(), 0);
    EXPECT_GE(poses[i].at("rmsd").get<double>(), 0);
    EXPECT_TRUE(poses[i].contains("valid"));
    // (inter + intra - unbound) / (1 + w N), from the numbers told.
    EXPECT_NEAR(poses[i].at("score").get<double>(),
                (energy - t.at("unbound").get<double>()) / (1 + 0.05846 * t.at("rotors").get<double>()),
                4 * kJsonDigits);
  }
  EXPECT_EQ(poses[0].at("rmsd_to_best").get<double>(), 0);
}

TEST(DockOperation, WritesPosesThatReadBackAsTheSameMolecule) {
  const auto result = run(disk(), quick({}));
  ASSERT_TRUE(result) << result.error().text();
  const json summary = json::parse(result->summary_json);
  const auto poses = mol::read_sdf(file(*result, "poses.sdf"), "poses.sdf");
  ASSERT_TRUE(poses) << poses.error().text();
  ASSERT_EQ(poses->size(), summary.at("poses").size());
  for (std::size_t i = 0; i < poses->size(); ++i) {
    const mol::Molecule bare = mol::remove_hydrogens((*poses)[i]);
    EXPECT_EQ(bare.canonical_smiles(), "Oc1ccccc1");
    EXPECT_EQ((*poses)[i].atoms().size(), 13u) << "with all hydrogens";

    // The complex of the same rank: receptor with author numbers kept, the ligand in a chain of its own at the same place.
    const std::string name = "complexes/pose_" + std::to_string(i + 1) + ".cif";
    const auto complex = mol::read_structure(file(*result, name), name);
    ASSERT_TRUE(complex) << complex.error().text();
    std::set<int> numbers;
    int ligand_atoms = 0;
    for (const mol::Atom& atom : complex->atoms) {
      const mol::Residue& residue = complex->residues[static_cast<std::size_t>(atom.residue)];
      const std::string& chain = complex->chains[static_cast<std::size_t>(residue.chain)].name;
      if (chain == "A") {
        numbers.insert(residue.number);
        EXPECT_EQ(residue.name, "SER");
        continue;
      }
      EXPECT_EQ(chain, "L");
      double nearest = 1e9;
      for (const Position p : (*poses)[i].positions()) nearest = std::min(nearest, distance(p, atom.position));
      EXPECT_LT(nearest, 2e-3) << atom.name;
      ++ligand_atoms;
    }
    EXPECT_EQ(ligand_atoms, 13);
    EXPECT_EQ(numbers.size(), 40u);
    EXPECT_EQ(*numbers.begin(), 10);
  }
}

TEST(DockOperation, TableOfNumbersHasARowForEachPose) {
  const auto result = run(disk(), quick({{"reference", {"B:1"}}}));
  ASSERT_TRUE(result) << result.error().text();
  const json summary = json::parse(result->summary_json);
  std::istringstream csv(file(*result, "summary.csv"));
  std::string line;
  std::getline(csv, line);
  const auto columns = [](const std::string& text) { return 1 + std::count(text.begin(), text.end(), ','); };
  const auto width = columns(line);
  EXPECT_EQ(line.rfind("rank,score_kcal_mol,", 0), 0u);
  std::size_t rows = 0;
  for (; std::getline(csv, line); ++rows) {
    EXPECT_EQ(columns(line), width) << line;
    std::istringstream cells(line);
    std::string rank, score;
    std::getline(cells, rank, ',');
    std::getline(cells, score, ',');
    EXPECT_EQ(std::stoul(rank), rows + 1);
    EXPECT_NEAR(std::stod(score), summary.at("poses")[rows].at("score").get<double>(), 2 * kJsonDigits);
  }
  EXPECT_EQ(rows, summary.at("poses").size());
  // Two lines of headings; below, a blank line, the affinity of the best pose and its warnings.
  ASSERT_TRUE(summary.contains("affinity"));
  EXPECT_EQ(static_cast<std::size_t>(std::count(result->table.begin(), result->table.end(), '\n')),
            rows + 4 + summary.at("affinity").at("warnings").size());
  EXPECT_THAT(result->table, HasSubstr("affinity of pose 1: "));
}

TEST(DockOperation, AttestsTheAffinityOfTheBestPoseWithItsInterval) {
  const auto result = run(disk(), quick({}));
  ASSERT_TRUE(result) << result.error().text();
  ASSERT_TRUE(result->prediction);
  const json p = json::parse(result->prediction->predicate_json), a = json::parse(result->summary_json).at("affinity");
  EXPECT_EQ(p.at("calibrated"), true);
  EXPECT_EQ(p.at("values").at("pKd"), a.at("pKd"));
  EXPECT_EQ(p.at("interval").at("kcal_mol"), json({a.at("low"), a.at("high")}));
  EXPECT_EQ(p.at("level"), a.at("coverage"));
  EXPECT_THAT(file(*result, "poses.sdf"), HasSubstr("affinity_pkd_interval"));
}

TEST(DockOperation, SameSeedSameFilesAtAnyThreads) {
  const auto once = run(disk(), quick({{"write-prepared", {"true"}}}), {.seed = 5, .threads = 1});
  const auto again = run(disk(), quick({{"write-prepared", {"true"}}}), {.seed = 5, .threads = 3});
  const auto other = run(disk(), quick({{"write-prepared", {"true"}}}), {.seed = 6, .threads = 1});
  ASSERT_TRUE(once && again && other);
  ASSERT_EQ(once->files.size(), again->files.size());
  for (std::size_t i = 0; i < once->files.size(); ++i) {
    EXPECT_EQ(once->files[i].name, again->files[i].name);
    EXPECT_EQ(once->files[i].bytes, again->files[i].bytes) << once->files[i].name;
  }
  EXPECT_NE(file(*once, "poses.sdf"), file(*other, "poses.sdf"));
  EXPECT_TRUE(mol::read_pdbqt_receptor(file(*once, "prepared/receptor.pdbqt"), "prepared"));
  EXPECT_TRUE(mol::read_pdbqt_ligand(file(*once, "prepared/ligand.pdbqt"), "prepared"));
}

TEST(DockOperation, APdbqtLigandComesBackAsPdbqt) {
  const auto result = run(disk(), {{"receptor", {"cage.pdbqt"}},
                                   {"ligand", {"ligand.pdbqt"}},
                                   {"box", {"0,0,0,10,10,10"}},
                                   {"exhaustiveness", {"1"}},
                                   {"poses", {"2"}}});
  ASSERT_TRUE(result) << result.error().text();
  const auto poses = mol::read_pdbqt_ligand(file(*result, "poses.pdbqt"), "poses.pdbqt");
  ASSERT_TRUE(poses) << poses.error().text();
  EXPECT_EQ(poses->size(), json::parse(result->summary_json).at("poses").size());
  EXPECT_EQ(poses->front().atoms.size(), ligands()[2].tree.atoms.size());

  // Scored again from its file it has the score that was told.
  Files more = disk();
  more["poses.pdbqt"] = file(*result, "poses.pdbqt");
  const auto scored = run(more, {{"receptor", {"cage.pdbqt"}}, {"ligand", {"poses.pdbqt"}}, {"score-only", {"true"}}});
  ASSERT_TRUE(scored) << scored.error().text();
  const json told = json::parse(result->summary_json), again = json::parse(scored->summary_json);
  ASSERT_EQ(again.at("poses").size(), told.at("poses").size());
  for (std::size_t i = 0; i < told.at("poses").size(); ++i) {
    EXPECT_NEAR(again.at("poses")[i].at("score").get<double>(), told.at("poses")[i].at("score").get<double>(), 0.02);
  }
}

TEST(DockOperation, RelaxingLowersTheScoreOrLeavesIt) {
  const auto docked = run(disk(), quick({}));
  ASSERT_TRUE(docked) << docked.error().text();
  Files more = disk();
  // A pose that was pushed out of its minimum.
  auto pose = mol::read_molecule(file(*docked, "poses.sdf"), "poses.sdf");
  ASSERT_TRUE(pose);
  std::vector<Position> pushed = pose->positions();
  for (Position& p : pushed) p += Position{0.3, -0.2, 0.25};
  more["pushed.sdf"] = mol::to_sdf({{pose->with_positions(pushed), {}}});
  const Given given = {{"receptor", {"hollow.pdb"}}, {"ligand", {"pushed.sdf"}}};
  Given score = given, local = given;
  score["score-only"] = {"true"};
  local["minimize"] = {"true"};
  const auto before = run(more, score), after = run(more, local);
  ASSERT_TRUE(before) << before.error().text();
  ASSERT_TRUE(after) << after.error().text();
  const json b = json::parse(before->summary_json).at("poses")[0], a = json::parse(after->summary_json).at("poses")[0];
  EXPECT_LT(a.at("score").get<double>(), b.at("score").get<double>());
  EXPECT_GT(a.at("moved").get<double>(), 0.01);
  EXPECT_EQ(json::parse(after->summary_json).at("mode"), "local");
  EXPECT_TRUE(mol::read_molecule(file(*after, "poses.sdf"), "poses.sdf"));
}

TEST(DockOperation, ScoresWithVinasOwnNumbersWhenAsked) {
  const auto folder = test_data("golden/docking");
  MAEK_SKIP_WITHOUT_DATA(folder, "golden/docking");
  const auto cases = read_archive(*folder / "cases.tar.zst");
  Files more;
  for (const char* name : {"rec/7RSV_7IQ.pdbqt", "lig/7RSV_7IQ_crystal.pdbqt"})
    more[name] = cases.at(std::string("docking/") + name);
  std::istringstream rows(read_archive(*folder / "expected.tsv.gz").begin()->second);
  std::string line;
  std::vector<std::string> header, row;
  const auto cut = [](const std::string& text) {
    std::vector<std::string> cells;
    std::istringstream in(text);
    for (std::string cell; std::getline(in, cell, '\t');) cells.push_back(cell);
    return cells;
  };
  std::getline(rows, line);
  header = cut(line);
  for (const char* scoring : {"vina", "vinardo"}) {
    rows.clear();
    rows.seekg(0);
    while (std::getline(rows, line) && line.rfind(std::string("7RSV_7IQ_crystal_") + scoring, 0) != 0) {
    }
    row = cut(line);
    ASSERT_EQ(row.size(), header.size());
    const auto want = [&](const char* column) {
      return std::stod(
          row.at(static_cast<std::size_t>(std::find(header.begin(), header.end(), column) - header.begin())));
    };
    const auto result = run(more, {{"receptor", {"rec/7RSV_7IQ.pdbqt"}},
                                   {"ligand", {"lig/7RSV_7IQ_crystal.pdbqt"}},
                                   {"score-only", {"true"}},
                                   {"table", {"true"}},
                                   {"scoring", {scoring}}});
    ASSERT_TRUE(result) << result.error().text();
    const json summary = json::parse(result->summary_json);
    EXPECT_EQ(summary.at("mode"), "score");
    EXPECT_THAT(summary.at("energies").get<std::string>(), HasSubstr("tables"));
    const json& pose = summary.at("poses").at(0);
    EXPECT_NEAR(pose.at("score").get<double>(), want("t_total"), kJsonDigits);
    EXPECT_NEAR(pose.at("terms").at("ligand_receptor").get<double>(), want("t_lig_rec"), kJsonDigits);
    EXPECT_NEAR(pose.at("terms").at("ligand_internal").get<double>(), want("t_lig_int"), kJsonDigits);
    EXPECT_NEAR(pose.at("terms").at("torsional").get<double>(), want("v_tors"), 6e-4)
        << "the program prints three decimals";
  }
}

TEST(DockOperation, RefusesWhatMakesNoSense) {
  struct Case {
    Given more;
    const char* says;
  };
  const Case cases[] = {
      {{{"receptor", {"gone.pdb"}}}, "gone.pdb"},
      {{{"box", {"0,0,0,9,9,9"}}}, "--box and --around"},
      {{{"around", {"Z:77"}}}, "neither a file nor a residue"},
      {{{"score-only", {"true"}}, {"minimize", {"true"}}}, "--minimize"},
      {{{"table", {"true"}}}, "--table"},
      {{{"exhaustiveness", {"0"}}}, "exhaustiveness"},
      {{{"scoring", {"ad4"}}}, "vinardo"},
      {{{"ligand", {"C1CC"}}}, "SMILES:"},
      {{{"ligand", {"ligand.pdbqt"}}, {"reference", {"B:1"}}}, "SMILES or SDF"},
      {{{"remove", {"Q:1"}}}, "Q:1"},
  };
  for (const Case& c : cases) {
    const auto result = run(disk(), quick(c.more));
    ASSERT_FALSE(result) << c.says;
    EXPECT_THAT(result.error().text(), HasSubstr(c.says));
    EXPECT_EQ(exit_code(result.error().code), 2) << result.error().text();
  }
  Given nowhere = quick({});
  nowhere.erase("around");
  const auto result = run(disk(), nowhere);
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().hint, HasSubstr("--around"));
}

TEST(DockOperation, CancelledMidwayIsPartial) {
  Cancellation cancellation;
  OperationContext context;
  context.cancellation = &cancellation;
  context.progress = [&](double share, std::string_view what) {
    if (what == "search" && share > 0.2) cancellation.request();
  };
  const auto result = run(disk(), quick({{"exhaustiveness", {"30"}}}), context);
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_TRUE(result->partial);
  EXPECT_TRUE(json::parse(result->summary_json).at("search").at("cancelled").get<bool>());
}

TEST(DockOperation, AnnouncesWhatItWillTakeAndWarnsOfUselessEffort) {
  std::string said;
  OperationContext context;
  context.announce = [&](std::string_view text) { said = text; };
  const auto result = run(disk(), quick({{"exhaustiveness", {"33"}}}), context);
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_THAT(said, HasSubstr("chains"));
  EXPECT_THAT(said, HasSubstr("MiB"));
  EXPECT_THAT(result->notes, ::testing::Contains(HasSubstr("far beyond")));
}

// A block of protein as large as the largest assemblies that people dock into: what is far from the box costs no more than
// being read and prepared.
TEST(DockOperation, AReceptorOfFiftyThousandAtoms) {
  std::string pdb;
  int serial = 0, residue = 0;
  for (int z = -10; z <= 10; ++z) {
    for (int y = -10; y <= 10; ++y) {
      for (int x = -10; x <= 10; ++x) {
        const Position at = 6.4 * Position{double(x), double(y), double(z)};
        if (norm(at) < 9) continue;  // the hollow
        add_serine(pdb, serial, 'A', ++residue, at);
      }
    }
  }
  ASSERT_GT(serial, 50000);
  const Files large = {{"large.pdb", pdb + "END\n"}};
  const auto result = run(large, {{"receptor", {"large.pdb"}},
                                  {"ligand", {"CC(=O)N"}},
                                  {"box", {"0,0,0,12,12,12"}},
                                  {"exhaustiveness", {"1"}},
                                  {"conformers", {"1"}},
                                  {"pictures", {"none"}},
                                  {"poses", {"1"}}});
  ASSERT_TRUE(result) << result.error().text();
  const json summary = json::parse(result->summary_json);
  EXPECT_LT(summary.at("poses")[0].at("score").get<double>(), 0);
  // The grid is that of the box alone.
  EXPECT_LT(summary.at("search").at("grid_bytes").get<double>(), 5e6);
}

}  // namespace
}  // namespace maek::dock
