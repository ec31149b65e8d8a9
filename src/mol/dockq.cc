// SPDX-License-Identifier: Apache-2.0
#include "mol/dockq.h"

#include <algorithm>   // for std::set_intersection, std::sort, std::unique
#include <cmath>       // for std::sqrt
#include <cstddef>     // for std::size_t
#include <iterator>    // for std::back_inserter

#include "mol/cell_list.h"   // for CellList
#include "mol/superpose.h"   // for superpose

namespace maek::mol {
namespace {

constexpr double kIrmsdScale = 1.5, kLrmsdScale = 8.5;   // Å, Basu & Wallner 2016

/// Backbone atoms that model and reference share.
struct Backbone {
  std::vector<Position> model, reference;

  void add(const InterfaceResidue& residue) {
    for (std::size_t k = 0; k < 4; ++k) {
      if (!residue.in_both[k]) continue;
      model.push_back(residue.model_backbone[k]);
      reference.push_back(residue.reference_backbone[k]);
    }
  }
};

std::vector<std::uint8_t> touched(const std::vector<std::array<std::int32_t, 2>>& pairs, std::size_t side,
                                  std::size_t count) {
  std::vector<std::uint8_t> flags(count, 0);
  for (const auto& pair : pairs) flags[static_cast<std::size_t>(pair[side])] = 1;
  return flags;
}

std::size_t paired_residues(std::span<const InterfaceResidue> side) {
  std::size_t count = 0;
  for (const InterfaceResidue& r : side) count += r.model.empty() || r.reference.empty() ? 0 : 1;
  return count;
}

Error nothing(const char* what, const char* hint) { return {ErrorCode::kNotFound, what, "interface", hint}; }

}  // namespace

const char* to_string(CapriClass value) {
  switch (value) {
    case CapriClass::kHigh:
      return "high";
    case CapriClass::kMedium:
      return "medium";
    case CapriClass::kAcceptable:
      return "acceptable";
    case CapriClass::kIncorrect:
      break;
  }
  return "incorrect";
}

CapriClass capri_class(double fnat, double irmsd, double lrmsd) {
  if (fnat >= 0.5 && (lrmsd <= 1 || irmsd <= 1)) return CapriClass::kHigh;
  if (fnat >= 0.3 && (lrmsd <= 5 || irmsd <= 2)) return CapriClass::kMedium;
  if (fnat >= 0.1 && (lrmsd <= 10 || irmsd <= 4)) return CapriClass::kAcceptable;
  return CapriClass::kIncorrect;
}

std::vector<std::array<std::int32_t, 2>> residue_contacts(std::span<const InterfaceResidue> first,
                                                          std::span<const InterfaceResidue> second, double cutoff,
                                                          bool of_model) {
  std::vector<Position> atoms;
  std::vector<std::int32_t> owner;
  for (std::size_t r = 0; r < second.size(); ++r) {
    for (const Position p : of_model ? second[r].model : second[r].reference) {
      atoms.push_back(p);
      owner.push_back(static_cast<std::int32_t>(r));
    }
  }
  const CellList cells(atoms, cutoff);
  std::vector<std::array<std::int32_t, 2>> pairs;
  for (std::size_t r = 0; r < first.size(); ++r) {
    for (const Position p : of_model ? first[r].model : first[r].reference) {
      cells.within(p, cutoff, [&](std::int32_t atom, double) {
        pairs.push_back({static_cast<std::int32_t>(r), owner[static_cast<std::size_t>(atom)]});
      });
    }
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

Expected<InterfaceScores> score_interface(std::span<const InterfaceResidue> first,
                                          std::span<const InterfaceResidue> second, const InterfaceOptions& options) {
  InterfaceScores scores;
  const auto reference = residue_contacts(first, second, options.contact, false);
  if (reference.empty()) return nothing("the two partners do not touch in the reference", "Name partners that do");
  const auto model = residue_contacts(first, second, options.contact, true);
  std::vector<std::array<std::int32_t, 2>> shared;
  std::set_intersection(reference.begin(), reference.end(), model.begin(), model.end(), std::back_inserter(shared));
  scores.reference_contacts = static_cast<int>(reference.size());
  scores.model_contacts = static_cast<int>(model.size());
  scores.shared_contacts = static_cast<int>(shared.size());
  scores.fnat = static_cast<double>(shared.size()) / static_cast<double>(reference.size());
  scores.fnonnat = model.empty() ? 0 : 1 - static_cast<double>(shared.size()) / static_cast<double>(model.size());

  const auto near = residue_contacts(first, second, options.interface, false);
  Backbone interface;
  const auto add_touched = [&](std::span<const InterfaceResidue> side, std::size_t which, int& count) {
    const auto flags = touched(near, which, side.size());
    for (std::size_t r = 0; r < side.size(); ++r) {
      if (!flags[r]) continue;
      ++count;
      interface.add(side[r]);
    }
  };
  add_touched(first, 0, scores.interface_first);
  add_touched(second, 1, scores.interface_second);
  const auto together = superpose(interface.model, interface.reference);
  if (!together)
    return nothing("no residue of the interface has a partner in the model",
                   "Check which chains belong together (--chains)");
  scores.irmsd = together->rmsd;

  scores.receptor_is_first = paired_residues(first) >= paired_residues(second);
  Backbone receptor, ligand;
  for (const InterfaceResidue& r : scores.receptor_is_first ? first : second) receptor.add(r);
  for (const InterfaceResidue& r : scores.receptor_is_first ? second : first) ligand.add(r);
  const auto on_receptor = superpose(receptor.model, receptor.reference);
  if (!on_receptor || ligand.model.empty()) {
    return nothing("a partner has no backbone atom in common with the model",
                   "Check which chains belong together (--chains)");
  }
  double sum = 0;
  for (std::size_t i = 0; i < ligand.model.size(); ++i)
    sum += squared_distance(on_receptor->apply(ligand.model[i]), ligand.reference[i]);
  scores.lrmsd = std::sqrt(sum / static_cast<double>(ligand.model.size()));

  const double i = scores.irmsd / kIrmsdScale, l = scores.lrmsd / kLrmsdScale;
  scores.dockq = (scores.fnat + 1 / (1 + i * i) + 1 / (1 + l * l)) / 3;
  scores.capri = capri_class(scores.fnat, scores.irmsd, scores.lrmsd);
  return scores;
}

}  // namespace maek::mol
