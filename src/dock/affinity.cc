// SPDX-License-Identifier: Apache-2.0
#include "dock/affinity.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "dock/energy.h"
#include "dock/pair_energy.h"
#include "mol/interactions.h"
#include "mol/surface.h"

namespace maek::dock {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::array kNames = {
    "vina"sv, "vinardo"sv, "inter"sv, "inter_vinardo"sv, "intra"sv, "intra_vinardo"sv, "rotors"sv,
    "g05"sv, "g05o1"sv, "g15"sv, "g2o3"sv, "rep0"sv, "rep4"sv, "rep_polar"sv, "hyd"sv, "hyd3"sv, "nonhyd"sv, "hb0"sv, "hb4"sv, "dd_aa"sv, "phob_polar"sv, "polar_phob"sv,
    "arom_c"sv, "hal_pair"sv,
    "near4"sv, "near6"sv, "near8"sv, "near12"sv,
    "sasa_free"sv, "sasa_buried"sv, "buried_c"sv, "buried_n_o"sv, "buried_hal_s"sv, "exposed_c"sv, "exposed_pol"sv, "prot_buried_c"sv, "prot_buried_pol"sv,
    "buried_fraction"sv,
    "i_hb"sv, "i_salt"sv, "i_hphob"sv, "i_stack"sv, "i_catpi"sv, "i_hal"sv, "i_metal"sv, "unsat"sv, "unsat_charge"sv, "deep"sv,
    "heavy"sv, "mw"sv, "logp"sv, "mr"sv, "tpsa"sv, "hbd"sv, "hba"sv, "rotb"sv, "rings"sv, "arom_rings"sv, "fsp3"sv, "charge"sv, "abs_charge"sv, "halogens"sv,
    "receptor_charge"sv};

double step(double x, double bad, double good) { return x >= bad ? 0 : x <= good ? 1 : (bad - x) / (bad - good); }
double gauss(double x, double o, double w) { const double t = (x - o) / w; return std::exp(-t * t); }

}  // namespace

std::span<const std::string_view> affinity_feature_names() { return kNames; }

std::vector<double> affinity_features(const DockReceptor& receptor, const System& system, std::span<const Position> x,
                                      const mol::Molecule& pose, const mol::Descriptors& d) {
  std::vector<double> f(kNames.size(), 0);
  const auto at = [&](std::string_view name) -> double& {
    return f[static_cast<std::size_t>(std::find(kNames.begin(), kNames.end(), name) - kNames.begin())];
  };
  const EnergyModel vina(system, ScoringFunction::vina(), EnergyMode::kContinuous);
  const EnergyModel vinardo(system, ScoringFunction::vinardo(), EnergyMode::kContinuous);
  const Terms tv = vina.terms(x), to = vinardo.terms(x);
  at("vina") = tv.score; at("vinardo") = to.score; at("inter") = tv.inter(); at("inter_vinardo") = to.inter();
  at("intra") = tv.intra(); at("intra_vinardo") = to.intra(); at("rotors") = tv.rotors;

  std::vector<double> pair(17, 0);
  const auto& radius = ScoringFunction::vina().radius;
  double &g05 = at("g05"), &g05o1 = at("g05o1"), &g15 = at("g15"), &g2o3 = at("g2o3"), &rep0 = at("rep0"), &rep4 = at("rep4"),
         &rep_polar = at("rep_polar"), &hyd = at("hyd"), &hyd3 = at("hyd3"), &nonhyd = at("nonhyd"), &hb0 = at("hb0"), &hb4 = at("hb4"),
         &dd = at("dd_aa"), &pp = at("phob_polar"), &pp2 = at("polar_phob"), &arom = at("arom_c"), &hal = at("hal_pair"),
         &near4 = at("near4"), &near6 = at("near6"), &near8 = at("near8"), &near12 = at("near12");
  int heavy = 0;
  for (std::size_t i = 0; i < system.ligand.atoms.size(); ++i) {
    const XsType a = system.ligand.atoms[i].xs;
    if (!meets_receptor(a)) continue;
    ++heavy;
    system.receptor.cells->within(x[i], 12, [&](std::int32_t j, double d2) {
      const double r = std::sqrt(d2);
      const XsType b = system.receptor.types[static_cast<std::size_t>(j)];
      near12 += 1; near8 += r < 8; near6 += r < 6; near4 += r < 4;
      if (r >= 8) return;
      const double s = r - radius[static_cast<std::size_t>(a)] - radius[static_cast<std::size_t>(b)];
      g05 += gauss(s, 0, 0.5); g05o1 += gauss(s, 1, 0.5); g15 += gauss(s, 0, 1.5); g2o3 += gauss(s, 3, 2);
      const bool ha = is_hydrophobic(a), hb = is_hydrophobic(b), hbond = can_hydrogen_bond(a, b);
      rep0 += s < 0 ? s * s : 0;
      rep4 += s < -0.4 ? (s + 0.4) * (s + 0.4) : 0;
      if (ha && hb) { hyd += step(s, 1.5, 0.5); hyd3 += step(s, 3, 0.5); }
      if (!ha && !hb) { nonhyd += step(s, 1.5, 0.5); if (!hbond) rep_polar += s < 0 ? s * s : 0; }
      if (hbond) { hb0 += step(s, 0, -0.7); hb4 += step(s, 0.4, -0.7); }
      else if (!ha && !hb && (is_donor(a) || is_acceptor(a)) && (is_donor(b) || is_acceptor(b))) dd += step(s, 0.4, -0.7);
      if (ha && !hb) pp += step(s, 1.5, 0.5);
      if (!ha && hb) pp2 += step(s, 1.5, 0.5);
      const auto ar = receptor.typed.atoms[static_cast<std::size_t>(system.receptor.source[static_cast<std::size_t>(j)])].type == mol::AutodockType::A;
      const auto al = system.ligand.atoms[i].type == mol::AutodockType::A;
      if (ar && al) arom += step(s, 1.5, 0.5);
      if (a == XsType::F_H || a == XsType::Cl_H || a == XsType::Br_H || a == XsType::I_H) hal += step(s, 1.5, 0.5);
    });
  }
  // Surfaces.
  std::vector<mol::Sphere> ligand, around;
  std::vector<std::size_t> ligand_atom, around_atom;
  for (std::size_t i = 0; i < pose.atoms().size(); ++i) {
    if (pose.atoms()[i].element == mol::Element::kH) continue;
    ligand.push_back({pose.positions()[i], mol::vdw_radius(pose.atoms()[i].element)});
    ligand_atom.push_back(i);
  }
  std::vector<char> close(receptor.structure.atoms.size(), 0);
  std::vector<Position> all;
  for (const auto& a : receptor.structure.atoms) all.push_back(a.position);
  const mol::CellList cells(all, 6);
  for (const auto& s : ligand) cells.within(s.centre, 14, [&](std::int32_t j, double d2) { char& c = close[static_cast<std::size_t>(j)]; c = std::max<char>(c, d2 < 49 ? 2 : 1); });
  std::vector<mol::Sphere> pocket, outer;
  std::vector<mol::Element> pocket_element;
  for (std::size_t j = 0; j < all.size(); ++j) {
    const auto& a = receptor.structure.atoms[j];
    if (a.element == mol::Element::kH || close[j] == 0) continue;
    const mol::Sphere s{a.position, mol::vdw_radius(a.element)};
    if (close[j] == 2) { pocket.push_back(s); pocket_element.push_back(a.element); } else outer.push_back(s);
  }
  around = pocket; around.insert(around.end(), outer.begin(), outer.end());
  const auto free = mol::accessible_surface(ligand, {});
  const auto bound = mol::accessible_surface(ligand, around);
  const auto pocket_free = mol::accessible_surface(pocket, outer);
  auto others = outer; others.insert(others.end(), ligand.begin(), ligand.end());
  const auto pocket_bound = mol::accessible_surface(pocket, others);
  const auto interactions = mol::find_interactions(receptor.structure, pose);
  std::vector<char> bonded(pose.atoms().size(), 0);
  for (const auto& i : interactions) {
    switch (i.kind) {
      case mol::InteractionKind::kHydrogenBond: at("i_hb") += 1; bonded[static_cast<std::size_t>(i.ligand_atom)] = 1; break;
      case mol::InteractionKind::kSaltBridge: at("i_salt") += 1; bonded[static_cast<std::size_t>(i.ligand_atom)] = 1; break;
      case mol::InteractionKind::kHydrophobic: at("i_hphob") += 1; break;
      case mol::InteractionKind::kPiStacking: at("i_stack") += 1; break;
      case mol::InteractionKind::kCationPi: at("i_catpi") += 1; break;
      case mol::InteractionKind::kHalogenBond: at("i_hal") += 1; break;
      case mol::InteractionKind::kMetal: at("i_metal") += 1; bonded[static_cast<std::size_t>(i.ligand_atom)] = 1; break;
      default: break;
    }
  }
  double free_sum = 0, buried_sum = 0;
  for (std::size_t k = 0; k < ligand.size(); ++k) {
    const auto& a = pose.atoms()[ligand_atom[k]];
    const double buried = free[k] - bound[k];
    free_sum += free[k]; buried_sum += buried;
    if (a.element == mol::Element::kC) { at("buried_c") += buried; at("exposed_c") += bound[k]; }
    else if (a.element == mol::Element::kN || a.element == mol::Element::kO) {
      at("buried_n_o") += buried; at("exposed_pol") += bound[k];
      if (bound[k] < 2 && free[k] > 5 && !bonded[ligand_atom[k]]) at("unsat") += 1;
      if (a.formal_charge != 0 && !bonded[ligand_atom[k]]) at("unsat_charge") += 1;
    } else at("buried_hal_s") += buried;
    at("deep") += bound[k] < 0.5;
  }
  at("sasa_free") = free_sum; at("sasa_buried") = buried_sum; at("buried_fraction") = buried_sum / std::max(1.0, free_sum);
  for (std::size_t k = 0; k < pocket.size(); ++k) {
    const double buried = pocket_free[k] - pocket_bound[k];
    at(pocket_element[k] == mol::Element::kC || pocket_element[k] == mol::Element::kS ? "prot_buried_c" : "prot_buried_pol") += buried;
  }
  at("heavy") = d.heavy_atoms; at("mw") = d.molecular_weight; at("logp") = d.log_p; at("mr") = d.molar_refractivity; at("tpsa") = d.polar_surface;
  at("hbd") = d.donors; at("hba") = d.acceptors; at("rotb") = d.rotatable_bonds; at("rings") = d.rings; at("arom_rings") = d.aromatic_rings;
  at("fsp3") = d.fraction_sp3; at("charge") = d.formal_charge; at("abs_charge") = std::abs(d.formal_charge); at("halogens") = d.halogens;
  for (const auto& a : receptor.structure.atoms) {
    if (a.formal_charge == 0) continue;
    double best = 1e9;
    for (const auto& s : ligand) best = std::min(best, mol::squared_distance(s.centre, a.position));
    if (best < 64) at("receptor_charge") += a.formal_charge;
  }
  return f;
}

}  // namespace maek::dock
