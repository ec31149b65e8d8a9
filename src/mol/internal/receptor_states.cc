// SPDX-License-Identifier: Apache-2.0
// Protonation states of a receptor: ends of chains, acids and bases at the pH, cysteines at metals, histidines by their
// partners.
#include <algorithm>   // for std::any_of, std::clamp
#include <cmath>       // for std::sqrt
#include <cstddef>     // for std::size_t
#include <string_view> // for std::string_view

#include "mol/internal/receptor_model.h"   // for ReceptorModel

namespace maek::mol {
namespace {

// Intrinsic pKa of groups in model peptides: Thurlkill, Grimsley, Scholtz, Pace 2006, Protein Sci. 15, 1214.
constexpr double kPkaCarboxyl = 3.67, kPkaAsp = 3.67, kPkaGlu = 4.25, kPkaHis = 6.54, kPkaAmino = 8.00, kPkaCys = 8.55,
                 kPkaTyr = 9.84, kPkaLys = 10.40;

constexpr double kPartnerReach = 3.5;    // Å: who is a hydrogen-bond partner of a ring nitrogen
constexpr double kAcidPartner = 0.3;     // weight from which an acid counts as a partner
constexpr double kDefaultBias = 0.05;    // the epsilon tautomer wins ties: it is the commoner one in water

bool is_transition(Element element) {
  for (const std::string_view hard : {"Li", "Na", "K", "Rb", "Cs", "Mg", "Ca", "Sr", "Ba"}) {
    if (symbol(element) == hard) return false;
  }
  return is_metal(element);
}

bool at_transition_metal(const ReceptorModel& model, AtomIndex i) {
  const auto& metals = model.site(i).metals;
  return std::any_of(metals.begin(), metals.end(),
                     [&](AtomIndex metal) { return is_transition(model.atom(metal).element); });
}

bool linked_outside(const ReceptorSite& site) {
  return std::any_of(site.bonds.begin(), site.bonds.end(), [](const SiteBond& bond) { return bond.other_residue; });
}

void settle_ends(ReceptorModel& model, ResidueIndex r, const Component& component, ReceptorFindings& findings) {
  const Residue& residue = model.structure.residues[static_cast<std::size_t>(r)];
  const Chain& chain = model.structure.chains[static_cast<std::size_t>(residue.chain)];
  if (component.kind == ResidueKind::kNucleotide) {
    const AtomIndex o3 = model.find(r, "O3'"), o5 = model.find(r, "O5'");
    if (o3 >= 0 && !linked_outside(model.site(o3))) model.site(o3).hydrogens = 1;
    if (o5 >= 0 && model.site(o5).bonds.size() == 1) model.site(o5).hydrogens = 1;
    return;
  }
  const AtomIndex oxt = model.find(r, "OXT");
  if (oxt >= 0) {
    findings.c_termini.push_back(r);
    if (model.ph < kPkaCarboxyl) {
      model.site(oxt).charge = 0;
      model.site(oxt).hydrogens = 1;
    }
  }
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    ReceptorSite& site = model.site(a);
    if (site.fact == nullptr || site.fact->element != Element::kN || !site.fact->links || linked_outside(site))
      continue;
    if (component.code == "NH2" || component.code == "NME") continue;
    const bool first = r == chain.first_residue ||
                       model.components[static_cast<std::size_t>(r - 1)] == nullptr ||
                       model.components[static_cast<std::size_t>(r - 1)]->kind != ResidueKind::kAminoAcid;
    const int heavy = static_cast<int>(site.bonds.size());
    if (first && residue.label_number <= 1) {
      const bool charged = model.ph < kPkaAmino;
      site.planar = false;
      site.charge = charged ? 1 : 0;
      site.hydrogens = static_cast<std::int8_t>(std::max(0, (charged ? 4 : 3) - heavy));
      if (charged) findings.n_termini.push_back(r);
    } else {
      // The residue before is not in the model: an amide whose other half is missing, not an ammonium.
      site.planar = true;
      site.charge = 0;
      site.hydrogens = heavy == 1 ? 1 : 0;
      ++site.absent;
      findings.breaks.push_back(r);
    }
  }
}

/// Of two acid oxygens the one nearer to another acceptor takes the proton; a residue that is named ASH or GLH has it
/// on the second.
void protonate_acid(ReceptorModel& model, ResidueIndex r, std::string_view name_1, std::string_view name_2,
                    bool named) {
  const AtomIndex a = model.find(r, name_1), b = model.find(r, name_2);
  if (a < 0 || b < 0) return;
  const auto nearest = [&](AtomIndex oxygen) {
    double least = 100;
    model.cells.within(model.atom(oxygen).position, 3.6, [&](std::int32_t i, double d2) {
      if (model.atom(i).residue != r && accepts(model, i)) least = std::min(least, d2);
    });
    return least;
  };
  const AtomIndex chosen = !named && nearest(a) < nearest(b) - 1e-9 ? a : b;
  for (const AtomIndex oxygen : {a, b}) {
    model.site(oxygen).charge = 0;
    model.site(oxygen).acidic = false;
    model.site(oxygen).hydrogens = oxygen == chosen ? 1 : 0;
  }
}

void settle_side_chain(ReceptorModel& model, ResidueIndex r, const Component& component, ReceptorFindings& findings) {
  const Residue& residue = model.structure.residues[static_cast<std::size_t>(r)];
  const std::string_view code = component.code, given = residue.name;
  const auto set = [&](std::string_view name, int charge, int hydrogens) {
    const AtomIndex i = model.find(r, name);
    if (i < 0 || linked_outside(model.site(i))) return;
    model.site(i).charge = static_cast<std::int8_t>(charge);
    model.site(i).hydrogens = static_cast<std::int8_t>(hydrogens);
    findings.ionised.push_back(r);
  };
  if (code == "ASP" && (given == "ASH" || model.ph < kPkaAsp)) {
    protonate_acid(model, r, "OD1", "OD2", given == "ASH");
    findings.ionised.push_back(r);
  } else if (code == "GLU" && (given == "GLH" || model.ph < kPkaGlu)) {
    protonate_acid(model, r, "OE1", "OE2", given == "GLH");
    findings.ionised.push_back(r);
  } else if (code == "LYS" && (given == "LYN" || model.ph > kPkaLys)) {
    set("NZ", 0, 2);
  } else if (code == "TYR" && model.ph > kPkaTyr) {
    set("OH", -1, 0);
  } else if (code == "CYS") {
    const AtomIndex sulphur = model.find(r, "SG");
    if (sulphur < 0) return;
    if (!model.site(sulphur).metals.empty() && !linked_outside(model.site(sulphur))) {
      model.site(sulphur).charge = -1;
      model.site(sulphur).hydrogens = 0;
      findings.metal_cysteines.push_back(r);
    } else if (given == "CYM" || model.ph > kPkaCys) {
      set("SG", -1, 0);
    } else if (given == "CYX") {
      set("SG", 0, 0);
    }
  }
}

/// An amine, backbone amide or phenol that holds a transition metal by its lone pair has given a proton away. Side-chain
/// amides are left alone: their N at a metal is more likely an O (see amide_flips.cc).
void settle_metal_ligands(ReceptorModel& model) {
  for (std::size_t k = 0; k < model.sites.size(); ++k) {
    const auto i = static_cast<AtomIndex>(k);
    ReceptorSite& site = model.sites[k];
    if (site.hydrogens == 0 || site.fact == nullptr || !at_transition_metal(model, i)) continue;
    if (site.fact->element == Element::kN && (site.charge > 0 || site.fact->name == "N")) {
      --site.hydrogens;
      if (site.charge > 0) --site.charge;
    } else if (site.fact->element == Element::kO && site.planar) {
      site.hydrogens = 0;
      site.charge = -1;
    }
  }
}

/// What stands around a ring nitrogen: weights 0 to 1.5 by distance and kind.
struct Partners {
  double acceptor = 0, donor = 0, acid = 0;
  bool metal = false, blocked = false;
};

Partners partners_of(const ReceptorModel& model, AtomIndex nitrogen) {
  Partners found;
  const ReceptorSite& site = model.site(nitrogen);
  found.metal = !site.metals.empty();
  found.blocked = linked_outside(site);
  const Position centre = model.atom(nitrogen).position;
  Position outward;
  for (const SiteBond& bond : site.bonds) outward += normalized(centre - model.atom(bond.atom).position);
  outward = normalized(outward);
  model.cells.within(centre, kPartnerReach, [&](std::int32_t i, double d2) {
    if (model.atom(i).residue == model.atom(nitrogen).residue && model.atom(i).name != "N" && model.atom(i).name != "O")
      return;
    const double d = std::sqrt(d2);
    const double in_line = d > 0 ? dot(outward, (model.atom(i).position - centre) / d) : 0;
    if (in_line < 0.6) return;   // above or beside the ring: no hydrogen bond in its plane
    const double weight = std::clamp((3.7 - d) / 0.8, 0.0, 1.0) * in_line;
    const ReceptorSite& other = model.site(i);
    const bool takes = accepts(model, i), gives = other.hydrogens > 0;
    if (takes && gives) return;   // hydroxyls and water turn as needed
    const Component* component = model.components[static_cast<std::size_t>(model.atom(i).residue)];
    const bool undecided = component != nullptr && component->code == "HIS" &&
                           model.atom(i).residue > model.atom(nitrogen).residue && other.fact->aromatic;
    if (undecided) return;        // a histidine whose turn comes later looks at this one
    if (takes && (other.acidic || other.charge < 0)) {
      found.acid = std::max(found.acid, weight);
      found.acceptor = std::max(found.acceptor, 1.5 * weight);
    } else if (takes && model.atom(i).element != Element::kS) {
      found.acceptor = std::max(found.acceptor, weight);
    } else if (gives) {
      found.donor = std::max(found.donor, weight);
    }
  });
  return found;
}

void settle_histidine(ReceptorModel& model, ResidueIndex r, ReceptorFindings& findings) {
  const AtomIndex delta = model.find(r, "ND1"), epsilon = model.find(r, "NE2");
  if (delta < 0 || epsilon < 0) return;
  ++findings.histidines;
  const std::string_view given = model.structure.residues[static_cast<std::size_t>(r)].name;
  const Partners at_delta = partners_of(model, delta), at_epsilon = partners_of(model, epsilon);
  const bool delta_free = !at_delta.metal && !at_delta.blocked, epsilon_free = !at_epsilon.metal && !at_epsilon.blocked;
  bool on_delta = false, on_epsilon = false;
  const bool file_delta = !model.site(delta).placed.empty(), file_epsilon = !model.site(epsilon).placed.empty();
  const bool named_delta = given == "HID" || given == "HSD" || given == "HIP" || given == "HSP";
  const bool named_epsilon = given == "HIE" || given == "HSE" || given == "HIP" || given == "HSP";
  if (file_delta || file_epsilon) {
    on_delta = file_delta;
    on_epsilon = file_epsilon;
  } else if (named_delta || named_epsilon) {
    on_delta = named_delta;
    on_epsilon = named_epsilon;
  } else if (at_delta.blocked || at_epsilon.blocked) {
    // Three bonds already at one nitrogen: the other one keeps its lone pair.
  } else if (!delta_free || !epsilon_free) {
    on_delta = delta_free;
    on_epsilon = epsilon_free;
  } else if ((at_delta.acid > kAcidPartner && at_epsilon.acid > kAcidPartner) || model.ph < kPkaHis) {
    on_delta = on_epsilon = true;
  } else {
    const double hid = at_delta.acceptor - at_delta.donor + at_epsilon.donor - at_epsilon.acceptor;
    on_delta = hid > kDefaultBias;
    on_epsilon = !on_delta;
  }
  model.site(delta).hydrogens = on_delta ? 1 : 0;
  model.site(epsilon).hydrogens = on_epsilon ? 1 : 0;
  model.site(delta).charge = on_delta && on_epsilon ? 1 : 0;
  model.site(epsilon).charge = 0;
  if (on_delta && on_epsilon) findings.his_both.push_back(r);
  else if (on_delta) findings.his_delta.push_back(r);
  else if (!on_epsilon) findings.his_none.push_back(r);
}

}  // namespace

void assign_states(ReceptorModel& model, ReceptorFindings& findings) {
  const auto residues = static_cast<ResidueIndex>(model.structure.residues.size());
  for (ResidueIndex r = 0; r < residues; ++r) {
    const Component* component = model.components[static_cast<std::size_t>(r)];
    if (component == nullptr) continue;
    if (component->kind != ResidueKind::kAminoAcid && component->kind != ResidueKind::kNucleotide) continue;
    settle_ends(model, r, *component, findings);
    settle_side_chain(model, r, *component, findings);
  }
  settle_metal_ligands(model);
  // A file that shows more hydrogens than the rules is believed: it knows its protonation.
  for (ReceptorSite& site : model.sites) {
    const auto shown = static_cast<std::int8_t>(std::min<std::size_t>(site.placed.size(), 4));
    if (shown <= site.hydrogens) continue;
    site.hydrogens = shown;
    if (site.charge < 0) site.charge = 0;
  }
  for (ResidueIndex r = 0; r < residues; ++r) {
    const Component* component = model.components[static_cast<std::size_t>(r)];
    if (component != nullptr && component->code == "HIS") settle_histidine(model, r, findings);
  }
  findings.flips = possible_flips(model);
}

}  // namespace maek::mol
