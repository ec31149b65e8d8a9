// SPDX-License-Identifier: Apache-2.0
#include "dock/pockets_operation.h"

#include <algorithm>   // for std::min

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dock/pockets.h"          // for find_pockets
#include "mol/component.h"         // for residue_kind
#include "mol/read_structure.h"    // for read_structure

namespace maek::dock {
namespace {

using Json = nlohmann::ordered_json;

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

/// Numbers leave with the digits that mean something.
double digits(double value, int decimals) {
  return std::strtod(fmt::format("{:.{}f}", value, decimals).c_str(), nullptr);
}

std::string box_text(const Box& box) {
  return fmt::format("{:.1f},{:.1f},{:.1f},{:.1f},{:.1f},{:.1f}", box.centre.x, box.centre.y, box.centre.z, box.size.x,
                     box.size.y, box.size.z);
}

/// A small molecule of its own: what a pocket is wanted for. A modified residue of a chain without a stated sequence reads
/// as a ligand, but has a backbone.
bool is_small_molecule(const mol::Structure& structure, const mol::Residue& residue) {
  if (residue.kind != mol::ResidueKind::kLigand && residue.kind != mol::ResidueKind::kUnknown) return false;
  if (mol::residue_kind(residue.name) != mol::ResidueKind::kLigand) return false;
  int backbone = 0;
  for (mol::AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    const std::string& name = structure.atoms[index(a)].name;
    backbone += name == "N" || name == "CA" || name == "C";
  }
  return backbone < 3;
}

Expected<mol::Structure> open_receptor(const Arguments& arguments, std::vector<std::string>& notes) {
  const Input& input = *arguments.input("receptor");
  auto read = mol::read_structure(input.bytes, input.name);
  if (!read) return read.error();
  notes.insert(notes.end(), read->notes.begin(), read->notes.end());
  const std::size_t before = read->notes.size();
  const mol::Structure structure = mol::single_conformation(*read);
  for (std::size_t i = before; i < structure.notes.size(); ++i) notes.push_back(structure.notes[i]);
  std::vector<bool> keep(structure.atoms.size(), true);
  const auto take_out = [&](std::size_t r) {
    for (mol::AtomIndex a = structure.residues[r].first_atom; a < structure.residues[r].end_atom; ++a)
      keep[index(a)] = false;
  };
  for (const std::string& words : arguments.texts("remove")) {
    const auto found = mol::find_residues(structure, words);
    if (found.empty()) {
      return Error{ErrorCode::kNotFound, fmt::format("no residue '{}' is in {}", words, input.name), "remove",
                   "Name it as chain:number (A:478) or by its component code."};
    }
    for (const mol::ResidueIndex r : found) take_out(index(r));
  }
  std::string gone;
  int count = 0;
  for (std::size_t r = 0; r < structure.residues.size(); ++r) {
    const mol::Residue& residue = structure.residues[r];
    if (residue.kind == mol::ResidueKind::kWater) take_out(r);
    if (arguments.flag("keep-ligands") || !is_small_molecule(structure, residue) || !keep[index(residue.first_atom)])
      continue;
    take_out(r);
    if (++count <= 8)
      gone += (gone.empty() ? "" : ", ") + mol::residue_label(structure, static_cast<mol::ResidueIndex>(r));
  }
  if (count > 0) {
    notes.push_back(fmt::format("small molecules taken out, so that their pockets are empty: {}{}", gone,
                                count > 8 ? fmt::format(" and {} more", count - 8) : ""));
  }
  mol::Structure rest = mol::subset(structure, keep);
  if (rest.atoms.empty()) {
    return Error{ErrorCode::kInvalidArgument, "nothing of a receptor is left", input.name,
                 "Is this a protein? --keep-ligands keeps small molecules."};
  }
  return rest;
}

std::string residue_list(const mol::Structure& structure, const Pocket& pocket, std::size_t most) {
  std::string text;
  for (std::size_t k = 0; k < std::min(most, pocket.residues.size()); ++k)
    text += (k > 0 ? ", " : "") + mol::residue_label(structure, pocket.residues[k]);
  if (pocket.residues.size() > most) text += fmt::format(" and {} more", pocket.residues.size() - most);
  return text;
}

std::string to_table(const mol::Structure& structure, const std::vector<Pocket>& pockets) {
  if (pockets.empty()) return "no pocket with room for five atoms\n";
  std::string text =
      fmt::format("{:>4} {:>6} {:>7} {:>9} {:>6} {:>6}  {}\n{:>4} {:>6} {:>7} {:>9} {:>6} {:>6}\n", "rank", "score",
                  "volume", "enclosure", "depth", "polar", "--box, then the residues", "", "", "Å³", "", "Å", "");
  for (std::size_t i = 0; i < pockets.size(); ++i) {
    const Pocket& p = pockets[i];
    text += fmt::format("{:>4} {:>6.3f} {:>7.0f} {:>9.2f} {:>6} {:>6.2f}  {}\n{:>44}{}\n", i + 1, p.score, p.volume,
                        p.enclosure, p.depth ? fmt::format("{:.1f}", *p.depth) : "closed", p.polar_share,
                        box_text(p.box), "", residue_list(structure, p, 6));
  }
  return text;
}

Json position_json(mol::Position p) { return Json::array({digits(p.x, 2), digits(p.y, 2), digits(p.z, 2)}); }

std::string to_json(const mol::Structure& structure, const std::vector<Pocket>& pockets, const PocketOptions& options) {
  Json out;
  out["units"] = {{"length", "angstrom"}, {"volume", "cubic angstrom"}};
  out["receptor"] = {{"id", structure.id}, {"atoms", structure.atoms.size()}};
  out["spacing"] = options.spacing;
  out["pockets"] = Json::array();
  for (std::size_t i = 0; i < pockets.size(); ++i) {
    const Pocket& p = pockets[i];
    Json one = {{"rank", i + 1},
                {"score", digits(p.score, 4)},
                {"volume", digits(p.volume, 0)},
                {"enclosure", digits(p.enclosure, 3)},
                {"depth", p.depth ? Json(digits(*p.depth, 1)) : Json()},
                {"closed", !p.depth},
                {"polar_share", digits(p.polar_share, 3)},
                {"aromatic_share", digits(p.aromatic_share, 3)},
                {"centre", position_json(p.centre)},
                {"box", {{"centre", position_json(p.box.centre)}, {"size", position_json(p.box.size)}}},
                {"box_option", box_text(p.box)},
                {"spheres", p.spheres.size()},
                {"residues", Json::array()}};
    for (const mol::ResidueIndex r : p.residues) one["residues"].push_back(mol::residue_label(structure, r));
    out["pockets"].push_back(std::move(one));
  }
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_csv(const std::vector<Pocket>& pockets) {
  std::string text =
      "rank,score,volume_A3,enclosure,depth_A,polar_share,centre_x,centre_y,centre_z,size_x,size_y,size_z\n";
  for (std::size_t i = 0; i < pockets.size(); ++i) {
    const Pocket& p = pockets[i];
    text += fmt::format("{},{:.4f},{:.0f},{:.3f},{},{:.3f},{:.2f},{:.2f},{:.2f},{:.2f},{:.2f},{:.2f}\n", i + 1, p.score,
                        p.volume, p.enclosure, p.depth ? fmt::format("{:.1f}", *p.depth) : "", p.polar_share,
                        p.box.centre.x, p.box.centre.y, p.box.centre.z, p.box.size.x, p.box.size.y, p.box.size.z);
  }
  return text;
}

/// The balls as atoms: the pocket is the residue, the radius stands where the B-factor does.
std::string to_pdb(const std::vector<Pocket>& pockets) {
  std::string text =
      "REMARK   Pockets, one residue PCK each, the best is number 1. Balls that touch the receptor: the radius in "
      "Angstrom\n"
      "REMARK   is in the column of the B-factor, the pocket's score in that of the occupancy.\n";
  int serial = 0;
  for (std::size_t i = 0; i < pockets.size(); ++i) {
    for (const PocketSphere& s : pockets[i].spheres) {
      serial = serial % 99999 + 1;
      text +=
          fmt::format("HETATM{:>5}  C   PCK P{:>4}    {:>8.3f}{:>8.3f}{:>8.3f}{:>6.2f}{:>6.2f}           C\n", serial,
                      i + 1, s.centre.x, s.centre.y, s.centre.z, std::min(pockets[i].score, 99.0), s.radius);
    }
  }
  return text + "END\n";
}

Expected<OperationResult> run(const Arguments& arguments, const OperationContext& context) {
  OperationResult result;
  const auto receptor = open_receptor(arguments, result.notes);
  if (!receptor) return receptor.error();
  PocketOptions options;
  options.spacing = arguments.real("spacing");
  options.most = static_cast<std::size_t>(arguments.integer("pockets"));
  if (context.progress) context.progress(0, "pockets");
  const auto pockets = find_pockets(*receptor, options, context.cancellation);
  if (!pockets) return pockets.error();
  result.table = to_table(*receptor, *pockets);
  result.summary_json = to_json(*receptor, *pockets, options);
  result.files.push_back({"pockets.csv", to_csv(*pockets)});
  result.files.push_back({"pockets.pdb", to_pdb(*pockets)});
  return result;
}

}  // namespace

Operation pockets_operation() {
  using enum ParameterKind;
  Operation op;
  op.name = "pockets";
  op.help = "Find and rank pockets of a receptor";
  op.details =
      "Looks for room that the receptor encloses and that a ligand could take: points of a grid from which most "
      "directions meet the receptor within 10 Å, gathered around where most such room is. Each pocket is told with its "
      "volume, enclosure, depth, the residues that line it, and a box ready for `maek dock --box`; `maek dock --blind` "
      "does both "
      "steps. Waters and small molecules are taken out first; built-in cofactors, sugars, metals and ions stay.\n\n"
      "The score, by which pockets are ranked, is a share between 0 and 1: how often a pocket with such features held "
      "the "
      "ligand in complexes of known structure (docs/pocket-detection.md).";
  op.example = "maek pockets /usr/share/pymol/data/tut/1hpv.pdb --out pockets";
  op.writes_files = true;
  op.recorded = true;
  const auto add = [&op](Parameter p) { op.parameters.push_back(std::move(p)); };
  add({.name = "receptor",
       .kind = kFile,
       .help = "mmCIF, PDB or PDBQT; also .gz",
       .required = true,
       .positional = true});
  add({.name = "pockets",
       .kind = kInteger,
       .help = "pockets to report, at most",
       .fallback = "10",
       .minimum = 1,
       .maximum = 1000});
  add({.name = "keep-ligands", .kind = kFlag, .help = "small molecules stay, and fill the pockets that they are in"});
  add({.name = "remove",
       .kind = kText,
       .help = "residue or component to leave out",
       .placeholder = "RESIDUE",
       .repeated = true});
  add({.name = "spacing",
       .kind = kReal,
       .help = "spacing of the grid",
       .unit = "Å",
       .fallback = "1.0",
       .minimum = 0.5,
       .maximum = 2});
  op.run = run;
  return op;
}

}  // namespace maek::dock
