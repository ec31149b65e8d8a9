// SPDX-License-Identifier: Apache-2.0
// `maek check`: files of poses and of complexes, each pose against what it is to be, where it is, and itself.
#include "mol/check_operation.h"

#include <algorithm>   // for std::any_of
#include <map>         // for std::map
#include <optional>    // for std::optional

#include <fmt/format.h>   // for fmt::format

#include "mol/internal/check_report.h"    // for check_table
#include "mol/internal/sdf_entries.h"     // for read_sdf_entries
#include "mol/protein_geometry.h"         // for check_protein
#include "mol/read_structure.h"           // for read_structure
#include "mol/validity.h"                 // for check_pose

namespace maek::mol {
namespace {

using internal::CheckedFile;
using internal::CheckedPose;

constexpr std::size_t kMaxPoseFile = std::size_t{1} << 30;   // bytes, inflated
constexpr int kSmallestLigand = 6;                           // heavy atoms: smaller ones are ions and buffer

enum class FileKind { kMolecules, kStructure };

FileKind kind_of(const Input& input, std::string_view text) {
  std::string name = input.name;
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  for (const char* ending : {".sdf", ".mol", ".sd"}) {
    if (name.ends_with(ending)) return FileKind::kMolecules;
  }
  const std::string_view head = text.substr(0, 4096);
  const bool counts = head.find("V2000") != std::string_view::npos || head.find("V3000") != std::string_view::npos;
  return counts ? FileKind::kMolecules : FileKind::kStructure;
}

/// Ligands prepared so far, by graph: poses of one ligand share bounds and energies.
class PreparedLigands {
 public:
  Expected<CheckedLigand> of(const Molecule& molecule) {
    // Stereo is part of the graph (bounds differ between E and Z), and so is the order of atoms.
    std::string key = molecule.canonical_smiles();
    for (const MoleculeAtom& a : molecule.atoms()) key += fmt::format(",{}", static_cast<int>(a.element));
    for (const MoleculeBond& b : molecule.bonds()) key += fmt::format(";{}-{}", b.a, b.b);
    const auto found = known_.find(key);
    if (found != known_.end()) return found->second;
    auto made = CheckedLigand::prepare(molecule);
    if (made) known_.emplace(std::move(key), *made);
    return made;
  }

 private:
  std::map<std::string, CheckedLigand> known_;
};

struct Wishes {
  std::string configuration;   // "redock", "dock", "mol"
  bool energy = true;
  std::optional<CheckedReceptor> receptor;
  std::optional<CheckedReference> reference;
  std::optional<Molecule> graph;
};

CheckOptions options_for(const Wishes& wishes, const OperationContext& context) {
  CheckOptions options;
  if (wishes.configuration != "mol" && wishes.receptor) options.receptor = &*wishes.receptor;
  if (wishes.configuration == "redock" && wishes.reference) options.reference = &*wishes.reference;
  options.energy = wishes.energy ? EnergyTest::kFull : EnergyTest::kNone;
  options.threads = context.threads;
  options.cancellation = context.cancellation;
  return options;
}

bool stopped(const OperationContext& context) {
  return context.cancellation != nullptr && context.cancellation->requested();
}

Expected<CheckedFile> check_molecules(const Input& input, const std::string& text, const Wishes& wishes,
                                      PreparedLigands& prepared, const OperationContext& context,
                                      OperationResult& result) {
  CheckedFile file;
  file.name = input.name;
  const auto entries = read_sdf_entries(text, input.name, &result.notes);
  if (entries.empty()) {
    return Error{ErrorCode::kMalformed, "there is no molecule in this file", input.name,
                 "Is it empty, or of another format?"};
  }
  // A file of which nothing can be read is none: that is wrong use, not a verdict.
  if (std::none_of(entries.begin(), entries.end(), [](const auto& e) { return e.molecule || e.chemistry; }))
    return entries.front().molecule.error();
  int number = 0;
  for (const auto& entry : entries) {
    if (stopped(context)) {
      result.partial = true;
      break;
    }
    if (context.progress)
      context.progress(static_cast<double>(number) / static_cast<double>(entries.size()), input.name);
    CheckedPose pose{entry.name, ++number, {}};
    if (!entry.molecule) {
      pose.report = unreadable_pose(entry.molecule.error().text(), entry.chemistry);
    } else if (auto ligand = prepared.of(*entry.molecule)) {
      pose.report = check_pose(*ligand, entry.molecule->positions(), options_for(wishes, context));
    } else {
      pose.report = unreadable_pose(ligand.error().message, true);
    }
    file.poses.push_back(std::move(pose));
  }
  return file;
}

Expected<CheckedFile> check_complex(const Input& input, const Wishes& wishes, PreparedLigands& prepared,
                                    const OperationContext& context, OperationResult& result) {
  auto read = read_structure(input.bytes, input.name);
  if (!read) return read.error();
  const Structure structure = single_conformation(*read);
  for (const std::string& note : structure.notes) result.notes.push_back(input.name + ": " + note);
  CheckedFile file;
  file.name = input.name;
  file.protein = check_protein(structure);
  int number = 0;
  for (std::size_t r = 0; r < structure.residues.size(); ++r) {
    const Residue& residue = structure.residues[r];
    if (residue.kind != ResidueKind::kLigand || residue.end_atom - residue.first_atom < kSmallestLigand) continue;
    if (stopped(context)) {
      result.partial = true;
      break;
    }
    const auto index = static_cast<ResidueIndex>(r);
    auto molecule = molecule_from_residue(structure, index, wishes.graph ? &*wishes.graph : nullptr);
    // A template fits one component; the others may still be known by their own names.
    if (!molecule && wishes.graph) {
      if (auto own = molecule_from_residue(structure, index, nullptr)) molecule = std::move(own);
    }
    if (!molecule) {
      file.unchecked.push_back(
          fmt::format("{}: {} {}", residue_label(structure, index), molecule.error().message, molecule.error().hint));
      continue;
    }
    CheckOptions options = options_for(wishes, context);
    std::optional<CheckedReceptor> rest;
    if (wishes.configuration != "mol") {
      std::vector<bool> leave_out(structure.atoms.size(), false);
      for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) leave_out[static_cast<std::size_t>(a)] = true;
      rest = CheckedReceptor::prepare(structure, leave_out);
      options.receptor = &*rest;
    }
    CheckedPose pose{residue_label(structure, index), ++number, {}};
    if (auto ligand = prepared.of(*molecule)) {
      pose.report = check_pose(*ligand, molecule->positions(), options);
    } else {
      pose.report = unreadable_pose(ligand.error().message, true);
    }
    file.poses.push_back(std::move(pose));
  }
  return file;
}

/// The true molecule: all records of an SDF file are copies of it.
Expected<CheckedReference> read_reference(const Input& input) {
  auto text = inflate_if_gzip(input.bytes, input.name, kMaxPoseFile);
  if (!text) return text.error();
  if (kind_of(input, *text) == FileKind::kStructure) {
    return Error{ErrorCode::kUnsupported, "a reference is an SDF or MOL file", input.name,
                 "It needs bond orders and 3-D coordinates."};
  }
  auto copies = read_sdf(*text, input.name);
  if (!copies) return copies.error();
  return CheckedReference::prepare(std::move(*copies));
}

Expected<Wishes> read_wishes(const Arguments& arguments) {
  Wishes wishes;
  wishes.energy = !arguments.flag("no-energy");
  if (arguments.has("ligand-graph")) {
    auto graph = read_smiles(arguments.text("ligand-graph"));
    if (!graph) return graph.error();
    wishes.graph = std::move(*graph);
  }
  if (const Input* input = arguments.input("receptor")) {
    auto structure = read_structure(input->bytes, input->name);
    if (!structure) return structure.error();
    wishes.receptor = CheckedReceptor::prepare(single_conformation(*structure));
  }
  if (const Input* input = arguments.input("reference")) {
    auto reference = read_reference(*input);
    if (!reference) return reference.error();
    wishes.reference = std::move(*reference);
  } else if (wishes.graph) {
    auto reference = CheckedReference::prepare({*wishes.graph});
    if (!reference) return reference.error();
    wishes.reference = std::move(*reference);
  }
  wishes.configuration = arguments.has("config") ? arguments.text("config") : "";
  if (wishes.configuration == "redock" && !wishes.reference) {
    return Error{ErrorCode::kInvalidArgument, "--config redock compares with the true ligand, and none is given",
                 "config", "Give --reference, or at least --ligand-graph."};
  }
  if (wishes.configuration.empty()) wishes.configuration = wishes.reference ? "redock" : "dock";
  return wishes;
}

Expected<OperationResult> run(const Arguments& arguments, const OperationContext& context) {
  auto wishes = read_wishes(arguments);
  if (!wishes) return wishes.error();
  OperationResult result;
  std::vector<CheckedFile> files;
  PreparedLigands prepared;
  for (const Input& input : arguments.inputs("file")) {
    auto text = inflate_if_gzip(input.bytes, input.name, kMaxPoseFile);
    if (!text) return text.error();
    const bool molecules = kind_of(input, *text) == FileKind::kMolecules;
    if (molecules && !wishes->receptor && arguments.text("config") == "dock") {
      return Error{ErrorCode::kInvalidArgument, "--config dock holds poses against a receptor, and none is given",
                   "config", "Give --receptor, or --config mol."};
    }
    auto checked = molecules ? check_molecules(input, *text, *wishes, prepared, context, result)
                             : check_complex(input, *wishes, prepared, context, result);
    if (!checked) return checked.error();
    files.push_back(std::move(*checked));
    if (result.partial) break;
  }
  for (const CheckedFile& file : files) {
    if (file.poses.empty() && file.unchecked.empty() && !result.partial)
      result.notes.push_back(file.name + ": no ligand in it; its protein was looked at alone");
    for (const CheckedPose& pose : file.poses) result.refused = result.refused || !pose.report.valid();
  }
  result.table = internal::check_table(files);
  result.summary_json = internal::check_json(files, wishes->configuration);
  return result;
}

}  // namespace

Operation check_operation() {
  using enum ParameterKind;
  Operation op;
  op.name = "check";
  op.help = "Check poses and structures: chemistry, geometry, clashes, energy";
  op.details =
      "Is this physically possible? Every pose of an SDF file, and every ligand of a complex (mmCIF, PDB) against the "
      "rest of its file: identity, bond lengths and angles, flat rings, internal energy, distances to protein, "
      "cofactors and waters, shared volume; with --reference also RMSD and whether it is still the same molecule. "
      "The checks and thresholds are those of Buttenschoen, Morris and Deane 2024 (docs/validity.md). Of a structure "
      "the protein is looked at too: Ramachandran, bonds, angles, chirality, clashes, missing atoms, metals.\n\n"
      "Each failed check is one line with its atoms and the number. Exit code 1 when a pose fails a check other than "
      "RMSD; findings about the protein do not change it.";
  op.example =
      "maek check /usr/share/pymol/data/tut/1hpv.pdb --no-energy --ligand-graph "
      "'CC(C)CN(C[C@@H](O)[C@H](Cc1ccccc1)NC(=O)O[C@H]1CCOC1)S(=O)(=O)c1ccc(N)cc1'";
  op.recorded = true;
  const auto add = [&op](Parameter p) { op.parameters.push_back(std::move(p)); };
  add({.name = "file",
       .kind = kFile,
       .help = "SDF or MOL with poses, or mmCIF or PDB with a complex; also .gz",
       .required = true,
       .positional = true,
       .repeated = true});
  add({.name = "receptor", .kind = kFile, .help = "what the poses sit in: mmCIF or PDB, also .gz"});
  add({.name = "reference", .kind = kFile, .help = "the true ligand as SDF; several records are copies of it"});
  add({.name = "ligand-graph",
       .kind = kText,
       .help = "bond orders of the ligand of a complex; without --reference also what poses should be",
       .placeholder = "SMILES"});
  add({.name = "no-energy",
       .kind = kFlag,
       .help = "leave out the internal energy, which takes seconds for each ligand"});
  add({.name = "config",
       .kind = kChoice,
       .help = "which checks: all, those without a reference, or those of the molecule alone; what is given decides",
       .choices = {"redock", "dock", "mol"}});
  op.run = run;
  return op;
}

}  // namespace maek::mol
