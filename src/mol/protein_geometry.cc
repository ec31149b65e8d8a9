// SPDX-License-Identifier: Apache-2.0
// Backbone geometry of proteins: torsions, bonds, angles, chirality, cis peptides, missing atoms.
#include "mol/protein_geometry.h"

#include <algorithm>   // for std::sort
#include <array>       // for std::array
#include <cmath>       // for std::atan2
#include <numbers>     // for std::numbers::pi
#include <optional>    // for std::optional

#include <fmt/format.h>   // for fmt::format

#include "mol/component.h"                    // for find_component
#include "mol/internal/ramachandran.h"        // for ramachandran_region
#include "mol/internal/structure_contacts.h"  // for find_clashes, metal_sites

namespace maek::mol {
namespace {

constexpr double kDegrees = 180 / std::numbers::pi;
constexpr double kLongestPeptide = 1.9;    // Å: beyond, the chain is broken
constexpr double kOutlierSigmas = 4;       // as MolProbity counts (Chen et al. 2010, Acta Cryst. D66, 12)
constexpr double kCis = 30, kTrans = 150;  // degrees of |omega|

using internal::Finding;

/// Ideal value and standard deviation: Engh & Huber 2001, International Tables for Crystallography F, 18.3.
struct Ideal {
  double value, sigma;
};
/// Other residues, glycine, proline.
using IdealBySort = std::array<Ideal, 3>;
constexpr IdealBySort kNCa = {{{1.459, 0.020}, {1.456, 0.015}, {1.468, 0.017}}};
constexpr IdealBySort kCaC = {{{1.525, 0.026}, {1.514, 0.016}, {1.524, 0.020}}};
constexpr IdealBySort kCO = {{{1.229, 0.019}, {1.232, 0.016}, {1.228, 0.020}}};
constexpr IdealBySort kCN = {{{1.336, 0.023}, {1.326, 0.018}, {1.338, 0.019}}};   // by the second residue
constexpr IdealBySort kNCaC = {{{111.0, 2.7}, {113.1, 2.5}, {112.1, 2.6}}};
constexpr IdealBySort kCaCO = {{{120.1, 2.1}, {120.6, 1.8}, {120.2, 2.4}}};
constexpr IdealBySort kCaCN = {{{117.2, 2.2}, {116.2, 2.0}, {117.1, 2.8}}};
constexpr IdealBySort kCNCa = {{{121.7, 2.5}, {122.3, 2.1}, {119.3, 1.5}}};       // by the second residue
constexpr Ideal kCaCb = {1.535, 0.022}, kNCaCb = {110.6, 1.8}, kCCaCb = {110.1, 1.9};
constexpr Ideal kCaCbBranched = {1.541, 0.025}, kNCaCbBranched = {111.1, 2.0}, kCCaCbBranched = {110.9, 2.1};
constexpr Ideal kCaCbAla = {1.520, 0.021}, kNCaCbPro = {103.3, 1.2}, kCCaCbPro = {111.7, 2.1},
                kCaCbPro = {1.531, 0.020};

struct Backbone {
  ResidueIndex residue = -1;
  std::optional<Position> n, ca, c, o, cb;
  std::size_t sort = 0;   // 0 others, 1 glycine, 2 proline
};

double angle(Position a, Position b, Position c) {
  return std::atan2(norm(cross(a - b, c - b)), dot(a - b, c - b)) * kDegrees;
}

double torsion(Position a, Position b, Position c, Position d) {
  const Position axis = c - b, left = cross(b - a, axis), right = cross(axis, d - c);
  return std::atan2(dot(cross(left, right), normalized(axis)), dot(left, right)) * kDegrees;
}

Backbone backbone_of(const Structure& s, ResidueIndex r) {
  Backbone b;
  b.residue = r;
  const Residue& residue = s.residues[static_cast<std::size_t>(r)];
  b.sort = residue.name == "GLY" ? 1 : residue.name == "PRO" ? 2 : 0;
  for (AtomIndex i = residue.first_atom; i < residue.end_atom; ++i) {
    const Atom& atom = s.atoms[static_cast<std::size_t>(i)];
    if (!is_finite(atom.position)) continue;
    if (atom.name == "N") b.n = atom.position;
    if (atom.name == "CA") b.ca = atom.position;
    if (atom.name == "C") b.c = atom.position;
    if (atom.name == "O") b.o = atom.position;
    if (atom.name == "CB") b.cb = atom.position;
  }
  return b;
}

/// Findings of one kind while they are collected.
class Collector {
 public:
  Collector(std::string key, std::string name) {
    check_.key = std::move(key);
    check_.name = std::move(name);
  }
  void look() { ++check_.looked_at; }
  void find(double badness, std::string line) { found_.push_back({badness, std::move(line)}); }
  /// Counts a value and finds it when it is more than kOutlierSigmas off.
  template <class Words>
  void hold(double value, Ideal ideal, Words&& words) {
    look();
    const double z = (value - ideal.value) / ideal.sigma;
    if (std::abs(z) > kOutlierSigmas) find(std::abs(z), words(z));
  }
  GeometryCheck done() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Finding& a, const Finding& b) { return a.badness > b.badness; });
    check_.found = static_cast<int>(found_.size());
    if (found_.size() > kMaxGeometryLines) found_.resize(kMaxGeometryLines);
    for (Finding& f : found_) check_.lines.push_back(std::move(f.line));
    return std::move(check_);
  }

 private:
  GeometryCheck check_;
  std::vector<Finding> found_;
};

struct Collectors {
  Collector rama{"ramachandran_outliers", "Ramachandran outliers"};
  Collector bonds{"bond_lengths", "bond lengths more than 4 sigma off"};
  Collector angles{"bond_angles", "bond angles more than 4 sigma off"};
  Collector hand{"ca_chirality", "wrong hand at CA"};
  Collector cis{"cis_peptides", "cis peptides (before other than proline)"};
  Collector cis_proline{"cis_prolines", "cis prolines"};
  Collector twisted{"twisted_peptides", "twisted peptides"};
  Collector missing{"missing_atoms", "residues with missing atoms"};
};

void look_at_residue(const Structure& s, const Backbone& b, Collectors& to) {
  const std::string label = residue_label(s, b.residue);
  const auto length = [&](const std::optional<Position>& p, const std::optional<Position>& q, Ideal ideal,
                          std::string_view what) {
    if (!p || !q) return;
    const double d = distance(*p, *q);
    to.bonds.hold(d, ideal, [&](double z) {
      return fmt::format("{} {} is {:.3f} Å, expected {:.3f} Å ({:+.1f} sigma)", label, what, d, ideal.value, z);
    });
  };
  const auto corner = [&](const std::optional<Position>& p, const std::optional<Position>& q,
                          const std::optional<Position>& r, Ideal ideal, std::string_view what) {
    if (!p || !q || !r) return;
    const double a = angle(*p, *q, *r);
    to.angles.hold(a, ideal, [&](double z) {
      return fmt::format("{} {} is {:.1f}°, expected {:.1f}° ({:+.1f} sigma)", label, what, a, ideal.value, z);
    });
  };
  const std::string& name = s.residues[static_cast<std::size_t>(b.residue)].name;
  const bool branched = name == "VAL" || name == "ILE" || name == "THR", proline = b.sort == 2;
  length(b.n, b.ca, kNCa[b.sort], "N-CA");
  length(b.ca, b.c, kCaC[b.sort], "CA-C");
  length(b.c, b.o, kCO[b.sort], "C-O");
  length(b.ca, b.cb, name == "ALA" ? kCaCbAla : branched ? kCaCbBranched : proline ? kCaCbPro : kCaCb, "CA-CB");
  corner(b.n, b.ca, b.c, kNCaC[b.sort], "N-CA-C");
  corner(b.ca, b.c, b.o, kCaCO[b.sort], "CA-C-O");
  corner(b.n, b.ca, b.cb, branched ? kNCaCbBranched : proline ? kNCaCbPro : kNCaCb, "N-CA-CB");
  corner(b.c, b.ca, b.cb, branched ? kCCaCbBranched : proline ? kCCaCbPro : kCCaCb, "C-CA-CB");
  const Component* component = find_component(name);
  if (b.n && b.ca && b.c && b.cb && component != nullptr && component->code == name) {
    to.hand.look();
    // Seen with H towards the viewer, CO, R and N of an L amino acid follow clockwise: the volume is positive.
    const double volume = dot(*b.n - *b.ca, cross(*b.c - *b.ca, *b.cb - *b.ca));
    if (volume < 0) to.hand.find(-volume, fmt::format("{} is a D amino acid (chiral volume {:.2f} Å³)", label, volume));
  }
}

void look_at_peptide(const Structure& s, const Backbone& a, const Backbone& b, Collectors& to) {
  if (!a.ca || !a.c || !b.n || !b.ca) return;
  const std::string label = residue_label(s, a.residue) + " to " + residue_label(s, b.residue);
  const double d = distance(*a.c, *b.n), first = angle(*a.ca, *a.c, *b.n), second = angle(*a.c, *b.n, *b.ca);
  to.bonds.hold(d, kCN[b.sort], [&](double z) {
    return fmt::format("{} C-N is {:.3f} Å, expected {:.3f} Å ({:+.1f} sigma)", label, d, kCN[b.sort].value, z);
  });
  to.angles.hold(first, kCaCN[b.sort], [&](double z) {
    return fmt::format("{} CA-C-N is {:.1f}°, expected {:.1f}° ({:+.1f} sigma)", label, first, kCaCN[b.sort].value, z);
  });
  to.angles.hold(second, kCNCa[b.sort], [&](double z) {
    return fmt::format("{} C-N-CA is {:.1f}°, expected {:.1f}° ({:+.1f} sigma)", label, second, kCNCa[b.sort].value, z);
  });
  const double omega = std::abs(torsion(*a.ca, *a.c, *b.n, *b.ca));
  to.twisted.look();
  (b.sort == 2 ? to.cis_proline : to.cis).look();
  if (omega < kCis) {
    (b.sort == 2 ? to.cis_proline : to.cis).find(kCis - omega, fmt::format("{}: omega is {:.0f}°", label, omega));
  } else if (omega < kTrans) {
    to.twisted.find(kTrans - omega, fmt::format("{}: omega is {:.0f}°", label, omega));
  }
}

void look_for_missing(const Structure& s, ResidueIndex r, Collector& to) {
  const Residue& residue = s.residues[static_cast<std::size_t>(r)];
  const Component* component = find_component(residue.name);
  if (component == nullptr) return;
  to.look();
  std::string missing;
  int count = 0;
  for (const ComponentAtom& atom : component->atoms) {
    if (atom.leaving) continue;
    bool there = false;
    for (AtomIndex i = residue.first_atom; i < residue.end_atom; ++i)
      there = there || s.atoms[static_cast<std::size_t>(i)].name == atom.name;
    if (there) continue;
    missing += (missing.empty() ? "" : " ") + std::string(atom.name);
    ++count;
  }
  if (count > 0) to.find(count, fmt::format("{} lacks {}", residue_label(s, r), missing));
}

}  // namespace

ProteinGeometry check_protein(const Structure& input) {
  const Structure s = single_conformation(input);
  ProteinGeometry geometry;
  Collectors to;
  for (const Chain& chain : s.chains) {
    std::vector<Backbone> residues;
    for (ResidueIndex r = chain.first_residue; r < chain.end_residue; ++r) {
      if (s.residues[static_cast<std::size_t>(r)].kind == ResidueKind::kAminoAcid)
        residues.push_back(backbone_of(s, r));
    }
    geometry.residues += static_cast<int>(residues.size());
    const auto joined = [&](std::size_t i) {   // residue i to residue i + 1
      return i + 1 < residues.size() && residues[i].c && residues[i + 1].n &&
             distance(*residues[i].c, *residues[i + 1].n) < kLongestPeptide;
    };
    for (std::size_t i = 0; i < residues.size(); ++i) {
      const Backbone& b = residues[i];
      look_at_residue(s, b, to);
      look_for_missing(s, b.residue, to.missing);
      if (!joined(i)) continue;
      look_at_peptide(s, b, residues[i + 1], to);
      if (i == 0 || !joined(i - 1) || !b.n || !b.ca || !b.c) continue;
      using enum internal::RamachandranClass;
      const auto kind = b.sort == 1                 ? kGlycine
                        : b.sort == 2               ? kProline
                        : residues[i + 1].sort == 2 ? kBeforeProline
                                                    : kGeneral;
      const double phi = torsion(*residues[i - 1].c, *b.n, *b.ca, *b.c);
      const double psi = torsion(*b.n, *b.ca, *b.c, *residues[i + 1].n);
      const auto region = internal::ramachandran_region(kind, phi, psi);
      ++geometry.torsions;
      to.rama.look();
      geometry.favoured += region == internal::RamachandranRegion::kFavoured;
      geometry.allowed += region == internal::RamachandranRegion::kAllowed;
      if (region == internal::RamachandranRegion::kOutlier) {
        ++geometry.outliers;
        to.rama.find(0, fmt::format("{}: phi {:.0f}°, psi {:.0f}°", residue_label(s, b.residue), phi, psi));
      }
    }
  }
  for (Collector* c : {&to.rama, &to.bonds, &to.angles, &to.hand, &to.cis, &to.cis_proline, &to.twisted, &to.missing})
    geometry.checks.push_back(c->done());
  Collector clashes("clashes", "clashes"), metals("metal_sites", "metals with unusual coordination");
  for (Finding& f : internal::find_clashes(s)) clashes.find(f.badness, std::move(f.line));
  for (std::size_t i = 0; i < s.atoms.size(); ++i) clashes.look();
  for (internal::MetalSite& site : internal::metal_sites(s)) {
    metals.look();
    if (site.unusual) metals.find(site.badness, std::move(site.line));
  }
  geometry.checks.push_back(clashes.done());
  geometry.checks.push_back(metals.done());
  return geometry;
}

std::string geometry_table(const ProteinGeometry& g) {
  if (g.residues == 0) return {};
  std::string text = fmt::format("protein: {} residues", g.residues);
  if (g.torsions > 0) {
    text += fmt::format("; Ramachandran {:.1f} % favoured, {:.1f} % allowed, {} outliers",
                        100.0 * g.favoured / g.torsions, 100.0 * g.allowed / g.torsions, g.outliers);
  }
  text += '\n';
  for (const GeometryCheck& c : g.checks) {
    if (c.looked_at == 0) continue;
    text += fmt::format("  {:<42} {:>6} of {}\n", c.name, c.found, c.looked_at);
    for (const std::string& line : c.lines) text += "        " + line + '\n';
    if (c.found > static_cast<int>(c.lines.size()))
      text += fmt::format("        and {} more\n", c.found - static_cast<int>(c.lines.size()));
  }
  return text;
}

}  // namespace maek::mol
