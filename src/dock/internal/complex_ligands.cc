// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/complex_ligands.h"

#include <algorithm>  // for std::find

#include <fmt/format.h>

#include "mol/component.h"       // for residue_kind
#include "mol/read_structure.h"  // for read_structure

namespace maek::dock::internal {
namespace {

constexpr int kSmallestLigand = 6;   // heavy atoms: what is smaller is a buffer or a solvent, unless it is named

int heavy_atoms(const mol::Structure& structure, const mol::Residue& residue) {
  int n = 0;
  for (mol::AtomIndex a = residue.first_atom; a < residue.end_atom; ++a)
    n += structure.atoms[static_cast<std::size_t>(a)].element != mol::Element::kH ? 1 : 0;
  return n;
}

/// Words by which find_residues finds this residue alone.
std::string words_for(const mol::Structure& structure, mol::ResidueIndex residue) {
  const mol::Residue& r = structure.residues[static_cast<std::size_t>(residue)];
  return fmt::format("{}:{}{}", structure.chains[static_cast<std::size_t>(r.chain)].name, r.number,
                     r.insertion != 0 ? std::string(1, r.insertion) : "");
}

Expected<std::vector<mol::ResidueIndex>> ligands_of(const mol::Structure& structure, const std::string& words,
                                                    const std::string& file) {
  std::vector<mol::ResidueIndex> found;
  if (!words.empty()) {
    found = mol::find_residues(structure, words);
    if (found.empty()) {
      return Error{ErrorCode::kNotFound, fmt::format("there is no residue '{}' in {}", words, file), "ligand",
                   "Name it as chain and number, such as A:478, or by its component code."};
    }
    return found;
  }
  std::string small;
  for (std::size_t r = 0; r < structure.residues.size(); ++r) {
    const mol::Residue& residue = structure.residues[r];
    if (residue.kind != mol::ResidueKind::kLigand || mol::residue_kind(residue.name) != mol::ResidueKind::kLigand)
      continue;
    const auto index = static_cast<mol::ResidueIndex>(r);
    if (heavy_atoms(structure, residue) >= kSmallestLigand) {
      found.push_back(index);
    } else {
      small += (small.empty() ? "" : ", ") + mol::residue_label(structure, index);
    }
  }
  if (found.empty()) {
    return Error{ErrorCode::kNotFound,
                 small.empty() ? "holds no ligand" : "holds no ligand of six heavy atoms or more, only " + small, file,
                 "Give --receptor and --ligand as two files, or name a residue of this one by --ligand."};
  }
  return found;
}

Expected<std::vector<mol::Molecule>> poses_of(const Input& input, const LigandOptions& options,
                                              std::vector<std::string>& notes) {
  auto given = read_given_poses(input, options, notes);
  if (!given) return given.error();
  std::vector<mol::Molecule> poses;
  for (auto& molecule : given->molecules) {
    if (!molecule) {
      return Error{ErrorCode::kUnsupported, "a PDBQT file has no bond orders, and the affinity needs them", input.name,
                   "Give the poses as SDF; `maek dock` writes poses.sdf."};
    }
    poses.push_back(std::move(*molecule));
  }
  return poses;
}

}  // namespace

Expected<std::vector<GivenComplex>> read_complex(const Input& input, const ComplexOptions& options,
                                                 std::vector<std::string>& notes) {
  std::vector<std::string> said;   // of the receptor: the same for each ligand
  auto whole = prepare_receptor_input(input, options.receptor, said);
  if (!whole) return whole.error();
  const mol::Structure structure = mol::single_conformation(whole->input);
  auto ligands = ligands_of(structure, options.residue, input.name);
  if (!ligands) return ligands.error();
  std::vector<GivenComplex> out;
  for (const mol::ResidueIndex residue : *ligands) {
    const std::string label = mol::residue_label(structure, residue);
    std::optional<mol::ResidueIndex> taken;
    const std::string words = words_for(structure, residue);
    if (auto box = box_around({words, words, false}, structure, taken); !box) {
      Error error = std::move(box).error();   // bonded to the protein, above all
      error.where = input.name;
      error.hint = "The affinity model knows ligands that are not bonded; name another residue by --ligand.";
      return error;
    }
    if (!taken) {
      return Error{ErrorCode::kInvalidArgument, label + " is part of the polymer, not a ligand", input.name,
                   "Name the ligand by --ligand, such as A:478."};
    }
    auto molecule = mol::molecule_from_residue(structure, residue, options.bonds);
    if (!molecule) return molecule.error();
    const Input sdf{label, mol::to_sdf({{molecule->with_name(label), {}}}), true};
    auto poses = poses_of(sdf, options.ligand, notes);
    if (!poses) return poses.error();
    mol::ReceptorOptions rest = options.receptor;
    rest.remove.push_back(words);
    said.clear();
    auto receptor = prepare_receptor_input(input, rest, said);
    if (!receptor) return receptor.error();
    out.push_back({std::move(*receptor), std::move(*poses), {label}});
  }
  notes.insert(notes.end(), said.begin(), said.end());
  return out;
}

Expected<GivenComplex> read_poses(const Input& receptor, const Input& ligand, const ComplexOptions& options,
                                  std::vector<std::string>& notes) {
  auto ready = prepare_receptor_input(receptor, options.receptor, notes);
  if (!ready) return ready.error();
  auto poses = poses_of(ligand, options.ligand, notes);
  if (!poses) return poses.error();
  std::vector<std::string> labels;
  for (const mol::Molecule& m : *poses) labels.push_back(m.name().empty() ? ligand.name : m.name());
  return GivenComplex{std::move(*ready), std::move(*poses), std::move(labels)};
}

}  // namespace maek::dock::internal
