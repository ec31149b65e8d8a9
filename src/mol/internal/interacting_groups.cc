// SPDX-License-Identifier: Apache-2.0
// Perception of donors, acceptors, aromatic rings and charged groups from a plain graph with charges and hydrogens.
#include "mol/internal/interacting_groups.h"

#include <algorithm>   // for std::sort, std::any_of
#include <utility>     // for std::pair

#include "mol/internal/rings.h"   // for small_rings

namespace maek::mol::internal {
namespace {

SiteAtom& at(Site& site, std::int32_t i) { return site.atoms[static_cast<std::size_t>(i)]; }
const SiteAtom& at(const Site& site, std::int32_t i) { return site.atoms[static_cast<std::size_t>(i)]; }

BondOrder order_between(const Site& site, std::int32_t a, std::int32_t b) {
  for (const SiteBond& bond : site.bonds) {
    if ((bond.a == a && bond.b == b) || (bond.a == b && bond.b == a)) return bond.order;
  }
  return BondOrder::kUnknown;
}

struct Unsaturation {
  std::vector<bool> multiple;      // the atom has a double or triple bond, or is aromatic
  std::vector<bool> oxo;           // it carries a doubly bonded N, O or S (carbonyl, sulfonyl, phosphoryl, amidine)
};

Unsaturation unsaturation(const Site& site) {
  Unsaturation result{std::vector<bool>(site.atoms.size()), std::vector<bool>(site.atoms.size())};
  for (std::size_t i = 0; i < site.atoms.size(); ++i) result.multiple[i] = site.atoms[i].aromatic;
  const auto hetero = [&](std::int32_t i) {
    const Element e = at(site, i).element;
    return e == Element::kN || e == Element::kO || e == Element::kS;
  };
  for (const SiteBond& bond : site.bonds) {
    if (bond.order == BondOrder::kAromatic) {
      result.multiple[static_cast<std::size_t>(bond.a)] = result.multiple[static_cast<std::size_t>(bond.b)] = true;
    }
    if (bond.order != BondOrder::kDouble && bond.order != BondOrder::kTriple) continue;
    result.multiple[static_cast<std::size_t>(bond.a)] = result.multiple[static_cast<std::size_t>(bond.b)] = true;
    if (hetero(bond.b)) result.oxo[static_cast<std::size_t>(bond.a)] = true;
    if (hetero(bond.a)) result.oxo[static_cast<std::size_t>(bond.b)] = true;
  }
  return result;
}

/// A nitrogen accepts when its lone pair is free: pyridine, imine, nitrile, aliphatic amine; not amides, anilines,
/// sulfonamides, pyrroles or cations.
bool nitrogen_accepts(const Site& site, const SiteAtom& atom, const Unsaturation& u, bool multiple) {
  if (atom.charge > 0) return false;
  if (atom.aromatic) return atom.hydrogens == 0 && atom.neighbours.size() < 3;
  if (multiple) return true;
  return std::none_of(atom.neighbours.begin(), atom.neighbours.end(), [&](std::int32_t n) {
    const Element e = at(site, n).element;
    return u.multiple[static_cast<std::size_t>(n)] || e == Element::kS || e == Element::kP;
  });
}

void find_donors_and_acceptors(Site& site) {
  const Unsaturation u = unsaturation(site);
  for (std::size_t i = 0; i < site.atoms.size(); ++i) {
    SiteAtom& atom = site.atoms[i];
    const bool polar = atom.element == Element::kN || atom.element == Element::kO || atom.element == Element::kS;
    const bool beside_multiple = std::any_of(atom.neighbours.begin(), atom.neighbours.end(),
                                             [&](std::int32_t n) { return u.multiple[static_cast<std::size_t>(n)]; });
    atom.planar = u.multiple[i] || (atom.element == Element::kN && beside_multiple && atom.charge == 0);
    atom.donor = atom.donor || (polar && atom.hydrogens > 0);
    if (atom.element == Element::kO) {
      atom.acceptor = atom.charge <= 0 && !atom.aromatic;
    } else if (atom.element == Element::kN) {
      atom.acceptor = atom.acceptor || nitrogen_accepts(site, atom, u, u.multiple[i]);
    } else if (atom.element == Element::kS) {
      atom.acceptor = atom.charge < 0 || (u.multiple[i] && !atom.aromatic && atom.neighbours.size() == 1);
    }
    atom.hydrophobic = atom.element == Element::kC && atom.charge == 0 &&
                       std::all_of(atom.neighbours.begin(), atom.neighbours.end(),
                                   [&](std::int32_t n) { return at(site, n).element == Element::kC; });
  }
}

void find_rings(Site& site) {
  std::vector<std::pair<std::int32_t, std::int32_t>> bonds;
  for (const SiteBond& bond : site.bonds) bonds.emplace_back(bond.a, bond.b);
  for (auto& ring : small_rings(static_cast<std::int32_t>(site.atoms.size()), bonds, 6)) {
    if (ring.size() < 5) continue;
    if (!std::all_of(ring.begin(), ring.end(), [&](std::int32_t i) { return at(site, i).aromatic; })) continue;
    SiteRing found;
    for (const std::int32_t i : ring) found.centre += at(site, i).position;
    found.centre = found.centre / static_cast<double>(ring.size());
    // Newell's sum over the edges: the normal of the best plane through a closed polygon.
    for (std::size_t k = 0; k < ring.size(); ++k) {
      found.normal += cross(at(site, ring[k]).position - found.centre,
                            at(site, ring[(k + 1) % ring.size()]).position - found.centre);
    }
    found.normal = normalized(found.normal);
    found.atoms = std::move(ring);
    site.rings.push_back(std::move(found));
  }
}

/// Atoms that share the charge of `seed` by resonance: the terminal O and S on its centre (carboxylate, phosphate,
/// sulfonate), the nitrogens around the carbon of an amidinium, a guanidinium or an imidazolium.
std::vector<std::int32_t> charge_members(const Site& site, std::int32_t seed, const Unsaturation& u) {
  const SiteAtom& atom = at(site, seed);
  std::vector<std::int32_t> members{seed};
  for (const std::int32_t centre : atom.neighbours) {
    const Element e = at(site, centre).element;
    const bool conjugated = u.multiple[static_cast<std::size_t>(centre)];
    if (!conjugated && order_between(site, seed, centre) != BondOrder::kDouble) continue;
    for (const std::int32_t other : at(site, centre).neighbours) {
      if (other == seed) continue;
      const SiteAtom& candidate = at(site, other);
      const bool acid = atom.charge < 0 && (candidate.element == Element::kO || candidate.element == Element::kS) &&
                        candidate.neighbours.size() == 1 && candidate.hydrogens == 0;
      const bool base = atom.charge > 0 && e == Element::kC && candidate.element == Element::kN &&
                        atom.element == Element::kN && candidate.aromatic == atom.aromatic && candidate.charge >= 0 &&
                        (candidate.hydrogens > 0 || !candidate.aromatic);
      if (acid || base) members.push_back(other);
    }
  }
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  return members;
}

void find_charges(Site& site) {
  const Unsaturation u = unsaturation(site);
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(site.atoms.size()); ++i) {
    const SiteAtom& atom = at(site, i);
    if (atom.charge == 0 || is_metal(atom.element)) continue;
    // N-oxides, nitro groups and ylides are dipoles, not ions.
    const bool dipole = std::any_of(atom.neighbours.begin(), atom.neighbours.end(),
                                    [&](std::int32_t n) { return at(site, n).charge * atom.charge < 0; });
    if (dipole) continue;
    ChargedGroup group{atom.charge > 0 ? 1 : -1, charge_members(site, i, u), {}};
    const bool known = std::any_of(site.charges.begin(), site.charges.end(), [&](const ChargedGroup& g) {
      return g.sign == group.sign && g.atoms == group.atoms;
    });
    if (known) continue;
    for (const std::int32_t m : group.atoms) group.centre += at(site, m).position;
    group.centre = group.centre / static_cast<double>(group.atoms.size());
    site.charges.push_back(std::move(group));
  }
}

}  // namespace

void perceive(Site& site) {
  for (SiteAtom& atom : site.atoms) atom.neighbours.clear();
  for (const SiteBond& bond : site.bonds) {
    at(site, bond.a).neighbours.push_back(bond.b);
    at(site, bond.b).neighbours.push_back(bond.a);
  }
  find_donors_and_acceptors(site);
  find_rings(site);
  find_charges(site);
}

Site ligand_site(std::span<const MoleculeAtom> atoms, std::span<const MoleculeBond> bonds,
                 std::span<const Position> positions) {
  Site site;
  std::vector<std::int32_t> heavy(atoms.size(), -1);
  for (std::size_t i = 0; i < atoms.size() && i < positions.size(); ++i) {
    if (atoms[i].element == Element::kH) continue;
    heavy[i] = static_cast<std::int32_t>(site.atoms.size());
    SiteAtom atom;
    atom.index = static_cast<std::int32_t>(i);
    atom.element = atoms[i].element;
    atom.position = positions[i];
    atom.charge = atoms[i].formal_charge;
    atom.hydrogens = atoms[i].hydrogens;
    atom.aromatic = atoms[i].aromatic;
    site.atoms.push_back(std::move(atom));
  }
  for (const MoleculeBond& bond : bonds) {
    const auto a = static_cast<std::size_t>(bond.a), b = static_cast<std::size_t>(bond.b);
    if (a >= heavy.size() || b >= heavy.size() || a >= positions.size() || b >= positions.size()) continue;
    if (heavy[a] >= 0 && heavy[b] >= 0) {
      site.bonds.push_back({heavy[a], heavy[b], bond.order});
    } else if (heavy[a] >= 0) {
      at(site, heavy[a]).hydrogen_positions.push_back(positions[b]);
    } else if (heavy[b] >= 0) {
      at(site, heavy[b]).hydrogen_positions.push_back(positions[a]);
    }
  }
  perceive(site);
  return site;
}

}  // namespace maek::mol::internal
