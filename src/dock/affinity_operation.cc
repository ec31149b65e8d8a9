// SPDX-License-Identifier: Apache-2.0
#include "dock/affinity_operation.h"

#include <optional>  // for std::optional

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dock/affinity.h"                 // for measure_pose, predict_affinity
#include "dock/explain.h"                  // for explain
#include "dock/internal/place.h"   // for preparation_parameters
#include "dock/internal/affinity_report.h"  // for ScoredPose
#include "dock/internal/complex_ligands.h" // for read_complex, read_poses
#include "mol/picture.h"                   // for draw_interactions

namespace maek::dock {
namespace {

using internal::ScoredPose;

constexpr std::size_t kExplainedRows = 12;

/// What was asked for, as complexes; a file of several that cannot be read becomes a note.
Expected<std::vector<internal::GivenComplex>> open_complexes(const Arguments& arguments,
                                                             const OperationContext& context,
                                                             std::vector<std::string>& notes) {
  const std::vector<Input>& stored = arguments.inputs("complex");
  const Input* receptor = arguments.input("receptor");
  const Input* ligand = arguments.input("ligand");
  if (stored.empty() == (receptor == nullptr)) {
    return Error{ErrorCode::kInvalidArgument,
                 stored.empty() ? "what to score is not said" : "a complex and --receptor were both given", "complex",
                 "Give one file with receptor and ligand, or --receptor and --ligand."};
  }
  internal::ComplexOptions options;
  options.receptor.ph = options.ligand.ph = arguments.real("ph");
  options.receptor.keep_waters = arguments.flag("keep-waters");
  options.receptor.keep = arguments.texts("keep");
  options.receptor.remove = arguments.texts("remove");
  options.ligand.keep_protonation = arguments.flag("keep-protonation");
  options.ligand.seed = context.seed;
  options.ligand.conformers = 0;
  std::optional<mol::Molecule> bonds;
  if (arguments.has("smiles")) {
    auto read = mol::read_smiles(arguments.text("smiles"));
    if (!read) return read.error();
    bonds = std::move(*read);
    options.bonds = &*bonds;
  }
  std::vector<internal::GivenComplex> out;
  if (receptor != nullptr) {
    if (ligand == nullptr || !ligand->is_file) {
      return Error{
          ErrorCode::kInvalidArgument,
          ligand == nullptr ? "--receptor needs --ligand" : fmt::format("'{}' is no file with poses", ligand->bytes),
          "ligand", "Give an SDF file with poses in the receptor's coordinates, such as poses.sdf of `maek dock`."};
    }
    auto read = internal::read_poses(*receptor, *ligand, options, notes);
    if (!read) return read.error();
    out.push_back(std::move(*read));
    return out;
  }
  if (ligand != nullptr) {
    if (ligand->is_file) {
      return Error{ErrorCode::kInvalidArgument, "--ligand names a residue when a complex is given", "ligand",
                   "Give the receptor by --receptor to score poses of another file."};
    }
    options.residue = ligand->bytes;
  }
  for (const Input& input : stored) {
    auto read = internal::read_complex(input, options, notes);
    if (!read) {
      if (stored.size() == 1) return read.error();
      notes.push_back(read.error().text());
      continue;
    }
    for (internal::GivenComplex& c : *read) {
      if (stored.size() > 1) c.labels.front() += " in " + input.name;
      out.push_back(std::move(c));
    }
  }
  if (out.empty())
    return Error{ErrorCode::kInvalidArgument, "none of the complexes could be read: " + notes.back(), "complex", ""};
  return out;
}

/// The table, the CSV and the picture of what makes one score.
Expected<void> add_explanation(const ScoredPose& s, const Explanation& e, const mol::Structure& receptor,
                               const std::string& suffix, OperationResult& result) {
  result.table += fmt::format("\n{}\n{}", s.label, explanation_table(e, receptor, kExplainedRows));
  result.files.push_back({"residues" + suffix + ".csv", explanation_csv(e, receptor)});
  mol::PictureOptions options;
  options.title = s.label;
  options.caption = fmt::format("{:.1f} kcal/mol ({:.1f} to {:.1f}); at residues: Vina's terms [kcal/mol]",
                                s.affinity.free_energy().value(), s.affinity.free_energy_low().value(),
                                s.affinity.free_energy_high().value());
  for (const ResidueContribution& r : e.residues)
    options.residue_values.emplace_back(r.residue, fmt::format("{:+.1f}", r.vina));
  for (const auto& [format, ending] :
       {std::pair{mol::PictureFormat::kSvg, "svg"}, std::pair{mol::PictureFormat::kPng, "png"}}) {
    auto drawn = mol::draw_interactions(receptor, s.pose.molecule, s.pose.interactions, format, options);
    if (!drawn) return drawn.error();
    result.files.push_back({"interactions" + suffix + "." + ending, std::move(*drawn)});
  }
  return {};
}

Expected<OperationResult> run(const Arguments& arguments, const OperationContext& context) {
  OperationResult result;
  const AffinityModel& model = affinity_model();
  auto complexes = open_complexes(arguments, context, result.notes);
  if (!complexes) return complexes.error();
  const bool relax = arguments.text("minimize") == "yes";
  std::size_t all = 0;
  for (const internal::GivenComplex& c : *complexes) all += c.poses.size();
  std::vector<ScoredPose> rows;
  for (std::size_t c = 0; c < complexes->size() && !result.partial; ++c) {
    const internal::GivenComplex& given = (*complexes)[c];
    for (std::size_t i = 0; i < given.poses.size(); ++i) {
      if (context.cancellation != nullptr && context.cancellation->requested()) {
        result.partial = true;
        break;
      }
      if (context.progress) context.progress(static_cast<double>(rows.size()) / static_cast<double>(all), "affinity");
      auto measured = measure_pose(given.receptor, given.poses[i], relax);
      if (!measured) return measured.error();
      Affinity affinity = predict_affinity(model, given.receptor, given.poses[i], *measured);
      rows.push_back({given.labels[i], c, std::move(*measured), std::move(affinity), {}});
    }
  }
  if (rows.empty()) return Error{ErrorCode::kCancelled, "stopped before the first pose", "affinity", ""};

  // Different ligands of one receptor are compared with each other: closer than each by itself.
  for (std::size_t c = 0; c < complexes->size(); ++c) {
    std::vector<std::size_t> members;
    std::vector<Affinity> affinities;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].receptor != c) continue;
      members.push_back(i);
      affinities.push_back(rows[i].affinity);
    }
    if (members.size() < 2) continue;
    const auto relative = relative_affinities(model, affinities);
    for (std::size_t k = 0; k < members.size(); ++k) rows[members[k]].relative = relative[k];
  }

  nlohmann::json summary = {{"model",
                             {{"fitted_on", model.source},
                              {"date", model.date},
                              {"half_width_pK", model.half_width},
                              {"coverage", model.level}}},
                            {"minimized", relax},
                            {"ligands", nlohmann::json::array()}};
  result.table = internal::affinity_table(rows, model);
  std::vector<mol::SdfRecord> poses;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ScoredPose& s = rows[i];
    const mol::Structure& receptor = (*complexes)[s.receptor].receptor.structure;
    std::optional<Explanation> e;
    if (arguments.flag("explain")) {
      e = explain(model, s.pose);
      const std::string suffix = rows.size() > 1 ? fmt::format("_{}", i + 1) : "";
      if (auto added = add_explanation(s, *e, receptor, suffix, result); !added) return added.error();
    }
    summary["ligands"].push_back(internal::affinity_row(s, model, e ? &*e : nullptr, receptor));
    poses.push_back({s.pose.molecule.with_name(s.label),
                     {{"affinity_kcal_mol", fmt::format("{:.2f}", s.affinity.free_energy().value())},
                      {"affinity_pkd", fmt::format("{:.2f}", s.affinity.pkd.value())},
                      {"vina_kcal_mol", fmt::format("{:.4f}", s.pose.terms.score)}}});
  }
  result.summary_json = summary.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  result.files.push_back({"affinity.csv", internal::affinity_csv(rows)});
  result.files.push_back({"poses.sdf", mol::to_sdf(poses)});
  result.prediction = internal::affinity_claim(rows.front(), model);
  return result;
}

}  // namespace

Operation affinity_operation() {
  using enum ParameterKind;
  Operation op;
  op.name = "affinity";
  op.help = "Free energy of binding of a pose, with a calibrated interval";
  op.details =
      "Measures a given pose (score terms, contacts, buried surface, interactions, the ligand's graph), relaxes it "
      "first to "
      "the next minimum of the Vina score, and gives kcal/mol and pKd with the interval that held nine of ten measured "
      "affinities on proteins that were left out of the fit. The interval is wide, about two to two and a half units "
      "of pKd "
      "on either side: so much is known from one pose. Several ligands of one receptor are also compared with their "
      "mean, "
      "which is surer. The plain Vina score stands beside it. Where the model was not fitted for such a case (metals, "
      "bonds "
      "to the protein, strange elements or sizes), a warning says so.\n\n"
      "How it was fitted, what it reaches and what it cannot: docs/calibration.md.";
  op.example =
      "maek affinity /usr/share/pymol/data/tut/1hpv.pdb --ligand 478 --keep 201 --explain "
      "--smiles 'CC(C)CN(C[C@@H](O)[C@H](Cc1ccccc1)NC(=O)O[C@H]1CCOC1)S(=O)(=O)c1ccc(N)cc1' --out affinity";
  op.writes_files = true;
  op.recorded = true;
  const auto add = [&op](Parameter p) { op.parameters.push_back(std::move(p)); };
  add({.name = "complex",
       .kind = kFile,
       .help =
           "mmCIF or PDB files that hold receptor and ligand, such as complexes/pose_1.cif of `maek dock`; also .gz",
       .positional = true,
       .repeated = true});
  add({.name = "receptor", .kind = kFile, .help = "receptor alone: mmCIF, PDB or PDBQT; goes with --ligand FILE"});
  add({.name = "ligand",
       .kind = kFileOrText,
       .help =
           "with --receptor: a file with poses (SDF, MOL, PDB, mmCIF); with a complex: which residue it is (A:478)"});
  add({.name = "smiles", .kind = kText, .help = "bond orders of the ligand, where the file of the complex has none"});
  add({.name = "minimize",
       .kind = kChoice,
       .help = "relax each pose to the next minimum first, as the poses of the fit were",
       .fallback = "yes",
       .choices = {"yes", "no"}});
  add({.name = "explain", .kind = kFlag, .help = "also tell which residues and which features make the score"});
  for (Parameter& parameter : internal::preparation_parameters()) add(std::move(parameter));
  op.run = run;
  return op;
}

}  // namespace maek::dock
