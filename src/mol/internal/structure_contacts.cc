// SPDX-License-Identifier: Apache-2.0
#include "mol/internal/structure_contacts.h"

#include <algorithm>   // for std::sort
#include <cmath>       // for std::sqrt
#include <set>         // for std::set

#include <fmt/format.h>   // for fmt::format

#include "mol/cell_list.h"              // for CellList
#include "mol/internal/check_radii.h"   // for check_radii

namespace maek::mol::internal {
namespace {

constexpr double kClash = 0.75;          // of the van der Waals sum
constexpr double kReach = 4.3;           // Å: 0.75 of the largest sum of radii is below
constexpr double kDonorReach = 3.0, kLargeIonReach = 3.4;   // Å
constexpr double kDistanceOff = 0.5;     // Å
constexpr int kFewDonors = 3;
constexpr std::size_t kMaxClashes = 100000;

/// Usual distances [Å] to O, N and S: Harding 2001 (Acta Cryst. D57, 401) and 2006 (Acta Cryst. D62, 678), the means
/// over kinds of donor; 0 where none is given.
struct MetalDistances {
  Element metal;
  double o, n, s;
};
constexpr MetalDistances kMetals[] = {
    {Element::kNa, 2.41, 0, 0},       {Element::kMg, 2.08, 0, 0},       {Element::kK, 2.80, 0, 0},
    {Element::kCa, 2.38, 0, 0},       {Element::kMn, 2.17, 2.21, 2.35}, {Element::kFe, 2.06, 2.16, 2.30},
    {Element::kCo, 2.07, 2.14, 2.25}, {Element::kNi, 2.07, 2.12, 2.25}, {Element::kCu, 2.00, 2.02, 2.15},
    {Element::kZn, 2.03, 2.03, 2.31},
};

double usual(const MetalDistances& m, Element donor) {
  return donor == Element::kO ? m.o : donor == Element::kN ? m.n : donor == Element::kS ? m.s : 0;
}

std::string named(const Structure& s, AtomIndex i) {
  const Atom& atom = s.atoms[static_cast<std::size_t>(i)];
  return residue_label(s, atom.residue) + " " + atom.name;
}

std::vector<Position> positions_of(const Structure& s) {
  std::vector<Position> all;
  for (const Atom& a : s.atoms) all.push_back(a.position);
  return all;
}

/// Bonds between residues: those of the file, peptide and phosphodiester links, disulfides.
class Links {
 public:
  Links(const Structure& s, const CellList& cells) {
    for (const StructureBond& b : s.bonds) add(s, b.a, b.b);
    for (std::size_t i = 0; i < s.atoms.size(); ++i) {
      const Atom& a = s.atoms[i];
      const bool sulfur = a.element == Element::kS, carbon = a.name == "C", phosphorus = a.name == "P";
      if (!sulfur && !carbon && !phosphorus) continue;
      cells.within(a.position, sulfur ? 2.5 : 1.9, [&](std::int32_t j, double) {
        const Atom& b = s.atoms[static_cast<std::size_t>(j)];
        if (a.residue == b.residue) return;
        if ((sulfur && b.element == Element::kS) || (carbon && b.name == "N") || (phosphorus && b.name == "O3'"))
          add(s, static_cast<AtomIndex>(i), j);
      });
    }
  }
  /// Whether the residues are joined: then pairs next to the link are no clash.
  bool joined(ResidueIndex a, ResidueIndex b) const { return residues_.contains(std::minmax(a, b)); }

 private:
  void add(const Structure& s, AtomIndex a, AtomIndex b) {
    if (a < 0 || b < 0 || static_cast<std::size_t>(std::max(a, b)) >= s.atoms.size()) return;
    const ResidueIndex p = s.atoms[static_cast<std::size_t>(a)].residue,
                       q = s.atoms[static_cast<std::size_t>(b)].residue;
    residues_.insert(std::minmax(p, q));
  }
  std::set<std::pair<ResidueIndex, ResidueIndex>> residues_;
};

}  // namespace

std::vector<Finding> find_clashes(const Structure& s) {
  const std::vector<Position> positions = positions_of(s);
  const CellList cells(positions, kReach);
  const Links links(s, cells);
  std::vector<CheckRadii> radii(119);
  for (std::size_t e = 0; e < radii.size(); ++e) radii[e] = check_radii(static_cast<Element>(e));
  std::vector<Finding> found;
  for (std::size_t i = 0; i < s.atoms.size() && found.size() < kMaxClashes; ++i) {
    const Atom& a = s.atoms[i];
    if (a.element == Element::kH) continue;
    cells.within(a.position, kReach, [&](std::int32_t j, double d2) {
      if (static_cast<std::size_t>(j) <= i) return;
      const Atom& b = s.atoms[static_cast<std::size_t>(j)];
      if (b.element == Element::kH || a.residue == b.residue || is_metal(a.element) || is_metal(b.element)) return;
      const double sum =
          radii[static_cast<std::size_t>(a.element)].vdw + radii[static_cast<std::size_t>(b.element)].vdw;
      const double d = std::sqrt(d2);
      if (d >= kClash * sum || links.joined(a.residue, b.residue)) return;
      found.push_back(
          {kClash * sum - d, fmt::format("{} and {} are {:.2f} Å apart, at least {:.2f} Å",
                                         named(s, static_cast<AtomIndex>(i)), named(s, j), d, kClash * sum)});
    });
  }
  return found;
}

std::vector<MetalSite> metal_sites(const Structure& s) {
  const std::vector<Position> positions = positions_of(s);
  const CellList cells(positions, kLargeIonReach);
  std::vector<MetalSite> sites;
  // Where waters were taken out, missing donors say nothing.
  const bool waters =
      std::any_of(s.residues.begin(), s.residues.end(), [](const Residue& r) { return r.kind == ResidueKind::kWater; });
  for (std::size_t i = 0; i < s.atoms.size(); ++i) {
    const Atom& metal = s.atoms[i];
    const auto* known = std::find_if(std::begin(kMetals), std::end(kMetals),
                                     [&](const MetalDistances& m) { return m.metal == metal.element; });
    if (known == std::end(kMetals)) continue;
    const bool large = metal.element == Element::kK || metal.element == Element::kCa || metal.element == Element::kNa;
    struct Donor {
      double d;
      std::int32_t atom;
    };
    std::vector<Donor> donors;
    cells.within(metal.position, large ? kLargeIonReach : kDonorReach, [&](std::int32_t j, double d2) {
      const Element e = s.atoms[static_cast<std::size_t>(j)].element;
      if (e == Element::kO || e == Element::kN || e == Element::kS) donors.push_back({std::sqrt(d2), j});
    });
    std::sort(donors.begin(), donors.end(), [](const Donor& a, const Donor& b) { return a.d < b.d; });
    MetalSite site;
    site.line = fmt::format("{}: {} donor{}", named(s, static_cast<AtomIndex>(i)), donors.size(),
                            donors.size() == 1 ? "" : "s");
    for (const Donor& donor : donors) {
      const double ideal = usual(*known, s.atoms[static_cast<std::size_t>(donor.atom)].element);
      site.line += fmt::format(", {} {:.2f} Å", named(s, donor.atom), donor.d);
      if (ideal == 0) continue;
      const double off = std::abs(donor.d - ideal);
      if (off > kDistanceOff) site.line += fmt::format(" (usual {:.2f} Å)", ideal);
      site.badness = std::max(site.badness, off);
    }
    if (waters && static_cast<int>(donors.size()) < kFewDonors) site.badness += 1;
    site.unusual = site.badness > kDistanceOff;
    sites.push_back(std::move(site));
  }
  return sites;
}

}  // namespace maek::mol::internal
