// SPDX-License-Identifier: Apache-2.0
// LigandDocker: one record of a library into the receptor that all records share.
#include <algorithm>  // for std::min
#include <charconv>   // for std::from_chars
#include <chrono>     // for std::chrono::steady_clock
#include <cmath>      // for std::round

#include <fmt/format.h>

#include "base/memory.h"          // for MemoryPlan
#include "dock/internal/pose_judge.h"   // for PoseJudge
#include "dock/screen.h"          // for LigandDocker
#include "dock/system.h"          // for make_system, make_ligand
#include "mol/chemistry.h"        // for make_conformers
#include "mol/validity.h"         // for CheckedReceptor, check_pose

namespace maek::dock {
namespace {

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

/// "SMILES:7" or "FILE:4", counted within the record, as a place in the library: "FILE:1207:7", "FILE:1210".
std::string place_of(const std::string& where, const std::string& library, const LibraryRecord& record,
                     LibraryFormat format) {
  const std::size_t colon = where.rfind(':');
  std::uint64_t number = 0;
  if (colon != std::string::npos) {
    const char* const end = where.data() + where.size();
    const auto [after, failed] = std::from_chars(where.data() + colon + 1, end, number);
    if (failed != std::errc() || after != end) number = 0;
  }
  if (number == 0) return fmt::format("{}:{}", library, record.line);
  if (format == LibraryFormat::kSmiles) return fmt::format("{}:{}:{}", library, record.line, number);
  return fmt::format("{}:{}", library, record.line + number - 1);
}

/// What the record calls its ligand, for rows of those that cannot be read.
std::string name_of(const LibraryRecord& record, LibraryFormat format) {
  const std::string& text = record.text;
  if (format == LibraryFormat::kSdf) return text.substr(0, text.find_first_of("\r\n"));
  const std::size_t end = text.find_first_of(" \t", std::min(text.find_first_not_of(" \t"), text.size()));
  const std::size_t begin = end == std::string::npos ? end : text.find_first_not_of(" \t", end);
  return begin == std::string::npos ? "" : text.substr(begin);
}

}  // namespace

struct LigandDocker::State {
  const DockReceptor& receptor;
  ScreenDocking options;
  SearchOptions search;
  std::string library;
  LibraryFormat format;
  ReceptorGrid grid;
  mol::CheckedReceptor surroundings;
  std::vector<System> systems;   // of each worker: the receptor stays, the ligand changes

  Expected<void> dock(const LibraryRecord& record, int worker, const Cancellation& cancellation,
                      ScreenOutcome& outcome);
};

LigandDocker::LigandDocker(std::unique_ptr<State> state) : state_(std::move(state)) {}
LigandDocker::LigandDocker(LigandDocker&&) noexcept = default;
LigandDocker::~LigandDocker() = default;
std::size_t LigandDocker::grid_bytes() const { return state_->grid.bytes(); }

Expected<LigandDocker> LigandDocker::make(const DockReceptor& receptor, const Box& box, const ScreenDocking& options,
                                          const std::string& library, LibraryFormat format, int threads) {
  MemoryPlan memory;
  memory.add("grid", ReceptorGrid::bytes_for(box));
  constexpr std::uint64_t kEachThread = std::uint64_t{64} << 20;   // conformers and chains of a large ligand
  memory.add("threads", static_cast<std::uint64_t>(threads), kEachThread);
  if (auto fits = memory.check("screening"); !fits) return fits.error();

  // A carbon to build the receptor with; and RDKit fills its tables here, before there are threads.
  auto methane = mol::read_smiles("C");
  if (!methane) return methane.error();
  auto start = mol::make_conformers(*methane, 1, 1, 1, 0, nullptr);
  if (!start) return start.error();
  auto tree = mol::make_ligand_tree(start->front());
  if (!tree) return tree.error();
  std::vector<System> systems;
  for (int w = 0; w < threads; ++w) {
    auto system = make_system(receptor.typed, tree->tree, {}, PairRule::kBreadthFirst);
    if (!system) return system.error();
    systems.push_back(*std::move(system));
  }
  auto grid = ReceptorGrid::make(systems.front().receptor, *options.function, box, threads, options.isa);
  if (!grid) return grid.error();
  auto state = std::unique_ptr<State>(new State{receptor,
                                                options,
                                                {},
                                                library,
                                                format,
                                                *std::move(grid),
                                                mol::CheckedReceptor::prepare(receptor.structure),
                                                std::move(systems)});
  SearchOptions& search = state->search;
  search.box = box;
  search.function = options.function;
  search.exhaustiveness = options.exhaustiveness;
  search.poses = 1;
  search.seed = options.seed;
  search.isa = options.isa;
  search.grid = &state->grid;
  return LigandDocker(std::move(state));
}

Expected<void> LigandDocker::State::dock(const LibraryRecord& record, int worker, const Cancellation& cancellation,
                                         ScreenOutcome& outcome) {
  ScreenRow& row = outcome.row;
  std::vector<std::string> notes;
  LigandOptions ligand_options;
  ligand_options.ph = options.ph;
  ligand_options.keep_protonation = options.keep_protonation;
  ligand_options.conformers = options.conformers;
  ligand_options.seed = options.seed;
  ligand_options.cancellation = &cancellation;
  const bool smiles = format == LibraryFormat::kSmiles;
  auto ligand = prepare_ligand_input({smiles ? "SMILES" : "record.sdf", record.text, !smiles}, ligand_options, notes);
  if (!ligand) return ligand.error();
  row.name = ligand->name;
  row.smiles = ligand->input->canonical_smiles();
  auto made = make_ligand(ligand->tree, PairRule::kBreadthFirst);
  if (!made) return made.error();
  System& system = systems[static_cast<std::size_t>(worker)];
  system.ligand = *std::move(made);
  row.torsions = system.ligand.torsions();

  std::vector<std::vector<Position>> starts;
  for (const mol::LigandTree& tree : ligand->trees) {
    std::vector<Position>& start = starts.emplace_back();
    for (const LigandAtom& a : system.ligand.atoms) start.push_back(tree.tree.atoms[index(a.tree_atom)].position);
  }
  auto found = maek::dock::search(system, starts, search, {}, &cancellation);
  if (!found) return found.error();
  if (found->statistics.cancelled) return Error{ErrorCode::kCancelled, "stopped"};
  const Pose& pose = found->poses.front();
  std::vector<Position> in_tree(pose.positions.size());
  for (std::size_t a = 0; a < in_tree.size(); ++a) in_tree[index(system.ligand.atoms[a].tree_atom)] = pose.positions[a];
  const mol::Molecule& conformer = ligand->conformers[pose.conformer];
  outcome.pose = conformer.with_positions(mol::molecule_positions(conformer, ligand->trees[pose.conformer], in_tree))
                     .with_name(ligand->name);
  auto reference = mol::CheckedReference::prepare({*ligand->input});
  if (!reference) return reference.error();
  mol::CheckOptions checks;
  checks.receptor = &surroundings;
  checks.reference = &*reference;
  checks.energy = options.energy ? mol::EnergyTest::kQuick : mol::EnergyTest::kNone;
  checks.accuracy = false;   // where the record's own coordinates lie says nothing
  checks.open_stereo_passes = true;
  checks.cancellation = &cancellation;
  const mol::ValidityReport validity = mol::check_pose(*outcome.pose, checks);
  if (auto changed = internal::PoseJudge::changed(validity)) {
    outcome.pose.reset();
    return Error{ErrorCode::kInternal, "the pose is no longer the ligand that came in: " + *changed};
  }
  row.docked = true;
  row.valid = validity.valid();
  if (!row.valid) row.message = validity.reasons().front();
  row.score = internal::rounded(pose.terms.score);
  row.inter = internal::rounded(pose.terms.inter());
  row.intra = internal::rounded(pose.terms.intra());
  return {};
}

ScreenOutcome LigandDocker::dock(const LibraryRecord& record, int worker, const Cancellation& cancellation) {
  const auto begin = std::chrono::steady_clock::now();
  ScreenOutcome outcome;
  outcome.row.index = record.index;
  outcome.row.digest = record.digest;
  outcome.row.name = name_of(record, state_->format);
  Expected<void> done =
      record.fault ? Expected<void>(*record.fault) : state_->dock(record, worker, cancellation, outcome);
  if (!done) {
    Error error = done.error();
    outcome.stopped = error.code == ErrorCode::kCancelled || cancellation.requested();
    error.where = place_of(record.fault ? "" : error.where, state_->library, record, state_->format);
    outcome.row.message = error.text();
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  outcome.row.seconds = std::round(seconds * 1e3) / 1e3;
  return outcome;
}

}  // namespace maek::dock
