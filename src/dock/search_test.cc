// SPDX-License-Identifier: Apache-2.0
// The search as a whole: a planted minimum, equal bits, what is reported, cancellation, refusals.
#include "dock/search.h"

#include <algorithm>   // for std::is_sorted
#include <cmath>       // for std::round
#include <cstring>     // for std::memcmp
#include <numbers>     // for std::numbers::pi

#include <gtest/gtest.h>

#include "dock/internal/refine.h"        // for refine
#include "dock/internal/toy_fixture.h"   // for ligands, make_cage
#include "dock/minimize.h"               // for Minimum
#include "tests/archive.h"               // for read_archive
#include "tests/test_data.h"             // for test_data

namespace maek::dock {
namespace {

using namespace fixture;

constexpr double kRounded = 0.02;       // kcal/mol that three decimals of a coordinate may cost
constexpr double kPlanted = 0.02;       // kcal/mol above the best of brute force
constexpr double kFound = 0.7;          // Å from the planted pose, whose mould leaves it that much room
constexpr double kLeak = 0.05;          // Å that a pose may stand out of the box
constexpr double kMeanGridError = 0.4;  // kcal/mol: grid beside all receptor atoms, mean over 27 crystal poses
constexpr double kWorstGridError = 0.6; // kcal/mol, of any of them

const Box kBox{{0, 0, 0}, {9, 9, 9}};

SearchOptions small_options() {
  SearchOptions options;
  options.box = kBox;
  options.exhaustiveness = 1;
  options.poses = 5;
  return options;
}

/// A second start: the same ligand with bonds a hundredth longer, so that shapes differ.
std::vector<std::vector<Position>> two_starts(const System& system) {
  std::vector<Position> second = start_of(system);
  for (Position& p : second) p = 1.01 * p;
  return {start_of(system), second};
}

bool same_bits(const std::vector<Pose>& a, const std::vector<Pose>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].conformer != b[i].conformer || a[i].grid_energy != b[i].grid_energy ||
        a[i].terms.score != b[i].terms.score)
      return false;
    if (std::memcmp(a[i].positions.data(), b[i].positions.data(), sizeof(Position) * a[i].positions.size()) != 0)
      return false;
  }
  return true;
}

TEST(Search, GivesTheSameBitsAtAnyThreadsAndInstructionSet) {
  for (const std::size_t which : {2u, 5u}) {
    const System system = make_toy(ligands()[which].tree);
    SearchOptions options = small_options();
    if (which == 5) options.box.size = {12, 12, 12};
    const auto starts = two_starts(system);
    const auto want = search(system, starts, options);
    ASSERT_TRUE(want) << want.error().text();
    for (const Isa isa : {Isa::kPortable, Isa::kAvx2, Isa::kAvx512}) {
      if (!is_available(isa)) continue;
      for (const int threads : {1, 2, 4}) {
        options.isa = isa;
        options.threads = threads;
        const auto got = search(system, starts, options);
        ASSERT_TRUE(got) << got.error().text();
        EXPECT_TRUE(same_bits(got->poses, want->poses)) << to_string(isa) << ", " << threads << " threads";
        EXPECT_EQ(got->statistics.steps, want->statistics.steps);
      }
    }
    options.seed = 2;
    const auto other = search(system, starts, options);
    ASSERT_TRUE(other);
    EXPECT_FALSE(same_bits(other->poses, want->poses)) << "the seed does nothing";
  }
}

/// The lowest energy over a lattice of places, orientations and torsions, each relaxed with every receptor atom.
double brute_force(const System& system, const ScoringFunction& function) {
  const Kinematics kinematics(system.ligand);
  double best = 1e9;
  RandomStream random(1, "test/brute", 0);
  for (int x = -1; x <= 1; ++x) {
    for (int y = -1; y <= 1; ++y) {
      for (int z = -1; z <= 1; ++z) {
        for (int turn = 0; turn < 24; ++turn) {
          Conformation c = kinematics.start();
          c.origin = 1.8 * Position{double(x), double(y), double(z)};
          c.orientation = normalized({random.normal(), random.normal(), random.normal(), random.normal()});
          for (double& t : c.torsions) t = 2.1 * (turn % 3);
          const Minimum m = internal::refine(system, function, kinematics, c, kBox);
          best = std::min(best, m.energy);
        }
      }
    }
  }
  return best;
}

TEST(Search, FindsTheMinimumThatBruteForceFinds) {
  for (const ScoringFunction* function : {&ScoringFunction::vina(), &ScoringFunction::vinardo()}) {
    for (const std::size_t which : {0u, 2u}) {
      const System system = make_toy(ligands()[which].tree);
      SearchOptions options = small_options();
      options.function = function;
      options.exhaustiveness = 16;   // the hollow has several poses within a twentieth of a kcal/mol
      options.isa = best_isa();
      const auto found = search(system, {start_of(system)}, options);
      ASSERT_TRUE(found) << found.error().text();
      const double best = brute_force(system, *function);
      EXPECT_LT(best, -0.5) << "a hollow without a pose proves nothing";
      EXPECT_LE(found->poses.front().energy(), best + kPlanted) << function->name << ", " << ligands()[which].name;
    }
  }
}

/// A receptor that lines the ligand's own input pose: carbon at contact distance all around, a metal near each acceptor.
mol::PdbqtReceptor mould_of(const mol::PdbqtTree& ligand) {
  using enum mol::AutodockType;
  constexpr int kDirections = 80;
  const double golden = std::numbers::pi * (3 - std::sqrt(5.0));
  mol::PdbqtReceptor mould;
  for (const bool metal : {true, false}) {
    for (const mol::PdbqtAtom& inner : ligand.atoms) {
      const bool acceptor = inner.type == OA || inner.type == NA;
      if (mol::is_hydrogen(inner.type) || (metal && !acceptor)) continue;
      for (int i = 0; i < kDirections; ++i) {
        const double z = 1 - 2 * (i + 0.5) / kDirections, r = std::sqrt(1 - z * z);
        const double far = metal ? 2.3 : 3.8;
        const Position p = inner.position + far * Position{r * std::cos(golden * i), r * std::sin(golden * i), z};
        const bool free = std::all_of(ligand.atoms.begin(), ligand.atoms.end(), [&](const mol::PdbqtAtom& a) {
          return &a == &inner || mol::is_hydrogen(a.type) || distance(a.position, p) > (metal ? 3.2 : 3.7);
        });
        const bool apart = std::all_of(mould.atoms.begin(), mould.atoms.end(), [&](const mol::PdbqtAtom& a) {
          return distance(a.position, p) > (metal ? 8 : 3);
        });
        if (!free || !apart) continue;
        mol::PdbqtAtom atom;
        atom.type = metal ? Zn : C;
        atom.position = p;
        mould.atoms.push_back(atom);
      }
    }
  }
  return mould;
}

TEST(Search, FindsThePoseThatTheReceptorWasMouldedOn) {
  int planted_found = 0;
  for (const std::size_t which : {1u, 2u, 4u, 5u}) {
    const NamedTree ligand = ligands()[which];
    SCOPED_TRACE(ligand.name);
    const System system = make_toy(ligand.tree, mould_of(ligand.tree));
    const std::vector<Position> planted = start_of(system);
    Position middle;
    for (const Position p : planted) middle += p / double(planted.size());
    SearchOptions options = small_options();
    options.box = {middle, {14, 14, 14}};
    options.exhaustiveness = 8;
    options.isa = best_isa();
    // The search starts from the ligand with every torsion turned: it cannot read the answer from its input.
    const Kinematics kinematics(system.ligand);
    Conformation turned = kinematics.start();
    for (std::size_t t = 0; t < turned.torsions.size(); ++t) turned.torsions[t] = 1.0 + 0.7 * double(t);
    std::vector<Position> start;
    kinematics.coordinates(turned, start);
    const auto found = search(system, {start}, options);
    ASSERT_TRUE(found) << found.error().text();
    const Minimum best = internal::refine(system, *options.function, kinematics, kinematics.start(), options.box);
    EXPECT_LE(found->poses.front().energy(), best.energy + kPlanted);
    double sum = 0;
    for (std::size_t a = 0; a < planted.size(); ++a) {
      if (system.ligand.atoms[a].xs != XsType::kNone)
        sum += squared_distance(found->poses.front().positions[a], planted[a]);
    }
    // Another pose is right only where it is better than the planted one (small ligands fit the mould the other way round).
    const bool there = std::sqrt(sum / system.ligand.heavy_atoms) < kFound;
    EXPECT_TRUE(there || found->poses.front().energy() < best.energy);
    planted_found += there;
  }
  EXPECT_GE(planted_found, 2);
}

TEST(Search, ReportsWhatScoringThePosesAgainGives) {
  const System system = make_toy(ligands()[4].tree);
  SearchOptions options = small_options();
  options.isa = best_isa();
  const auto found = search(system, two_starts(system), options);
  ASSERT_TRUE(found) << found.error().text();
  const EnergyModel model(system, *options.function, EnergyMode::kContinuous);
  for (const Pose& pose : found->poses) {
    std::vector<Position> x = pose.positions;
    EXPECT_EQ(model.terms(x).score, pose.terms.score);
    const auto three = [](double v) { return std::round(v * 1000) / 1000; };
    for (Position& p : x) p = {three(p.x), three(p.y), three(p.z)};
    EXPECT_NEAR(model.terms(x).score, pose.terms.score, kRounded);
    EXPECT_NEAR(model.terms(x).inter(), pose.terms.inter(), kRounded);
  }
}

TEST(Search, PosesAreOrderedInsideTheBoxAndApart) {
  const System system = make_toy(ligands()[2].tree);
  for (const double apart : {0.5, 1.5}) {
    SearchOptions options = small_options();
    options.poses = 9;
    options.min_rmsd = apart;
    options.isa = best_isa();
    int asked = 0;
    // A distance of the caller's own: between first atoms.
    options.distance = [&asked](std::span<const Position> a, std::span<const Position> b) {
      ++asked;
      return distance(a.front(), b.front());
    };
    const auto found = search(system, {start_of(system)}, options);
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_GT(asked, 0);
    const auto& poses = found->poses;
    ASSERT_GE(poses.size(), 2u);
    ASSERT_LE(poses.size(), options.poses);
    const Box outer{kBox.centre, kBox.size + 2 * Position{kLeak, kLeak, kLeak}};
    for (std::size_t i = 0; i < poses.size(); ++i) {
      EXPECT_LE(poses[i].energy(), poses.front().energy() + options.energy_range);
      if (i > 0) {
        EXPECT_GE(poses[i].energy(), poses[i - 1].energy());
      }
      for (std::size_t j = 0; j < i; ++j)
        EXPECT_GE(distance(poses[i].positions.front(), poses[j].positions.front()), apart);
      for (const Position p : poses[i].positions) EXPECT_TRUE(outer.contains(p));
    }
  }
}

TEST(Search, KeepsTheShapeOfTheConformerThatAPoseCameFrom) {
  const System system = make_toy(ligands()[1].tree);  // rigid: all distances are the conformer's
  SearchOptions options = small_options();
  options.isa = best_isa();
  const auto starts = two_starts(system);
  const auto found = search(system, starts, options);
  ASSERT_TRUE(found) << found.error().text();
  for (const Pose& pose : found->poses) {
    const auto& start = starts.at(pose.conformer);
    for (std::size_t a = 1; a < start.size(); ++a) {
      EXPECT_NEAR(distance(pose.positions[a], pose.positions[0]), distance(start[a], start[0]), 1e-9);
    }
  }
}

// Trilinear interpolation of a convex well lies above it: the search sees energies that are too high by this much at the
// very same coordinates, which is why poses are refined without a grid. The figures stand in docs/search.md.
TEST(Search, GridEnergyLiesAboveThatOfEveryAtomByLittle) {
  const auto folder = test_data("golden/docking");
  MAEK_SKIP_WITHOUT_DATA(folder, "golden/docking");
  const auto files = read_archive(*folder / "cases.tar.zst");
  const internal::SearchKernel& kernel = *kernels().back();
  double sum = 0;
  int count = 0;
  for (const auto& [name, bytes] : files) {
    const auto cut = name.find("_crystal.pdbqt");
    if (cut == std::string::npos || name.rfind("docking/lig/", 0) != 0) continue;
    SCOPED_TRACE(name);
    const auto receptor =
        mol::read_pdbqt_receptor(files.at("docking/rec/" + name.substr(12, cut - 12) + ".pdbqt"), "receptor");
    const auto ligand = mol::read_pdbqt_ligand(bytes, name);
    ASSERT_TRUE(receptor && ligand);
    const System system = make_toy(ligand->front(), *receptor);
    const std::vector<Position> x = start_of(system);
    Box box{x.front(), {36, 36, 36}};
    SearchOptions options;
    options.box = box;
    const double spacing = plan_search(system.ligand, 1, options).grid_spacing;
    Position low = x.front(), high = low;
    for (const Position p : x) {
      low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
    }
    box = {(low + high) / 2, high - low + Position{1, 1, 1}};
    internal::SearchGrid grid = empty_grid(system, box, spacing);
    kernel.fill(system.receptor, ScoringFunction::vina(), grid, 0, grid.cells[2] + 1);
    const auto model = internal::make_search_model(system, ScoringFunction::vina(), {x}, grid.map_of_type);
    internal::ChainState state;
    state.place = model.shapes.front().centroid;
    state.torsions.assign(static_cast<std::size_t>(model.groups - 1), 0.0F);
    std::vector<float> gradient, coordinates;
    const EnergyModel exact(system, ScoringFunction::vina(), EnergyMode::kContinuous);
    const double on_grid =
        kernel.evaluate(model, grid, 0, state, 50, gradient, coordinates) - exact.internal_energy(x, {}, 1e30);
    const double off = on_grid - exact.receptor_energy(x, {}, double(internal::kGridCap));
    EXPECT_GT(off, 0);
    EXPECT_LT(off, kWorstGridError);
    sum += off;
    ++count;
  }
  EXPECT_EQ(count, 27);
  EXPECT_LT(sum / count, kMeanGridError);
}

TEST(Search, CancelledMidwayGivesWhatWasFound) {
  const System system = make_toy(ligands()[4].tree);
  SearchOptions options = small_options();
  options.exhaustiveness = 4;
  Cancellation cancellation;
  double last = 0;
  const auto found = search(
      system, {start_of(system)}, options,
      [&](double share, std::string_view what) {
        EXPECT_GE(share, 0);
        EXPECT_LE(share, 1);
        if (what != "search") return;
        last = share;
        if (share > 0.3) cancellation.request();
      },
      &cancellation);
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_TRUE(found->statistics.cancelled);
  EXPECT_FALSE(found->poses.empty());
  EXPECT_GT(last, 0.3);
  const auto whole = search(system, {start_of(system)}, options);
  ASSERT_TRUE(whole);
  EXPECT_FALSE(whole->statistics.cancelled);
  EXPECT_LT(found->statistics.steps, whole->statistics.steps);
}

TEST(Search, CancelledBeforeItBeganSaysSo) {
  const System system = make_toy(ligands()[2].tree);
  Cancellation cancellation;
  cancellation.request();
  const auto found = search(system, {start_of(system)}, small_options(), {}, &cancellation);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kCancelled);
}

TEST(Search, SaysThatNothingFitsIntoTheBox) {
  const System system = make_toy(ligands()[1].tree);
  SearchOptions options = small_options();
  options.box.size = {1, 1, 1};
  const auto found = search(system, {start_of(system)}, options);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(found.error().where, "box");
  EXPECT_NE(found.error().hint.find("larger"), std::string::npos) << found.error().text();
}

TEST(Search, RefusesRingClosureAtomsAndNoConformer) {
  using enum mol::AutodockType;
  // Both sides of an opened ring: each carbon has the other's place beside it.
  const System open = make_toy(make_tree(
      {{CG0}, {G0, 0, 60}, {C, 0, 180, true}, {C, 2, 180, true}, {C, 3, 60, true}, {CG0, 4, 60, true}, {G0, 5, 60}}));
  ASSERT_FALSE(open.ligand.glue_pairs.empty());
  const auto refused = search(open, {start_of(open)}, small_options());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(refused.error().text().find("ring-closure"), std::string::npos);
  const System system = make_toy(ligands()[0].tree);
  EXPECT_FALSE(search(system, {}, small_options()));
}

TEST(PlanSearch, TellsWhatTheSearchThenDoes) {
  const System system = make_toy(ligands()[4].tree);
  for (const int effort : {1, 2}) {
    SearchOptions options = small_options();
    options.exhaustiveness = effort;
    options.isa = best_isa();
    const SearchPlan plan = plan_search(system.ligand, 2, options);
    const auto found = search(system, two_starts(system), options);
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_EQ(found->statistics.chains, plan.chains);
    EXPECT_EQ(found->statistics.evaluations, plan.chains * plan.evaluations_per_chain);
    EXPECT_EQ(found->statistics.grid_spacing, plan.grid_spacing);
    EXPECT_LE(found->statistics.grid_bytes, plan.bytes);
    EXPECT_GT(found->statistics.steps, plan.chains) << "a chain must walk";
    EXPECT_LT(found->statistics.steps, found->statistics.evaluations);
  }
}

TEST(PlanSearch, GrowsWithEffortTorsionsAndBox) {
  const System chain = make_toy(ligands()[4].tree), rigid = make_toy(ligands()[1].tree),
               hydroxyl = make_toy(ligands()[3].tree);
  SearchOptions options = small_options();
  const SearchPlan one = plan_search(chain.ligand, 1, options);
  options.exhaustiveness = 10;
  const SearchPlan ten = plan_search(chain.ligand, 1, options);
  EXPECT_EQ(ten.chains, 10 * one.chains);
  EXPECT_EQ(ten.evaluations_per_chain, one.evaluations_per_chain);
  EXPECT_GE(plan_search(chain.ligand, 1000, options).chains, 1000) << "every conformer has a chain";
  EXPECT_GT(one.evaluations_per_chain, plan_search(rigid.ligand, 1, options).evaluations_per_chain);
  // A hydroxyl's torsion moves no heavy atom: it costs nothing.
  EXPECT_LT(plan_search(hydroxyl.ligand, 1, options).evaluations_per_chain,
            plan_search(rigid.ligand, 1, options).evaluations_per_chain);
  options.exhaustiveness = 1;
  options.box.size = {18, 18, 18};
  const double ratio = double(plan_search(chain.ligand, 1, options).bytes) / double(one.bytes);
  EXPECT_GT(ratio, 5) << "eight times the volume, less what the chains keep";
  EXPECT_LT(ratio, 8.5);
}

TEST(EstimateSeconds, IsATimeAndGrowsWithTheWork) {
  const System system = make_toy(ligands()[4].tree);
  SearchOptions options = small_options();
  options.isa = best_isa();
  const double small = estimate_seconds(system, {start_of(system)}, options, plan_search(system.ligand, 1, options));
  options.exhaustiveness = 1000;
  const double large = estimate_seconds(system, {start_of(system)}, options, plan_search(system.ligand, 1, options));
  EXPECT_GT(small, 0);
  EXPECT_TRUE(std::isfinite(large));
  EXPECT_GT(large, small) << "a thousand times the chains";
}

TEST(Refine, LowersTheEnergyToAFlatPlace) {
  RandomStream random(3, "test/refine", 0);
  for (const NamedTree& ligand : ligands()) {
    const System system = make_toy(ligand.tree);
    const Kinematics kinematics(system.ligand);
    const EnergyModel exact(system, ScoringFunction::vina(), EnergyMode::kContinuous);
    const Box everywhere{{0, 0, 0}, {1000, 1000, 1000}};
    const auto energy = [&](const Conformation& c, Generalised& g) {
      std::vector<Position> x;
      kinematics.coordinates(c, x);
      std::vector<Position> slopes(x.size());
      const double e = exact.receptor_energy(x, slopes, kScoringCap) + exact.internal_energy(x, slopes, kScoringCap);
      kinematics.gradient(c, x, slopes, g);
      return e;
    };
    int flat = 0;
    constexpr int kStarts = 12;
    for (int n = 0; n < kStarts; ++n) {
      Conformation start = kinematics.start();
      start.origin = {random.normal(), random.normal(), random.normal()};
      start.orientation = normalized({random.normal(), random.normal(), random.normal(), random.normal()});
      Generalised before, after;
      const double e = energy(start, before);
      const Minimum m = internal::refine(system, ScoringFunction::vina(), kinematics, start, everywhere);
      EXPECT_NEAR(energy(m.conformation, after), m.energy, 1e-9 * (1 + std::abs(m.energy)))
          << "neighbour lists lost an atom";
      EXPECT_LE(m.energy, e);
      double steepest = 0;
      for (const double g : after) steepest = std::max(steepest, std::abs(g));
      flat += steepest < 0.5;
    }
    // The score has kinks (linear steps, the cutoff): at one of them the slope is that of a step, not zero.
    EXPECT_GE(flat, kStarts * 2 / 3) << ligand.name;
  }
}

TEST(Refine, BringsThePoseBackIntoTheBox) {
  const System system = make_toy(ligands()[2].tree);
  const Kinematics kinematics(system.ligand);
  Conformation start = kinematics.start();
  start.origin = {30, 0, 0};
  const Minimum m = internal::refine(system, ScoringFunction::vina(), kinematics, start, kBox);
  std::vector<Position> x;
  kinematics.coordinates(m.conformation, x);
  for (const Position p : x) EXPECT_LT(std::abs(p.x), kBox.size.x / 2 + kLeak);
}

}  // namespace
}  // namespace maek::dock
