// SPDX-License-Identifier: Apache-2.0
// Sticks, ribbon and dashes in view coordinates. Radii in Å.
#include "mol/internal/pocket_sticks.h"

#include <algorithm>   // for std::max
#include <cmath>       // for std::floor
#include <map>         // for std::map
#include <optional>    // for std::optional

#include "mol/internal/palette.h"   // for element_colour

namespace maek::mol::internal {
namespace {

constexpr double kLigandRadius = 0.2, kPocketRadius = 0.105, kReferenceRadius = 0.085, kDashRadius = 0.055;
constexpr double kStressedRadius = 0.125, kStressedLeast = 0.75;   // residues that interact stay clear of the fog
constexpr double kHeteroSwell = 1.25;       // balls on N, O, S... of the ligand
constexpr double kWaterRadius = 0.28, kMetalRadius = 0.6;
constexpr double kRibbonHalfWidth = 0.62, kRibbonRadius = 0.11;
constexpr double kRibbonPresence = 0.5;     // the backbone tells where we are; it must not draw the eye
constexpr int kRibbonStrands = 9;           // side by side they close to a band
constexpr int kRibbonSteps = 8;             // pieces from one CA to the next
constexpr double kDash = 0.16, kGap = 0.15; // Å
constexpr double kLongestBond = 3.5;        // Å, of the pocket
constexpr double kChainBreak = 4.3;         // Å between CA atoms; 3.8 when joined
constexpr int kRibbonNeighbours = 2;        // residues added at both ends of a stretch

std::optional<Position> atom_named(const Structure& s, ResidueIndex r, std::string_view name) {
  const Residue& residue = s.residues[static_cast<std::size_t>(r)];
  for (AtomIndex i = residue.first_atom; i < residue.end_atom; ++i) {
    const Atom& atom = s.atoms[static_cast<std::size_t>(i)];
    if (atom.name == name && is_finite(atom.position)) return atom.position;
  }
  return std::nullopt;
}

/// Catmull-Rom spline through p1 (t = 0) and p2 (t = 1).
Position spline(Position p0, Position p1, Position p2, Position p3, double t) {
  return 0.5 *
         ((2 * p1) + t * (p2 - p0) + t * t * (2 * p0 - 5 * p1 + 4 * p2 - p3) + t * t * t * (3 * p1 - p0 - 3 * p2 + p3));
}

struct Guide {          // one residue of the ribbon
  Position ca, side;    // side: unit vector across the band
};

void add_band(const std::vector<Guide>& guides, const View& view, std::vector<Stick>& sticks) {
  if (guides.size() < 2) return;
  const auto guide = [&](std::ptrdiff_t i) -> const Guide& {
    return guides[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i, 0, std::ssize(guides) - 1))];
  };
  std::vector<Guide> fine;
  for (std::ptrdiff_t i = 0; i + 1 < std::ssize(guides); ++i) {
    for (int k = 0; k < kRibbonSteps + (i + 2 == std::ssize(guides) ? 1 : 0); ++k) {
      const double t = static_cast<double>(k) / kRibbonSteps;
      fine.push_back({spline(guide(i - 1).ca, guide(i).ca, guide(i + 1).ca, guide(i + 2).ca, t),
                      normalized((1 - t) * guide(i).side + t * guide(i + 1).side)});
    }
  }
  for (int strand = 0; strand < kRibbonStrands; ++strand) {
    const double across = kRibbonHalfWidth * (2.0 * strand / (kRibbonStrands - 1) - 1);
    for (std::size_t k = 0; k + 1 < fine.size(); ++k) {
      Stick piece{view.look(fine[k].ca + across * fine[k].side), view.look(fine[k + 1].ca + across * fine[k + 1].side),
                  kRibbonRadius, kRibbon, kRibbon};
      piece.normal = normalized(cross(view.turn(fine[k].side), piece.to - piece.from));
      piece.layer = Depth::kBackdrop;
      piece.presence = kRibbonPresence;
      sticks.push_back(piece);
    }
  }
}

void add_site(const Site& site, const std::vector<bool>& shown, double radius, Colour carbon, double swell, Depth layer,
              const View& view, std::vector<Stick>& sticks) {
  std::vector<bool> bonded(site.atoms.size(), false);
  for (const SiteBond& bond : site.bonds) {
    const auto a = static_cast<std::size_t>(bond.a), b = static_cast<std::size_t>(bond.b);
    if (!shown[a] || !shown[b]) continue;
    // A cut or broken file: no stick across the page.
    if (layer == Depth::kContext && distance(site.atoms[a].position, site.atoms[b].position) > kLongestBond) continue;
    bonded[a] = bonded[b] = true;
    sticks.push_back({view.look(site.atoms[a].position), view.look(site.atoms[b].position), radius,
                      element_colour(site.atoms[a].element, carbon), element_colour(site.atoms[b].element, carbon),
                      layer});
  }
  for (std::size_t i = 0; i < site.atoms.size(); ++i) {
    const SiteAtom& atom = site.atoms[i];
    if (!shown[i]) continue;
    const Colour c = element_colour(atom.element, carbon);
    const Position p = view.look(atom.position);
    if (is_metal(atom.element)) {
      sticks.push_back({p, p, kMetalRadius, c, c, layer});
    } else if (!bonded[i]) {
      sticks.push_back({p, p, std::max(kWaterRadius, radius), c, c, layer});
    } else if (atom.element != Element::kC && swell > 1) {
      sticks.push_back({p, p, radius * swell, c, c, layer});
    }
  }
}

}  // namespace

std::vector<bool> shown_atoms(const Structure& receptor, const Site& site, const std::vector<bool>& touched) {
  std::map<std::int32_t, bool> backbone_touched;
  const auto name = [&](std::size_t i) -> const std::string& {
    return receptor.atoms[static_cast<std::size_t>(site.atoms[i].index)].name;
  };
  const auto in_backbone = [&](std::size_t i) {
    return name(i) == "N" || name(i) == "C" || name(i) == "O" || name(i) == "OXT";
  };
  const auto residue = [&](std::size_t i) -> const Residue& {
    return receptor.residues[static_cast<std::size_t>(site.atoms[i].residue)];
  };
  for (std::size_t i = 0; i < site.atoms.size(); ++i) {
    if (in_backbone(i) && (touched[i] || residue(i).name == "GLY")) backbone_touched[site.atoms[i].residue] = true;
  }
  std::vector<bool> shown(site.atoms.size());
  for (std::size_t i = 0; i < site.atoms.size(); ++i) {
    const bool polymer = residue(i).kind == ResidueKind::kAminoAcid;
    shown[i] = !polymer || !in_backbone(i) || backbone_touched.contains(site.atoms[i].residue);
  }
  return shown;
}

void add_pocket_sticks(const Site& site, const std::vector<bool>& shown, const std::vector<bool>& stressed,
                       const View& view, std::vector<Stick>& sticks) {
  std::vector<bool> part(shown.size());
  for (const bool strong : {false, true}) {
    for (std::size_t i = 0; i < shown.size(); ++i) part[i] = shown[i] && stressed[i] == strong;
    const std::size_t before = sticks.size();
    add_site(site, part, strong ? kStressedRadius : kPocketRadius, strong ? kStressedCarbon : kPocketCarbon, 1,
             Depth::kContext, view, sticks);
    for (std::size_t i = before; strong && i < sticks.size(); ++i) sticks[i].least = kStressedLeast;
  }
}

void add_ligand_sticks(const Site& site, const View& view, std::vector<Stick>& sticks) {
  add_site(site, std::vector<bool>(site.atoms.size(), true), kLigandRadius, kLigandCarbon, kHeteroSwell,
           Depth::kSubject, view, sticks);
}

void add_reference_sticks(const Site& site, const View& view, std::vector<Stick>& sticks) {
  const std::size_t before = sticks.size();
  add_site(site, std::vector<bool>(site.atoms.size(), true), kReferenceRadius, kReferenceColour, 1, Depth::kSubject,
           view, sticks);
  for (std::size_t i = before; i < sticks.size(); ++i) {
    sticks[i].from_colour = mix(sticks[i].from_colour, kReferenceColour, 0.65);
    sticks[i].to_colour = mix(sticks[i].to_colour, kReferenceColour, 0.65);
  }
}

void add_ribbon(const Structure& receptor, const std::vector<ResidueIndex>& residues, const View& view,
                std::vector<Stick>& sticks) {
  std::vector<bool> wanted(receptor.residues.size(), false);
  for (const ResidueIndex r : residues) {
    for (ResidueIndex k = r - kRibbonNeighbours; k <= r + kRibbonNeighbours; ++k) {
      if (k < 0 || k >= static_cast<ResidueIndex>(wanted.size())) continue;
      if (receptor.residues[static_cast<std::size_t>(k)].chain != receptor.residues[static_cast<std::size_t>(r)].chain)
        continue;
      wanted[static_cast<std::size_t>(k)] = true;
    }
  }
  std::vector<Guide> guides;
  ChainIndex chain = -1;
  for (std::size_t r = 0; r < wanted.size(); ++r) {
    const auto index = static_cast<ResidueIndex>(r);
    const std::optional<Position> ca = wanted[r] ? atom_named(receptor, index, "CA") : std::nullopt;
    const std::optional<Position> c = wanted[r] ? atom_named(receptor, index, "C") : std::nullopt;
    const std::optional<Position> o = wanted[r] ? atom_named(receptor, index, "O") : std::nullopt;
    const bool usable = ca && c && o && receptor.residues[r].kind == ResidueKind::kAminoAcid;
    const bool joined = usable && !guides.empty() && receptor.residues[r].chain == chain &&
                        distance(guides.back().ca, *ca) < kChainBreak;
    if (!joined) {
      add_band(guides, view, sticks);
      guides.clear();
    }
    if (!usable) continue;
    chain = receptor.residues[r].chain;
    Position side = normalized(*o - *c);
    // In a strand the carbonyls point to alternate sides; the band must not twist with them (Carson & Bugg 1986).
    if (!guides.empty() && dot(side, guides.back().side) < 0) side = -side;
    guides.push_back({*ca, side});
  }
  add_band(guides, view, sticks);
}

void add_dashes(Position from, Position to, Colour colour, const View& view, std::vector<Stick>& sticks) {
  const double whole = distance(from, to);
  if (!(whole > kDash)) return;
  // A whole number of dashes, so that both ends look the same.
  const double count = std::max(1.0, std::floor((whole - kDash) / (kDash + kGap)));
  const double step = (whole - kDash) / count;
  const Position along = (to - from) / whole;
  for (int k = 0; k <= static_cast<int>(count); ++k) {
    Stick dash{view.look(from + (k * step) * along),
               view.look(from + (k * step + kDash) * along),
               kDashRadius,
               colour,
               colour,
               Depth::kSubject};
    dash.glows = true;
    sticks.push_back(dash);
  }
}

}  // namespace maek::mol::internal
