// SPDX-License-Identifier: Apache-2.0
// The sentences in which receptor preparation tells what it found and decided.
#include "mol/internal/receptor_notes.h"

#include <algorithm>   // for std::min
#include <cstddef>     // for std::size_t
#include <utility>     // for std::pair

#include <fmt/format.h>   // for fmt::format

namespace maek::mol {
namespace {

constexpr std::size_t kNamed = 12;          // residues named in a sentence
constexpr std::size_t kMissingNamed = 20;   // incomplete residues named

template <class Item, class Name>
std::string listed(const std::vector<Item>& items, std::size_t limit, const char* between, Name&& name) {
  std::string text;
  for (std::size_t i = 0; i < std::min(items.size(), limit); ++i) text += (i == 0 ? "" : between) + name(items[i]);
  if (items.size() > limit) text += fmt::format(" and {} more", items.size() - limit);
  return text;
}

std::string pair_list(const Structure& structure, const std::vector<std::pair<ResidueIndex, ResidueIndex>>& pairs) {
  return listed(pairs, kNamed, ", ", [&](const auto& pair) {
    return residue_label(structure, pair.first) + " - " + residue_label(structure, pair.second);
  });
}

std::string histidine_sentence(const ReceptorModel& model, const ReceptorFindings& findings) {
  std::string text = fmt::format("{} histidine{}: ", findings.histidines, findings.histidines == 1 ? "" : "s");
  std::size_t told = 0;
  const auto part = [&](const std::vector<ResidueIndex>& residues, const char* where) {
    if (residues.empty()) return;
    told += residues.size();
    text += fmt::format("hydrogen on {} in {}; ", where, residue_list(model.structure, residues));
  };
  part(findings.his_delta, "ND1");
  part(findings.his_both, "both nitrogens (charged)");
  part(findings.his_none, "neither nitrogen");
  const std::size_t rest = findings.histidines - told;
  if (rest == 0) return text.substr(0, text.size() - 2);
  return text + (told == 0 ? "hydrogen on NE2" : fmt::format("on NE2 in the other {}", rest));
}

}  // namespace

std::string residue_list(const Structure& structure, const std::vector<ResidueIndex>& residues, std::size_t limit) {
  return listed(residues, limit, ", ", [&](ResidueIndex r) { return residue_label(structure, r); });
}

std::vector<std::string> receptor_notes(const ReceptorModel& model, const ReceptorFindings& findings) {
  const Structure& structure = model.structure;
  std::vector<std::string> notes;
  const auto tell = [&](const char* what, const std::vector<ResidueIndex>& residues) {
    if (!residues.empty()) notes.push_back(fmt::format("{}: {}", what, residue_list(structure, residues)));
  };

  std::vector<ResidueIndex> ions, cofactors, sugars, additives, ligands;
  for (std::size_t i = 0; i < structure.residues.size(); ++i) {
    const Residue& residue = structure.residues[i];
    const auto r = static_cast<ResidueIndex>(i);
    const Component* component = find_component(residue.name);
    if (component == nullptr) {
      const bool single = residue.end_atom - residue.first_atom == 1;
      const bool backbone = model.find(r, "N") >= 0 && model.find(r, "CA") >= 0 && model.find(r, "C") >= 0;
      if (single && is_metal(model.atom(residue.first_atom).element)) ions.push_back(r);
      else if (!backbone) ligands.push_back(r);
      continue;
    }
    switch (component->kind) {
      case ResidueKind::kIon: ions.push_back(r); break;
      case ResidueKind::kCofactor: cofactors.push_back(r); break;
      case ResidueKind::kSugar: sugars.push_back(r); break;
      case ResidueKind::kLigand: additives.push_back(r); break;
      default: break;
    }
  }
  tell("ions kept", ions);
  tell("cofactors kept", cofactors);
  tell("sugars kept", sugars);
  tell("buffer or cryoprotectant molecules kept (remove those that fill the pocket)", additives);
  tell("other small molecules kept as part of the receptor (remove the one that is to be docked)", ligands);

  if (findings.histidines > 0) notes.push_back(histidine_sentence(model, findings));
  tell("side chains whose O and N may be exchanged (other way round they fit better; left as they are)",
       findings.flips);
  if (!findings.disulfides.empty()) notes.push_back("disulfides: " + pair_list(structure, findings.disulfides));
  if (!findings.links.empty()) notes.push_back("covalent links: " + pair_list(structure, findings.links));
  tell("cysteines that hold a metal, without hydrogen", findings.metal_cysteines);
  if (!findings.ionised.empty()) {
    notes.push_back(fmt::format("not in their state at pH 7 (pH {}, or the residue's name says so): {}", model.ph,
                                residue_list(structure, findings.ionised)));
  }
  tell("charged N-termini", findings.n_termini);
  tell("charged C-termini", findings.c_termini);
  tell("the chain is broken before (neutral ends)", findings.breaks);
  if (!findings.missing.empty()) {
    notes.push_back(fmt::format("atoms are missing and were left so: {}",
                                listed(findings.missing, kMissingNamed, "; ", [](const std::string& s) { return s; })));
  }
  tell("warning: unknown to the component table, bonds and hydrogens guessed from distances", findings.guessed);
  tell("warning: unknown to the component table, hydrogens by valence from the file's own bonds", findings.from_entry);
  return notes;
}

}  // namespace maek::mol
