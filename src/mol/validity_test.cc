// SPDX-License-Identifier: Apache-2.0
// The checks against 595 poses that were labelled by the published tool, and against the bounds behind those labels.
#include "mol/validity.h"

#include <algorithm>   // for std::min
#include <cmath>       // for std::cos
#include <cstdlib>     // for std::getenv
#include <map>         // for std::map
#include <sstream>     // for std::istringstream

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "mol/chemistry.h"                  // for make_conformers
#include "mol/internal/ligand_geometry.h"   // for ligand_geometry
#include "mol/internal/surroundings.h"      // for shared_volume
#include "mol/read_structure.h"             // for read_structure, inflate_if_gzip
#include "tests/archive.h"
#include "tests/test_data.h"

namespace maek::mol {
namespace {

// The numbers of the labels have two to four digits; the grid of shared volumes depends on how axes are signed.
constexpr double kLabelDigits = 0.0006;
constexpr double kShareNoise = 0.01, kRelativeNoise = 0.05;
constexpr double kAgreement = 0.98;

using Row = std::map<std::string, std::string>;

std::vector<Row> read_table(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  const auto split = [](const std::string& l) {
    std::vector<std::string> fields;
    std::size_t start = 0;
    for (std::size_t tab; (tab = l.find('\t', start)) != std::string::npos; start = tab + 1)
      fields.push_back(l.substr(start, tab - start));
    fields.push_back(l.substr(start));
    return fields;
  };
  std::getline(lines, line);
  const auto names = split(line);
  std::vector<Row> rows;
  while (std::getline(lines, line)) {
    const auto fields = split(line);
    Row row;
    for (std::size_t i = 0; i < std::min(names.size(), fields.size()); ++i) row[names[i]] = fields[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string unpacked(const std::filesystem::path& path) { return read_archive(path).begin()->second; }

struct Labelled {
  std::vector<Row> labels;
  std::vector<Molecule> poses;
  std::map<std::string, std::string> redock;
  bool ready = false;
};

const Labelled& labelled() {
  static const Labelled all = [] {
    Labelled l;
    const auto folder = test_data("data/validity");
    const auto complexes = test_data("data/redock/redock.tar.zst");
    if (!folder || !complexes) return l;
    l.labels = read_table(unpacked(*folder / "labels.tsv.gz"));
    if (auto poses = read_sdf(unpacked(*folder / "poses.sdf.gz"), "poses.sdf")) l.poses = std::move(*poses);
    l.redock = read_archive(*complexes);
    l.ready = l.poses.size() == l.labels.size() && !l.poses.empty();
    return l;
  }();
  return all;
}

std::string redock_file(const std::string& id, const std::string& name) {
  for (const auto& [path, bytes] : labelled().redock) {
    if (path.ends_with(id + "/" + name)) return bytes;
  }
  return {};
}

const internal::LigandGeometry& geometry_of(const std::string& id) {
  static std::map<std::string, internal::LigandGeometry> known;
  auto found = known.find(id);
  if (found == known.end()) {
    const auto molecule = read_molecule(redock_file(id, "ligand.sdf"), id);
    found = known.emplace(id, *internal::ligand_geometry(*molecule)).first;
  }
  return found->second;
}

/// Reports of all 595 poses, without energies.
const std::vector<ValidityReport>& reports() {
  static const std::vector<ValidityReport> all = [] {
    std::vector<ValidityReport> made;
    std::string current;
    std::optional<CheckedReceptor> receptor;
    std::optional<CheckedReference> reference;
    std::optional<CheckedLigand> ligand;
    for (std::size_t i = 0; i < labelled().poses.size(); ++i) {
      const std::string& id = labelled().labels[i].at("id");
      if (id != current) {
        current = id;
        auto structure = read_structure(redock_file(id, "receptor.pdb"), id);
        auto truth = read_molecule(redock_file(id, "ligand.sdf"), id);
        if (!structure || !truth) return std::vector<ValidityReport>{};
        receptor = CheckedReceptor::prepare(*structure);
        auto prepared = CheckedReference::prepare({*truth});
        auto checked = CheckedLigand::prepare(*truth);
        if (!prepared || !checked) return std::vector<ValidityReport>{};
        reference = *prepared;
        ligand = *checked;
      }
      CheckOptions options;
      options.receptor = &*receptor;
      options.reference = &*reference;
      made.push_back(check_pose(*ligand, labelled().poses[i].positions(), options));
    }
    return made;
  }();
  return all;
}

struct Column {
  CheckId check;
  const char* label;    // the verdict
  const char* number;   // "" when none is tabulated
  enum Kind { kRelative, kFlat, kShare, kVerdict } kind;
};

constexpr Column kColumns[] = {
    {CheckId::kBondLengths, "bond_lengths", "", Column::kVerdict},
    {CheckId::kBondAngles, "bond_angles", "", Column::kVerdict},
    {CheckId::kInternalClash, "internal_clash", "shortest_noncov_rel", Column::kRelative},
    {CheckId::kAromaticFlatness, "aromatic_ring_flatness", "aromatic_ring_flatness_dist", Column::kFlat},
    {CheckId::kRingNonFlatness, "nonaromatic_ring_nonflatness", "nonaromatic_ring_nonflatness_dist", Column::kFlat},
    {CheckId::kDoubleBondFlatness, "double_bond_flatness", "double_bond_flatness_dist", Column::kFlat},
    {CheckId::kProteinNear, "max_distance_protein", "", Column::kVerdict},
    {CheckId::kProteinDistance, "min_distance_protein", "rel_distance_protein", Column::kRelative},
    {CheckId::kOrganicDistance, "min_distance_organic_cofactors", "rel_distance_organic_cofactors", Column::kRelative},
    {CheckId::kInorganicDistance, "min_distance_inorganic_cofactors", "rel_distance_inorganic_cofactors",
     Column::kRelative},
    {CheckId::kProteinOverlap, "volume_overlap_protein", "volume_overlap_protein_share", Column::kShare},
    {CheckId::kOrganicOverlap, "volume_overlap_organic_cofactors", "volume_overlap_organic_cofactors_share",
     Column::kShare},
    {CheckId::kInorganicOverlap, "volume_overlap_inorganic_cofactors", "volume_overlap_inorganic_cofactors_share",
     Column::kShare},
    {CheckId::kDoubleBondStereo, "double_bond_stereo", "", Column::kVerdict},
    {CheckId::kTetrahedralStereo, "tetrahedral_chirality", "", Column::kVerdict},
    {CheckId::kRmsd, "rmsd_within_2A", "rmsd", Column::kRelative},
};

/// The published tool takes the largest SIGNED distance from a plane whose normal may point either way: its number is
/// that of one side, ours that of both. What it may say, given the pose, over all choices of sides.
std::pair<double, double> one_sided(CheckId check, const internal::LigandGeometry& geometry, const Molecule& pose) {
  const bool rings = check == CheckId::kRingNonFlatness;
  double least = rings ? 1e9 : 0, most = least;
  for (const auto& group : rings ? geometry.saturated_rings : geometry.aromatic_rings) {
    std::vector<Position> points;
    for (const std::int32_t atom : group) points.push_back(pose.positions()[static_cast<std::size_t>(atom)]);
    auto [low, high] = internal::plane_sides(points);
    if (low > high) std::swap(low, high);
    least = rings ? std::min(least, low) : std::max(least, low);
    most = rings ? std::min(most, high) : std::max(most, high);
  }
  return {least, most};
}

std::optional<double> number(const Row& row, const std::string& key) {
  const auto found = row.find(key);
  if (found == row.end() || found->second.empty() || found->second == "<NA>" || found->second == "nan") return {};
  return std::strtod(found->second.c_str(), nullptr);
}

TEST(CheckPose, AgreesWithThePublishedToolOnLabelledPoses) {
  const auto data = test_data("data/validity");
  MAEK_SKIP_WITHOUT_DATA(data && labelled().ready, "data/validity");
  ASSERT_EQ(reports().size(), labelled().labels.size());
  for (const Column& column : kColumns) {
    int equal = 0, counted = 0;
    for (std::size_t i = 0; i < reports().size(); ++i) {
      const Row& row = labelled().labels[i];
      const auto wanted = number(row, column.label);
      const CheckResult* got = reports()[i].find(column.check);
      ASSERT_NE(got, nullptr) << column.label;
      if (!wanted) continue;
      ++counted;
      const bool passed = got->state == CheckState::kPassed;
      if (passed == (*wanted > 0)) {
        ++equal;
        continue;
      }
      const double threshold = fact(column.check).threshold;
      const auto theirs = number(row, column.number);
      std::string line =
          fmt::format("{} {}: {} here {} ({}), there {} ({})", row.at("id"), row.at("pose"), column.label,
                      to_string(got->state), got->value.value_or(-1), *wanted, theirs.value_or(-1));
      if (column.kind == Column::kShare) {
        EXPECT_NEAR(theirs.value_or(-1), threshold, kShareNoise) << line;
      } else if (column.kind == Column::kFlat) {
        const auto [least, most] = one_sided(column.check, geometry_of(row.at("id")), labelled().poses[i]);
        EXPECT_LT(least, threshold) << line;
        EXPECT_GT(most, threshold) << line;
      } else {
        EXPECT_NEAR(theirs.value_or(got->value.value_or(-1)) / threshold, 1, kRelativeNoise) << line;
      }
    }
    EXPECT_GE(equal, kAgreement * counted) << column.label;
    EXPECT_GT(counted, 0) << column.label;
  }
}

TEST(CheckPose, MeasuresWhatThePublishedToolMeasures) {
  const auto data = test_data("data/validity");
  MAEK_SKIP_WITHOUT_DATA(data && labelled().ready, "data/validity");
  ASSERT_EQ(reports().size(), labelled().labels.size());
  std::map<std::string, std::pair<int, double>> off;   // how many of a column, the worst
  for (const Column& column : kColumns) {
    // None of these ligands has a double bond with three neighbours at each end.
    if (column.number[0] == 0 || column.check == CheckId::kDoubleBondFlatness) continue;
    const double noise = column.kind == Column::kShare ? kShareNoise : kLabelDigits;
    int compared = 0, differ = 0;
    double worst = 0;
    for (std::size_t i = 0; i < reports().size(); ++i) {
      const auto theirs = number(labelled().labels[i], column.number);
      const CheckResult* ours = reports()[i].find(column.check);
      if (!theirs || !ours->value) continue;
      ++compared;
      double d = std::abs(*theirs - *ours->value);
      if (column.kind == Column::kFlat) {
        const auto [least, most] =
            one_sided(column.check, geometry_of(labelled().labels[i].at("id")), labelled().poses[i]);
        d = std::max({0.0, least - *theirs, *theirs - most});
      }
      differ += d > noise;
      worst = std::max(worst, d);
    }
    EXPECT_LE(differ, 0.02 * compared) << column.number << ", worst " << worst;
    EXPECT_GT(compared, 0) << column.number;
  }
  for (std::size_t i = 0; i < reports().size(); ++i) {
    const Row& row = labelled().labels[i];
    EXPECT_EQ(reports()[i].find(CheckId::kBondLengths)->systems, number(row, "n_bonds"));
    EXPECT_EQ(reports()[i].find(CheckId::kBondAngles)->systems, number(row, "n_angles"));
    EXPECT_EQ(reports()[i].find(CheckId::kInternalClash)->systems, number(row, "n_noncov"));
    EXPECT_EQ(reports()[i].find(CheckId::kAromaticFlatness)->systems, number(row, "aromatic_ring_flatness_n"));
    EXPECT_EQ(reports()[i].find(CheckId::kRingNonFlatness)->systems, number(row, "nonaromatic_ring_nonflatness_n"));
    EXPECT_EQ(reports()[i].find(CheckId::kDoubleBondFlatness)->systems, number(row, "double_bond_flatness_n"));
  }
}

// Ensembles take seconds for each ligand: eight ligands, or all 44 with MAEK_FULL_TESTS.
TEST(CheckPose, EnergiesPassAndFailLikeThePublishedTool) {
  const auto data = test_data("data/validity");
  MAEK_SKIP_WITHOUT_DATA(data && labelled().ready, "data/validity");
  std::string current;
  std::optional<CheckedLigand> ligand;
  const std::size_t most = std::getenv("MAEK_FULL_TESTS") != nullptr ? 44 : 8;
  std::size_t ligands = 0;
  int equal = 0, counted = 0, failed = 0, few = 0;
  for (std::size_t i = 0; i < labelled().poses.size(); ++i) {
    const Row& row = labelled().labels[i];
    if (row.at("id") != current) {
      if (++ligands > most) break;
      current = row.at("id");
      ligand = *CheckedLigand::prepare(labelled().poses[i]);
    }
    CheckOptions options;
    options.energy = EnergyTest::kFull;
    options.threads = 1;
    const ValidityReport report = check_pose(*ligand, labelled().poses[i].positions(), options);
    const CheckResult* got = report.find(CheckId::kEnergyRatio);
    ASSERT_NE(got, nullptr);
    options.energy = EnergyTest::kQuick;
    const ValidityReport quick = check_pose(*ligand, labelled().poses[i].positions(), options);
    EXPECT_EQ(quick.find(CheckId::kEnergyRatio)->state, got->state) << row.at("id") << row.at("pose");
    few += quick.find(CheckId::kEnergyRatio)->systems == 8;
    const auto wanted = number(row, "internal_energy"), ratio = number(row, "energy_ratio");
    if (!wanted) continue;
    ++counted;
    failed += *wanted == 0;
    equal += (got->state == CheckState::kPassed) == (*wanted > 0);
    if (ratio && got->value) {
      EXPECT_NEAR(*got->value / *ratio, 1, kRelativeNoise) << row.at("id") << row.at("pose");
    }
  }
  EXPECT_GE(equal, kAgreement * counted);
  EXPECT_GT(few, counted / 2);   // eight conformers are enough for most
}

TEST(LigandGeometry, BoundsAreThoseOfThePublishedTool) {
  const auto data = test_data("data/validity");
  MAEK_SKIP_WITHOUT_DATA(data && labelled().ready, "data/validity");
  std::map<std::string, std::map<std::pair<int, int>, Row>> wanted;
  for (Row& row : read_table(unpacked(*data / "dg_bounds.tsv.gz"))) {
    const std::pair key = std::minmax({std::stoi(row.at("i")), std::stoi(row.at("j"))});
    wanted[row.at("id")][key] = row;
  }
  ASSERT_EQ(wanted.size(), 44U);
  std::size_t compared = 0;
  for (const auto& [id, pairs] : wanted) {
    const auto molecule = read_molecule(redock_file(id, "ligand.sdf"), id);
    ASSERT_TRUE(molecule) << id;
    const auto geometry = internal::ligand_geometry(*molecule);
    ASSERT_TRUE(geometry) << id << ": " << geometry.error().text();
    EXPECT_EQ(geometry->pairs.size(), pairs.size()) << id;
    for (const internal::PairBound& pair : geometry->pairs) {
      const auto found = pairs.find({pair.a, pair.b});
      ASSERT_NE(found, pairs.end()) << id << " " << pair.a << " " << pair.b;
      const Row& row = found->second;
      const char* kind = pair.kind == internal::PairKind::kBond    ? "bond"
                         : pair.kind == internal::PairKind::kAngle ? "angle"
                                                                   : "nonbonded";
      EXPECT_EQ(row.at("kind"), kind) << id << " " << pair.a << " " << pair.b;
      EXPECT_NEAR(pair.lower, *number(row, "lower"), 1e-4) << id << " " << pair.a << " " << pair.b;
      EXPECT_NEAR(pair.upper, *number(row, "upper"), 1e-4) << id << " " << pair.a << " " << pair.b;
      ++compared;
    }
  }
  EXPECT_GT(compared, 10000U);
}

TEST(CheckPose, CrystalLigandsAreValid) {
  const auto data = test_data("data/redock");
  MAEK_SKIP_WITHOUT_DATA(data && labelled().ready, "data/redock");
  int valid = 0, all = 0;
  std::map<std::string, std::string> reasons;
  for (const auto& [path, bytes] : labelled().redock) {
    if (!path.ends_with("/ligand.sdf")) continue;
    const std::string folder = path.substr(0, path.size() - 10);
    const auto truth = read_molecule(bytes, path);
    const auto structure = read_structure(labelled().redock.at(folder + "receptor.pdb"), folder);
    ASSERT_TRUE(truth && structure) << path;
    const CheckedReceptor receptor = CheckedReceptor::prepare(*structure);
    const auto reference = CheckedReference::prepare({*truth});
    ASSERT_TRUE(reference) << path;
    CheckOptions options;
    options.receptor = &receptor;
    options.reference = &*reference;
    const ValidityReport report = check_pose(*truth, options);
    ++all;
    valid += report.valid();
    for (const std::string& reason : report.reasons(true)) reasons[folder] += reason + "; ";
  }
  EXPECT_EQ(all, 120);
  // One is not: its deposited coordinates bend an aromatic ring by 0.30 Å.
  EXPECT_EQ(valid, 119);
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_EQ(reasons.begin()->first, "redock/7V3S_5I9/");
  EXPECT_EQ(reasons.begin()->second.substr(0, 2), "B4") << reasons.begin()->second;
}

Molecule solid(const char* smiles) {
  std::vector<std::string> notes;
  return make_conformers(*read_smiles(smiles), 1, 1, 1, 0, &notes)->front();
}

void add_residue(Structure& s, const std::string& name, bool hetero, ResidueKind kind,
                 const std::vector<std::pair<std::string, Position>>& atoms, Element element) {
  if (s.chains.empty()) {
    s.chains.emplace_back();
    s.chains.back().name = "A";
  }
  Residue residue;
  residue.name = name;
  residue.number = static_cast<std::int32_t>(s.residues.size()) + 1;
  residue.hetero = hetero;
  residue.kind = kind;
  residue.chain = 0;
  residue.first_atom = static_cast<AtomIndex>(s.atoms.size());
  for (const auto& [atom_name, position] : atoms) {
    Atom atom;
    atom.name = atom_name;
    atom.element = element;
    atom.position = position;
    atom.residue = static_cast<ResidueIndex>(s.residues.size());
    s.atoms.push_back(atom);
  }
  residue.end_atom = static_cast<AtomIndex>(s.atoms.size());
  s.residues.push_back(residue);
  s.chains.back().end_residue = static_cast<ResidueIndex>(s.residues.size());
}

TEST(CheckPose, HoldsEachClassAgainstItsOwnRadii) {
  // Radii of the published tool: 0.75 (C 1.7 + C 1.7) = 2.55 Å; 0.75 (C 1.7 + O 1.55) = 2.44 Å; Zn by covalent radii,
  // 0.75 (C 0.68 + Zn 1.45) = 1.60 Å.
  struct Case {
    const char* residue;
    bool hetero;
    ResidueKind kind;
    Element element;
    double limit;
    CheckId check;
  };
  const Molecule ethane = solid("CC");
  const Position c = ethane.positions()[0], outward = normalized(c - ethane.positions()[1]);
  for (const Case& k : {Case{"LEU", false, ResidueKind::kAminoAcid, Element::kC, 2.55, CheckId::kProteinDistance},
                        Case{"MSE", true, ResidueKind::kAminoAcid, Element::kC, 2.55, CheckId::kOrganicDistance},
                        Case{"HEM", true, ResidueKind::kCofactor, Element::kO, 2.4375, CheckId::kOrganicDistance},
                        Case{"HOH", true, ResidueKind::kWater, Element::kO, 2.4375, CheckId::kWaterDistance},
                        Case{"ZN", true, ResidueKind::kIon, Element::kZn, 1.5975, CheckId::kInorganicDistance}}) {
    for (const double off : {-0.01, 0.01}) {
      Structure s;
      add_residue(s, k.residue, k.hetero, k.kind, {{"X1", c + (k.limit + off) * outward}}, k.element);
      const CheckedReceptor receptor = CheckedReceptor::prepare(s);
      CheckOptions options;
      options.receptor = &receptor;
      const ValidityReport report = check_pose(ethane, options);
      for (const CheckId check : {CheckId::kProteinDistance, CheckId::kOrganicDistance, CheckId::kInorganicDistance,
                                  CheckId::kWaterDistance}) {
        const bool fails = off < 0 && check == k.check;
        EXPECT_EQ(report.find(check)->state, fails ? CheckState::kFailed : CheckState::kPassed) << k.residue << off;
        if (fails) {
          ASSERT_EQ(report.find(check)->faults.size(), 1U);
          EXPECT_NE(report.find(check)->faults[0].find("C1 is"), std::string::npos);
          EXPECT_NE(report.find(check)->faults[0].find("X1"), std::string::npos);
        }
      }
      // Only protein makes a ligand be near the protein.
      EXPECT_EQ(report.find(CheckId::kProteinNear)->state,
                k.check == CheckId::kProteinDistance ? CheckState::kPassed : CheckState::kFailed);
      std::vector<bool> none(s.atoms.size(), true);
      const CheckedReceptor empty = CheckedReceptor::prepare(s, none);
      options.receptor = &empty;
      EXPECT_FALSE(check_pose(ethane, options).find(k.check)->value) << "left out";
    }
  }
}

TEST(CheckPose, FindsFlatAndTwistedGroups) {
  // Ethylene turned by 90 degrees about its double bond: substituents leave the plane of the six atoms.
  const Molecule alkene = solid("CC(C)=C(C)C");
  const ValidityReport good = check_pose(alkene, {});
  EXPECT_EQ(good.find(CheckId::kDoubleBondFlatness)->state, CheckState::kPassed);
  EXPECT_EQ(good.find(CheckId::kDoubleBondFlatness)->systems, 1);
  std::vector<Position> bent = alkene.positions();
  const Position axis = normalized(bent[3] - bent[1]), up = normalized(cross(axis, bent[0] - bent[1]));
  bent[0] += 1.0 * up;
  bent[2] += 1.0 * up;
  const ValidityReport bad = check_pose(alkene.with_positions(bent), {});
  EXPECT_EQ(bad.find(CheckId::kDoubleBondFlatness)->state, CheckState::kFailed);
  // Cyclohexane pressed flat.
  const Molecule ring = solid("C1CCCCC1");
  EXPECT_EQ(check_pose(ring, {}).find(CheckId::kRingNonFlatness)->state, CheckState::kPassed);
  std::vector<Position> flat = ring.positions();
  for (std::size_t i = 0; i < 6; ++i) flat[i] = {1.5 * std::cos(i * 1.0471976), 1.5 * std::sin(i * 1.0471976), 0};
  EXPECT_EQ(check_pose(ring.with_positions(flat), {}).find(CheckId::kRingNonFlatness)->state, CheckState::kFailed);
}

TEST(CheckPose, KeepsTheLigandThatCameIn) {
  const Molecule input = *read_smiles("C[C@H](N)C(=O)O"), open = *read_smiles("CC(N)C(=O)O"),
                 good = solid("C[C@H](N)C(=O)O");
  std::vector<Position> reflected = good.positions();
  for (Position& p : reflected) p.x = -p.x;
  const Molecule mirror = good.with_positions(reflected);
  struct Case {
    const Molecule& reference;
    const Molecule& pose;
    bool open_passes, valid;
  };
  for (const Case& c :
       {Case{input, good, false, true}, Case{input, mirror, false, false}, Case{good, good, false, true},
        Case{good, mirror, false, false}, Case{open, good, false, false}, Case{open, good, true, true},
        Case{open, mirror, true, true}, Case{input, mirror, true, false}}) {
    const auto reference = CheckedReference::prepare({c.reference});
    ASSERT_TRUE(reference);
    CheckOptions options;
    options.reference = &*reference;
    options.open_stereo_passes = c.open_passes;
    const ValidityReport report = check_pose(c.pose, options);
    EXPECT_EQ(report.find(CheckId::kTetrahedralStereo)->state == CheckState::kPassed, c.valid);
    EXPECT_EQ(report.valid(), c.valid) << fmt::format("{}", fmt::join(report.reasons(), "; "));
  }
}

TEST(CheckPose, RefusesCoordinatesThatAreNone) {
  const Molecule good = solid("CCO");
  EXPECT_FALSE(check_pose(*read_smiles("CCO"), {}).valid());
  for (const double bad : {std::nan(""), HUGE_VAL}) {
    std::vector<Position> x = good.positions();
    x[1].y = bad;
    const ValidityReport report = check_pose(good.with_positions(x), {});
    EXPECT_FALSE(report.valid());
    EXPECT_EQ(report.checks.size(), 1U);
  }
  EXPECT_FALSE(unreadable_pose("why", false).valid());
  EXPECT_EQ(unreadable_pose("why", true).reasons().front(), "A2 valences and aromaticity: why");
  EXPECT_FALSE(ValidityReport{}.valid());
}

TEST(SharedVolume, IsTheShareOfTheFirst) {
  using internal::shared_volume;
  using internal::Sphere;
  const std::vector<Sphere> a = {{{0, 0, 0}, 1.7}, {{1.5, 0, 0}, 1.7}, {{0, 1.5, 0.7}, 1.7}};
  EXPECT_DOUBLE_EQ(shared_volume(a, a), 1);
  std::vector<Sphere> far = a;
  for (Sphere& s : far) s.centre.z += 20;
  EXPECT_EQ(shared_volume(a, far), 0);
  EXPECT_EQ(shared_volume(a, {}), 0);
  EXPECT_EQ(shared_volume({}, a), 0);
  const std::vector<Sphere> larger = {{{0.5, 0.5, 0.2}, 6}};
  EXPECT_DOUBLE_EQ(shared_volume(a, larger), 1);
  EXPECT_LT(shared_volume(larger, a), 0.2);
}

}  // namespace
}  // namespace maek::mol
