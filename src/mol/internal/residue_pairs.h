// SPDX-License-Identifier: Apache-2.0
// Atoms of paired residues, in the form that each score wants them (shared atoms, exchangeable names, lDDT arrays)
#pragma once

#include <utility>   // for std::pair
#include <vector>    // for std::vector

#include "mol/dockq.h"       // for InterfaceResidue
#include "mol/lddt.h"        // for LddtAtoms
#include "mol/structure.h"   // for Structure

namespace maek::mol {

/// Residues of model and reference that are paired; model -1 where the reference stands alone.
struct PairedResidue {
  ResidueIndex model = -1, reference = -1;
  std::int32_t chain = 0;    // which chain of the comparison
  std::int32_t number = 0;   // place in that chain
};

struct PairedAtoms {
  std::vector<Position> model, reference;
};

/// CA of the pairs.
PairedAtoms shared_ca(const Structure& model, const Structure& reference, const std::vector<PairedResidue>& residues);
/// N, CA, C, O that both have.
PairedAtoms shared_backbone(const Structure& model, const Structure& reference,
                            const std::vector<PairedResidue>& residues);
/// All heavy atoms of equal name in residues of equal component, and of the backbone in others. Where nature does not
/// tell two atoms apart, the naming that is nearer after superposing CA is taken.
PairedAtoms shared_heavy(const Structure& model, const Structure& reference,
                         const std::vector<PairedResidue>& residues);

/// For lDDT: every heavy atom of the reference's residues, or their CA alone.
LddtAtoms lddt_atoms(const Structure& model, const Structure& reference, const std::vector<PairedResidue>& residues,
                     bool ca_only);

/// For the interface scores.
std::vector<InterfaceResidue> interface_residues(const Structure& model, const Structure& reference,
                                                 const std::vector<PairedResidue>& residues);

/// Pairs of atom names that may be traded in a residue of this component: OD1 and OD2 of ASP (Mariani et al. 2013).
std::vector<std::pair<std::string_view, std::string_view>> exchangeable_names(std::string_view component);

}  // namespace maek::mol
