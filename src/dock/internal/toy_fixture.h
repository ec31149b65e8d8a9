// SPDX-License-Identifier: Apache-2.0
// For tests: small made-up ligands and receptors with known trees (fixture, synthetic model, toy system).
#pragma once

#include <cmath>      // for std::cos
#include <numbers>    // for std::numbers::pi
#include <string>     // for std::string
#include <vector>     // for std::vector

#include <gtest/gtest.h>   // for EXPECT_TRUE

#include "base/cpu.h"                      // for Isa, is_available
#include "base/random.h"                   // for RandomStream
#include "dock/internal/search_kernel.h"   // for search_kernel
#include "dock/internal/search_model.h"    // for SearchGrid
#include "dock/system.h"                   // for make_system

namespace maek::dock::fixture {

using mol::AutodockType;

/// An atom of a made-up ligand: 1.5 Å (hydrogens 1.0 Å) from `parent`, 111 degrees at it, turned by `dihedral` degrees
/// about the bond before it. `turns`: the bond to the parent is a branch. Rows stand depth first, as in a PDBQT file.
struct Row {
  AutodockType type;
  int parent = -1;
  double dihedral = 180;
  bool turns = false;
};

inline mol::PdbqtTree make_tree(const std::vector<Row>& rows) {
  mol::PdbqtTree tree;
  std::vector<int> parent;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    mol::PdbqtAtom atom;
    atom.type = row.type;
    atom.name = "X" + std::to_string(i + 1);
    atom.residue = "LIG";
    atom.chain = "L";
    atom.number = 1;
    atom.serial = static_cast<int>(i) + 1;
    std::int32_t group = 0;
    if (row.parent >= 0) {
      const auto p = static_cast<std::size_t>(row.parent);
      // Two reference atoms behind the parent; invented ones where the tree has none yet.
      const Position c = tree.atoms[p].position;
      const int g = parent[p];
      const Position b = g >= 0 ? tree.atoms[static_cast<std::size_t>(g)].position : c + Position{-1, 0.4, 0.1};
      const int gg = g >= 0 ? parent[static_cast<std::size_t>(g)] : -1;
      const Position a = gg >= 0 ? tree.atoms[static_cast<std::size_t>(gg)].position : b + Position{0.2, 1, -0.6};
      const Position z = normalized(c - b), n = normalized(cross(b - a, z)), m = cross(n, z);
      const double length = mol::is_hydrogen(row.type) ? 1.0 : 1.5;
      const double angle = 111 * std::numbers::pi / 180, turn = row.dihedral * std::numbers::pi / 180;
      atom.position = c + length * (-std::cos(angle) * z + std::sin(angle) * (std::cos(turn) * m + std::sin(turn) * n));
      group = tree.group[p];
      if (row.turns) {
        tree.branches.push_back({group, row.parent, static_cast<std::int32_t>(i)});
        group = static_cast<std::int32_t>(tree.branches.size());
      }
    }
    parent.push_back(row.parent);
    tree.atoms.push_back(atom);
    tree.group.push_back(group);
  }
  tree.torsdof = static_cast<std::int32_t>(tree.branches.size());
  return tree;
}

struct NamedTree {
  const char* name;
  mol::PdbqtTree tree;
  int torsions;  // that move something
  int heavy_torsions;  // that move a heavy atom
};

/// Ligands of every shape of tree: an atom, rigid, one torsion, only a hydrogen turns, a chain, branched and nested.
inline std::vector<NamedTree> ligands() {
  using enum AutodockType;
  return {
      {"one atom", make_tree({{OA}}), 0, 0},
      {"rigid", make_tree({{C}, {C, 0}, {OA, 1, 40}, {N, 1, 200}, {HD, 3, 60}, {A, 3, 180}, {Cl, 5, 70}}), 0, 0},
      {"one torsion", make_tree({{C}, {A, 0}, {NA, 1, 90}, {C, 1, 180, true}, {OA, 3, 60}, {C, 3, 190}}), 1, 1},
      {"hydroxyl", make_tree({{C}, {C, 0}, {C, 1, 70}, {OA, 2, 180, true}, {HD, 3, 60}}), 1, 0},
      {"chain",
       make_tree({{C},
                  {C, 0},
                  {OA, 1, 180, true},
                  {C, 2, 60, true},
                  {C, 3, 175, true},
                  {N, 4, 290, true},
                  {HD, 5, 60},
                  {C, 5, 180, true},
                  {OA, 7, 180},
                  {S, 7, 0}}),
       5, 5},
      {"branched",
       make_tree({{C},
                  {C, 0},
                  {N, 0, 120},
                  {C, 1, 60, true},
                  {F, 3, 60},
                  {C, 3, 180, true},
                  {OA, 5, 70, true},
                  {HD, 6, 60},
                  {Br, 5, 190},
                  {C, 2, 200, true},
                  {OA, 9, 30},
                  {A, 9, 210, true},
                  {C, 11, 0},
                  {C, 11, 180},
                  {P, 0, 240, true},
                  {OA, 14, 60},
                  {OA, 14, 180},
                  {I, 14, 300}}),
       6, 5},
  };
}

/// Atoms on a sphere about the origin, types in turn, N with its hydrogen inward: a hollow that holds a small ligand.
inline mol::PdbqtReceptor make_cage(double radius = 7, int count = 44) {
  using enum AutodockType;
  const AutodockType types[] = {C, OA, C, N, A, NA, S, C, OA, Zn, C};
  mol::PdbqtReceptor cage;
  const double golden = std::numbers::pi * (3 - std::sqrt(5.0));
  const auto add = [&cage](AutodockType type, Position p) {
    mol::PdbqtAtom atom;
    atom.type = type;
    atom.name = std::string(to_string(type));
    atom.residue = "CAG";
    atom.chain = "A";
    atom.position = p;
    atom.serial = atom.number = static_cast<std::int32_t>(cage.atoms.size()) + 1;
    cage.atoms.push_back(atom);
  };
  for (int i = 0; i < count; ++i) {
    const double z = 1 - 2 * (i + 0.5) / count, r = std::sqrt(1 - z * z);
    // Not quite a sphere: a hollow without symmetry has one best pose.
    const double far = radius * (1 + 0.08 * std::sin(1.7 * i));
    const Position u{r * std::cos(golden * i), r * std::sin(golden * i), z};
    const AutodockType type = types[static_cast<std::size_t>(i) % std::size(types)];
    add(type, far * u);
    if (type == N) add(HD, (far - 1) * u);
  }
  return cage;
}

inline System make_toy(const mol::PdbqtTree& ligand, const mol::PdbqtReceptor& receptor = make_cage()) {
  auto system = make_system(receptor, ligand, {}, PairRule::kBreadthFirst);
  EXPECT_TRUE(system) << system.error().text();
  return std::move(*system);
}

/// The ligand's input coordinates in the order of Ligand::atoms.
inline std::vector<Position> start_of(const System& system) {
  std::vector<Position> x;
  for (const LigandAtom& a : system.ligand.atoms) x.push_back(a.start);
  return x;
}

/// A grid of the ligand's types over `box`, its values still zero.
inline internal::SearchGrid empty_grid(const System& system, const Box& box, double spacing = 0.25) {
  internal::SearchGrid grid;
  grid.spacing = static_cast<float>(spacing);
  const auto cells = [&](double edge) { return static_cast<std::int32_t>(std::ceil(edge / spacing)); };
  grid.cells = {cells(box.size.x), cells(box.size.y), cells(box.size.z)};
  const Position begin =
      box.centre - spacing / 2 * Position{double(grid.cells[0]), double(grid.cells[1]), double(grid.cells[2])};
  grid.begin = {static_cast<float>(begin.x), static_cast<float>(begin.y), static_cast<float>(begin.z)};
  grid.map_of_type.fill(-1);
  for (const LigandAtom& a : system.ligand.atoms) {
    if (!meets_receptor(a.xs)) continue;
    int& map = grid.map_of_type[static_cast<std::size_t>(a.xs)];
    if (map >= 0) continue;
    map = static_cast<int>(grid.types.size());
    grid.types.push_back(a.xs);
  }
  grid.values.assign(grid.points() * grid.types.size(), 0.0F);
  return grid;
}

/// The kernels that this machine runs.
inline std::vector<const internal::SearchKernel*> kernels() {
  std::vector<const internal::SearchKernel*> out;
  for (const Isa isa : {Isa::kPortable, Isa::kAvx2, Isa::kAvx512}) {
    if (is_available(isa)) out.push_back(&internal::search_kernel(isa));
  }
  return out;
}

inline internal::ChainState random_state(const internal::SearchModel& model, const Box& box, RandomStream& random) {
  internal::ChainState state;
  const double centre[] = {box.centre.x, box.centre.y, box.centre.z}, size[] = {box.size.x, box.size.y, box.size.z};
  for (std::size_t k = 0; k < 3; ++k)
    state.place[k] = static_cast<float>(centre[k] + size[k] * (random.uniform_double() - 0.5));
  double n = 0;
  double q[4];
  for (double& v : q) {
    v = random.normal();
    n += v * v;
  }
  for (std::size_t k = 0; k < 4; ++k) state.turn[k] = static_cast<float>(q[k] / std::sqrt(n));
  for (int t = 1; t < model.groups; ++t) state.torsions.push_back(random.uniform(-3.14F, 3.14F));
  return state;
}

}  // namespace maek::dock::fixture
