// SPDX-License-Identifier: Apache-2.0
#include "bench/affinity/model.h"

#include <Eigen/Dense>

#include <algorithm>  // for std::sort
#include <cmath>      // for std::sqrt
#include <map>        // for std::map
#include <set>        // for std::set

namespace maek::bench {
namespace {

using dock::AffinityModel;
using dock::kAffinityFeatures;
using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr double kRangeShare = 0.005;   // on each side of the fitted range
constexpr std::size_t kFewest = 4;      // ligands of a system that tell a difference to their mean

/// Indices of the samples of each system.
std::map<std::size_t, std::vector<std::size_t>> by_system(const std::vector<Sample>& samples) {
  std::map<std::size_t, std::vector<std::size_t>> out;
  for (std::size_t i = 0; i < samples.size(); ++i) out[samples[i].system].push_back(i);
  return out;
}

/// Smallest x such that weights of values <= x reach `share` of all; infinite mass of `beyond` stands above all values.
double weighted_quantile(std::vector<std::pair<double, double>> values, double beyond, double share) {
  std::sort(values.begin(), values.end());
  double all = beyond;
  for (const auto& [value, weight] : values) all += weight;
  double sum = 0;
  for (const auto& [value, weight] : values) {
    sum += weight;
    if (sum >= share * all - 1e-9) return value;
  }
  return values.empty() ? 0 : values.back().first;
}

struct Scored {
  const Sample* sample;
  double score;  // by a model that never saw its fold
};

/// 1 / number of ligands of the same protein that count: each protein once.
std::map<int, double> protein_weights(const std::vector<Scored>& scored,
                                      const std::function<bool(const Sample&)>& counts) {
  std::map<int, double> number;
  for (const Scored& s : scored) number[s.sample->protein] += counts(*s.sample) ? 1 : 0;
  for (auto& [protein, n] : number) n = n > 0 ? 1 / n : 0;
  return number;
}

void calibrate_absolute(const std::vector<Scored>& scored, AffinityModel& model) {
  auto weights = protein_weights(scored, [](const Sample& s) { return s.absolute; });
  double w = 0, x = 0, y = 0, xx = 0, xy = 0;
  for (const Scored& s : scored) {
    if (!s.sample->absolute) continue;
    const double k = weights[s.sample->protein];
    w += k;
    x += k * s.score;
    y += k * s.sample->pk;
  }
  x /= w;
  y /= w;
  for (const Scored& s : scored) {
    if (!s.sample->absolute) continue;
    const double k = weights[s.sample->protein];
    xx += k * (s.score - x) * (s.score - x);
    xy += k * (s.score - x) * (s.sample->pk - y);
  }
  model.slope = std::max(0.0, xy / xx);
  model.intercept = y - model.slope * x;
  std::vector<std::pair<double, double>> errors;
  for (const Scored& s : scored) {
    if (!s.sample->absolute) continue;
    errors.emplace_back(std::abs(s.sample->pk - model.intercept - model.slope * s.score), weights[s.sample->protein]);
  }
  model.half_width = weighted_quantile(std::move(errors), 1, kLevel);
}

void calibrate_relative(const std::vector<Scored>& scored, AffinityModel& model) {
  std::map<std::size_t, std::vector<const Scored*>> systems;
  for (const Scored& s : scored) systems[s.sample->system].push_back(&s);
  struct Pair {
    double x, y;
    int protein;
  };
  std::vector<Pair> centred;
  std::map<int, double> number;
  for (const auto& [system, members] : systems) {
    if (members.size() < kFewest) continue;
    double x = 0, y = 0;
    const auto n = static_cast<double>(members.size());
    for (const Scored* s : members) {
      x += s->score / n;
      y += s->sample->pk / n;
    }
    for (const Scored* s : members) {
      centred.push_back({s->score - x, s->sample->pk - y, s->sample->protein});
      number[s->sample->protein] += 1;
    }
  }
  double xx = 0, xy = 0;
  for (const Pair& p : centred) {
    xx += p.x * p.x / number[p.protein];
    xy += p.x * p.y / number[p.protein];
  }
  model.relative_slope = std::max(0.0, xy / xx);
  std::vector<std::pair<double, double>> errors;
  for (const Pair& p : centred) errors.emplace_back(std::abs(p.y - model.relative_slope * p.x), 1 / number[p.protein]);
  model.relative_half_width = weighted_quantile(std::move(errors), 1, kLevel);
}

std::vector<Sample> without(const std::vector<Sample>& samples, const std::string& left, const Fold& fold) {
  std::vector<Sample> out;
  for (const Sample& s : samples) {
    if (fold(s) != left) out.push_back(s);
  }
  return out;
}

std::set<std::string> folds_of(const std::vector<Sample>& samples, const Fold& fold) {
  std::set<std::string> out;
  for (const Sample& s : samples) out.insert(fold(s));
  return out;
}

void describe_domain(const std::vector<Sample>& samples, AffinityModel& model) {
  std::set<int> proteins;
  std::set<std::size_t> systems;
  using enum dock::AffinityFeature;
  model.fewest_heavy_atoms = model.lowest_charge = 1000;
  model.most_heavy_atoms = model.highest_charge = -1000;
  for (const Sample& s : samples) {
    proteins.insert(s.protein);
    systems.insert(s.system);
    const int heavy = static_cast<int>(s.features[kHeavyAtoms]), charge = static_cast<int>(s.features[kCharge]);
    model.fewest_heavy_atoms = std::min(model.fewest_heavy_atoms, heavy);
    model.most_heavy_atoms = std::max(model.most_heavy_atoms, heavy);
    model.lowest_charge = std::min(model.lowest_charge, charge);
    model.highest_charge = std::max(model.highest_charge, charge);
  }
  model.ligands = static_cast<int>(samples.size());
  model.systems = static_cast<int>(systems.size());
  model.proteins = static_cast<int>(proteins.size());
}

}  // namespace

std::string protein_fold(const Sample& sample) { return std::to_string(sample.protein); }
std::string family_fold(const Sample& sample) { return sample.family.empty() ? protein_fold(sample) : sample.family; }

AffinityModel fit(const std::vector<Sample>& samples) {
  const auto n = static_cast<Eigen::Index>(samples.size());
  constexpr auto kColumns = static_cast<Eigen::Index>(kAffinityFeatures);
  Matrix x(n, kColumns);
  Eigen::VectorXd y(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const Sample& s = samples[static_cast<std::size_t>(i)];
    y(i) = s.pk;
    for (Eigen::Index f = 0; f < kColumns; ++f) x(i, f) = s.features.values[static_cast<std::size_t>(f)];
  }
  AffinityModel model;
  model.level = kLevel;
  for (Eigen::Index f = 0; f < kColumns; ++f) {
    std::vector<double> values(samples.size());
    for (Eigen::Index i = 0; i < n; ++i) values[static_cast<std::size_t>(i)] = x(i, f);
    std::sort(values.begin(), values.end());
    const auto beyond = static_cast<std::size_t>(kRangeShare * static_cast<double>(values.size()));
    AffinityModel::Row& row = model.rows[static_cast<std::size_t>(f)];
    row.feature = static_cast<dock::AffinityFeature>(f);
    row.low = values[beyond];
    row.high = values[values.size() - 1 - beyond];
    row.mean = 0;
    for (const double v : values) row.mean += std::clamp(v, row.low, row.high) / static_cast<double>(values.size());
  }
  for (const auto& [system, members] : by_system(samples)) {
    Eigen::RowVectorXd mean = Eigen::RowVectorXd::Zero(kColumns);
    double middle = 0;
    for (const std::size_t i : members) {
      mean += x.row(static_cast<Eigen::Index>(i)) / static_cast<double>(members.size());
      middle += y(static_cast<Eigen::Index>(i)) / static_cast<double>(members.size());
    }
    for (const std::size_t i : members) {
      x.row(static_cast<Eigen::Index>(i)) -= mean;
      y(static_cast<Eigen::Index>(i)) -= middle;
    }
  }
  Eigen::VectorXd spread = (x.colwise().squaredNorm().transpose() / static_cast<double>(n)).cwiseSqrt();
  for (Eigen::Index f = 0; f < kColumns; ++f) {
    if (spread(f) < 1e-9) spread(f) = 1;  // the same in every system: no weight comes of it
    x.col(f) = (x.col(f) / spread(f)).cwiseMax(-kClip).cwiseMin(kClip);
  }
  Eigen::MatrixXd normal = x.transpose() * x;
  normal.diagonal().array() += kRidge;
  const Eigen::VectorXd weight = normal.ldlt().solve(x.transpose() * y);
  for (Eigen::Index f = 0; f < kColumns; ++f) model.rows[static_cast<std::size_t>(f)].weight = weight(f) / spread(f);
  return model;
}

AffinityModel fit_and_calibrate(const std::vector<Sample>& samples, const Fold& fold) {
  std::vector<Scored> scored;
  for (const std::string& left : folds_of(samples, fold)) {
    const AffinityModel model = fit(without(samples, left, fold));
    for (const Sample& s : samples) {
      if (fold(s) == left) scored.push_back({&s, dock::affinity_score(model, s.features)});
    }
  }
  AffinityModel model = fit(samples);
  calibrate_absolute(scored, model);
  calibrate_relative(scored, model);
  describe_domain(samples, model);
  return model;
}

std::vector<LeftOut> leave_out(const std::vector<Sample>& fitted, const std::vector<Sample>& scored, const Fold& fold) {
  std::vector<LeftOut> out(scored.size());
  for (const std::string& left : folds_of(scored, fold)) {
    const AffinityModel model = fit_and_calibrate(without(fitted, left, fold), fold);
    std::map<std::size_t, std::vector<std::size_t>> systems;
    for (std::size_t i = 0; i < scored.size(); ++i) {
      if (fold(scored[i]) != left) continue;
      out[i].score = dock::affinity_score(model, scored[i].features);
      out[i].pk = model.intercept + model.slope * out[i].score;
      out[i].half_width = model.half_width;
      out[i].relative_half = model.relative_half_width;
      systems[scored[i].system].push_back(i);
    }
    for (const auto& [system, members] : systems) {
      double mean = 0;
      for (const std::size_t i : members) mean += out[i].score / static_cast<double>(members.size());
      for (const std::size_t i : members) out[i].difference = model.relative_slope * (out[i].score - mean);
    }
  }
  return out;
}

}  // namespace maek::bench
