// SPDX-License-Identifier: Apache-2.0
// Vector mathematics of the search: exponential, sine and cosine by + - * alone, aligned arrays of lanes.
// Included once for each instruction set; see search_kernel.cc.
#if defined(MAEK_DOCK_LANE_MATH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef MAEK_DOCK_LANE_MATH_INL_H_
#undef MAEK_DOCK_LANE_MATH_INL_H_
#else
#define MAEK_DOCK_LANE_MATH_INL_H_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace maek::dock::internal {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using F = hn::ScalableTag<float>;
using I = hn::RebindToSigned<F>;
using V = hn::Vec<F>;
using VI = hn::Vec<I>;
using M = hn::Mask<F>;

HWY_INLINE V splat(float value) { return hn::Set(F(), value); }
HWY_INLINE V load(const float* p) { return hn::Load(F(), p); }
HWY_INLINE void store(V v, float* p) { hn::Store(v, F(), p); }
HWY_INLINE V add(V a, V b) { return hn::Add(a, b); }
HWY_INLINE V sub(V a, V b) { return hn::Sub(a, b); }
HWY_INLINE V mul(V a, V b) { return hn::Mul(a, b); }
/// a b + c, rounded twice on every machine.
HWY_INLINE V mul_add(V a, V b, V c) { return hn::Add(hn::Mul(a, b), c); }

/// Floats for all lanes, zeroed, aligned to the vector.
class LaneArray {
 public:
  explicit LaneArray(std::size_t n) : size_(n), data_(hwy::AllocateAligned<float>(std::max<std::size_t>(n, 1))) {
    std::memset(data_.get(), 0, sizeof(float) * n);
  }
  float* data() { return data_.get(); }
  const float* data() const { return data_.get(); }
  std::size_t size() const { return size_; }

 private:
  std::size_t size_;
  hwy::AlignedFreeUniquePtr<float[]> data_;
};

/// Adding it makes a float's low mantissa bits the nearest whole number: round without an instruction for it.
constexpr float kRoundMagic = 12582912.0F;   // 1.5 * 2^23

/// 2^t for t <= 0; 2^-120 below. Relative error 4e-6: degree-4 fit at Chebyshev nodes on [-1/2, 1/2].
HWY_INLINE V exp2_nonpositive(V t) {
  const V clamped = hn::Max(t, splat(-120.0F));
  const V shifted = add(clamped, splat(kRoundMagic));
  const V f = sub(clamped, sub(shifted, splat(kRoundMagic)));
  V p = mul_add(f, splat(0.00966636852F), splat(0.0559219758F));
  p = mul_add(f, p, splat(0.24022349F));
  p = mul_add(f, p, splat(0.693121045F));
  p = mul_add(f, p, splat(1.0F));
  const VI exponent = hn::ShiftLeft<23>(hn::BitCast(I(), shifted));
  return hn::BitCast(F(), hn::Add(hn::BitCast(I(), p), exponent));
}

/// sin and cos of x, |x| < 1e3, to about 1e-7.
HWY_INLINE void sin_cos(V x, V& sine, V& cosine) {
  const V shifted = mul_add(x, splat(0.636619772F), splat(kRoundMagic));
  const V k = sub(shifted, splat(kRoundMagic));
  // pi/2 in two parts; k is small, so that k times the first is exact.
  const V r = sub(sub(x, mul(k, splat(1.5703125F))), mul(k, splat(4.83826794897e-4F)));
  const V z = mul(r, r);
  V s = mul_add(z, splat(2.75573192e-6F), splat(-1.98412698e-4F));
  s = mul_add(z, s, splat(8.33333333e-3F));
  s = mul_add(z, s, splat(-1.66666667e-1F));
  s = mul_add(mul(z, s), r, r);
  V c = mul_add(z, splat(2.48015873e-5F), splat(-1.38888889e-3F));
  c = mul_add(z, c, splat(4.16666667e-2F));
  c = mul_add(z, c, splat(-0.5F));
  c = mul_add(z, c, splat(1.0F));
  const VI quadrant = hn::BitCast(I(), shifted);
  const VI one = hn::Set(I(), 1), two = hn::Set(I(), 2);
  const M swap = hn::RebindMask(F(), hn::Eq(hn::And(quadrant, one), one));
  const V base_sine = hn::IfThenElse(swap, c, s), base_cosine = hn::IfThenElse(swap, s, c);
  const M minus_sine = hn::RebindMask(F(), hn::Eq(hn::And(quadrant, two), two));
  const M minus_cosine = hn::RebindMask(F(), hn::Eq(hn::And(hn::Add(quadrant, one), two), two));
  sine = hn::IfThenElse(minus_sine, hn::Neg(base_sine), base_sine);
  cosine = hn::IfThenElse(minus_cosine, hn::Neg(base_cosine), base_cosine);
}

/// State arrays are [7 + torsions][lanes]: place, quaternion w x y z, torsions.
inline void store_state(float* x, std::size_t lanes, std::size_t lane, const ChainState& state) {
  for (std::size_t k = 0; k < 3; ++k) x[k * lanes + lane] = state.place[k];
  for (std::size_t k = 0; k < 4; ++k) x[(3 + k) * lanes + lane] = state.turn[k];
  for (std::size_t k = 0; k < state.torsions.size(); ++k) x[(7 + k) * lanes + lane] = state.torsions[k];
}

inline void load_state(const float* x, std::size_t lanes, std::size_t lane, ChainState& state) {
  for (std::size_t k = 0; k < 3; ++k) state.place[k] = x[k * lanes + lane];
  for (std::size_t k = 0; k < 4; ++k) state.turn[k] = x[(3 + k) * lanes + lane];
  for (std::size_t k = 0; k < state.torsions.size(); ++k) state.torsions[k] = x[(7 + k) * lanes + lane];
}

}  // namespace HWY_NAMESPACE
}  // namespace maek::dock::internal
HWY_AFTER_NAMESPACE();
#endif  // per-target include guard
