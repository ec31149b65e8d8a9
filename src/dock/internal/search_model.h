// SPDX-License-Identifier: Apache-2.0
// What the search kernel works on: the ligand as flat single-precision arrays, the grid, and one Markov chain's memory.
// Only heavy atoms take part, and only torsions that move one.
#pragma once

#include <array>  // for std::array
#include <cstdint>  // for std::int32_t
#include <vector>  // for std::vector

#include "base/random.h"  // for RandomStream
#include "dock/pair_energy.h"  // for ScoringFunction
#include "dock/system.h"  // for System, Position
#include "dock/vina_grid.h"  // for Box

namespace maek::dock::internal {

/// The three kinds of internal pairs, so that a kernel branches once a run and not once a pair.
enum PairKind { kPlain = 0, kHydrophobic = 1, kHydrogenBond = 2, kPairKinds = 3 };

/// Partners of one atom, sorted by kind: partners[begin[k] .. begin[k + 1]) are of kind k.
struct PairRow {
  std::int32_t atom = 0;
  std::array<std::int32_t, kPairKinds + 1> begin{};
};

struct SearchModel {
  std::int32_t atoms = 0;
  std::int32_t groups = 0;  // root included
  std::vector<std::int32_t> ligand_atom;  // [atoms] -> Ligand::atoms
  std::vector<std::int32_t> map;  // [atoms] -> map of the grid
  std::vector<std::int32_t> first, end;  // [groups] own atoms
  std::vector<std::int32_t> parent, to;  // [groups]; -1 for the root
  std::vector<std::int32_t> ligand_group;  // [groups] -> Ligand::groups
  std::vector<PairRow> rows;
  std::vector<std::int32_t> partners;
  std::vector<float> partner_radius;  // R_a + R_b [Å] of each partner
  const ScoringFunction* function = nullptr;

  /// Per start conformer, relative to the group's own origin [Å]; the root's origin is the centroid of the heavy atoms.
  struct Shape {
    std::vector<float> local;  // [atoms][3]
    std::vector<float> axis;  // [groups][3], unit vectors; root unused
    std::array<float, 3> centroid{};  // where the input has it
    std::vector<float> stiffness;  // [degrees of freedom]: first guess of 1 / curvature, Å² or rad² per kcal/mol
    float gyration = 1;  // Å: root mean square distance to the centroid
  };
  std::vector<Shape> shapes;

  int degrees_of_freedom() const { return 6 + groups - 1; }
};

/// `conformers`: start coordinates in the order of Ligand::atoms [Å]. `map_of_type` comes from the grid.
SearchModel make_search_model(const System& system, const ScoringFunction& function,
                              const std::vector<std::vector<Position>>& conformers,
                              const std::array<int, kXsTypes>& map_of_type);

constexpr float kGridCap = 20;  // kcal/mol: v of cap() on the grid; a hunting energy, final poses are refined without

/// Single-precision maps for the search: energies capped by kGridCap and interpolated trilinearly.
struct SearchGrid {
  std::array<float, 3> begin{};  // Å
  float spacing = 0;  // Å
  std::array<std::int32_t, 3> cells{};
  std::array<int, kXsTypes> map_of_type{};
  std::vector<XsType> types;  // of each map
  std::vector<float> values;  // [map][z][y][x], cells + 1 points an axis

  std::size_t points() const {
    return static_cast<std::size_t>(cells[0] + 1) * static_cast<std::size_t>(cells[1] + 1) *
           static_cast<std::size_t>(cells[2] + 1);
  }
};

/// A conformation in the kernel's terms: centroid, quaternion (w, x, y, z), torsions.
struct ChainState {
  std::array<float, 3> place{};
  std::array<float, 4> turn{1, 0, 0, 0};
  std::vector<float> torsions;
};

/// A minimum that a chain keeps.
struct ChainPose {
  ChainState state;
  float energy = 0;  // kcal/mol, on the grid
  std::vector<float> coordinates;  // [atoms][3] Å
};

/// One Markov chain: proposes where the next minimisation starts, accepts or refuses what it ends in. Scalar, the same
/// code for every instruction set; all randomness comes from its own stream.
class Chain {
 public:
  Chain(const SearchModel& model, const Box& box, std::uint64_t seed, std::uint64_t index, std::size_t keep);

  std::size_t shape() const { return shape_; }
  /// Where the next minimisation starts.
  const ChainState& proposal() const { return proposal_; }
  /// The minimisation from proposal() ended at `state` with `energy` and `coordinates` [atoms][3]: Metropolis' rule, then a
  /// new proposal.
  void finish(const ChainState& state, float energy, const std::vector<float>& coordinates);

  const std::vector<ChainPose>& poses() const { return poses_; }
  std::int64_t steps() const { return steps_; }

 private:
  void propose();
  void randomise();
  void keep(const ChainState& state, float energy, const std::vector<float>& coordinates);

  const SearchModel* model_;
  Box box_;
  std::size_t shape_;
  std::size_t keep_limit_;
  RandomStream random_;
  ChainState current_, proposal_;
  float current_energy_ = 0;
  std::int64_t steps_ = 0;
  std::vector<ChainPose> poses_;  // ascending energy
};

/// Knobs of the minimiser inside the kernel.
struct KernelOptions {
  std::int64_t evaluations = 0;  // of each chain
  int iterations = 20;  // quasi-Newton steps of one minimisation
  float energy_tolerance = 0.02F;  // kcal/mol: a step that gains less ends it
  float out_of_box_slope = 50;  // kcal/mol/Å
};

/// Minimises and walks `chains` side by side, one in each SIMD lane; at most lanes() of them. `stop` is looked at often.
struct SearchKernel {
  const char* name;
  std::size_t (*lanes)();
  void (*walk)(const SearchModel&, const SearchGrid&, Chain* chains, std::size_t count, const KernelOptions&,
               bool (*stop)(const void*), const void* stop_context);
  /// Fills grid.values.
  void (*fill)(const Receptor&, const ScoringFunction&, SearchGrid&, std::int32_t z_begin, std::int32_t z_end);
  /// Energy and generalised gradient of one state, for tests: gradient has degrees_of_freedom entries.
  float (*evaluate)(const SearchModel&, const SearchGrid&, std::size_t shape, const ChainState&, float out_of_box_slope,
                    std::vector<float>& gradient, std::vector<float>& coordinates);
};

}  // namespace maek::dock::internal
