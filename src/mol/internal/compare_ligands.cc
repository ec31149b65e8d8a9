// SPDX-License-Identifier: Apache-2.0
#include "mol/internal/compare_ligands.h"

#include <algorithm>   // for std::sort
#include <cmath>       // for std::sqrt
#include <optional>    // for std::optional
#include <set>         // for std::set
#include <tuple>       // for std::tuple

#include <fmt/format.h>

#include "mol/internal/protein_chain.h"   // for find_atom
#include "mol/internal/residue_pairs.h"   // for shared_ca
#include "mol/molecule.h"                 // for molecule_from_residue
#include "mol/symmetry.h"                 // for rmsd_to_reference

namespace maek::mol {
namespace {

constexpr int kLeastAtoms = 4;   // heavy atoms: ions and lone atoms are no ligands

std::vector<ResidueIndex> ligands_of(const Structure& s) {
  std::vector<ResidueIndex> out;
  for (std::size_t r = 0; r < s.residues.size(); ++r) {
    const Residue& residue = s.residues[r];
    if (residue.kind != ResidueKind::kLigand && residue.kind != ResidueKind::kCofactor &&
        residue.kind != ResidueKind::kUnknown) {
      continue;
    }
    int heavy = 0;
    for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a)
      heavy += s.atoms[static_cast<std::size_t>(a)].element != Element::kH ? 1 : 0;
    if (heavy >= kLeastAtoms) out.push_back(static_cast<ResidueIndex>(r));
  }
  return out;
}

std::string codes(const Structure& s, const std::vector<ResidueIndex>& ligands) {
  std::set<std::string> names;
  for (const ResidueIndex r : ligands) names.insert(s.residues[static_cast<std::size_t>(r)].name);
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

/// RMSD by atom names; nothing when the names differ.
std::optional<double> rmsd_by_name(const Structure& model, ResidueIndex m, const Structure& reference, ResidueIndex r,
                                   const Superposition& move) {
  const Residue& residue = reference.residues[static_cast<std::size_t>(r)];
  double sum = 0;
  int count = 0, model_count = 0;
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    const Atom& atom = reference.atoms[static_cast<std::size_t>(a)];
    if (atom.element == Element::kH) continue;
    const AtomIndex other = find_atom(model, m, atom.name);
    if (other < 0) return std::nullopt;
    sum += squared_distance(move.apply(model.atoms[static_cast<std::size_t>(other)].position), atom.position);
    ++count;
  }
  const Residue& model_residue = model.residues[static_cast<std::size_t>(m)];
  for (AtomIndex a = model_residue.first_atom; a < model_residue.end_atom; ++a)
    model_count += model.atoms[static_cast<std::size_t>(a)].element != Element::kH ? 1 : 0;
  if (count == 0 || model_count != count) return std::nullopt;
  return std::sqrt(sum / count);
}

std::optional<double> symmetric_rmsd_of(const Molecule& model, const Molecule& reference, const Superposition& move) {
  std::vector<Position> moved;
  for (const Position p : model.positions()) moved.push_back(move.apply(p));
  const auto found = rmsd_to_reference(model.with_positions(std::move(moved)), reference);
  if (!found) return std::nullopt;
  return *found;
}

/// CA pairs near a ligand of the reference, superposed.
std::pair<Superposition, int> fit_pocket(const Structure& model, const Structure& reference, const Comparison& protein,
                                         ResidueIndex ligand) {
  const Residue& residue = reference.residues[static_cast<std::size_t>(ligand)];
  std::vector<Position> from, to;
  for (const ResidueComparison& p : protein.residues) {
    const PairedAtoms pair = shared_ca(model, reference, {{p.model, p.reference, 0, 0}});
    if (pair.model.empty()) continue;
    const Position ca = pair.reference.front();
    bool near = false;
    for (AtomIndex a = residue.first_atom; a < residue.end_atom && !near; ++a) {
      const Atom& atom = reference.atoms[static_cast<std::size_t>(a)];
      near = atom.element != Element::kH && squared_distance(atom.position, ca) <= kPocketRadius * kPocketRadius;
    }
    if (!near) continue;
    from.push_back(pair.model.front());
    to.push_back(ca);
  }
  const auto found = superpose(from, to);
  return {from.size() >= 3 && found ? *found : protein.whole.ca.superposition, static_cast<int>(from.size())};
}

}  // namespace

Expected<std::vector<LigandComparison>> compare_ligands(const Structure& model, const Structure& reference,
                                                        const Comparison& protein, std::vector<std::string>& notes) {
  const auto models = ligands_of(model), references = ligands_of(reference);
  if (models.empty() || references.empty()) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("there is no ligand in the {}", models.empty() ? "model" : "reference"), "ligands",
                 "Leave --ligands out, or give the structure with its ligand"};
  }
  std::vector<LigandComparison> all;
  for (const ResidueIndex r : references) {
    const auto [pocket, pocket_residues] = fit_pocket(model, reference, protein, r);
    for (const ResidueIndex m : models) {
      if (model.residues[static_cast<std::size_t>(m)].name != reference.residues[static_cast<std::size_t>(r)].name)
        continue;
      LigandComparison one{m, r, 0, 0, pocket_residues, true};
      const auto from = molecule_from_residue(model, m, nullptr);
      const auto to = molecule_from_residue(reference, r, nullptr);
      std::optional<double> global, local;
      if (from && to) {
        global = symmetric_rmsd_of(*from, *to, protein.whole.ca.superposition);
        local = symmetric_rmsd_of(*from, *to, pocket);
      }
      if (!global || !local) {
        one.symmetry = false;
        global = rmsd_by_name(model, m, reference, r, protein.whole.ca.superposition);
        local = rmsd_by_name(model, m, reference, r, pocket);
      }
      if (!global || !local) continue;
      one.rmsd_global = *global;
      one.rmsd_pocket = *local;
      all.push_back(one);
    }
  }
  if (all.empty()) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("the ligands differ: the model has {}, the reference {}", codes(model, models),
                             codes(reference, references)),
                 "ligands", "Ligands are compared where component code and heavy atoms are the same"};
  }
  std::sort(all.begin(), all.end(), [](const LigandComparison& a, const LigandComparison& b) {
    return std::tuple(a.rmsd_pocket, a.reference, a.model) < std::tuple(b.rmsd_pocket, b.reference, b.model);
  });
  std::set<ResidueIndex> used_model, used_reference;
  std::vector<LigandComparison> out;
  for (const LigandComparison& one : all) {
    if (used_model.contains(one.model) || used_reference.contains(one.reference)) continue;
    used_model.insert(one.model);
    used_reference.insert(one.reference);
    out.push_back(one);
  }
  std::sort(out.begin(), out.end(),
            [](const LigandComparison& a, const LigandComparison& b) { return a.reference < b.reference; });
  for (const LigandComparison& one : out) {
    if (one.symmetry) continue;
    notes.push_back(fmt::format("the bonds of {} are not known: its atoms were paired by name, without symmetry",
                                residue_label(reference, one.reference)));
  }
  return out;
}

}  // namespace maek::mol
