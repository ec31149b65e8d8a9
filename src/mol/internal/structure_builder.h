// SPDX-License-Identifier: Apache-2.0
// Structure builder: readers give atoms in file order, it makes chains, residues and atoms that lie together.
// C++17-clean: the mmCIF reader uses it.
#pragma once

#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::int32_t
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <utility>       // for std::pair
#include <vector>        // for std::vector

#include "mol/structure.h"   // for Structure

namespace maek::mol {

/// Where an atom belongs, as one line of a file says it.
struct AtomPlace {
  std::int32_t model = 1;
  std::string_view chain;         // author chain
  std::string_view label;         // label_asym_id, "" when the format has none
  std::int32_t entity = 0;
  std::string_view residue;       // component code
  std::int32_t number = 0;
  char insertion = 0;
  std::int32_t label_number = 0;
  bool hetero = false;
};

/// Residues whose atoms are interleaved (SER and ALA at one place) are brought together; models that come back are
/// joined to their first part. Without such cases atoms keep the order of the file.
class StructureBuilder {
 public:
  void add(const AtomPlace& place, Atom atom);

  /// The next atom begins a chain even if its place says the same (TER).
  void end_chain();

  std::size_t atom_count() const { return structure_.atoms.size(); }
  bool empty() const { return structure_.atoms.empty(); }

  /// The structure; the builder is empty afterwards.
  Structure finish();

  /// After finish(): of each chain, whether end_chain() closed it.
  const std::vector<bool>& chain_was_ended() const { return ended_; }

 private:
  void new_chain(const AtomPlace& place);
  ResidueIndex residue_for(const AtomPlace& place, const Atom& atom);
  void sort_into_order();

  Structure structure_;
  bool chain_ended_ = false;
  bool in_order_ = true;
  std::vector<std::int32_t> models_;   // in order of appearance
  std::vector<bool> ended_;            // of each chain
};

/// Adds a bond between atoms of one model once; what says more about its order wins. A metal makes it kMetal.
void add_bond(Structure& structure, AtomIndex a, AtomIndex b, BondOrder order);

/// Sorts bonds by atoms and removes repeats (kept: the one that says most about its order).
void normalize_bonds(Structure& structure);

/// Pairs of atoms of residues `a` and `b` (of the first model) with these names that can exist together: equal
/// alternate locations, or one of them without. `altloc_a`, `altloc_b`: only that location; 0 = any.
std::vector<std::pair<AtomIndex, AtomIndex>> compatible_atoms(const Structure& structure, ResidueIndex a,
                                                              std::string_view name_a, char altloc_a, ResidueIndex b,
                                                              std::string_view name_b, char altloc_b);

/// Names of waters as programs write them (HOH, WAT, TIP3, ...).
bool is_water_name(std::string_view residue);

/// The twenty standard amino acids and the eight standard nucleotides: their elements are H, C, N, O, S and P.
bool is_standard_residue_name(std::string_view residue);

}  // namespace maek::mol
