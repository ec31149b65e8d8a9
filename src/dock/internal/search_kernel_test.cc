// SPDX-License-Identifier: Apache-2.0
// The search kernels beside a plain double-precision reference, and beside each other bit for bit.
#include "dock/internal/search_kernel.h"

#include <algorithm>   // for std::max
#include <cmath>       // for std::abs
#include <cstring>     // for std::memcmp

#include <gtest/gtest.h>

#include "dock/energy.h"                  // for EnergyModel
#include "dock/internal/toy_fixture.h"    // for ligands, make_cage
#include "dock/kinematics.h"              // for Kinematics

namespace maek::dock::internal {
namespace {

using namespace fixture;

constexpr double kEnergy = 2e-5;       // of the sum of the absolute terms: single precision, exp2 to 4e-6
constexpr double kGradient = 2e-4;     // of the largest entry of the gradient
constexpr double kDifference = 2e-3;   // central difference of a single-precision energy, of the largest entry
constexpr double kFill = 2e-4;         // kcal/mol, and the same share of the energy
constexpr float kSlope = 50;           // kcal/mol/Å outside the box
constexpr double kHigh = 4;           // kcal/mol: here the cap takes a sixth
constexpr double kUncapped = 1e30;     // the kernel caps on the grid alone

const Box kBox{{0.3, -0.2, 0.1}, {9, 8, 10}};

const ScoringFunction* const kFunctions[] = {&ScoringFunction::vina(), &ScoringFunction::vinardo()};

struct Evaluation {
  double energy = 0;
  double magnitude = 0;                 // sum of absolute terms: what rounding is measured by
  std::vector<double> gradient;         // place, rotation about the centroid, torsions of the model
  std::vector<Position> coordinates;    // of all ligand atoms
  bool at_kink = false;                 // an atom so near to a cell's border that rounding decides its cell
};

struct GridValue {
  double energy;
  Position slope;
  bool at_kink;
};

/// The trilinear form written out in double precision, with the penalty outside.
GridValue trilinear(const SearchGrid& grid, int map, Position p) {
  const double at[] = {p.x, p.y, p.z};
  double t[3], out[3];
  int cell[3];
  GridValue value{0, {}, false};
  for (std::size_t k = 0; k < 3; ++k) {
    const double u = (at[k] - double(grid.begin[k])) / grid.spacing;
    const double inside = std::clamp(u, 0.0, double(grid.cells[k]));
    cell[k] = std::min(static_cast<int>(inside), grid.cells[k] - 1);
    t[k] = inside - cell[k];
    out[k] = u - inside;
    value.energy += std::abs(out[k]) * grid.spacing * kSlope;
    if (std::abs(u - std::round(u)) < 1e-4) value.at_kink = true;
  }
  const auto point = [&](int x, int y, int z) {
    const std::size_t nx = std::size_t(grid.cells[0]) + 1, ny = std::size_t(grid.cells[1]) + 1;
    return double(
        grid.values[std::size_t(map) * grid.points() + (std::size_t(cell[2] + z) * ny + std::size_t(cell[1] + y)) * nx +
                    std::size_t(cell[0] + x)]);
  };
  double slope[3] = {};
  for (int corner = 0; corner < 8; ++corner) {
    const int d[] = {corner & 1, (corner >> 1) & 1, corner >> 2};
    double w[3], s[3];
    for (int k = 0; k < 3; ++k) {
      w[k] = d[k] ? t[k] : 1 - t[k];
      s[k] = (d[k] ? 1 : -1) / double(grid.spacing);
    }
    const double v = point(d[0], d[1], d[2]);
    value.energy += v * w[0] * w[1] * w[2];
    slope[0] += v * s[0] * w[1] * w[2];
    slope[1] += v * w[0] * s[1] * w[2];
    slope[2] += v * w[0] * w[1] * s[2];
  }
  for (int k = 0; k < 3; ++k) {
    if (out[k] != 0) slope[k] = out[k] > 0 ? kSlope : -kSlope;
  }
  value.slope = {slope[0], slope[1], slope[2]};
  return value;
}

/// The same state through Kinematics and EnergyModel.
Evaluation reference(const System& system, const ScoringFunction& function, const SearchModel& model,
                     const SearchGrid& grid, const ChainState& state) {
  const Ligand& ligand = system.ligand;
  const Kinematics kinematics(ligand);
  Conformation c = kinematics.start();
  const auto& centroid = model.shapes.front().centroid;
  const Position place{state.place[0], state.place[1], state.place[2]};
  c.orientation = normalized({state.turn[0], state.turn[1], state.turn[2], state.turn[3]});
  const auto m = to_matrix(c.orientation);
  const Position d = c.origin - Position{centroid[0], centroid[1], centroid[2]};
  c.origin = place + Position{m[0] * d.x + m[1] * d.y + m[2] * d.z, m[3] * d.x + m[4] * d.y + m[5] * d.z,
                              m[6] * d.x + m[7] * d.y + m[8] * d.z};
  for (int g = 1; g < model.groups; ++g)
    c.torsions[std::size_t(model.ligand_group[std::size_t(g)]) - 1] = state.torsions[std::size_t(g) - 1];

  Evaluation out;
  kinematics.coordinates(c, out.coordinates);
  std::vector<Position> slopes(out.coordinates.size());
  const EnergyModel energy(system, function, EnergyMode::kContinuous);
  out.energy = energy.internal_energy(out.coordinates, slopes, kUncapped);
  out.magnitude = 1 + std::abs(out.energy);
  for (std::size_t a = 0; a < slopes.size(); ++a) {
    if (!meets_receptor(ligand.atoms[a].xs)) continue;
    const GridValue v = trilinear(grid, grid.map_of_type[std::size_t(ligand.atoms[a].xs)], out.coordinates[a]);
    out.energy += v.energy;
    out.magnitude += std::abs(v.energy);
    slopes[a] += v.slope;
    out.at_kink |= v.at_kink;
  }
  Generalised g;
  kinematics.gradient(c, out.coordinates, slopes, g);
  // The kernel turns about the centroid's place, the reference about the first atom.
  const Position shift = cross(c.origin - place, {g[0], g[1], g[2]});
  out.gradient = {g[0], g[1], g[2], g[3] + shift.x, g[4] + shift.y, g[5] + shift.z};
  for (int k = 1; k < model.groups; ++k)
    out.gradient.push_back(g[6 + std::size_t(model.ligand_group[std::size_t(k)]) - 1]);
  return out;
}

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), sizeof(T) * a.size()) == 0);
}
bool same_bits(float a, float b) { return std::memcmp(&a, &b, sizeof a) == 0; }

double largest(const std::vector<double>& v) {
  double most = 1;
  for (const double x : v) most = std::max(most, std::abs(x));
  return most;
}

SearchGrid filled_grid(const System& system, const ScoringFunction& function) {
  SearchGrid grid = empty_grid(system, kBox, 0.375);
  search_kernel(Isa::kPortable).fill(system.receptor, function, grid, 0, grid.cells[2] + 1);
  return grid;
}

TEST(SearchKernel, GivesEnergyAndGradientOfTheReference) {
  for (const ScoringFunction* function : kFunctions) {
    for (const NamedTree& ligand : ligands()) {
      const System system = make_toy(ligand.tree);
      const SearchGrid grid = filled_grid(system, *function);
      const SearchModel model = make_search_model(system, *function, {start_of(system)}, grid.map_of_type);
      EXPECT_EQ(model.groups - 1, ligand.heavy_torsions) << ligand.name;
      const Box wide{kBox.centre, 1.2 * kBox.size};   // some states stand out of the box
      RandomStream random(7, "test/states", 0);
      int compared = 0;
      for (int n = 0; n < 60; ++n) {
        const ChainState state = random_state(model, wide, random);
        const Evaluation want = reference(system, *function, model, grid, state);
        for (const SearchKernel* kernel : kernels()) {
          SCOPED_TRACE(std::string(function->name) + ", " + ligand.name + ", " + kernel->name + ", state " +
                       std::to_string(n));
          std::vector<float> gradient, coordinates;
          const float energy = kernel->evaluate(model, grid, 0, state, kSlope, gradient, coordinates);
          EXPECT_NEAR(energy, want.energy, kEnergy * want.magnitude);
          ASSERT_EQ(gradient.size(), want.gradient.size());
          ASSERT_EQ(coordinates.size(), std::size_t(model.atoms) * 3);
          for (std::size_t a = 0; a < std::size_t(model.atoms); ++a) {
            const Position p = want.coordinates[std::size_t(model.ligand_atom[a])];
            EXPECT_LT(distance(p, {coordinates[3 * a], coordinates[3 * a + 1], coordinates[3 * a + 2]}), 1e-5);
          }
          if (want.at_kink) continue;
          ++compared;
          for (std::size_t k = 0; k < gradient.size(); ++k) {
            EXPECT_NEAR(gradient[k], want.gradient[k], kGradient * largest(want.gradient)) << "entry " << k;
          }
        }
      }
      EXPECT_GT(compared, 40 * static_cast<int>(kernels().size())) << "too many states at a kink";
    }
  }
}

// On a grid whose values trilinear interpolation meets exactly there is no kink between cells.
TEST(SearchKernel, GradientIsThatOfItsOwnEnergy) {
  const Box roomy{{0, 0, 0}, {30, 30, 30}};
  for (const NamedTree& ligand : ligands()) {
    const System system = make_toy(ligand.tree);
    SearchGrid grid = empty_grid(system, roomy, 1.0);
    const int nx = grid.cells[0] + 1, ny = grid.cells[1] + 1, nz = grid.cells[2] + 1;
    std::size_t k = 0;
    for (std::size_t m = 0; m < grid.types.size(); ++m) {
      for (int z = 0; z < nz; ++z) {
        for (int y = 0; y < ny; ++y) {
          for (int x = 0; x < nx; ++x, ++k) {
            const double a = x - nx / 2.0, b = y - ny / 2.0, c = z - nz / 2.0;
            grid.values[k] =
                static_cast<float>((0.25 + 0.125 * double(m)) * a - 0.5 * b + 0.0625 * a * b + 0.03125 * a * b * c);
          }
        }
      }
    }
    const SearchModel model = make_search_model(system, ScoringFunction::vina(), {start_of(system)}, grid.map_of_type);
    RandomStream random(8, "test/differences", 0);
    for (int n = 0; n < 10; ++n) {
      const ChainState state = random_state(model, {{0, 0, 0}, {4, 4, 4}}, random);
      for (const SearchKernel* kernel : kernels()) {
        std::vector<float> gradient, unused, coordinates;
        kernel->evaluate(model, grid, 0, state, kSlope, gradient, coordinates);
        const std::vector<double> g(gradient.begin(), gradient.end());
        for (std::size_t dof = 0; dof < gradient.size(); ++dof) {
          constexpr double h = 0.01;
          const auto moved = [&](double by) {
            ChainState s = state;
            if (dof < 3) s.place[dof] += static_cast<float>(by);
            if (dof >= 3 && dof < 6) {
              Position v;
              (dof == 3 ? v.x : dof == 4 ? v.y : v.z) = by;
              const Quaternion q = from_rotation_vector(v) * Quaternion{s.turn[0], s.turn[1], s.turn[2], s.turn[3]};
              s.turn = {float(q.w), float(q.x), float(q.y), float(q.z)};
            }
            if (dof >= 6) s.torsions[dof - 6] += static_cast<float>(by);
            return double(kernel->evaluate(model, grid, 0, s, kSlope, unused, coordinates));
          };
          EXPECT_NEAR((moved(h) - moved(-h)) / (2 * h), g[dof], kDifference * (1 + largest(g)))
              << ligand.name << ", " << kernel->name << ", state " << n << ", entry " << dof;
        }
      }
    }
  }
}

TEST(SearchKernel, FillsTheGridWithTheCappedSumOfPairs) {
  const System system = make_toy(ligands().back().tree);
  for (const ScoringFunction* function : kFunctions) {
    for (const SearchKernel* kernel : kernels()) {
      SearchGrid grid = empty_grid(system, {{1, 0.5, -0.7}, {13, 5, 4}}, 0.45);
      kernel->fill(system.receptor, *function, grid, 0, 3);   // in two parts: planes do not depend on one another
      kernel->fill(system.receptor, *function, grid, 3, grid.cells[2] + 1);
      int high = 0;
      std::size_t k = 0;
      for (const XsType type : grid.types) {
        for (int z = 0; z <= grid.cells[2]; ++z) {
          for (int y = 0; y <= grid.cells[1]; ++y) {
            for (int x = 0; x <= grid.cells[0]; ++x, ++k) {
              const Position p{grid.begin[0] + x * double(grid.spacing), grid.begin[1] + y * double(grid.spacing),
                               grid.begin[2] + z * double(grid.spacing)};
              double sum = 0;
              bool at_cutoff = false;
              for (std::size_t a = 0; a < system.receptor.positions.size(); ++a) {
                const double r = distance(p, system.receptor.positions[a]);
                at_cutoff |= std::abs(r - kCutoff) < 1e-5;
                sum += pair_energy(*function, type, system.receptor.types[a], r).energy;
              }
              if (at_cutoff) continue;
              const double want = cap(sum, double(kGridCap));
              high += sum > kHigh;
              EXPECT_NEAR(grid.values[k], want, kFill * (1 + std::abs(want))) << kernel->name << " " << to_string(type);
            }
          }
        }
      }
      EXPECT_GT(high, 100) << "no point inside an atom: the cap was not tried";
    }
  }
}

TEST(SearchKernel, PunishesEachAngstromOutsideTheBox) {
  const System system = make_toy(ligands().front().tree);
  const SearchGrid grid = filled_grid(system, ScoringFunction::vina());
  const SearchModel model = make_search_model(system, ScoringFunction::vina(), {start_of(system)}, grid.map_of_type);
  const double edge = double(grid.begin[0]) + grid.cells[0] * double(grid.spacing);
  for (const SearchKernel* kernel : kernels()) {
    std::vector<float> gradient, coordinates;
    ChainState state;
    const auto at = [&](double x) {
      state.place = {static_cast<float>(x), 0.11F, 0.07F};
      return double(kernel->evaluate(model, grid, 0, state, kSlope, gradient, coordinates));
    };
    const double border = at(edge);
    for (const double beyond : {0.5, 3.0, 40.0}) {
      EXPECT_NEAR(at(edge + beyond), border + kSlope * beyond, 1e-3 * (1 + beyond)) << kernel->name;
      EXPECT_EQ(gradient[0], kSlope) << kernel->name;
    }
  }
}

TEST(SearchKernel, EveryInstructionSetGivesTheSameBits) {
  for (const ScoringFunction* function : kFunctions) {
    for (const NamedTree& ligand : ligands()) {
      const System system = make_toy(ligand.tree);
      const SearchGrid grid = filled_grid(system, *function);
      const SearchModel model = make_search_model(system, *function, {start_of(system)}, grid.map_of_type);
      for (const SearchKernel* kernel : kernels()) {
        SearchGrid other = empty_grid(system, kBox, 0.375);
        kernel->fill(system.receptor, *function, other, 0, other.cells[2] + 1);
        EXPECT_TRUE(same_bits(other.values, grid.values)) << kernel->name << ", " << ligand.name;
      }
      RandomStream random(9, "test/bits", 0);
      for (int n = 0; n < 100; ++n) {
        const ChainState state = random_state(model, {kBox.centre, 1.3 * kBox.size}, random);
        std::vector<float> gradient, coordinates;
        const float energy = kernels().front()->evaluate(model, grid, 0, state, kSlope, gradient, coordinates);
        for (const SearchKernel* kernel : kernels()) {
          std::vector<float> g, x;
          const float e = kernel->evaluate(model, grid, 0, state, kSlope, g, x);
          EXPECT_TRUE(same_bits(e, energy) && same_bits(g, gradient) && same_bits(x, coordinates))
              << kernel->name << ", " << ligand.name << ", state " << n;
        }
      }
    }
  }
}

/// Walks `count` chains in groups of at most `together`.
std::vector<Chain> walked(const SearchKernel& kernel, const SearchModel& model, const SearchGrid& grid,
                          std::size_t count, std::size_t together, const KernelOptions& options) {
  std::vector<Chain> chains;
  for (std::size_t c = 0; c < count; ++c) chains.emplace_back(model, kBox, 11, c, 5);
  const std::size_t step = std::min(together, kernel.lanes());
  for (std::size_t c = 0; c < count; c += step) {
    kernel.walk(model, grid, &chains[c], std::min(step, count - c), options, nullptr, nullptr);
  }
  return chains;
}

TEST(SearchKernel, ChainsWalkTheSameWayInAnyLaneAndAnyGrouping) {
  constexpr std::size_t kAll = 1000;
  const NamedTree trees[] = {ligands()[0], ligands()[4], ligands()[5]};
  for (const ScoringFunction* function : kFunctions) {
    for (const NamedTree& ligand : trees) {
      const System system = make_toy(ligand.tree);
      const SearchGrid grid = filled_grid(system, *function);
      // A second start conformer, so that lanes hold different shapes.
      std::vector<Position> second = start_of(system);
      for (std::size_t a = 0; a < second.size(); ++a) second[a] = 1.02 * second[a] + Position{0.1, 0, 0};
      const SearchModel model = make_search_model(system, *function, {start_of(system), second}, grid.map_of_type);
      const KernelOptions options{1500, 12, 0.02F, kSlope};
      const std::vector<Chain> want = walked(search_kernel(Isa::kPortable), model, grid, 17, 1, options);
      EXPECT_GT(want.front().steps(), 20);
      for (const SearchKernel* kernel : kernels()) {
        for (const std::size_t count : {1, 3, 17}) {
          for (const std::size_t together : {std::size_t{1}, std::size_t{3}, kAll}) {
            SCOPED_TRACE(std::string(kernel->name) + ", " + ligand.name + ", " + std::to_string(count) + " chains, " +
                         std::to_string(together) + " together");
            const std::vector<Chain> got = walked(*kernel, model, grid, count, together, options);
            for (std::size_t c = 0; c < count; ++c) {
              EXPECT_EQ(got[c].steps(), want[c].steps());
              ASSERT_EQ(got[c].poses().size(), want[c].poses().size());
              for (std::size_t p = 0; p < got[c].poses().size(); ++p) {
                const ChainPose& a = got[c].poses()[p];
                const ChainPose& b = want[c].poses()[p];
                EXPECT_TRUE(same_bits(a.energy, b.energy) && same_bits(a.coordinates, b.coordinates) &&
                            same_bits(a.state.torsions, b.state.torsions) && a.state.turn == b.state.turn &&
                            a.state.place == b.state.place);
              }
            }
          }
        }
      }
    }
  }
}

TEST(SearchKernel, PosesThatChainsKeepHaveTheirEnergyAndCoordinates) {
  const System system = make_toy(ligands()[4].tree);
  const SearchGrid grid = filled_grid(system, ScoringFunction::vina());
  const SearchModel model = make_search_model(system, ScoringFunction::vina(), {start_of(system)}, grid.map_of_type);
  const std::vector<Chain> chains = walked(*kernels().back(), model, grid, 16, 16, {3000, 20, 0.02F, kSlope});
  int poses = 0;
  for (const Chain& chain : chains) {
    for (const ChainPose& pose : chain.poses()) {
      std::vector<float> gradient, coordinates;
      const float energy = kernels().front()->evaluate(model, grid, 0, pose.state, kSlope, gradient, coordinates);
      EXPECT_NEAR(energy, pose.energy, 1e-4 * (1 + std::abs(energy)));
      double sum = 0;
      for (std::size_t k = 0; k < coordinates.size(); ++k) sum += std::pow(coordinates[k] - pose.coordinates[k], 2);
      // Coordinates are those of the last trial, which may have been refused: a hair away.
      EXPECT_LT(std::sqrt(3 * sum / double(coordinates.size())), 0.05);
      ++poses;
    }
  }
  EXPECT_GT(poses, 16);
}

TEST(SearchKernel, StopsWhenAsked) {
  const System system = make_toy(ligands()[2].tree);
  const SearchGrid grid = filled_grid(system, ScoringFunction::vina());
  const SearchModel model = make_search_model(system, ScoringFunction::vina(), {start_of(system)}, grid.map_of_type);
  struct Looks {
    mutable int count = 0;
    int limit = 0;
  };
  const auto stop = [](const void* context) {
    const auto* looks = static_cast<const Looks*>(context);
    return ++looks->count > looks->limit;
  };
  for (const SearchKernel* kernel : kernels()) {
    const std::int64_t whole = walked(*kernel, model, grid, 1, 1, {100000, 20, 0.02F, kSlope}).front().steps();
    std::int64_t before = -1;
    for (const int limit : {0, 1, 3}) {
      Looks looks;
      looks.limit = limit;
      Chain chain(model, kBox, 11, 0, 5);
      kernel->walk(model, grid, &chain, 1, {100000, 20, 0.02F, kSlope}, stop, &looks);
      EXPECT_EQ(looks.count, limit + 1) << kernel->name << ": it went on after the answer";
      EXPECT_GT(chain.steps(), before) << kernel->name;
      EXPECT_LT(chain.steps(), whole) << kernel->name;
      before = chain.steps();
      if (limit == 0) {
        EXPECT_EQ(chain.steps(), 0);
      }
    }
  }
}

}  // namespace
}  // namespace maek::dock::internal
