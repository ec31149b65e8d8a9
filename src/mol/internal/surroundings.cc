// SPDX-License-Identifier: Apache-2.0
// Classes of receptor atoms, and what of them comes too near to a pose.
#include "mol/internal/surroundings.h"

#include <algorithm>   // for std::find
#include <cmath>       // for std::sqrt
#include <iterator>    // for std::make_move_iterator

#include <fmt/format.h>   // for fmt::format

#include "mol/internal/check_radii.h"   // for check_radii

namespace maek::mol::internal {
namespace {

constexpr double kSearch = 6.0;   // Å: what is farther is not looked at
constexpr std::array<std::string_view, 17> kInorganicElements = {"Li", "Be", "Na", "Mg", "Cl", "K",  "Ca", "Mn", "Fe",
                                                                 "Co", "Ni", "Cu", "Zn", "Br", "Rb", "Mo", "Cd"};
constexpr std::array<std::string_view, 8> kInorganicResidues = {"FES", "MOS", "PO3", "PO4", "PPK", "SO3", "SO4", "VO4"};
constexpr std::array<CheckId, kAtomClasses> kDistanceChecks = {CheckId::kProteinDistance, CheckId::kOrganicDistance,
                                                               CheckId::kInorganicDistance, CheckId::kWaterDistance};
constexpr std::array<CheckId, kAtomClasses> kOverlapChecks = {CheckId::kProteinOverlap, CheckId::kOrganicOverlap,
                                                              CheckId::kInorganicOverlap, CheckId::kWaterOverlap};
constexpr std::array<double, kAtomClasses> kOverlapScale = {0.8, 0.8, 0.5, 0.5};
constexpr std::array<std::string_view, kAtomClasses> kClassNames = {"the protein", "organic cofactors",
                                                                    "inorganic cofactors", "waters"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

AtomClass class_of(const Residue& residue, const Atom& atom) {
  if (residue.kind == ResidueKind::kWater || residue.name == "HOH") return AtomClass::kWater;
  if (among(kInorganicElements, symbol(atom.element)) || among(kInorganicResidues, residue.name))
    return AtomClass::kInorganic;
  return residue.hetero ? AtomClass::kOrganic : AtomClass::kProtein;
}

}  // namespace

Surroundings surroundings(const Structure& structure, const std::vector<bool>& leave_out) {
  Surroundings around;
  around.structure = structure;
  for (std::size_t a = 0; a < structure.atoms.size(); ++a) {
    const Atom& atom = structure.atoms[a];
    if (atom.element == Element::kH || (a < leave_out.size() && leave_out[a]) || !is_finite(atom.position)) continue;
    const Residue& residue = structure.residues[static_cast<std::size_t>(atom.residue)];
    ClassAtoms& group = around.classes[static_cast<std::size_t>(class_of(residue, atom))];
    const CheckRadii radii = check_radii(atom.element);
    group.positions.push_back(atom.position);
    group.vdw.push_back(radii.vdw);
    group.covalent.push_back(radii.covalent);
    group.atom.push_back(static_cast<AtomIndex>(a));
  }
  for (ClassAtoms& group : around.classes) group.cells = CellList(group.positions, kSearch);
  return around;
}

std::vector<CheckResult> check_surroundings(const Surroundings& around, const LigandGeometry& geometry,
                                            std::span<const MoleculeAtom> atoms, std::span<const Position> positions) {
  std::vector<CheckResult> distances(1 + kAtomClasses), overlaps(kAtomClasses);
  CheckResult& close = distances[0];
  close.check = CheckId::kProteinNear;
  std::vector<double> least;
  for (std::size_t c = 0; c < kAtomClasses; ++c) {
    const ClassAtoms& group = around.classes[c];
    CheckResult& result = distances[1 + c];
    result.check = kDistanceChecks[c];
    result.state = CheckState::kPassed;
    overlaps[c].check = kOverlapChecks[c];
    overlaps[c].state = CheckState::kPassed;
    const bool inorganic = static_cast<AtomClass>(c) == AtomClass::kInorganic;
    const double threshold = fact(result.check).threshold;
    FaultList faults;
    double nearest = 1e9;
    std::pair<std::int32_t, std::int32_t> nearest_pair{-1, -1};
    least.assign(group.positions.size(), 1e9);
    std::vector<std::int32_t> met;
    for (const std::int32_t i : group.positions.empty() ? std::vector<std::int32_t>{} : geometry.heavy) {
      const auto own = static_cast<std::size_t>(i);
      const double radius = inorganic ? geometry.covalent[own] : geometry.vdw[own];
      group.cells.within(positions[own], kSearch, [&](std::int32_t j, double d2) {
        const auto other = static_cast<std::size_t>(j);
        const double d = std::sqrt(d2);
        if (least[other] > 1e8) met.push_back(j);
        least[other] = std::min(least[other], d);
        if (d < nearest) {
          nearest = d;
          nearest_pair = {i, j};
        }
        const double relative = d / (radius + (inorganic ? group.covalent[other] : group.vdw[other]));
        if (!result.value || relative < *result.value) result.value = relative;
        if (relative < threshold) faults.add(-relative, i, j, d);
      });
    }
    result.systems = static_cast<int>(met.size());
    const auto named = [&](std::int32_t j) {
      const AtomIndex atom = group.atom[static_cast<std::size_t>(j)];
      const Atom& a = around.structure.atoms[static_cast<std::size_t>(atom)];
      return residue_label(around.structure, a.residue) + " " + a.name;
    };
    faults.put_into(result, [&](std::int32_t i, std::int32_t j, double d) {
      const auto own = static_cast<std::size_t>(i), other = static_cast<std::size_t>(j);
      const double sum =
          inorganic ? geometry.covalent[own] + group.covalent[other] : geometry.vdw[own] + group.vdw[other];
      return fmt::format("{} is {:.2f} Å from {}, at least {:.2f} Å", atom_name(atoms, i), d, named(j),
                         threshold * sum);
    });

    if (static_cast<AtomClass>(c) == AtomClass::kProtein) {
      const double farthest = fact(CheckId::kProteinNear).threshold;
      if (nearest < 1e8) close.value = nearest;
      close.systems = result.systems;
      close.state = nearest <= farthest ? CheckState::kPassed : CheckState::kFailed;
      if (close.state == CheckState::kFailed) {
        close.fault_count = 1;
        close.faults.push_back(nearest < 1e8 ? fmt::format("the nearest protein atom, {}, is {:.2f} Å from {}, at most "
                                                           "{:.1f} Å",
                                                           named(nearest_pair.second), nearest,
                                                           atom_name(atoms, nearest_pair.first), farthest)
                                             : fmt::format("no protein atom is within {:.0f} Å", kSearch));
      }
    }

    const double scale = kOverlapScale[c];
    std::vector<Sphere> outside;
    std::sort(met.begin(), met.end());
    for (const std::int32_t j : met) {
      const auto other = static_cast<std::size_t>(j);
      if (least[other] <= kSearch * scale) outside.push_back({group.positions[other], scale * group.vdw[other]});
    }
    if (outside.empty()) continue;
    std::vector<Sphere> inside;
    for (const std::int32_t i : geometry.heavy) {
      const auto own = static_cast<std::size_t>(i);
      inside.push_back({positions[own], scale * geometry.vdw[own]});
    }
    CheckResult& overlap = overlaps[c];
    overlap.systems = static_cast<int>(outside.size());
    overlap.value = shared_volume(inside, outside);
    const double most = fact(overlap.check).threshold;
    if (*overlap.value > most) {
      overlap.state = CheckState::kFailed;
      overlap.fault_count = 1;
      overlap.faults.push_back(fmt::format("{:.1f} % of the ligand's volume lies in {}, at most {:.1f} %",
                                           100 * *overlap.value, kClassNames[c], 100 * most));
    }
  }
  distances.insert(distances.end(), std::make_move_iterator(overlaps.begin()), std::make_move_iterator(overlaps.end()));
  return distances;
}

}  // namespace maek::mol::internal
