// SPDX-License-Identifier: Apache-2.0
// A residue that the table does not know: bonds from the entry's records or from distances, hydrogens by valence or by
// bond lengths. Lengths that tell orders apart: Allen et al. 1987, J. Chem. Soc. Perkin Trans. II, S1.
#include <algorithm>   // for std::any_of
#include <cmath>       // for std::abs
#include <cstddef>     // for std::size_t
#include <map>         // for std::map
#include <string_view> // for std::string_view
#include <vector>      // for std::vector

#include "mol/internal/receptor_model.h"   // for ReceptorModel

namespace maek::mol {
namespace {

constexpr double kSlack = 0.4;                  // Å above the covalent sum
constexpr double kFlat = 0.18;                  // Å of a carbon above the plane of its three neighbours (sp3: 0.5)
constexpr double kFlatAngle = 115.0;            // degrees at a carbon of two neighbours (sp3: 109 to 113)
constexpr double kCarbonyl = 1.30;              // C=O 1.21, carboxylate 1.25, phenol 1.36, alcohol 1.43
constexpr double kImine = 1.305;                // C=N 1.28, amide 1.33, aromatic 1.34, aniline 1.36
constexpr double kAromaticNitrogen = 1.358;     // mean of both bonds: pyridine 1.34; pyrrole, imide 1.38
constexpr double kNitrile = 1.22;               // C#N 1.14
constexpr double kThioketone = 1.73;            // C=S 1.67, thiol 1.81

double bond_length(const ReceptorModel& model, AtomIndex a, AtomIndex b) {
  return distance(model.atom(a).position, model.atom(b).position);
}

bool sp2(const ReceptorModel& model, AtomIndex i) {
  const ReceptorSite& site = model.site(i);
  return site.planar || site.aromatic ||
         (model.atom(i).element == Element::kC &&
          std::any_of(site.bonds.begin(), site.bonds.end(), [](const SiteBond& bond) {
            return bond.order == BondOrder::kDouble || bond.order == BondOrder::kAromatic ||
                   bond.order == BondOrder::kTriple;
          }));
}

void bonds_from_entry(ReceptorModel& model, const Residue& residue, const std::vector<const ComponentBond*>& records) {
  std::map<std::string_view, AtomIndex> by_name;
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) by_name.emplace(model.atom(a).name, a);
  for (const ComponentBond* record : records) {
    const ComponentBond& bond = *record;
    const auto a = by_name.find(bond.atom_1), b = by_name.find(bond.atom_2);
    if (a == by_name.end() || b == by_name.end() || a->second == b->second) continue;
    const bool metal_a = is_metal(model.atom(a->second).element), metal_b = is_metal(model.atom(b->second).element);
    if (metal_a || metal_b) {
      if (!metal_a) model.site(a->second).metals.push_back(b->second);
      if (!metal_b) model.site(b->second).metals.push_back(a->second);
      continue;
    }
    model.site(a->second).bonds.push_back({b->second, bond.order, false});
    model.site(b->second).bonds.push_back({a->second, bond.order, false});
    if (bond.order == BondOrder::kAromatic) model.site(a->second).aromatic = model.site(b->second).aromatic = true;
  }
}

void bonds_from_distances(ReceptorModel& model, const Residue& residue) {
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    if (is_metal(model.atom(a).element)) continue;
    const double radius = covalent_radius(model.atom(a).element);
    model.cells.within(model.atom(a).position, 3.2, [&](std::int32_t b, double d2) {
      if (b <= a || b >= residue.end_atom || is_metal(model.atom(b).element)) return;
      const double longest = radius + covalent_radius(model.atom(b).element) + kSlack;
      if (d2 > longest * longest || d2 < 0.64) return;
      model.site(a).bonds.push_back({b, BondOrder::kUnknown, false});
      model.site(b).bonds.push_back({a, BondOrder::kUnknown, false});
    });
  }
}

void mark_flat_carbons(ReceptorModel& model, const Residue& residue) {
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    ReceptorSite& site = model.site(a);
    if (model.atom(a).element != Element::kC) continue;
    const Position centre = model.atom(a).position;
    const auto at = [&](std::size_t k) { return model.atom(site.bonds[k].atom).position; };
    if (site.bonds.size() == 3) {
      const Position normal = normalized(cross(at(1) - at(0), at(2) - at(0)));
      site.planar = std::abs(dot(centre - at(0), normal)) < kFlat;
    } else if (site.bonds.size() == 2) {
      const double cosine = dot(normalized(at(0) - centre), normalized(at(1) - centre));
      site.planar = cosine < std::cos(kFlatAngle * 3.14159265358979 / 180);
    }
  }
}

/// Sum of bond orders; 0 in `unknown` orders means that only lengths can tell.
struct Valence {
  int sum = 0;
  bool unknown = false;
};

Valence valence(const ReceptorSite& site) {
  Valence v;
  int aromatic = 0;
  for (const SiteBond& bond : site.bonds) {
    switch (bond.order) {
      case BondOrder::kUnknown: v.unknown = true; v.sum += 1; break;
      case BondOrder::kDouble: v.sum += 2; break;
      case BondOrder::kTriple: v.sum += 3; break;
      case BondOrder::kAromatic: ++aromatic; break;
      default: v.sum += 1; break;
    }
  }
  v.sum += aromatic == 0 ? 0 : aromatic + 1;
  return v;
}

int oxygens_at_end(const ReceptorModel& model, AtomIndex centre) {
  int count = 0;
  for (const SiteBond& bond : model.site(centre).bonds) {
    if (model.atom(bond.atom).element == Element::kO && model.site(bond.atom).bonds.size() == 1) ++count;
  }
  return count;
}

void settle_oxygen(ReceptorModel& model, AtomIndex i) {
  ReceptorSite& site = model.site(i);
  if (site.bonds.size() != 1) return;
  const SiteBond bond = site.bonds.front();
  const Element other = model.atom(bond.atom).element;
  if (bond.order == BondOrder::kDouble) return;
  const int ends = oxygens_at_end(model, bond.atom);
  if (other == Element::kC) {
    const bool acid = ends == 2 && sp2(model, bond.atom);
    if (acid) {
      // One of the two takes the charge: with known orders the single-bonded one, else the later.
      bool later = bond.order != BondOrder::kUnknown;
      for (const SiteBond& b : model.site(bond.atom).bonds) {
        if (model.atom(b.atom).element == Element::kO && model.site(b.atom).bonds.size() == 1 && b.atom < i)
          later = true;
      }
      if (later) site.charge = -1;
      return;
    }
    if (bond.order == BondOrder::kUnknown && bond_length(model, i, bond.atom) < kCarbonyl) return;
    site.hydrogens = 1;
  } else if (other == Element::kN) {
    if (ends >= 2 || model.site(bond.atom).bonds.size() >= 3) {   // nitro, N-oxide; hydroxamic acids keep theirs
      const Valence v = valence(model.site(bond.atom));
      const bool hydroxamic = ends == 1 && (v.unknown ? bond_length(model, i, bond.atom) > 1.36 : v.sum == 3);
      site.hydrogens = hydroxamic ? 1 : 0;
      return;
    }
    site.hydrogens = 1;   // oxime, hydroxylamine
  } else if (other == Element::kB || other == Element::kSi) {
    site.hydrogens = 1;
  } else {
    site.charge = -1;     // phosphates, sulfonates, sulfates and their like
  }
}

void settle_nitrogen(ReceptorModel& model, AtomIndex i) {
  ReceptorSite& site = model.site(i);
  const std::size_t heavy = site.bonds.size();
  const Valence v = valence(site);
  bool beside_sp2 = false, all_carbon = true, imine = false;
  double sum = 0;
  for (const SiteBond& bond : site.bonds) {
    const double d = bond_length(model, i, bond.atom);
    sum += d;
    beside_sp2 = beside_sp2 || sp2(model, bond.atom);
    all_carbon = all_carbon && model.atom(bond.atom).element == Element::kC;
    imine = imine || (model.atom(bond.atom).element == Element::kC && d < kImine);
  }
  if (!v.unknown) {
    if (v.sum >= 4) {
      site.charge = 1;
      return;
    }
    const bool amine = v.sum == static_cast<int>(heavy) && !beside_sp2 && all_carbon && site.metals.empty();
    site.charge = amine ? 1 : 0;
    site.hydrogens = static_cast<std::int8_t>((amine ? 4 : 3) - v.sum);
    return;
  }
  if (!site.metals.empty()) return;   // its lone pair is taken, and lengths no longer tell
  switch (heavy) {
    case 0: site.hydrogens = 4; site.charge = 1; break;
    case 1:
      if (sum < kNitrile) break;
      // Amidines and guanidines show lengths of imines: they are charged, and have both hydrogens.
      site.hydrogens = imine || beside_sp2 || !all_carbon ? 2 : 3;
      site.charge = site.hydrogens == 3 ? 1 : 0;
      break;
    case 2: {
      int flat = 0;
      for (const SiteBond& bond : site.bonds) flat += sp2(model, bond.atom) ? 1 : 0;
      if (imine) break;
      if (flat == 2) site.hydrogens = sum / 2 < kAromaticNitrogen ? 0 : 1;
      else if (flat == 1 || !all_carbon) site.hydrogens = 1;
      else { site.hydrogens = 2; site.charge = 1; }
      break;
    }
    case 3:
      if (!beside_sp2 && all_carbon) { site.hydrogens = 1; site.charge = 1; }
      break;
    default: site.charge = 1; break;
  }
}

void settle_sulphur(ReceptorModel& model, AtomIndex i) {
  ReceptorSite& site = model.site(i);
  if (site.bonds.size() != 1 || !site.metals.empty()) return;
  const SiteBond bond = site.bonds.front();
  if (model.atom(bond.atom).element != Element::kC) return;
  const bool thiol = bond.order == BondOrder::kUnknown ? bond_length(model, i, bond.atom) > kThioketone
                                                       : bond.order == BondOrder::kSingle;
  site.hydrogens = thiol ? 1 : 0;
}

}  // namespace

void perceive_residue(ReceptorModel& model, ResidueIndex index, const std::vector<const ComponentBond*>& records) {
  const Residue& residue = model.structure.residues[static_cast<std::size_t>(index)];
  if (!records.empty()) {
    bonds_from_entry(model, residue, records);
  } else {
    bonds_from_distances(model, residue);
    mark_flat_carbons(model, residue);
  }
  if (residue.end_atom - residue.first_atom == 1) return;   // an ion, or an atom of which nothing is known
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    switch (model.atom(a).element) {
      case Element::kO: settle_oxygen(model, a); break;
      case Element::kN: settle_nitrogen(model, a); break;
      case Element::kS: settle_sulphur(model, a); break;
      default: break;
    }
  }
}

}  // namespace maek::mol
