// SPDX-License-Identifier: Apache-2.0
#include "mol/descriptors.h"

#include <GraphMol/Descriptors/MolDescriptors.h>

#include <exception>  // for std::exception

#include "mol/chemistry.h"                // for remove_hydrogens
#include "mol/internal/molecule_rdkit.h"  // for to_rdkit

namespace maek::mol {

Expected<Descriptors> describe(const Molecule& molecule) {
  namespace rd = RDKit::Descriptors;
  silence_rdkit();
  Descriptors out;
  out.heavy_atoms = molecule.heavy_atoms();
  out.molecular_weight = molecule.molecular_weight();
  out.formal_charge = molecule.formal_charge();
  for (const MoleculeAtom& a : molecule.atoms()) out.halogens += is_halogen(a.element) ? 1 : 0;
  try {
    const RDKit::RWMol mol = to_rdkit(remove_hydrogens(molecule));
    rd::calcCrippenDescriptors(mol, out.log_p, out.molar_refractivity);
    out.polar_surface = rd::calcTPSA(mol);
    out.donors = static_cast<int>(rd::calcNumHBD(mol));
    out.acceptors = static_cast<int>(rd::calcNumHBA(mol));
    out.rotatable_bonds = static_cast<int>(rd::calcNumRotatableBonds(mol));
    out.rings = static_cast<int>(rd::calcNumRings(mol));
    out.aromatic_rings = static_cast<int>(rd::calcNumAromaticRings(mol));
    out.fraction_sp3 = rd::calcFractionCSP3(mol);
  } catch (const std::exception& e) {
    return Error{ErrorCode::kInternal, std::string("descriptors could not be computed: ") + e.what(), molecule.name(),
                 ""};
  }
  return out;
}

}  // namespace maek::mol
