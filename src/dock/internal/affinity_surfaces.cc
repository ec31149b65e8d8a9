// SPDX-License-Identifier: Apache-2.0
// Features from accessible surfaces and from interactions: what binding hides, what stays open, what lacks a partner.
#include <algorithm>  // for std::max

#include "dock/internal/feature_book.h"  // for FeatureBook
#include "mol/surface.h"                 // for accessible_surface

namespace maek::dock::internal {
namespace {

using enum AffinityFeature;
using mol::Element;

constexpr double kPocketReach = 7;    // Å from a ligand atom: two carbons and a water's diameter
constexpr double kOuterReach = 14;    // Å: whatever can touch an atom of the pocket
constexpr double kChargeReach = 8;    // Å
constexpr double kHidden = 2.0;       // Å²: no water finds room here
constexpr double kOpenBefore = 5.0;   // Å²: and before binding it did
constexpr double kEnclosed = 0.5;     // Å²

/// Heavy atoms of the receptor by how near they are to the ligand.
struct Surroundings {
  std::vector<mol::Sphere> pocket, outer;
  std::vector<mol::AtomIndex> pocket_atom;
};

Surroundings surroundings(const mol::Structure& structure, const std::vector<mol::Sphere>& ligand) {
  std::vector<Position> all;
  for (const mol::Atom& a : structure.atoms) all.push_back(a.position);
  const mol::CellList cells(all, 6.0);
  std::vector<double> nearest(all.size(), kOuterReach * kOuterReach + 1);  // Å², to the ligand
  for (const mol::Sphere& s : ligand) {
    cells.within(s.centre, kOuterReach, [&](std::int32_t j, double squared) {
      double& least = nearest[static_cast<std::size_t>(j)];
      least = std::min(least, squared);
    });
  }
  Surroundings out;
  for (std::size_t j = 0; j < all.size(); ++j) {
    const Element element = structure.atoms[j].element;
    if (element == Element::kH || nearest[j] > kOuterReach * kOuterReach) continue;
    const mol::Sphere sphere{all[j], mol::vdw_radius(element)};
    if (nearest[j] < kPocketReach * kPocketReach) {
      out.pocket.push_back(sphere);
      out.pocket_atom.push_back(static_cast<mol::AtomIndex>(j));
    } else {
      out.outer.push_back(sphere);
    }
  }
  return out;
}

std::vector<mol::Sphere> joined(std::vector<mol::Sphere> a, const std::vector<mol::Sphere>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// Counts interactions; the answer tells which ligand atoms have a polar partner.
std::vector<bool> count_interactions(const mol::Structure& structure, const std::vector<mol::Interaction>& interactions,
                                     std::size_t ligand_atoms, FeatureBook& book) {
  std::vector<bool> bonded(ligand_atoms, false);
  for (const mol::Interaction& i : interactions) {
    const mol::ResidueIndex residue = structure.atoms[static_cast<std::size_t>(i.receptor_atom)].residue;
    const auto count = [&](AffinityFeature f) { book.add(f, residue, 1); };
    switch (i.kind) {
      case mol::InteractionKind::kHydrogenBond:
        count(kHydrogenBonds);
        break;
      case mol::InteractionKind::kSaltBridge:
        count(kSaltBridges);
        break;
      case mol::InteractionKind::kHydrophobic:
        count(kHydrophobicContacts);
        continue;
      case mol::InteractionKind::kPiStacking:
        count(kStackings);
        continue;
      case mol::InteractionKind::kCationPi:
        count(kCationPi);
        continue;
      case mol::InteractionKind::kHalogenBond:
        count(kHalogenBonds);
        continue;
      case mol::InteractionKind::kMetal:
        break;  // too rare in the data to be fitted; but it is a partner
      case mol::InteractionKind::kClash:
        continue;
    }
    bonded[static_cast<std::size_t>(i.ligand_atom)] = true;
  }
  return bonded;
}

void add_charges(const mol::Structure& structure, const std::vector<mol::Sphere>& ligand, FeatureBook& book) {
  for (const mol::Atom& atom : structure.atoms) {
    if (atom.formal_charge == 0) continue;
    const bool near = std::any_of(ligand.begin(), ligand.end(), [&](const mol::Sphere& s) {
      return mol::squared_distance(s.centre, atom.position) < kChargeReach * kChargeReach;
    });
    if (near) book.add(kPocketCharge, atom.residue, atom.formal_charge);
  }
}

}  // namespace

void measure_surfaces(const DockReceptor& receptor, const mol::Molecule& pose,
                      const std::vector<mol::Interaction>& interactions, FeatureBook& book) {
  const mol::Structure& structure = receptor.structure;
  std::vector<mol::Sphere> ligand;
  std::vector<std::size_t> ligand_atom;
  for (std::size_t i = 0; i < pose.atoms().size(); ++i) {
    if (pose.atoms()[i].element == Element::kH) continue;
    ligand.push_back({pose.positions()[i], mol::vdw_radius(pose.atoms()[i].element)});
    ligand_atom.push_back(i);
  }
  const Surroundings near = surroundings(structure, ligand);
  const std::vector<double> alone = mol::accessible_surface(ligand, {});
  const std::vector<double> bound = mol::accessible_surface(ligand, joined(near.pocket, near.outer));
  const std::vector<double> empty = mol::accessible_surface(near.pocket, near.outer);
  const std::vector<double> filled = mol::accessible_surface(near.pocket, joined(near.outer, ligand));
  const std::vector<bool> bonded = count_interactions(structure, interactions, pose.atoms().size(), book);

  AffinityFeatures& f = book.total;
  double whole = 0, hidden = 0;
  for (std::size_t k = 0; k < ligand.size(); ++k) {
    const mol::MoleculeAtom& atom = pose.atoms()[ligand_atom[k]];
    const double buried = alone[k] - bound[k];
    whole += alone[k];
    hidden += buried;
    if (atom.element == Element::kC) {
      f[kBuriedCarbon] += buried;
      f[kExposedCarbon] += bound[k];
    } else if (atom.element == Element::kN || atom.element == Element::kO) {
      f[kBuriedPolar] += buried;
      f[kExposedPolar] += bound[k];
      if (!bonded[ligand_atom[k]] && bound[k] < kHidden && alone[k] > kOpenBefore) f[kUnsatisfied] += 1;
      if (!bonded[ligand_atom[k]] && atom.formal_charge != 0) f[kUnsatisfiedCharges] += 1;
    } else {
      f[kBuriedOther] += buried;
    }
    if (bound[k] < kEnclosed) f[kEnclosedAtoms] += 1;
  }
  f[kBuriedShare] = hidden / std::max(1.0, whole);
  for (std::size_t k = 0; k < near.pocket.size(); ++k) {
    const mol::Atom& atom = structure.atoms[static_cast<std::size_t>(near.pocket_atom[k])];
    const bool apolar = atom.element == Element::kC || atom.element == Element::kS;
    book.add(apolar ? kPocketCarbon : kPocketPolar, atom.residue, empty[k] - filled[k]);
  }
  add_charges(structure, ligand, book);
}

}  // namespace maek::dock::internal
