// SPDX-License-Identifier: Apache-2.0
// Molecule: plain views of an RDKit graph.
#include "mol/molecule.h"

#include <exception>   // for std::exception
#include <mutex>       // for std::call_once

#include <fmt/format.h>                       // for fmt::format
#include <GraphMol/Descriptors/MolDescriptors.h>  // for calcAMW
#include <GraphMol/MolOps.h>                  // for sanitizeMol
#include <GraphMol/PeriodicTable.h>           // for PeriodicTable
#include <GraphMol/RingInfo.h>                // for RingInfo
#include <GraphMol/SmilesParse/SmilesWrite.h> // for MolToSmiles
#include <RDGeneral/RDLog.h>                  // for InitLogs

#include "mol/internal/molecule_rdkit.h"      // for MoleculeGraph

namespace maek::mol {
namespace {

BondOrder order_of(RDKit::Bond::BondType type) {
  switch (type) {
    case RDKit::Bond::SINGLE: return BondOrder::kSingle;
    case RDKit::Bond::DOUBLE: return BondOrder::kDouble;
    case RDKit::Bond::TRIPLE: return BondOrder::kTriple;
    case RDKit::Bond::AROMATIC: return BondOrder::kAromatic;
    case RDKit::Bond::DATIVE:
    case RDKit::Bond::DATIVEL:
    case RDKit::Bond::DATIVER:
    case RDKit::Bond::DATIVEONE: return BondOrder::kMetal;
    default: return BondOrder::kUnknown;
  }
}

}  // namespace

void silence_rdkit() {
  static std::once_flag once;
  std::call_once(once, [] {
    RDLog::InitLogs();
    boost::logging::disable_logs("rdApp.*");
  });
}

std::string rdkit_symbol(int atomic_number) {
  return RDKit::PeriodicTable::getTable()->getElementSymbol(static_cast<unsigned>(atomic_number));
}

std::string atom_label(const RDKit::ROMol& mol, unsigned atom) {
  return fmt::format("{}{}", mol.getAtomWithIdx(atom)->getSymbol(), atom + 1);
}

std::string atom_label(const Molecule& molecule, std::int32_t atom) {
  return atom_label(molecule.graph().mol, static_cast<unsigned>(atom));
}

void sanitize(RDKit::RWMol& mol) {
  RDKit::MolOps::sanitizeMol(mol);
  RDKit::MolOps::assignStereochemistry(mol, true, true);
}

ChemistryFault describe(const RDKit::MolSanitizeException& failure, const RDKit::ROMol& mol) {
  ChemistryFault fault;
  if (const auto* valence = dynamic_cast<const RDKit::AtomValenceException*>(&failure)) {
    fault.atom = static_cast<int>(valence->getAtomIdx());
    double bonds = 0;
    const RDKit::Atom* atom = mol.getAtomWithIdx(valence->getAtomIdx());
    for (const auto bond : mol.atomBonds(atom)) bonds += bond->getBondTypeAsDouble();
    fault.message = fmt::format("atom {} has more bonds than its element and charge allow (bond orders sum to {:g}{})",
                                atom_label(mol, valence->getAtomIdx()), bonds + atom->getNumExplicitHs(),
                                atom->getFormalCharge() == 0 ? std::string()
                                                             : fmt::format(", charge {:+}", atom->getFormalCharge()));
    fault.hint = "Check the bonds there, or give the atom its formal charge.";
  } else if (const auto* aromatic = dynamic_cast<const RDKit::AtomKekulizeException*>(&failure)) {
    fault.atom = static_cast<int>(aromatic->getAtomIdx());
    fault.message = fmt::format("atom {} is written as aromatic but stands in no aromatic ring",
                                atom_label(mol, aromatic->getAtomIdx()));
    fault.hint = "Aromatic (lower-case) atoms belong into rings.";
  } else if (const auto* kekulize = dynamic_cast<const RDKit::KekulizeException*>(&failure)) {
    std::string atoms;
    for (const unsigned atom : kekulize->getAtomIndices()) {
      if (!atoms.empty()) atoms += ", ";
      atoms += atom_label(mol, atom);
    }
    if (!kekulize->getAtomIndices().empty()) fault.atom = static_cast<int>(kekulize->getAtomIndices().front());
    fault.message = fmt::format("no alternating double bonds fit the aromatic atoms {}", atoms);
    fault.hint = "A pyrrole-type nitrogen is written with its hydrogen: [nH].";
  } else {
    fault.message = fmt::format("the chemistry is not consistent ({})", failure.what());
    fault.hint = "Check valences, charges and aromatic rings.";
  }
  return fault;
}

Molecule from_rdkit(RDKit::ROMol mol, std::string name) {
  std::vector<Position> positions;
  if (mol.getNumConformers() > 0 && mol.getConformer().is3D()) {
    for (const auto& p : mol.getConformer().getPositions()) positions.push_back({p.x, p.y, p.z});
  }
  mol.clearConformers();
  if (!mol.getRingInfo()->isInitialized()) RDKit::MolOps::symmetrizeSSSR(mol);

  auto graph = std::make_shared<MoleculeGraph>(MoleculeGraph{std::move(mol), {}, {}});
  const RDKit::RingInfo& rings = *graph->mol.getRingInfo();
  for (const auto atom : graph->mol.atoms()) {
    graph->atoms.push_back({static_cast<Element>(atom->getAtomicNum()),
                            static_cast<std::int8_t>(atom->getFormalCharge()),
                            static_cast<std::uint8_t>(atom->getTotalNumHs(true)), atom->getIsAromatic(),
                            rings.numAtomRings(atom->getIdx()) > 0});
  }
  RDKit::RWMol kekulised(graph->mol);
  RDKit::MolOps::KekulizeIfPossible(kekulised, false);
  for (const auto bond : graph->mol.bonds()) {
    graph->bonds.push_back({static_cast<std::int32_t>(bond->getBeginAtomIdx()),
                            static_cast<std::int32_t>(bond->getEndAtomIdx()), order_of(bond->getBondType()),
                            rings.numBondRings(bond->getIdx()) > 0,
                            order_of(kekulised.getBondWithIdx(bond->getIdx())->getBondType())});
  }
  return Molecule(std::move(graph), std::move(positions), std::move(name));
}

RDKit::RWMol to_rdkit(const Molecule& molecule) {
  RDKit::RWMol mol(molecule.graph().mol);
  if (molecule.has_positions()) {
    auto conformer = std::make_unique<RDKit::Conformer>(mol.getNumAtoms());
    conformer->set3D(true);
    for (unsigned i = 0; i < mol.getNumAtoms(); ++i) {
      const Position p = molecule.positions()[i];
      conformer->setAtomPos(i, RDGeom::Point3D(p.x, p.y, p.z));
    }
    mol.addConformer(conformer.release(), true);   // the molecule owns it from here
  }
  return mol;
}

Molecule::Molecule(std::shared_ptr<const MoleculeGraph> graph, std::vector<Position> positions, std::string name)
    : graph_(std::move(graph)), positions_(std::move(positions)), name_(std::move(name)) {}

std::span<const MoleculeAtom> Molecule::atoms() const { return graph_->atoms; }
std::span<const MoleculeBond> Molecule::bonds() const { return graph_->bonds; }

int Molecule::heavy_atoms() const {
  int heavy = 0;
  for (const MoleculeAtom& atom : graph_->atoms) heavy += atom.element != Element::kH;
  return heavy;
}

int Molecule::formal_charge() const {
  int charge = 0;
  for (const MoleculeAtom& atom : graph_->atoms) charge += atom.formal_charge;
  return charge;
}

double Molecule::molecular_weight() const { return RDKit::Descriptors::calcAMW(graph_->mol); }

Molecule Molecule::with_positions(std::vector<Position> positions) const {
  return Molecule(graph_, std::move(positions), name_);
}

Molecule Molecule::with_name(std::string name) const { return Molecule(graph_, positions_, std::move(name)); }

std::string Molecule::canonical_smiles() const {
  try {
    RDKit::RWMol heavy(graph_->mol);
    RDKit::MolOps::removeHs(heavy, false, false, true);
    return RDKit::MolToSmiles(heavy);
  } catch (const std::exception&) {   // a graph that sanitised once; what fails here is RDKit's own
    return RDKit::MolToSmiles(graph_->mol);
  }
}

}  // namespace maek::mol
