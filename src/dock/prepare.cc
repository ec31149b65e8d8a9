// SPDX-License-Identifier: Apache-2.0
#include "dock/prepare.h"

#include <algorithm>   // for std::all_of, std::max
#include <cctype>      // for std::isspace
#include <charconv>    // for std::from_chars
#include <cmath>       // for std::isfinite
#include <sstream>     // for std::istringstream

#include <fmt/format.h>

#include "dock/internal/ligand_code.h"   // for ligand_from_text
#include "dock/system.h"            // for kMaxTorsions
#include "mol/cell_list.h"          // for CellList
#include "mol/chemistry.h"          // for protonate, make_conformers, first_metal
#include "mol/component.h"          // for residue_kind
#include "mol/element.h"            // for symbol
#include "mol/read_structure.h"     // for read_structure, inflate_if_gzip

namespace maek::dock {
namespace {

using mol::Molecule;
using mol::Position;
using mol::Structure;

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

bool ends_with(const std::string& name, std::string_view ending) {
  if (name.size() < ending.size()) return false;
  return std::equal(ending.rbegin(), ending.rend(), name.rbegin(),
                    [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
}

bool has_line_starting(const std::string& text, std::string_view word) {
  return text.rfind(word, 0) == 0 || text.find("\n" + std::string(word)) != std::string::npos;
}

bool is_blank(const std::string& line) {
  return std::all_of(line.begin(), line.end(), [](unsigned char c) { return std::isspace(c) != 0; });
}

enum class LigandFormat { kSmiles, kSdf, kPdbqt, kStructure };

LigandFormat ligand_format(const Input& input, const std::string& text) {
  if (!input.is_file) return LigandFormat::kSmiles;
  for (const char* ending : {".smi", ".smiles", ".smi.gz", ".smiles.gz"}) {
    if (ends_with(input.name, ending)) return LigandFormat::kSmiles;
  }
  if (has_line_starting(text, "ROOT") || has_line_starting(text, "TORSDOF")) return LigandFormat::kPdbqt;
  if (text.find("M  END") != std::string::npos || text.find("V2000") != std::string::npos ||
      text.find("V3000") != std::string::npos || ends_with(input.name, ".sdf") || ends_with(input.name, ".mol") ||
      ends_with(input.name, ".sdf.gz")) {
    return LigandFormat::kSdf;
  }
  // A SMILES from a pipe, or in a file of another name.
  if (!mol::detect_structure_format(text, input.name)) {
    if (const std::string line = text.substr(0, text.find('\n')); !is_blank(line) && mol::read_smiles(line)) {
      return LigandFormat::kSmiles;
    }
  }
  return LigandFormat::kStructure;
}

/// The first line with a SMILES. Errors name the file and its line; more lines than one are noted.
Expected<Molecule> first_smiles(const Input& input, const std::string& text, const LigandOptions& options,
                                std::vector<std::string>& notes) {
  std::istringstream lines(text);
  std::string line, smiles;
  int at = 0, found = 0, count = 0;
  while (std::getline(lines, line)) {
    ++at;
    if (is_blank(line) || count++ > 0) continue;
    smiles = line;
    found = at;
  }
  if (count > 1) notes.push_back(fmt::format("{} holds {} lines: the first SMILES is docked", input.name, count));
  if (!input.is_file) return ligand_from_text(smiles, options.dictionary, notes);
  auto molecule = mol::read_smiles(smiles);
  if (molecule) return molecule;
  Error error = std::move(molecule).error();
  if (count == 0) {
    error.message = "holds no SMILES";
    error.where = input.name;
  } else {
    const std::string column = error.where.substr(std::min(error.where.find(':'), error.where.size()));
    error.where = fmt::format("{}:{}{}", input.name, found, column);
  }
  return error;
}

constexpr std::size_t kMaxLigandBytes = std::size_t{256} << 20;

/// Residues that are small molecules of their own, not what the crystal was grown in.
std::vector<mol::ResidueIndex> ligand_residues(const Structure& structure) {
  constexpr int kSmallest = 6;   // heavy atoms
  std::vector<mol::ResidueIndex> found;
  for (std::size_t r = 0; r < structure.residues.size(); ++r) {
    const mol::Residue& residue = structure.residues[r];
    if (structure.chains[index(residue.chain)].model != structure.chains.front().model) continue;
    if (residue.kind == mol::ResidueKind::kLigand && residue.end_atom - residue.first_atom >= kSmallest) {
      found.push_back(static_cast<mol::ResidueIndex>(r));
    }
  }
  return found;
}

Expected<Molecule> ligand_of_structure(const std::string& text, const std::string& name, const Molecule* graph,
                                       const std::string& dictionary) {
  auto structure = mol::read_structure(text, name);
  if (!structure) return structure.error();
  const Structure one = mol::single_conformation(*structure);
  std::vector<mol::ResidueIndex> residues = ligand_residues(one);
  if (residues.empty() && one.residues.size() == 1) residues.push_back(0);
  if (residues.size() != 1) {
    return Error{
        ErrorCode::kInvalidArgument,
        residues.empty() ? "holds no small molecule" : fmt::format("holds {} small molecules", residues.size()), name,
        "Give the ligand as SMILES or SDF."};
  }
  if (graph == nullptr) return residue_with_dictionary(one, residues.front(), dictionary);
  return mol::molecule_from_residue(one, residues.front(), graph);
}

Expected<void> check_molecule(const Molecule& molecule, const std::string& where) {
  if (const int metal = mol::first_metal(molecule); metal >= 0) {
    return Error{ErrorCode::kUnsupported,
                 fmt::format("the ligand holds a metal (atom {}, {})", metal + 1,
                             mol::symbol(molecule.atoms()[index(metal)].element)),
                 where, "The score knows metals in the receptor only."};
  }
  if (molecule.heavy_atoms() < 1) return Error{ErrorCode::kMalformed, "the ligand has no heavy atom", where, ""};
  return {};
}

/// One molecule from any of the formats but PDBQT, as given.
Expected<Molecule> read_one(const Input& input, const std::string& text, LigandFormat format,
                            const LigandOptions& options, std::vector<std::string>& notes) {
  switch (format) {
    case LigandFormat::kSmiles:
      return first_smiles(input, text, options, notes);
    case LigandFormat::kSdf: {
      auto all = mol::read_sdf(text, input.name, &notes);
      if (!all) return all.error();
      if (all->size() > 1)
        notes.push_back(fmt::format("{} holds {} molecules: the first is docked", input.name, all->size()));
      return std::move(all->front());
    }
    default:
      return ligand_of_structure(text, input.name, nullptr, options.dictionary);
  }
}

Expected<Molecule> protonated(Molecule molecule, const LigandOptions& options, const std::string& where,
                              std::vector<std::string>& notes) {
  molecule = mol::largest_fragment(molecule, &notes);
  if (auto fine = check_molecule(molecule, where); !fine) return fine.error();
  if (options.keep_protonation) return molecule;
  return mol::protonate(molecule, options.ph, &notes);
}

bool has_hydrogens(const Molecule& molecule) {
  return std::any_of(molecule.atoms().begin(), molecule.atoms().end(),
                     [](const mol::MoleculeAtom& a) { return a.element == mol::Element::kH; });
}

Expected<mol::PdbqtReceptor> checked_pdbqt(const std::string& text, const std::string& name) {
  auto receptor = mol::read_pdbqt_receptor(text, name);
  if (!receptor) return receptor;
  const bool polar = std::any_of(receptor->atoms.begin(), receptor->atoms.end(),
                                 [](const mol::PdbqtAtom& a) { return a.type == mol::AutodockType::HD; });
  if (!polar) {
    return Error{ErrorCode::kUnsupported,
                 "the receptor has no polar hydrogen, so that nothing in it could donate a hydrogen bond", name,
                 "Give the PDB or mmCIF file: hydrogens are added to it."};
  }
  return receptor;
}

Box bounding_box(const std::vector<Position>& points) {
  Position low = points.front(), high = low;
  for (const Position p : points) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
  const auto edge = [](double extent) { return std::max(extent + 2 * kBoxMargin, kSmallestEdge); };
  return {(low + high) / 2, {edge(high.x - low.x), edge(high.y - low.y), edge(high.z - low.z)}};
}

/// The one residue that `words` name; several copies in other chains are an error that lists them.
Expected<mol::ResidueIndex> one_residue(const Structure& structure, const std::string& words) {
  const std::vector<mol::ResidueIndex> found = mol::find_residues(structure, words);
  if (found.empty()) {
    std::string hint = "Write it as chain:number, such as A:478.";
    std::string ligands;
    for (const mol::ResidueIndex r : ligand_residues(structure))
      ligands += (ligands.empty() ? "" : ", ") + mol::residue_label(structure, r);
    if (!ligands.empty()) hint += " Small molecules in it: " + ligands + ".";
    return Error{ErrorCode::kNotFound, "'" + words + "' is neither a file nor a residue of the receptor", "around",
                 hint};
  }
  if (found.size() > 1) {
    std::string labels;
    for (std::size_t k = 0; k < std::min<std::size_t>(found.size(), 4); ++k) {
      labels += (k != 0 ? ", " : "") + mol::residue_label(structure, found[k]);
    }
    return Error{ErrorCode::kInvalidArgument, fmt::format("'{}' fits {} residues: {}", words, found.size(), labels),
                 "around", "Name the chain, too, such as A:478."};
  }
  return found.front();
}

/// A bond between a ligand residue and the polymer, by record or by distance; nothing when there is none.
std::optional<std::string> covalent_partner(const Structure& structure, mol::ResidueIndex ligand) {
  const mol::Residue& residue = structure.residues[index(ligand)];
  const auto of_polymer = [&](mol::AtomIndex a) {
    const mol::Residue& other = structure.residues[index(structure.atoms[index(a)].residue)];
    return other.kind == mol::ResidueKind::kAminoAcid || other.kind == mol::ResidueKind::kNucleotide;
  };
  const auto inside = [&](mol::AtomIndex a) { return a >= residue.first_atom && a < residue.end_atom; };
  for (const mol::StructureBond& b : structure.bonds) {
    if (b.order == mol::BondOrder::kMetal) continue;
    const mol::AtomIndex other = inside(b.a) && !inside(b.b) ? b.b : inside(b.b) && !inside(b.a) ? b.a : -1;
    if (other >= 0 && of_polymer(other)) return mol::residue_label(structure, structure.atoms[index(other)].residue);
  }
  constexpr double kBondLimit = 1.9;   // Å: longer than C-S, shorter than any contact
  std::vector<Position> positions;
  for (const mol::Atom& a : structure.atoms) positions.push_back(a.position);
  const mol::CellList cells(positions, 4.0);
  std::optional<std::string> partner;
  for (mol::AtomIndex a = residue.first_atom; a < residue.end_atom && !partner; ++a) {
    if (structure.atoms[index(a)].element == mol::Element::kH) continue;
    cells.within(positions[index(a)], kBondLimit, [&](std::int32_t b, double) {
      const mol::Atom& atom = structure.atoms[index(b)];
      const bool same_model = structure.chains[index(structure.residues[index(atom.residue)].chain)].model ==
                              structure.chains[index(residue.chain)].model;
      if (!inside(b) && same_model && of_polymer(b) && atom.element != mol::Element::kH) {
        partner = mol::residue_label(structure, atom.residue);
      }
    });
  }
  return partner;
}

}  // namespace

Expected<DockReceptor> prepare_receptor_input(const Input& input, const mol::ReceptorOptions& options,
                                              std::vector<std::string>& notes) {
  auto text = mol::inflate_if_gzip(input.bytes, input.name, mol::kMaxStructureBytes);
  if (!text) return text.error();
  auto structure = mol::read_structure(*text, input.name);
  if (!structure) return structure.error();
  const auto format = mol::detect_structure_format(*text, input.name);
  if (format && *format == mol::StructureFormat::kPdbqt) {
    auto typed = checked_pdbqt(*text, input.name);
    if (!typed) return typed.error();
    notes.push_back("the receptor is taken as prepared (PDBQT): nothing was added to it or left out");
    return DockReceptor{*structure, std::move(*typed), *structure};
  }
  auto prepared = mol::prepare_receptor(*structure, options);
  if (!prepared) {
    Error error = std::move(prepared).error();
    if (error.where.empty()) error.where = input.name;
    return error;
  }
  notes.insert(notes.end(), structure->notes.begin(), structure->notes.end());
  notes.insert(notes.end(), prepared->notes.begin(), prepared->notes.end());
  return DockReceptor{std::move(prepared->structure), std::move(prepared->typed), std::move(*structure)};
}

Expected<DockLigand> prepare_ligand_input(const Input& input, const LigandOptions& options,
                                          std::vector<std::string>& notes) {
  auto text = mol::inflate_if_gzip(input.bytes, input.name, kMaxLigandBytes);
  if (!text) return text.error();
  const LigandFormat format = ligand_format(input, *text);
  DockLigand out;
  if (format == LigandFormat::kPdbqt) {
    auto models = mol::read_pdbqt_ligand(*text, input.name);
    if (!models) return models.error();
    out.tree = std::move(models->front());
    out.name = input.name;
    return out;
  }
  auto read = read_one(input, *text, format, options, notes);
  if (!read) return read.error();
  auto ready = protonated(*std::move(read), options, input.is_file ? input.name : "SMILES", notes);
  if (!ready) return ready.error();
  out.input = *ready;
  out.name = ready->name();
  const auto rotatable = mol::rotatable_bonds(mol::add_hydrogens(*ready)).size();
  if (rotatable > static_cast<std::size_t>(kMaxTorsions)) {
    return Error{ErrorCode::kTooLarge,
                 fmt::format("the ligand has {} rotatable bonds, the limit is {}", rotatable, kMaxTorsions),
                 input.is_file ? input.name : "SMILES",
                 "Dock a fragment of it: a search over so many torsions does not find the pose."};
  }
  if (options.conformers == 0) {
    if (!ready->has_positions()) {
      return Error{ErrorCode::kInvalidArgument,
                   "--conformers 0 starts from the file's own coordinates, and there are none", input.name,
                   "Ask for at least one conformer."};
    }
    out.conformers.push_back(has_hydrogens(*ready) ? *ready : mol::add_hydrogens(*ready));
  } else {
    constexpr double kPrune = 0.3;   // Å: nearer conformers start the same search twice
    auto made = mol::make_conformers(*ready, options.conformers, options.seed, options.threads, kPrune, &notes,
                                     options.cancellation);
    if (!made) return made.error();
    out.conformers = std::move(*made);
  }
  for (const Molecule& conformer : out.conformers) {
    auto tree = mol::make_ligand_tree(conformer);
    if (!tree) return tree.error();
    out.trees.push_back(std::move(*tree));
  }
  out.tree = out.trees.front().tree;
  return out;
}

Expected<GivenPoses> read_given_poses(const Input& input, const LigandOptions& options,
                                      std::vector<std::string>& notes) {
  auto text = mol::inflate_if_gzip(input.bytes, input.name, kMaxLigandBytes);
  if (!text) return text.error();
  GivenPoses out;
  const LigandFormat format = ligand_format(input, *text);
  if (format == LigandFormat::kPdbqt) {
    auto models = mol::read_pdbqt_ligand(*text, input.name);
    if (!models) return models.error();
    out.trees = std::move(*models);
    out.molecules.resize(out.trees.size());
    out.ligand_trees.resize(out.trees.size());
    return out;
  }
  std::vector<Molecule> molecules;
  if (format == LigandFormat::kSdf) {
    auto all = mol::read_sdf(*text, input.name, &notes);
    if (!all) return all.error();
    molecules = std::move(*all);
  } else {
    auto one = read_one(input, *text, format, options, notes);
    if (!one) return one.error();
    molecules.push_back(*std::move(one));
  }
  for (Molecule& molecule : molecules) {
    if (!molecule.has_positions()) {
      return Error{ErrorCode::kInvalidArgument, "a pose needs 3-D coordinates, and there are none", input.name,
                   "Dock it first, or give an SDF file with the pose."};
    }
    std::vector<std::string> said;   // the same for every pose of one molecule: told once
    auto ready = protonated(std::move(molecule), options, input.name, said);
    if (!ready) return ready.error();
    if (out.trees.empty()) notes.insert(notes.end(), said.begin(), said.end());
    Molecule whole = has_hydrogens(*ready) ? *ready : mol::add_hydrogens(*ready);
    auto tree = mol::make_ligand_tree(whole);
    if (!tree) return tree.error();
    out.trees.push_back(tree->tree);
    out.ligand_trees.emplace_back(std::move(*tree));
    out.molecules.emplace_back(std::move(whole));
  }
  return out;
}

Expected<std::vector<StoredLigand>> stored_ligands(const Structure& structure, const std::string& name,
                                                   const LigandOptions& options, std::vector<std::string>& notes) {
  const Structure one = mol::single_conformation(structure);
  std::vector<StoredLigand> out;
  for (const mol::ResidueIndex r : ligand_residues(one)) {
    const mol::Residue& residue = one.residues[index(r)];
    // A modified residue of a chain without a stated sequence reads as a ligand; its component knows better.
    if (mol::residue_kind(residue.name) != mol::ResidueKind::kLigand) continue;
    const std::string label = mol::residue_label(one, r);
    const auto pass_over = [&](const std::string& why) {
      notes.push_back(fmt::format("{}: {} is passed over: {}", name, label, why));
    };
    if (const auto partner = covalent_partner(one, r)) {
      pass_over("bonded to " + *partner);
      continue;
    }
    auto molecule = residue_with_dictionary(one, r, options.dictionary);
    if (!molecule) {
      pass_over(molecule.error().text());
      continue;
    }
    auto ready = protonated(*std::move(molecule), options, label, notes);
    if (!ready) {
      pass_over(ready.error().text());
      continue;
    }
    Molecule whole = has_hydrogens(*ready) ? *ready : mol::add_hydrogens(*ready);
    auto tree = mol::make_ligand_tree(whole);
    if (!tree) {
      pass_over(tree.error().text());
      continue;
    }
    out.push_back({label,
                   fmt::format("{}:{}{}", one.chains[index(residue.chain)].name, residue.number,
                               residue.insertion != 0 ? std::string(1, residue.insertion) : ""),
                   whole.with_name(residue.name), *std::move(tree)});
  }
  if (out.empty()) {
    return Error{ErrorCode::kInvalidArgument, "holds no small molecule that can be relaxed", name,
                 notes.empty() ? "Give --receptor and --ligand." : notes.back()};
  }
  return out;
}

Expected<Box> parse_box(const std::string& text) {
  std::array<double, 6> v{};
  const char* p = text.data();
  const char* const end = p + text.size();
  for (std::size_t k = 0; k < v.size(); ++k) {
    while (p != end && *p == ' ') ++p;
    const auto [after, failed] = std::from_chars(p, end, v[k]);
    p = after;
    while (p != end && *p == ' ') ++p;
    const bool separated = k + 1 < v.size() ? p != end && *p == ',' : p == end;
    if (failed != std::errc() || !std::isfinite(v[k]) || !separated) {
      return Error{ErrorCode::kInvalidArgument, "'" + text + "' is not six numbers x,y,z,sx,sy,sz", "box",
                   "Centre and edge lengths in Å, such as 15.2,53.4,16.9,20,20,20."};
    }
    if (p != end) ++p;
  }
  for (std::size_t k = 3; k < 6; ++k) {
    if (v[k] <= 0)
      return Error{ErrorCode::kInvalidArgument, fmt::format("an edge of {} Å is not positive", v[k]), "box",
                   "The last three numbers are the edge lengths of the box."};
    if (v[k] > kLargestEdge) {
      return Error{ErrorCode::kTooLarge, fmt::format("an edge of {} Å is above the limit of {} Å", v[k], kLargestEdge),
                   "box", "Dock into one pocket at a time."};
    }
  }
  return Box{{v[0], v[1], v[2]}, {v[3], v[4], v[5]}};
}

Expected<Box> box_around(const Input& around, const Structure& structure, std::optional<mol::ResidueIndex>& residue) {
  residue.reset();
  std::vector<Position> points;
  if (around.is_file) {
    auto text = mol::inflate_if_gzip(around.bytes, around.name, kMaxLigandBytes);
    if (!text) return text.error();
    const LigandFormat format = ligand_format(around, *text);
    if (format == LigandFormat::kPdbqt) {
      auto models = mol::read_pdbqt_ligand(*text, around.name);
      if (!models) return models.error();
      for (const mol::PdbqtAtom& a : models->front().atoms) {
        if (!mol::is_hydrogen(a.type)) points.push_back(a.position);
      }
    } else if (format == LigandFormat::kSdf) {
      auto molecule = mol::read_molecule(*text, around.name);
      if (!molecule) return molecule.error();
      for (std::size_t i = 0; i < molecule->positions().size(); ++i) {
        if (molecule->atoms()[i].element != mol::Element::kH) points.push_back(molecule->positions()[i]);
      }
    } else {
      auto other = mol::read_structure(*text, around.name);
      if (!other) return other.error();
      for (const mol::Atom& a : other->atoms) {
        if (a.element != mol::Element::kH) points.push_back(a.position);
      }
    }
    if (points.empty())
      return Error{ErrorCode::kInvalidArgument, "has no coordinates to put a box around", around.name, ""};
  } else {
    auto found = one_residue(structure, around.bytes);
    if (!found) return found.error();
    const mol::Residue& r = structure.residues[index(*found)];
    const bool polymer = r.kind == mol::ResidueKind::kAminoAcid || r.kind == mol::ResidueKind::kNucleotide;
    for (mol::AtomIndex a = r.first_atom; a < r.end_atom; ++a) {
      if (structure.atoms[index(a)].element != mol::Element::kH) points.push_back(structure.atoms[index(a)].position);
    }
    if (polymer) {
      const Box tight = bounding_box(points);
      return Box{tight.centre, {kResidueEdge, kResidueEdge, kResidueEdge}};
    }
    if (const auto partner = covalent_partner(structure, *found)) {
      return Error{
          ErrorCode::kUnsupported,
          fmt::format("{} is bonded to {}: a covalent ligand", mol::residue_label(structure, *found), *partner),
          "around", "Covalent docking is not built; give a --box to dock a ligand that is not bonded."};
    }
    residue = *found;
  }
  const Box box = bounding_box(points);
  if (std::max({box.size.x, box.size.y, box.size.z}) > kLargestEdge) {
    return Error{ErrorCode::kTooLarge, fmt::format("the box around it would have an edge above {} Å", kLargestEdge),
                 "around", "Name one ligand or residue, or give a --box."};
  }
  return box;
}

Expected<Molecule> read_reference(const Input& reference, const Structure& structure, const Molecule& ligand) {
  if (!reference.is_file) {
    auto found = one_residue(structure, reference.bytes);
    if (!found) return found.error();
    return mol::molecule_from_residue(structure, *found, &ligand);
  }
  auto text = mol::inflate_if_gzip(reference.bytes, reference.name, kMaxLigandBytes);
  if (!text) return text.error();
  if (ligand_format(reference, *text) == LigandFormat::kSdf) return mol::read_molecule(*text, reference.name);
  return ligand_of_structure(*text, reference.name, &ligand, "");
}

Expected<void> check_box(const Box& box, const mol::PdbqtReceptor& receptor) {
  const Box near{box.centre, box.size + 2.0 * Position{kBoxMargin, kBoxMargin, kBoxMargin}};
  const bool any = std::any_of(receptor.atoms.begin(), receptor.atoms.end(),
                               [&near](const mol::PdbqtAtom& a) { return near.contains(a.position); });
  if (any) return {};
  return Error{ErrorCode::kInvalidArgument, "the box lies outside the protein: no atom of it is within 4 Å", "box",
               "Is the centre in the receptor's own coordinates?"};
}

}  // namespace maek::dock
