// SPDX-License-Identifier: Apache-2.0
// Residues around a ligand as a plain graph: names looked up in the component table, links between residues added.
#include <algorithm>     // for std::find_if, std::max
#include <cmath>         // for std::abs
#include <limits>        // for std::numeric_limits
#include <string_view>   // for std::string_view

#include "mol/component.h"                      // for find_component
#include "mol/internal/interacting_groups.h"    // for Site

namespace maek::mol::internal {
namespace {

constexpr double kHydrogenReach = 1.35;    // Å: S-H is 1.34, no hydrogen sits farther from its atom
constexpr double kPeptideReach = 1.65;     // Å: C-N is 1.33; refined structures stretch it a little
constexpr double kDisulfideReach = 2.5;    // Å: S-S is 2.05
constexpr double kBondTolerance = 0.3;     // Å above the covalent sum, for residues without a table entry
constexpr AtomIndex kLargestResidue =
    2000;   // atoms; the largest component has some hundreds: beyond, no bonds are sought
constexpr std::size_t kMostSulfurs = 2000;     // compared for disulfides
constexpr double kCarbonylLength = 1.30;   // Å: C=O 1.23 and carboxylate 1.26 are below, C-O 1.36 (phenol) above

struct Box {
  Position low, high;
  bool holds(Position p) const {
    return p.x >= low.x && p.x <= high.x && p.y >= low.y && p.y <= high.y && p.z >= low.z && p.z <= high.z;
  }
};

Box box_around(std::span<const Position> points, double margin) {
  Box box{points.front(), points.front()};
  for (const Position& p : points) {
    box.low = {std::min(box.low.x, p.x), std::min(box.low.y, p.y), std::min(box.low.z, p.z)};
    box.high = {std::max(box.high.x, p.x), std::max(box.high.y, p.y), std::max(box.high.z, p.z)};
  }
  const Position m{margin, margin, margin};
  return {box.low - m, box.high + m};
}

/// Builds the Site of one pocket, residue after residue.
class PocketBuilder {
 public:
  explicit PocketBuilder(const Structure& receptor) : receptor_(receptor) {}

  void add(ResidueIndex index) {
    const Residue& residue = receptor_.residues[static_cast<std::size_t>(index)];
    const std::size_t first = site_.atoms.size();
    const bool oversized = residue.end_atom - residue.first_atom > kLargestResidue;
    for (AtomIndex i = residue.first_atom; i < residue.end_atom; ++i) {
      const Atom& atom = receptor_.atoms[static_cast<std::size_t>(i)];
      if (atom.element == Element::kH || !is_finite(atom.position)) continue;
      if (!oversized && named(first, atom.name) >= 0) continue;   // an alternate location
      SiteAtom added;
      added.index = i;
      added.residue = index;
      added.element = atom.element;
      added.position = atom.position;
      added.charge = atom.formal_charge;
      site_.atoms.push_back(std::move(added));
    }
    if (oversized) return;
    const bool explicit_hydrogens = attach_hydrogens(residue, first);
    const Component* component = find_component(residue.name);
    if (component != nullptr) {
      use_table(*component, first, explicit_hydrogens);
    } else {
      use_distances(first, explicit_hydrogens);
    }
    if (residue.name == "HIS") settle_histidine(first, explicit_hydrogens);
    if (residue.name == "ASP" || residue.name == "GLU") settle_acid(first, explicit_hydrogens);
    link_backbone(first);
    link_disulfide(first);
    previous_ = first;
  }

  Site take() {
    perceive(site_);
    return std::move(site_);
  }

 private:
  SiteAtom& at(std::int32_t i) { return site_.atoms[static_cast<std::size_t>(i)]; }
  const std::string& name_of(std::int32_t i) { return receptor_.atoms[static_cast<std::size_t>(at(i).index)].name; }
  std::int32_t count() const { return static_cast<std::int32_t>(site_.atoms.size()); }

  /// The atom of that name among those from `first` on, -1 when there is none.
  std::int32_t named(std::size_t first, std::string_view name) {
    for (auto i = static_cast<std::int32_t>(first); i < count(); ++i) {
      if (name_of(i) == name) return i;
    }
    return -1;
  }

  bool attach_hydrogens(const Residue& residue, std::size_t first) {
    bool any = false;
    for (AtomIndex i = residue.first_atom; i < residue.end_atom; ++i) {
      const Atom& atom = receptor_.atoms[static_cast<std::size_t>(i)];
      if (atom.element != Element::kH || !is_finite(atom.position)) continue;
      std::int32_t nearest = -1;
      double best = kHydrogenReach * kHydrogenReach;
      for (auto k = static_cast<std::int32_t>(first); k < count(); ++k) {
        const double d2 = squared_distance(at(k).position, atom.position);
        if (d2 <= best) {
          best = d2;
          nearest = k;
        }
      }
      if (nearest < 0) continue;
      any = true;
      at(nearest).hydrogen_positions.push_back(atom.position);
      ++at(nearest).hydrogens;
    }
    return any;
  }

  void use_table(const Component& component, std::size_t first, bool explicit_hydrogens) {
    std::vector<std::int32_t> place(component.atoms.size(), -1);
    for (std::size_t k = 0; k < component.atoms.size(); ++k) {
      const ComponentAtom& fact = component.atoms[k];
      place[k] = named(first, fact.name);
      if (place[k] < 0) continue;
      SiteAtom& atom = at(place[k]);
      atom.aromatic = fact.aromatic;
      if (atom.charge == 0) atom.charge = fact.charge;
      if (!explicit_hydrogens) atom.hydrogens = fact.polar_hydrogens;
    }
    for (const ComponentBondFact& bond : component.bonds) {
      if (bond.a >= place.size() || bond.b >= place.size() || place[bond.a] < 0 || place[bond.b] < 0) continue;
      site_.bonds.push_back({place[bond.a], place[bond.b], bond.order});
    }
    if (component.kind == ResidueKind::kWater && !explicit_hydrogens && count() > static_cast<std::int32_t>(first)) {
      at(static_cast<std::int32_t>(first)).hydrogens = 2;
    }
  }

  void use_distances(std::size_t first, bool explicit_hydrogens) {
    std::vector<int> degree(site_.atoms.size(), 0);
    std::vector<double> shortest(site_.atoms.size(), std::numeric_limits<double>::max());
    for (auto i = static_cast<std::int32_t>(first); i < count(); ++i) {
      for (std::int32_t j = i + 1; j < count(); ++j) {
        if (is_metal(at(i).element) || is_metal(at(j).element)) continue;
        const double d = distance(at(i).position, at(j).position);
        if (d > covalent_radius(at(i).element) + covalent_radius(at(j).element) + kBondTolerance) continue;
        site_.bonds.push_back({i, j, BondOrder::kUnknown});
        for (const std::int32_t k : {i, j}) {
          ++degree[static_cast<std::size_t>(k)];
          shortest[static_cast<std::size_t>(k)] = std::min(shortest[static_cast<std::size_t>(k)], d);
        }
      }
    }
    if (explicit_hydrogens) return;
    for (auto i = static_cast<std::int32_t>(first); i < count(); ++i) {
      SiteAtom& atom = at(i);
      const int bonds = degree[static_cast<std::size_t>(i)];
      // Unknown hydrogens: an atom that may carry one counts as donor and as acceptor.
      if (atom.element == Element::kN && bonds <= 2) atom.donor = atom.acceptor = true;
      if (atom.element == Element::kO && bonds == 1 && shortest[static_cast<std::size_t>(i)] > kCarbonylLength) {
        atom.donor = true;
      }
      if (atom.element == Element::kO && bonds == 0) atom.hydrogens = 2;   // a water under an unusual name
    }
  }

  /// Without hydrogens in the file either nitrogen may carry one; with both the ring is a cation.
  void settle_histidine(std::size_t first, bool explicit_hydrogens) {
    const std::int32_t nd1 = named(first, "ND1"), ne2 = named(first, "NE2");
    if (nd1 < 0 || ne2 < 0) return;
    if (!explicit_hydrogens) {
      for (const std::int32_t n : {nd1, ne2}) {
        at(n).donor = at(n).acceptor = true;
        at(n).hydrogens = 1;
        at(n).charge = 0;
      }
    } else if (at(nd1).hydrogens > 0 && at(ne2).hydrogens > 0) {
      at(nd1).charge = 1;
    }
  }

  /// A proton on either oxygen makes the acid neutral.
  void settle_acid(std::size_t first, bool explicit_hydrogens) {
    if (!explicit_hydrogens) return;
    for (const auto& [one, two] : {std::pair("OD1", "OD2"), std::pair("OE1", "OE2")}) {
      const std::int32_t a = named(first, one), b = named(first, two);
      if (a < 0 || b < 0 || at(a).hydrogens + at(b).hydrogens == 0) continue;
      at(a).charge = at(b).charge = 0;
    }
  }

  void link_backbone(std::size_t first) {
    const std::int32_t n = named(first, "N"), p = named(first, "P");
    // The neighbour in the chain comes just before in the file.
    for (auto i = static_cast<std::int32_t>(previous_); i < static_cast<std::int32_t>(first); ++i) {
      const bool peptide = n >= 0 && name_of(i) == "C";
      const bool phosphate = p >= 0 && name_of(i) == "O3'";
      if (!peptide && !phosphate) continue;
      const std::int32_t other = peptide ? n : p;
      const double reach = peptide ? kPeptideReach : kPeptideReach + 0.2;   // P-O is 1.6
      if (squared_distance(at(i).position, at(other).position) <= reach * reach) {
        site_.bonds.push_back({i, other, BondOrder::kSingle});
      }
    }
  }

  void link_disulfide(std::size_t first) {
    const std::int32_t s = named(first, "SG");
    if (s < 0 || sulfurs_.size() >= kMostSulfurs) return;
    for (const std::int32_t i : sulfurs_) {
      if (distance(at(i).position, at(s).position) > kDisulfideReach) continue;
      site_.bonds.push_back({i, s, BondOrder::kSingle});
      at(i).hydrogens = at(s).hydrogens = 0;
    }
    sulfurs_.push_back(s);
  }

  const Structure& receptor_;
  Site site_;
  std::size_t previous_ = 0;             // first atom of the residue added before
  std::vector<std::int32_t> sulfurs_;    // SG atoms so far
};

}  // namespace

std::vector<ResidueIndex> residues_within(const Structure& receptor, std::span<const Position> around,
                                          double radius_angstrom) {
  std::vector<ResidueIndex> found;
  if (around.empty() || receptor.residues.empty()) return found;
  const Box box = box_around(around, radius_angstrom);
  const double r2 = radius_angstrom * radius_angstrom;
  const std::int32_t model = receptor.chains.empty() ? 1 : receptor.chains.front().model;
  for (std::size_t r = 0; r < receptor.residues.size(); ++r) {
    const Residue& residue = receptor.residues[r];
    if (residue.chain >= 0 && static_cast<std::size_t>(residue.chain) < receptor.chains.size() &&
        receptor.chains[static_cast<std::size_t>(residue.chain)].model != model) {
      continue;
    }
    bool near = false;
    for (AtomIndex i = residue.first_atom; i < residue.end_atom && !near; ++i) {
      const Position p = receptor.atoms[static_cast<std::size_t>(i)].position;
      if (!box.holds(p)) continue;
      near = std::any_of(around.begin(), around.end(), [&](Position q) { return squared_distance(p, q) <= r2; });
    }
    if (near) found.push_back(static_cast<ResidueIndex>(r));
  }
  return found;
}

Site receptor_site(const Structure& receptor, std::span<const Position> around, double radius_angstrom) {
  PocketBuilder builder(receptor);
  for (const ResidueIndex r : residues_within(receptor, around, radius_angstrom)) builder.add(r);
  return builder.take();
}

}  // namespace maek::mol::internal
