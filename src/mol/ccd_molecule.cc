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
    case BondOrder::kDouble:
      return RDKit::Bond::DOUBLE;
    case BondOrder::kTriple:
      return RDKit::Bond::TRIPLE;
    case BondOrder::kAromatic:
      return RDKit::Bond::AROMATIC;
    case BondOrder::kMetal:
      return RDKit::Bond::DATIVE;
    default:
      return RDKit::Bond::SINGLE;
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

/// Centres with a flag to which the coordinates gave no handedness get the one that their label asks for. Where the
/// coordinates gave one it stands, also against the flag: there the SMILES that two programs wrote into the dictionary
/// side with the coordinates (docs/formats/ccd.md has the count). Those go to `against`.
void follow_flags(RDKit::RWMol& mol, const DictionaryComponent& component, std::string& against) {
  boost::dynamic_bitset<> centres(component.atoms.size()), open(component.atoms.size());
  for (unsigned i = 0; i < component.atoms.size(); ++i) {
    RDKit::Atom* atom = mol.getAtomWithIdx(i);
    if (component.atoms[i].stereo == 'N' || atom->getDegree() < 3) continue;
    centres.set(i);
    if (atom->getChiralTag() != RDKit::Atom::CHI_UNSPECIFIED) continue;
    open.set(i);
    atom->setChiralTag(RDKit::Atom::CHI_TETRAHEDRAL_CCW);
  }
  if (centres.none()) return;
  bool again = true;
  for (int round = 0; round < kRounds && again; ++round) {
    again = false;
    if (!label_centres(mol, centres)) return;
    for (auto i = open.find_first(); i != boost::dynamic_bitset<>::npos; i = open.find_next(i)) {
      RDKit::Atom* atom = mol.getAtomWithIdx(static_cast<unsigned>(i));
      const char label = label_of(*atom);
      if (label == 'N' || label == component.atoms[i].stereo) continue;
      atom->invertChirality();
      again = true;
    }
  }
  for (auto i = centres.find_first(); i != boost::dynamic_bitset<>::npos; i = centres.find_next(i)) {
    const char label = label_of(*mol.getAtomWithIdx(static_cast<unsigned>(i)));
    if (open[i] || label == 'N' || label == component.atoms[i].stereo) continue;
    against += (against.empty() ? "" : ", ") + component.atoms[i].name;
  }
}

/// Not C=N-H: it turns over by itself and loses its geometry with a proton. Else the coordinates count also where the
/// flag says N: many flags are older than the geometry.
bool has_geometry(const RDKit::RWMol& mol, const DictionaryBond& bond) {
  for (const std::int32_t end : {bond.a, bond.b}) {
    const RDKit::Atom* atom = mol.getAtomWithIdx(static_cast<unsigned>(end));
    if (atom->getAtomicNum() == 7 && atom->getTotalNumHs(true) > 0) return false;
  }
  return true;
}

/// Calls `change` for each double bond whose geometry means nothing.
template <class Change>
void for_each_open_bond(RDKit::RWMol& mol, const DictionaryComponent& component, Change&& change) {
  for (const DictionaryBond& bond : component.bonds) {
    RDKit::Bond* made = mol.getBondBetweenAtoms(static_cast<unsigned>(bond.a), static_cast<unsigned>(bond.b));
    if (made->getBondType() == RDKit::Bond::DOUBLE && !has_geometry(mol, bond)) change(*made);
  }
}

/// Coordinates give every centre a handedness; the ones without a flag have none.
void clear_other_centres(RDKit::RWMol& mol, const DictionaryComponent& component) {
  for (unsigned i = 0; i < component.atoms.size(); ++i) {
    if (component.atoms[i].stereo == 'N') mol.getAtomWithIdx(i)->setChiralTag(RDKit::Atom::CHI_UNSPECIFIED);
  }
}

void assign_stereo(RDKit::RWMol& mol, const DictionaryComponent& component, std::vector<std::string>* notes) {
  auto conformer = coordinates(component);
  for_each_open_bond(mol, component, [](RDKit::Bond& bond) { bond.setBondDir(RDKit::Bond::EITHERDOUBLE); });
  if (conformer != nullptr) {
    const unsigned id = mol.addConformer(conformer.release(), true);   // the molecule owns it from here
    RDKit::MolOps::assignStereochemistryFrom3D(mol, static_cast<int>(id), true);
    mol.clearConformers();
  }
  std::string against;
  clear_other_centres(mol, component);
  follow_flags(mol, component, against);
  RDKit::MolOps::assignStereochemistry(mol, true, true);
  for_each_open_bond(mol, component, [](RDKit::Bond& bond) {
    bond.setBondDir(RDKit::Bond::NONE);
    bond.setStereo(RDKit::Bond::STEREONONE);
    bond.getStereoAtoms().clear();
  });
  if (!against.empty() && notes != nullptr) {
    notes->push_back(fmt::format("component {}: the R/S flag of {} contradicts the coordinates, which are followed",
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
    return Error{ErrorCode::kTooLarge,
                 fmt::format("{} atoms; the limit is {}", component.atoms.size(), kMaxMoleculeAtoms), where,
                 "Give it as a structure."};
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
      return Error{ErrorCode::kNotFound,
                   fmt::format("atom {} has no {} coordinates", atom.name, ideal ? "ideal" : "model"),
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
