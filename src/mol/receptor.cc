// SPDX-License-Identifier: Apache-2.0
// Receptor preparation: what stays, the order of the steps, the typed result, and the sentences that tell of it.
#include "mol/receptor.h"

#include <algorithm>   // for std::min
#include <cmath>       // for std::isfinite
#include <cstddef>     // for std::size_t
#include <set>         // for std::set
#include <utility>     // for std::move

#include <fmt/format.h>   // for fmt::format

#include "mol/component.h"                  // for find_component
#include "mol/internal/receptor_model.h"    // for ReceptorModel
#include "mol/internal/receptor_notes.h"    // for receptor_notes

namespace maek::mol {
namespace {

constexpr double kLongestHydrogenBond = 1.6;   // Å: a hydrogen of the file farther from every heavy atom is astray
constexpr double kCrowdRadius = 2.0;           // Å
constexpr int kCrowd = 60;

bool is_hydrogen_atom(const Atom& atom) { return atom.element == Element::kH; }

bool is_water(const Residue& residue) {
  return residue.kind == ResidueKind::kWater || residue_kind(residue.name) == ResidueKind::kWater;
}

bool bears_polar_hydrogens(Element element) {
  return element == Element::kN || element == Element::kO || element == Element::kS || element == Element::kSe;
}

/// Which atoms stay: not those of waters, of residues to be removed, nor atoms without a place.
Expected<std::vector<bool>> choose_atoms(const Structure& structure, const ReceptorOptions& options,
                                         std::vector<std::string>& notes) {
  std::vector<bool> keep(structure.atoms.size(), true);
  const auto drop = [&](const Residue& residue) {
    for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) keep[static_cast<std::size_t>(a)] = false;
  };
  for (const std::string& words : options.remove) {
    const std::vector<ResidueIndex> found = find_residues(structure, words);
    if (found.empty()) {
      return Error{ErrorCode::kNotFound, fmt::format("no residue matches '{}', which was to be removed", words),
                   structure.id, "Give chain and number as \"A:478\", or a component code"};
    }
    for (const ResidueIndex r : found) drop(structure.residues[static_cast<std::size_t>(r)]);
    notes.push_back(fmt::format("removed as asked ('{}'): {}", words, residue_list(structure, found)));
  }
  std::vector<ResidueIndex> kept_waters;
  for (const std::string& words : options.keep) {
    const std::vector<ResidueIndex> found = find_residues(structure, words);
    if (found.empty()) {
      return Error{ErrorCode::kNotFound, fmt::format("no residue matches '{}', which was to be kept", words), structure.id,
                   "Give chain and number as \"A:301\""};
    }
    for (const ResidueIndex r : found) {
      if (is_water(structure.residues[static_cast<std::size_t>(r)])) kept_waters.push_back(r);
    }
    notes.push_back(fmt::format("kept as asked ('{}'): {}", words, residue_list(structure, found)));
  }
  std::size_t waters = 0, dropped = 0;
  for (std::size_t r = 0; r < structure.residues.size(); ++r) {
    if (!is_water(structure.residues[r])) continue;
    ++waters;
    const bool asked = std::find(kept_waters.begin(), kept_waters.end(), static_cast<ResidueIndex>(r)) != kept_waters.end();
    if (options.keep_waters || asked) continue;
    drop(structure.residues[r]);
    ++dropped;
  }
  if (waters > 0) {
    const std::size_t count = dropped > 0 ? dropped : waters;
    notes.push_back(fmt::format("{} water{} {}", count, count == 1 ? "" : "s", dropped > 0 ? "dropped" : "kept"));
  }
  for (const Atom& atom : structure.atoms) {
    if (is_finite(atom.position)) continue;
    return Error{ErrorCode::kMalformed, fmt::format("atom {} of {} has a coordinate that is not finite", atom.name,
                                                    residue_label(structure, atom.residue)), structure.id};
  }
  return keep;
}

/// True for residues of a chain: amino acids and nucleotides, known or by their backbone.
bool is_polymer(const Structure& structure, const Residue& residue) {
  const Component* component = find_component(residue.name);
  if (component != nullptr) {
    const bool cap = component->code == "ACE" || component->code == "NH2" || component->code == "NME";
    return !cap && (component->kind == ResidueKind::kAminoAcid || component->kind == ResidueKind::kNucleotide);
  }
  int protein = 0, nucleic = 0;
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    const std::string& name = structure.atoms[static_cast<std::size_t>(a)].name;
    protein += name == "N" || name == "CA" || name == "C" ? 1 : 0;
    nucleic += name == "C1'" || name == "C4'" || name == "P" ? 1 : 0;
  }
  return protein == 3 || nucleic == 3;
}

Expected<void> require_polymer(const Structure& structure) {
  std::set<std::string> others;
  for (const Residue& residue : structure.residues) {
    if (is_polymer(structure, residue)) return {};
    if (others.size() < 5) others.insert(residue.name);
  }
  std::string names;
  for (const std::string& name : others) names += (names.empty() ? "" : ", ") + name;
  return Error{ErrorCode::kMalformed,
               names.empty() ? std::string("holds no protein or nucleic acid: no atoms are left")
                             : fmt::format("holds no protein or nucleic acid: only {}", names),
               structure.id, "Is this the ligand's file? Give the receptor"};
}

/// Nature puts ten heavy atoms within 2 Å of another at most. A heap of atoms in one place is no structure, and would
/// cost the square of its number.
Expected<void> require_room(const ReceptorModel& model) {
  for (std::size_t i = 0; i < model.sites.size(); ++i) {
    int near = 0;
    model.cells.within(model.structure.atoms[i].position, kCrowdRadius, [&](std::int32_t, double) { ++near; });
    if (near <= kCrowd) continue;
    return Error{
        ErrorCode::kMalformed,
        fmt::format("{} atoms lie within {} Å of atom {} of {}", near, kCrowdRadius, model.structure.atoms[i].name,
                    residue_label(model.structure, model.structure.atoms[i].residue)),
        model.structure.id, "Are several models or copies laid on top of each other? Keep one"};
  }
  return {};
}

struct HydrogenCounts {
  std::size_t kept = 0, non_polar = 0, astray = 0, built = 0;
};

/// Gives each hydrogen of the file to the nearest heavy atom of its residue; those on carbon go.
void adopt_hydrogens(const Structure& with_hydrogens, ReceptorModel& model, HydrogenCounts& counts) {
  ResidueIndex r = -1;   // residue in the model: residues of hydrogens only are not there
  for (const Residue& residue : with_hydrogens.residues) {
    bool heavy = false;
    for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
      heavy = heavy || !is_hydrogen_atom(with_hydrogens.atoms[static_cast<std::size_t>(a)]);
    }
    if (heavy) ++r;
    for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
      const Atom& hydrogen = with_hydrogens.atoms[static_cast<std::size_t>(a)];
      if (!is_hydrogen_atom(hydrogen)) continue;
      AtomIndex parent = -1;
      double nearest = kLongestHydrogenBond * kLongestHydrogenBond;
      if (heavy) {
        model.cells.within(hydrogen.position, kLongestHydrogenBond, [&](std::int32_t i, double d2) {
          if (model.atom(i).residue != r || d2 >= nearest) return;
          nearest = d2;
          parent = i;
        });
      }
      if (parent < 0) {
        ++counts.astray;
      } else if (!bears_polar_hydrogens(model.atom(parent).element) || model.site(parent).placed.size() >= 4) {
        ++counts.non_polar;
      } else {
        model.site(parent).placed.push_back({hydrogen.position, hydrogen.name, true});
        ++counts.kept;
      }
    }
  }
}

/// A name for a hydrogen that was built: HD21 on ND2, HG on OG, H1 on a water's O; HO2' on O2' of a nucleotide.
std::string hydrogen_name(const Atom& parent, bool short_oxygen, std::size_t which, std::size_t of) {
  std::string stem = parent.name;
  const bool one_letter = parent.element == Element::kN || parent.element == Element::kS;
  if ((one_letter || (short_oxygen && parent.element == Element::kO)) && !stem.empty()) stem.erase(0, 1);
  std::string name = "H" + stem;
  if (of > 1) name += std::to_string(which + 1);
  return name;
}

PdbqtAtom typed_atom(const Structure& structure, AtomIndex i, AutodockType type) {
  const Atom& atom = structure.atoms[static_cast<std::size_t>(i)];
  const Residue& residue = structure.residues[static_cast<std::size_t>(atom.residue)];
  PdbqtAtom typed;
  typed.name = atom.name;
  typed.residue = residue.name;
  typed.chain = structure.chains[static_cast<std::size_t>(residue.chain)].name;
  typed.number = residue.number;
  typed.insertion = residue.insertion;
  typed.serial = atom.serial;
  typed.hetero = residue.hetero;
  typed.position = atom.position;
  typed.type = type;
  return typed;
}

/// Heavy atoms in their order, each followed by its hydrogens.
Expected<PreparedReceptor> assemble(const ReceptorModel& model, HydrogenCounts& counts,
                                    std::vector<std::string>& mapped_notes) {
  PreparedReceptor result;
  Structure& out = result.structure;
  out = model.structure;
  out.atoms.clear();
  std::vector<AtomIndex> renumbered(model.sites.size(), -1);
  std::set<std::string> mapped_seen;
  for (std::size_t r = 0; r < out.residues.size(); ++r) {
    const Residue& residue = model.structure.residues[r];
    const Component* component = model.components[r];
    const bool short_oxygen = component == nullptr || component->kind == ResidueKind::kAminoAcid ||
                              component->kind == ResidueKind::kWater;
    std::set<std::string> names;
    for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) names.insert(model.atom(a).name);
    out.residues[r].first_atom = static_cast<AtomIndex>(out.atoms.size());
    int next_name = 1;
    for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
      AutodockType type = AutodockType::C;
      bool mapped = false;
      if (!type_of(model, a, type, mapped)) {
        return Error{
            ErrorCode::kUnsupported,
            fmt::format("atom {} of {} has element {}, for which docking knows no atom type", model.atom(a).name,
                        residue_label(model.structure, static_cast<ResidueIndex>(r)), symbol(model.atom(a).element)),
            model.structure.id, "Leave that residue out, or correct its element column"};
      }
      if (mapped && mapped_seen.insert(std::string(symbol(model.atom(a).element))).second) {
        mapped_notes.push_back(fmt::format(
            "{} ({} {}) has no atom type of its own and is taken for {}", symbol(model.atom(a).element),
            model.atom(a).name, residue_label(model.structure, static_cast<ResidueIndex>(r)), to_string(type)));
      }
      const auto add = [&](Atom atom, AutodockType t) {
        atom.serial = static_cast<std::int32_t>(out.atoms.size() + 1);
        out.atoms.push_back(std::move(atom));
        result.typed.atoms.push_back(typed_atom(out, static_cast<AtomIndex>(out.atoms.size() - 1), t));
      };
      const ReceptorSite& site = model.site(a);
      renumbered[static_cast<std::size_t>(a)] = static_cast<AtomIndex>(out.atoms.size());
      Atom heavy = model.atom(a);
      heavy.formal_charge = site.charge;
      add(std::move(heavy), type);
      for (std::size_t k = 0; k < site.placed.size(); ++k) {
        Atom hydrogen = model.atom(a);
        hydrogen.element = Element::kH;
        hydrogen.formal_charge = 0;
        hydrogen.position = site.placed[k].position;
        hydrogen.name = site.placed[k].name;
        if (!site.placed[k].from_file) {
          ++counts.built;
          hydrogen.name = hydrogen_name(model.atom(a), short_oxygen, k, site.placed.size());
          while (hydrogen.name.size() > 4 || names.count(hydrogen.name) > 0)
            hydrogen.name = "H" + std::to_string(next_name++);
        }
        names.insert(hydrogen.name);
        add(std::move(hydrogen), AutodockType::HD);
      }
    }
    out.residues[r].end_atom = static_cast<AtomIndex>(out.atoms.size());
  }
  for (StructureBond& bond : out.bonds) {
    bond.a = renumbered[static_cast<std::size_t>(bond.a)];
    bond.b = renumbered[static_cast<std::size_t>(bond.b)];
  }
  return result;
}

std::string hydrogen_sentence(const HydrogenCounts& counts) {
  std::string text = fmt::format("{} polar hydrogens built", counts.built);
  if (counts.kept > 0) text += fmt::format(", {} kept from the file", counts.kept);
  if (counts.non_polar > 0) text += fmt::format(", {} on carbon dropped", counts.non_polar);
  if (counts.astray > 0) text += fmt::format(", {} dropped that lie by no heavy atom", counts.astray);
  return text;
}

}  // namespace

Expected<PreparedReceptor> prepare_receptor(const Structure& structure, const ReceptorOptions& options) {
  if (!(options.ph >= 0 && options.ph <= 14)) {
    return Error{ErrorCode::kInvalidArgument, fmt::format("a pH of {} makes no sense", options.ph), "ph",
                 "Give a number from 0 to 14"};
  }
  std::vector<std::string> notes;
  const Structure one = single_conformation(structure);
  for (std::size_t i = std::min(structure.notes.size(), one.notes.size()); i < one.notes.size(); ++i)
    notes.push_back(one.notes[i]);
  Expected<std::vector<bool>> chosen = choose_atoms(one, options, notes);
  if (!chosen) return chosen.error();
  const Structure kept = subset(one, *chosen);
  if (const Expected<void> polymer = require_polymer(kept); !polymer) return polymer.error();

  std::vector<bool> heavy(kept.atoms.size());
  for (std::size_t i = 0; i < heavy.size(); ++i) heavy[i] = !is_hydrogen_atom(kept.atoms[i]);
  ReceptorModel model(subset(kept, heavy), options.ph);
  if (const Expected<void> room = require_room(model); !room) return room.error();
  HydrogenCounts counts;
  adopt_hydrogens(kept, model, counts);
  ReceptorFindings findings;
  build_sites(model, findings);
  assign_states(model, findings);
  place_hydrogens(model);

  std::vector<std::string> mapped_notes;
  Expected<PreparedReceptor> result = assemble(model, counts, mapped_notes);
  if (!result) return result.error();
  if (counts.built + counts.kept == 0) {
    return Error{ErrorCode::kMalformed,
                 "has no hydrogen-bond donor after preparation: it lacks the atoms that bear hydrogens", kept.id,
                 "Is this a trace of alpha carbons? A whole model is needed"};
  }
  notes.push_back(hydrogen_sentence(counts));
  for (std::string& sentence : receptor_notes(model, findings)) notes.push_back(std::move(sentence));
  for (std::string& sentence : mapped_notes) notes.push_back(std::move(sentence));
  result->notes = std::move(notes);
  return result;
}

}  // namespace maek::mol
