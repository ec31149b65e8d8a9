// SPDX-License-Identifier: Apache-2.0
// Search for poses: Monte Carlo with quasi-Newton minimisation over place, orientation and torsions on a grid, then exact
// refinement and clustering (global optimisation, docking engine).
#pragma once

#include <cstdint>  // for std::uint64_t
#include <functional>  // for std::function
#include <memory>  // for std::shared_ptr
#include <span>  // for std::span
#include <vector>  // for std::vector

#include "base/cpu.h"  // for Isa
#include "base/expected.h"  // for Expected
#include "base/progress.h"  // for Progress, Cancellation
#include "dock/energy.h"  // for Terms, Box
#include "dock/pair_energy.h"  // for ScoringFunction
#include "dock/system.h"  // for System

namespace maek::dock {

/// Distance of two poses [Å], each in the order of Ligand::atoms.
using PoseDistance = std::function<double(std::span<const Position>, std::span<const Position>)>;

namespace internal {
struct SearchGrid;
}

/// The maps of every type that a ligand can have, made once for many searches in one box of one receptor.
class ReceptorGrid {
 public:
  static Expected<ReceptorGrid> make(const Receptor& receptor, const ScoringFunction& function, const Box& box,
                                     int threads, Isa isa);
  std::size_t bytes() const;
  static std::size_t bytes_for(const Box& box);

 private:
  friend const internal::SearchGrid* shared_maps(const ReceptorGrid& grid);
  explicit ReceptorGrid(std::shared_ptr<const internal::SearchGrid> maps) : maps_(std::move(maps)) {}
  std::shared_ptr<const internal::SearchGrid> maps_;
};

struct SearchOptions {
  Box box;
  const ScoringFunction* function = &ScoringFunction::vina();
  int exhaustiveness = 8;  // effort, linear in time
  std::size_t poses = 9;  // at most
  double min_rmsd = 1.0;  // Å between any two reported poses
  double energy_range = 5.0;  // kcal/mol above the best
  std::uint64_t seed = 1;
  int threads = 1;
  Isa isa = Isa::kPortable;
  PoseDistance distance;  // for clustering; plain heavy-atom RMSD when empty
  /// Made with the same receptor, function and box; the search gives the same poses without it. May be null.
  const ReceptorGrid* grid = nullptr;
};

struct Pose {
  std::vector<Position> positions;  // [Ligand::atoms] Å
  std::size_t conformer = 0;  // which start it came from
  Terms terms;  // continuous, every receptor atom
  double energy() const {
    return terms.inter() + terms.intra();
  }  // kcal/mol: what the search lowers and poses are ordered by
  double grid_energy = 0;  // kcal/mol: the same on the search grid, before refinement
};

struct SearchStatistics {
  std::int64_t chains = 0;
  std::int64_t evaluations = 0;  // of all chains
  std::int64_t steps = 0;  // Monte Carlo steps of all chains
  double grid_spacing = 0;  // Å
  std::size_t grid_bytes = 0;
  bool cancelled = false;
};

struct SearchResult {
  std::vector<Pose> poses;  // ascending energy
  SearchStatistics statistics;
};

/// What a search will take: evaluations of all chains and bytes of its grid.
struct SearchPlan {
  std::int64_t chains = 0;
  std::int64_t evaluations_per_chain = 0;
  double grid_spacing = 0;  // Å
  std::size_t bytes = 0;  // peak memory of the search, grid included
};
SearchPlan plan_search(const Ligand& ligand, std::size_t conformers, const SearchOptions& options);

/// Wall seconds that the search will take here, from a short trial of the kernel on a small grid.
double estimate_seconds(const System& system, const std::vector<std::vector<Position>>& conformers,
                        const SearchOptions& options, const SearchPlan& plan);

/// The kernel that a search on `isa` runs: "avx512", "avx2" or "portable" (this build may lack one that the machine has).
const char* search_kernel_name(Isa isa);

/// `conformers`: start coordinates in the order of Ligand::atoms (at least one). Equal inputs and seed give equal poses, bit
/// for bit, at any thread count and instruction set. Cancelled: what was found so far. No poses at all is an error.
Expected<SearchResult> search(const System& system, const std::vector<std::vector<Position>>& conformers,
                              const SearchOptions& options, const Progress& progress = {},
                              const Cancellation* cancellation = nullptr);

}  // namespace maek::dock
