// SPDX-License-Identifier: Apache-2.0
// Distance bounds, rings and stereo elements of a ligand graph, by RDKit.
#include "mol/internal/ligand_geometry.h"

#include <algorithm>   // for std::sort
#include <exception>   // for std::exception
#include <map>         // for std::map
#include <memory>      // for std::unique_ptr

#include <DistGeom/BoundsMatrix.h>                            // for BoundsMatrix
#include <DistGeom/TriangleSmooth.h>                          // for triangleSmoothBounds
#include <GraphMol/DistGeomHelpers/BoundsMatrixBuilder.h>     // for setTopolBounds
#include <GraphMol/MolOps.h>                                  // for removeHs, getMolFrags
#include <GraphMol/PeriodicTable.h>                           // for PeriodicTable
#include <GraphMol/RingInfo.h>                                // for RingInfo
#include <GraphMol/SmilesParse/SmilesParse.h>                 // for SmartsToMol
#include <GraphMol/Substruct/SubstructMatch.h>                // for SubstructMatch

#include "mol/internal/check_radii.h"         // for check_radii
#include "mol/internal/molecule_rdkit.h"      // for to_rdkit

namespace maek::mol::internal {
namespace {

constexpr const char* kAtomOf = "_maek_atom";   // of a molecule without hydrogens: the atom in the molecule itself
constexpr unsigned kMaxMatches = 10000;

// The patterns of the published checks (Buttenschoen et al. 2024; shared rings and double bonds that must be flat, and
// six-membered rings that must not).
constexpr const char* kAromaticRings[] = {"[ar5^2]1[ar5^2][ar5^2][ar5^2][ar5^2]1",
                                          "[ar6^2]1[ar6^2][ar6^2][ar6^2][ar6^2][ar6^2]1"};
constexpr const char* kPuckeredRings[] = {
    "[C,O,S,N;R1]~1[C,O,S,N;R1][C,O,S,N;R1][C,O,S,N;R1][C,O,S,N;R1][C,O,S,N;R1]1",
    "[C;R1]~1[C;R1][C,O,S,N;R1]~[C,O,S,N;R1][C;R1][C;R1]1", "[C;R1]~1[C;R1][C;R1]~[C;R1][C,O,S,N;R1][C;R1]1",
    "[C;R1]~1[C;R1][C;R1][C,O,S,N;R1]~[C,O,S,N;R1][C;R1]1", "[C;R1]~1[C;R1][C,O,S,N;R1][C;R1]~[C;R1][C;R1]1"};
constexpr const char* kFlatDoubleBonds[] = {"[C;X3;^2](*)(*)=[C;X3;^2](*)(*)"};
constexpr const char* kConjugatedEnds[] = {"[O,N;D1;$([O,N;D1]-[*]=[O,N;D1]),$([O,N;D1]=[*]-[O,N;D1])]~[*]"};

using Groups = std::vector<std::vector<std::int32_t>>;

/// Atoms (of `mol`) of each match of each pattern, each set of atoms once per pattern.
template <std::size_t N>
Groups matches(const RDKit::ROMol& mol, const char* const (&patterns)[N]) {
  Groups groups;
  for (const char* smarts : patterns) {
    const std::unique_ptr<RDKit::RWMol> pattern(RDKit::SmartsToMol(smarts));
    if (!pattern) continue;
    std::vector<RDKit::MatchVectType> found;
    RDKit::SubstructMatch(mol, *pattern, found, true, true, false, false, kMaxMatches);
    for (const RDKit::MatchVectType& match : found) {
      std::vector<std::int32_t> atoms;
      for (const auto& [query, atom] : match) atoms.push_back(atom);
      groups.push_back(std::move(atoms));
    }
  }
  return groups;
}

/// Bond bounds of conjugated ends of one pair of elements become one interval.
void merge_conjugated_ends(const RDKit::ROMol& mol, DistGeom::BoundsMatrix& bounds) {
  struct Interval {
    double lower = 1e9, upper = 0;
  };
  std::map<std::pair<int, int>, Interval> merged;
  const Groups ends = matches(mol, kConjugatedEnds);
  const auto elements = [&](const std::vector<std::int32_t>& end) {
    return std::minmax({mol.getAtomWithIdx(static_cast<unsigned>(end[0]))->getAtomicNum(),
                        mol.getAtomWithIdx(static_cast<unsigned>(end[1]))->getAtomicNum()});
  };
  const auto ordered = [](const std::vector<std::int32_t>& end) {
    return std::minmax({static_cast<unsigned>(end[0]), static_cast<unsigned>(end[1])});
  };
  for (const auto& end : ends) {
    const auto [a, b] = ordered(end);
    Interval& interval = merged[elements(end)];
    interval.lower = std::min(interval.lower, bounds.getLowerBound(a, b));
    interval.upper = std::max(interval.upper, bounds.getUpperBound(a, b));
  }
  for (const auto& end : ends) {
    const auto [a, b] = ordered(end);
    const Interval& interval = merged[elements(end)];
    bounds.setLowerBound(a, b, interval.lower);
    bounds.setUpperBound(a, b, interval.upper);
  }
}

void set_pairs(const RDKit::ROMol& mol, const std::vector<std::int32_t>& atom_of, LigandGeometry& geometry) {
  const unsigned n = mol.getNumAtoms();
  if (n < 2) return;
  const auto make = [&](bool far) {
    DistGeom::BoundsMatPtr bounds(new DistGeom::BoundsMatrix(n));
    RDKit::DGeomHelpers::initBoundsMat(bounds);
    RDKit::DGeomHelpers::setTopolBounds(mol, bounds, far, true, false);
    return std::pair(bounds, DistGeom::triangleSmoothBounds(bounds));
  };
  auto [bounds, smooth] = make(true);
  // Strained systems may contradict themselves with the 1-5 bounds; RDKit's own advice is to leave those out.
  if (!smooth) bounds = make(false).first;
  merge_conjugated_ends(mol, *bounds);
  for (unsigned a = 0; a < n; ++a) {
    for (unsigned b = a + 1; b < n; ++b) {
      if (mol.getAtomWithIdx(a)->getAtomicNum() == 1 || mol.getAtomWithIdx(b)->getAtomicNum() == 1) continue;
      PairBound pair{atom_of[a], atom_of[b], PairKind::kOther, bounds->getLowerBound(a, b),
                     bounds->getUpperBound(a, b)};
      if (mol.getBondBetweenAtoms(a, b) != nullptr) {
        pair.kind = PairKind::kBond;
      } else {
        for (const auto neighbour : mol.atomNeighbors(mol.getAtomWithIdx(a))) {
          if (mol.getBondBetweenAtoms(neighbour->getIdx(), b) != nullptr) pair.kind = PairKind::kAngle;
        }
      }
      geometry.pairs.push_back(pair);
    }
  }
}

/// Every sp3 atom with three heavy neighbours and every double bond whose sides can differ: more than the stereo
/// elements proper, since one that is none cannot mislead (a difference is then looked at by its InChI).
void set_stereo(const RDKit::ROMol& mol, const std::vector<std::int32_t>& atom_of, LigandGeometry& geometry) {
  const auto heavy_neighbours = [&](const RDKit::Atom* atom, const RDKit::Atom* but) {
    std::vector<std::int32_t> found;
    for (const auto neighbour : mol.atomNeighbors(atom)) {
      if (neighbour != but && neighbour->getAtomicNum() != 1) found.push_back(atom_of[neighbour->getIdx()]);
    }
    std::sort(found.begin(), found.end());
    return found;
  };
  for (const auto atom : mol.atoms()) {
    if (atom->getAtomicNum() == 1) continue;
    const auto neighbours = heavy_neighbours(atom, nullptr);
    const bool flat = atom->getHybridization() == RDKit::Atom::SP2 || atom->getHybridization() == RDKit::Atom::SP;
    if (neighbours.size() < 3 || flat) continue;
    geometry.stereo.push_back({{atom_of[atom->getIdx()], neighbours[0], neighbours[1], neighbours[2]}, false});
  }
  for (const auto bond : mol.bonds()) {
    if (bond->getBondType() != RDKit::Bond::DOUBLE || bond->getIsAromatic()) continue;
    if (mol.getRingInfo()->isBondInRingOfSize(bond->getIdx(), 3)) continue;
    const auto left = heavy_neighbours(bond->getBeginAtom(), bond->getEndAtom());
    const auto right = heavy_neighbours(bond->getEndAtom(), bond->getBeginAtom());
    if (left.empty() || right.empty()) continue;
    geometry.stereo.push_back(
        {{left[0], atom_of[bond->getBeginAtomIdx()], atom_of[bond->getEndAtomIdx()], right[0]}, true});
  }
}

}  // namespace

CheckRadii check_radii(Element element) {
  if (element == Element::kUnknown) return {};
  const auto number = static_cast<int>(element);
  const auto* table = RDKit::PeriodicTable::getTable();
  return {table->getRvdw(number), table->getRcovalent(number)};
}

Expected<LigandGeometry> ligand_geometry(const Molecule& molecule) {
  silence_rdkit();
  LigandGeometry geometry;
  try {
    RDKit::RWMol mol(molecule.graph().mol);
    for (const auto atom : mol.atoms()) {
      atom->setProp(kAtomOf, static_cast<int>(atom->getIdx()), false);
      geometry.radical_electrons += static_cast<int>(atom->getNumRadicalElectrons());
      const CheckRadii radii = check_radii(static_cast<Element>(atom->getAtomicNum()));
      geometry.vdw.push_back(radii.vdw);
      geometry.covalent.push_back(radii.covalent);
      if (atom->getAtomicNum() != 1) geometry.heavy.push_back(static_cast<std::int32_t>(atom->getIdx()));
    }
    std::vector<int> fragment_of;
    geometry.fragments = static_cast<int>(RDKit::MolOps::getMolFrags(mol, fragment_of));
    RDKit::MolOps::removeHs(mol, false, false, true);
    std::vector<std::int32_t> atom_of;
    for (const auto atom : mol.atoms()) atom_of.push_back(atom->getProp<int>(kAtomOf));

    const auto in_molecule = [&](Groups groups) {
      for (auto& group : groups) {
        for (std::int32_t& atom : group) atom = atom_of[static_cast<std::size_t>(atom)];
      }
      return groups;
    };
    geometry.aromatic_rings = in_molecule(matches(mol, kAromaticRings));
    geometry.saturated_rings = in_molecule(matches(mol, kPuckeredRings));
    geometry.double_bonds = in_molecule(matches(mol, kFlatDoubleBonds));
    set_stereo(mol, atom_of, geometry);
    set_pairs(mol, atom_of, geometry);
    return geometry;
  } catch (const std::exception& failure) {
    return Error{ErrorCode::kInternal, std::string("no distance bounds for this molecule (") + failure.what() + ")",
                 molecule.name().empty() ? "ligand" : molecule.name(), "Please report this molecule."};
  }
}

}  // namespace maek::mol::internal
