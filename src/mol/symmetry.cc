// SPDX-License-Identifier: Apache-2.0
// Symmetric RMSD: a core of few permutations times free exchange of equal leaves.
#include "mol/symmetry.h"

#include <algorithm>   // for std::sort
#include <array>       // for std::array
#include <cmath>       // for std::sqrt
#include <limits>      // for std::numeric_limits
#include <map>         // for std::map

#include <fmt/format.h>   // for fmt::format

#include "mol/internal/graph_match.h"   // for for_each_isomorphism

namespace maek::mol {
namespace {

constexpr std::size_t kMaxLeaves = 8;   // of one group: exchanged by a table of 2^n subsets
constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// The heavy-atom graph of a molecule, split into core and groups of equal leaves.
struct Split {
  std::vector<std::int32_t> heavy;       // atoms
  PlainGraph whole;                      // over positions in heavy
  PlainGraph core;                       // over core_atoms
  std::vector<std::int32_t> core_atoms;  // positions in heavy
  std::vector<Automorphisms::Leaves> leaves;
  std::map<std::pair<std::int32_t, std::uint64_t>, std::int32_t> group_at;   // (centre, element) → leaves
};


Split split(const Molecule& molecule) {
  Split s;
  std::vector<std::int32_t> position(molecule.atoms().size(), -1);
  for (std::size_t i = 0; i < molecule.atoms().size(); ++i) {
    if (molecule.atoms()[i].element == Element::kH) continue;
    position[i] = static_cast<std::int32_t>(s.heavy.size());
    s.heavy.push_back(static_cast<std::int32_t>(i));
    s.whole.label.push_back(static_cast<std::uint64_t>(molecule.atoms()[i].element));
  }
  s.whole.neighbours.resize(s.heavy.size());
  for (const MoleculeBond& bond : molecule.bonds()) {
    const std::int32_t a = position[static_cast<std::size_t>(bond.a)], b = position[static_cast<std::size_t>(bond.b)];
    if (a < 0 || b < 0) continue;
    s.whole.neighbours[static_cast<std::size_t>(a)].push_back(b);
    s.whole.neighbours[static_cast<std::size_t>(b)].push_back(a);
  }
  for (auto& n : s.whole.neighbours) std::sort(n.begin(), n.end());

  std::map<std::pair<std::int32_t, std::uint64_t>, std::vector<std::int32_t>> groups;
  for (std::size_t i = 0; i < s.heavy.size(); ++i) {
    if (s.whole.neighbours[i].size() == 1) {
      groups[{s.whole.neighbours[i].front(), s.whole.label[i]}].push_back(static_cast<std::int32_t>(i));
    }
  }
  std::vector<bool> is_leaf(s.heavy.size(), false);
  std::vector<std::uint64_t> company(s.heavy.size(),
                                     0);  // which leaves hang on an atom, as a number (wraps: leaf_images checks)
  for (const auto& [key, members] : groups) {
    if (members.size() < 2 || members.size() > kMaxLeaves) continue;
    for (const std::int32_t m : members) is_leaf[static_cast<std::size_t>(m)] = true;
    auto& mark = company[static_cast<std::size_t>(key.first)];
    mark = mark * 1024 + key.second * kMaxLeaves + members.size() - 1;
    s.group_at[key] = static_cast<std::int32_t>(s.leaves.size());
    s.leaves.push_back({key.first, members});
  }
  std::vector<std::int32_t> in_core(s.heavy.size(), -1);
  for (std::size_t i = 0; i < s.heavy.size(); ++i) {
    if (is_leaf[i]) continue;
    in_core[i] = static_cast<std::int32_t>(s.core_atoms.size());
    s.core_atoms.push_back(static_cast<std::int32_t>(i));
    // Elements are below 128; what else hangs on the atom, and how often, makes the label.
    s.core.label.push_back(s.whole.label[i] + 128 * company[i]);
  }
  s.core.neighbours.resize(s.core_atoms.size());
  for (std::size_t k = 0; k < s.core_atoms.size(); ++k) {
    for (const std::int32_t n : s.whole.neighbours[static_cast<std::size_t>(s.core_atoms[k])]) {
      if (in_core[static_cast<std::size_t>(n)] >= 0)
        s.core.neighbours[k].push_back(in_core[static_cast<std::size_t>(n)]);
    }
  }
  return s;
}

/// Image of each leaf group under a core match: the group of the same element at the image of its centre.
/// Empty when there is none of that size (labels that collide): the match is then no isomorphism.
std::vector<std::int32_t> leaf_images(const Split& from, const Split& to,
                                      const std::vector<std::int32_t>& image_in_heavy) {
  std::vector<std::int32_t> images;
  for (const auto& group : from.leaves) {
    const std::int32_t centre = image_in_heavy[static_cast<std::size_t>(group.centre)];
    const std::uint64_t element = from.whole.label[static_cast<std::size_t>(group.members.front())];
    const auto found = to.group_at.find({centre, element});
    if (found == to.group_at.end()) return {};
    if (to.leaves[static_cast<std::size_t>(found->second)].members.size() != group.members.size()) return {};
    images.push_back(found->second);
  }
  return images;
}

/// Least sum of squared distances when the members of one group go to those of another in any order.
double assign(std::span<const Position> a, std::span<const std::int32_t> from, std::span<const Position> b,
              std::span<const std::int32_t> to, std::span<const std::int32_t> heavy_a,
              std::span<const std::int32_t> heavy_b) {
  const std::size_t n = from.size();
  const auto d2 = [&](std::size_t i, std::size_t j) {
    return squared_distance(a[static_cast<std::size_t>(heavy_a[static_cast<std::size_t>(from[i])])],
                            b[static_cast<std::size_t>(heavy_b[static_cast<std::size_t>(to[j])])]);
  };
  if (n == 2) return std::min(d2(0, 0) + d2(1, 1), d2(0, 1) + d2(1, 0));
  std::array<double, std::size_t{1} << kMaxLeaves> best;
  const std::size_t full = (std::size_t{1} << n) - 1;
  std::fill(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(full + 1), kInfinite);
  best[0] = 0;
  for (std::size_t taken = 0; taken < full; ++taken) {
    const auto i = static_cast<std::size_t>(__builtin_popcountll(taken));
    for (std::size_t j = 0; j < n; ++j) {
      const std::size_t next = taken | (std::size_t{1} << j);
      if (next != taken) best[next] = std::min(best[next], best[taken] + d2(i, j));
    }
  }
  return best[full];
}

/// Sum of squared distances of one match, or something not below `bound`.
double match_sum(std::span<const std::int32_t> core_atoms, std::span<const std::int32_t> core_image,
                 std::span<const Automorphisms::Leaves> leaves_a, std::span<const std::int32_t> leaf_image,
                 std::span<const Automorphisms::Leaves> leaves_b, std::span<const std::int32_t> heavy_a,
                 std::span<const std::int32_t> heavy_b, std::span<const Position> a, std::span<const Position> b,
                 double bound) {
  double sum = 0;
  for (std::size_t k = 0; k < core_atoms.size() && sum < bound; ++k) {
    sum += squared_distance(a[static_cast<std::size_t>(heavy_a[static_cast<std::size_t>(core_atoms[k])])],
                            b[static_cast<std::size_t>(heavy_b[static_cast<std::size_t>(core_image[k])])]);
  }
  for (std::size_t g = 0; g < leaves_a.size() && sum < bound; ++g) {
    sum +=
        assign(a, leaves_a[g].members, b, leaves_b[static_cast<std::size_t>(leaf_image[g])].members, heavy_a, heavy_b);
  }
  return sum;
}

std::string composition(const Molecule& molecule) {
  std::map<std::string, int> counts;
  for (const MoleculeAtom& atom : molecule.atoms()) {
    if (atom.element != Element::kH) ++counts[std::string(symbol(atom.element))];
  }
  std::string text;
  for (const auto& [name, count] : counts) text += fmt::format("{}{}", name, count);
  return text;
}

}  // namespace

Automorphisms automorphisms(const Molecule& molecule, int limit) {
  const Split s = split(molecule);
  Automorphisms result;
  result.heavy = s.heavy;
  result.core_atoms = s.core_atoms;
  result.leaves = s.leaves;
  limit = std::max(limit, 1);

  // The identity comes first, whatever order the search has.
  std::vector<std::int32_t> identity(s.heavy.size());
  for (std::size_t i = 0; i < identity.size(); ++i) identity[i] = static_cast<std::int32_t>(i);
  result.permutations.push_back(identity);
  bool room = true;
  const bool all = for_each_isomorphism(s.whole, s.whole, {limit, 2'000'000}, [&](const auto& image) {
    if (image == identity) return;
    if (static_cast<int>(result.permutations.size()) < limit) {
      result.permutations.push_back(image);
    } else {
      room = false;
    }
  });
  result.complete = all && room;

  std::vector<std::int32_t> in_heavy(s.heavy.size(), -1);
  const auto add_core = [&](const std::vector<std::int32_t>& image) {
    std::vector<std::int32_t> core_image;
    for (std::size_t k = 0; k < image.size(); ++k) {
      core_image.push_back(s.core_atoms[static_cast<std::size_t>(image[k])]);
      in_heavy[static_cast<std::size_t>(s.core_atoms[k])] = core_image.back();
    }
    auto images = leaf_images(s, s, in_heavy);
    if (images.size() != s.leaves.size()) return;
    result.core.push_back(std::move(core_image));
    result.leaf_image.push_back(std::move(images));
  };
  std::vector<std::int32_t> core_identity(s.core_atoms.size());
  for (std::size_t k = 0; k < core_identity.size(); ++k) core_identity[k] = static_cast<std::int32_t>(k);
  add_core(core_identity);
  room = true;
  const bool all_core = for_each_isomorphism(s.core, s.core, {limit, 2'000'000}, [&](const auto& image) {
    if (image == core_identity) return;
    if (static_cast<int>(result.core.size()) < limit) {
      add_core(image);
    } else {
      room = false;
    }
  });
  result.core_complete = all_core && room;
  return result;
}

double symmetric_rmsd(const Automorphisms& automorphisms, std::span<const Position> a, std::span<const Position> b) {
  if (automorphisms.heavy.empty()) return 0;
  const auto last = static_cast<std::size_t>(automorphisms.heavy.back());
  if (a.size() <= last || b.size() <= last) return kInfinite;
  double best = kInfinite;
  for (std::size_t p = 0; p < automorphisms.core.size(); ++p) {
    best = std::min(best, match_sum(automorphisms.core_atoms, automorphisms.core[p], automorphisms.leaves,
                                    automorphisms.leaf_image[p], automorphisms.leaves, automorphisms.heavy,
                                    automorphisms.heavy, a, b, best));
  }
  return std::isfinite(best) ? std::sqrt(best / static_cast<double>(automorphisms.heavy.size())) : kInfinite;
}

Expected<double> rmsd_to_reference(const Molecule& pose, const Molecule& reference) {
  for (const Molecule* molecule : {&pose, &reference}) {
    if (molecule->positions().size() != molecule->atoms().size() || molecule->heavy_atoms() == 0) {
      return Error{ErrorCode::kInvalidArgument, "an RMSD needs two molecules with coordinates",
                   molecule == &pose ? "pose" : "reference", "Give a 3-D SDF file or a residue of a structure."};
    }
  }
  const Split from = split(pose), to = split(reference);
  double best = kInfinite;
  std::vector<std::int32_t> in_heavy(from.heavy.size(), -1);
  for_each_isomorphism(from.core, to.core, {kMaxAutomorphisms, 2'000'000}, [&](const auto& image) {
    std::vector<std::int32_t> core_image;
    for (std::size_t k = 0; k < image.size(); ++k) {
      core_image.push_back(to.core_atoms[static_cast<std::size_t>(image[k])]);
      in_heavy[static_cast<std::size_t>(from.core_atoms[k])] = core_image.back();
    }
    const auto images = leaf_images(from, to, in_heavy);
    if (images.size() != from.leaves.size()) return;
    best = std::min(best, match_sum(from.core_atoms, core_image, from.leaves, images, to.leaves, from.heavy, to.heavy,
                                    pose.positions(), reference.positions(), best));
  });
  if (from.leaves.size() != to.leaves.size() || from.heavy.size() != to.heavy.size() || !std::isfinite(best)) {
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("pose ({}) and reference ({}) are not the same molecule", composition(pose),
                             composition(reference)),
                 "reference", "Their heavy atoms and bonds must agree; are atoms missing in the reference?"};
  }
  return std::sqrt(best / static_cast<double>(from.heavy.size()));
}

}  // namespace maek::mol
