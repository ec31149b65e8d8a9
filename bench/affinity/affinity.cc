// SPDX-License-Identifier: Apache-2.0
// bench/affinity
#include <cstdio>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "dock/affinity.h"
#include "dock/energy.h"
#include "dock/internal/refine.h"
#include "dock/prepare.h"
#include "mol/chemistry.h"
#include "tests/archive.h"
#include "tests/test_data.h"

using namespace maek;
using mol::Position;

int main() {
  const auto data = test_data("data/affinity");
  const auto files = read_archive(*data / "structures.tar.zst");
  const std::string table = read_archive(*data / "ligands.tsv.gz").begin()->second;
  std::map<std::string, std::map<std::string, double>> wanted;  // folder -> ligand -> dG
  std::istringstream lines(table);
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::vector<std::string> cells;
    std::istringstream in(line);
    for (std::string c; std::getline(in, c, '\t');) cells.push_back(c);
    if (cells.size() < 18 || cells[7].empty()) continue;
    wanted[cells[17]][cells[3]] = std::stod(cells[7]);
  }
  fmt::print("folder\tligand\tstate\tdG");
  for (auto n : dock::affinity_feature_names()) fmt::print("\t{}", n);
  fmt::print("\tmoved\n");
  for (const auto& [folder, ligands] : wanted) {
    std::vector<std::string> notes;
    const std::string base = "affinity/" + folder;
    auto receptor = dock::prepare_receptor_input({folder + ".pdb", files.at(base + "/protein.pdb"), true}, {}, notes);
    if (!receptor) { fmt::print(stderr, "{}: {}\n", folder, receptor.error().text()); continue; }
    auto molecules = mol::read_sdf(files.at(base + "/ligands.sdf"), folder);
    if (!molecules) { fmt::print(stderr, "{}: {}\n", folder, molecules.error().text()); continue; }
    for (const mol::Molecule& m : *molecules) {
      const auto known = ligands.find(m.name());
      if (known == ligands.end()) { fmt::print(stderr, "{}: no '{}'\n", folder, m.name()); continue; }
      dock::LigandOptions options;
      options.keep_protonation = true;
      options.conformers = 0;
      auto given = dock::read_given_poses({m.name() + ".sdf", mol::to_sdf({{m, {}}}), true}, options, notes);
      if (!given) { fmt::print(stderr, "{}: {}\n", folder, given.error().text()); continue; }
      auto system = dock::make_system(receptor->typed, given->trees[0], {}, dock::PairRule::kBreadthFirst);
      if (!system) { fmt::print(stderr, "{}: {}\n", folder, system.error().text()); continue; }
      const auto descriptors = mol::describe(*given->molecules[0]);
      std::vector<Position> x;
      for (const dock::LigandAtom& a : system->ligand.atoms) x.push_back(given->trees[0].atoms[static_cast<std::size_t>(a.tree_atom)].position);
      for (const char* state : {"given", "min"}) {
        mol::Molecule pose = *given->molecules[0];
        double moved = 0;
        if (state[0] == 'm') {
          const dock::Kinematics kinematics(system->ligand);
          const dock::Box everywhere{x.front(), {1e4, 1e4, 1e4}};
          const auto before = x;
          const auto minimum = dock::internal::refine(*system, dock::ScoringFunction::vina(), kinematics, kinematics.start(), everywhere);
          kinematics.coordinates(minimum.conformation, x);
          std::vector<Position> tree(x.size());
          for (std::size_t a = 0; a < x.size(); ++a) { tree[static_cast<std::size_t>(system->ligand.atoms[a].tree_atom)] = x[a]; moved += mol::squared_distance(x[a], before[a]); }
          moved = std::sqrt(moved / static_cast<double>(x.size()));
          pose = pose.with_positions(mol::molecule_positions(pose, *given->ligand_trees[0], tree));
        }
        fmt::print("{}\t{}\t{}\t{}", folder, m.name(), state, known->second);
        for (double v : dock::affinity_features(*receptor, *system, x, pose, descriptors)) fmt::print("\t{:.4f}", v);
        fmt::print("\t{:.3f}\n", moved);
      }
    }
    std::fflush(stdout);
  }
}
