// SPDX-License-Identifier: Apache-2.0
// 2-D layout and wedges by RDKit from plain atoms and bonds; the only drawing file that sees RDKit.
#include "mol/internal/flat_molecule.h"

#include <GraphMol/Depictor/RDDepictor.h>   // for RDDepict::compute2DCoords
#include <GraphMol/FileParsers/MolFileStereochem.h>   // for RDKit::WedgeMolBonds
#include <GraphMol/MolOps.h>        // for RDKit::MolOps
#include <GraphMol/RWMol.h>         // for RDKit::RWMol

#include <fmt/format.h>             // for fmt::format

#include <algorithm>                // for std::find
#include <cmath>                    // for std::atan2
#include <cstdlib>                  // for std::abs
#include <exception>                // for std::exception
#include <memory>                   // for std::make_unique
#include <utility>                  // for std::pair

#include "mol/internal/rings.h"     // for small_rings

namespace maek::mol::internal {
namespace {

RDKit::Bond::BondType type_of(BondOrder order) {
  switch (order) {
    case BondOrder::kDouble:
      return RDKit::Bond::DOUBLE;
    case BondOrder::kTriple:
      return RDKit::Bond::TRIPLE;
    case BondOrder::kAromatic:
      return RDKit::Bond::AROMATIC;
    case BondOrder::kMetal:
      return RDKit::Bond::ZERO;
    default:
      return RDKit::Bond::SINGLE;
  }
}

int order_of(RDKit::Bond::BondType type) {
  return type == RDKit::Bond::DOUBLE ? 2 : type == RDKit::Bond::TRIPLE ? 3 : 1;
}

/// The heavy atoms as RDKit knows them, with the 3-D conformer; hydrogens become counts.
RDKit::RWMol build(std::span<const MoleculeAtom> atoms, std::span<const MoleculeBond> bonds,
                   std::span<const Position> positions, std::vector<std::int32_t>& heavy) {
  RDKit::RWMol mol;
  std::vector<int> place(atoms.size(), -1);
  auto conformer = std::make_unique<RDKit::Conformer>();
  conformer->set3D(true);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (atoms[i].element == Element::kH) continue;
    auto atom = std::make_unique<RDKit::Atom>(static_cast<unsigned>(atoms[i].element));
    atom->setFormalCharge(atoms[i].formal_charge);
    atom->setNoImplicit(true);
    atom->setNumExplicitHs(atoms[i].hydrogens);
    atom->setIsAromatic(atoms[i].aromatic);
    place[i] = static_cast<int>(mol.addAtom(atom.release(), false, true));
    heavy.push_back(static_cast<std::int32_t>(i));
    conformer->setAtomPos(static_cast<unsigned>(place[i]), {positions[i].x, positions[i].y, positions[i].z});
  }
  for (const MoleculeBond& bond : bonds) {
    const int a = place[static_cast<std::size_t>(bond.a)], b = place[static_cast<std::size_t>(bond.b)];
    if (a < 0 || b < 0) continue;
    mol.addBond(static_cast<unsigned>(a), static_cast<unsigned>(b), type_of(bond.order));
    if (bond.order == BondOrder::kAromatic) {
      mol.getBondBetweenAtoms(static_cast<unsigned>(a), static_cast<unsigned>(b))->setIsAromatic(true);
    }
  }
  mol.addConformer(conformer.release(), true);
  return mol;
}

/// Turns the layout so that its longest axis lies across the page.
void lay_across(std::vector<FlatAtom>& atoms) {
  Point middle;
  for (const FlatAtom& atom : atoms) middle = middle + atom.at;
  middle = (1.0 / static_cast<double>(atoms.size())) * middle;
  double xx = 0, xy = 0, yy = 0;
  for (FlatAtom& atom : atoms) {
    atom.at = atom.at - middle;
    xx += atom.at.x * atom.at.x;
    xy += atom.at.x * atom.at.y;
    yy += atom.at.y * atom.at.y;
  }
  const double turn = -0.5 * std::atan2(2 * xy, xx - yy);
  for (FlatAtom& atom : atoms) {
    atom.at = {std::cos(turn) * atom.at.x - std::sin(turn) * atom.at.y,
               std::sin(turn) * atom.at.x + std::cos(turn) * atom.at.y};
  }
}

/// In a ring the second line lies inside it; on a chain, on the side with more neighbours; at a terminal atom, on both.
void choose_inner_sides(FlatMolecule& flat) {
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
  std::vector<std::vector<std::int32_t>> neighbours(flat.atoms.size());
  for (const FlatBond& bond : flat.bonds) {
    pairs.emplace_back(bond.a, bond.b);
    neighbours[static_cast<std::size_t>(bond.a)].push_back(bond.b);
    neighbours[static_cast<std::size_t>(bond.b)].push_back(bond.a);
  }
  const auto at = [&](std::int32_t i) { return flat.atoms[static_cast<std::size_t>(i)].at; };
  const auto side = [&](const FlatBond& bond, Point p) {
    const Point u = at(bond.b) - at(bond.a), v = p - at(bond.a);
    return u.x * v.y - u.y * v.x > 0 ? 1.0 : -1.0;
  };
  const auto rings = small_rings(static_cast<std::int32_t>(flat.atoms.size()), pairs);
  for (FlatBond& bond : flat.bonds) {
    if (bond.order != 2) continue;
    const std::vector<std::int32_t>* smallest = nullptr;
    for (const auto& ring : rings) {
      const auto in = [&](std::int32_t atom) { return std::find(ring.begin(), ring.end(), atom) != ring.end(); };
      // Of two fused rings the smaller, six before five: so that benzene in indole keeps its lines inside.
      if (in(bond.a) && in(bond.b) && (smallest == nullptr || (ring.size() == 6 && smallest->size() != 6)))
        smallest = &ring;
    }
    if (smallest != nullptr) {
      Point centre;
      for (const std::int32_t i : *smallest) centre = centre + at(i);
      bond.inner_side = side(bond, (1.0 / static_cast<double>(smallest->size())) * centre);
      continue;
    }
    const auto& na = neighbours[static_cast<std::size_t>(bond.a)];
    const auto& nb = neighbours[static_cast<std::size_t>(bond.b)];
    if (na.size() == 1 || nb.size() == 1) continue;
    double votes = 0;
    for (const auto* list : {&na, &nb}) {
      for (const std::int32_t n : *list) {
        if (n != bond.a && n != bond.b) votes += side(bond, at(n));
      }
    }
    bond.inner_side = votes > 0 ? 1 : -1;
  }
}

}  // namespace

Expected<FlatMolecule> lay_flat(std::span<const MoleculeAtom> atoms, std::span<const MoleculeBond> bonds,
                                std::span<const Position> positions) {
  FlatMolecule flat;
  try {
    std::vector<std::int32_t> heavy;
    RDKit::RWMol mol = build(atoms, bonds, positions, heavy);
    unsigned failed = 0;
    RDKit::MolOps::sanitizeMol(mol, failed, RDKit::MolOps::SANITIZE_ALL ^ RDKit::MolOps::SANITIZE_PROPERTIES);
    RDKit::MolOps::assignStereochemistryFrom3D(mol);
    RDKit::MolOps::Kekulize(mol, true);
    RDDepict::compute2DCoords(mol, nullptr, true);
    RDKit::WedgeMolBonds(mol, &mol.getConformer());
    const RDKit::Conformer& layout = mol.getConformer();
    for (unsigned i = 0; i < mol.getNumAtoms(); ++i) {
      const RDKit::Atom* atom = mol.getAtomWithIdx(i);
      FlatAtom added;
      added.index = heavy[i];
      added.at = {layout.getAtomPos(i).x, -layout.getAtomPos(i).y};
      added.element = static_cast<Element>(atom->getAtomicNum());
      added.charge = atom->getFormalCharge();
      added.hydrogens = static_cast<int>(atom->getTotalNumHs());
      added.labelled = added.element != Element::kC || added.charge != 0 || atom->getDegree() == 0;
      flat.atoms.push_back(added);
    }
    for (const RDKit::Bond* bond : mol.bonds()) {
      FlatBond added{static_cast<std::int32_t>(bond->getBeginAtomIdx()),
                     static_cast<std::int32_t>(bond->getEndAtomIdx()), order_of(bond->getBondType())};
      if (bond->getBondDir() == RDKit::Bond::BEGINWEDGE) added.stroke = FlatStroke::kWedge;
      if (bond->getBondDir() == RDKit::Bond::BEGINDASH) added.stroke = FlatStroke::kHash;
      flat.bonds.push_back(added);
    }
  } catch (const std::exception& failure) {
    return Error{ErrorCode::kInternal, fmt::format("the ligand could not be laid flat: {}", failure.what()), "pose",
                 "draw the pocket instead"};
  } catch (...) {  // some of RDKit's exceptions have no common base
    return Error{ErrorCode::kInternal, "the ligand could not be laid flat", "pose", "draw the pocket instead"};
  }
  if (flat.atoms.empty()) {
    return Error{ErrorCode::kInvalidArgument, "the pose has no heavy atom to draw", "pose", "give a molecule"};
  }
  lay_across(flat.atoms);
  choose_inner_sides(flat);
  return flat;
}

std::vector<TextRun> atom_text(const FlatAtom& atom, bool left) {
  std::vector<TextRun> runs;
  const TextRun element{std::string(symbol(atom.element))};
  std::vector<TextRun> hydrogens;
  if (atom.hydrogens > 0) hydrogens.push_back({"H"});
  if (atom.hydrogens > 1) hydrogens.push_back({std::to_string(atom.hydrogens), 0.68, -0.18});
  if (left) runs = hydrogens;
  runs.push_back(element);
  if (!left) runs.insert(runs.end(), hydrogens.begin(), hydrogens.end());
  if (atom.charge != 0) {
    const int size = std::abs(atom.charge);
    runs.push_back({(size > 1 ? std::to_string(size) : std::string()) + (atom.charge > 0 ? "+" : "−"), 0.72, 0.36});
  }
  return runs;
}

}  // namespace maek::mol::internal
