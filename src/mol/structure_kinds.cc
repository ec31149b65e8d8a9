// SPDX-License-Identifier: Apache-2.0
// What each residue is to its chain: by its component code, and where that is not built in, by its atoms.
#include "mol/structure.h"

#include <string_view>   // for std::string_view

#include "mol/component.h"   // for residue_kind

namespace maek::mol {
namespace {

bool has_atom(const Structure& structure, const Residue& residue, std::string_view name) {
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    if (structure.atoms[static_cast<std::size_t>(a)].name == name) return true;
  }
  return false;
}

ResidueKind kind_of(const Structure& structure, const Residue& residue) {
  const ResidueKind listed = residue_kind(residue.name);
  const bool in_polymer = residue.label_number > 0;
  if (listed == ResidueKind::kAminoAcid || listed == ResidueKind::kNucleotide) {
    // A free amino acid or nucleotide (glutamate in its receptor) is a ligand, not a part of the chain.
    return residue.hetero && !in_polymer ? ResidueKind::kLigand : listed;
  }
  if (listed != ResidueKind::kLigand && listed != ResidueKind::kUnknown) return listed;
  if (in_polymer) {
    if (has_atom(structure, residue, "CA") && has_atom(structure, residue, "N") && has_atom(structure, residue, "C")) {
      return ResidueKind::kAminoAcid;
    }
    if (has_atom(structure, residue, "C1'") && has_atom(structure, residue, "O3'")) return ResidueKind::kNucleotide;
  }
  const bool single = residue.end_atom - residue.first_atom == 1;
  if (single && is_metal(structure.atoms[static_cast<std::size_t>(residue.first_atom)].element))
    return ResidueKind::kIon;
  return ResidueKind::kLigand;
}

}  // namespace

void assign_kinds(Structure& structure) {
  for (Residue& residue : structure.residues) residue.kind = kind_of(structure, residue);
}

}  // namespace maek::mol
