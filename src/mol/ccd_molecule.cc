// SPDX-License-Identifier: Apache-2.0
// molecule_from_component: the published graph, and the stereo that flags and coordinates tell together.
#include <algorithm>   // for std::all_of
#include <exception>   // for std::exception
#include <memory>      // for std::unique_ptr
#include <stdexcept>   // for std::runtime_error

#include <boost/dynamic_bitset.hpp>               // for boost::dynamic_bitset
#include <fmt/format.h>                           // for fmt::format
#include <CIPLabeler/CIPLabeler.h>                // for assignCIPLabels
#include <GraphMol/MolOps.h>                      // for sanitizeMol

#include "mol/ccd.h"                              // for DictionaryComponent
#include "mol/internal/molecule_rdkit.h"          // for from_rdkit

namespace maek::mol {
namespace {

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

RDKit::Bond::BondType bond_type(BondOrder order) {
  switch (order) {
    case BondOrder::kDouble: return RDKit::Bond::DOUBLE;
    case BondOrder::kTriple: return RDKit::Bond::TRIPLE;
    case BondOrder::kAromatic: return RDKit::Bond::AROMATIC;
    case BondOrder::kMetal: return RDKit::Bond::DATIVE;
    default: return RDKit::Bond::SINGLE;
  }
}

RDKit::RWMol bare_graph(const DictionaryComponent& component) {
  RDKit::RWMol mol;
  for (const DictionaryAtom& atom : component.atoms) {
    auto made = std::make_unique<RDKit::Atom>(static_cast<int>(atom.element));
    made->setFormalCharge(atom.charge);
    made->setNoImplicit(true);   // the dictionary writes every hydrogen
    if (atom.deuterium) made->setIsotope(2);
    mol.addAtom(made.release(), false, true);   // the molecule owns it from here
  }
  for (const DictionaryBond& bond : component.bonds) {
    const auto a = static_cast<unsigned>(bond.a), b = static_cast<unsigned>(bond.b);
    mol.addBond(a, b, bond_type(bond.order));
    if (bond.order != BondOrder::kAromatic) continue;
    mol.getBondBetweenAtoms(a, b)->setIsAromatic(true);
    mol.getAtomWithIdx(a)->setIsAromatic(true);
    mol.getAtomWithIdx(b)->setIsAromatic(true);
  }
  return mol;
}

/// Metal bonds of an atom turned into dative ones, which do not count for its valence. False when it has none.
bool release_from_metals(RDKit::RWMol& mol, unsigned atom) {
  if (is_metal(static_cast<Element>(mol.getAtomWithIdx(atom)->getAtomicNum()))) return false;
  std::vector<unsigned> metals;
  for (const auto bond : mol.atomBonds(mol.getAtomWithIdx(atom))) {
    const RDKit::Atom* other = bond->getOtherAtom(mol.getAtomWithIdx(atom));
    if (bond->getBondType() != RDKit::Bond::DATIVE && is_metal(static_cast<Element>(other->getAtomicNum()))) {
      metals.push_back(other->getIdx());
    }
  }
  for (const unsigned metal : metals) {
    mol.removeBond(atom, metal);
    mol.addBond(atom, metal, RDKit::Bond::DATIVE);   // from the donor to the metal
  }
  return !metals.empty();
}

/// Sanitised; donors whose valence breaks because of bonds to metals are mended one by one.
RDKit::RWMol sanitized(const DictionaryComponent& component, RDKit::RWMol graph) {
  for (std::size_t tried = 0;; ++tried) {
    RDKit::RWMol mol(graph);
    try {
      RDKit::MolOps::sanitizeMol(mol);
      return mol;
    } catch (const RDKit::AtomValenceException& failure) {
      if (tried > component.atoms.size() || !release_from_metals(graph, failure.getAtomIdx())) throw;
    }
  }
}

/// A conformer for the stereo alone: ideal coordinates when all atoms have them, else the model's.
std::unique_ptr<RDKit::Conformer> coordinates(const DictionaryComponent& component) {
  for (const auto which : {&DictionaryAtom::ideal, &DictionaryAtom::model}) {
    const bool whole = std::all_of(component.atoms.begin(), component.atoms.end(),
                                   [which](const DictionaryAtom& atom) { return (atom.*which).has_value(); });
    if (!whole) continue;
    auto conformer = std::make_unique<RDKit::Conformer>(static_cast<unsigned>(component.atoms.size()));
    conformer->set3D(true);
    for (unsigned i = 0; i < component.atoms.size(); ++i) {
      const Position p = *(component.atoms[i].*which);
      conformer->setAtomPos(i, RDGeom::Point3D(p.x, p.y, p.z));
    }
    return conformer;
  }
  return nullptr;
}

char label_of(const RDKit::Atom& atom) {
  std::string label;
  if (!atom.getPropIfPresent("_CIPCode", label) || label.empty()) return 'N';
  return label[0] == 'r' ? 'R' : label[0] == 's' ? 'S' : label[0];
}

/// Labels of the flagged centres by the rules of Cahn, Ingold and Prelog; false where the molecule is beyond them.
bool label_centres(RDKit::RWMol& mol, const boost::dynamic_bitset<>& centres) {
  try {
    RDKit::CIPLabeler::assignCIPLabels(mol, centres, boost::dynamic_bitset<>(mol.getNumBonds()));
    return true;
  } catch (const std::runtime_error&) {   // RDKit's own limit on the work
    return false;
  }
}

constexpr int kRounds = 4;   // the label of one centre may hang on that of another

/// Makes every flagged centre carry its label; names of those whose coordinates said otherwise go to `against`.
void follow_flags(RDKit::RWMol& mol, const DictionaryComponent& component, bool from_coordinates, std::string& against) {
  boost::dynamic_bitset<> centres(component.atoms.size());
  for (unsigned i = 0; i < component.atoms.size(); ++i) {
    RDKit::Atom* atom = mol.getAtomWithIdx(i);
    if (component.atoms[i].stereo == 'N' || atom->getDegree() < 3) continue;
    centres.set(i);
    if (atom->getChiralTag() == RDKit::Atom::CHI_UNSPECIFIED) atom->setChiralTag(RDKit::Atom::CHI_TETRAHEDRAL_CCW);
  }
  if (centres.none()) return;
  std::vector<bool> turned(component.atoms.size(), false);
  for (int round = 0; round < kRounds; ++round) {
    if (!label_centres(mol, centres)) break;
    bool again = false;
    for (auto i = centres.find_first(); i != boost::dynamic_bitset<>::npos; i = centres.find_next(i)) {
      RDKit::Atom* atom = mol.getAtomWithIdx(static_cast<unsigned>(i));
      const char label = label_of(*atom);
      if (label == 'N' || label == component.atoms[i].stereo) continue;
      atom->invertChirality();
      turned[i] = !turned[i];
      again = true;
    }
    if (!again) break;
  }
  if (!from_coordinates) return;
  for (std::size_t i = 0; i < turned.size(); ++i) {
    if (turned[i]) against += (against.empty() ? "" : ", ") + component.atoms[i].name;
  }
}

/// Double bonds: geometry from the coordinates, but none where the flag says that there is none.
void follow_bond_flags(RDKit::RWMol& mol, const DictionaryComponent& component) {
  for (const DictionaryBond& bond : component.bonds) {
    if (bond.stereo != 'N') continue;
    RDKit::Bond* made = mol.getBondBetweenAtoms(static_cast<unsigned>(bond.a), static_cast<unsigned>(bond.b));
    if (made == nullptr || made->getBondType() != RDKit::Bond::DOUBLE) continue;
    if (made->getStereo() > RDKit::Bond::STEREOANY) made->setStereo(RDKit::Bond::STEREONONE);
  }
}

void assign_stereo(RDKit::RWMol& mol, const DictionaryComponent& component, std::vector<std::string>* notes) {
  auto conformer = coordinates(component);
  const bool have = conformer != nullptr;
  if (have) {
    const unsigned id = mol.addConformer(conformer.release(), true);   // the molecule owns it from here
    RDKit::MolOps::assignStereochemistryFrom3D(mol, static_cast<int>(id), true);
    mol.clearConformers();
  }
  std::string against;
  follow_flags(mol, component, have, against);
  follow_bond_flags(mol, component);
  RDKit::MolOps::assignStereochemistry(mol, true, true);
  if (!against.empty() && notes != nullptr) {
    notes->push_back(fmt::format("component {}: the coordinates of {} contradict its R/S flag; the flag is followed",
                                 component.code, against));
  }
}

/// Atoms that would carry no further hydrogen anyway may have implicit ones: then protonation and the removal of
/// hydrogens treat them as they treat those of a SMILES. Radicals and bare metals stay as they are written.
void allow_implicit_hydrogens(RDKit::RWMol& mol) {
  for (const auto atom : mol.atoms()) {
    atom->setNoImplicit(false);
    if (atom->getNumRadicalElectrons() == 0 && atom->calcImplicitValence(false) == 0) continue;
    atom->setNoImplicit(true);
    atom->calcImplicitValence(false);
  }
}

}  // namespace

Expected<Molecule> molecule_from_component(const DictionaryComponent& component, std::vector<std::string>* notes) {
  silence_rdkit();
  const std::string where = fmt::format("component {}", component.code);
  const auto name_of = [&](int atom) { return atom >= 0 ? component.atoms[at(atom)].name + ": " : std::string(); };
  if (component.atoms.empty()) {
    return Error{ErrorCode::kUnsupported, "has no atoms: it stands for any substance", where, "Give the SMILES."};
  }
  if (component.atoms.size() > static_cast<std::size_t>(kMaxMoleculeAtoms)) {
    return Error{ErrorCode::kTooLarge, fmt::format("{} atoms; the limit is {}", component.atoms.size(), kMaxMoleculeAtoms),
                 where, "Give it as a structure."};
  }
  for (const DictionaryAtom& atom : component.atoms) {
    if (atom.element == Element::kUnknown) {
      return Error{ErrorCode::kUnsupported, fmt::format("atom {} has no known element", atom.name), where,
                   "It stands for more than one substance: give the SMILES of the one that is meant."};
    }
  }
  for (const DictionaryBond& bond : component.bonds) {
    if (bond.a < 0 || bond.b < 0 || at(bond.a) >= component.atoms.size() || at(bond.b) >= component.atoms.size() ||
        bond.a == bond.b || bond.order == BondOrder::kUnknown) {
      return Error{ErrorCode::kUnsupported, "a bond has no order that can be used", where, "Give its SMILES."};
    }
  }
  RDKit::RWMol graph;
  try {
    graph = bare_graph(component);
    RDKit::RWMol mol = sanitized(component, graph);
    allow_implicit_hydrogens(mol);
    assign_stereo(mol, component, notes);
    return from_rdkit(mol, component.code);
  } catch (const RDKit::MolSanitizeException& failure) {
    const ChemistryFault fault = describe(failure, graph);
    return Error{ErrorCode::kMalformed, name_of(fault.atom) + fault.message, where, "Give its SMILES."};
  } catch (const std::exception& failure) {
    return Error{ErrorCode::kInternal, fmt::format("no molecule could be made ({})", failure.what()), where,
                 "Give its SMILES."};
  }
}

Expected<Molecule> with_component_positions(const Molecule& molecule, const DictionaryComponent& component,
                                            ComponentCoordinates which) {
  const bool ideal = which == ComponentCoordinates::kIdeal;
  std::vector<Position> positions;
  for (const DictionaryAtom& atom : component.atoms) {
    const auto& p = ideal ? atom.ideal : atom.model;
    if (!p) {
      return Error{ErrorCode::kNotFound, fmt::format("atom {} has no {} coordinates", atom.name, ideal ? "ideal" : "model"),
                   fmt::format("component {}", component.code), ""};
    }
    positions.push_back(*p);
  }
  if (positions.size() != molecule.atoms().size()) {
    return Error{ErrorCode::kInvalidArgument, "the molecule is not that of the component",
                 fmt::format("component {}", component.code), ""};
  }
  return molecule.with_positions(std::move(positions));
}

}  // namespace maek::mol
