// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/minimize_complexes.h"

#include <cctype>     // for std::isalnum
#include <optional>   // for std::optional

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dock/internal/pose_judge.h"   // for PoseJudge
#include "dock/internal/refine.h"   // for refine
#include "dock/prepare.h"           // for stored_ligands, prepare_receptor_input
#include "dock/report.h"            // for ReportedPose, complex_mmcif
#include "mol/read_structure.h"     // for read_structure
#include "mol/symmetry.h"           // for rmsd_to_reference

namespace maek::dock::internal {
namespace {

using Json = nlohmann::ordered_json;

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

double digits(double value, int decimals) {
  return std::strtod(fmt::format("{:.{}f}", value, decimals).c_str(), nullptr);
}

/// One ligand of one file, or the file's error.
struct Row {
  std::string file, ligand;
  std::string error = {};
  Terms before = {};
  ReportedPose after = {};
  std::string cif = {};   // the relaxed complex
};

double total(const Terms& t) { return t.inter() + t.intra(); }

Expected<Row> relax(const Input& input, const StoredLigand& ligand, const mol::ReceptorOptions& given,
                    const ScoringFunction& function, bool energy, const OperationContext& context,
                    std::vector<std::string>& notes) {
  mol::ReceptorOptions options = given;
  options.remove.push_back(ligand.words);
  std::vector<std::string> said;
  auto receptor = prepare_receptor_input(input, options, said);
  if (!receptor) return receptor.error();
  for (const std::string& note : said) notes.push_back(input.name + ", " + ligand.label + ": " + note);
  auto system = make_system(receptor->typed, ligand.tree.tree, {}, PairRule::kBreadthFirst);
  if (!system) return system.error();
  const EnergyModel model(*system, function, EnergyMode::kContinuous);
  std::vector<Position> x;
  for (const LigandAtom& a : system->ligand.atoms) x.push_back(ligand.tree.tree.atoms[index(a.tree_atom)].position);
  Row row{input.name, ligand.label};
  row.before = model.terms(x);
  const Kinematics kinematics(system->ligand);
  // The pose may go where it likes: a box as large as can be.
  const Minimum minimum = refine(*system, function, kinematics, kinematics.start(), Box{x.front(), {1e4, 1e4, 1e4}});
  kinematics.coordinates(minimum.conformation, x);
  row.after.terms = model.terms(x);
  row.after.tree_positions.resize(x.size());
  for (std::size_t a = 0; a < x.size(); ++a) row.after.tree_positions[index(system->ligand.atoms[a].tree_atom)] = x[a];
  row.after.molecule =
      ligand.molecule.with_positions(mol::molecule_positions(ligand.molecule, ligand.tree, row.after.tree_positions));
  row.after.validity = PoseJudge(*receptor, energy, context).judge(ligand.molecule, *row.after.molecule);
  const auto moved = mol::rmsd_to_reference(*row.after.molecule, ligand.molecule);
  if (!moved) return moved.error();
  row.after.moved = *moved;
  auto cif = complex_mmcif(*receptor, row.after, ligand.molecule.name());
  if (!cif) return cif.error();
  row.cif = *std::move(cif);
  return row;
}

std::string to_table(const std::vector<Row>& rows) {
  std::string text =
      fmt::format("{:<28} {:<14} {:>9} {:>9} {:>9} {:>9} {:>7}  valid\n{:<28} {:<14} {:>9} {:>9} {:>9} {:>9} {:>7}\n",
                  "complex", "ligand", "before", "after", "change", "score", "moved", "", "", "kcal/mol", "kcal/mol",
                  "kcal/mol", "kcal/mol", "Å");
  for (const Row& r : rows) {
    if (!r.error.empty()) {
      text += fmt::format("{:<28} {:<14} {}\n", r.file, r.ligand, r.error);
      continue;
    }
    text += fmt::format("{:<28} {:<14} {:>9.3f} {:>9.3f} {:>9.3f} {:>9.3f} {:>7.2f}  {}\n", r.file, r.ligand,
                        total(r.before), total(r.after.terms), total(r.after.terms) - total(r.before),
                        r.after.terms.score, r.after.moved, r.after.validity->valid() ? "yes" : "no");
  }
  return text;
}

Json to_json(const std::vector<Row>& rows, const ScoringFunction& function) {
  Json out = {{"mode", "minimize"},
              {"scoring", function.name},
              {"units", {{"energy", "kcal/mol"}, {"length", "angstrom"}}},
              {"complexes", Json::array()}};
  for (const Row& r : rows) {
    Json one = {{"file", r.file}, {"ligand", r.ligand}};
    if (!r.error.empty()) {
      one["error"] = r.error;
    } else {
      one.update({{"before", {{"total", digits(total(r.before), 4)}, {"score", digits(r.before.score, 4)}}},
                  {"after", {{"total", digits(total(r.after.terms), 4)}, {"score", digits(r.after.terms.score, 4)}}},
                  {"moved", digits(r.after.moved, 3)},
                  {"valid", r.after.validity->valid()},
                  {"reasons", r.after.validity->reasons()}});
    }
    out["complexes"].push_back(std::move(one));
  }
  return out;
}

/// "3_1hpv_C_200": safe as a file's name, and different for each row.
std::string file_stem(std::size_t row, const Row& r) {
  std::string base = r.file.substr(r.file.find_last_of('/') + 1);
  base = base.substr(0, base.find('.')).substr(0, 40) + "_" + r.ligand;
  for (char& c : base) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return fmt::format("{}_{}", row + 1, base);
}

}  // namespace

Expected<OperationResult> minimize_complexes(const Arguments& arguments, const OperationContext& context) {
  OperationResult result;
  mol::ReceptorOptions receptor;
  receptor.ph = arguments.real("ph");
  receptor.keep_waters = arguments.flag("keep-waters");
  receptor.keep = arguments.texts("keep");
  receptor.remove = arguments.texts("remove");
  LigandOptions ligand;
  ligand.ph = receptor.ph;
  ligand.keep_protonation = arguments.flag("keep-protonation");
  ligand.dictionary = arguments.text("ccd");
  const ScoringFunction& function = **ScoringFunction::by_name(arguments.text("scoring"));
  std::vector<Row> rows;
  std::optional<Error> first;
  const auto& inputs = arguments.inputs("complex");
  const auto failed = [&](const Input& input, const std::string& label, const Error& error) {
    if (!first) first = error;
    rows.push_back({input.name, label, error.text()});
  };
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (context.cancellation != nullptr && context.cancellation->requested()) {
      result.partial = true;
      break;
    }
    if (context.progress) context.progress(static_cast<double>(i) / static_cast<double>(inputs.size()), "relax");
    const Input& input = inputs[i];
    auto structure = mol::read_structure(input.bytes, input.name);
    if (!structure) {
      failed(input, "", structure.error());
      continue;
    }
    auto ligands = stored_ligands(*structure, input.name, ligand, result.notes);
    if (!ligands) {
      failed(input, "", ligands.error());
      continue;
    }
    for (const StoredLigand& stored : *ligands) {
      auto row = relax(input, stored, receptor, function, !arguments.flag("no-energy"), context, result.notes);
      if (row) {
        rows.push_back(*std::move(row));
      } else {
        failed(input, stored.label, row.error());
      }
    }
  }
  std::string csv = "file,ligand,before_kcal_mol,after_kcal_mol,score_kcal_mol,moved_angstrom,valid\n";
  std::vector<mol::SdfRecord> records;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const Row& r = rows[k];
    if (!r.error.empty()) continue;
    std::string quoted;
    for (const char c : r.file) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    csv +=
        fmt::format("\"{}\",{},{:.4f},{:.4f},{:.4f},{:.3f},{}\n", quoted, r.ligand, total(r.before),
                    total(r.after.terms), r.after.terms.score, r.after.moved, r.after.validity->valid() ? "yes" : "no");
    records.push_back({*r.after.molecule,
                       {{"file", r.file},
                        {"before_kcal_mol", fmt::format("{:.4f}", total(r.before))},
                        {"after_kcal_mol", fmt::format("{:.4f}", total(r.after.terms))},
                        {"score_kcal_mol", fmt::format("{:.4f}", r.after.terms.score)},
                        {"moved_angstrom", fmt::format("{:.3f}", r.after.moved)}}});
    result.files.push_back({"complexes/" + file_stem(k, r) + ".cif", r.cif});
  }
  if (records.empty())
    return first ? *first : Error{ErrorCode::kCancelled, "stopped before the first complex", "dock", ""};
  for (const Row& r : rows) {
    if (!r.error.empty()) result.notes.push_back("left out: " + r.error);
  }
  result.files.push_back({"poses.sdf", mol::to_sdf(records)});
  result.files.push_back({"summary.csv", std::move(csv)});
  result.table = to_table(rows);
  result.summary_json = to_json(rows, function).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  return result;
}

}  // namespace maek::dock::internal
