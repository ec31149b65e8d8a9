// SPDX-License-Identifier: Apache-2.0
#include "dock/pockets.h"

#include <algorithm>   // for std::sort
#include <array>       // for std::array
#include <cmath>       // for std::log
#include <map>         // for std::map
#include <numeric>     // for std::iota
#include <queue>       // for std::priority_queue
#include <set>         // for std::set

#include "dock/internal/burial_grid.h"   // for BurialGrid
#include "dock/prepare.h"                // for kLargestEdge, kSmallestEdge
#include "mol/cell_list.h"               // for CellList
#include "mol/component.h"               // for residue_kind
#include "mol/element.h"                 // for vdw_radius

namespace maek::dock {
namespace {

using internal::BurialGrid;
using internal::BuriedPoint;
using mol::Position;

constexpr double kLining = 4.5;         // Å from a pocket's point: the atoms that line it
constexpr double kFillGap = 1.4;        // Å about a point that an atom there fills
constexpr double kPocketMargin = 3.0;   // Å on every side of where atoms' centres can be
// Two peaks are one pocket when the way between them never falls below this share of the lower one.
constexpr float kMergeSaddle = 0.85f;

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

/// Heavy atoms that make the wall.
struct Wall {
  std::vector<Position> positions;
  std::vector<double> radii;
  std::vector<mol::AtomIndex> source;
};

Wall wall_of(const mol::Structure& structure) {
  Wall wall;
  for (std::size_t a = 0; a < structure.atoms.size(); ++a) {
    const mol::Atom& atom = structure.atoms[a];
    if (atom.element == mol::Element::kH) continue;
    if (structure.residues[at(atom.residue)].kind == mol::ResidueKind::kWater) continue;
    wall.positions.push_back(atom.position);
    wall.radii.push_back(mol::vdw_radius(atom.element));
    wall.source.push_back(static_cast<mol::AtomIndex>(a));
  }
  return wall;
}

/// Indices of the buried neighbours of each point, 26 at most.
std::vector<std::array<std::int32_t, 26>> neighbours(const BurialGrid& grid) {
  std::vector<std::array<std::int32_t, 26>> out(grid.points().size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::size_t n = 0;
    for (int k = 0; k < 27; ++k) {
      if (k == 13) continue;
      out[i][n++] = grid.point_at(grid.points()[i].cell + grid.offset(k % 3 - 1, k / 3 % 3 - 1, k / 9 - 1));
    }
  }
  return out;
}

/// Each point belongs to the peak of room that it climbs to; peaks with a high saddle between them are one. The pockets'
/// points, ascending.
std::vector<std::vector<std::int32_t>> basins(const BurialGrid& grid,
                                              const std::vector<std::array<std::int32_t, 26>>& beside) {
  const std::vector<BuriedPoint>& points = grid.points();
  std::vector<std::int32_t> order(points.size()), owner(points.size(), -1);
  std::iota(order.begin(), order.end(), 0);
  const auto higher = [&points](std::int32_t a, std::int32_t b) {
    return points[at(a)].room != points[at(b)].room ? points[at(a)].room > points[at(b)].room : a < b;
  };
  std::sort(order.begin(), order.end(), higher);
  // From the highest down (union-find): a point joins the neighbour's pocket that stands highest, and where two pockets meet
  // they become one if neither peak stands far above this saddle.
  std::vector<std::int32_t> parent(points.size());
  std::iota(parent.begin(), parent.end(), 0);
  const auto root = [&parent](std::int32_t i) {
    while (parent[at(i)] != i) i = parent[at(i)] = parent[at(parent[at(i)])];
    return i;
  };
  for (const std::int32_t p : order) {
    std::int32_t highest = -1;  // peaks are named by their own point
    for (const std::int32_t q : beside[at(p)]) {
      if (q < 0 || owner[at(q)] < 0) continue;
      const std::int32_t peak = root(owner[at(q)]);
      if (highest < 0 || higher(peak, highest)) highest = peak;
    }
    owner[at(p)] = highest < 0 ? p : highest;
    for (const std::int32_t q : beside[at(p)]) {
      if (q < 0 || owner[at(q)] < 0) continue;
      const std::int32_t peak = root(owner[at(q)]);
      if (peak != root(owner[at(p)]) && points[at(p)].room >= kMergeSaddle * points[at(peak)].room)
        parent[at(peak)] = root(owner[at(p)]);
    }
  }
  std::map<std::int32_t, std::vector<std::int32_t>> by_peak;
  for (std::size_t i = 0; i < points.size(); ++i) by_peak[root(owner[i])].push_back(static_cast<std::int32_t>(i));
  std::vector<std::vector<std::int32_t>> out;
  for (auto& [peak, members] : by_peak) out.push_back(std::move(members));
  return out;
}

double volume_of(const BurialGrid& grid, const std::vector<std::int32_t>& members) {
  std::set<std::int64_t> cells;
  const int r = static_cast<int>(kFillGap / grid.spacing());
  for (const std::int32_t i : members) {
    for (int z = -r; z <= r; ++z) {
      for (int y = -r; y <= r; ++y) {
        for (int x = -r; x <= r; ++x) {
          const double d2 = grid.spacing() * grid.spacing() * (x * x + y * y + z * z);
          const std::int64_t cell = grid.points()[at(i)].cell + grid.offset(x, y, z);
          if (d2 <= kFillGap * kFillGap && !grid.blocked(cell)) cells.insert(cell);
        }
      }
    }
  }
  return static_cast<double>(cells.size()) * grid.spacing() * grid.spacing() * grid.spacing();
}

/// The longest of the shortest ways from the pocket's points to the open, through buried points (Dijkstra).
std::optional<double> depth_of(const BurialGrid& grid, const std::vector<std::array<std::int32_t, 26>>& beside,
                               const std::vector<std::int32_t>& members) {
  std::map<std::int32_t, double> way;
  using Entry = std::pair<double, std::int32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  const std::set<std::int32_t> inside(members.begin(), members.end());
  for (const std::int32_t i : members) {
    if (grid.points()[at(i)].at_opening) open.push({grid.spacing(), i});
  }
  double deepest = 0;
  while (!open.empty()) {
    const auto [d, i] = open.top();
    open.pop();
    if (!way.emplace(i, d).second) continue;
    deepest = std::max(deepest, d);
    for (std::size_t k = 0; k < 26; ++k) {
      const std::int32_t j = beside[at(i)][k];
      if (j < 0 || !inside.contains(j) || way.contains(j)) continue;
      const int cube = static_cast<int>(k < 13 ? k : k + 1);
      const int steps = std::abs(cube % 3 - 1) + std::abs(cube / 3 % 3 - 1) + std::abs(cube / 9 - 1);
      open.push({d + grid.spacing() * std::sqrt(double(steps)), j});
    }
  }
  if (way.empty()) return std::nullopt;
  return deepest;
}

/// Few balls for the same room: the largest first, none with its centre deep in an earlier one.
std::vector<PocketSphere> spheres_of(const Pocket& pocket, const Wall& wall, const mol::CellList& cells) {
  std::vector<PocketSphere> all;
  for (const Position p : pocket.points) {
    double radius = kLining + 2;
    cells.within(p, kLining + 4,
                 [&](std::int32_t a, double d2) { radius = std::min(radius, std::sqrt(d2) - wall.radii[at(a)]); });
    all.push_back({p, radius});
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.radius > b.radius; });
  std::vector<PocketSphere> chosen;
  for (const PocketSphere& s : all) {
    const bool covered = std::any_of(chosen.begin(), chosen.end(), [&s](const PocketSphere& c) {
      return distance(c.centre, s.centre) < 0.8 * c.radius;
    });
    if (!covered) chosen.push_back(s);
  }
  return chosen;
}

void describe_lining(Pocket& pocket, const mol::Structure& structure, const Wall& wall, const mol::CellList& cells) {
  std::set<mol::AtomIndex> lining;
  for (const Position p : pocket.points) {
    cells.within(p, kLining, [&](std::int32_t a, double) { lining.insert(wall.source[at(a)]); });
  }
  std::set<mol::ResidueIndex> residues;
  int polar = 0, aromatic = 0;
  for (const mol::AtomIndex a : lining) {
    const mol::Atom& atom = structure.atoms[at(a)];
    residues.insert(atom.residue);
    polar += atom.element == mol::Element::kN || atom.element == mol::Element::kO || is_metal(atom.element);
    const std::string& name = structure.residues[at(atom.residue)].name;
    const bool backbone = atom.name == "N" || atom.name == "CA" || atom.name == "C" || atom.name == "O";
    aromatic += !backbone && (name == "PHE" || name == "TYR" || name == "TRP" || name == "HIS");
  }
  pocket.residues.assign(residues.begin(), residues.end());
  const double count = std::max<double>(1, static_cast<double>(lining.size()));
  pocket.polar_share = polar / count;
  pocket.aromatic_share = aromatic / count;
}

/// How often a pocket with such features held the ligand: a logistic regression on the pockets of the 120 complexes of
/// bench/redock (ridge 1), label: half of the ligand's atoms within 2 Å of the pocket, or its centre within 4 Å.
double score_of(const Pocket& pocket) {
  const double depth = pocket.depth.value_or(3.0);
  const double x = -13.0353 + 0.3417 * std::log(pocket.volume) + 0.0869 * pocket.enclosure +
                   2.0510 * std::log(pocket.room + 1) + 1.0103 * std::log(pocket.total_room + 1) - 0.0626 * depth -
                   2.3846 * pocket.polar_share + 7.7054 * pocket.aromatic_share;
  return 1 / (1 + std::exp(-x));
}

}  // namespace

Box box_for_ligand(const Pocket& pocket, double ligand_length) {
  Box box = pocket.box;
  for (double* edge : {&box.size.x, &box.size.y, &box.size.z})
    *edge = std::min(kLargestEdge, std::max(*edge, ligand_length + kBoxMargin));
  return box;
}

Expected<std::vector<Pocket>> find_pockets(const mol::Structure& structure, const PocketOptions& options,
                                           const Cancellation* cancellation) {
  const Wall wall = wall_of(structure);
  if (wall.positions.empty())
    return Error{ErrorCode::kInvalidArgument, "there is no atom to make a pocket", "receptor", ""};
  const auto grid = BurialGrid::make(wall.positions, wall.radii, options.spacing, cancellation);
  if (!grid) return grid.error();
  const auto beside = neighbours(*grid);
  const mol::CellList cells(wall.positions);
  std::vector<Pocket> pockets;
  for (const std::vector<std::int32_t>& members : basins(*grid, beside)) {
    const double cell = options.spacing * options.spacing * options.spacing;
    if (static_cast<double>(members.size()) * cell < kSmallestPocket / 8) continue;
    Pocket pocket;
    pocket.volume = volume_of(*grid, members);
    if (pocket.volume < kSmallestPocket) continue;
    Position low = grid->position(grid->points()[at(members.front())].cell), high = low, sum;
    double weights = 0, peak = 0;
    for (const std::int32_t i : members) {
      const BuriedPoint& point = grid->points()[at(i)];
      const Position p = grid->position(point.cell);
      pocket.points.push_back(p);
      low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
      const double weight = std::pow(point.room + 1e-6, 2.5);  // never all zero
      sum += weight * p;
      weights += weight;
      pocket.enclosure += point.enclosure;
      pocket.total_room += (point.enclosure - internal::kLeastEnclosure) * cell;
      peak = std::max<double>(peak, point.room);
    }
    pocket.centre = sum / weights;
    pocket.enclosure /= static_cast<double>(members.size());
    pocket.box.centre = 0.5 * (low + high);
    pocket.box.size = high - low + 2 * Position{kPocketMargin, kPocketMargin, kPocketMargin};
    for (double* edge : {&pocket.box.size.x, &pocket.box.size.y, &pocket.box.size.z})
      *edge = std::clamp(*edge, kSmallestEdge, kLargestEdge);
    pocket.depth = depth_of(*grid, beside, members);
    describe_lining(pocket, structure, wall, cells);
    pocket.room = peak;
    pocket.score = score_of(pocket);
    pockets.push_back(std::move(pocket));
  }
  std::stable_sort(pockets.begin(), pockets.end(), [](const Pocket& a, const Pocket& b) { return a.score > b.score; });
  if (pockets.size() > options.most) pockets.resize(options.most);
  for (Pocket& pocket : pockets) pocket.spheres = spheres_of(pocket, wall, cells);
  return pockets;
}

}  // namespace maek::dock
