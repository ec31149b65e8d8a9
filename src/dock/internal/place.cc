// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/place.h"

#include <fmt/format.h>

#include "mol/component.h"    // for residue_kind

namespace maek::dock::internal {
namespace {

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

}  // namespace

std::vector<std::string> occupants(const mol::Structure& structure, const Box& box) {
  std::vector<std::string> labels;
  for (std::size_t r = 0; r < structure.residues.size(); ++r) {
    const mol::Residue& residue = structure.residues[r];
    // A modified residue of a chain without a stated sequence reads as a ligand; its component knows better.
    if (residue.kind != mol::ResidueKind::kLigand || mol::residue_kind(residue.name) != mol::ResidueKind::kLigand)
      continue;
    for (mol::AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
      if (!box.contains(structure.atoms[index(a)].position)) continue;
      labels.push_back(mol::residue_label(structure, static_cast<mol::ResidueIndex>(r)));
      break;
    }
  }
  return labels;
}

std::vector<Parameter> preparation_parameters() {
  using enum ParameterKind;
  return {{.name = "ph",
           .kind = kReal,
           .help = "pH for protonation of ligand and receptor",
           .fallback = "7.4",
           .minimum = 0,
           .maximum = 14},
          {.name = "keep-protonation", .kind = kFlag, .help = "take the ligand's charges and hydrogens as given"},
          {.name = "keep-waters", .kind = kFlag, .help = "leave waters in the receptor"},
          {.name = "keep",
           .kind = kText,
           .help = "water to leave in the receptor although the others go",
           .placeholder = "RESIDUE",
           .repeated = true},
          {.name = "remove",
           .kind = kText,
           .help = "residue or component to leave out of the receptor",
           .placeholder = "RESIDUE",
           .repeated = true}};
}

Expected<Prepared> prepare_place(const Arguments& arguments, std::vector<std::string>& notes, bool needs_box) {
  const Input& input = *arguments.input("receptor");
  mol::ReceptorOptions options;
  options.ph = arguments.real("ph");
  options.keep_waters = arguments.flag("keep-waters");
  options.keep = arguments.texts("keep");
  options.remove = arguments.texts("remove");

  Prepared out;
  std::optional<Box> box;
  if (arguments.has("box")) {
    auto parsed = parse_box(arguments.text("box"));
    if (!parsed) return parsed.error();
    box = *parsed;
  }
  const Input* around = arguments.input("around");
  if (box && around != nullptr) {
    return Error{ErrorCode::kInvalidArgument, "--box and --around were both given", "box", "Give one of them."};
  }
  // A ligand named by residue must not stay in its place: look it up before the receptor is prepared.
  if (around != nullptr) {
    auto raw = prepare_receptor_input(input, options, notes);
    if (!raw) return raw.error();
    std::optional<mol::ResidueIndex> residue;
    auto about = box_around(*around, raw->input, residue);
    if (!about) return about.error();
    box = *about;
    if (residue) {
      const std::string label = mol::residue_label(raw->input, *residue);
      const mol::Residue& r = raw->input.residues[index(*residue)];
      options.remove.push_back(fmt::format("{}:{}{}", raw->input.chains[index(r.chain)].name, r.number,
                                           r.insertion != 0 ? std::string(1, r.insertion) : ""));
      notes.clear();
      auto again = prepare_receptor_input(input, options, notes);
      if (!again) return again.error();
      notes.push_back(label + " was taken out of the receptor: the ligand is docked into its place");
      raw = std::move(again);
      out.taken_out = residue;
    }
    out.receptor = std::move(*raw);
  } else {
    auto ready = prepare_receptor_input(input, options, notes);
    if (!ready) return ready.error();
    out.receptor = std::move(*ready);
  }
  if (!box && needs_box) {
    return Error{ErrorCode::kInvalidArgument, "where to dock is not said", "box",
                 "Give --box x,y,z,sx,sy,sz, or --around with a residue (A:478) or a file with a molecule in the "
                 "pocket; or --blind "
                 "to try the best pockets."};
  }
  if (box) {
    out.box = *box;
    if (auto fine = check_box(out.box, out.receptor.typed); !fine) return fine.error();
    if (needs_box) {
      for (const std::string& label : occupants(out.receptor.structure, out.box)) {
        notes.insert(notes.begin(), label + " stays in the box and takes its place there; --remove leaves it out");
      }
    }
  }
  return out;
}

}  // namespace maek::dock::internal
