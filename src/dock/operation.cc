// SPDX-License-Identifier: Apache-2.0
#include "dock/operation.h"

#include <algorithm>   // for std::min
#include <chrono>      // for std::chrono::steady_clock
#include <optional>    // for std::optional

#include <fmt/format.h>

#include "base/memory.h"            // for MemoryPlan
#include "dock/affinity.h"          // for measure_pose, predict_affinity
#include "dock/internal/blind.h"    // for search_boxes, blind_boxes
#include "dock/internal/minimize_complexes.h"   // for minimize_complexes
#include "dock/internal/place.h"     // for prepare_place
#include "dock/internal/pose_judge.h"   // for PoseJudge
#include "dock/internal/refine.h"   // for refine
#include "dock/pockets.h"       // for find_pockets
#include "dock/prepare.h"       // for prepare_receptor_input, prepare_ligand_input
#include "dock/report.h"        // for Report
#include "dock/search.h"        // for search
#include "mol/ccd_operation.h"    // for dictionary_parameter
#include "mol/interactions.h"   // for find_interactions
#include "mol/picture.h"        // for draw_pocket, draw_interactions
#include "mol/symmetry.h"       // for automorphisms, rmsd_to_reference

namespace maek::dock {
namespace {

using internal::prepare_place;
using internal::Prepared;

using Clock = std::chrono::steady_clock;

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// From the engine's order (Ligand::atoms) to that of the tree.
std::vector<Position> to_tree_order(const Ligand& ligand, const std::vector<Position>& positions) {
  std::vector<Position> out(positions.size());
  for (std::size_t a = 0; a < positions.size(); ++a) out[index(ligand.atoms[a].tree_atom)] = positions[a];
  return out;
}

std::vector<Position> from_tree(const Ligand& ligand, const mol::PdbqtTree& tree) {
  std::vector<Position> out;
  for (const LigandAtom& a : ligand.atoms) out.push_back(tree.atoms[index(a.tree_atom)].position);
  return out;
}

/// Symmetry-corrected distance between poses of one molecule, heavy atoms only.
PoseDistance symmetric_distance(const Ligand& ligand, const mol::LigandTree& tree, const mol::Molecule& molecule) {
  auto symmetry = std::make_shared<mol::Automorphisms>(mol::automorphisms(molecule));
  std::vector<std::int32_t> molecule_atom;
  for (const LigandAtom& a : ligand.atoms) molecule_atom.push_back(tree.molecule_atom[index(a.tree_atom)]);
  const std::size_t n = molecule.atoms().size();
  return [symmetry, molecule_atom, n](std::span<const Position> a, std::span<const Position> b) {
    std::vector<Position> left(n), right(n);
    for (std::size_t k = 0; k < molecule_atom.size(); ++k) {
      left[index(molecule_atom[k])] = a[k];
      right[index(molecule_atom[k])] = b[k];
    }
    return mol::symmetric_rmsd(*symmetry, left, right);
  };
}

std::string counted(auto count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// Effort that finds the pose of a ligand of so many torsions again and again (docs/search.md): beyond four times this
/// more search is only more time.
int enough_effort(int torsions) { return torsions <= 3 ? 8 : torsions <= 8 ? 16 : 32; }

/// A reference that does not fit the ligand is refused before the search, not after.
Expected<void> check_reference(const Arguments& arguments, const DockReceptor& receptor, const mol::Molecule* ligand) {
  const Input* input = arguments.input("reference");
  if (input == nullptr) return {};
  if (ligand == nullptr) {
    return Error{ErrorCode::kUnsupported, "an RMSD to a reference needs a ligand with bonds", "reference",
                 "Give the ligand as SMILES or SDF instead of PDBQT."};
  }
  auto reference = read_reference(*input, receptor.input, *ligand);
  if (!reference) return reference.error();
  if (auto rmsd = mol::rmsd_to_reference(*ligand, *reference); !rmsd) return rmsd.error();
  return {};
}

/// RMSD to the reference.
Expected<void> measure(Report& report, const Arguments& arguments, const DockReceptor& receptor) {
  const Input* input = arguments.input("reference");
  std::optional<mol::Molecule> reference;
  for (ReportedPose& pose : report.poses) {
    if (!pose.molecule) continue;
    if (input != nullptr) {
      if (!reference) {
        auto read = read_reference(*input, receptor.input, *pose.molecule);
        if (!read) return read.error();
        reference = std::move(*read);
      }
      auto rmsd = mol::rmsd_to_reference(*pose.molecule, *reference);
      if (!rmsd) return rmsd.error();
      pose.rmsd_to_reference = *rmsd;
    }
  }
  return {};
}

/// Scores or relaxes the poses of the ligand file.
Expected<OperationResult> score_given(const Arguments& arguments, const OperationContext& context) {
  const auto start = Clock::now();
  OperationResult result;
  const bool local = arguments.flag("minimize"), table = arguments.flag("table");
  auto place = prepare_place(arguments, result.notes, false);
  if (!place) return place.error();
  LigandOptions options;
  options.ph = arguments.real("ph");
  options.keep_protonation = arguments.flag("keep-protonation");
  options.dictionary = arguments.text("ccd");
  options.seed = context.seed;
  auto given = read_given_poses(*arguments.input("ligand"), options, result.notes);
  if (!given) return given.error();
  const mol::Molecule* first = given->molecules.front() ? &*given->molecules.front() : nullptr;
  if (auto fits = check_reference(arguments, place->receptor, first); !fits) return fits.error();
  std::vector<mol::PdbqtTree> flexible;
  if (const Input* flex = arguments.input("flex")) {
    auto residues = mol::read_pdbqt_flex(flex->bytes, flex->name);
    if (!residues) return residues.error();
    flexible = std::move(*residues);
  }
  const ScoringFunction& function = **ScoringFunction::by_name(arguments.text("scoring"));
  std::optional<Box> box;
  if (arguments.has("box") || arguments.has("around")) box = place->box;

  internal::PoseJudge judge(place->receptor, !arguments.flag("no-energy"), context);
  Report report;
  report.mode = local ? "local" : "score";
  report.scoring = function.name;
  report.table_mode = table;
  report.box = box;
  for (std::size_t i = 0; i < given->trees.size(); ++i) {
    if (context.cancellation != nullptr && context.cancellation->requested()) {
      result.partial = true;
      break;
    }
    if (context.progress)
      context.progress(static_cast<double>(i) / static_cast<double>(given->trees.size()), report.mode);
    auto system = make_system(place->receptor.typed, given->trees[i], flexible,
                              table ? PairRule::kVina : PairRule::kBreadthFirst);
    if (!system) return system.error();
    const EnergyModel model(*system, function, table ? EnergyMode::kTable : EnergyMode::kContinuous);
    std::vector<Position> x = from_tree(system->ligand, given->trees[i]);
    ReportedPose pose;
    if (local) {
      const std::vector<Position> before = x;
      const Kinematics kinematics(system->ligand);
      // Without a box the pose may go where it likes: as large as can be, about the pose.
      const Box everywhere{x.front(), {1e4, 1e4, 1e4}};
      const Minimum minimum =
          internal::refine(*system, function, kinematics, kinematics.start(), box.value_or(everywhere));
      kinematics.coordinates(minimum.conformation, x);
      double sum = 0;
      for (std::size_t a = 0; a < x.size(); ++a) sum += squared_distance(x[a], before[a]);
      pose.moved = std::sqrt(sum / static_cast<double>(x.size()));
    }
    pose.terms = model.terms(x, box);
    pose.tree_positions = to_tree_order(system->ligand, x);
    if (given->molecules[i]) {
      pose.molecule = local ? given->molecules[i]->with_positions(mol::molecule_positions(
                                  *given->molecules[i], *given->ligand_trees[i], pose.tree_positions))
                            : *given->molecules[i];
      pose.validity = judge.judge(*given->molecules[i], *pose.molecule);
    }
    if (report.poses.empty()) {
      report.heavy_atoms = system->ligand.heavy_atoms;
      report.torsions = system->ligand.torsions();
      report.ligand_name = given->molecules[i] ? given->molecules[i]->name() : arguments.input("ligand")->name;
      report.smiles = given->molecules[i] ? given->molecules[i]->canonical_smiles() : given->trees[i].smiles;
    }
    report.poses.push_back(std::move(pose));
  }
  if (report.poses.empty()) return Error{ErrorCode::kCancelled, "stopped before the first pose", "dock", ""};
  if (auto measured = measure(report, arguments, place->receptor); !measured) return measured.error();
  report.seconds = seconds_since(start);
  result.summary_json = to_json(report);
  result.table = to_table(report);
  result.files.push_back({"summary.csv", to_csv(report)});
  if (local) {
    if (given->molecules.front()) {
      result.files.push_back({"poses.sdf", poses_sdf(report)});
    } else {
      result.files.push_back({"poses.pdbqt", poses_pdbqt(report, given->trees.front())});
    }
  }
  return result;
}

Expected<void> add_pictures(const Arguments& arguments, const Prepared& place, const Report& report,
                            OperationResult& result) {
  const std::string& wish = arguments.text("pictures");
  if (wish == "none" || !report.poses.front().molecule) return {};
  std::optional<mol::Molecule> reference;
  if (const Input* input = arguments.input("reference")) {
    auto read = read_reference(*input, place.receptor.input, *report.poses.front().molecule);
    if (read) reference = std::move(*read);
  }
  const std::size_t count = wish == "all" ? report.poses.size() : 1;
  for (std::size_t i = 0; i < count; ++i) {
    const ReportedPose& pose = report.poses[i];
    const auto interactions = mol::find_interactions(place.receptor.structure, *pose.molecule);
    mol::PictureOptions options;
    options.title = report.ligand_name.empty() ? report.smiles : report.ligand_name;
    if (!place.receptor.structure.id.empty()) options.title += " in " + place.receptor.structure.id;
    options.caption = fmt::format("pose {}, {} {:.2f} kcal/mol", i + 1, report.scoring, pose.terms.score);
    if (pose.rmsd_to_reference)
      options.caption += fmt::format(", {:.2f} Å from the reference", *pose.rmsd_to_reference);
    const std::string suffix = count > 1 ? fmt::format("_{}", i + 1) : "";
    for (const auto& [format, ending] :
         {std::pair{mol::PictureFormat::kSvg, "svg"}, std::pair{mol::PictureFormat::kPng, "png"}}) {
      auto pocket = mol::draw_pocket(place.receptor.structure, *pose.molecule, reference ? &*reference : nullptr,
                                     interactions, format, options);
      if (!pocket) return pocket.error();
      result.files.push_back({"pocket" + suffix + "." + ending, std::move(*pocket)});
      auto flat = mol::draw_interactions(place.receptor.structure, *pose.molecule, interactions, format, options);
      if (!flat) return flat.error();
      result.files.push_back({"interactions" + suffix + "." + ending, std::move(*flat)});
    }
  }
  return {};
}

/// Affinity of the best pose; a pose that cannot be measured has none, and a note says why.
void add_affinity(const DockReceptor& receptor, Report& report, std::vector<std::string>& notes) {
  const ReportedPose& best = report.poses.front();
  if (!best.molecule) return;
  const auto measured = measure_pose(receptor, *best.molecule, true);
  if (!measured) {
    notes.push_back("no affinity: " + measured.error().text());
    return;
  }
  report.affinity = predict_affinity(affinity_model(), receptor, *best.molecule, *measured);
}

Expected<OperationResult> dock_ligand(const Arguments& arguments, const OperationContext& context) {
  const auto start = Clock::now();
  OperationResult result;
  const bool blind = arguments.flag("blind");
  auto place = prepare_place(arguments, result.notes, !blind);
  if (!place) return place.error();
  LigandOptions ligand_options;
  ligand_options.dictionary = arguments.text("ccd");
  ligand_options.ph = arguments.real("ph");
  ligand_options.keep_protonation = arguments.flag("keep-protonation");
  ligand_options.conformers = static_cast<int>(arguments.integer("conformers"));
  ligand_options.seed = context.seed;
  ligand_options.threads = context.threads;
  ligand_options.cancellation = context.cancellation;
  if (context.progress) context.progress(0, "conformers");
  auto ligand = prepare_ligand_input(*arguments.input("ligand"), ligand_options, result.notes);
  if (!ligand) return ligand.error();

  const mol::Molecule* molecule = ligand->conformers.empty() ? nullptr : &ligand->conformers.front();
  if (auto fits = check_reference(arguments, place->receptor, molecule); !fits) return fits.error();

  auto system = make_system(place->receptor.typed, ligand->tree, {}, PairRule::kBreadthFirst);
  if (!system) return system.error();
  std::vector<std::vector<Position>> starts;
  if (ligand->trees.empty()) starts.push_back(from_tree(system->ligand, ligand->tree));
  for (const mol::LigandTree& tree : ligand->trees) starts.push_back(from_tree(system->ligand, tree.tree));

  SearchOptions options;
  options.box = place->box;
  options.function = *ScoringFunction::by_name(arguments.text("scoring"));
  options.exhaustiveness = static_cast<int>(arguments.integer("exhaustiveness"));
  options.poses = static_cast<std::size_t>(arguments.integer("poses"));
  options.min_rmsd = arguments.real("min-rmsd");
  options.energy_range = arguments.real("energy-range");
  options.seed = context.seed;
  options.threads = context.threads;
  options.isa = current_isa();
  if (!ligand->conformers.empty()) {
    options.distance = symmetric_distance(system->ligand, ligand->trees.front(), ligand->conformers.front());
  }
  std::vector<Box> boxes;
  if (blind) {
    auto pockets = find_pockets(place->receptor.structure, {}, context.cancellation);
    if (!pockets) return pockets.error();
    boxes =
        internal::blind_boxes(*pockets, static_cast<std::size_t>(arguments.integer("pockets")), system->ligand, starts);
    if (boxes.empty()) {
      return Error{ErrorCode::kInvalidArgument, "the receptor has no pocket with room for five atoms", "blind",
                   "Give a --box. `maek pockets` shows what there is when small molecules are taken out."};
    }
    options.box = *std::max_element(boxes.begin(), boxes.end(), [](const Box& a, const Box& b) {
      return a.size.x * a.size.y * a.size.z < b.size.x * b.size.y * b.size.z;
    });
  }
  const double searches = blind ? static_cast<double>(boxes.size()) : 1;
  const SearchPlan plan = plan_search(system->ligand, starts.size(), options);
  MemoryPlan memory;
  memory.add("grid and poses", plan.bytes);
  if (auto fits = memory.check("docking"); !fits) return fits.error();
  if (context.announce) {
    const double seconds = searches * estimate_seconds(*system, starts, options, plan);
    context.announce(fmt::format("{}, {}, {}: about {:.1f} s here on {}, {}",
                                 counted(system->ligand.torsions(), "torsion"),
                                 counted(starts.size(), "start conformer"), counted(plan.chains, "chain"), seconds,
                                 counted(options.threads, "thread"), format_bytes(plan.bytes)));
  }
  if (const int enough = enough_effort(system->ligand.torsions()); options.exhaustiveness > 4 * enough) {
    result.notes.push_back(fmt::format("exhaustiveness {} is far beyond what {} torsions need: {} finds the same pose",
                                       options.exhaustiveness, system->ligand.torsions(), enough));
  }
  std::vector<std::size_t> pocket_of_pose;
  Expected<SearchResult> found = Error{ErrorCode::kInternal, "no search was made", "dock", ""};
  if (blind) {
    auto all = internal::search_boxes(*system, starts, boxes, options, context.progress, context.cancellation);
    if (!all) return all.error();
    pocket_of_pose = std::move(all->pocket);
    found = std::move(all->found);
  } else {
    found = search(*system, starts, options, context.progress, context.cancellation);
  }
  if (!found) return found.error();

  Report report;
  report.mode = "dock";
  report.scoring = options.function->name;
  if (!blind) report.box = place->box;
  report.pockets = boxes;
  report.statistics = found->statistics;
  report.heavy_atoms = system->ligand.heavy_atoms;
  report.torsions = system->ligand.torsions();
  report.ligand_name = ligand->name;
  report.smiles = ligand->input ? ligand->input->canonical_smiles() : ligand->tree.smiles;
  internal::PoseJudge judge(place->receptor, !arguments.flag("no-energy"), context);
  for (const Pose& pose : found->poses) {
    ReportedPose out;
    out.terms = pose.terms;
    out.conformer = pose.conformer;
    if (blind) out.pocket = pocket_of_pose[static_cast<std::size_t>(&pose - found->poses.data())];
    out.tree_positions = to_tree_order(system->ligand, pose.positions);
    if (!ligand->conformers.empty()) {
      const mol::Molecule& conformer = ligand->conformers[pose.conformer];
      out.molecule =
          conformer
              .with_positions(mol::molecule_positions(conformer, ligand->trees[pose.conformer], out.tree_positions))
              .with_name(ligand->name);
      out.validity = judge.judge(ligand->input ? *ligand->input : conformer, *out.molecule);
      if (const auto changed = internal::PoseJudge::changed(*out.validity)) {
        result.notes.push_back(fmt::format("a pose with {:.2f} kcal/mol was refused: it is not the ligand that was "
                                           "given ({})",
                                           pose.terms.score, *changed));
        continue;
      }
      out.rmsd_to_best = options.distance(pose.positions, found->poses.front().positions);
    } else {
      double sum = 0;
      for (std::size_t a = 0; a < pose.positions.size(); ++a)
        sum += squared_distance(pose.positions[a], found->poses.front().positions[a]);
      out.rmsd_to_best = std::sqrt(sum / static_cast<double>(pose.positions.size()));
    }
    report.poses.push_back(std::move(out));
  }
  if (report.poses.empty()) {
    return Error{ErrorCode::kInternal, "no pose is the ligand that was given", ligand->name,
                 "Its stereo or its bonds changed on the way: " + (result.notes.empty() ? "" : result.notes.back())};
  }
  if (report.poses.front().terms.score > 0) {
    result.notes.insert(result.notes.begin(),
                        "the best score is positive: the pocket is taken, or too small for the ligand");
  }
  if (auto measured = measure(report, arguments, place->receptor); !measured) return measured.error();
  add_affinity(place->receptor, report, result.notes);
  report.seconds = seconds_since(start);
  result.partial = found->statistics.cancelled;
  result.summary_json = to_json(report);
  result.table = to_table(report);
  result.files.push_back({"summary.csv", to_csv(report)});
  result.prediction =
      Claim{prediction_json(report), {ligand->conformers.empty() ? "poses.pdbqt" : "poses.sdf", "summary.csv"}};
  if (ligand->conformers.empty()) {
    result.files.push_back({"poses.pdbqt", poses_pdbqt(report, ligand->tree)});
  } else {
    result.files.push_back({"poses.sdf", poses_sdf(report)});
    for (std::size_t i = 0; i < report.poses.size(); ++i) {
      auto complex = complex_mmcif(place->receptor, report.poses[i], ligand->name);
      if (!complex) return complex.error();
      result.files.push_back({fmt::format("complexes/pose_{}.cif", i + 1), std::move(*complex)});
    }
  }
  if (auto drawn = add_pictures(arguments, *place, report, result); !drawn) return drawn.error();
  if (arguments.flag("write-prepared")) {
    result.files.push_back({"prepared/receptor.pdbqt", mol::to_pdbqt(place->receptor.typed)});
    result.files.push_back({"prepared/ligand.pdbqt", mol::to_pdbqt(ligand->tree)});
  }
  return result;
}

Expected<OperationResult> run(const Arguments& arguments, const OperationContext& context) {
  const bool score = arguments.flag("score-only"), local = arguments.flag("minimize");
  if (score && local) {
    return Error{ErrorCode::kInvalidArgument, "--score-only and --minimize were both given", "minimize",
                 "Give one of them."};
  }
  if (!arguments.inputs("complex").empty()) {
    if (!local || arguments.has("receptor") || arguments.has("ligand")) {
      return Error{ErrorCode::kInvalidArgument, "stored complexes go with --minimize, without --receptor and --ligand",
                   arguments.inputs("complex").front().name,
                   "maek dock --minimize COMPLEX... relaxes them; to dock, say --receptor FILE --ligand SMILES."};
    }
    return internal::minimize_complexes(arguments, context);
  }
  for (const char* name : {"receptor", "ligand"}) {
    if (arguments.has(name)) continue;
    return Error{ErrorCode::kInvalidArgument, fmt::format("--{} is required", name), name,
                 "Only `maek dock --minimize COMPLEX...` goes without."};
  }
  if (arguments.flag("blind") && (score || local || arguments.has("box") || arguments.has("around"))) {
    return Error{ErrorCode::kInvalidArgument, "--blind finds the place itself", "blind",
                 "Leave it out where --box, --around, --score-only or --minimize is given."};
  }
  if (!score && (arguments.flag("table") || arguments.has("flex"))) {
    return Error{ErrorCode::kInvalidArgument, "--table and --flex go with --score-only",
                 arguments.flag("table") ? "table" : "flex", ""};
  }
  return score || local ? score_given(arguments, context) : dock_ligand(arguments, context);
}

}  // namespace

Operation dock_operation() {
  using enum ParameterKind;
  Operation op;
  op.name = "dock";
  op.help = "Dock a ligand into a receptor; score or relax poses";
  op.details =
      "Finds how a small molecule sits in a pocket: Monte Carlo with quasi-Newton refinement on the Vina or Vinardo "
      "score, "
      "from several start conformers, then exact refinement with every receptor atom. The receptor is prepared on the "
      "way: "
      "hydrogens, histidine states, metals and cofactors kept, waters dropped.\n\n"
      "Equal inputs, options and seed give equal poses at any number of threads.\n\n"
      "--ligand is, in this order: a file of that name; ccd:CODE, the component of that code; a valid SMILES, also "
      "where a component has the same letters (C, CN, CO; a note says so); the code of a component, up to five digits "
      "and "
      "upper-case letters (478, ATP). Components come from the dictionary that ./dev ccd or `maek ccd build` makes; of "
      "a "
      "component only the graph is used, never its coordinates, which can be those of the very crystal.";
  op.example =
      "maek dock --receptor /usr/share/pymol/data/tut/1hpv.pdb --around 478 --reference 478 "
      "--ligand 'CC(C)CN(C[C@@H](O)[C@H](Cc1ccccc1)NC(=O)O[C@H]1CCOC1)S(=O)(=O)c1ccc(N)cc1 amprenavir' --out "
      "amprenavir";
  op.writes_files = true;
  op.recorded = true;
  const auto add = [&op](Parameter p) { op.parameters.push_back(std::move(p)); };
  add({.name = "receptor",
       .kind = kFile,
       .help = "mmCIF, PDB (prepared on the way) or PDBQT (taken as it is); also .gz (required to dock)"});

  add({.name = "ligand",
       .kind = kFileOrText,
       .help = "SMILES, component code (478, ccd:CN), or a file: SDF, MOL, SMI, PDBQT, PDB, mmCIF (required to dock)"});
  add({.name = "complex",
       .kind = kFile,
       .help = "with --minimize: stored complexes (mmCIF, PDB), each with its ligands in it",
       .positional = true,
       .repeated = true});
  add(mol::dictionary_parameter());
  add({.name = "box",
       .kind = kText,
       .help = "where to search: centre and edges",
       .unit = "Å",
       .placeholder = "x,y,z,sx,sy,sz"});
  add({.name = "around",
       .kind = kFileOrText,
       .help = "where to search: about a residue (A:478, A:25) or the molecule in a file",
       .placeholder = "RESIDUE|FILE"});
  add({.name = "blind", .kind = kFlag, .help = "where to search: the receptor's best pockets, ranked together"});
  add({.name = "pockets",
       .kind = kInteger,
       .help = "with --blind: how many pockets",
       .fallback = "3",
       .minimum = 1,
       .maximum = 100});
  add({.name = "reference",
       .kind = kFileOrText,
       .help = "pose to measure the RMSD to: a residue of the receptor file, or a file",
       .placeholder = "RESIDUE|FILE"});
  add({.name = "poses",
       .kind = kInteger,
       .help = "poses to report, at most",
       .fallback = "9",
       .minimum = 1,
       .maximum = 1000});
  add({.name = "exhaustiveness",
       .kind = kInteger,
       .help = "effort of the search, linear in time",
       .fallback = "8",
       .minimum = 1,
       .maximum = 10000});
  add({.name = "conformers",
       .kind = kInteger,
       .help = "start conformers made from the graph; 0 takes the file's own coordinates",
       .fallback = "8",
       .minimum = 0,
       .maximum = 1000});
  add({.name = "scoring",
       .kind = kChoice,
       .help = "scoring function",
       .fallback = "vina",
       .choices = {"vina", "vinardo"}});
  add({.name = "min-rmsd",
       .kind = kReal,
       .help = "least distance between two reported poses",
       .unit = "Å",
       .fallback = "1.0",
       .minimum = 0,
       .maximum = 100});
  add({.name = "energy-range",
       .kind = kReal,
       .help = "poses up to this much above the best",
       .unit = "kcal/mol",
       .fallback = "5",
       .minimum = 0,
       .maximum = 1000});
  for (Parameter& parameter : internal::preparation_parameters()) add(std::move(parameter));
  add({.name = "score-only", .kind = kFlag, .help = "score the poses of the ligand file as they are"});
  add({.name = "minimize",
       .kind = kFlag,
       .help = "relax the poses of the ligand file, or the ligands of stored complexes, to the next minimum"});
  add({.name = "table",
       .kind = kFlag,
       .help = "with --score-only: the numbers of AutoDock Vina 1.2.3, to its last digit"});
  add({.name = "flex", .kind = kFile, .help = "with --score-only: flexible side chains as PDBQT"});
  add({.name = "pictures",
       .kind = kChoice,
       .help = "pictures of pocket and interactions",
       .fallback = "best",
       .choices = {"none", "best", "all"}});
  add({.name = "no-energy",
       .kind = kFlag,
       .help = "leave out the internal energy of the poses' verdict, which takes a second or some"});
  add({.name = "write-prepared", .kind = kFlag, .help = "also write receptor and ligand as PDBQT"});
  op.run = run;
  return op;
}

}  // namespace maek::dock
