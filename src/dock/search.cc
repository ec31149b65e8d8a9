// SPDX-License-Identifier: Apache-2.0
#include "dock/search.h"

#include <algorithm>   // for std::sort, std::min
#include <chrono>      // for std::chrono::steady_clock
#include <cmath>       // for std::ceil, std::sqrt
#include <optional>    // for std::optional
#include <string>      // for std::string

#include "base/parallel.h"                  // for available_cores, parallel_for, parallel_chunks
#include "dock/internal/refine.h"           // for refine
#include "dock/internal/search_kernel.h"    // for search_kernel
#include "dock/internal/search_model.h"     // for SearchModel, SearchGrid, Chain

namespace maek::dock {
namespace {

using internal::Chain;
using internal::ChainPose;
using internal::SearchGrid;
using internal::SearchModel;

constexpr double kGridSpacing = 0.25;          // Å
constexpr std::int64_t kChainsPerEffort = 8;   // Markov chains for each unit of exhaustiveness
constexpr std::int64_t kEvaluations = 40;             // of a chain, times (50 + atoms + 10 F)
constexpr std::int64_t kEvaluationsPerTorsion = 10;   // on top of it for each torsion beyond the easy ones
constexpr int kEasyTorsions = 6;
constexpr std::size_t kPosesPerChain = 6;
constexpr std::size_t kRefinedPerPose = 3;     // candidates refined for each pose asked for

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

int heavy_torsions(const Ligand& ligand) {
  std::vector<bool> heavy(ligand.groups.size(), false);
  int count = 0;
  for (std::size_t g = ligand.groups.size(); g-- > 1;) {
    for (auto a = index(ligand.groups[g].first_atom); a < index(ligand.groups[g].end_atom); ++a) {
      if (ligand.atoms[a].xs != XsType::kNone) heavy[g] = true;
    }
    if (!heavy[g]) continue;
    heavy[index(ligand.groups[g].parent)] = true;
    ++count;
  }
  return count;
}

std::array<std::int32_t, 3> grid_cells(const Box& box) {
  const auto n = [](double edge) { return std::max(1, static_cast<std::int32_t>(std::ceil(edge / kGridSpacing))); };
  return {n(box.size.x), n(box.size.y), n(box.size.z)};
}

std::vector<XsType> types_of(const Ligand& ligand) {
  std::vector<XsType> types;
  for (const LigandAtom& atom : ligand.atoms) {
    if (meets_receptor(atom.xs) && std::find(types.begin(), types.end(), atom.xs) == types.end())
      types.push_back(atom.xs);
  }
  std::sort(types.begin(), types.end());
  return types;
}

Expected<SearchGrid> make_grid(const Receptor& receptor, std::vector<XsType> types, const SearchOptions& options,
                               const internal::SearchKernel& kernel) {
  SearchGrid grid;
  grid.spacing = static_cast<float>(kGridSpacing);
  grid.cells = grid_cells(options.box);
  const Position span = kGridSpacing * Position{double(grid.cells[0]), double(grid.cells[1]), double(grid.cells[2])};
  const Position begin = options.box.centre - span / 2;
  grid.begin = {static_cast<float>(begin.x), static_cast<float>(begin.y), static_cast<float>(begin.z)};
  grid.types = std::move(types);
  grid.map_of_type.fill(-1);
  for (std::size_t m = 0; m < grid.types.size(); ++m) {
    grid.map_of_type[static_cast<std::size_t>(grid.types[m])] = static_cast<int>(m);
  }
  grid.values.assign(grid.points() * grid.types.size(), 0.0F);
  auto done = parallel_chunks(static_cast<std::size_t>(grid.cells[2]) + 1, 4, options.threads,
                              [&](std::size_t first, std::size_t end) {
                                kernel.fill(receptor, *options.function, grid, static_cast<std::int32_t>(first),
                                            static_cast<std::int32_t>(end));
                              });
  if (!done) return done.error();
  return grid;
}

/// A chain's pose in the terms of the double-precision kinematics of its conformer.
Conformation to_conformation(const SearchModel& model, const SearchModel::Shape& shape, const Ligand& ligand,
                             const std::vector<Position>& conformer, const ChainPose& pose) {
  Conformation c;
  c.orientation = normalized({pose.state.turn[0], pose.state.turn[1], pose.state.turn[2], pose.state.turn[3]});
  const auto m = to_matrix(c.orientation);
  const Position centroid{shape.centroid[0], shape.centroid[1], shape.centroid[2]};
  const Position d = conformer.front() - centroid;
  c.origin = Position{pose.state.place[0], pose.state.place[1], pose.state.place[2]} +
             Position{m[0] * d.x + m[1] * d.y + m[2] * d.z, m[3] * d.x + m[4] * d.y + m[5] * d.z,
                      m[6] * d.x + m[7] * d.y + m[8] * d.z};
  c.torsions.assign(ligand.groups.size() - 1, 0.0);
  for (std::int32_t g = 1; g < model.groups; ++g) {
    c.torsions[index(model.ligand_group[index(g)]) - 1] = pose.state.torsions[index(g) - 1];
  }
  return c;
}

double plain_rmsd(const Ligand& ligand, std::span<const Position> a, std::span<const Position> b) {
  double sum = 0;
  int n = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (ligand.atoms[i].xs == XsType::kNone) continue;
    sum += squared_distance(a[i], b[i]);
    ++n;
  }
  return std::sqrt(sum / std::max(n, 1));
}

struct Candidate {
  std::size_t conformer;
  const ChainPose* pose;
};

/// The lowest minima of all chains, no two of one conformer within a short distance. Order does not depend on threads.
std::vector<Candidate> best_candidates(const std::vector<Chain>& chains, std::size_t limit) {
  std::vector<Candidate> all;
  for (const Chain& chain : chains) {
    for (const ChainPose& pose : chain.poses()) all.push_back({chain.shape(), &pose});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Candidate& a, const Candidate& b) { return a.pose->energy < b.pose->energy; });
  constexpr float kSame = 0.5F;   // Å
  std::vector<Candidate> kept;
  for (const Candidate& candidate : all) {
    if (kept.size() == limit) break;
    const auto& x = candidate.pose->coordinates;
    const bool near = std::any_of(kept.begin(), kept.end(), [&](const Candidate& other) {
      float sum = 0;
      for (std::size_t k = 0; k < x.size(); ++k) {
        const float d = x[k] - other.pose->coordinates[k];
        sum += d * d;
      }
      return sum * 3 < kSame * kSame * static_cast<float>(x.size());
    });
    if (!near) kept.push_back(candidate);
  }
  return kept;
}

bool has_maps(const SearchGrid& grid, const std::vector<XsType>& types) {
  return std::all_of(types.begin(), types.end(),
                     [&](XsType type) { return grid.map_of_type[static_cast<std::size_t>(type)] >= 0; });
}

/// What a ligand without metals is made of.
std::vector<XsType> all_types() {
  std::vector<XsType> types;
  for (std::size_t t = 0; t < kXsTypes; ++t) {
    const auto type = static_cast<XsType>(t);
    if (meets_receptor(type) && type != XsType::Met_D) types.push_back(type);
  }
  return types;
}

std::size_t grid_points(const Box& box) {
  std::size_t points = 1;
  for (const std::int32_t n : grid_cells(box)) points *= static_cast<std::size_t>(n) + 1;
  return points;
}

}  // namespace

const internal::SearchGrid* shared_maps(const ReceptorGrid& grid) { return grid.maps_.get(); }

Expected<ReceptorGrid> ReceptorGrid::make(const Receptor& receptor, const ScoringFunction& function, const Box& box,
                                          int threads, Isa isa) {
  SearchOptions options;
  options.box = box;
  options.function = &function;
  options.threads = threads;
  auto maps = make_grid(receptor, all_types(), options, internal::search_kernel(isa));
  if (!maps) return maps.error();
  return ReceptorGrid(std::make_shared<const SearchGrid>(*std::move(maps)));
}

std::size_t ReceptorGrid::bytes() const { return maps_->values.size() * sizeof(float); }

std::size_t ReceptorGrid::bytes_for(const Box& box) { return grid_points(box) * all_types().size() * sizeof(float); }

const char* search_kernel_name(Isa isa) { return internal::search_kernel(isa).name; }

SearchPlan plan_search(const Ligand& ligand, std::size_t conformers, const SearchOptions& options) {
  const int torsions = heavy_torsions(ligand), atoms = ligand.heavy_atoms;
  SearchPlan plan;
  plan.grid_spacing = kGridSpacing;
  plan.chains =
      std::max<std::int64_t>(static_cast<std::int64_t>(conformers), options.exhaustiveness * kChainsPerEffort);
  // Vina's count of steps, 50 + atoms + 10 F, and beyond six torsions more for each: there chains are found wanting, while
  // below it four times the evaluations lower no energy (docs/search.md).
  const std::int64_t each = kEvaluations + kEvaluationsPerTorsion * std::max(0, torsions - kEasyTorsions);
  plan.evaluations_per_chain = each * (50 + atoms + 10 * (6 + torsions));
  plan.bytes = types_of(ligand).size() * grid_points(options.box) * sizeof(float) +
               static_cast<std::size_t>(plan.chains) * kPosesPerChain * index(atoms) * 3 * sizeof(float);
  return plan;
}

double estimate_seconds(const System& system, const std::vector<std::vector<Position>>& conformers,
                        const SearchOptions& options, const SearchPlan& plan) {
  constexpr std::int64_t kTrial = 200;  // evaluations: a few milliseconds
  const internal::SearchKernel& kernel = internal::search_kernel(options.isa);
  SearchOptions small = options;  // a thin slice of the grid: its cost is by the point
  small.box.size.z = 1;
  small.threads = 1;
  const auto begin = std::chrono::steady_clock::now();
  auto grid = make_grid(system.receptor, types_of(system.ligand), small, kernel);
  if (!grid) return 0;
  const auto filled = std::chrono::steady_clock::now();
  const SearchModel model = internal::make_search_model(system, *options.function, conformers, grid->map_of_type);
  std::vector<Chain> chains;
  for (std::size_t c = 0; c < kernel.lanes(); ++c)
    chains.emplace_back(model, small.box, options.seed, c, kPosesPerChain);
  kernel.walk(model, *grid, chains.data(), chains.size(), {kTrial, 20, 0.02F, 50}, nullptr, nullptr);
  const auto walked = std::chrono::steady_clock::now();

  const auto seconds = [](auto from, auto to) { return std::chrono::duration<double>(to - from).count(); };
  const double share = static_cast<double>(grid_cells(options.box)[2] + 1) / (grid->cells[2] + 1);
  const double groups = std::ceil(static_cast<double>(plan.chains) / static_cast<double>(kernel.lanes()));
  const int threads = std::min(options.threads, available_cores());  // more of them share the cores
  const double rounds = std::ceil(groups / threads);
  const double refining = 0.005 * static_cast<double>(options.poses * kRefinedPerPose) / threads;
  return seconds(begin, filled) * share / threads + refining +
         seconds(filled, walked) * rounds * static_cast<double>(plan.evaluations_per_chain) /
             static_cast<double>(kTrial);
}

Expected<SearchResult> search(const System& system, const std::vector<std::vector<Position>>& conformers,
                              const SearchOptions& options, const Progress& progress,
                              const Cancellation* cancellation) {
  const Ligand& ligand = system.ligand;
  if (conformers.empty()) return Error{ErrorCode::kInternal, "a search needs at least one start conformer"};
  if (!ligand.glue_pairs.empty()) {
    return Error{ErrorCode::kUnsupported, "the ligand holds ring-closure atoms (CG0, G0, ...)", "ligand",
                 "Give the macrocycle closed, with several start conformers: they sample the ring."};
  }
  const SearchPlan plan = plan_search(ligand, conformers.size(), options);
  const internal::SearchKernel& kernel = internal::search_kernel(options.isa);
  const std::vector<XsType> types = types_of(ligand);
  const SearchGrid* grid = options.grid != nullptr ? shared_maps(*options.grid) : nullptr;
  if (grid != nullptr && !has_maps(*grid, types)) grid = nullptr;
  std::optional<SearchGrid> own;
  if (grid == nullptr) {
    if (progress) progress(0, "grid");
    auto made = make_grid(system.receptor, types, options, kernel);
    if (!made) return made.error();
    own = *std::move(made);
    grid = &*own;
  }
  const SearchModel model = internal::make_search_model(system, *options.function, conformers, grid->map_of_type);

  std::vector<Chain> chains;
  for (std::int64_t c = 0; c < plan.chains; ++c) {
    chains.emplace_back(model, options.box, options.seed, static_cast<std::uint64_t>(c), kPosesPerChain);
  }
  internal::KernelOptions kernel_options;
  kernel_options.evaluations = plan.evaluations_per_chain;
  kernel_options.iterations = (25 + ligand.heavy_atoms) / 3;
  const std::size_t lanes = kernel.lanes();
  const auto stop = [](const void* context) { return static_cast<const Cancellation*>(context)->requested(); };
  auto walked = parallel_for((chains.size() + lanes - 1) / lanes, options.threads,
                             [&](std::size_t group) {
                               const std::size_t first = group * lanes;
                               kernel.walk(model, *grid, &chains[first], std::min(lanes, chains.size() - first),
                                           kernel_options, cancellation != nullptr ? +stop : nullptr, cancellation);
                             },
                             {nullptr, progress, "search"});
  if (!walked) return walked.error();

  SearchResult result;
  result.statistics = {
      plan.chains,  plan.chains * plan.evaluations_per_chain, 0,
      kGridSpacing, grid->values.size() * sizeof(float),      cancellation != nullptr && cancellation->requested()};
  for (const Chain& chain : chains) result.statistics.steps += chain.steps();

  const std::vector<Candidate> candidates = best_candidates(chains, options.poses * kRefinedPerPose);
  std::vector<Kinematics> kinematics;
  for (const auto& conformer : conformers) {
    Ligand shaped = ligand;
    for (std::size_t a = 0; a < conformer.size(); ++a) shaped.atoms[a].start = conformer[a];
    kinematics.emplace_back(shaped);
  }
  const EnergyModel exact(system, *options.function, EnergyMode::kContinuous);
  std::vector<Pose> poses(candidates.size());
  auto refined = parallel_for(candidates.size(), options.threads, [&](std::size_t i) {
    const Candidate& c = candidates[i];
    const Kinematics& k = kinematics[c.conformer];
    const Conformation start =
        to_conformation(model, model.shapes[c.conformer], ligand, conformers[c.conformer], *c.pose);
    const Minimum minimum = internal::refine(system, *options.function, k, start, options.box);
    k.coordinates(minimum.conformation, poses[i].positions);
    poses[i].conformer = c.conformer;
    poses[i].terms = exact.terms(poses[i].positions);
    poses[i].grid_energy = c.pose->energy;
  });
  if (!refined) return refined.error();

  std::stable_sort(poses.begin(), poses.end(), [](const Pose& a, const Pose& b) { return a.energy() < b.energy(); });
  const auto distance = [&](const Pose& a, const Pose& b) {
    return options.distance ? options.distance(a.positions, b.positions) : plain_rmsd(ligand, a.positions, b.positions);
  };
  constexpr double kLeak = 0.05;  // Å that a pose may stand out of the box
  const Box allowed{options.box.centre, options.box.size + Position{2 * kLeak, 2 * kLeak, 2 * kLeak}};
  for (Pose& pose : poses) {
    if (result.poses.size() == options.poses) break;
    if (!result.poses.empty() && pose.energy() > result.poses.front().energy() + options.energy_range) break;
    const bool inside = std::all_of(ligand.atoms.begin(), ligand.atoms.end(), [&](const LigandAtom& atom) {
      return atom.xs == XsType::kNone ||
             allowed.contains(pose.positions[static_cast<std::size_t>(&atom - ligand.atoms.data())]);
    });
    if (!inside) continue;
    const bool near = std::any_of(result.poses.begin(), result.poses.end(),
                                  [&](const Pose& other) { return distance(pose, other) < options.min_rmsd; });
    if (!near) result.poses.push_back(std::move(pose));
  }
  if (result.poses.empty()) {
    if (result.statistics.cancelled) return Error{ErrorCode::kCancelled, "stopped before a first pose was found"};
    return Error{ErrorCode::kInvalidArgument, "no pose of the ligand fits into the box", "box",
                 "Make the box larger than the ligand, and see that it lies over the pocket."};
  }
  return result;
}

}  // namespace maek::dock
