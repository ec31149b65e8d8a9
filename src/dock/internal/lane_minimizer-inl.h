// SPDX-License-Identifier: Apache-2.0
// Quasi-Newton minimisation and Monte Carlo in lockstep: every tick evaluates one trial point in each lane, whatever stage
// its chain is in; a lane that has converged hands over to its chain and starts again while the others go on.
// Included once for each instruction set; see search_kernel.cc.
#if defined(MAEK_DOCK_LANE_MINIMIZER_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef MAEK_DOCK_LANE_MINIMIZER_INL_H_
#undef MAEK_DOCK_LANE_MINIMIZER_INL_H_
#else
#define MAEK_DOCK_LANE_MINIMIZER_INL_H_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace maek::dock::internal {
namespace HWY_NAMESPACE {

class LaneMinimizer {
 public:
  LaneMinimizer(const SearchModel& model, const SearchGrid& grid, const KernelOptions& options)
      : model_(model),
        options_(options),
        lanes_(hn::Lanes(F())),
        n_(static_cast<std::size_t>(model.degrees_of_freedom())),
        energy_(model, grid, options.out_of_box_slope),
        state_((n_ + 1) * lanes_),
        trial_((n_ + 1) * lanes_),
        gradient_(n_ * lanes_),
        trial_gradient_(n_ * lanes_),
        direction_(n_ * lanes_),
        change_(n_ * lanes_),
        product_(n_ * lanes_),
        stiffness_(n_ * lanes_),
        inverse_(n_ * (n_ + 1) / 2 * lanes_),
        value_(lanes_),
        trial_value_(lanes_),
        step_(lanes_),
        downhill_(lanes_),
        iteration_(lanes_),
        tries_(lanes_),
        fresh_(lanes_),
        done_(lanes_) {}

  void run(Chain* chains, std::size_t count, bool (*stop)(const void*), const void* context) {
    constexpr std::int64_t kTicksBetweenLooks = 256;  // some milliseconds
    for (std::size_t lane = 0; lane < lanes_; ++lane) {
      // A lane without a chain of its own repeats the first one, and nobody hears of it.
      const Chain& chain = chains[lane < count ? lane : 0];
      energy_.set_shape(lane, chain.shape());
      const auto& stiffness = model_.shapes[chain.shape()].stiffness;
      for (std::size_t k = 0; k < n_; ++k) stiffness_.data()[k * lanes_ + lane] = stiffness[k];
      begin(lane, chain.proposal());
    }
    ChainState state;
    state.torsions.resize(static_cast<std::size_t>(model_.groups - 1));
    std::vector<float> coordinates;
    for (std::int64_t tick = 0; tick < options_.evaluations; ++tick) {
      if (tick % kTicksBetweenLooks == 0 && stop != nullptr && stop(context)) return;
      make_trial();
      energy_.evaluate(trial_.data(), trial_value_.data(), trial_gradient_.data());
      advance();
      for (std::size_t lane = 0; lane < count; ++lane) {
        if (done_.data()[lane] == 0) continue;
        load_state(state_.data(), lanes_, lane, state);
        // When the last trial was refused the coordinates in the kernel are not those of the state: they are at hand
        // only where it was accepted. A refused last trial lies a hair away; the pose keeps the state, and exact
        // coordinates are made from it in the end.
        energy_.coordinates(lane, coordinates);
        chains[lane].finish(state, value_.data()[lane], coordinates);
        begin(lane, chains[lane].proposal());
      }
    }
  }

 private:
  static std::size_t packed(std::size_t row, std::size_t column) { return row * (row + 1) / 2 + column; }

  /// A lane starts a minimisation: its first tick only evaluates.
  void begin(std::size_t lane, const ChainState& start) {
    store_state(state_.data(), lanes_, lane, start);
    for (std::size_t k = 0; k < n_; ++k) direction_.data()[k * lanes_ + lane] = 0;
    reset_inverse(lane);
    step_.data()[lane] = 0;
    downhill_.data()[lane] = 0;
    iteration_.data()[lane] = 0;
    tries_.data()[lane] = 0;
    fresh_.data()[lane] = 1;
    done_.data()[lane] = 0;
    value_.data()[lane] = 0;
  }

  void reset_inverse(std::size_t lane) {
    for (std::size_t r = 0; r < n_; ++r) {
      for (std::size_t c = 0; c < r; ++c) inverse_.data()[packed(r, c) * lanes_ + lane] = 0;
      inverse_.data()[packed(r, r) * lanes_ + lane] = stiffness_.data()[r * lanes_ + lane];
    }
  }

  /// trial = state moved by step * direction.
  HWY_INLINE void make_trial() {
    const V alpha = load(step_.data());
    const auto moved = [&](std::size_t k) HWY_ATTR { return mul(alpha, load(direction_.data() + k * lanes_)); };
    for (std::size_t k = 0; k < 3; ++k)
      store(add(load(state_.data() + k * lanes_), moved(k)), trial_.data() + k * lanes_);

    // exp(v) q with |v| < 1 (bounded step): sin(|v|/2)/|v| and cos(|v|/2) as series in |v|².
    const V3 v{moved(3), moved(4), moved(5)};
    const V t = mul(dot3(v, v), splat(0.25F));  // (|v|/2)²
    V c = mul_add(t, splat(2.48015873e-5F), splat(-1.38888889e-3F));
    c = mul_add(t, c, splat(4.16666667e-2F));
    c = mul_add(t, c, splat(-0.5F));
    c = mul_add(t, c, splat(1.0F));
    V s = mul_add(t, splat(2.75573192e-6F), splat(-1.98412698e-4F));
    s = mul_add(t, s, splat(8.33333333e-3F));
    s = mul_add(t, s, splat(-1.66666667e-1F));
    s = mul(mul_add(t, s, splat(1.0F)), splat(0.5F));
    const V ai = mul(s, v.x), aj = mul(s, v.y), ak = mul(s, v.z);
    const float* q = state_.data() + 3 * lanes_;
    const V w = load(q), i = load(q + lanes_), j = load(q + 2 * lanes_), k = load(q + 3 * lanes_);
    const V rw = sub(sub(sub(mul(c, w), mul(ai, i)), mul(aj, j)), mul(ak, k));
    const V ri = sub(add(add(mul(c, i), mul(ai, w)), mul(aj, k)), mul(ak, j));
    const V rj = add(sub(add(mul(c, j), mul(aj, w)), mul(ai, k)), mul(ak, i));
    const V rk = add(sub(add(mul(c, k), mul(ak, w)), mul(aj, i)), mul(ai, j));
    const V norm = hn::Div(splat(1.0F), hn::Sqrt(add(add(mul(rw, rw), mul(ri, ri)), add(mul(rj, rj), mul(rk, rk)))));
    float* out = trial_.data() + 3 * lanes_;
    store(mul(rw, norm), out);
    store(mul(ri, norm), out + lanes_);
    store(mul(rj, norm), out + 2 * lanes_);
    store(mul(rk, norm), out + 3 * lanes_);

    const V turn = splat(6.28318531F), per_turn = splat(0.159154943F), magic = splat(kRoundMagic);
    for (std::size_t g = 6; g < n_; ++g) {
      const V angle = add(load(state_.data() + (g + 1) * lanes_), moved(g));
      const V turns = sub(add(mul(angle, per_turn), magic), magic);
      store(sub(angle, mul(turns, turn)), trial_.data() + (g + 1) * lanes_);
    }
  }

  /// After the evaluation: Armijo's rule, BFGS update, next direction; marks lanes that are done.
  HWY_INLINE void advance() {
    constexpr float kArmijo = 1e-4F, kTries = 8;
    const V zero = hn::Zero(F()), one = splat(1.0F);
    const V before = load(value_.data()), after = load(trial_value_.data()), alpha = load(step_.data());
    const V downhill = load(downhill_.data());
    const M fresh = hn::Gt(load(fresh_.data()), zero);
    const M lower = hn::Le(after, mul_add(mul(splat(kArmijo), alpha), downhill, before));
    const M accepted = hn::Or(fresh, lower);
    const M stepped = hn::AndNot(fresh, accepted);  // accepted and not fresh
    const V gained = sub(before, after);

    // y = change of the gradient over the step s = alpha direction.
    V sy = zero;
    for (std::size_t k = 0; k < n_; ++k) {
      const V y = sub(load(trial_gradient_.data() + k * lanes_), load(gradient_.data() + k * lanes_));
      store(y, change_.data() + k * lanes_);
      sy = mul_add(mul(alpha, load(direction_.data() + k * lanes_)), y, sy);
    }
    const M curved = hn::And(stepped, hn::Gt(sy, splat(1e-7F)));
    if (!hn::AllFalse(F(), curved)) update_inverse(curved, alpha, sy);

    // Accepted lanes move to the trial.
    for (std::size_t k = 0; k <= n_; ++k) {
      float* x = state_.data() + k * lanes_;
      store(hn::IfThenElse(accepted, load(trial_.data() + k * lanes_), load(x)), x);
    }
    for (std::size_t k = 0; k < n_; ++k) {
      float* g = gradient_.data() + k * lanes_;
      store(hn::IfThenElse(accepted, load(trial_gradient_.data() + k * lanes_), load(g)), g);
    }
    store(hn::IfThenElse(accepted, after, before), value_.data());

    next_direction(accepted);

    // Refused lanes shorten the step: the minimum of the parabola through what is known, within a tenth and a half.
    const V curvature = sub(sub(after, before), mul(alpha, downhill));
    const V parabola = hn::Div(mul(mul(splat(-0.5F), downhill), mul(alpha, alpha)), hn::Max(curvature, splat(1e-12F)));
    const V shorter = hn::Min(hn::Max(parabola, mul(alpha, splat(0.1F))), mul(alpha, splat(0.5F)));
    store(hn::IfThenElse(accepted, load(step_.data()), shorter), step_.data());

    const V iteration = add(load(iteration_.data()), hn::IfThenElseZero(stepped, one));
    const V tries = hn::IfThenElse(accepted, zero, add(load(tries_.data()), one));
    store(iteration, iteration_.data());
    store(tries, tries_.data());
    const M small_gain = hn::And(stepped, hn::Lt(gained, splat(options_.energy_tolerance)));
    const M enough = hn::Ge(iteration, splat(static_cast<float>(options_.iterations)));
    const M stuck = hn::Ge(tries, splat(kTries));
    store(hn::IfThenElseZero(hn::Or(hn::Or(small_gain, enough), stuck), one), done_.data());
    store(zero, fresh_.data());
  }

  /// BFGS on the packed inverse, in lanes where `mask` holds (Nocedal & Wright 2006, equation 6.17).
  HWY_INLINE void update_inverse(M mask, V alpha, V sy) {
    const V zero = hn::Zero(F()), one = splat(1.0F);
    multiply(change_.data(), product_.data());
    V yhy = zero;
    for (std::size_t k = 0; k < n_; ++k) {
      yhy = mul_add(load(change_.data() + k * lanes_), load(product_.data() + k * lanes_), yhy);
    }
    // At the first step the guess of the curvature is scaled to what was seen.
    const M first = hn::And(mask, hn::Eq(load(iteration_.data()), zero));
    const V scale = hn::IfThenElse(first, hn::Div(sy, hn::Max(yhy, splat(1e-20F))), one);
    yhy = mul(yhy, scale);
    const V rho = hn::Div(one, hn::IfThenElse(mask, sy, one));
    // H' = scale H + c s s^T - rho (Hy s^T + s Hy^T), with c = rho (1 + rho y^T H y).
    const V c = mul(rho, mul_add(rho, yhy, one));
    for (std::size_t r = 0; r < n_; ++r) {
      const V sr = mul(alpha, load(direction_.data() + r * lanes_));
      const V hr = mul(scale, load(product_.data() + r * lanes_));
      const V left = hn::IfThenElseZero(mask, sub(mul(c, sr), mul(rho, hr)));
      const V right = hn::IfThenElseZero(mask, mul(rho, sr));
      for (std::size_t k = 0; k <= r; ++k) {
        const V sk = mul(alpha, load(direction_.data() + k * lanes_));
        const V hk = mul(scale, load(product_.data() + k * lanes_));
        float* h = inverse_.data() + packed(r, k) * lanes_;
        store(sub(mul_add(left, sk, mul(scale, load(h))), mul(right, hk)), h);
      }
    }
  }

  /// out = H v.
  HWY_INLINE void multiply(const float* v, float* out) {
    for (std::size_t r = 0; r < n_; ++r) {
      V sum = hn::Zero(F());
      for (std::size_t k = 0; k <= r; ++k)
        sum = mul_add(load(inverse_.data() + packed(r, k) * lanes_), load(v + k * lanes_), sum);
      for (std::size_t k = r + 1; k < n_; ++k)
        sum = mul_add(load(inverse_.data() + packed(k, r) * lanes_), load(v + k * lanes_), sum);
      store(sum, out + r * lanes_);
    }
  }

  /// direction = -H g in lanes of `mask`, its slope, and a step that moves nothing too far.
  HWY_INLINE void next_direction(M mask) {
    constexpr float kMaxShift = 1.0F;  // Å
    constexpr float kMaxTurn = 0.5F;  // radian
    constexpr float kMaxTorsion = 0.8F;  // radian
    const V zero = hn::Zero(F()), one = splat(1.0F);
    multiply(gradient_.data(), product_.data());
    V slope = zero;
    for (std::size_t k = 0; k < n_; ++k) {
      slope = sub(slope, mul(load(product_.data() + k * lanes_), load(gradient_.data() + k * lanes_)));
    }
    // Rounding can spoil the inverse: then straight down, scaled by the first guess.
    const M uphill = hn::And(mask, hn::Ge(slope, zero));
    if (!hn::AllFalse(F(), uphill)) {
      V plain = zero;
      for (std::size_t k = 0; k < n_; ++k) {
        const V g = load(gradient_.data() + k * lanes_);
        const V down = mul(load(stiffness_.data() + k * lanes_), g);
        plain = sub(plain, mul(down, g));
        store(hn::IfThenElse(uphill, down, load(product_.data() + k * lanes_)), product_.data() + k * lanes_);
      }
      slope = hn::IfThenElse(uphill, plain, slope);
    }
    V shift = zero, turn = zero, torsion = zero;
    for (std::size_t k = 0; k < n_; ++k) {
      const V d = load(product_.data() + k * lanes_);
      if (k < 3) {
        shift = mul_add(d, d, shift);
      } else if (k < 6) {
        turn = mul_add(d, d, turn);
      } else {
        torsion = hn::Max(torsion, hn::Abs(d));
      }
      float* out = direction_.data() + k * lanes_;
      store(hn::IfThenElse(mask, hn::Neg(d), load(out)), out);
    }
    const V longest =
        hn::Max(hn::Max(mul(hn::Sqrt(shift), splat(1 / kMaxShift)), mul(hn::Sqrt(turn), splat(1 / kMaxTurn))),
                mul(torsion, splat(1 / kMaxTorsion)));
    const V step = hn::Div(one, hn::Max(longest, one));
    store(hn::IfThenElse(mask, step, load(step_.data())), step_.data());
    store(hn::IfThenElse(mask, slope, load(downhill_.data())), downhill_.data());
  }

  const SearchModel& model_;
  KernelOptions options_;
  std::size_t lanes_, n_;
  LaneEnergy energy_;
  LaneArray state_, trial_;  // [7 + torsions]
  LaneArray gradient_, trial_gradient_;  // [6 + torsions]
  LaneArray direction_, change_, product_;  // [6 + torsions]
  LaneArray stiffness_;  // [6 + torsions]: diagonal of the first inverse Hessian
  LaneArray inverse_;  // lower triangle, row by row
  LaneArray value_, trial_value_, step_, downhill_, iteration_, tries_, fresh_, done_;
};

}  // namespace HWY_NAMESPACE
}  // namespace maek::dock::internal
HWY_AFTER_NAMESPACE();
#endif  // per-target include guard
