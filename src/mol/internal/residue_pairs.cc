// SPDX-License-Identifier: Apache-2.0
#include "mol/internal/residue_pairs.h"

#include <algorithm>   // for std::find
#include <array>       // for std::array
#include <cstddef>     // for std::size_t

#include "mol/internal/protein_chain.h"   // for find_atom
#include "mol/superpose.h"                // for superpose

namespace maek::mol {
namespace {

constexpr std::array<std::string_view, 4> kBackbone{"N", "CA", "C", "O"};

const Atom& atom_at(const Structure& s, AtomIndex a) { return s.atoms[static_cast<std::size_t>(a)]; }
const Residue& residue_at(const Structure& s, ResidueIndex r) { return s.residues[static_cast<std::size_t>(r)]; }

bool is_heavy(const Atom& atom) { return atom.element != Element::kH; }

/// The atom of a model residue to pair with; -1 when the residue or the atom is not there.
AtomIndex counterpart(const Structure& model, ResidueIndex residue, std::string_view name) {
  return residue < 0 ? -1 : find_atom(model, residue, name);
}

}  // namespace

std::vector<std::pair<std::string_view, std::string_view>> exchangeable_names(std::string_view component) {
  if (component == "ARG") return {{"NH1", "NH2"}};
  if (component == "ASP") return {{"OD1", "OD2"}};
  if (component == "GLU") return {{"OE1", "OE2"}};
  if (component == "LEU") return {{"CD1", "CD2"}};
  if (component == "VAL") return {{"CG1", "CG2"}};
  if (component == "PHE" || component == "TYR") return {{"CD1", "CD2"}, {"CE1", "CE2"}};
  return {};
}

PairedAtoms shared_ca(const Structure& model, const Structure& reference, const std::vector<PairedResidue>& residues) {
  PairedAtoms out;
  for (const PairedResidue& p : residues) {
    const AtomIndex m = counterpart(model, p.model, "CA"), r = find_atom(reference, p.reference, "CA");
    if (m < 0 || r < 0) continue;
    out.model.push_back(atom_at(model, m).position);
    out.reference.push_back(atom_at(reference, r).position);
  }
  return out;
}

PairedAtoms shared_backbone(const Structure& model, const Structure& reference,
                            const std::vector<PairedResidue>& residues) {
  PairedAtoms out;
  for (const PairedResidue& p : residues) {
    for (const std::string_view name : kBackbone) {
      const AtomIndex m = counterpart(model, p.model, name), r = find_atom(reference, p.reference, name);
      if (m < 0 || r < 0) continue;
      out.model.push_back(atom_at(model, m).position);
      out.reference.push_back(atom_at(reference, r).position);
    }
  }
  return out;
}

PairedAtoms shared_heavy(const Structure& model, const Structure& reference,
                         const std::vector<PairedResidue>& residues) {
  const PairedAtoms ca = shared_ca(model, reference, residues);
  Superposition fit;
  if (const auto found = superpose(ca.model, ca.reference)) fit = *found;
  PairedAtoms out;
  for (const PairedResidue& p : residues) {
    if (p.model < 0) continue;
    const Residue& r = residue_at(reference, p.reference);
    const bool equal = r.name == residue_at(model, p.model).name;
    std::vector<std::pair<std::string_view, std::size_t>> placed;   // name, index in `out`
    for (AtomIndex a = r.first_atom; a < r.end_atom; ++a) {
      const Atom& atom = atom_at(reference, a);
      if (!is_heavy(atom)) continue;
      if (!equal && std::find(kBackbone.begin(), kBackbone.end(), atom.name) == kBackbone.end()) continue;
      const AtomIndex m = find_atom(model, p.model, atom.name);
      if (m < 0) continue;
      placed.emplace_back(atom.name, out.model.size());
      out.model.push_back(atom_at(model, m).position);
      out.reference.push_back(atom.position);
    }
    if (!equal) continue;
    std::vector<std::pair<std::size_t, std::size_t>> trades;
    double as_named = 0, traded = 0;
    for (const auto& [first, second] : exchangeable_names(r.name)) {
      std::size_t i = out.model.size(), j = i;
      for (const auto& [name, at] : placed) {
        if (name == first) i = at;
        if (name == second) j = at;
      }
      if (i == out.model.size() || j == out.model.size()) continue;
      trades.emplace_back(i, j);
      const Position x = fit.apply(out.model[i]), y = fit.apply(out.model[j]);
      as_named += squared_distance(x, out.reference[i]) + squared_distance(y, out.reference[j]);
      traded += squared_distance(y, out.reference[i]) + squared_distance(x, out.reference[j]);
    }
    if (traded < as_named) {
      for (const auto& [i, j] : trades) std::swap(out.model[i], out.model[j]);
    }
  }
  return out;
}

LddtAtoms lddt_atoms(const Structure& model, const Structure& reference, const std::vector<PairedResidue>& residues,
                     bool ca_only) {
  LddtAtoms out;
  for (std::size_t k = 0; k < residues.size(); ++k) {
    const PairedResidue& p = residues[k];
    out.chain.push_back(p.chain);
    out.number.push_back(p.number);
    const Residue& r = residue_at(reference, p.reference);
    const std::size_t first = out.reference.size();
    std::vector<std::string_view> names;
    for (AtomIndex a = r.first_atom; a < r.end_atom; ++a) {
      const Atom& atom = atom_at(reference, a);
      if (!is_heavy(atom) || (ca_only && atom.name != "CA")) continue;
      const AtomIndex m = counterpart(model, p.model, atom.name);
      names.push_back(atom.name);
      out.reference.push_back(atom.position);
      out.model.push_back(m < 0 ? Position{} : atom_at(model, m).position);
      out.in_model.push_back(m < 0 ? 0 : 1);
      out.residue.push_back(static_cast<std::int32_t>(k));
    }
    if (ca_only) continue;
    for (const auto& [one, two] : exchangeable_names(r.name)) {
      const auto i = std::find(names.begin(), names.end(), one), j = std::find(names.begin(), names.end(), two);
      if (i == names.end() || j == names.end()) continue;
      out.exchanges.emplace_back(static_cast<std::int32_t>(first) + static_cast<std::int32_t>(i - names.begin()),
                                 static_cast<std::int32_t>(first) + static_cast<std::int32_t>(j - names.begin()));
    }
  }
  return out;
}

std::vector<InterfaceResidue> interface_residues(const Structure& model, const Structure& reference,
                                                 const std::vector<PairedResidue>& residues) {
  std::vector<InterfaceResidue> out;
  for (const PairedResidue& p : residues) {
    InterfaceResidue one;
    const Residue& r = residue_at(reference, p.reference);
    for (AtomIndex a = r.first_atom; a < r.end_atom; ++a) {
      if (is_heavy(atom_at(reference, a))) one.reference.push_back(atom_at(reference, a).position);
    }
    if (p.model >= 0) {
      const Residue& m = residue_at(model, p.model);
      for (AtomIndex a = m.first_atom; a < m.end_atom; ++a) {
        if (is_heavy(atom_at(model, a))) one.model.push_back(atom_at(model, a).position);
      }
    }
    for (std::size_t k = 0; k < kBackbone.size(); ++k) {
      const AtomIndex m = counterpart(model, p.model, kBackbone[k]),
                      at = find_atom(reference, p.reference, kBackbone[k]);
      if (m < 0 || at < 0) continue;
      one.in_both[k] = 1;
      one.model_backbone[k] = atom_at(model, m).position;
      one.reference_backbone[k] = atom_at(reference, at).position;
    }
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace maek::mol
