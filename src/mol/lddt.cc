// SPDX-License-Identifier: Apache-2.0
// Residues are spheres, sorted along x: only spheres within the radius are looked into, atom by atom.
#include "mol/lddt.h"

#include <algorithm>   // for std::max, std::sort
#include <cmath>       // for std::abs, std::sqrt
#include <cstddef>     // for std::size_t
#include <limits>      // for std::numeric_limits
#include <numeric>     // for std::iota

namespace maek::mol {
namespace {

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

Error malformed(const char* what) { return {ErrorCode::kInvalidArgument, what, "lDDT", ""}; }

/// Reference residues whose atoms may be within the radius of each other, each pair once.
class NearResidues {
 public:
  NearResidues(const LddtAtoms& atoms, const LddtOptions& options) : atoms_(atoms), options_(options) {
    const std::size_t residues = atoms.chain.size();
    first_.assign(residues + 1, 0);
    for (const std::int32_t r : atoms.residue) ++first_[index(r) + 1];
    for (std::size_t r = 0; r < residues; ++r) first_[r + 1] += first_[r];
    centre_.resize(residues);
    reach_.assign(residues, 0);
    for (std::size_t r = 0; r < residues; ++r) {
      Position sum;
      for (std::size_t a = first_[r]; a < first_[r + 1]; ++a) sum += atoms.reference[a];
      centre_[r] = sum / static_cast<double>(std::max<std::size_t>(1, first_[r + 1] - first_[r]));
      for (std::size_t a = first_[r]; a < first_[r + 1]; ++a)
        reach_[r] = std::max(reach_[r], distance(centre_[r], atoms.reference[a]));
    }
  }

  std::size_t begin(std::size_t residue) const { return first_[residue]; }
  std::size_t end(std::size_t residue) const { return first_[residue + 1]; }

  template <class Visit>
  void each(Visit&& visit) const {
    std::vector<std::size_t> order(centre_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
      return centre_[a].x != centre_[b].x ? centre_[a].x < centre_[b].x : a < b;
    });
    double widest = 0;
    for (const double r : reach_) widest = std::max(widest, r);
    for (std::size_t i = 0; i < order.size(); ++i) {
      const std::size_t a = order[i];
      for (std::size_t j = i + 1; j < order.size(); ++j) {
        const std::size_t b = order[j];
        if (centre_[b].x - centre_[a].x > options_.radius + reach_[a] + widest) break;
        const double far = options_.radius + reach_[a] + reach_[b];
        if (squared_distance(centre_[a], centre_[b]) > far * far) continue;
        if (atoms_.chain[a] == atoms_.chain[b] &&
            std::abs(atoms_.number[a] - atoms_.number[b]) <= options_.sequence_separation) {
          continue;
        }
        visit(a, b);
      }
    }
  }

 private:
  const LddtAtoms& atoms_;
  const LddtOptions options_;
  std::vector<std::size_t> first_;
  std::vector<Position> centre_;
  std::vector<double> reach_;
};

int conserved(double reference, double model, const std::array<double, 4>& tolerances) {
  const double off = std::abs(reference - model);
  int count = 0;
  for (const double t : tolerances) count += off < t ? 1 : 0;
  return count;
}

/// The model with the names of exchangeable atoms traded in those residues where it fits better.
std::vector<Position> resolve_exchanges(const LddtAtoms& atoms, const NearResidues& near, const LddtOptions& options) {
  std::vector<Position> model = atoms.model;
  if (atoms.exchanges.empty()) return model;
  std::vector<std::int32_t> partner(atoms.reference.size(), -1);
  std::vector<std::vector<std::int32_t>> tradable(atoms.chain.size());
  for (const auto& [a, b] : atoms.exchanges) {
    partner[index(a)] = b;
    partner[index(b)] = a;
    tradable[index(atoms.residue[index(a)])].push_back(a);
    tradable[index(atoms.residue[index(a)])].push_back(b);
  }
  std::vector<std::int64_t> gain(atoms.chain.size(), 0);   // conserved when traded, less conserved as named
  const double radius2 = options.radius * options.radius;
  const auto weigh = [&](std::size_t residue, std::size_t other) {
    for (const std::int32_t a : tradable[residue]) {
      const std::size_t i = index(a), traded = index(partner[i]);
      for (std::size_t j = near.begin(other); j < near.end(other); ++j) {
        if (partner[j] >= 0 || !atoms.in_model[j]) continue;
        const double d2 = squared_distance(atoms.reference[i], atoms.reference[j]);
        if (d2 >= radius2) continue;
        const double d = std::sqrt(d2);
        if (atoms.in_model[traded])
          gain[residue] += conserved(d, distance(atoms.model[traded], atoms.model[j]), options.tolerances);
        if (atoms.in_model[i])
          gain[residue] -= conserved(d, distance(atoms.model[i], atoms.model[j]), options.tolerances);
      }
    }
  };
  near.each([&](std::size_t a, std::size_t b) {
    weigh(a, b);
    weigh(b, a);
  });
  for (const auto& [a, b] : atoms.exchanges) {
    const bool whole = atoms.in_model[index(a)] && atoms.in_model[index(b)];
    if (whole && gain[index(atoms.residue[index(a)])] > 0) std::swap(model[index(a)], model[index(b)]);
  }
  return model;
}

Expected<void> check(const LddtAtoms& atoms, const LddtOptions& options) {
  const std::size_t count = atoms.reference.size();
  if (atoms.model.size() != count || atoms.in_model.size() != count || atoms.residue.size() != count) {
    return malformed("reference, model and residue arrays have unequal lengths");
  }
  if (atoms.number.size() != atoms.chain.size()) return malformed("residue arrays have unequal lengths");
  std::int32_t last = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (atoms.residue[i] < last || index(atoms.residue[i]) >= atoms.chain.size())
      return malformed("residues of atoms are not ascending, or out of range");
    last = atoms.residue[i];
    if (!is_finite(atoms.reference[i]) || (atoms.in_model[i] && !is_finite(atoms.model[i])))
      return malformed("a coordinate is not finite");
  }
  for (const auto& [a, b] : atoms.exchanges) {
    if (a < 0 || b < 0 || index(a) >= count || index(b) >= count || a == b ||
        atoms.residue[index(a)] != atoms.residue[index(b)]) {
      return malformed("exchangeable atoms are not two atoms of one residue");
    }
  }
  if (!(options.radius > 0)) return malformed("the inclusion radius is not positive");
  return {};
}

}  // namespace

Expected<LddtResult> lddt(const LddtAtoms& atoms, const LddtOptions& options) {
  if (auto fine = check(atoms, options); !fine) return fine.error();
  const NearResidues near(atoms, options);
  const std::vector<Position> model = resolve_exchanges(atoms, near, options);
  const std::size_t residues = atoms.chain.size();
  LddtResult result;
  result.residue_conserved.assign(residues, 0);
  result.residue_total.assign(residues, 0);
  const double radius2 = options.radius * options.radius;
  near.each([&](std::size_t a, std::size_t b) {
    std::int64_t pairs = 0, kept = 0;
    for (std::size_t i = near.begin(a); i < near.end(a); ++i) {
      for (std::size_t j = near.begin(b); j < near.end(b); ++j) {
        const double d2 = squared_distance(atoms.reference[i], atoms.reference[j]);
        if (d2 >= radius2) continue;
        ++pairs;
        if (!atoms.in_model[i] || !atoms.in_model[j]) continue;
        kept += conserved(std::sqrt(d2), distance(model[i], model[j]), options.tolerances);
      }
    }
    const std::int64_t total = pairs * static_cast<std::int64_t>(options.tolerances.size());
    for (const std::size_t r : {a, b}) {
      result.residue_conserved[r] += kept;
      result.residue_total[r] += total;
    }
    result.conserved += kept;
    result.total += total;
  });
  if (result.total > 0) result.score = static_cast<double>(result.conserved) / static_cast<double>(result.total);
  for (std::size_t r = 0; r < residues; ++r) {
    result.residue_score.push_back(result.residue_total[r] > 0 ? static_cast<double>(result.residue_conserved[r]) /
                                                                     static_cast<double>(result.residue_total[r])
                                                               : std::numeric_limits<double>::quiet_NaN());
  }
  return result;
}

}  // namespace maek::mol
