// SPDX-License-Identifier: Apache-2.0
// The checks against 595 poses that were labelled by the published tool, and against the bounds behind those labels.
#include "mol/validity.h"

#include <algorithm>   // for std::min
#include <map>         // for std::map
#include <sstream>     // for std::istringstream

#include <fmt/format.h>
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
    if (equal != counted) fmt::print("{}: {} of {}\n", column.label, equal, counted);
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
      if (d > noise)
        fmt::print("{} {} {} {} {}\n", labelled().labels[i].at("id"), labelled().labels[i].at("pose"), column.number,
                   *theirs, *ours->value);
      worst = std::max(worst, d);
    }
    if (differ > 0) fmt::print("{}: {} of {} differ, worst {}\n", column.number, differ, compared, worst);
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

TEST(CheckPose, EnergiesPassAndFailLikeThePublishedTool) {
  const auto data = test_data("data/validity");
  MAEK_SKIP_WITHOUT_DATA(data && labelled().ready, "data/validity");
  std::string current;
  std::optional<CheckedLigand> ligand;
  int equal = 0, counted = 0;
  for (std::size_t i = 0; i < labelled().poses.size(); ++i) {
    const Row& row = labelled().labels[i];
    if (row.at("id") != current) {
      current = row.at("id");
      ligand = *CheckedLigand::prepare(labelled().poses[i]);
    }
    CheckOptions options;
    options.energy = true;
    options.threads = 1;
    const ValidityReport report = check_pose(*ligand, labelled().poses[i].positions(), options);
    const CheckResult* got = report.find(CheckId::kEnergyRatio);
    ASSERT_NE(got, nullptr);
    const auto wanted = number(row, "internal_energy"), ratio = number(row, "energy_ratio");
    if (!wanted) continue;
    ++counted;
    equal += (got->state == CheckState::kPassed) == (*wanted > 0);
    fmt::print("{} {} {} {} {} {}\n", row.at("id"), row.at("pose"), *wanted, to_string(got->state), ratio.value_or(-1),
               got->value.value_or(-1));
  }
  EXPECT_GE(equal, kAgreement * counted);
  fmt::print("{} of {}\n", equal, counted);
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

}  // namespace
}  // namespace maek::mol
