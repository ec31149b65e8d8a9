// SPDX-License-Identifier: Apache-2.0
// How many poses a second one core checks, with and without energies; the answers are held against the labels first.
#include <algorithm>    // for std::sort
#include <chrono>       // for std::chrono::steady_clock
#include <cstring>      // for std::strcmp
#include <fstream>      // for std::ofstream
#include <map>          // for std::map
#include <optional>     // for std::optional
#include <sstream>      // for std::istringstream
#include <string>       // for std::string
#include <vector>       // for std::vector

#include <fmt/format.h>

#include "mol/read_structure.h"   // for read_structure
#include "mol/validity.h"         // for check_pose
#include "tests/archive.h"        // for read_archive
#include "tests/test_data.h"      // for test_data

namespace {

using namespace maek;
using Clock = std::chrono::steady_clock;

constexpr int kRuns = 7;
constexpr double kAgreement = 0.98;   // below this the figures are of another program

struct Group {
  std::optional<mol::CheckedLigand> ligand;
  std::optional<mol::CheckedReceptor> receptor;
  std::optional<mol::CheckedReference> reference;
  std::vector<mol::Molecule> poses;
  std::vector<bool> valid;   // as labelled, without energies
};

double seconds_of(const auto& work) {
  const auto start = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

mol::CheckOptions options_of(const Group& group, bool energy) {
  mol::CheckOptions options;
  options.receptor = &*group.receptor;
  options.reference = &*group.reference;
  options.energy = energy ? mol::EnergyTest::kFull : mol::EnergyTest::kNone;
  return options;
}

/// The labels' verdict over the checks that are computed without energies.
bool labelled_valid(const std::map<std::string, std::string>& row) {
  for (const char* column :
       {"bond_lengths", "bond_angles", "internal_clash", "aromatic_ring_flatness", "nonaromatic_ring_nonflatness",
        "double_bond_flatness", "max_distance_protein", "min_distance_protein", "min_distance_organic_cofactors",
        "min_distance_inorganic_cofactors", "volume_overlap_protein", "volume_overlap_organic_cofactors",
        "volume_overlap_inorganic_cofactors", "tetrahedral_chirality", "double_bond_stereo"}) {
    if (row.at(column) == "0") return false;
  }
  return true;
}

std::map<std::string, Group> read_groups(const std::filesystem::path& validity, const std::filesystem::path& redock) {
  const auto files = read_archive(redock);
  const auto poses = mol::read_sdf(read_archive(validity / "poses.sdf.gz").begin()->second, "poses.sdf");
  std::istringstream lines(read_archive(validity / "labels.tsv.gz").begin()->second);
  std::map<std::string, Group> groups;
  std::vector<std::string> columns;
  std::size_t pose = 0;
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> cells;
    std::istringstream cut(line);
    for (std::string cell; std::getline(cut, cell, '\t');) cells.push_back(cell);
    if (columns.empty()) {
      columns = cells;
      continue;
    }
    std::map<std::string, std::string> row;
    for (std::size_t i = 0; i < std::min(columns.size(), cells.size()); ++i) row[columns[i]] = cells[i];
    Group& group = groups[row["id"]];
    if (!group.ligand) {
      const std::string folder = "redock/" + row["id"] + "/";
      const auto truth = mol::read_molecule(files.at(folder + "ligand.sdf"), row["id"]);
      const auto receptor = mol::read_structure(files.at(folder + "receptor.pdb"), row["id"]);
      group.ligand = *mol::CheckedLigand::prepare(*truth);
      group.receptor = mol::CheckedReceptor::prepare(*receptor);
      group.reference = *mol::CheckedReference::prepare({*truth});
    }
    group.poses.push_back(poses->at(pose++));
    group.valid.push_back(labelled_valid(row));
  }
  return groups;
}

}  // namespace

int main(int argc, char** argv) {
  bool quick = false;
  std::string json_path;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--quick") == 0) quick = true;
    if (std::strcmp(argv[i], "--json") == 0 && i + 1 < argc) json_path = argv[++i];
  }
  const auto validity = test_data("data/validity"), redock = test_data("data/redock/redock.tar.zst");
  if (!validity || !redock) {
    fmt::print("the labelled poses are not here: set MAEK_TEST_DATA to their folder\n");
    return 0;
  }
  std::map<std::string, Group> groups = read_groups(*validity, *redock);
  std::size_t poses = 0, equal = 0;
  for (auto& [id, group] : groups) {
    for (std::size_t i = 0; i < group.poses.size(); ++i, ++poses)
      equal += mol::check_pose(*group.ligand, group.poses[i].positions(), options_of(group, false)).valid() ==
               group.valid[i];
  }
  fmt::print("answers: {} of {} verdicts as labelled\n", equal, poses);
  if (static_cast<double>(equal) < kAgreement * static_cast<double>(poses)) {
    fmt::print("the answers are wrong: no figures\n");
    return 1;
  }

  std::vector<double> rates;
  for (int run = 0; run < kRuns; ++run) {
    const double s = seconds_of([&] {
      for (auto& [id, group] : groups) {
        for (const mol::Molecule& pose : group.poses)
          (void)mol::check_pose(*group.ligand, pose.positions(), options_of(group, false));
      }
    });
    rates.push_back(static_cast<double>(poses) / s);
  }
  std::sort(rates.begin(), rates.end());
  fmt::print("without energy: {:.0f} poses/s on one core (median of {}; {:.0f} to {:.0f})\n", rates[kRuns / 2], kRuns,
             rates.front(), rates.back());

  // Energies: what the ensemble of a ligand costs once, and what a pose costs then.
  double ensemble = 0, each = 0;
  std::size_t ligands = 0, energies = 0;
  for (auto& [id, group] : groups) {
    if (quick && ligands == 4) break;
    ++ligands;
    ensemble += seconds_of(
        [&] { (void)mol::check_pose(*group.ligand, group.poses.front().positions(), options_of(group, true)); });
    each += seconds_of([&] {
      for (const mol::Molecule& pose : group.poses)
        (void)mol::check_pose(*group.ligand, pose.positions(), options_of(group, true));
    });
    energies += group.poses.size();
  }
  const double rate = static_cast<double>(energies) / each, once = ensemble / static_cast<double>(ligands);
  fmt::print("with energy: {:.0f} poses/s on one core, after {:.2f} s a ligand for its ensemble ({} ligands)\n", rate,
             once, ligands);
  if (!json_path.empty()) {
    std::ofstream(json_path) << fmt::format(
        "{{\"poses\": {}, \"as_labelled\": {}, \"poses_per_second\": {:.1f}, \"slowest\": {:.1f}, \"fastest\": {:.1f}, "
        "\"with_energy_per_second\": {:.1f}, \"ensemble_seconds\": {:.3f}}}\n",
        poses, equal, rates[kRuns / 2], rates.front(), rates.back(), rate, once);
  }
  return 0;
}
