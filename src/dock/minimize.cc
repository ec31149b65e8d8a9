// SPDX-License-Identifier: Apache-2.0
#include "dock/minimize.h"

#include <cmath>     // for std::sqrt
#include <limits>    // for std::numeric_limits

namespace maek::dock {
namespace {

constexpr double kArmijo = 1e-4;            // share of the linear decrease that a step must bring
constexpr int kHalvings = 10;               // of the step length
constexpr double kGradientTolerance = 1e-5; // kcal/mol per generalised unit

double dot(const Generalised& a, const Generalised& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Inverse Hessian, full square.
class InverseHessian {
 public:
  explicit InverseHessian(std::size_t n) : n_(n), h_(n * n, 0.0) { scale_diagonal(1); }

  void scale_diagonal(double value) {
    std::fill(h_.begin(), h_.end(), 0.0);
    for (std::size_t i = 0; i < n_; ++i) h_[i * n_ + i] = value;
  }

  Generalised times(const Generalised& v) const {
    Generalised out(n_, 0.0);
    for (std::size_t i = 0; i < n_; ++i) {
      for (std::size_t j = 0; j < n_; ++j) out[i] += h_[i * n_ + j] * v[j];
    }
    return out;
  }

  /// BFGS update with step s = alpha p and gradient change y (Nocedal & Wright 2006, equation 6.17).
  void update(const Generalised& p, const Generalised& y, double alpha) {
    const double yp = dot(y, p);
    if (alpha * yp < std::numeric_limits<double>::epsilon()) return;
    const Generalised hy = times(y);
    const double yhy = dot(y, hy), r = 1 / (alpha * yp);
    for (std::size_t i = 0; i < n_; ++i) {
      for (std::size_t j = 0; j < n_; ++j) {
        h_[i * n_ + j] += -alpha * r * (hy[i] * p[j] + p[i] * hy[j]) + alpha * alpha * (r * r * yhy + r) * p[i] * p[j];
      }
    }
  }

 private:
  std::size_t n_;
  std::vector<double> h_;
};

}  // namespace

Minimum minimize(const Kinematics& kinematics, const EnergyFunction& energy, const Conformation& start,
                 const MinimizeOptions& options) {
  std::vector<Position> x, slopes;
  int evaluations = 0;
  const auto evaluate = [&](const Conformation& c, Generalised& gradient) {
    kinematics.coordinates(c, x);
    slopes.assign(x.size(), Position{});
    const double e = energy(x, slopes);
    kinematics.gradient(c, x, slopes, gradient);
    ++evaluations;
    return e;
  };

  Generalised g, g_new;
  Conformation here = start;
  double e = evaluate(here, g);
  const double e_start = e;
  InverseHessian h(g.size());

  for (int step = 0; step < options.iterations; ++step) {
    Generalised p = h.times(g);
    for (double& v : p) v = -v;
    const double downhill = dot(p, g);
    double alpha = 1;
    Conformation there;
    double e_new = 0;
    for (int k = 0; k < kHalvings; ++k) {
      there = here;
      advance(there, alpha, p);
      e_new = evaluate(there, g_new);
      if (e_new - e < kArmijo * alpha * downhill) break;
      alpha /= 2;
    }
    Generalised y = g_new;
    for (std::size_t i = 0; i < y.size(); ++i) y[i] -= g[i];
    const double gained = e - e_new;
    const bool flat = std::sqrt(dot(g, g)) < kGradientTolerance;
    e = e_new;
    here = there;
    if (flat) break;
    g = g_new;
    if (step == 0) {
      const double yy = dot(y, y);
      if (yy > std::numeric_limits<double>::epsilon()) h.scale_diagonal(alpha * dot(y, p) / yy);
    }
    h.update(p, y, alpha);
    if (options.energy_tolerance > 0 && gained >= 0 && gained < options.energy_tolerance) break;
  }
  if (!(e <= e_start)) return {start, e_start, evaluations};
  return {here, e, evaluations};
}

}  // namespace maek::dock
