// SPDX-License-Identifier: Apache-2.0
#include "dock/system.h"

#include <algorithm>   // for std::count_if
#include <cmath>       // for std::sqrt
#include <string>      // for std::to_string

#include "dock/internal/bonds.h"   // for find_bonds, type_atoms

namespace maek::dock {
namespace {

using mol::PdbqtTree;

/// A torsion tree in memory order, with the atoms' groups counted from 0 (root).
struct Flattened {
  std::vector<Group> groups;
  std::vector<std::int32_t> tree_atom;   // in memory order
  std::vector<std::int32_t> group;       // of each, in memory order
};

/// Turns the file's nesting into memory order. A branch that holds only its own `to` atom moves nothing: no group.
class Flattener {
 public:
  explicit Flattener(const PdbqtTree& tree)
      : tree_(tree), members_(tree.branches.size() + 1), children_(tree.atoms.size()), memory_(tree.atoms.size(), -1) {
    for (std::size_t i = 0; i < tree.atoms.size(); ++i) {
      members_[static_cast<std::size_t>(tree.group[i])].push_back(static_cast<std::int32_t>(i));
    }
    for (std::size_t b = 0; b < tree.branches.size(); ++b) {
      children_[static_cast<std::size_t>(tree.branches[b].from)].push_back(static_cast<std::int32_t>(b));
    }
  }

  Flattened run() {
    emit(0, -1, -1);
    for (Group& group : out_.groups) {
      if (group.parent < 0) continue;
      group.from = memory_[static_cast<std::size_t>(group.from)];
      group.to = memory_[static_cast<std::size_t>(group.to)];
    }
    return std::move(out_);
  }

 private:
  bool moves_something(std::int32_t branch) const {
    const auto& atoms = members_[static_cast<std::size_t>(branch) + 1];
    if (atoms.size() > 1) return true;
    return !children_[static_cast<std::size_t>(tree_.branches[static_cast<std::size_t>(branch)].to)].empty();
  }

  void place(std::int32_t tree_atom, std::int32_t group) {
    memory_[static_cast<std::size_t>(tree_atom)] = static_cast<std::int32_t>(out_.tree_atom.size());
    out_.tree_atom.push_back(tree_atom);
    out_.group.push_back(group);
  }

  /// File group `file_group`, entered through `branch` (-1 for the root).
  void emit(std::int32_t file_group, std::int32_t branch, std::int32_t parent) {
    const auto id = static_cast<std::int32_t>(out_.groups.size());
    Group group;
    group.parent = parent;
    std::int32_t to = -1;
    if (branch >= 0) {
      group.from = tree_.branches[static_cast<std::size_t>(branch)].from;   // tree indices until run() translates
      group.to = to = tree_.branches[static_cast<std::size_t>(branch)].to;
    }
    group.first_atom = static_cast<std::int32_t>(out_.tree_atom.size());
    std::vector<std::int32_t> deeper;
    for (const std::int32_t atom : members_[static_cast<std::size_t>(file_group)]) {
      if (atom != to) place(atom, id);
      for (const std::int32_t b : children_[static_cast<std::size_t>(atom)]) {
        place(tree_.branches[static_cast<std::size_t>(b)].to, id);
        if (moves_something(b)) deeper.push_back(b);
      }
    }
    group.end_atom = static_cast<std::int32_t>(out_.tree_atom.size());
    out_.groups.push_back(group);
    for (const std::int32_t b : deeper) emit(b + 1, b, id);
  }

  const PdbqtTree& tree_;
  std::vector<std::vector<std::int32_t>> members_;    // of each file group
  std::vector<std::vector<std::int32_t>> children_;   // branches that start from each atom
  std::vector<std::int32_t> memory_;                  // memory position of each tree atom
  Flattened out_;
};

/// C-alpha and C-beta of a flexible residue: its root, and the first atom of each branch from the root.
bool stays_with_backbone(const Flattened& flat, std::size_t i) { return flat.group[i] == 0; }

double rotor_count(const std::vector<internal::BondedAtom>& atoms,
                   const std::vector<std::vector<internal::Bond>>& bonds, std::size_t first, std::size_t end) {
  const auto heavy = [&atoms](std::int32_t i) { return !mol::is_hydrogen(atoms[static_cast<std::size_t>(i)].type); };
  double count = 0;
  for (std::size_t i = first; i < end; ++i) {
    if (!heavy(static_cast<std::int32_t>(i))) continue;
    for (const internal::Bond& bond : bonds[i]) {
      if (!bond.rotatable || !heavy(bond.other)) continue;
      const auto& beyond = bonds[static_cast<std::size_t>(bond.other)];
      const auto heavy_neighbours =
          std::count_if(beyond.begin(), beyond.end(), [&](const internal::Bond& b) { return heavy(b.other); });
      if (heavy_neighbours >= 2) count += 0.5;
    }
  }
  return count;
}

Expected<System> assemble(const mol::PdbqtReceptor& receptor, const PdbqtTree& ligand,
                          const std::vector<PdbqtTree>& flexible, PairRule rule) {
  using internal::BondedAtom;
  // One list: rigid receptor, side chains, ligand. Group 0 is everything that never moves.
  std::vector<BondedAtom> atoms;
  std::vector<internal::Axis> axes(1);   // of each group; group 0 has none
  for (const mol::PdbqtAtom& a : receptor.atoms) atoms.push_back({a.position, a.type, 0});

  const std::size_t side_begin = atoms.size();
  std::vector<bool> side_movable;
  for (const PdbqtTree& residue : flexible) {
    const Flattened flat = Flattener(residue).run();
    const auto offset = static_cast<std::int32_t>(atoms.size());
    const auto group_offset = static_cast<std::int32_t>(axes.size()) - 1;   // its root joins group 0
    for (std::size_t g = 1; g < flat.groups.size(); ++g) {
      axes.push_back({flat.groups[g].from + offset, flat.groups[g].to + offset});
    }
    for (std::size_t i = 0; i < flat.tree_atom.size(); ++i) {
      const mol::PdbqtAtom& a = residue.atoms[static_cast<std::size_t>(flat.tree_atom[i])];
      const bool fixed = stays_with_backbone(flat, i);
      atoms.push_back({a.position, a.type, fixed ? 0 : flat.group[i] + group_offset});
      side_movable.push_back(!fixed);
    }
  }

  const std::size_t ligand_begin = atoms.size();
  const Flattened flat = Flattener(ligand).run();
  const auto ligand_groups = static_cast<std::int32_t>(axes.size());
  for (const Group& g : flat.groups) {
    const auto offset = static_cast<std::int32_t>(ligand_begin);
    axes.push_back(g.parent < 0 ? internal::Axis{} : internal::Axis{g.from + offset, g.to + offset});
  }
  for (std::size_t i = 0; i < flat.tree_atom.size(); ++i) {
    const mol::PdbqtAtom& a = ligand.atoms[static_cast<std::size_t>(flat.tree_atom[i])];
    atoms.push_back({a.position, a.type, flat.group[i] + ligand_groups});
  }
  if (static_cast<int>(flat.groups.size()) - 1 > kMaxTorsions) {
    return Error{ErrorCode::kTooLarge,
                 "the ligand has " + std::to_string(flat.groups.size() - 1) + " torsions, the limit is " +
                     std::to_string(kMaxTorsions),
                 "ligand", "Dock a fragment of it: a search over so many torsions does not find the pose."};
  }

  const auto bonds = internal::find_bonds(atoms, axes);
  const std::vector<XsType> types = internal::type_atoms(atoms, bonds);

  System system;
  std::vector<Position> heavy;
  for (std::size_t i = 0; i < side_begin; ++i) {
    if (types[i] == XsType::kNone) continue;
    system.receptor.positions.push_back(atoms[i].position);
    system.receptor.types.push_back(types[i]);
    system.receptor.source.push_back(static_cast<std::int32_t>(i));
  }
  system.receptor.cells = std::make_unique<mol::CellList>(system.receptor.positions, 4.0);

  for (std::size_t i = side_begin; i < ligand_begin; ++i) {
    system.side_chains.positions.push_back(atoms[i].position);
    system.side_chains.types.push_back(types[i]);
    system.side_chains.movable.push_back(side_movable[i - side_begin]);
  }

  Ligand& lig = system.ligand;
  lig.groups = flat.groups;
  for (std::size_t i = ligand_begin; i < atoms.size(); ++i) {
    const std::size_t k = i - ligand_begin;
    lig.atoms.push_back({atoms[i].position, atoms[i].type, types[i], flat.group[k], flat.tree_atom[k]});
    if (types[i] != XsType::kNone && !is_closure_point(types[i])) ++lig.heavy_atoms;
  }
  if (lig.heavy_atoms == 0) {
    return Error{ErrorCode::kMalformed, "the ligand has no heavy atom", "ligand", "Was the file cut?"};
  }
  lig.rotors = rotor_count(atoms, bonds, ligand_begin, atoms.size());

  for (const InternalPair& pair : internal::internal_pairs(atoms, axes, bonds, types, side_begin, ligand_begin, rule)) {
    const auto offset = static_cast<std::int32_t>(side_begin);
    system.side_chains.pairs.push_back({pair.a - offset, pair.b - offset});
  }
  for (const InternalPair& pair :
       internal::internal_pairs(atoms, axes, bonds, types, ligand_begin, atoms.size(), rule)) {
    const auto offset = static_cast<std::int32_t>(ligand_begin);
    const XsType ta = types[static_cast<std::size_t>(pair.a)], tb = types[static_cast<std::size_t>(pair.b)];
    auto& list = internal::is_glue(ta, tb) ? lig.glue_pairs : lig.pairs;
    list.push_back({pair.a - offset, pair.b - offset});
  }
  return system;
}

}  // namespace

Expected<System> make_system(const mol::PdbqtReceptor& receptor, const PdbqtTree& ligand,
                             const std::vector<PdbqtTree>& flexible, PairRule rule) {
  auto system = assemble(receptor, ligand, flexible, rule);
  if (system && system->receptor.positions.empty()) {
    return Error{ErrorCode::kMalformed, "the receptor has no heavy atom", "receptor", "Was the file cut?"};
  }
  return system;
}

Expected<Ligand> make_ligand(const PdbqtTree& ligand, PairRule rule) {
  auto alone = assemble({}, ligand, {}, rule);
  if (!alone) return alone.error();
  return std::move(alone->ligand);
}

}  // namespace maek::dock
