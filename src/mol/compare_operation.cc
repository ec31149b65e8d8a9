// SPDX-License-Identifier: Apache-2.0
#include "mol/compare_operation.h"

#include <cstddef>    // for std::size_t
#include <optional>   // for std::optional

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "mol/compare.h"                   // for compare_structures
#include "mol/internal/compare_by_structure.h"  // for compare_by_structure
#include "mol/internal/compare_report.h"   // for CompareReport, to_table
#include "mol/molecule.h"                  // for read_sdf
#include "mol/read_structure.h"            // for read_structure
#include "mol/symmetry.h"                  // for rmsd_to_reference
#include "mol/write_structure.h"           // for to_mmcif

namespace maek::mol {
namespace {

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == at) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

bool ends_with_any(std::string name, std::initializer_list<std::string_view> endings) {
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  for (const std::string_view ending : endings) {
    if (name.ends_with(ending)) return true;
  }
  return false;
}

bool is_molecule_file(const Input& input) { return ends_with_any(input.name, {".sdf", ".mol"}); }

Expected<Structure> read_one(const Input& input, const char* which, std::vector<std::string>& notes) {
  auto structure = read_structure(input.bytes, input.name);
  if (!structure) return structure.error();
  std::size_t before = structure->notes.size();
  int models = 0, last = 0;
  for (const Chain& chain : structure->chains) {
    if (models == 0 || chain.model != last) ++models;
    last = chain.model;
  }
  Structure one = single_conformation(*structure);
  if (models > 1) notes.push_back(fmt::format("the {} has {} models: the first is taken", which, models));
  for (; before < one.notes.size(); ++before) {
    if (models > 1 && one.notes[before].find("model") != std::string::npos) continue;   // said above
    notes.push_back(fmt::format("{}: {}", which, one.notes[before]));
  }
  return one;
}

/// "A:B,C:D" as pairs of chain names.
Expected<std::vector<std::pair<std::string, std::string>>> parse_chains(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const std::string& part : split(text, ',')) {
    const auto names = split(part, ':');
    if (names.size() != 2 || names[0].empty() || names[1].empty()) {
      return Error{ErrorCode::kInvalidArgument, fmt::format("'{}' is not MODEL_CHAIN:REFERENCE_CHAIN", part), "chains",
                   "Write A:B, or several: A:B,C:D"};
    }
    out.emplace_back(names[0], names[1]);
  }
  return out;
}

/// "HL:A" or "H+L:A" as two lists of chain names; with '+' names may have several letters.
Expected<std::pair<std::vector<std::string>, std::vector<std::string>>> parse_partners(const std::string& text) {
  const auto sides = split(text, ':');
  std::pair<std::vector<std::string>, std::vector<std::string>> out;
  if (sides.size() == 2) {
    for (std::size_t k = 0; k < 2; ++k) {
      auto& names = k == 0 ? out.first : out.second;
      if (sides[k].find('+') != std::string::npos) {
        names = split(sides[k], '+');
      } else {
        for (const char c : sides[k]) names.emplace_back(1, c);
      }
    }
  }
  for (const auto* side : {&out.first, &out.second}) {
    bool fine = !side->empty();
    for (const std::string& name : *side) {
      fine = fine && !name.empty();
      for (const std::string& other : out.second) fine = fine && (side == &out.second || name != other);
    }
    if (fine) continue;
    return Error{ErrorCode::kInvalidArgument, fmt::format("'{}' does not name two partners", text), "partners",
                 "Write the reference's chains as HL:A, or H+L:A where names are longer"};
  }
  return out;
}

/// "tm,lddt" -> what of TM-score and GDT, lDDT and interfaces is computed. RMSD always is.
Expected<void> choose_metrics(const std::string& text, CompareOptions& options) {
  if (text == "all") return {};
  options.with_tm = options.with_lddt = options.with_interfaces = false;
  for (const std::string& word : split(text, ',')) {
    if (word == "rmsd") continue;
    if (word == "tm" || word == "gdt") {
      options.with_tm = true;
    } else if (word == "lddt") {
      options.with_lddt = true;
    } else if (word == "dockq") {
      options.with_interfaces = true;
    } else {
      return Error{ErrorCode::kInvalidArgument, fmt::format("'{}' is no metric", word), "metrics",
                   "Choose from rmsd, tm, gdt, lddt, dockq, several with commas, or all"};
    }
  }
  return {};
}

Expected<std::string> superposed(Structure model, const Superposition& move) {
  for (Atom& atom : model.atoms) atom.position = move.apply(atom.position);
  // What described the crystal does not describe the moved copy.
  model.cell = {};
  model.space_group.clear();
  return to_mmcif(model);
}

Expected<OperationResult> compare_molecules(const Input& model, const Input& reference) {
  OperationResult result;
  const auto read = [&result](const Input& input) -> Expected<std::vector<Molecule>> {
    auto text = inflate_if_gzip(input.bytes, input.name, kMaxStructureBytes);
    if (!text) return text.error();
    auto molecules = read_sdf(*text, input.name, &result.notes);
    if (!molecules) return molecules.error();
    for (std::size_t i = 0; i < molecules->size(); ++i) {
      if ((*molecules)[i].has_positions()) continue;
      return Error{ErrorCode::kInvalidArgument, fmt::format("record {} has no 3-D coordinates", i + 1), input.name,
                   "Give poses, not drawings"};
    }
    return molecules;
  };
  const auto poses = read(model), truths = read(reference);
  if (!poses) return poses.error();
  if (!truths) return truths.error();
  if (truths->size() > 1)
    result.notes.push_back(fmt::format("the reference has {} records: the first is taken", truths->size()));
  nlohmann::json rows = nlohmann::json::array();
  result.table = fmt::format("{:>5}  {:>10}  name\n", "pose", "RMSD Å");
  for (std::size_t i = 0; i < poses->size(); ++i) {
    const auto found = rmsd_to_reference((*poses)[i], truths->front());
    if (!found) {
      Error error = found.error();
      error.message = fmt::format("pose {} and the reference are different ligands: {}", i + 1, error.message);
      return error;
    }
    rows.push_back({{"pose", i + 1}, {"name", (*poses)[i].name()}, {"rmsd", *found}});
    result.table += fmt::format("{:>5}  {:>9.3f}  {}\n", i + 1, *found, (*poses)[i].name());
  }
  nlohmann::json out{{"model", model.name}, {"reference", reference.name}, {"units", {{"rmsd", "Å"}}}, {"poses", rows}};
  result.summary_json = out.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  return result;
}

std::string counted_chains(const Structure& s, const std::vector<ChainIndex>& chains) {
  std::string out = chains.size() == 1 ? "chain " : "chains ";
  for (std::size_t i = 0; i < chains.size(); ++i)
    out += (i == 0 ? "" : ", ") + s.chains[static_cast<std::size_t>(chains[i])].name;
  return out;
}

Expected<OperationResult> run(const Arguments& arguments, const OperationContext&) {
  const Input &model_file = *arguments.input("model"), &reference_file = *arguments.input("reference");
  if (is_molecule_file(model_file) != is_molecule_file(reference_file)) {
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("'{}' and '{}' are not of one kind: one is a molecule, one a structure", model_file.name,
                             reference_file.name),
                 "model", "Compare structures with structures, poses (SDF, MOL) with poses"};
  }
  if (is_molecule_file(model_file)) return compare_molecules(model_file, reference_file);

  CompareOptions options;
  if (arguments.has("chains")) {
    auto chains = parse_chains(arguments.text("chains"));
    if (!chains) return chains.error();
    options.chains = std::move(*chains);
  }
  if (arguments.has("partners")) {
    auto partners = parse_partners(arguments.text("partners"));
    if (!partners) return partners.error();
    options.partners = std::move(*partners);
  }
  const std::string& match = arguments.text("match");
  options.matching = match == "number"     ? ResidueMatching::kNumber
                     : match == "sequence" ? ResidueMatching::kSequence
                                           : ResidueMatching::kAuto;
  options.lddt.radius = arguments.real("lddt-radius");
  options.lddt.sequence_separation = static_cast<int>(arguments.integer("lddt-separation"));
  options.ligands = arguments.flag("ligands");
  if (auto chosen = choose_metrics(arguments.text("metrics"), options); !chosen) return chosen.error();

  OperationResult result;
  auto model = read_one(model_file, "model", result.notes);
  if (!model) return model.error();
  auto reference = read_one(reference_file, "reference", result.notes);
  if (!reference) return reference.error();
  if (arguments.flag("align")) {
    auto aligned = compare_by_structure(*model, model_file.name, *reference, reference_file.name, options.chains,
                                        arguments.flag("per-residue"));
    if (!aligned) return aligned.error();
    aligned->result.notes = std::move(result.notes);
    if (arguments.flag("write-superposed")) {
      auto text = superposed(std::move(*model), aligned->superposition);
      if (!text) return text.error();
      aligned->result.files.push_back({"superposed.cif", std::move(*text)});
    }
    return std::move(aligned->result);
  }
  auto comparison = compare_structures(*model, *reference, options);
  if (!comparison) return comparison.error();
  result.notes.insert(result.notes.end(), comparison->notes.begin(), comparison->notes.end());
  if (!comparison->reference_only.empty()) {
    result.notes.push_back(
        fmt::format("{} of the reference {} no counterpart{}", counted_chains(*reference, comparison->reference_only),
                    comparison->reference_only.size() == 1 ? "has" : "have",
                    options.chains.empty() ? ": residues there count as missing in 'all'" : " among those named"));
  }
  if (!comparison->model_only.empty() && options.chains.empty()) {
    result.notes.push_back(fmt::format("{} of the model {} no counterpart",
                                       counted_chains(*model, comparison->model_only),
                                       comparison->model_only.size() == 1 ? "has" : "have"));
  }

  CompareReport report{model_file.name, reference_file.name, &*model,
                       &*reference,     &*comparison,        arguments.flag("per-residue")};
  result.summary_json = to_json(report);
  result.table = to_table(report);
  if (report.per_residue) result.files.push_back({"residues.csv", to_csv(report)});
  if (arguments.flag("write-superposed")) {
    auto text = superposed(std::move(*model), comparison->whole.ca.superposition);
    if (!text) return text.error();
    result.files.push_back({"superposed.cif", std::move(*text)});
  }
  return result;
}

}  // namespace

Operation compare_operation() {
  using enum ParameterKind;
  Operation op;
  op.name = "compare";
  op.help = "Compare a model with a reference: RMSD, TM-score, GDT, lDDT, DockQ";
  op.details =
      "Maps the chains of two protein structures onto each other, pairs their residues and tells how far the model is "
      "from the reference: RMSD of CA, backbone and heavy atoms after superposition; TM-score, GDT-TS and GDT-HA, each "
      "at its best superposition; lDDT, which needs none; and for every two chains that touch DockQ with fnat, "
      "interface RMSD, ligand RMSD and the CAPRI class. All shares are of the reference's residues.\n\n"
      "Two SDF or MOL files are compared as poses of one ligand: symmetry-corrected RMSD as they lie, without moving "
      "them.";
  op.example = "maek compare /usr/share/pymol/data/tut/1hpv.pdb /usr/share/pymol/data/tut/1hpv.pdb --chains A:B";
  op.writes_files = true;
  op.recorded = true;
  const auto add = [&op](Parameter p) { op.parameters.push_back(std::move(p)); };
  add({.name = "model", .kind = kFile, .help = "mmCIF, PDB (also .gz), or SDF", .required = true, .positional = true});
  add({.name = "reference",
       .kind = kFile,
       .help = "what the model is measured against; the same formats",
       .required = true,
       .positional = true});
  add({.name = "chains",
       .kind = kText,
       .help = "which chains belong together, model:reference; found by sequence and fit unless told",
       .placeholder = "A:B,..."});
  add({.name = "match",
       .kind = kChoice,
       .help = "pair residues by sequence alignment, by number, or by number where numbers and sequences agree",
       .fallback = "auto",
       .choices = {"auto", "sequence", "number"}});
  add({.name = "align",
       .kind = kFlag,
       .help = "align one chain of each by structure instead (TM-align): for proteins of any two sequences"});
  add({.name = "partners",
       .kind = kText,
       .help = "one interface between groups of the reference's chains, instead of every two chains",
       .placeholder = "HL:A"});
  add({.name = "ligands",
       .kind = kFlag,
       .help = "also compare ligands of the same component, in the superposed pocket"});
  add({.name = "metrics",
       .kind = kText,
       .help = "what to compute: all, or some of rmsd, tm, gdt, lddt, dockq",
       .fallback = "all",
       .placeholder = "rmsd,lddt,..."});
  add({.name = "lddt-radius",
       .kind = kReal,
       .help = "lDDT: distances of the reference below this count",
       .unit = "Å",
       .fallback = "15",
       .minimum = 1,
       .maximum = 100});
  add({.name = "lddt-separation",
       .kind = kInteger,
       .help = "lDDT: leave out residues of one chain this near in sequence",
       .fallback = "0",
       .minimum = 0,
       .maximum = 1000});
  add({.name = "per-residue", .kind = kFlag, .help = "also a row for each residue: lDDT, CA distance (residues.csv)"});
  add({.name = "write-superposed", .kind = kFlag, .help = "also write the model moved onto the reference, all CA"});
  op.run = run;
  return op;
}

}  // namespace maek::mol
