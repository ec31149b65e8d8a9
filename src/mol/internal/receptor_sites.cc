// SPDX-License-Identifier: Apache-2.0
// Bonds of a receptor: inside residues from the component table, between residues and to metals from distances.
#include <algorithm>   // for std::any_of
#include <cstddef>     // for std::size_t
#include <map>         // for std::map
#include <set>         // for std::set
#include <string>      // for std::string
#include <utility>     // for std::move
#include <vector>      // for std::vector

#include "mol/internal/receptor_model.h"   // for ReceptorModel

namespace maek::mol {
namespace {

// Above the sum of covalent radii [Å]. Links of a polymer are expected, so that a stretched one still counts; anything
// else between residues must be convincing, or every clash of a poor model would be a bond.
constexpr double kLinkSlack = 0.45, kDisulfideSlack = 0.4, kBondSlack = 0.2, kRecordedSlack = 0.6, kMetalSlack = 0.6;
constexpr double kLongestBond = 2.7;      // Å: Se-Se with its slack
constexpr double kLongestMetalBond = 3.4;
constexpr double kShortestBond = 0.8;     // nearer atoms are two models of one thing

std::vector<Position> positions_of(const Structure& structure) {
  std::vector<Position> positions;
  positions.reserve(structure.atoms.size());
  for (const Atom& atom : structure.atoms) positions.push_back(atom.position);
  return positions;
}

/// Equal names, an asterisk of old files read as a prime.
bool same_name(std::string_view fact, std::string_view name) {
  return std::equal(fact.begin(), fact.end(), name.begin(), name.end(),
                    [](char x, char y) { return x == y || (x == '\'' && y == '*'); });
}

/// The table's component when it explains every heavy atom of the residue once. Where the file leaves the element open,
/// the table's is taken.
const Component* fitting_component(Structure& structure, const Residue& residue) {
  const Component* component = find_component(residue.name);
  if (component == nullptr) return nullptr;
  std::set<std::string_view> seen;
  std::vector<const ComponentAtom*> facts;
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    const Atom& atom = structure.atoms[static_cast<std::size_t>(a)];
    const std::string_view name = table_name(residue, *component, atom.name);
    const auto fact = std::find_if(component->atoms.begin(), component->atoms.end(),
                                   [&](const ComponentAtom& f) { return same_name(f.name, name); });
    if (fact == component->atoms.end() || !seen.insert(fact->name).second) return nullptr;
    if (fact->element != atom.element && atom.element != Element::kUnknown) return nullptr;
    facts.push_back(&*fact);
  }
  for (std::size_t i = 0; i < facts.size(); ++i) {
    structure.atoms[static_cast<std::size_t>(residue.first_atom) + i].element = facts[i]->element;
  }
  return component;
}

void add_bond(ReceptorModel& model, AtomIndex a, AtomIndex b, BondOrder order) {
  const bool apart = model.atom(a).residue != model.atom(b).residue;
  model.site(a).bonds.push_back({b, order, apart});
  model.site(b).bonds.push_back({a, order, apart});
}

bool bonded(const ReceptorModel& model, AtomIndex a, AtomIndex b) {
  const auto& bonds = model.site(a).bonds;
  return std::any_of(bonds.begin(), bonds.end(), [&](const SiteBond& bond) { return bond.atom == b; });
}

void apply_component(ReceptorModel& model, ResidueIndex r, const Component& component, ReceptorFindings& findings) {
  const Residue& residue = model.structure.residues[static_cast<std::size_t>(r)];
  std::vector<AtomIndex> at(component.atoms.size(), -1);
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    const std::string_view name = table_name(residue, component, model.atom(a).name);
    for (std::size_t i = 0; i < component.atoms.size(); ++i) {
      if (same_name(component.atoms[i].name, name)) at[i] = a;
    }
  }
  for (std::size_t i = 0; i < at.size(); ++i) {
    if (at[i] < 0) continue;
    ReceptorSite& site = model.site(at[i]);
    site.fact = &component.atoms[i];
    site.charge = site.fact->charge;
    site.hydrogens = site.fact->polar_hydrogens;
    site.aromatic = site.fact->aromatic;
  }
  for (const ComponentBondFact& bond : component.bonds) {
    const AtomIndex a = at[bond.a], b = at[bond.b];
    if (bond.order == BondOrder::kDouble) {
      // Kept where the other end was replaced by a link (the aldehyde of PLP or retinal in a Schiff base).
      for (const AtomIndex i : {a, b}) {
        if (i >= 0 && (model.atom(i).element == Element::kC || model.atom(i).element == Element::kN))
          model.site(i).planar = true;
      }
    }
    if (a < 0 || b < 0) {
      const std::uint8_t lost = a < 0 ? bond.a : bond.b;
      if (std::max(a, b) < 0 || component.atoms[lost].leaving) continue;
      ReceptorSite& site = model.site(std::max(a, b));
      ++site.absent;
      // The N of a cut guanidinium is still flat.
      if (site.fact->element == Element::kN && site.fact->polar_hydrogens + site.bonds.size() < 4) {
        site.planar = site.planar || component.atoms[lost].aromatic ||
                      std::any_of(component.bonds.begin(), component.bonds.end(), [&](const ComponentBondFact& other) {
                        return other.order == BondOrder::kDouble && (other.a == lost || other.b == lost);
                      });
      }
      continue;
    }
    if (bond.order != BondOrder::kMetal) {
      add_bond(model, a, b, bond.order);
    } else {
      (is_metal(model.atom(a).element) ? model.site(b) : model.site(a)).metals.push_back(
          is_metal(model.atom(a).element) ? a : b);
    }
  }

  const bool no_phosphate = component.kind == ResidueKind::kNucleotide && model.find(r, "P") < 0;
  std::string lacking;
  for (std::size_t i = 0; i < at.size(); ++i) {
    const ComponentAtom& fact = component.atoms[i];
    if (at[i] >= 0 || fact.leaving) continue;
    if (no_phosphate && (fact.name == "P" || fact.name == "OP1" || fact.name == "OP2")) continue;   // a 5' hydroxyl
    lacking += " " + std::string(fact.name);
  }
  if (!lacking.empty()) findings.missing.push_back(residue_label(model.structure, r) + " lacks" + lacking);
}

/// May this atom be covalently bonded to another residue at all?
bool may_link(const ReceptorModel& model, AtomIndex i) {
  const Component* component = model.components[static_cast<std::size_t>(model.atom(i).residue)];
  if (is_metal(model.atom(i).element)) return false;
  if (component == nullptr) return model.residue_of(i).end_atom - model.residue_of(i).first_atom > 1;
  return component->kind != ResidueKind::kWater && component->kind != ResidueKind::kIon;
}

void find_links(ReceptorModel& model, ReceptorFindings& findings) {
  const auto link = [&](AtomIndex a, AtomIndex b) {
    add_bond(model, a, b, BondOrder::kSingle);
    const ResidueIndex ra = model.atom(a).residue, rb = model.atom(b).residue;
    const ComponentAtom* fa = model.site(a).fact;
    const ComponentAtom* fb = model.site(b).fact;
    if (model.atom(a).element == Element::kS && model.atom(b).element == Element::kS) {
      findings.disulfides.emplace_back(ra, rb);
    } else if (!(fa != nullptr && fb != nullptr && fa->links && fb->links && rb == ra + 1)) {
      findings.links.emplace_back(ra, rb);
    }
  };
  for (std::size_t k = 0; k < model.sites.size(); ++k) {
    const auto a = static_cast<AtomIndex>(k);
    if (!may_link(model, a)) continue;
    const double radius = covalent_radius(model.atom(a).element);
    model.cells.within(model.atom(a).position, kLongestBond, [&](std::int32_t b, double d2) {
      if (b <= a || model.atom(b).residue == model.atom(a).residue || !may_link(model, b)) return;
      const ComponentAtom* fa = model.site(a).fact;
      const ComponentAtom* fb = model.site(b).fact;
      const bool polymer = fa != nullptr && fb != nullptr && fa->links && fb->links;
      const bool sulphurs = model.atom(a).element == Element::kS && model.atom(b).element == Element::kS;
      const double longest = radius + covalent_radius(model.atom(b).element) +
                             (polymer ? kLinkSlack : sulphurs ? kDisulfideSlack : kBondSlack);
      if (d2 <= longest * longest && d2 >= kShortestBond * kShortestBond) link(a, b);
    });
  }
  for (const StructureBond& bond : model.structure.bonds) {
    if (model.atom(bond.a).residue == model.atom(bond.b).residue || bonded(model, bond.a, bond.b)) continue;
    if (!may_link(model, bond.a) || !may_link(model, bond.b)) continue;
    const double longest = covalent_radius(model.atom(bond.a).element) + covalent_radius(model.atom(bond.b).element) +
                           kRecordedSlack;
    const double d = distance(model.atom(bond.a).position, model.atom(bond.b).position);
    if (d <= longest && d >= kShortestBond) link(std::min(bond.a, bond.b), std::max(bond.a, bond.b));
  }
}

void find_metals(ReceptorModel& model) {
  for (std::size_t k = 0; k < model.sites.size(); ++k) {
    const auto metal = static_cast<AtomIndex>(k);
    const Element element = model.atom(metal).element;
    if (!is_metal(element)) continue;
    model.cells.within(model.atom(metal).position, kLongestMetalBond, [&](std::int32_t i, double d2) {
      const Element other = model.atom(i).element;
      if (other != Element::kN && other != Element::kO && other != Element::kS && other != Element::kSe) return;
      const double longest = covalent_radius(element) + covalent_radius(other) + kMetalSlack;
      auto& metals = model.site(i).metals;
      if (d2 > longest * longest || std::find(metals.begin(), metals.end(), metal) != metals.end()) return;
      metals.push_back(metal);
    });
  }
}

/// What links to other residues take away: each bond beyond the one that the table counts on costs a hydrogen.
void settle_links(ReceptorModel& model) {
  for (ReceptorSite& site : model.sites) {
    if (site.fact == nullptr || site.hydrogens == 0) continue;
    int extra = site.fact->links ? -1 : 0;
    const SiteBond* last = nullptr;
    for (const SiteBond& bond : site.bonds) {
      if (!bond.other_residue) continue;
      ++extra;
      last = &bond;
    }
    if (extra <= 0) continue;
    if (site.charge > 0 && site.fact->element == Element::kN && last != nullptr) {
      // An amine that was joined to a carbonyl is an amide; to another sp2 carbon a Schiff base; both keep one
      // hydrogen.
      ReceptorSite& partner = model.site(last->atom);
      const bool carbonyl = std::any_of(partner.bonds.begin(), partner.bonds.end(), [&](const SiteBond& bond) {
        return bond.order == BondOrder::kDouble && model.atom(bond.atom).element == Element::kO;
      });
      if (carbonyl || partner.planar || partner.aromatic) {
        site.charge = carbonyl ? 0 : 1;
        site.hydrogens = 1;
        // The phenol beside the protonated Schiff base of pyridoxal has given its proton to it.
        const ResidueIndex r = model.atom(last->atom).residue;
        const AtomIndex phenol =
            model.structure.residues[static_cast<std::size_t>(r)].name == "PLP" ? model.find(r, "O3") : -1;
        if (phenol >= 0) {
          model.site(phenol).charge = -1;
          model.site(phenol).hydrogens = 0;
        }
        continue;
      }
    }
    site.hydrogens = static_cast<std::int8_t>(std::max(0, site.hydrogens - extra));
  }
}

void mark_planar(ReceptorModel& model) {
  std::vector<bool> pi(model.sites.size());
  for (std::size_t i = 0; i < pi.size(); ++i) {
    const ReceptorSite& site = model.sites[i];
    const Element element = model.structure.atoms[i].element;
    pi[i] = site.planar || site.aromatic || ((element == Element::kC || element == Element::kN) &&
            std::any_of(site.bonds.begin(), site.bonds.end(), [](const SiteBond& bond) {
              return bond.order == BondOrder::kDouble || bond.order == BondOrder::kAromatic;
            }));
  }
  for (std::size_t i = 0; i < pi.size(); ++i) {
    ReceptorSite& site = model.sites[i];
    const Element element = model.structure.atoms[i].element;
    site.planar = pi[i];
    if ((element != Element::kN && element != Element::kO) || site.planar) continue;
    const std::size_t links = site.bonds.size() + static_cast<std::size_t>(site.hydrogens);
    if (element == Element::kN && links >= 4) continue;
    site.planar = std::any_of(site.bonds.begin(), site.bonds.end(),
                              [&](const SiteBond& bond) { return pi[static_cast<std::size_t>(bond.atom)]; });
  }
}

/// All end oxygens of a carboxylate, phosphate or sulfonate share its charge.
void mark_acids(ReceptorModel& model) {
  for (std::size_t i = 0; i < model.sites.size(); ++i) {
    const ReceptorSite& oxygen = model.sites[i];
    if (model.structure.atoms[i].element != Element::kO || oxygen.charge >= 0 || oxygen.bonds.size() != 1) continue;
    for (const SiteBond& bond : model.site(oxygen.bonds.front().atom).bonds) {
      ReceptorSite& other = model.site(bond.atom);
      if (model.atom(bond.atom).element == Element::kO && other.bonds.size() == 1 && other.hydrogens == 0)
        other.acidic = true;
    }
  }
}

}  // namespace

ReceptorModel::ReceptorModel(Structure heavy, double at_ph)
    : structure(std::move(heavy)), sites(structure.atoms.size()), components(structure.residues.size(), nullptr),
      cells(positions_of(structure), 4.0), ph(at_ph) {}

AtomIndex ReceptorModel::find(ResidueIndex residue, std::string_view name) const {
  const Residue& r = structure.residues[static_cast<std::size_t>(residue)];
  for (AtomIndex a = r.first_atom; a < r.end_atom; ++a) {
    const ReceptorSite& s = site(a);
    if (s.fact != nullptr ? s.fact->name == name : atom(a).name == name) return a;
  }
  return -1;
}

std::string_view table_name(const Residue& residue, const Component& component, std::string_view name) {
  struct Spelling { std::string_view old, now; };
  static constexpr Spelling kAmino[] = {{"OT1", "O"}, {"OT2", "OXT"}, {"OT", "O"}};
  static constexpr Spelling kNucleic[] = {
      {"O1P", "OP1"}, {"O2P", "OP2"}, {"O3P", "OP3"}, {"C5M", "C7"}};
  if (component.kind == ResidueKind::kAminoAcid) {
    if (residue.name == "ILE" && name == "CD") return "CD1";
    if (component.code == "NME" && (name == "CA" || name == "CH3")) return "C";
    for (const Spelling& s : kAmino) {
      if (name == s.old) return s.now;
    }
  } else if (component.kind == ResidueKind::kNucleotide) {
    for (const Spelling& s : kNucleic) {
      if (name == s.old) return s.now;
    }
  } else if (component.kind == ResidueKind::kWater) {
    return component.atoms.front().name;   // O, OW, OH2, O1
  }
  return name;
}

void build_sites(ReceptorModel& model, ReceptorFindings& findings) {
  std::map<std::string_view, std::vector<const ComponentBond*>> recorded;   // what the entry itself says of components
  for (const ComponentBond& bond : model.structure.component_bonds) recorded[bond.component].push_back(&bond);

  const auto residues = static_cast<ResidueIndex>(model.structure.residues.size());
  for (ResidueIndex r = 0; r < residues; ++r) {
    const Residue& residue = model.structure.residues[static_cast<std::size_t>(r)];
    const Component* component = fitting_component(model.structure, residue);
    model.components[static_cast<std::size_t>(r)] = component;
    if (component != nullptr) apply_component(model, r, *component, findings);
  }
  find_links(model, findings);
  find_metals(model);
  settle_links(model);
  for (ResidueIndex r = 0; r < residues; ++r) {
    if (model.components[static_cast<std::size_t>(r)] != nullptr) continue;
    const Residue& residue = model.structure.residues[static_cast<std::size_t>(r)];
    const auto known = recorded.find(residue.name);
    const bool single = residue.end_atom - residue.first_atom == 1;
    perceive_residue(model, r, known != recorded.end() ? known->second : std::vector<const ComponentBond*>{});
    if (!single || model.atom(residue.first_atom).element == Element::kO) {
      (known != recorded.end() ? findings.from_entry : findings.guessed).push_back(r);
    }
  }
  mark_planar(model);
  mark_acids(model);
}

}  // namespace maek::mol
