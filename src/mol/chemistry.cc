// SPDX-License-Identifier: Apache-2.0
// Hydrogens, fragments and stereo of a molecule.
#include "mol/chemistry.h"

#include <algorithm>   // for std::is_sorted
#include <exception>   // for std::exception
#include <memory>      // for std::unique_ptr

#include <fmt/format.h>                        // for fmt::format
#include <GraphMol/Chirality.h>                // for findPotentialStereo
#include <GraphMol/MolOps.h>                   // for addHs
#include <GraphMol/SmilesParse/SmilesWrite.h>  // for MolToSmiles

#include "mol/internal/molecule_rdkit.h"       // for to_rdkit

namespace maek::mol {
namespace {

/// Heavy atoms first, hydrogens after them; both keep their order.
RDKit::RWMol hydrogens_last(const RDKit::RWMol& mol) {
  std::vector<unsigned> order;
  for (const bool hydrogen : {false, true}) {
    for (const auto atom : mol.atoms()) {
      if ((atom->getAtomicNum() == 1) == hydrogen) order.push_back(atom->getIdx());
    }
  }
  if (std::is_sorted(order.begin(), order.end())) return mol;
  const std::unique_ptr<RDKit::ROMol> sorted(RDKit::MolOps::renumberAtoms(mol, order));
  return RDKit::RWMol(*sorted);
}

/// RDKit also lists square planar forms of phosphate and sulfonyl, imines that can turn by losing their proton, and
/// phosphorus whose oxygens differ only in where the proton sits: none of these is a choice that a chemist would have
/// to make.
bool is_real_site(const RDKit::ROMol& mol, const RDKit::Chirality::StereoInfo& site) {
  if (site.type == RDKit::Chirality::StereoType::Atom_Tetrahedral) {
    const RDKit::Atom* atom = mol.getAtomWithIdx(site.centeredOn);
    if (atom->getAtomicNum() != 15) return true;
    int terminal = 0;
    for (const auto neighbour : mol.atomNeighbors(atom)) {
      terminal += neighbour->getAtomicNum() == 8 && neighbour->getDegree() == 1;
    }
    return terminal < 2;
  }
  if (site.type != RDKit::Chirality::StereoType::Bond_Double) return false;   // square planar and the like: guesses
  const RDKit::Bond* bond = mol.getBondWithIdx(site.centeredOn);
  for (const RDKit::Atom* end : {bond->getBeginAtom(), bond->getEndAtom()}) {
    if (end->getDegree() < 2 || (end->getAtomicNum() != 6 && end->getAtomicNum() != 7)) return false;
  }
  return true;
}

}  // namespace

Molecule add_hydrogens(const Molecule& molecule) {
  silence_rdkit();
  try {
    RDKit::RWMol mol = to_rdkit(molecule);
    RDKit::MolOps::addHs(mol, false, molecule.has_positions());
    return from_rdkit(hydrogens_last(mol), molecule.name());
  } catch (const std::exception&) {   // a sanitised graph always takes its hydrogens; keep what was given otherwise
    return molecule;
  }
}

Molecule remove_hydrogens(const Molecule& molecule) {
  silence_rdkit();
  try {
    RDKit::RWMol mol = to_rdkit(molecule);
    RDKit::MolOps::removeHs(mol, false, false, true);
    return from_rdkit(mol, molecule.name());
  } catch (const std::exception&) {
    return molecule;
  }
}

Molecule largest_fragment(const Molecule& molecule, std::vector<std::string>* notes) {
  silence_rdkit();
  try {
    const RDKit::RWMol mol = to_rdkit(molecule);
    std::vector<std::vector<int>> members;
    const auto fragments = RDKit::MolOps::getMolFrags(mol, true, nullptr, &members, true);
    if (fragments.size() < 2) return molecule;
    // Most heavy atoms; of equals the first in the input.
    const auto heavy = [](const RDKit::ROMol& part) { return part.getNumHeavyAtoms(); };
    std::size_t best = 0;
    for (std::size_t i = 1; i < fragments.size(); ++i) {
      if (heavy(*fragments[i]) > heavy(*fragments[best])) best = i;
    }
    if (notes != nullptr) {
      for (std::size_t i = 0; i < fragments.size(); ++i) {
        if (i != best) notes->push_back(fmt::format("Fragment {} removed.", RDKit::MolToSmiles(*fragments[i])));
      }
    }
    return from_rdkit(*fragments[best], molecule.name());
  } catch (const std::exception&) {
    return molecule;
  }
}

std::vector<std::string> stereo_labels(const Molecule& molecule) {
  silence_rdkit();
  std::vector<std::string> labels;
  try {
    RDKit::RWMol mol = to_rdkit(molecule);
    if (molecule.has_positions()) RDKit::MolOps::assignStereochemistryFrom3D(mol, -1, true);
    RDKit::MolOps::assignStereochemistry(mol, true, true);
    for (const auto atom : mol.atoms()) {
      std::string code;
      if (atom->getPropIfPresent(RDKit::common_properties::_CIPCode, code)) {
        labels.push_back(fmt::format("{}:{}", atom_label(mol, atom->getIdx()), code));
      }
    }
    for (const auto bond : mol.bonds()) {
      const auto stereo = bond->getStereo();
      const bool cis = stereo == RDKit::Bond::STEREOZ || stereo == RDKit::Bond::STEREOCIS;
      const bool trans = stereo == RDKit::Bond::STEREOE || stereo == RDKit::Bond::STEREOTRANS;
      if (!cis && !trans) continue;
      labels.push_back(
          fmt::format("{}={}:{}", atom_label(mol, std::min(bond->getBeginAtomIdx(), bond->getEndAtomIdx())),
                      atom_label(mol, std::max(bond->getBeginAtomIdx(), bond->getEndAtomIdx())), cis ? 'Z' : 'E'));
    }
  } catch (const std::exception&) {
    labels.clear();
  }
  return labels;
}

int unspecified_stereo(const Molecule& molecule) {
  silence_rdkit();
  try {
    RDKit::RWMol mol(molecule.graph().mol);
    RDKit::MolOps::removeHs(mol, false, false, true);
    int open = 0;
    for (const auto& site : RDKit::Chirality::findPotentialStereo(mol, false, true)) {
      if (site.specified == RDKit::Chirality::StereoSpecified::Unspecified) open += is_real_site(mol, site);
    }
    return open;
  } catch (const std::exception&) {
    return 0;
  }
}

int first_metal(const Molecule& molecule) {
  for (std::size_t i = 0; i < molecule.atoms().size(); ++i) {
    if (is_metal(molecule.atoms()[i].element)) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace maek::mol
